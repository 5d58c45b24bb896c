"""What the form of the desk is about, and keeping it while it is open: no word is lost with the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

from db.records import Suggestion
from desktop_app.services.drafts import Draft
from desktop_app.services.unfinished import Unfinished, UnfinishedStore

_KEEP_MS = 3000


@dataclass(frozen=True, slots=True)
class Edited:
    """What the form is about: a card, or a passage ``[start, end)`` of the article."""

    suggestion: Suggestion | None
    article_id: int
    draft: Draft
    title: str
    start: int = 0
    end: int = 0
    also: tuple[int, ...] = ()
    is_restored: bool = False

    def unfinished(self, draft: Draft) -> Unfinished:
        """Return what to keep of it, with the fields as they are now."""
        number = self.suggestion.id if self.suggestion is not None else 0
        return Unfinished(self.article_id, number, draft, self.title, self.start, self.end, self.also)


class OpenEdit(QObject):
    """Keeps the open form every few seconds, and offers what was left of the last time once."""

    def __init__(
        self, store: UnfinishedStore, now: Callable[[], Unfinished | None], parent: QObject | None = None
    ) -> None:
        """Remember where to keep, and how to ask for the form as it is now (None: nothing to keep)."""
        super().__init__(parent)
        self._store = store
        self._now = now
        self._has_kept = False
        self._last: Unfinished | None = None
        self._was_offered = False
        self._timer = QTimer(self)
        self._timer.setInterval(_KEEP_MS)
        self._timer.timeout.connect(self.keep)

    def start(self, *, is_restored: bool) -> None:
        """A form is open from now on; a restored one is kept already."""
        self._has_kept = self._has_kept or is_restored
        self._timer.start()

    def stop(self) -> None:
        """The form is closed: what was kept of it is not needed any more."""
        self._timer.stop()
        if self._has_kept:
            self.drop()

    def keep(self) -> bool:
        """Keep the form as it is now; return whether something is kept: a full disk keeps nothing."""
        item = self._now()
        if item is None:
            return False
        if item != self._last:
            if not self._store.keep(item):
                return False
            self._last = item
        self._has_kept = True
        return True

    def drop(self) -> None:
        """Forget what was kept."""
        self._has_kept = False
        self._last = None
        self._store.drop()

    def left_over(self) -> Unfinished | None:
        """Return what was left open the last time; only the first call does."""
        if self._was_offered:
            return None
        self._was_offered = True
        return self._store.get()
