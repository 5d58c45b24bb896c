"""Turns the words of many texts into posting lists, by one sort for all of them.

A step of Python for each posting is what makes indexing slow; here there is one for each different word.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop_app.core.search.analyser import Word, tokens, word_of
from desktop_app.core.search.schema import LAST_POSITION, positions_of

_HALF = np.uint64(32)


class PostingLists(NamedTuple):
    """The posting lists of a field, one after the other in the order of the terms.

    Attributes:
        terms: ascending, in UTF-8; none without postings.
        firsts: int64; where the postings of each term begin, and behind the last where they end.
        documents: uint32; one for each posting, ascending within a term.
        counts: uint32; how often the term is in the document, for each posting.
        positions: uint16; where, posting by posting; nothing for fields without positions.
        marks: uint16; the mark check at each of the positions.
    """

    terms: Sequence[bytes]
    firsts: NDArray[np.int64]
    documents: NDArray[np.uint32]
    counts: NDArray[np.uint32]
    positions: NDArray[np.uint16] | None = None
    marks: NDArray[np.uint16] | None = None


class _Numbers(dict[str, int]):
    """A number for each different spelling in the texts; ``words`` has them in this order."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[Word] = []

    def __missing__(self, token: str) -> int:
        self[token] = number = len(self.words)
        self.words.append(word_of(token))
        return number


@dataclass
class Texts:
    """The texts of one field of the documents of a segment, document after document."""

    _numbers: _Numbers = field(default_factory=_Numbers)
    _words: array[int] = field(default_factory=lambda: array("I"))
    _lengths: array[int] = field(default_factory=lambda: array("I"))

    def add(self, text: str) -> None:
        """Add the text of the next document."""
        found = tokens(text)
        self._words.extend(map(self._numbers.__getitem__, found))
        self._lengths.append(len(found))

    def invert(self) -> tuple[_Field, _Field]:
        """Return the posting lists with marks and without, each with the length of every document."""
        words = np.frombuffer(self._words, np.uint32)
        lengths = np.frombuffer(self._lengths, np.uint32).astype(np.int64)
        documents = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)
        known = self._numbers.words
        return (
            _Field(_exact(known, words, documents, len(lengths)), lengths),
            _folded(known, words, documents, lengths),
        )


class _Field(NamedTuple):
    lists: PostingLists
    lengths: NDArray[np.int64]


def _ranked(forms: Iterable[str]) -> tuple[list[bytes], dict[str, int]]:
    """Return the different forms as terms in order, and the place of each form in that order."""
    spelled = {form: form.encode("utf-8", "replace") for form in forms}
    terms = sorted(set(spelled.values()))
    places = {term: place for place, term in enumerate(terms)}
    return terms, {form: places[term] for form, term in spelled.items()}


def _exact(
    known: Sequence[Word], words: NDArray[np.uint32], documents: NDArray[np.uint32], count: int
) -> PostingLists:
    terms, places = _ranked(word.exact for word in known)
    place = np.fromiter((places[word.exact] for word in known), np.uint64, len(known))
    # Everything about an occurrence in one number: sorting plain numbers is by far the fastest. Here and
    # below much is done in place and in 32 bits: these arrays are the most that a build has in memory.
    all_documents = np.uint64(max(1, count))
    keys = place[words]
    keys *= all_documents
    keys += documents
    keys.sort()
    starts = _changes(keys)
    found = keys[starts]
    at_term = found // all_documents
    return PostingLists(
        terms,
        _firsts(at_term, len(terms)),
        (found - at_term * all_documents).astype(np.uint32),
        np.diff(starts, append=len(keys)).astype(np.uint32),
    )


def _folded(
    known: Sequence[Word],
    words: NDArray[np.uint32],
    documents: NDArray[np.uint32],
    lengths: NDArray[np.int64],
) -> _Field:
    terms, places = _ranked(chain.from_iterable((word.folded, *word.also) for word in known))
    place = np.fromiter((places[word.folded] for word in known), np.uint64, len(known))
    mark = np.fromiter((word.mark for word in known), np.uint16, len(known))
    keys = place[words]
    keys <<= _HALF
    keys |= np.arange(len(words), dtype=np.uint64)
    also = np.fromiter((len(word.also) for word in known), np.uint8, len(known))[words]
    parts = [keys]
    for turn in range(int(also.max(initial=0))):
        there = np.flatnonzero(also > turn)
        other = {at: places[word.also[turn]] for at, word in enumerate(known) if len(word.also) > turn}
        others = np.array([other[number] for number in words[there].tolist()], np.uint64)
        parts.append(others << _HALF | there.astype(np.uint64))
    if len(parts) > 1:
        keys = np.concatenate(parts)
    parts.clear()
    keys.sort()
    # The lower half says which occurrence, the upper which term.
    order = keys.astype(np.uint32)
    keys >>= _HALF
    ranks = keys.astype(np.uint32)
    del keys
    stands_in = documents[order]
    starts = _changes(ranks, stands_in)
    begins = (np.cumsum(lengths) - lengths).astype(np.uint32)
    lists = PostingLists(
        terms,
        _firsts(ranks[starts], len(terms)),
        stands_in[starts],
        np.diff(starts, append=len(order)).astype(np.uint32),
        np.minimum(order - begins[stands_in], LAST_POSITION).astype(np.uint16),
        mark[words[order]],
    )
    more = np.bincount(documents, weights=also, minlength=len(lengths)).astype(np.int64)
    return _Field(lists, lengths + more)


def _changes(*columns: NDArray[Any]) -> NDArray[np.int64]:
    """Return the rows in which something else stands than in the row before, the first among them."""
    if not len(columns[0]):
        return np.zeros(0, np.int64)
    changed = np.zeros(len(columns[0]), np.bool_)
    changed[0] = True
    for column in columns:
        changed[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(changed)


def _firsts(places: NDArray[Any], count: int) -> NDArray[np.int64]:
    """Return where each of ``count`` terms begins in their ascending places, and the end."""
    return np.searchsorted(places, np.arange(count + 1, dtype=places.dtype)).astype(np.int64)


Postings = tuple[list[int], list[int], list[bytes]]
"""One term, gathered one posting at a time: documents, counts, and values of folded fields."""


def gathered(terms: Mapping[bytes, Postings], *, folded: bool) -> PostingLists:
    """Return postings that were gathered one by one as posting lists."""
    ordered = sorted(terms)
    sizes = np.fromiter((len(terms[term][0]) for term in ordered), np.int64, len(ordered))
    documents = np.array([number for term in ordered for number in terms[term][0]], np.uint32)
    counts = np.array([number for term in ordered for number in terms[term][1]], np.uint32)
    firsts = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    if not folded:
        return PostingLists(ordered, firsts, documents, counts)
    positions, marks = array("H"), array("H")
    for term in ordered:
        for value in terms[term][2]:
            at, checks = positions_of(value)
            positions.extend(at)
            marks.extend(checks)
    return PostingLists(ordered, firsts, documents, counts, _numbers(positions), _numbers(marks))


def _numbers(values: array[Any]) -> NDArray[np.uint16]:
    return np.frombuffer(values, np.uint16)
