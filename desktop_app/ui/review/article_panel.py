"""The middle column of the desk: the article with its evidence, and what to make of a selected passage."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from db.records import Article, PassageKind, SuggestionKind
from desktop_app.labels import label
from desktop_app.services.review import Card, Desk, MergeCandidate
from desktop_app.services.selection import CREATABLE
from desktop_app.ui.icons import set_icon
from desktop_app.ui.review.wording import ICONS, short
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.labels import ElidedLabel
from desktop_app.ui.widgets.marked_text import Mark, MarkedText


class ArticlePanel(QWidget):
    """Head with source and date, and the marked text.

    Signals:
        card_wanted: a passage of this suggestion was clicked.
        create_wanted: a ``SuggestionKind``, start and end: make a record of the selected passage.
        evidence_wanted: a ``MergeCandidate``, start and end: let the passage support that record too.
        step_wanted: +1 or -1: the next or previous article.
    """

    card_wanted = Signal(int)
    create_wanted = Signal(object, int, int)
    evidence_wanted = Signal(object, int, int)
    step_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._records: tuple[MergeCandidate, ...] = ()
        self._article: Article | None = None
        self._title = ElidedLabel(role="section")
        self._source = ElidedLabel(role="caption")
        self.create_button = QPushButton(self.tr("Tạo…"))
        self.create_button.setToolTip(self.tr("Bôi đen một đoạn trong bài rồi bấm để tự ghi vào sổ"))
        self.create_button.setEnabled(False)
        set_icon(self.create_button, "plus")
        self.create_button.clicked.connect(self.open_create_menu)
        self.previous_button = self._arrow("chevron-left", self.tr("Bài trước (P)"), -1)
        self.next_button = self._arrow("chevron-right", self.tr("Bài tiếp theo (N)"), 1)
        self.text = MarkedText()
        self.text.mark_clicked.connect(self.card_wanted)
        self.text.selectionChanged.connect(self._on_selection_changed)
        self.text.set_menu(self.offers)
        self._lay_out()

    @property
    def source(self) -> str:
        """The line with outlet and date."""
        return self._source.text()

    def show_desk(self, desk: Desk) -> None:
        """Show the article of ``desk``; the place one reads stays when it is the same article."""
        article = desk.article
        self._records = desk.records
        if self._article is None or (article.id, article.text) != (self._article.id, self._article.text):
            headings = [(p.start, p.end) for p in article.passages if p.kind in _HEADINGS]
            self.text.set_text(article.text, headings)
            self.text.verticalScrollBar().setValue(0)
        self._article = article
        self._title.setText(article.label)
        self._source.setText(" · ".join(self._source_parts(article)))

    def show_marks(self, cards: Sequence[Card], current: int) -> None:
        """Mark the passages of these cards; those of ``current`` and its cue words stand out."""
        marks = tuple(
            Mark(span.start, span.end, card.suggestion.kind.value, card.suggestion.id)
            for card in cards
            for span in card.suggestion.spans
        )
        if marks != self.text.marks:
            self.text.set_marks(marks)
        chosen = next((card for card in cards if card.suggestion.id == current), None)
        words = () if chosen is None else chosen.reason.words
        self.text.set_cues([(word.start, word.end) for word in words])
        if current and current != self.text.current:
            self.text.show_mark(current)

    def show_evidence(self, suggestion_id: int) -> None:
        """Scroll to the passages of a suggestion and let them pulse."""
        if suggestion_id:
            self.text.show_mark(suggestion_id)

    def offers(self, start: int, end: int) -> list[QAction | QMenu]:
        """What can be made of ``[start, end)``: the entries of the context menu."""
        start, end = self._trimmed(start, end)
        if start == end:
            return []
        entries: list[QAction | QMenu] = []
        for kind in CREATABLE:
            action = QAction(self._create_words(kind), self)
            set_icon(action, ICONS[kind])
            action.triggered.connect(
                lambda _checked=False, what=kind: self.create_wanted.emit(what, start, end)
            )
            entries.append(action)
        if self._records:
            entries.append(self._evidence_menu(start, end))
        return entries

    def open_create_menu(self) -> None:
        """Open the menu for the selected passage below the button."""
        passage = self.text.selected_passage()
        if passage is None:
            return
        menu = QMenu(self)
        for entry in self.offers(*passage):
            if isinstance(entry, QMenu):
                menu.addSeparator()
                menu.addMenu(entry)
            else:
                menu.addAction(entry)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.create_button.mapToGlobal(QPoint(0, self.create_button.height())))

    # -- inside ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._source)
        head = QFrame()
        head.setObjectName("pageHead")
        row = QHBoxLayout(head)
        row.setContentsMargins(Space.WIDE, Space.SMALL, Space.SMALL, Space.SMALL)
        row.setSpacing(Space.TIGHT)
        row.addLayout(words, 1)
        for widget in (self.create_button, self.previous_button, self.next_button):
            row.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self.text, 1)

    def _arrow(self, icon_name: str, words: str, by: int) -> QToolButton:
        button = QToolButton()
        set_icon(button, icon_name)
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.clicked.connect(lambda: self.step_wanted.emit(by))
        return button

    def _source_parts(self, article: Article) -> list[str]:
        date = article.published.display() if article.published.known else self.tr("chưa rõ ngày đăng")
        return [part for part in (article.outlet or self.tr("chưa rõ nguồn"), date, article.author) if part]

    def _create_words(self, kind: SuggestionKind) -> str:
        return self.tr("Tạo {0} từ đoạn này").format(label(kind).lower())

    def _evidence_menu(self, start: int, end: int) -> QMenu:
        menu = QMenu(self.tr("Thêm làm căn cứ cho…"), self)
        set_icon(menu.menuAction(), "quote")
        for record in self._records:
            words = f"{label(record.kind)}: {short(record.title, 80)}".replace("&", "&&")
            action = menu.addAction(words)
            action.triggered.connect(
                lambda _checked=False, one=record: self.evidence_wanted.emit(one, start, end)
            )
        return menu

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        """Without the blanks at the ends of a selection."""
        text = self.text.article_text()
        end = min(end, len(text))
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return start, end

    def _on_selection_changed(self) -> None:
        self.create_button.setEnabled(self.text.selected_passage() is not None)


_HEADINGS = (PassageKind.TITLE, PassageKind.LEAD)
