"""The words of all texts with how many records hold them, for offering words while somebody types."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from heapq import nlargest, nsmallest

from desktop_app.core.search.analyser import words
from desktop_app.core.search.postings import Snapshot
from desktop_app.core.search.schema import BODY_EXACT
from desktop_app.core.text.fold import fold

MIN_LETTERS = 2
_LEAST = 2
"""A word that only one record holds is mostly a slip of the keys."""
_MOST = 60_000


class Lexicon:
    """Words in the order of their folded forms."""

    def __init__(self, counted: Iterable[tuple[str, int]]) -> None:
        """Take words with marks and how many records hold each."""
        common = nlargest(_MOST, (entry for entry in counted if _is_word(*entry)), key=lambda entry: entry[1])
        entries = sorted((fold(word), word, count) for word, count in common)
        self._folded = [folded for folded, _, _ in entries]
        self._entries = [(word, count) for _, word, count in entries]
        self._counts = dict(self._entries)

    def __len__(self) -> int:
        """Return how many words there are."""
        return len(self._entries)

    def frequency(self, word: str) -> int:
        """Return about how many records hold a word with its marks, 0 for rare ones."""
        return self._counts.get(word, 0)

    def beginning(self, typed: str, limit: int) -> list[tuple[str, int]]:
        """Return words that begin with what was typed and in how many records they are.

        Those that begin with the very marks come first, of these the commonest.
        """
        found = words(typed)
        if len(found) != 1 or len(found[0].folded) < MIN_LETTERS:
            return []
        exact, folded = found[0].exact, found[0].folded
        first = bisect_left(self._folded, folded)
        last = bisect_left(self._folded, folded + "\uffff")
        marked = exact != folded
        return nsmallest(
            limit,
            self._entries[first:last],
            key=lambda entry: (marked and not entry[0].startswith(exact), -entry[1], entry[0]),
        )


def _is_word(word: str, count: int) -> bool:
    return count >= _LEAST and len(word) >= MIN_LETTERS and not word[0].isdecimal()


class LexiconReading:
    """Counts the words of the texts of an index, a segment at a time."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def step(self, snapshot: Snapshot, number: int) -> bool:
        """Count the words of one segment; say whether there is another.

        A change meanwhile may count some twice, which does no harm.
        """
        if number < len(snapshot.segments):
            for word, count in snapshot.segments[number].beginning(BODY_EXACT, ""):
                self._counts[word] = self._counts.get(word, 0) + count
        return number + 1 < len(snapshot.segments)

    def lexicon(self) -> Lexicon:
        """Return what was counted."""
        return Lexicon(self._counts.items())
