"""The questions that recur: put something away, leave changes behind."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop_app.ui.dialogs.base import Choice, ask


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
