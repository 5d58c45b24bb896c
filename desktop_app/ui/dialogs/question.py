"""The questions that recur: put something away, leave changes behind, ask for a line of text."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_app.ui.dialogs.base import Choice, Dialog, ask
from desktop_app.ui.widgets.labels import PlainLabel


def may_do(
    parent: QWidget | None,
    question: str,
    verb: str,
    text: str = "",
    *,
    danger: bool = False,
    cancel: str = "",
) -> bool:
    """Ask ``question`` with ``verb`` on the button; return whether it may be done.

    ``cancel`` are the words of the way out where "Hủy" could be taken for the thing itself.
    """
    role = "danger" if danger else "primary"
    return ask(parent, question, text, [Choice(verb, "yes", role)], cancel) == "yes"


def may_discard(parent: QWidget | None, what: str) -> str:
    """Ask what to do with unsaved changes of ``what``; return "save", "discard" or "" (stay)."""
    words = parent.tr if parent is not None else str
    return ask(
        parent,
        words("Lưu thay đổi của {0}?").format(what),
        words("Nếu không lưu, những gì vừa sửa sẽ mất."),
        [Choice(words("Không lưu"), "discard"), Choice(words("Lưu"), "save", "primary")],
        words("Ở lại"),
    )


def ask_text(parent: QWidget | None, question: str, label: str, verb: str, text: str = "") -> str | None:
    """Ask for one line; return it trimmed, or None when the person turned away or left it empty."""
    dialog = Dialog(parent, question)
    field = QLineEdit(text)
    caption = PlainLabel(label, role="label")
    caption.setBuddy(field)
    field.setAccessibleName(label)
    dialog.body.addWidget(caption)
    dialog.body.addWidget(field)
    dialog.add_button(Choice(dialog.tr("Hủy"), ""))
    button = dialog.add_button(Choice(verb, "yes", "primary"))
    field.textChanged.connect(lambda now: button.setEnabled(bool(now.strip())))
    button.setEnabled(bool(text.strip()))
    field.selectAll()
    field.setFocus()
    dialog.exec()
    answer = field.text().strip() if dialog.answer else ""
    dialog.deleteLater()
    return answer or None
