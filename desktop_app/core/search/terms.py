"""The table of terms of one segment: where the posting list of a term is, without a search on the disk.

Whoosh finds a term by reading a hash table piece by piece. Here every sixteenth term is kept in memory, and a
look-up reads the few entries behind it in one go. That depends on the format of the table, not on Whoosh.
"""

from __future__ import annotations

import os
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from struct import Struct
from typing import Any

import numpy as np

_EVERY = 16
_LENGTHS = Struct("!ii")
_FIELD = Struct("!H")
_ENTRY = Struct("!BfIBBfII")
_PLACE = Struct("!qi")
_POINTER = np.dtype([("hash", ">u4"), ("place", ">i8")])
_PREAD = getattr(os, "pread", None)


def read_at(file: Any, offset: int, length: int) -> bytes:
    """Return a stretch of an open file of Whoosh, without its buffer where the system can do that."""
    data: bytes = _PREAD(file.fileno(), length, offset) if _PREAD else file.get(offset, length)
    if len(data) < length:
        raise ValueError("the file is shorter than it was")
    return data


@dataclass(frozen=True, slots=True)
class Entry:
    """What a segment says of a term: in how many documents it is, and where its posting list stands.

    ``inline`` is the list itself, pickled, when Whoosh put it into the table.
    """

    frequency: int
    offset: int
    length: int
    inline: bytes = b""


class TermTable:
    """Every sixteenth term of a segment. Segments never change, so it outlives the reader it came from."""

    def __init__(self, reader: Any) -> None:
        """Read the table once.

        Args:
            reader: the reader of terms of Whoosh; only its file is asked later, and given anew each time.
        """
        table = reader._tindex  # noqa: SLF001
        file = table.dbfile
        self._fields: dict[str, bytes] = {
            name: _FIELD.pack(number)
            for name, number in reader._fieldmap.items()  # noqa: SLF001
        }
        start, end = table.startofdata, table.endofdata
        kind = np.dtype(table.extras["indextype"]).newbyteorder(">")
        count = table.indexlen
        places = np.frombuffer(read_at(file, table.indexbase, count * kind.itemsize), kind)[::_EVERY]
        self._places: list[int] = [*places.tolist(), end]
        data = read_at(file, start, end - start)
        lengths = _LENGTHS.unpack_from
        self._keys = [
            data[first : first + lengths(data, first - _LENGTHS.size)[0]]
            for first in [place - start + _LENGTHS.size for place in self._places[:-1]]
        ]

        self.hash: Callable[[bytes], int] = table.hashfn
        pointers = sum(slots for _, slots in table.tables)
        found = np.frombuffer(read_at(file, end, pointers * _POINTER.itemsize), _POINTER)
        self.hashes = found["hash"][found["place"] != 0].astype(np.uint32)
        self.fields = frozenset(self._fields.items())

    def hash_of(self, name: str, term: bytes) -> int | None:
        """Return the number that stands for a term in ``hashes``, None when the segment lacks the field."""
        field = self._fields.get(name)
        return None if field is None else self.hash(field + term)

    def find(self, file: Any, name: str, term: bytes) -> Entry | None:
        """Return what is known of a term, None when the segment does not hold it."""
        field = self._fields.get(name)
        if field is None:
            return None
        key = field + term
        slot = bisect_right(self._keys, key) - 1
        if slot < 0:
            return None
        data = self._read(file, slot, slot + 1)
        lengths, skipped = _LENGTHS.unpack_from, _LENGTHS.size
        at = 0
        while at < len(data):
            key_length, length = lengths(data, at)
            first = at + skipped + key_length
            known = data[at + skipped : first]
            at = first + length
            if known >= key:
                return _entry(data, first, at) if known == key else None
        return None

    def beginning(self, file: Any, name: str, prefix: bytes) -> Iterator[tuple[bytes, int]]:
        """Yield the terms of a field that begin with ``prefix``, in order, with their frequencies."""
        field = self._fields.get(name)
        if field is None:
            return
        key = field + prefix
        slot = max(0, bisect_right(self._keys, key) - 1)
        # No byte of UTF-8 is 0xFF.
        last_slot = bisect_left(self._keys, key + b"\xff", slot)
        data = self._read(file, slot, last_slot)
        for known, first in _entries(data):
            if known.startswith(key):
                yield known[_FIELD.size :], _ENTRY.unpack_from(data, first)[2]
            elif known > key:
                return

    def _read(self, file: Any, slot: int, last_slot: int) -> bytes:
        start, end = self._places[slot], self._places[min(last_slot, len(self._places) - 1)]
        return read_at(file, start, end - start)


class Presence:
    """Tells nearly at once that none of some segments holds a term: most spellings that are tried are none.

    It may be asked for fewer segments than it was made of; then it only says no a little less often.
    """

    def __init__(self, tables: Collection[TermTable]) -> None:
        groups: dict[frozenset[tuple[str, bytes]], list[TermTable]] = {}
        for table in tables:
            groups.setdefault(table.fields, []).append(table)
        self._groups = [
            (group[0], np.sort(np.concatenate([table.hashes for table in group])))
            for group in groups.values()
        ]

    def may_hold(self, name: str, term: bytes) -> bool:
        """Whether a segment may hold the term."""
        for table, hashes in self._groups:
            number = table.hash_of(name, term)
            if number is not None:
                place = int(hashes.searchsorted(np.uint32(number)))
                if place < len(hashes) and hashes[place] == number:
                    return True
        return False


def _entries(data: bytes) -> Iterator[tuple[bytes, int]]:
    """Yield the key of each entry, and where its contents begin in ``data``."""
    at = 0
    while at < len(data):
        key_length, length = _LENGTHS.unpack_from(data, at)
        first = at + _LENGTHS.size + key_length
        at = first + length
        yield data[first - key_length : first], first


def _entry(data: bytes, first: int, last: int) -> Entry:
    inline, _, frequency, *_ = _ENTRY.unpack_from(data, first)
    if inline:
        return Entry(frequency, 0, 0, data[first + _ENTRY.size : last])
    return Entry(frequency, *_PLACE.unpack_from(data, first + _ENTRY.size))
