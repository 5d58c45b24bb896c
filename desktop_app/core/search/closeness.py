"""Where words stand in the documents: phrases, and query words side by side."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.core.search.analyser import Word
from desktop_app.core.search.postings import Posting, Segment
from desktop_app.core.search.schema import BODY_FOLDED, TITLE_FOLDED, standing

Form = tuple[Word, ...]

_PAIRS, _TRIPLES = 0.5, 0.5
_PAIRS_WITHOUT_MARKS = 3.0
"""Without marks a word is many words, and only its neighbours tell which one is meant."""


def places(value: bytes | None, word: Word | None, offset: int) -> set[int]:
    """Return the positions in a posting value, moved back by ``offset``; of ``word`` only when given."""
    if value is None:
        return set()
    return {position - offset for position in standing(value, None if word is None else word.mark)}


def phrase_in_field(segment: Segment, name: str, form: Form, *, strict: bool) -> dict[int, int]:
    """Return how often a phrase stands in a field of each document.

    Args:
        segment: where to look.
        name: a folded field.
        form: the words in order.
        strict: a word with marks must stand with these marks.
    """
    postings = [segment.posting(name, word.folded) for word in form]
    rarest = min(postings, key=lambda posting: len(posting.documents))
    holding = set(rarest.documents).intersection(*(posting.documents for posting in postings))
    wanted = [word.mark if strict and word.marked else None for word in form]
    found: dict[int, int] = {}
    for document in sorted(holding):
        starts = _starts([posting.value(document) for posting in postings], wanted)
        if starts:
            found[document] = len(starts)
    return found


def _starts(values: Sequence[bytes | None], marks: Sequence[int | None]) -> set[int]:
    """Return where the words with these values stand one behind the other; a mark of None is any."""
    starts: set[int] = set()
    for offset, (value, mark) in enumerate(zip(values, marks, strict=True)):
        positions = () if value is None else standing(value, mark)
        if offset:
            starts.intersection_update([position - offset for position in positions])
        else:
            starts.update(positions)
        if not starts:
            break
    return starts


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
        loose = [places(value, None, at) for at, value in enumerate(values)]
        counted = _count(loose)
        if not self._marked or counted == (0, 0):
            return counted
        exact = [
            places(value, word, at) for at, (value, word) in enumerate(zip(values, self._words, strict=True))
        ]
        if exact == loose:
            return counted
        right = _count(exact)
        # Neighbours that are right but for the marks count half.
        return (right[0] + counted[0]) / 2, (right[1] + counted[1]) / 2


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
