"""Which key means what on the desk, and when a person is typing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit

_PLAIN = {
    Qt.Key.Key_D: "accept",
    Qt.Key.Key_S: "edit",
    Qt.Key.Key_B: "reject",
    Qt.Key.Key_G: "merge",
    Qt.Key.Key_A: "accept_all",
    Qt.Key.Key_J: "next_card",
    Qt.Key.Key_K: "previous_card",
    Qt.Key.Key_Down: "next_card",
    Qt.Key.Key_Up: "previous_card",
    Qt.Key.Key_N: "next_article",
    Qt.Key.Key_P: "previous_article",
    Qt.Key.Key_Space: "show_evidence",
    Qt.Key.Key_1: "choose_1",
    Qt.Key.Key_2: "choose_2",
    Qt.Key.Key_3: "choose_3",
    Qt.Key.Key_4: "choose_4",
}


def is_typing() -> bool:
    """Whether the focus is in something one writes into."""
    widget = QApplication.focusWidget()
    if isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit):
        return not widget.isReadOnly()
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, QAbstractSpinBox)


def command(event: QKeyEvent) -> str:
    """What the key asks for, "" when it is none of the desk's keys or a person is typing."""
    if is_typing():
        return ""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if modifiers == Qt.KeyboardModifier.NoModifier:
        return _PLAIN.get(Qt.Key(event.key()), "")
    control = Qt.KeyboardModifier.ControlModifier
    if modifiers == control and event.key() == Qt.Key.Key_Z:
        return "undo"
    if modifiers == control and event.key() == Qt.Key.Key_Y:
        return "redo"
    if modifiers == control | Qt.KeyboardModifier.ShiftModifier and event.key() == Qt.Key.Key_Z:
        return "redo"
    return ""


def is_arrow(event: QKeyEvent) -> bool:
    """Whether the key is one of the arrows."""
    return event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
