"""A short word at the lower edge of the window, with at most one thing to do: "Đã duyệt · Hoàn tác"."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.labels import ElidedLabel


class Toast(QFrame):
    """Floats over ``parent``; goes after eight seconds, but not while the mouse rests on it."""

    STAY_MS = 8000

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setProperty("frameRole", "toast")
        self._label = ElidedLabel()
        self._button = QPushButton()
        self._on_action: Callable[[], object] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(self.STAY_MS)
        self._timer.timeout.connect(self.hide)
        self._button.clicked.connect(self._on_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.SMALL, Space.SMALL, Space.SMALL)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._button)
        parent.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """What is being said."""
        return self._label.text()

    @property
    def button(self) -> QPushButton:
        """The one thing to do."""
        return self._button

    def show_text(self, text: str, action: str = "", on_action: Callable[[], object] | None = None) -> None:
        """Say ``text``; a newer word takes the place of an older one."""
        self._label.setText(text)
        self._on_action = on_action
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self.setAccessibleName(text)
        self.show()
        self.raise_()
        self._place()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()
        super().leaveEvent(event)

    def _place(self) -> None:
        words = self._label.sizeHint().width() + 2 * Space.LARGE
        button = self._button.sizeHint().width() + Space.SMALL if self._button.isVisibleTo(self) else 0
        width = min(words + button, self._over.width() - 2 * Space.LARGE)
        height = self.sizeHint().height()
        left = (self._over.width() - width) // 2
        top = self._over.height() - height - Space.HUGE - Space.LARGE
        self.setGeometry(left, top, width, height)

    def _on_clicked(self) -> None:
        answer, self._on_action = self._on_action, None
        self.hide()
        if answer is not None:
            answer()
