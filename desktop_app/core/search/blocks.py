"""Writes posting lists in the block format of Whoosh, whole arrays at a time.

A block stays readable by Whoosh: its identifiers, weights and values are anything that can be counted and
indexed, here such that NumPy takes a whole block without a step of Python for each posting.
"""

from __future__ import annotations

import pickle
import zlib
from array import array
from collections.abc import Iterator, Sequence
from itertools import pairwise
from struct import Struct
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC

from desktop_app.core.search.inverting import PostingLists
from desktop_app.core.search.schema import Occurrences, value_of

_BLOCK = 1024
_LEVEL = 1
_COMPRESSED_FROM = 80
"""Shorter blocks only grow by it."""
_INFO_PROTOCOL, _SHORT_PROTOCOL, _LONG_PROTOCOL = 2, 3, 4
_SHORT = 8
"""Shorter blocks hold plain tuples: the names of classes would take more room than the postings."""
_PART = 1 << 20
_INT = Struct("!i")
_TERM = Struct("!BfIBBfIIqi")
"""What the table of terms says of one: Whoosh's ``W3TermInfo``, with the place of its posting list."""

_Numbers = NDArray[Any]


class BlockWriter:
    """Writes the posting lists of one field to an open file.

    Args:
        file: a file of Whoosh; lists are added where it stands.
        bounds: length codes of the shortest and the longest text of the segment.
    """

    def __init__(self, file: Any, bounds: tuple[int, int]) -> None:
        self._file = file
        self._bounds = bounds
        self._waiting: list[bytes] = []
        self._size = 0
        self._at: int = file.tell()

    def write(self, lists: PostingLists) -> Iterator[tuple[bytes, bytes]]:
        """Write the lists; yield each term and its entry for the table of terms."""
        if not lists.terms:
            return
        block = _Cut(lists)
        number = 0
        ends = lists.firsts[1:].tolist()
        weights = np.add.reduceat(lists.counts, lists.firsts[:-1], dtype=np.int64).tolist()
        most = np.maximum.reduceat(lists.counts, lists.firsts[:-1]).tolist()
        least, last = (
            lists.documents[lists.firsts[:-1]].tolist(),
            lists.documents[lists.firsts[1:] - 1].tolist(),
        )
        first = 0
        for place, term in enumerate(lists.terms):
            start, end = self._at, ends[place]
            self._put(WHOOSH3_HEADER_MAGIC)
            while True:
                data = self._block(block, number)
                number += 1
                final = block.ends[number - 1] == end
                self._put(_INT.pack(-len(data) if final else len(data)) + data)
                if final:
                    break
            yield (
                term,
                _TERM.pack(
                    0,
                    weights[place],
                    end - first,
                    *self._bounds,
                    most[place],
                    least[place],
                    last[place],
                    start,
                    self._at - start,
                ),
            )
            first = end
        self._flush()

    def _block(self, block: _Cut, number: int) -> bytes:
        count, last, most = block.ends[number] - block.starts[number], block.last[number], block.most[number]
        content = block.content(number)
        data = pickle.dumps(content, _SHORT_PROTOCOL if count < _SHORT else _LONG_PROTOCOL)
        level = _LEVEL if len(data) >= _COMPRESSED_FROM else 0
        if level:
            data = zlib.compress(data, level)
        return pickle.dumps((count, last, float(most), level, *self._bounds), _INFO_PROTOCOL) + data

    def _put(self, data: bytes) -> None:
        self._waiting.append(data)
        self._at += len(data)
        self._size += len(data)
        if self._size > _PART:
            self._flush()

    def _flush(self) -> None:
        self._file.write(b"".join(self._waiting))
        self._waiting.clear()
        self._size = 0


