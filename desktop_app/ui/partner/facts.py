"""What is known about the partner itself: each fact as of a date, one step from the passage it rests on."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from db.records import Evidence, ProfileFact, RecordKind
from desktop_app.services.partners import PartnerPage
from desktop_app.services.wording import show_date
from desktop_app.ui.icons import set_icon
from desktop_app.ui.navigation import Address
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.card_columns import ListCard
from desktop_app.ui.widgets.labels import plain_tooltip
from desktop_app.ui.widgets.record_line import RecordLine

_FIRST = 3
_LONGEST_QUOTE = 300


class FactsCard(ListCard):
    """The facts box.

    Signals:
        fact_chosen: the id of the fact to edit.
        add_wanted: a new fact is to be written.
        passage_chosen: the ``Address`` of the passage a fact rests on.
    """

    fact_chosen = Signal(int)
    add_wanted = Signal()
    passage_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.header.title.setText(self.tr("Thông tin cơ bản"))
        self.setAccessibleName(self.tr("Thông tin cơ bản"))
        self.add_button = QPushButton(self.tr("Thêm"))
        self.add_button.setProperty("role", "link")
        self.add_button.setAccessibleName(self.tr("Thêm thông tin về đối tác"))
        self.add_button.clicked.connect(self.add_wanted)
        self.header.add(self.add_button)
        self.all_button.clicked.connect(self._on_all)
        self._page: PartnerPage | None = None
        self._shows_all = False

    def show_page(self, page: PartnerPage) -> None:
        """Show the facts of ``page``."""
        if self._page is not None and self._page.partner.id != page.partner.id:
            self._shows_all = False
        self._page = page
        facts = page.facts if self._shows_all else page.facts[:_FIRST]
        self.show_lines(
            [
                self._line(fact, page.evidence.get((RecordKind.PROFILE_FACT.value, fact.id), ()))
                for fact in facts
            ],
            self.tr("Chưa có thông tin nào: dân số, vị trí, ngành mạnh… Nhấn Thêm để ghi."),
            self.tr("Xem cả {0}").format(len(page.facts)) if len(facts) < len(page.facts) else "",
        )

    def _line(self, fact: ProfileFact, evidence: tuple[Evidence, ...]) -> RecordLine:
        caption = show_date(fact.as_of, self.tr("chưa rõ thời điểm"))
        line = RecordLine(f"{fact.name}: {fact.value}", caption)
        line.clicked.connect(lambda: self.fact_chosen.emit(fact.id))
        if evidence:
            line.add(self._source_button(fact, evidence[0]))
        return line

    def _source_button(self, fact: ProfileFact, evidence: Evidence) -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(Space.ICON - 2, Space.ICON - 2))
        set_icon(button, "quote", "text_muted")
        name = self.tr("Xem căn cứ của {0}").format(fact.name)
        button.setAccessibleName(name)
        quote = evidence.quote[:_LONGEST_QUOTE]
        button.setToolTip(plain_tooltip(f"{name}\n“{quote}”" if quote else name))
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        address = Address("articles", evidence.article_id, f"{evidence.start}-{evidence.end}")
        button.clicked.connect(lambda: self.passage_chosen.emit(address))
        return button

    def _on_all(self) -> None:
        self._shows_all = True
        if self._page is not None:
            self.show_page(self._page)
