"""Cards side by side, in as many columns as there is room for."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.labels import Card, PlainLabel, SectionHeader


class CardColumns(QScrollArea):
    """Scrolls when the cards are taller than the page. ``head`` is a layout above all columns.

    ``add(widget, column)`` says where a widget stands when there are ``most`` columns; with fewer, what has
    no column of its own goes on below the last one.
    """

    def __init__(self, most: int, narrowest: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = most
        self._narrowest = narrowest
        self._shown = 0
        self._placed: list[tuple[QWidget, int]] = []
        self._columns: list[QVBoxLayout] = []
        self._row = QHBoxLayout()
        self._row.setSpacing(Space.MEDIUM)
        for _ in range(most):
            column = QVBoxLayout()
            column.setSpacing(Space.SMALL)
            self._columns.append(column)
            self._row.addLayout(column)
        body = QWidget()
        body.setObjectName("scrollBody")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(Space.WIDE, Space.SMALL, Space.WIDE, Space.SMALL)
        layout.setSpacing(Space.SMALL)
        self.head = QVBoxLayout()
        self.head.setSpacing(Space.SMALL)
        layout.addLayout(self.head)
        layout.addLayout(self._row, 1)
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def columns_shown(self) -> int:
        """How many columns there are at this width."""
        return self._shown

    def add(self, widget: QWidget, column: int) -> None:
        """Put ``widget`` below what stands in ``column`` (0 is the first)."""
        self._placed.append((widget, column))
        widget.setParent(self.widget())
        self._shown = 0
        self._arrange()

    def clear(self) -> None:
        """Take every card away and delete it."""
        for column in self._columns:
            while column.takeAt(0) is not None:
                pass
        for widget, _ in self._placed:
            widget.hide()
            widget.deleteLater()
        self._placed = []
        self._shown = 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        super().resizeEvent(event)

    def _arrange(self) -> None:
        room = self.viewport().width() - 2 * Space.WIDE + Space.MEDIUM
        count = max(1, min(self._most, room // (self._narrowest + Space.MEDIUM)))
        if count == self._shown:
            return
        self._shown = count
        for column in self._columns:
            while column.takeAt(0) is not None:
                pass
        for widget, wanted in self._placed:
            self._columns[min(wanted, count - 1)].addWidget(widget)
        for place in range(self._most):
            if place < count:
                self._columns[place].addStretch(1)
            self._row.setStretch(place, 1 if place < count else 0)


class ListCard(Card):
    """A card: heading with a way to all there is, lines below, a sentence when there are none."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.header = SectionHeader(title)
        self.header.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.body.setContentsMargins(Space.MEDIUM, 0, Space.MEDIUM, Space.TIGHT)
        self.body.setSpacing(0)
        self.body.addWidget(self.header)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)
        self._nothing = PlainLabel(role="muted", wrap=True)
        self._nothing.setContentsMargins(Space.SMALL, 0, Space.SMALL, Space.TIGHT)
        self.body.addWidget(self._nothing)
        self.all_button = QPushButton()
        self.all_button.setProperty("role", "link")
        self.all_button.hide()
        self.header.add(self.all_button)
        self.setAccessibleName(title)

    @property
    def lines(self) -> list[QWidget]:
        """The lines shown."""
        items = (self._lines.itemAt(place) for place in range(self._lines.count()))
        return [widget for item in items if item is not None and (widget := item.widget()) is not None]

    def show_lines(self, lines: list[QWidget], nothing: str, all_text: str = "") -> None:
        """Show ``lines``, or the sentence ``nothing``; ``all_text`` on the button above ("" hides it)."""
        focused = next((place for place, old in enumerate(self.lines) if old.hasFocus()), None)
        _clear(self._lines)
        for line in lines:
            self._lines.addWidget(line)
        self._nothing.setText(nothing)
        self._nothing.setVisible(not lines)
        self.all_button.setText(all_text)
        self.all_button.setVisible(bool(all_text))
        self.all_button.setAccessibleName(f"{all_text}: {self.header.title.text()}")
        if focused is not None and lines:
            lines[min(focused, len(lines) - 1)].setFocus()

    def nothing_text(self) -> str:
        """The sentence shown when there are no lines, "" when there are."""
        return "" if self.lines else self._nothing.text()


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
