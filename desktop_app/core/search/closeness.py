"""How many words of a query stand side by side in the documents that answer it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_app.core.search.arrays import Postings, taken
from desktop_app.core.search.phrases import Form, with_mark
from desktop_app.core.search.postings import Snapshot
from desktop_app.core.search.schema import BODY_FOLDED, TITLE_FOLDED

_PAIRS, _TRIPLES = 2.0, 2.0
_PAIRS_WITHOUT_MARKS = 3.0
"""Without marks a word is many words, and only its neighbours tell which one is meant."""
_ANY, _RIGHT = 1, 3

_Numbers = NDArray[Any]
_Flags = NDArray[np.bool_]


@dataclass(slots=True)
class _Standing:
    """Where a word stands in some documents.

    Attributes:
        owners: which document, for each occurrence.
        places: the occurrences, moved back by the place of the word in the query, on one line on which each
            document has a stretch of its own.
        right: which occurrences have the marks of the query's word.
    """

    owners: _Numbers
    places: _Numbers
    right: _Flags


class Closeness:
    """Rates how many words of a query stand side by side, in the order typed."""

    def __init__(self, words: Form, *, marked: bool) -> None:
        self._words = words
        self._marked = marked
        self._weight = _PAIRS if marked else _PAIRS_WITHOUT_MARKS

    def factors(self, snapshot: Snapshot, documents: _Numbers) -> NDArray[np.float64]:
        """Return the factor for the score of each document: 1 when no two words are neighbours.

        Args:
            snapshot: where to look.
            documents: a few hundred documents, ascending.
        """
        best = np.ones(len(documents))
        count = len(self._words)
        if count < 2 or not len(documents):
            return best
        for name in (BODY_FOLDED, TITLE_FOLDED):
            pairs, triples = self._runs(snapshot, name, documents)
            factors = 1.0 + self._weight * pairs / (count - 1) + _TRIPLES * triples / max(1, count - 2)
            best = np.maximum(best, factors)
        return best

    def _runs(self, snapshot: Snapshot, name: str, documents: _Numbers) -> tuple[_Numbers, _Numbers]:
        """Return how many neighbouring pairs and triples of words meet somewhere in each document."""
        standing, size = self._standing(snapshot, name, documents)
        line = np.zeros(size, np.uint8)
        pairs, triples = np.zeros((2, len(documents)))
        both: list[tuple[_Flags, _Flags]] = []
        for at, word in enumerate(standing[1:]):
            line[word.places] = _ANY
            line[word.places[word.right]] = _RIGHT
            before = standing[at]
            here = line[before.places]
            near, exact = here > 0, (here == _RIGHT) & before.right
            pairs += self._share(before.owners, near, exact, len(documents))
            if at:
                first = standing[at - 1]
                here = line[first.places]
                near_two, exact_two = both[-1]
                near_three, exact_three = near_two & (here > 0), exact_two & (here == _RIGHT)
                triples += self._share(first.owners, near_three, exact_three, len(documents))
            both.append((near, exact))
            line[word.places] = 0
        return pairs, triples

    def _share(self, owners: _Numbers, near: _Flags, exact: _Flags, count: int) -> _Numbers:
        """Return 1 for each document with neighbours; half when they are right but for the marks."""
        found = np.zeros(count)
        if self._marked:
            found[owners[near]] = 0.5
            found[owners[exact]] = 1.0
        else:
            found[owners[near]] = 1.0
        return found

    def _standing(self, snapshot: Snapshot, name: str, documents: _Numbers) -> tuple[list[_Standing], int]:
        """Return where each word of the query stands, and the length of the line of places."""
        lists = [snapshot.postings(name, word.folded) for word in self._words]
        stretches = [postings.stretches(documents) for postings in lists]
        spans = np.zeros(len(documents), np.int64)
        for postings, (first, counts) in zip(lists, stretches, strict=True):
            there = counts > 0
            last = postings.positions[(first + counts - 1)[there]]
            spans[there] = np.maximum(spans[there], last)
        ends = np.cumsum(spans + len(lists) + 1)
        bases = ends - spans - 1
        standing = [
            _stands(postings, *stretch, bases - at, word.mark)
            for at, (postings, stretch, word) in enumerate(zip(lists, stretches, self._words, strict=True))
        ]
        return standing, int(ends[-1])


def _stands(postings: Postings, first: _Numbers, counts: _Numbers, bases: _Numbers, mark: int) -> _Standing:
    which, owners = taken(first, counts)
    return _Standing(owners, bases[owners] + postings.positions[which], with_mark(postings, which, mark))
