"""Words that stand one behind the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_app.core.search.analyser import Word
from desktop_app.core.search.arrays import Postings, taken
from desktop_app.core.search.postings import Snapshot

Form = tuple[Word, ...]

_SHIFT, _ROOM = 17, 1 << 15
"""Positions have 16 bits, and room before them, so that moving back never leaves the document."""

_Numbers = NDArray[Any]


def phrase(snapshot: Snapshot, name: str, form: Form, *, strict: bool, bare: bool = False) -> Postings:
    """Return which documents hold a phrase in a field, and how often; without places.

    Args:
        snapshot: where to look.
        name: a folded field.
        form: the words in order.
        strict: a word with marks must stand with these marks.
        bare: a word without marks must stand without as well.
    """
    marks = tuple(word.mark if bare or (strict and word.marked) else None for word in form)
    words = tuple(word.folded for word in form)
    return snapshot.kept(
        ("phrase", name, words, marks),
        lambda: _found([snapshot.postings(name, word) for word in words], marks, snapshot.count),
    )


def _found(lists: Sequence[Postings], marks: Sequence[int | None], count: int) -> Postings:
    documents: _Numbers = min(lists, key=len).documents
    for postings in lists:
        documents = documents[postings.holds(documents)]
    by_count = sorted(range(len(lists)), key=lambda offset: len(lists[offset].positions))
    places = np.empty(0, np.int64)
    left = np.arange(len(documents))
    for number, offset in enumerate(by_count):
        here = _places(lists[offset], documents, left, offset, marks[offset])
        places = _both(places, here) if number else here
        if not len(places):
            break
        left = places >> _SHIFT
        left = left[np.flatnonzero(np.diff(left, prepend=-1))]
    # Words beyond the last position all seem to stand there, but are one place only.
    places = places[np.flatnonzero(np.diff(places, prepend=-1))]
    counts = np.bincount(places >> _SHIFT, minlength=len(documents))
    holding = counts > 0
    return Postings(documents[holding], counts[holding].astype(np.uint32), count)


def _places(
    postings: Postings, documents: _Numbers, left: _Numbers, offset: int, mark: int | None
) -> _Numbers:
    """Return where a word stands, moved back by its place in the phrase.

    Args:
        postings: of the word.
        documents: those that hold all words of the phrase.
        left: which of them to look at, ascending.
        offset: place of the word in the phrase.
        mark: the mark check that the word must have, None for any.

    Returns:
        Ascending numbers: place in ``documents`` above, position below.
    """
    which, owners = taken(*postings.stretches(documents[left]))
    places = (left[owners] << _SHIFT) + postings.positions[which] + (_ROOM - offset)
    if mark is not None:
        places = places[with_mark(postings, which, mark)]
    return places


def with_mark(postings: Postings, which: _Numbers, mark: int) -> NDArray[np.bool_]:
    """Return which of some occurrences have a mark check."""
    known = np.flatnonzero(postings.marks == mark)
    if not len(known):
        return np.zeros(len(which), np.bool_)
    if postings.which is None:
        return np.ones(len(which), np.bool_)
    return postings.which[which] == known[0]


def _both(left: _Numbers, right: _Numbers) -> _Numbers:
    """Return the numbers that are in both of two ascending arrays."""
    if len(left) > len(right):
        left, right = right, left
    places = np.searchsorted(right, left)
    places[places == len(right)] = 0
    return left[right[places] == left] if len(right) else left[:0]
