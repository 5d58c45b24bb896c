"""The answer one stands on, to read beside the list: every hit is marked, and one can go from hit to hit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from db.records import Article, PassageKind, RecordKind
from desktop_app.services.searching import SearchHit
from desktop_app.ui.icons import set_icon
from desktop_app.ui.searching.hits import kind_and_detail
from desktop_app.ui.tables.columns_records import Names
from desktop_app.ui.tables.details import Sheet, sheet_of
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.labels import PlainLabel, plain_tooltip
from desktop_app.ui.widgets.marked_text import Mark, MarkedText

_HEADS = (PassageKind.TITLE, PassageKind.LEAD)
_MOST_SIMILAR = 6
_HIT = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Preview:
    """What the pane shows: the answer, its text, the hits in it, the one to begin with, bold passages."""

    hit: SearchHit
    text: str
    places: tuple[tuple[int, int], ...] = ()
    first: int = 0
    heads: tuple[tuple[int, int], ...] = ()


def read_preview(services: Any, hit: SearchHit, terms: Sequence[str]) -> Preview:
    """Read what there is to show: an article whole, other records with the names of their fields.

    Raises:
        AppError: the record is gone.
    """
    if hit.kind is not RecordKind.ARTICLE:
        return _of_record(services, hit, terms)
    article: Article = services.records.get(RecordKind.ARTICLE, hit.record_id)
    places = together(article.text, services.search.terms_in(article.text, terms))
    passage = services.search.passage(hit.record_id, terms) if places else None
    first = 0
    if passage is not None:
        first = next((number for number, place in enumerate(places) if place[1] > passage[0]), 0)
    heads = tuple((one.start, one.end) for one in article.passages if one.kind in _HEADS)
    return Preview(hit, article.text, places, first, heads)


def together(text: str, places: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Words that were found side by side are one hit to jump to."""
    joined: list[tuple[int, int]] = []
    for start, end in places:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)


