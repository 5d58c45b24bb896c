"""Buttons that do what an action does, and the actions of a page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop_app.ui.icons import set_icon
from desktop_app.ui.tokens import Space


class ActionButton(QPushButton):
    """A push button that does what its action does and shows its words, state and shortcut."""

    def __init__(self, action: QAction, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        if role:
            self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setIconSize(QSize(Space.ICON, Space.ICON))
        self.clicked.connect(action.trigger)
        action.changed.connect(self._on_action_changed)
        name = action.property("icon_name")
        if isinstance(name, str):
            set_icon(self, name, "on_accent" if role == "primary" else "text")
        self._on_action_changed()

    def retire(self) -> None:
        """Go, and do not come back when the action changes before the button is deleted."""
        self._action.changed.disconnect(self._on_action_changed)
        self.hide()
        self.deleteLater()

    def _on_action_changed(self) -> None:
        # The gap between icon and word is too narrow in Fusion; the name for screen readers has no blank.
        self.setText(self._action.text() if self.icon().isNull() else f" {self._action.text()}")
        self.setAccessibleName(self._action.text())
        self.setEnabled(self._action.isEnabled())
        # Shown before it has a parent, it would be a window of its own for a moment.
        if self.parentWidget() is not None or not self._action.isVisible():
            self.setVisible(self._action.isVisible())
        keys = self._action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        tip = self._action.toolTip() or self._action.text()
        self.setToolTip(f"{tip} ({keys})" if keys else tip)


def page_action(
    parent: QWidget, text: str, icon_name: str, answer: Callable[[], object], keys: str = ""
) -> QAction:
    """Return an action of a page, with its icon kept in step with the scheme."""
    action = QAction(text, parent)
    action.setProperty("icon_name", icon_name)
    set_icon(action, icon_name)
    if keys:
        action.setShortcut(keys)
        parent.addAction(action)
    action.triggered.connect(lambda _checked=False: answer())
    return action
