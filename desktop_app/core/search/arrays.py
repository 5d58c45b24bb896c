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
"""A list of more than an eighth of all documents is weighed as one number for each document there is."""


class Postings:
    """Documents that hold a term: ascending numbers, weights, and where the term stands in them.

    Attributes:
        documents: int32, one for each posting.
        weights: how often the term is in each of the documents.
        starts: int32, one more than postings: occurrences ``starts[i]:starts[i + 1]`` are those of posting
            ``i``; None for fields without positions.
        positions: uint16, one for each occurrence.
        marks: uint16, the different mark checks.
        which: for each occurrence its place in ``marks``; None when there is at most one.
    """

    __slots__ = ("_impacts", "_norms", "documents", "marks", "positions", "starts", "weights", "which")

    def __init__(
        self,
        documents: Ints,
        weights: Numbers,
        starts: Ints | None = None,
        positions: Numbers | None = None,
        marks: Numbers | None = None,
        which: Numbers | None = None,
    ) -> None:
        self.documents = documents
        self.weights = weights
        self.starts = starts
        self.positions = np.empty(0, np.uint16) if positions is None else positions
        self.marks = np.empty(0, np.uint16) if marks is None else marks
        self.which = which
        self._impacts: Floats | None = None
        self._norms: Floats | None = None

    def __len__(self) -> int:
        """Return in how many documents the term is."""
        return len(self.documents)

    @property
    def size(self) -> int:
        """Roughly the bytes this takes, with the impacts."""
        arrays = (self.documents, self.weights, self.positions, self.which, self.starts, self.documents)
        return 500 + sum(each.nbytes for each in arrays if each is not None)

    def dense(self, count: int) -> bool:
        """Whether so many of ``count`` documents hold the term that ``impacts`` are given for all of them."""
        return len(self.documents) * _DENSE > count

    def impacts(self, norms: Floats) -> Floats:
        """Return how much the term weighs (the part of BM25 that depends on the document).

        Args:
            norms: length penalty of each document there is; the same object as long as it holds.

        Returns:
            One number for each posting, or when ``dense`` for each document, 0 where the term is not.
        """
        if self._impacts is not None and self._norms is norms:
            return self._impacts
        weights = self.weights.astype(np.float32)
        found: Floats = np.divide(weights, weights + norms[self.documents], dtype=np.float32)
        if self.dense(len(norms)):
            spread = np.zeros(len(norms), np.float32)
            spread[self.documents] = found
            found = spread
        self._impacts, self._norms = found, norms
        return found

    def before(self, end: int) -> Postings:
        """Return the postings of the documents below ``end``."""
        cut = int(np.searchsorted(self.documents, end))
        if self.starts is None:
            return Postings(self.documents[:cut], self.weights[:cut])
        last = int(self.starts[cut])
        which = None if self.which is None else self.which[:last]
        return Postings(
            self.documents[:cut],
            self.weights[:cut],
            self.starts[: cut + 1],
            self.positions[:last],
            self.marks,
            which,
        )


def taken(starts: Ints, rows: Numbers) -> tuple[Numbers, Numbers]:
    """Return the occurrences of some postings.

    Args:
        starts: as in ``Postings``.
        rows: which postings.

    Returns:
        The numbers of the occurrences, and for each of them which of ``rows`` it belongs to.
    """
    first = starts[rows]
    counts = starts[rows + 1] - first
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(first - ends + counts, counts) + np.arange(total), np.repeat(
        np.arange(len(rows)), counts
    )


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
        if postings.starts is not None:
            self._placed = True
            self._counts.append(np.diff(postings.starts))
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

    def postings(self) -> Postings:
        """Return what was added."""
        if not self._steps:
            return Postings(np.empty(0, np.int32), np.empty(0, np.uint8))
        steps = np.concatenate(self._steps, dtype=np.int32)
        places, jumps = np.array(self._jumps, np.int32).T
        steps[places] += jumps
        documents, weights = np.cumsum(steps, dtype=np.int32), _joined(self._weights)
        if len(steps) > 1 and int(np.diff(documents).min()) < 1:
            raise ValueError("the documents of a posting list do not ascend")
        if not self._placed:
            return Postings(documents, weights)
        starts = np.zeros(len(documents) + 1, np.int32)
        np.cumsum(_joined(self._counts), out=starts[1:])
        return Postings(documents, weights, starts, _joined(self._positions), *self._joined_marks())

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