def _of_record(services: Any, hit: SearchHit, terms: Sequence[str]) -> Preview:
    """The sheet of a record; where it does not hold what was found, the words that were found."""
    text, heads = "", ()
    if hit.kind is not RecordKind.PARTNER:
        text, heads = _labelled(sheet_of(services.records.get(hit.kind, hit.record_id), Names()))
    found = services.search.terms_in(text, terms)
    places = together(text, [one for one in found if not any(_meet(one, head) for head in heads)])
    if not text or (hit.marks and not places):
        return Preview(hit, "\n".join(hit.snippet.split(" · ")), _moved(hit))
    return Preview(hit, text, places, 0, heads)


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _labelled(sheet: Sheet) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The lines of a sheet, and where the names of its fields stand in them."""
    text = " · ".join(words for words, _kind in sheet.badges)
    heads: list[tuple[int, int]] = []
    for detail in sheet.details:
        text += "\n" if text else ""
        heads.append((len(text), len(text) + len(detail.label) + 1))
        gap = "\n" if "\n" in detail.text else " "
        text += f"{detail.label}:{gap}{detail.text}"
    return text, tuple(heads)


def _moved(hit: SearchHit) -> tuple[tuple[int, int], ...]:
    """The marks of a snippet whose dots between fields became line breaks."""

    def place(offset: int) -> int:
        return offset - 2 * hit.snippet.count(" · ", 0, offset)

    return tuple((place(start), place(end)) for start, end in hit.marks)


class PreviewPane(QFrame):
    """Shows a ``Preview``; says what to do while there is none.

    Signals:
        open_requested: the answer shown, and the passage one stands on or None.
        similar_chosen: the similar article that was chosen, as a ``SearchHit``.
    """

    open_requested = Signal(object, object)
    similar_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Xem trước"))
        self.setMinimumWidth(260)
        self._preview: Preview | None = None
        self._at = 0
        self.title = PlainLabel(role="strong", wrap=True)
        self.facts = PlainLabel(role="caption", wrap=True)
        self.text = MarkedText()
        self.count = PlainLabel(role="muted")
        self.before = self._button(self.tr("Chỗ trước"), "chevron-up", "Shift+F3")
        self.after = self._button(self.tr("Chỗ sau"), "chevron-down", "F3")
        self.open_button = QPushButton(self.tr("Mở"))
        self.similar = QListWidget()
        self._similar_title = PlainLabel(self.tr("Tin bài tương tự"), role="label")
        self._stack = QStackedLayout(self)
        self._lay_out()
        self.before.clicked.connect(lambda: self.step(-1))
        self.after.clicked.connect(lambda: self.step(1))
        self.open_button.clicked.connect(self.open_shown)
        self.text.mark_clicked.connect(self._go_to)
        self.similar.itemActivated.connect(self._on_similar)
        self.similar.itemClicked.connect(self._on_similar)
        self.show_nothing()

    @property
    def shown(self) -> SearchHit | None:
        """The answer that is shown."""
        return self._preview.hit if self._preview is not None else None

    @property
    def place(self) -> tuple[int, int] | None:
        """The hit one stands on, in code points of the text."""
        if self._preview is None or not self._preview.places:
            return None
        return self._preview.places[self._at]

    def show_nothing(self) -> None:
        """No answer is chosen."""
        self._preview = None
        self._stack.setCurrentIndex(0)

    def show_preview(self, preview: Preview) -> None:
        """Show an answer; one that is shown already keeps its place."""
        if self._preview is not None and replace(self._preview, hit=preview.hit) == preview:
            self._preview = preview
            return
        self._preview = preview
        hit = preview.hit
        self.title.setText(" ".join(hit.title.split()))
        self.facts.setText(" · ".join(part for part in (kind_and_detail(hit), hit.date) if part))
        self.text.set_text(preview.text, preview.heads)
        self.text.set_marks(
            [Mark(start, end, "search", number) for number, (start, end) in enumerate(preview.places)]
        )
        self.show_similar(())
        self._stack.setCurrentIndex(1)
        self._at = preview.first
        self._show_count()
        self.text.verticalScrollBar().setValue(0)
        if preview.places:
            # The lines have their places only after the layout of a pane shown for the first time.
            QTimer.singleShot(0, self.text, lambda: self._go_to(self._at))

    def show_similar(self, hits: Sequence[SearchHit]) -> None:
        """List similar articles under the text."""
        self.similar.clear()
        for hit in hits[:_MOST_SIMILAR]:
            title = " ".join(hit.title.split())
            item = QListWidgetItem(" · ".join(part for part in (hit.date, title) if part))
            item.setData(_HIT, hit)
            item.setToolTip(plain_tooltip("\n".join(part for part in (title, hit.detail, hit.date) if part)))
            self.similar.addItem(item)
        rows = self.similar.count()
        if rows:
            self.similar.setFixedHeight(rows * max(1, self.similar.sizeHintForRow(0)) + Space.TIGHT)
        self.similar.setVisible(rows > 0)
        self._similar_title.setVisible(rows > 0)

    def step(self, by: int) -> None:
        """Go to the next or the previous hit, round at the ends."""
        if self._preview is not None and self._preview.places:
            self._go_to((self._at + by) % len(self._preview.places))

    def open_shown(self) -> None:
        """Ask to open what is shown, at the hit one stands on."""
        if self._preview is not None:
            self.open_requested.emit(self._preview.hit, self.place)

    # -- inside ------------------------------------------------------------------------------------------

    def _go_to(self, number: int) -> None:
        if self._preview is None or not 0 <= number < len(self._preview.places):
            return
        self._at = number
        self.text.show_mark(number)
        self._show_count()

    def _show_count(self) -> None:
        places = self._preview.places if self._preview is not None else ()
        self.count.setText(f"{self._at + 1}/{len(places)}" if places else "")
        self.count.setAccessibleName(
            self.tr("Chỗ tìm thấy thứ {0} trong {1}").format(self._at + 1, len(places)) if places else ""
        )
        for button in (self.before, self.after):
            button.setEnabled(len(places) > 1)

    def _on_similar(self, item: QListWidgetItem) -> None:
        self.similar_chosen.emit(item.data(_HIT))

    def _button(self, words: str, icon_name: str, keys: str) -> QPushButton:
        button = QPushButton(words)
        button.setProperty("dense", "true")
        button.setAccessibleName(words)
        button.setToolTip(f"{words} ({keys})")
        set_icon(button, icon_name)
        return button

    def _lay_out(self) -> None:
        message = PlainLabel(
            self.tr("Chọn một kết quả để đọc ở đây. Phím F3 đi tới chỗ tìm thấy tiếp theo."),
            role="muted",
            wrap=True,
        )
        message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        message.setMargin(Space.WIDE)
        self._stack.addWidget(message)
        self.open_button.setAccessibleName(self.tr("Mở mục đang xem"))
        self.open_button.setProperty("dense", "true")
        self.similar.setAccessibleName(self.tr("Tin bài tương tự"))
        self.similar.setProperty("flat", "true")
        self.similar.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.similar.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.similar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.text.document().setDocumentMargin(Space.MEDIUM)
        tools = QHBoxLayout()
        tools.setSpacing(Space.TIGHT)
        for widget in (self.before, self.after, self.count):
            tools.addWidget(widget)
        tools.addStretch(1)
        tools.addWidget(self.open_button)
        head = QVBoxLayout()
        head.setContentsMargins(Space.MEDIUM, 0, 0, Space.TIGHT)
        head.setSpacing(Space.TIGHT)
        head.addWidget(self.title)
        head.addWidget(self.facts)
        head.addLayout(tools)
        foot = QVBoxLayout()
        foot.setContentsMargins(Space.MEDIUM, Space.TIGHT, 0, 0)
        foot.setSpacing(0)
        foot.addWidget(self._similar_title)
        foot.addWidget(self.similar)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.text, 1)
        column.addLayout(foot)
        self._stack.addWidget(page)
