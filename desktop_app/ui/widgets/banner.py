"""A line of news inside a page: what is so, and perhaps what to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop_app.ui.icons import pixmap
from desktop_app.ui.theme import theme
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.labels import PlainLabel, restyle

_SIGNS = {
    "info": ("info", "accent"),
    "success": ("circle-check", "success"),
    "warning": ("triangle-alert", "warning"),
    "danger": ("circle-alert", "danger"),
}


class Banner(QFrame):
    """Hidden until ``show_text``; ``kind`` is "info", "success", "warning" or "danger"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("frameRole", "banner")
        self._kind = "info"
        self._on_action: Callable[[], object] | None = None
        self._sign = QLabel()
        self._words = PlainLabel(wrap=True)
        self.button = QPushButton()
        self.button.clicked.connect(self._on_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.SMALL, Space.SMALL)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self._sign)
        layout.addWidget(self._words, 1)
        layout.addWidget(self.button)
        theme().changed.connect(self._show_sign)
        self.hide()

    def text(self) -> str:
        """What is said."""
        return self._words.text()

    def show_text(
        self, text: str, kind: str = "info", action: str = "", on_action: Callable[[], object] | None = None
    ) -> None:
        """Say ``text``, perhaps with one button."""
        self._kind = kind
        self._on_action = on_action
        self._words.setText(text)
        self.setAccessibleName(text)
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self.setProperty("kind", kind)
        restyle(self)
        self._show_sign()
        self.show()

    def _show_sign(self) -> None:
        name, token = _SIGNS[self._kind]
        self._sign.setPixmap(pixmap(name, Space.ICON, token, self.devicePixelRatioF()))

    def _on_clicked(self) -> None:
        if self._on_action is not None:
            self._on_action()
