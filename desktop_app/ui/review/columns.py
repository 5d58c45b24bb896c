"""The three columns of the desk: queue, article, and the cards or the form."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.ui.frame import Frame

_SPLITTER = "review"
_SIZES = (222, 530, 402)
_SIZES_EDITING = (0, 440, 720)
_LEAST = (160, 320, 320)
_STRETCH = (0, 3, 2)


class DeskColumns(QSplitter):
    """Queue and article at the left; at the right the cards, or the form in their place."""

    def __init__(
        self, frame: Frame, queue: QWidget, article: QWidget, cards: tuple[QWidget, ...], form: QWidget
    ) -> None:
        """Put the widgets side by side; of ``cards`` the last takes the room."""
        super().__init__(Qt.Orientation.Horizontal)
        self._frame = frame
        self._queue = queue
        self._form = form
        self._before: list[int] = []
        self._cards = QWidget()
        column = QVBoxLayout(self._cards)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in cards:
            column.addWidget(widget, int(widget is cards[-1]))
        self._side = QStackedWidget()
        self._side.addWidget(self._cards)
        self._side.addWidget(form)
        self.setChildrenCollapsible(False)
        for place, widget in enumerate((queue, article, self._side)):
            widget.setMinimumWidth(_LEAST[place])
            self.addWidget(widget)
            self.setStretchFactor(place, _STRETCH[place])
        if not frame.state.restore_splitter(_SPLITTER, self):
            self.setSizes(list(_SIZES))
        self.splitterMoved.connect(self._on_moved)

    def show_form(self) -> None:
        """Show the form, with the room of the queue."""
        self._side.setCurrentWidget(self._form)
        if not self._before:
            self._before = self.sizes()
            self._queue.hide()
            self.setSizes(list(_SIZES_EDITING))

    def show_cards(self) -> None:
        """Show the cards and the queue as they were."""
        self._side.setCurrentWidget(self._cards)
        if self._before:
            self._queue.show()
            self.setSizes(self._before)
            self._before = []

    def _on_moved(self) -> None:
        if not self._before:
            self._frame.state.save_splitter(_SPLITTER, self)
