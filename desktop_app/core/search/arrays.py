"""Posting lists as NumPy arrays: what the blocks of all segments hold, decoded and put together."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Sequence
from io import BytesIO
from pickle import load, loads
from struct import Struct
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC

from desktop_app.core.search.schema import Occurrences, positions_of

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]
Numbers = NDArray[Any]

_INT = Struct("!i")
_HEAD = 96
"""The description of a block is never longer."""
_MANY = 1_000
"""For more documents than that a table of all numbers is faster than searching one by one."""
_DENSE = 8
"""A term in more than an eighth of all documents is dense."""


class Postings:
    """Documents that hold a term, how often it is in each, and where it stands in them.

    Of a common term there is one number for each document there is (``spread``, 0 where the term is not): a
    fraction of the room, and the fastest to weigh. Other lists are documents and weights side by side.

    Attributes:
        spread: weights of all documents when the term is ``dense``, else None.
        positions: uint16, one for each occurrence, document by document; empty for fields without positions.
        marks: uint16, the different mark checks.
        which: for each occurrence its place in ``marks``; None when there is at most one.
    """

    __slots__ = ("_documents", "_length", "_starts", "_weights", "marks", "positions", "spread", "which")

    def __init__(
        self,
        documents: Ints,
        weights: Numbers,
        count: int,
        places: tuple[Numbers, Numbers, Numbers, Numbers | None] | None = None,
    ) -> None:
        """Take a list.

        Args:
            documents: int32, ascending.
            weights: how often the term is in each of the documents.
            count: how many documents there are in all.
            places: counts of occurrences for each document, positions, marks and which; None for fields
                without positions.
        """
        self._length = len(documents)
        counts, self.positions, self.marks, self.which = places or (weights, _NONE, _NONE, None)
        self._starts: Ints | None = None
        if not np.array_equal(counts, weights):
            self._starts = _starts(counts)
        self.spread: Numbers | None = None
        self._documents: Ints | None = None
        self._weights: Numbers | None = None
        if self._length * _DENSE > count and weights.dtype.kind == "u" and self._starts is None:
            self.spread = np.zeros(count, weights.dtype)
            self.spread[documents] = weights
        else:
            self._documents, self._weights = documents, weights

    def __len__(self) -> int:
        """Return in how many documents the term is."""
        return self._length

    @property
    def size(self) -> int:
        """Roughly the bytes this takes."""
        arrays = (self._documents, self._weights, self._starts, self.spread, self.positions, self.which)
        return 500 + sum(each.nbytes for each in arrays if each is not None)

    @property
    def documents(self) -> Ints:
        """The documents that hold the term, ascending."""
        if self._documents is not None:
            return self._documents
        return np.flatnonzero(self.spread).astype(np.int32)  # type: ignore[arg-type]

    @property
    def weights(self) -> Numbers:
        """How often the term is in each of ``documents``."""
        if self._weights is not None:
            return self._weights
        spread = np.empty(0, np.uint8) if self.spread is None else self.spread
        return spread[spread > 0]

    def holds(self, wanted: Numbers) -> Flags:
        """Return which of some documents hold the term."""
        if self.spread is not None:
            return self.spread[wanted] > 0
        return rows_of(self.documents, wanted)[1]

    def stretches(self, wanted: Numbers) -> tuple[Numbers, Numbers]:
        """Return the first occurrence in each of some documents, and how many there are in it."""
        if self.spread is not None:
            counts = self.spread[wanted].astype(np.int32)
            return np.cumsum(self.spread, dtype=np.int32)[wanted] - counts, counts
        starts = _starts(self.weights) if self._starts is None else self._starts
        rows, there = rows_of(self.documents, wanted)
        first = starts[rows]
        return first, np.where(there, starts[rows + 1] - first, 0) if len(self) else first

    def before(self, end: int, count: int) -> Postings:
        """Return the postings of the documents below ``end``, where there are ``count`` in all."""
        documents, weights = self.documents, self.weights
        cut = int(np.searchsorted(documents, end))
        counts = weights if self._starts is None else np.diff(self._starts)
        last = int(counts[:cut].sum())
        places = None
        if len(self.marks):
            which = None if self.which is None else self.which[:last]
            places = counts[:cut], self.positions[:last], self.marks, which
        return Postings(documents[:cut], weights[:cut], count, places)

    def counts(self) -> Numbers:
        """Return how many occurrences there are in each of ``documents``."""
        return self.weights if self._starts is None else np.diff(self._starts)


_NONE = np.empty(0, np.uint16)


def _starts(counts: Numbers) -> Ints:
    starts = np.zeros(len(counts) + 1, np.int32)
    np.cumsum(counts, out=starts[1:])
    return starts


def taken(first: Numbers, counts: Numbers) -> tuple[Numbers, Numbers]:
    """Return the numbers in stretches, and for each of them which stretch it belongs to.

    Args:
        first: where each stretch begins.
        counts: how long it is.
    """
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    owners = np.repeat(np.arange(len(first)), counts)
    return (first - ends + counts)[owners] + np.arange(total), owners


def rows_of(documents: Ints, wanted: Numbers) -> tuple[Numbers, Flags]:
    """Return where the ``wanted`` documents are in a list, and which of them are there at all."""
    if not len(documents) or not len(wanted):
        return np.zeros(len(wanted), np.intp), np.zeros(len(wanted), np.bool_)
    if len(wanted) > _MANY:
        table = np.full(max(int(documents[-1]), int(wanted.max())) + 1, -1, np.int32)
        table[documents] = np.arange(len(documents))
        rows = table[wanted]
        return rows, rows >= 0
    rows = np.searchsorted(documents, wanted)
    rows[rows == len(documents)] = 0
    return rows, documents[rows] == wanted


def _numbers(values: Any) -> Numbers:
    """Return what a block has as identifiers, weights or counts."""
    if isinstance(values, bytes):
        return np.frombuffer(values, np.uint8)
    return np.asarray(values)


class Gathering:
    """Puts the pieces of a posting list together, in the order of their documents."""

    def __init__(self) -> None:
        self._steps: list[Numbers] = []
        self._jumps: list[tuple[int, int]] = []
        self._count = 0
        self._last = 0
        self._weights: list[Numbers] = []
        self._counts: list[Numbers] = []
        self._positions: list[Numbers] = []
        self._marks: list[tuple[Numbers, Numbers | None, int]] = []
        self._placed = False

    def add_known(self, postings: Postings) -> None:
        """Add postings that were decoded before."""
        if not len(postings):
            return
        self._step(np.diff(postings.documents, prepend=0), 0, int(postings.documents[-1]))
        self._weights.append(postings.weights)
        if len(postings.marks):
            self._placed = True
            self._counts.append(postings.counts())
            self._positions.append(postings.positions)
            self._marks.append((postings.marks, postings.which, len(postings.positions)))

    def add_list(self, data: bytes, base: int, *, placed: bool) -> None:
        """Add what a segment holds.

        Args:
            data: the posting list as it stands in the file.
            base: what to add to the numbers of documents.
            placed: the field has positions.

        Raises:
            Exception: whatever broken data make pickle, zlib and NumPy raise.
        """
        if data[:4] != WHOOSH3_HEADER_MAGIC:
            raise ValueError("not a posting list")
        at = 4
        last = False
        while not last:
            (length,) = _INT.unpack_from(data, at)
            last = length < 0
            at += _INT.size
            end = at + abs(length)
            head = BytesIO(data[at : min(end, at + _HEAD)])
            _, final, _, level, *_ = load(head)
            content = data[at + head.tell() : end]
            block = loads(zlib.decompress(content) if level else content)
            self.add_block(*block, base=base, last=base + final, placed=placed)
            at = end

    def add_block(self, steps: Any, weights: Any, values: Any, *, base: int, last: int, placed: bool) -> None:
        """Add a block: distances of documents, weights, values.

        Args:
            steps: the first is that of the first document from ``base``.
            weights: as in the file.
            values: as in the file.
            base: what to add to the numbers of documents.
            last: the last document, ``base`` added.
            placed: the field has positions.
        """
        self._step(_numbers(steps), base, last)
        self._weights.append(_each(weights, len(steps)))
        if placed:
            self._placed = True
            if isinstance(values, Occurrences):
                self._add_places(values, len(steps))
            else:
                self._add_values(values)

    def _step(self, steps: Numbers, base: int, last: int) -> None:
        """Add distances; one sum over all of them gives the documents, jumps from block to block added."""
        self._jumps.append((self._count, base - self._last))
        self._steps.append(steps)
        self._count += len(steps)
        self._last = last

    def _add_places(self, places: Occurrences, count: int) -> None:
        self._counts.append(_each(places.counts, count))
        positions = np.frombuffer(places.positions, np.uint16)
        marks = np.frombuffer(places.marks, np.uint16)
        wide = len(places.which) == len(places.positions)
        which = np.frombuffer(places.which, np.uint16 if wide else np.uint8) if places.which else None
        self._positions.append(positions)
        self._marks.append((marks, which, len(positions)))

    def _add_values(self, values: Sequence[bytes]) -> None:
        positions, marks = array("H"), array("H")
        counts: list[int] = []
        for value in values:
            here, checks = positions_of(value)
            positions += here
            marks += checks
            counts.append(len(here))
        self._counts.append(np.array(counts))
        self._positions.append(np.asarray(positions))
        known = np.asarray(marks)
        if len(set(marks)) == 1:
            self._marks.append((known[:1], None, len(known)))
        else:
            self._marks.append((known, np.arange(len(known)), len(known)))

    def postings(self, count: int) -> Postings:
        """Return what was added, ``count`` being all documents there are."""
        if not self._steps:
            return Postings(np.empty(0, np.int32), np.empty(0, np.uint8), count)
        steps = np.concatenate(self._steps, dtype=np.int32)
        places, jumps = np.array(self._jumps, np.int32).T
        steps[places] += jumps
        documents, weights = np.cumsum(steps, dtype=np.int32), _joined(self._weights)
        if len(steps) > 1 and int(np.diff(documents).min()) < 1:
            raise ValueError("the documents of a posting list do not ascend")
        if not self._placed:
            return Postings(documents, weights, count)
        places = _joined(self._counts), _joined(self._positions), *self._joined_marks()
        return Postings(documents, weights, count, places)

    def _joined_marks(self) -> tuple[Numbers, Numbers | None]:
        known = np.unique(_joined([marks for marks, _, _ in self._marks]))
        if len(known) < 2:
            return known, None
        pieces: list[Numbers] = []
        before = 0
        for marks, which, count in self._marks:
            if which is None:
                pieces.append(np.full(count, before, np.int32))
            else:
                pieces.append(which + np.int32(before))
            before += len(marks)
        table = np.searchsorted(known, _joined([marks for marks, _, _ in self._marks]))
        return known, table.astype(np.uint8 if len(known) <= 256 else np.uint16)[_joined(pieces)]


def _each(weights: Any, count: int) -> Numbers:
    if weights is None:
        return np.ones(count, np.uint8)
    if isinstance(weights, float):
        small = weights.is_integer() and weights < 256
        return np.full(count, weights, np.uint8 if small else np.float32)
    return _numbers(weights)


def _joined(pieces: Sequence[Numbers]) -> Numbers:
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)
