"""What to do first in a library in which there is nothing yet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.action_button import ActionButton
from desktop_app.ui.widgets.labels import Card, PlainLabel

_STEPS_WIDTH = 860


class FirstSteps(QWidget):
    """Three steps for a library in which there is nothing yet."""

    def __init__(self, actions: Sequence[tuple[QAction, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        body = QWidget()
        body.setMaximumWidth(_STEPS_WIDTH)
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(body, 100)
        outer.addStretch(1)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(Space.LARGE, Space.HUGE, Space.LARGE, Space.HUGE)
        layout.setSpacing(Space.MEDIUM)
        layout.addStretch(1)
        layout.addWidget(
            PlainLabel(self.tr("Kho còn trống. Bắt đầu bằng một trong ba việc:"), role="section")
        )
        self.buttons: list[ActionButton] = []
        for place, (action, sentence) in enumerate(actions, start=1):
            button = ActionButton(action, "primary" if place == 1 else "")
            self.buttons.append(button)
            card = Card()
            row = QHBoxLayout()
            row.setSpacing(Space.LARGE)
            row.addWidget(PlainLabel(f"{place}.", role="title"))
            row.addWidget(PlainLabel(sentence, wrap=True), 1)
            row.addWidget(button)
            card.body.addLayout(row)
            layout.addWidget(card)
        layout.addStretch(2)
