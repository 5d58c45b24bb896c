"""Tìm kiếm: answers as one types, filters with counts, and the way back to what was found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.records import RecordKind
from desktop_app.labels import label
from desktop_app.progress import Reporter
from desktop_app.services.searching import Facet, SearchHit, SearchRequest, SearchResults
from desktop_app.services.tables import export_table
from desktop_app.ui.forms.fields import ChoiceBox
from desktop_app.ui.messages import describe
from desktop_app.ui.navigation import Address
from desktop_app.ui.pages.base import Frame, Page, page_action
from desktop_app.ui.searching.filters import FilterPanel, counts_for
from desktop_app.ui.searching.hits import HitModel, HitView
from desktop_app.ui.searching.kept import KeptSearch
from desktop_app.ui.searching.start import StartPanel
from desktop_app.ui.searching.store import SearchStore
from desktop_app.ui.tables.copying import as_html, as_tabs
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.labels import ElidedLabel
from desktop_app.ui.widgets.search_field import SearchField

_AT_ONCE = 30
_MOST_EXPORTED = 20_000
_START, _LIST, _NOTHING = range(3)
PAGE_OF = {
    RecordKind.ARTICLE: "articles",
    RecordKind.PARTNER: "partners",
    RecordKind.PERSON: "people",
    RecordKind.VISIT: "visits",
    RecordKind.AGREEMENT: "agreements",
    RecordKind.COMMITMENT: "commitments",
    RecordKind.FIGURE: "figures",
}

AskPath = Callable[[str, str], Path | None]


@dataclass(frozen=True, slots=True)
class _Answer:
    """The answer to the question with this number; ``adds``: to one that continues it."""

    number: int
    results: SearchResults
    adds: bool = False


class SearchPage(Page):
    """Query and order above, filters at the left, answers at the right."""

    name: ClassVar[str] = "search"
    help_topic: ClassVar[str] = "search"

    def __init__(self, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(frame, parent)
        self.query = SearchField(self.tr("Tìm trong tin bài, đối tác, đoàn, thỏa thuận…"))
        self.sort = ChoiceBox(
            [
                ("relevance", self.tr("Liên quan nhất")),
                ("newest", self.tr("Mới nhất trước")),
                ("oldest", self.tr("Cũ nhất trước")),
            ]
        )
        self.banner = Banner()
        self.total = ElidedLabel(role="muted")
        self.suggestion = QPushButton()
        self.filters = FilterPanel()
        self.model = HitModel(self)
        self.hits = HitView(self.model)
        self.start = StartPanel()
        self.nothing = EmptyState()
        self.ask_path: AskPath = self._ask_path
        self._faces = QStackedWidget()
        self._asked = 0
        self._results: SearchResults | None = None
        self._store = SearchStore(frame, self.start)
        self._make_actions()
        self._lay_out_body()
        self._connect()
        self.set_title(self.tr("Tìm kiếm"))
        self.set_actions(None, (self.save_action, self.export_action), (self.copy_action,))
        self._show_face(_START)

    # -- Page --------------------------------------------------------------------------------------------

    def open(self, address: Address) -> None:
        self.query.set_quietly(address.extra)
        self._store.read()
        self._ask()
        # Whoever types into the box of the header keeps it.
        if not isinstance(QApplication.focusWidget(), SearchField):
            self.query.setFocus()

    def refresh(self, changes: object | None = None) -> None:
        if changes is None or getattr(changes, "records", None):
            self._ask(at_least=self.model.rowCount())

    def find_here(self) -> None:
        self.query.setFocus()
        self.query.selectAll()

    # -- asking ------------------------------------------------------------------------------------------

    def request(self) -> SearchRequest:
        """What is asked now."""
        asked = SearchRequest(self.query.search_text(), limit=_AT_ONCE, sort=str(self.sort.currentData()))
        return self.filters.apply(asked)

    def _ask(self, at_least: int = 0) -> None:
        self._asked += 1
        mine, request, search = self._asked, self.request(), self.frame.services.search
        request = replace(request, limit=max(_AT_ONCE, at_least))
        if not request.text and not self.filters.chosen:
            self._results = None
            self.banner.hide()
            self.model.set_hits((), 0)
            self._show_face(_START)
            return

        def failed(error: Exception) -> None:
            if mine == self._asked:
                message = describe(error)
                self.banner.show_text(f"{message.text} {message.remedy}".strip(), "danger")

        self.frame.runner.run(
            "",
            lambda _reporter: _Answer(mine, search.search(request)),
            on_success=self._on_answer,
            on_failure=failed,
        )

    def _on_answer(self, answer: _Answer) -> None:
        if answer.number != self._asked:
            return
        if answer.adds:
            self.model.add_hits(answer.results.hits)
            return
        results, before = answer.results, self._results
        self._results = results
        is_same = (
            before is not None and replace(before.request, limit=results.request.limit) == results.request
        )
        self.hits.show_hits(results.hits, results.total, keep_place=is_same)
        self._show_results(results)
        mine, search = answer.number, self.frame.services.search
        self.frame.runner.run(
            "", lambda _reporter: (mine, counts_for(search, results.request)), on_success=self._on_facets
        )

    def _on_facets(self, result: tuple[int, tuple[Facet, ...]]) -> None:
        if result[0] == self._asked:
            self.filters.set_facets(result[1])

    def _on_more(self) -> None:
        results = self._results
        if results is None:
            return
        mine, search = self._asked, self.frame.services.search
        request = replace(results.request, offset=len(self.model.hits), limit=_AT_ONCE)
        self.frame.runner.run(
            "", lambda _reporter: _Answer(mine, search.search(request), adds=True), on_success=self._on_answer
        )

    def _show_results(self, results: SearchResults) -> None:
        if results.fallback:
            words = self.tr("Đang chuẩn bị lại phần tìm kiếm; kết quả tạm thời lấy trực tiếp từ kho.")
            self.banner.show_text(words, "warning")
        else:
            self.banner.hide()
        self.total.setText(self.tr("{0} kết quả").format(_number(results.total)))
        self.suggestion.setVisible(bool(results.suggestion))
        self.suggestion.setText(
            self.tr("Có phải bạn muốn tìm: {0}").format(results.suggestion).replace("&", "&&")
        )
        if results.total:
            self._show_face(_LIST)
            return
        self.nothing.show_message(
            self.tr("Không tìm thấy {0}").format(self._now().name),
            self.tr("Hãy gõ ít chữ hơn, hoặc bỏ bớt điều kiện lọc."),
            self.clear_action if self.filters.chosen else None,
        )
        self._show_face(_NOTHING)

    def _show_face(self, face: int) -> None:
        self._faces.setCurrentIndex(face)
        is_start = face == _START
        self._line.setVisible(not is_start)
        self.filters.setVisible(face == _LIST or bool(self.filters.chosen))
        if is_start:
            self.suggestion.hide()
        for action in (self.export_action, self.copy_action):
            action.setEnabled(face == _LIST)
        self.save_action.setEnabled(not is_start and self.frame.services.held_by is None)

    # -- what was found ------------------------------------------------------------------------------------

    def open_hit(self, hit: SearchHit) -> None:
        """Open the record of an answer at its page; an article at the passage with the words."""
        self._remember()
        self.frame.note_address(Address(self.name, extra=self.query.search_text()))
        if hit.kind is not RecordKind.ARTICLE:
            self.frame.go(Address(PAGE_OF[hit.kind], hit.record_id))
            return
        terms = self._results.terms if self._results is not None else ()
        search = self.frame.services.search

        def arrive(passage: tuple[int, int] | None) -> None:
            extra = f"{passage[0]}-{passage[1]}" if passage else ""
            self.frame.go(Address("articles", hit.record_id, extra))

        self.frame.runner.run("", lambda _reporter: search.passage(hit.record_id, terms), on_success=arrive)

    def copy_hits(self) -> None:
        """Put the selected answers, or all that are loaded, on the clipboard as a table."""
        header, rows = _header(), [_row(hit) for hit in self.hits.chosen() or self.model.hits]
        data = QMimeData()
        data.setText(as_tabs(header, rows))
        data.setHtml(as_html(header, rows))
        QGuiApplication.clipboard().setMimeData(data)
        self.frame.toast(self.tr("Đã chép {0} dòng; dán được vào Word, Excel.").format(len(rows)))

    def _on_export(self) -> None:
        kinds = self.tr("Bảng tính Excel (*.xlsx);;Bảng chữ CSV (*.csv)")
        path = self.ask_path(self.tr("Kết quả tìm kiếm") + ".xlsx", kinds)
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".xlsx")
        search, request = self.frame.services.search, replace(self.request(), limit=_MOST_EXPORTED)
        title = self.tr("Kết quả tìm kiếm {0}").format(self._now().name)

        def work(reporter: Reporter) -> Path:
            reporter.step(0, 0)
            export_table(path, title, _header(), [_row(hit) for hit in search.search(request).hits])
            return path

        said = self.tr("Đã xuất vào tệp {0}")
        self.frame.runner.run(
            self.tr("Xuất danh sách"), work, on_success=lambda made: self.frame.toast(said.format(made.name))
        )

    def _ask_path(self, offered: str, kinds: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Xuất danh sách"), offered, kinds)
        return Path(chosen) if chosen else None

    def _on_menu(self, place: QPoint) -> None:
        menu = QMenu(self.hits)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chosen = self.hits.chosen()
        if len(chosen) == 1:
            menu.addAction(self.tr("Mở")).triggered.connect(lambda: self.open_hit(chosen[0]))
        menu.addActions([self.copy_action, self.export_action])
        menu.popup(self.hits.viewport().mapToGlobal(place))

    # -- kept searches -------------------------------------------------------------------------------------

    def _now(self) -> KeptSearch:
        return KeptSearch(self.query.search_text(), str(self.sort.currentData()), self.filters.chosen)

    def _remember(self) -> None:
        self._store.remember(self._now())

    def _on_save(self) -> None:
        self._store.save(self._now())
        self.frame.toast(self.tr("Đã lưu tìm kiếm {0}").format(self._now().name))

    def ask_again(self, search: KeptSearch) -> None:
        """Ask a kept search."""
        self.query.set_quietly(search.text)
        was_silent = self.sort.blockSignals(True)
        self.sort.set_value(search.sort)
        self.sort.blockSignals(was_silent)
        self.filters.set_chosen(search.filters)
        self.query.setFocus()
        self._ask()

    # -- inside ------------------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        tr = self.tr
        self.save_action = page_action(self, tr("Lưu tìm kiếm này"), "star", self._on_save)
        self.export_action = page_action(self, tr("Xuất danh sách…"), "file-spreadsheet", self._on_export)
        self.copy_action = page_action(self, tr("Chép danh sách"), "copy", self.copy_hits)
        self.clear_action = page_action(self, tr("Bỏ mọi điều kiện lọc"), "x", self.filters.clear_chosen)

    def _lay_out_body(self) -> None:
        self.query.setMaximumWidth(640)
        self.suggestion.setProperty("role", "link")
        self.suggestion.hide()
        self.sort.setAccessibleName(self.tr("Thứ tự kết quả"))
        self.sort.setFixedWidth(170)
        self._line = QWidget()
        line = QHBoxLayout(self._line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.MEDIUM)
        line.addWidget(self.total)
        line.addWidget(self.suggestion)
        line.addStretch(1)
        line.addWidget(self.sort)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(Space.MEDIUM, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        column.addWidget(self._line)
        self._faces.addWidget(self.start)
        self._faces.addWidget(self.hits)
        self._faces.addWidget(self.nothing)
        column.addWidget(self._faces, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.filters)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setSizes([256, 874])
        split.setChildrenCollapsible(False)
        self.frame.state.restore_splitter(self.name, split)
        split.splitterMoved.connect(lambda *_at: self.frame.state.save_splitter(self.name, split))
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(Space.WIDE, Space.MEDIUM, Space.WIDE, Space.MEDIUM)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self.query)
        layout.addWidget(self.banner)
        layout.addWidget(split, 1)
        self.set_body(body)

    def _connect(self) -> None:
        self.query.search_changed.connect(lambda _text: self._ask())
        self.query.search_submitted.connect(lambda _text: self._remember())
        self.sort.currentIndexChanged.connect(lambda _place: self._ask())
        self.filters.changed.connect(self._ask)
        self.model.more_wanted.connect(self._on_more)
        self.hits.hit_opened.connect(self.open_hit)
        self.hits.left_upwards.connect(self.query.setFocus)
        self.hits.copy_requested.connect(self.copy_hits)
        self.hits.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.hits.customContextMenuRequested.connect(self._on_menu)
        self.start.asked.connect(self.ask_again)
        self.suggestion.clicked.connect(self._on_suggestion)

    def _on_suggestion(self) -> None:
        if self._results is not None:
            self.query.setFocus()
            self.query.set_quietly(self._results.suggestion)
            self._ask()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.query.hasFocus():
            self.query.flush()
            self.hits.enter()
            event.accept()
            return
        super().keyPressEvent(event)


def _header() -> list[str]:
    return ["Loại", "Tiêu đề", "Ngày", "Đối tác hoặc nguồn", "Trích đoạn"]


def _row(hit: SearchHit) -> list[str]:
    return [label(hit.kind), hit.title, hit.date, hit.detail, hit.snippet]


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
