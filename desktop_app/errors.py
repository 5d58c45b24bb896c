"""The errors a person can meet.

Two families: what the user can put right (``UserFixable``) and what the world did (``WorldError``).
Everything else is a bug and goes to the crash dialog. ``message`` says what happened and what is unharmed,
``remedy`` the way out; both are plain Vietnamese, because the command line and the window show the same.
"""

from __future__ import annotations


class AppError(Exception):
    """An error with a sentence for the person in front of the screen."""

    def __init__(self, message: str, remedy: str = "", detail: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class UserFixable(AppError):  # noqa: N818 - says what the reader has to know
    """The person can put it right: an unreadable file, a missing title, a wrong query."""


class WorldError(AppError):
    """The disk is full, a file is locked, the library is damaged or of a newer program."""


class ConflictError(UserFixable):
    """Somebody else changed the record in the meantime."""
