"""What a list or page says when there is nothing to show."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.icons import set_icon
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.labels import PlainLabel


class EmptyState(QWidget):
    """A heading, a sentence on what appears here, and the button that makes it appear."""

    def __init__(self, title: str = "", sentence: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = PlainLabel(role="section", wrap=True)
        self._sentence = PlainLabel(role="muted", wrap=True)
        self._button = QPushButton()
        self._button.setProperty("role", "primary")
        self._action: QAction | None = None
        self._button.clicked.connect(self._on_clicked)
        self._second = QPushButton()
        self._second_action: QAction | None = None
        self._second.clicked.connect(self._on_second_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.HUGE, Space.HUGE, Space.HUGE, Space.HUGE)
        layout.setSpacing(Space.SMALL)
        layout.addStretch(2)
        for label in (self._title, self._sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addSpacing(Space.SMALL)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._second, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self.show_message(title, sentence)

    def show_message(
        self, title: str, sentence: str = "", action: QAction | None = None, second: QAction | None = None
    ) -> None:
        """Say something else; ``action`` None takes the button away; ``second`` is offered below it."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self._action = action
        self._button.setVisible(action is not None)
        if action is not None:
            self._button.setText(action.text())
            name = action.property("icon_name")
            if isinstance(name, str):
                set_icon(self._button, name, "on_accent")

        self._second_action = second
        self._second.setVisible(second is not None)
        if second is not None:
            self._second.setText(second.text())

    def _on_second_clicked(self) -> None:
        if self._second_action is not None:
            self._second_action.trigger()

    def _on_clicked(self) -> None:
        if self._action is not None:
            self._action.trigger()
