"""Reading ahead what most searches need, a little at a time: searches in between hardly wait."""

from __future__ import annotations

from heapq import nlargest

from desktop_app.core.search.postings import Snapshot
from desktop_app.core.search.schema import BODY_EXACT, BODY_FOLDED, TITLE_EXACT, TITLE_FOLDED

_WORDS = 150
_SHARE = 0.4
"""Part of the room for posting lists that is filled: the rest is for what is really asked."""
_BODIES = (BODY_FOLDED, BODY_EXACT)
_TITLES = {BODY_FOLDED: TITLE_FOLDED, BODY_EXACT: TITLE_EXACT}


class ReadingAhead:
    """Reads the tables of terms, then the lists of the commonest words."""

    def __init__(self) -> None:
        self._words: list[tuple[str, str]] | None = None

    def step(self, snapshot: Snapshot, number: int) -> bool:
        """Take a step of some milliseconds; say whether there may be another.

        Args:
            snapshot: the newest state of the index; it may change from step to step.
            number: how many steps were taken.
        """
        if number < len(snapshot.segments):
            snapshot.segments[number].read_terms()
            return True
        if self._words is None:
            self._words = _common(snapshot)
            return True
        if not self._words or snapshot.filled > _SHARE:
            return False
        name, word = self._words.pop()
        for field in (name, _TITLES[name]):
            snapshot.postings(field, word)
            snapshot.norms(field)
        return True


def _common(snapshot: Snapshot) -> list[tuple[str, str]]:
    """Return fields and words, the commonest last, as the largest segment has them."""
    if not snapshot.segments:
        return []
    largest = max(snapshot.segments, key=lambda segment: segment.documents)
    counted = ((count, name, word) for name in _BODIES for word, count in largest.beginning(name, ""))
    return [(name, word) for _, name, word in reversed(nlargest(_WORDS, counted))]
