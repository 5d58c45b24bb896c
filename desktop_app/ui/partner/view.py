"""One partner: where the relation stands in a line, and nine tabs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from db.records import Person, RecordKind, Side
from desktop_app.services.office import TypedNotes
from desktop_app.services.partners import PartnerPage
from desktop_app.ui.icons import set_icon
from desktop_app.ui.partner.figures import FiguresTab
from desktop_app.ui.partner.notes import NotesTab
from desktop_app.ui.partner.overview import OverviewTab
from desktop_app.ui.partner.records_tab import RecordsTab
from desktop_app.ui.partner.tables import article_columns, count_meetings, person_columns, without
from desktop_app.ui.partner.timeline_tab import TimelineTab
from desktop_app.ui.partner.wording import last_met_words, load_scripts, relation_words
from desktop_app.ui.state import WindowState
from desktop_app.ui.tables.columns_records import agreement_columns, commitment_columns, visit_columns
from desktop_app.ui.tables.record_table import Export, RecordTable
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.labels import Badge, PlainLabel, Rule, plain_tooltip

_LONGEST_TAGS = 28
_LINE = 28


@dataclass(frozen=True, slots=True)
class PartnerLook:
    """All a partner page shows, read at one moment."""

    page: PartnerPage
    notes: TypedNotes
    tags: tuple[str, ...]
    may_edit: bool


class Summary(QWidget):
    """The line below the head: relation, last meeting, what is in force, what is open.

    Signals:
        tab_wanted: the name of the tab that has all of it.
        tags_wanted: the tags are to be changed.
    """

    tab_wanted = Signal(str)
    tags_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.relation = Badge("", "accent")
        self.last_met = PlainLabel(role="strong")
        self.agreements = self._link("agreements")
        self.commitments = self._link("commitments")
        self.tags = QToolButton()
        self.tags.setProperty("role", "chip")
        self.tags.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        set_icon(self.tags, "tag", "on_accent_soft")
        self.tags.clicked.connect(self.tags_wanted)
        words = QWidget()
        flow = FlowLayout(words, Space.SMALL)
        for widget in (self.relation, self.last_met, self.agreements, self.commitments, self.tags):
            widget.setMinimumHeight(_LINE)
            flow.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.WIDE, Space.SMALL, Space.WIDE, 0)
        layout.addWidget(words)

    def show_page(self, page: PartnerPage) -> None:
        """Say where the relation stands."""
        self.relation.setText(relation_words(page.partner))
        self.last_met.setText(last_met_words(page.last_visit))
        self.agreements.setText(self.tr("{0} thỏa thuận còn giá trị").format(len(page.living_agreements)))
        self.commitments.setText(self.tr("{0} cam kết còn mở").format(len(page.open_commitments)))
        words = ", ".join(page.partner.tags)
        short = words if len(words) <= _LONGEST_TAGS else words[: _LONGEST_TAGS - 1] + "…"
        self.tags.setText(" " + (short.replace("&", "&&") or self.tr("Gắn nhãn")))
        self.tags.setAccessibleName(self.tr("Nhãn: {0}. Nhấn để sửa.").format(words or self.tr("chưa có")))
        self.tags.setToolTip(plain_tooltip(self.tag_words(words)))

    def tag_words(self, words: str) -> str:
        """What the tooltip of the tags says."""
        return self.tr("Nhãn: {0}").format(words) if words else self.tr("Gắn nhãn cho đối tác này")

    def _link(self, tab: str) -> QPushButton:
        button = QPushButton()
        button.setProperty("role", "link")
        button.clicked.connect(lambda: self.tab_wanted.emit(tab))
        return button


class PartnerView(QWidget):
    """Signals tell the page what the person wants.

    Signals:
        record_chosen, home_wanted: kind and id of a record to open here, or on its own page.
        trash_wanted: kind and ids.
        create_wanted: the kind of record to write by hand for this partner.
        passage_chosen: an ``Address``.
        tags_wanted: the tags are to be changed.
        notes_typed: id of the partner and its notes, to be stored.
        tab_changed: the name of the tab shown now.
        restore_wanted: take the partner out of the trash.
    """

    record_chosen = Signal(object, int)
    home_wanted = Signal(object, int)
    trash_wanted = Signal(object, list)
    create_wanted = Signal(object)
    passage_chosen = Signal(object)
    tags_wanted = Signal()
    notes_typed = Signal(int, object)
    tab_changed = Signal(str)
    restore_wanted = Signal()

    def __init__(self, state: WindowState, export: Export, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._export = export
        self.look: PartnerLook | None = None
        self._stale: set[str] = set()
        self._meetings: dict[int, int] = {}
        self.banner = Banner()
        self.summary = Summary()
        self.overview = OverviewTab()
        self.timeline = TimelineTab(state)
        self.figures = FiguresTab()
        self.notes = NotesTab()
        self.lists = self._make_lists()
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(self.tr("Các phần của trang đối tác"))
        self._bodies = QStackedWidget()
        self._names: list[str] = []
        self._add_tabs()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.banner)
        layout.addWidget(self.summary)
        bar = QHBoxLayout()
        bar.setContentsMargins(Space.MEDIUM, 0, Space.MEDIUM, 0)
        bar.addWidget(self.tabs, 1)
        layout.addLayout(bar)
        layout.addWidget(Rule())
        layout.addWidget(self._bodies, 1)
        for keys, step in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            QShortcut(QKeySequence(keys), self, lambda step=step: self._step(step))
        self._connect()

    # -- content -----------------------------------------------------------------------------------------

    def show_look(self, look: PartnerLook) -> None:
        """Show this partner; the tab stays."""
        self.look = look
        partner = look.page.partner
        load_scripts(partner.native_name + "".join(person.native_name for person in look.page.people))
        self.summary.show_page(look.page)
        self._show_banner(look)
        self._count_tabs(look.page)
        self.notes.show_notes(partner.id, look.notes, may_edit=look.may_edit)
        self._stale = set(self._names)
        self._fill_shown()

    @property
    def tab(self) -> str:
        """The name of the tab shown."""
        return self._names[self.tabs.currentIndex()]

    def show_tab(self, name: str) -> None:
        """Show the tab ``name``; an unknown name shows the first."""
        self.tabs.setCurrentIndex(self._names.index(name) if name in self._names else 0)

    @property
    def table(self) -> RecordTable | None:
        """The list of the tab shown, if it has one."""
        if self.tab == "timeline":
            return self.timeline.table
        shown = self.lists.get(self.tab)
        return shown.table if shown is not None else None

    # -- inside ------------------------------------------------------------------------------------------

    def _make_lists(self) -> dict[str, RecordsTab]:
        tr = self.tr
        kinds = RecordKind

        def made(
            kind: RecordKind, columns: Any, title: str, add: str, empty: str, sentence: str
        ) -> RecordsTab:
            return RecordsTab(
                kind,
                columns,
                self._state,
                title=title,
                export=self._export,
                add_text=add,
                empty=(empty, sentence),
            )

        shown_by_itself = tr("Mục được duyệt từ tin bài sẽ hiện ở đây; cũng có thể tự ghi.")
        return {
            "visits": made(
                kinds.VISIT,
                without(visit_columns(), "partners"),
                tr("Đoàn"),
                tr("Thêm đoàn"),
                tr("Chưa có đoàn nào"),
                shown_by_itself,
            ),
            "agreements": made(
                kinds.AGREEMENT,
                without(agreement_columns(), "partners"),
                tr("Thỏa thuận"),
                tr("Thêm thỏa thuận"),
                tr("Chưa có thỏa thuận nào"),
                shown_by_itself,
            ),
            "commitments": made(
                kinds.COMMITMENT,
                without(commitment_columns(), "partners"),
                tr("Cam kết"),
                tr("Thêm cam kết"),
                tr("Chưa có cam kết nào"),
                shown_by_itself,
            ),
            "people": made(
                kinds.PERSON,
                person_columns(self._meetings),
                tr("Nhân sự"),
                tr("Thêm nhân vật"),
                tr("Chưa có nhân vật nào"),
                tr("Người dự các đoàn được duyệt sẽ hiện ở đây, kèm chức vụ vào lúc đó."),
            ),
            "articles": made(
                kinds.ARTICLE,
                article_columns(),
                tr("Tin bài"),
                "",
                tr("Chưa có tin bài nào"),
                tr("Tin bài làm căn cứ cho các mục của đối tác này sẽ hiện ở đây."),
            ),
        }

    def _add_tabs(self) -> None:
        tr = self.tr
        tabs: tuple[tuple[str, str, QWidget], ...] = (
            ("overview", tr("Tổng quan"), self.overview),
            ("timeline", tr("Dòng thời gian"), self.timeline),
            ("visits", tr("Đoàn"), self.lists["visits"]),
            ("agreements", tr("Thỏa thuận"), self.lists["agreements"]),
            ("commitments", tr("Cam kết"), self.lists["commitments"]),
            ("people", tr("Nhân sự"), self.lists["people"]),
            ("figures", tr("Số liệu"), self.figures),
            ("articles", tr("Tin bài"), self.lists["articles"]),
            ("protocol", tr("Lễ tân"), self.notes),
        )
        for name, title, widget in tabs:
            self._names.append(name)
            self._bodies.addWidget(widget)
            self.tabs.addTab(title)
        self._titles = [title for _, title, _ in tabs]

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self.summary.tab_wanted.connect(self.show_tab)
        self.overview.tab_wanted.connect(self.show_tab)
        self.overview.passage_chosen.connect(self.passage_chosen)
        self.overview.fact_wanted.connect(lambda: self.create_wanted.emit(RecordKind.PROFILE_FACT))
        self.summary.tags_wanted.connect(self.tags_wanted)
        self.figures.create_wanted.connect(self.create_wanted)
        self.notes.save_wanted.connect(self.notes_typed)
        for part in (self.overview, self.timeline, self.figures, *self.lists.values()):
            part.record_chosen.connect(self.record_chosen)
        for part in self.lists.values():
            part.home_wanted.connect(self.home_wanted)
            part.trash_wanted.connect(self.trash_wanted)
            part.create_wanted.connect(self.create_wanted)

    def _show_banner(self, look: PartnerLook) -> None:
        if look.page.partner.deleted_at is None:
            self.banner.hide()
            return
        action = self.tr("Khôi phục") if look.may_edit else ""
        self.banner.show_text(
            self.tr("Đối tác này đang ở trong thùng rác."), "warning", action, self.restore_wanted.emit
        )

    def _count_tabs(self, page: PartnerPage) -> None:
        counts = {
            "visits": len(page.visits),
            "agreements": len(page.agreements),
            "commitments": len(page.commitments),
            "people": len(page.people),
            "figures": len(page.figures),
            "articles": len(page.articles),
        }
        for place, name in enumerate(self._names):
            count = counts.get(name, 0)
            self.tabs.setTabText(place, f"{self._titles[place]} {count}" if count else self._titles[place])

    def _step(self, by: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % self.tabs.count())

    def _on_tab_changed(self, place: int) -> None:
        self._bodies.setCurrentIndex(place)
        self._fill_shown()
        self.tab_changed.emit(self.tab)

    def _fill_shown(self) -> None:
        name = self.tab
        if self.look is None or name not in self._stale:
            return
        self._stale.discard(name)
        page, may_edit = self.look.page, self.look.may_edit
        if name == "overview":
            self.overview.show_page(page, may_edit=may_edit)
        elif name == "timeline":
            self.timeline.show_page(page)
        elif name == "figures":
            self.figures.show_page(page, may_edit=may_edit)
        elif name in self.lists:
            self._meetings.clear()
            self._meetings.update(count_meetings(page))
            records = getattr(page, name)
            if name == "people":
                records = sorted(records, key=self._people_first)
            self.lists[name].show_records(records, may_edit=may_edit)

    def _people_first(self, person: Person) -> tuple[bool, int]:
        """The partner's people first, those met most often first."""
        return person.side is not Side.THEIRS, -self._meetings.get(person.id, 0)
