"""An article to read, with its evidence marked: plain text only, offsets in code points.

Imported text is hostile: it is shown letter by letter and never read as mark-up; nothing is loaded, no link
is followed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QStyle, QTextEdit, QWidget

from desktop_app.ui.theme import theme
from desktop_app.ui.tokens import CURRENT_SHARE, PULSE_MS, PULSE_SHARE, Size, Space
from desktop_app.ui.widgets.vietnamese import Utf16Map

# Letters that end a paragraph in Qt or turn its lines round: one for one, so that offsets stay.
_BLANKED = re.compile("[\r\u000b\u000c\u0085\u2028\u2029]")
_SHOWN_AS_BROKEN = re.compile(
    "[\u0000-\u0008\u000e-\u001f\ufdd0\ufdd1\ufffc\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_UNDERLINES = {
    Qt.PenStyle.SolidLine: QTextCharFormat.UnderlineStyle.SingleUnderline,
    Qt.PenStyle.DashLine: QTextCharFormat.UnderlineStyle.DashUnderline,
    Qt.PenStyle.DotLine: QTextCharFormat.UnderlineStyle.DotLine,
    Qt.PenStyle.DashDotLine: QTextCharFormat.UnderlineStyle.DashDotLine,
    Qt.PenStyle.DashDotDotLine: QTextCharFormat.UnderlineStyle.DashDotDotLine,
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage ``[start, end)`` in code points, the kind that gives its colour, and whose passage it is."""

    start: int
    end: int
    kind: str
    id: int


