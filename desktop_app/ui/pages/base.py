"""What every screen has in common, and what it may ask of the frame around it."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui.frame import Frame as Frame
from desktop_app.ui.navigation import Address
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.action_button import ActionButton as ActionButton, page_action as page_action
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.labels import ElidedLabel


class Page(QWidget):
    """A screen: head with title and actions, and a body.

    Subclasses build their body in ``__init__``, give it to ``set_body``, fill it in ``open`` and ``refresh``.
    Nothing may be read from the services before ``open``.

    Signals:
        title_changed: the title or the actions are different now.
    """

    name: ClassVar[str] = ""
    help_topic: ClassVar[str] = ""

    title_changed = Signal()

    def __init__(self, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.frame = frame
        self._title = ElidedLabel(role="title")
        self._subtitle = ElidedLabel(role="muted")
        self._head = QFrame()
        self._head.setObjectName("pageHead")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(Space.SMALL)
        self._stack = QStackedWidget()
        self._empty = EmptyState()
        self._stack.addWidget(QWidget())
        self._stack.addWidget(self._empty)
        self._lay_out()

    # -- for subclasses to call -----------------------------------------------------------------------

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Say what this screen shows, in the head."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))
        self.title_changed.emit()

    def set_actions(
        self,
        primary: QAction | None = None,
        secondary: tuple[QAction, ...] = (),
        more: tuple[QAction, ...] = (),
    ) -> None:
        """Put the actions into the head: one primary, a few beside it, the rest under "Khác"."""
        while (item := self._buttons.takeAt(0)) is not None:
            widget = item.widget()
            if isinstance(widget, ActionButton):
                widget.retire()
            elif widget is not None:
                widget.hide()
                widget.deleteLater()
        if more:
            self._buttons.addWidget(_more_button(more, self))
        for action in secondary:
            self._buttons.addWidget(ActionButton(action, ""))
        if primary is not None:
            self._buttons.addWidget(ActionButton(primary, "primary"))
        self.title_changed.emit()

    def set_body(self, body: QWidget) -> None:
        """Make ``body`` the content of the page."""
        old = self._stack.widget(0)
        self._stack.insertWidget(0, body)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        self._stack.setCurrentIndex(0)

    def show_empty(self, title: str, sentence: str = "", action: QAction | None = None) -> None:
        """Show instead of the body what appears here and how to make it appear."""
        self._empty.show_message(title, sentence, action)
        self._stack.setCurrentIndex(1)

    def show_body(self) -> None:
        """Show the body again."""
        self._stack.setCurrentIndex(0)

    # -- for the frame to call --------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """The title in the head."""
        return self._title.text()

    @property
    def subtitle(self) -> str:
        """The line below the title."""
        return self._subtitle.text()

    def open(self, address: Address) -> None:
        """Show what ``address`` names; called at every visit, also of the address already shown."""

    def refresh(self, changes: object | None = None) -> None:
        """Read again what ``changes`` touched; None means everything (F5)."""

    def find_here(self) -> None:
        """Put the cursor into this page's filter (Ctrl+F)."""

    def edit(self) -> None:
        """Edit what is selected (F2)."""

    def save(self) -> None:
        """Save what is being edited (Ctrl+S)."""

    def show_help(self) -> bool:
        """Explain this page in place (F1); False: open its help text."""
        return False

    def dossier_address(self) -> Address:
        """Which dossier Ctrl+P is about."""
        return Address("dossier")

    def receive(self, incoming: object) -> None:
        """Take in what was dropped on the window (``importing.incoming.Incoming``)."""

    def may_leave(self) -> bool:
        """Return whether the page can be left; a page with unsaved fields asks the person here."""
        return True

    def may_close(self) -> bool:
        """Return whether the window can be closed; one that keeps unsaved fields need not ask."""
        return self.may_leave()

    # -- layout -------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        self._subtitle.hide()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(Space.WIDE, Space.MEDIUM, Space.WIDE, Space.MEDIUM)
        head.setSpacing(Space.LARGE)
        head.addLayout(words, 1)
        head.addLayout(self._buttons)
        head.addStrut(Space.CONTROL)
        self._head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._head)
        outer.addWidget(self._stack, 1)


def _more_button(actions: tuple[QAction, ...], parent: QWidget) -> QPushButton:
    button = QPushButton(parent.tr("Khác"), parent)
    menu = QMenu(button)
    menu.addActions(list(actions))
    button.setMenu(menu)
    return button
