"""One article to read: facts, tags, text with the passages that accepted records rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from db.records import Access, Article, Evidence, PassageKind, RecordKind
from desktop_app.labels import label
from desktop_app.ui.articles.citation import citation
from desktop_app.ui.icons import set_icon
from desktop_app.ui.tokens import Size, Space
from desktop_app.ui.widgets.action_button import ActionButton, page_action
from desktop_app.ui.widgets.chip_edit import ChipEdit
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.labels import Badge, PlainLabel
from desktop_app.ui.widgets.marked_text import Mark, MarkedText

_PULSED = -1
_COLOURS = {RecordKind.PROFILE_FACT: "profile", RecordKind.ARTICLE: "field", RecordKind.PARTNER: "alias"}


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with the passages accepted records rest on, and the tags in use."""

    article: Article
    evidence: tuple[tuple[Evidence, str], ...] = ()
    tags: tuple[str, ...] = ()


class Reader(QWidget):
    """Shows a ``Reading``.

    Signals:
        tags_changed: tags to add, tags to remove.
        record_requested: kind and id of the record a passage stands for.
        size_changed: steps from the ordinary size of the type.
        copied: what was put on the clipboard, in words.
    """

    tags_changed = Signal(tuple, tuple)
    record_requested = Signal(object, int)
    size_changed = Signal(int)
    copied = Signal(str)

    def __init__(self, main: QAction, more: Sequence[QAction]) -> None:
        super().__init__()
        self._reading: Reading | None = None
        self._wanted: tuple[int, int] | None = None
        self._passage: tuple[int, int] | None = None
        self.title = PlainLabel(role="section", wrap=True)
        self.facts = PlainLabel(role="muted", wrap=True)
        self.address = PlainLabel(role="caption", wrap=True)
        self.internal = Badge(label(Access.INTERNAL), "warning")
        self.tags = ChipEdit()
        self.text = MarkedText()
        self.about = PlainLabel(wrap=True)
        self.open_record = QPushButton(self.tr("Mở"))
        self.copy_citation = page_action(self, self.tr("Sao chép trích dẫn"), "quote", self._copy_citation)
        self._strip = QFrame()
        self._stack = QStackedWidget()
        self._clicked: tuple[RecordKind, int] | None = None
        self._size_soon = QTimer(self)
        self._size_soon.setSingleShot(True)
        self._size_soon.setInterval(300)
        self._size_soon.timeout.connect(self._tell_size)
        self._lay_out(main, more)
        self.tags.changed.connect(self._on_tags_changed)
        self.text.mark_clicked.connect(self._on_mark_clicked)
        self.text.zoomed.connect(lambda _points: self._size_soon.start())
        self.text.set_menu(lambda _start, _end: [self.copy_citation])
        self.open_record.clicked.connect(self._on_open_record)

    @property
    def article(self) -> Article | None:
        """What is being read."""
        return self._reading.article if self._reading is not None else None

    def set_steps(self, steps: int) -> None:
        """Set the size of the type, in steps from the ordinary one."""
        with QSignalBlocker(self.text):
            self.text.set_size(Size.READING + steps)

    def set_read_only(self, read_only: bool) -> None:
        """Let tags be looked at only."""
        self.tags.setEnabled(not read_only)

    def show_nothing(self) -> None:
        """No article is chosen."""
        self._reading = None
        self._stack.setCurrentIndex(0)

    def show_reading(self, reading: Reading) -> None:
        """Show an article; the place on screen stays when it is the one shown already."""
        is_same = self._reading is not None and self._reading.article.id == reading.article.id
        place = self.text.verticalScrollBar().value()
        self._reading = reading
        article = reading.article
        self.title.setText(article.label)
        dated = article.published.display() if article.published.known else self.tr("chưa rõ ngày đăng")
        outlet = article.outlet or self.tr("chưa rõ báo")
        self.facts.setText(" · ".join(part for part in (outlet, article.author, dated) if part))
        self.address.setText(article.address)
        self.address.setVisible(bool(article.address))
        self.internal.setVisible(article.access is Access.INTERNAL)
        self._show_tags(reading)
        if self.text.article_text() != article.text:
            heads = [(one.start, one.end) for one in article.passages if one.kind in _HEADS]
            self.text.set_text(article.text, heads)
        self._strip.hide()
        if self._wanted is not None or not is_same:
            self._passage, self._wanted = self._wanted, None
            fresh = self._passage is not None
        else:
            fresh = False
        self._paint()
        self._stack.setCurrentIndex(1)
        if fresh:
            # The lines have their places only after the layout of a page shown for the first time.
            QTimer.singleShot(0, self.text, lambda: self.text.show_mark(_PULSED))
        elif is_same:
            self.text.verticalScrollBar().setValue(place)

    def await_passage(self, passage: tuple[int, int] | None) -> None:
        """Show this passage when the next article comes."""
        self._wanted = passage

    # -- inside ------------------------------------------------------------------------------------------

    def _paint(self) -> None:
        marks = [
            Mark(one.start, one.end, _COLOURS.get(one.record_kind, one.record_kind.value), place)
            for place, (one, _title) in enumerate(self._reading.evidence if self._reading else ())
            if one.record_kind is not None
        ]
        if self._passage is not None:
            marks.append(Mark(*self._passage, "search", _PULSED))
        self.text.set_marks(marks)

    def _show_tags(self, reading: Reading) -> None:
        self.tags.set_choices(reading.tags)
        with QSignalBlocker(self.tags):
            self.tags.set_words(reading.article.tags)

    def _on_tags_changed(self) -> None:
        if self._reading is None:
            return
        before, now = self._reading.article.tags, self.tags.words
        added = tuple(word for word in now if word not in before)
        removed = tuple(word for word in before if word not in now)
        if added or removed:
            self.tags_changed.emit(added, removed)

    def _on_mark_clicked(self, place: int) -> None:
        if self._reading is None or place < 0:
            return
        evidence, title = self._reading.evidence[place]
        if evidence.record_kind is None:
            return
        self._clicked = evidence.record_kind, evidence.record_id
        short = title if len(title) < 160 else title[:158] + "…"
        self.about.setText(self.tr("{0}: {1}").format(label(evidence.record_kind), short))
        self.open_record.setVisible(evidence.record_kind is not RecordKind.ARTICLE)
        self._strip.show()

    def _on_open_record(self) -> None:
        if self._clicked is not None:
            self.record_requested.emit(*self._clicked)

    def _copy_citation(self) -> None:
        article = self.article
        if article is None:
            return
        passage = self.text.selected_passage()
        quote = article.text[passage[0] : passage[1]] if passage is not None else ""
        QGuiApplication.clipboard().setText(citation(article, quote))
        self.copied.emit(self.tr("Đã chép trích dẫn.") if quote else self.tr("Đã chép nguồn của bài."))

    def _zoom(self, by: int) -> None:
        self.text.set_size(self.text.font().pointSizeF() + by)

    def _tell_size(self) -> None:
        self.size_changed.emit(round(self.text.font().pointSizeF() - Size.READING))

    def _lay_out(self, main: QAction, more: Sequence[QAction]) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(Space.WIDE, Space.MEDIUM, Space.LARGE, Space.SMALL)
        head.setSpacing(Space.TIGHT)
        facts = QHBoxLayout()
        facts.addWidget(self.facts, 1)
        facts.addWidget(self.internal)
        self.address.setTextInteractionFlags(self.text.textInteractionFlags())
        self.tags.setAccessibleName(self.tr("Nhãn của bài"))
        self.tags.line.setPlaceholderText(self.tr("Thêm nhãn rồi nhấn Enter"))
        self.tags.line.setMaximumWidth(240)
        head.addWidget(self.title)
        head.addLayout(facts)
        head.addWidget(self.address)
        head.addWidget(self.tags)
        head.addLayout(self._tools(main, more))
        self._strip.setProperty("frameRole", "banner")
        strip = QHBoxLayout(self._strip)
        strip.setContentsMargins(Space.MEDIUM, Space.TIGHT, Space.SMALL, Space.TIGHT)
        strip.addWidget(self.about, 1)
        strip.addWidget(self.open_record)
        self._strip.hide()
        page = QFrame()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.text, 1)
        column.addWidget(self._strip)
        self._stack.addWidget(
            EmptyState(self.tr("Chưa chọn tin bài"), self.tr("Chọn một dòng bên trái để đọc bài ở đây."))
        )
        self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def _tools(self, main: QAction, more: Sequence[QAction]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, Space.TIGHT, 0, 0)
        row.setSpacing(Space.SMALL)
        row.addWidget(ActionButton(main, "primary"))
        row.addWidget(ActionButton(self.copy_citation))
        rest = QPushButton(self.tr("Khác"))
        menu = QMenu(rest)
        menu.addActions(list(more))
        rest.setMenu(menu)
        row.addWidget(rest)
        row.addStretch(1)
        for words, name, keys, by in (
            (self.tr("Chữ nhỏ hơn"), "zoom-out", "Ctrl+-", -1),
            (self.tr("Chữ to hơn"), "zoom-in", "Ctrl+=", 1),
        ):
            action = page_action(self, words, name, lambda by=by: self._zoom(by), keys)
            button = QToolButton()
            set_icon(button, name)
            button.setAccessibleName(words)
            button.setToolTip(f"{words} ({keys})")
            button.clicked.connect(action.trigger)
            row.addWidget(button)
        return row


_HEADS = (PassageKind.TITLE, PassageKind.LEAD)