class _Cut:
    """Posting lists cut into blocks, with what is known of all blocks found in one go."""

    def __init__(self, lists: PostingLists) -> None:
        starts = _starts(lists.firsts)
        ends = np.append(starts[1:], len(lists.documents))
        steps = np.diff(lists.documents, prepend=lists.documents[:1])
        steps[starts] = lists.documents[starts]
        self.starts: list[int] = starts.tolist()
        self.ends: list[int] = ends.tolist()
        self.last: list[int] = lists.documents[ends - 1].tolist()
        self.most: list[int] = np.maximum.reduceat(lists.counts, starts).tolist()
        self._least: list[int] = np.minimum.reduceat(lists.counts, starts).tolist()
        self._far: list[int] = np.maximum.reduceat(steps, starts).tolist()
        self._steps = _Column(steps)
        self._counts = _Column(lists.counts)
        self._places = None
        if lists.positions is not None and lists.marks is not None:
            self._places = _Places(lists.counts, lists.positions, lists.marks, starts)

    def content(self, number: int) -> tuple[Any, Any, Any]:
        """Return what a block holds: distances of documents, weights, values."""
        start, end, most = self.starts[number], self.ends[number], self.most[number]
        steps = self._steps.packed(start, end, self._far[number])
        weights: Any = None
        if most != self._least[number]:
            weights = self._counts.packed(start, end, most)
        elif most != 1:
            weights = float(most)
        if self._places is None:
            return steps, weights, None
        if end - start < _SHORT:
            return steps, weights, self._places.values(start, end)
        return steps, weights, self._places.block(number, start, end, weights)


def _starts(firsts: _Numbers) -> _Numbers:
    """Return where blocks begin: at each list, and every so many postings within one."""
    blocks = (np.diff(firsts) - 1) // _BLOCK + 1
    within = np.arange(int(blocks.sum())) - np.repeat(np.cumsum(blocks) - blocks, blocks)
    return np.repeat(firsts[:-1], blocks) + _BLOCK * within


class _Column:
    """Numbers of which slices are wanted in as few bytes as they need."""

    def __init__(self, numbers: _Numbers) -> None:
        self._numbers = numbers
        self._small = numbers.astype(np.uint8).tobytes()

    def packed(self, start: int, end: int, most: int) -> Sequence[int]:
        if most < 1 << 8:
            return self._small[start:end]
        numbers = self._numbers[start:end]
        if end - start < _SHORT:
            return tuple(numbers.tolist())
        if most < 1 << 16:
            return array("H", numbers.astype(np.uint16).tobytes())
        return array("I", numbers.tobytes())


class _Places:
    """Positions and mark checks of the postings of a folded field."""

    def __init__(self, counts: _Numbers, positions: _Numbers, marks: _Numbers, starts: _Numbers) -> None:
        begins = np.zeros(len(counts) + 1, np.int64)
        np.cumsum(counts, out=begins[1:])
        self._positions, self._marks, self._begins = positions, marks, begins
        begins = begins[starts]
        self._one_mark: list[bool] = (
            np.minimum.reduceat(marks, begins) == np.maximum.reduceat(marks, begins)
        ).tolist()

    def values(self, start: int, end: int) -> tuple[bytes, ...]:
        """Return the values of a few postings one by one."""
        begins = self._begins[start : end + 1]
        first, last = int(begins[0]), int(begins[-1])
        positions, marks = self._positions[first:last].tolist(), self._marks[first:last].tolist()
        cuts = (begins - first).tolist()
        return tuple([value_of(positions[a:b], marks[a:b]) for a, b in pairwise(cuts)])

    def block(self, number: int, start: int, end: int, weights: Any) -> Occurrences:
        """Return the values of a block as arrays."""
        first, last = int(self._begins[start]), int(self._begins[end])
        positions = self._positions[first:last].tobytes()
        if self._one_mark[number]:
            return Occurrences(weights, positions, self._marks[first : first + 1].tobytes(), b"")
        known, which = np.unique(self._marks[first:last], return_inverse=True)
        kind = np.uint8 if len(known) <= 256 else np.uint16
        return Occurrences(weights, positions, known.tobytes(), which.astype(kind).tobytes())