class MarkedText(QTextEdit):
    """Read-only text with marked passages.

    Signals:
        mark_clicked: the id of the passage under the mouse (the shortest when several overlap).
        passage_selected: start and end of what the person selected, in code points.
        zoomed: the size of the type in points.
    """

    mark_clicked = Signal(int)
    passage_selected = Signal(int, int)
    zoomed = Signal(float)
    SMALLEST, LARGEST = 8.0, 28.0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "reading")
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setAccessibleName(self.tr("Nội dung tin bài"))
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(Space.WIDE)
        self._text = ""
        self._map = Utf16Map("")
        self._marks: tuple[Mark, ...] = ()
        self._cues: tuple[tuple[int, int], ...] = ()
        self._current: int | None = None
        self._is_pulsing = False
        self._headings: tuple[tuple[int, int], ...] = ()
        self._make_menu: Callable[[int, int], Sequence[QAction | QMenu]] | None = None
        self._pulse = QTimer(self)
        self._pulse.setSingleShot(True)
        self._pulse.setInterval(PULSE_MS)
        self._pulse.timeout.connect(self._on_pulse_over)
        self.set_size(Size.READING)
        theme().changed.connect(self._paint_marks)
        self.selectionChanged.connect(self._on_selection_changed)

    # -- what is shown ----------------------------------------------------------------------------------

    def set_text(self, text: str, headings: Sequence[tuple[int, int]] = ()) -> None:
        """Show ``text``; ``headings`` are passages set bold (title, lead)."""
        self._text = text
        self._map = Utf16Map(text)
        self._marks = ()
        self._cues = ()
        self._current = None
        self._headings = tuple(headings)
        self.setPlainText(_SHOWN_AS_BROKEN.sub("\ufffd", _BLANKED.sub(" ", text)))
        self._lay_out_paragraphs()
        self._paint_marks()

    def article_text(self) -> str:
        """The text that is shown, as it was given."""
        return self._text

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Mark these passages; others lose their marking. Passages outside the text are cut to it."""
        self._marks = tuple(marks)
        self._paint_marks()

    def set_cues(self, cues: Sequence[tuple[int, int]]) -> None:
        """Let these passages stand out inside the marks of the current suggestion: why it was made."""
        if tuple(cues) != self._cues:
            self._cues = tuple(cues)
            self._paint_marks()

    @property
    def cues(self) -> tuple[tuple[int, int], ...]:
        """The words that stand out as the reason."""
        return self._cues

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marked passages."""
        return self._marks

    @property
    def current(self) -> int | None:
        """The id of the passage that stands out."""
        return self._current

    def show_mark(self, mark_id: int) -> None:
        """Scroll to the longest passage of ``mark_id``, make all of them stand out and pulse once."""
        self._current = mark_id
        # The short ones are names, often far above the sentence that says what the suggestion is about.
        main = max(
            (mark for mark in self._marks if mark.id == mark_id),
            key=lambda mark: (mark.end - mark.start, -mark.start),
            default=None,
        )
        if main is not None:
            self.show_passage(main.start)
            self._start_pulse()
        self._paint_marks()

    def show_passage(self, start: int) -> None:
        """Scroll so that the passage at ``start`` is seen with some lines around it; the selection stays."""
        place = QTextCursor(self.document())
        place.setPosition(self._map.to_units(start))
        box = self.cursorRect(place)
        height = self.viewport().height()
        if box.top() < Space.HUGE or box.bottom() > height - 2 * Space.HUGE:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + box.top() - height // 3)

    def selected_passage(self) -> tuple[int, int] | None:
        """Return what the person selected as ``[start, end)`` in code points, or None."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        return self._map.to_points(cursor.selectionStart()), self._map.to_points(cursor.selectionEnd())

    def select_passage(self, start: int, end: int) -> None:
        """Select ``[start, end)``, given in code points."""
        cursor = self.textCursor()
        cursor.setPosition(self._map.to_units(start))
        cursor.setPosition(self._map.to_units(end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def set_menu(self, make_menu: Callable[[int, int], Sequence[QAction | QMenu]] | None) -> None:
        """Ask ``make_menu(start, end)`` for what the context menu offers for a selection ("Tạo…")."""
        self._make_menu = make_menu

    def set_size(self, points: float) -> None:
        """Set the type size in points, within sensible bounds."""
        points = max(self.SMALLEST, min(points, self.LARGEST))
        font = self.font()
        font.setPointSizeF(points)
        self.setFont(font)
        self.document().setDefaultFont(font)
        self.zoomed.emit(points)

    def mark_at(self, position: QPointF) -> Mark | None:
        """Return the shortest passage under ``position`` (of the viewport)."""
        bars = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        layout = self.document().documentLayout()
        unit = layout.hitTest(position + bars, Qt.HitTestAccuracy.ExactHit)
        if unit < 0:
            return None
        point = self._map.to_points(unit)
        under = [mark for mark in self._marks if mark.start <= point < mark.end]
        return min(under, key=lambda mark: mark.end - mark.start, default=None)

    # -- inside -----------------------------------------------------------------------------------------

    def _lay_out_paragraphs(self) -> None:
        everything = QTextCursor(self.document())
        everything.select(QTextCursor.SelectionType.Document)
        lines = QTextBlockFormat()
        lines.setLineHeight(135, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        lines.setBottomMargin(Space.SMALL)
        everything.mergeBlockFormat(lines)
        self._narrow_blank_lines()
        bold = QTextCharFormat()
        bold.setFontWeight(600)
        for start, end in self._headings:
            self._cursor(start, end).mergeCharFormat(bold)

    def _narrow_blank_lines(self) -> None:
        """A blank line between paragraphs is a distance, not a line."""
        narrow = QTextBlockFormat()
        narrow.setLineHeight(Space.TIGHT, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        narrow.setBottomMargin(0)
        block = self.document().begin()
        while block.isValid():
            if not block.text():
                QTextCursor(block).mergeBlockFormat(narrow)
            block = block.next()

    def _cursor(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._map.to_units(start))
        cursor.setPosition(self._map.to_units(end), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _paint_marks(self) -> None:
        selections = []
        # The longest first, so that a passage inside another stays visible; the current one above all.
        for mark in sorted(self._marks, key=lambda one: (one.id == self._current, one.start - one.end)):
            if mark.end <= mark.start:
                continue
            selection = QTextEdit.ExtraSelection()
            selection.cursor = self._cursor(mark.start, mark.end)
            selection.format = self._format(mark)
            selections.append(selection)
        for start, end in self._cues:
            selection = QTextEdit.ExtraSelection()
            selection.cursor = self._cursor(start, end)
            selection.format = _cue_format()
            selections.append(selection)
        self.setExtraSelections(selections)

    def _format(self, mark: Mark) -> QTextCharFormat:
        look = theme().highlight(mark.kind)
        ground = QColor(look.background)
        if mark.id == self._current:
            ground = _mixed(look.background, look.line, PULSE_SHARE if self._is_pulsing else CURRENT_SHARE)
        form = QTextCharFormat()
        form.setBackground(ground)
        form.setUnderlineStyle(_UNDERLINES[look.pattern])
        form.setUnderlineColor(look.line)
        return form

    def _start_pulse(self) -> None:
        if self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self) > 0:
            self._is_pulsing = True
            self._pulse.start()

    def _on_pulse_over(self) -> None:
        self._is_pulsing = False
        self._paint_marks()

    def _on_selection_changed(self) -> None:
        passage = self.selected_passage()
        if passage is not None:
            self.passage_selected.emit(*passage)

    # -- Qt ---------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        # Nothing can be pasted here, so Ctrl+V is left to the page.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Paste)
        ):
            event.ignore()
            return False
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            mark = self.mark_at(event.position())
            if mark is not None:
                self.mark_clicked.emit(mark.id)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            step = 1.0 if event.angleDelta().y() > 0 else -1.0
            self.set_size(self.font().pointSizeF() + step)
            event.accept()
            return
        super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.make_context_menu()
        menu.popup(event.globalPos())

    def make_context_menu(self) -> QMenu:
        """Return the context menu for what is selected now."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        passage = self.selected_passage()
        if passage is not None and self._make_menu is not None:
            for entry in self._make_menu(*passage):
                if isinstance(entry, QMenu):
                    menu.addMenu(entry)
                else:
                    menu.addAction(entry)
            menu.addSeparator()
        copy = menu.addAction(self.tr("Chép"))
        copy.setEnabled(passage is not None)
        copy.triggered.connect(self.copy)
        menu.addAction(self.tr("Chọn tất cả")).triggered.connect(self.selectAll)
        return menu


def _cue_format() -> QTextCharFormat:
    """The colours of the accent: readable in both schemes, unlike any mark."""
    form = QTextCharFormat()
    form.setBackground(theme().colour("accent"))
    form.setForeground(theme().colour("on_accent"))
    return form


def _mixed(ground: QColor, ink: QColor, share: float) -> QColor:
    below = (ground.red(), ground.green(), ground.blue())
    above = (ink.red(), ink.green(), ink.blue())
    return QColor(*(round(low + (high - low) * share) for low, high in zip(below, above, strict=True)))
