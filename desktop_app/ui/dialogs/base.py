"""Dialogs that ask or tell: plain words, verbs on the buttons, the safe answer under Esc."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.icons import pixmap
from desktop_app.ui.messages import Message, describe
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.labels import PlainLabel


@dataclass(frozen=True, slots=True)
class Choice:
    """One button: a verb, its role ("", "primary", "danger"), and what ``ask`` answers when it is pressed."""

    text: str
    answer: str
    role: str = ""


class Dialog(QDialog):
    """Title, words, room for more (``body``), and buttons at the lower right."""

    def __init__(
        self, parent: QWidget | None, title: str, *, icon_name: str = "", token: str = "accent"
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Bang Giao")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMaximumWidth(960)
        self.setAccessibleName(title)
        self.answer = ""
        heading = QHBoxLayout()
        heading.setSpacing(Space.MEDIUM)
        if icon_name:
            sign = QLabel()
            sign.setPixmap(pixmap(icon_name, 24, token, self.devicePixelRatioF()))
            heading.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        heading.addWidget(PlainLabel(title, role="section", wrap=True), 1)
        self.body = QVBoxLayout()
        self.body.setSpacing(Space.SMALL)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(Space.SMALL)
        self._buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.WIDE, Space.WIDE, Space.WIDE, Space.LARGE)
        layout.setSpacing(Space.MEDIUM)
        # Not setMinimumWidth: that would let the window become narrower than what stands in it.
        layout.addStrut(Space.DIALOG)
        layout.addLayout(heading)
        layout.addLayout(self.body, 1)
        layout.addSpacing(Space.SMALL)
        layout.addLayout(self._buttons)

    def add_text(self, text: str, role: str = "") -> PlainLabel:
        """Add a paragraph."""
        label = PlainLabel(text, role=role, wrap=True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(label)
        return label

    def add_button(self, choice: Choice) -> QPushButton:
        """Add a button that closes the dialog with ``choice.answer``; "" as answer is the way out."""
        button = QPushButton(choice.text)
        if choice.role:
            button.setProperty("role", choice.role)
        button.setAutoDefault(choice.role == "primary")
        button.setDefault(choice.role == "primary")
        button.clicked.connect(lambda: self._close(choice.answer))
        self._buttons.addWidget(button)
        if choice.role == "primary":
            button.setFocus()
        return button

    def add_left(self, button: QPushButton) -> None:
        """Add a button at the lower left that does not close the dialog."""
        button.setAutoDefault(False)
        self._buttons.insertWidget(0, button)

    def add_detail(self, detail: str) -> None:
        """Add what only a technician reads, folded behind "Chi tiết", with a button that copies it."""
        view = QPlainTextEdit(detail)
        view.setReadOnly(True)
        view.setAccessibleName(self.tr("Chi tiết"))
        view.setMinimumSize(QSize(520, 180))
        view.hide()
        copy = QPushButton(self.tr("Chép chi tiết"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(detail))
        unfold = QPushButton(self.tr("Chi tiết"))
        unfold.setCheckable(True)
        unfold.toggled.connect(view.setVisible)
        self.body.addWidget(view, 1)
        self.add_left(unfold)
        self._buttons.insertWidget(1, copy)
        copy.setAutoDefault(False)

    def _close(self, answer: str) -> None:
        self.answer = answer
        self.done(int(bool(answer)))


def ask(parent: QWidget | None, question: str, text: str, choices: Sequence[Choice], cancel: str = "") -> str:
    """Ask and wait; return the answer of the button pressed, "" for the way out (Esc, cross, ``cancel``)."""
    dialog = make_question(parent, question, text, choices, cancel)
    dialog.exec()
    answer = dialog.answer
    dialog.deleteLater()
    return answer


def make_question(
    parent: QWidget | None, question: str, text: str, choices: Sequence[Choice], cancel: str = ""
) -> Dialog:
    """Return the dialog that ``ask`` shows."""
    is_danger = any(choice.role == "danger" for choice in choices)
    dialog = Dialog(
        parent,
        question,
        icon_name="triangle-alert" if is_danger else "circle-question-mark",
        token="danger" if is_danger else "accent",
    )
    if text:
        dialog.add_text(text)
    way_out = dialog.add_button(Choice(cancel or dialog.tr("Hủy"), ""))
    for choice in choices:
        dialog.add_button(choice)
    if is_danger:
        way_out.setDefault(True)
        way_out.setFocus()
    return dialog


def make_error(parent: QWidget | None, message: Message) -> Dialog:
    """Return the dialog that tells what happened, what is unharmed and what to do."""
    dialog = Dialog(parent, message.title, icon_name="circle-alert", token="danger")
    dialog.add_text(message.text)
    if message.remedy:
        dialog.add_text(message.remedy, role="strong")
    if message.detail:
        dialog.add_detail(message.detail)
    dialog.add_button(Choice(dialog.tr("Đóng"), "", "primary"))
    return dialog


def show_error(parent: QWidget | None, error: BaseException) -> None:
    """Tell what went wrong; does not wait for the person."""
    dialog = make_error(parent, describe(error))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
