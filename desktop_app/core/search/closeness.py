"""Where words stand in the documents: phrases, and query words side by side."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.core.search.analyser import Word
from desktop_app.core.search.postings import Posting, Segment
from desktop_app.core.search.schema import BODY_FOLDED, TITLE_FOLDED, positions_of

Form = tuple[Word, ...]

_PAIRS, _TRIPLES = 0.5, 0.5
_PAIRS_WITHOUT_MARKS = 3.0
"""Without marks a word is many words, and only its neighbours tell which one is meant."""


def places(value: bytes | None, word: Word | None, offset: int) -> set[int]:
    """Return the positions in a posting value, moved back by ``offset``; of ``word`` only when given."""
    if value is None:
        return set()
    positions, marks = positions_of(value)
    if word is None:
        return {position - offset for position in positions}
    return {position - offset for position, mark in zip(positions, marks, strict=True) if mark == word.mark}


def phrase_in_field(segment: Segment, name: str, form: Form, *, strict: bool) -> dict[int, int]:
    """Return how often a phrase stands in a field of each document.

    Args:
        segment: where to look.
        name: a folded field.
        form: the words in order.
        strict: a word with marks must stand with these marks.
    """
    postings = [segment.posting(name, word.folded) for word in form]
    rarest = min(range(len(form)), key=lambda number: len(postings[number].documents))
    found: dict[int, int] = {}
    for document in postings[rarest].documents:
        starts = _starts(postings, form, document, strict=strict)
        if starts:
            found[document] = len(starts)
    return found


def _starts(postings: Sequence[Posting], form: Form, document: int, *, strict: bool) -> set[int]:
    starts: set[int] | None = None
    for offset, (posting, word) in enumerate(zip(postings, form, strict=True)):
        here = places(posting.value(document), word if strict and word.marked else None, offset)
        starts = here if starts is None else starts & here
        if not starts:
            return set()
    return starts or set()


class Closeness:
    """Rates how many words of a query stand side by side, in the order typed."""

    def __init__(self, words: Form, *, marked: bool) -> None:
        self._words = words
        self._marked = marked
        self._weight = _PAIRS if marked else _PAIRS_WITHOUT_MARKS
        self._postings: dict[int, list[list[Posting]]] = {}

    def factor(self, segment: Segment, document: int) -> float:
        """Return the factor for the score of a document: 1 when no two words are neighbours."""
        count = len(self._words)
        if count < 2:
            return 1.0
        fields = self._postings.get(id(segment))
        if fields is None:
            fields = [
                [segment.posting(name, word.folded) for word in self._words]
                for name in (BODY_FOLDED, TITLE_FOLDED)
            ]
            self._postings[id(segment)] = fields
        best = 1.0
        for postings in fields:
            pairs, triples = self._runs([posting.value(document) for posting in postings])
            best = max(
                best, 1.0 + self._weight * pairs / (count - 1) + _TRIPLES * triples / max(1, count - 2)
            )
        return best

    def _runs(self, values: Sequence[bytes | None]) -> tuple[float, float]:
        if sum(value is not None for value in values) < 2:
            return 0.0, 0.0
        loose = _count([places(value, None, at) for at, value in enumerate(values)])
        if not self._marked or loose == (0, 0):
            return loose
        exact = _count(
            [
                places(value, word, at)
                for at, (value, word) in enumerate(zip(values, self._words, strict=True))
            ]
        )
        # Neighbours that are right but for the marks count half.
        return (exact[0] + loose[0]) / 2, (exact[1] + loose[1]) / 2


def _count(moved: Sequence[set[int]]) -> tuple[int, int]:
    """Return how many neighbouring pairs and triples of words meet somewhere."""
    pairs = triples = 0
    for at in range(len(moved) - 1):
        both = moved[at] & moved[at + 1]
        if both:
            pairs += 1
            if at + 2 < len(moved) and not both.isdisjoint(moved[at + 2]):
                triples += 1
    return pairs, triples
