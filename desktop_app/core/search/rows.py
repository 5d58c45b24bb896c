"""Rows of the database as arrays: what ``columns`` is made of.

A row is a record; its number is its place among all records. Texts are numbers of the distinct ones.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from db.records import RecordKind

Ints = NDArray[np.int64]
Value = Hashable
Key = tuple[RecordKind, int]

KINDS = tuple(RecordKind)
KIND_NUMBERS = {kind: number for number, kind in enumerate(KINDS)}

_SPARSE = 8
"""Ids are looked up in a table as long as the largest of them is not this many times their number."""

_NONE = np.empty(0, dtype=np.int64)


class Table:
    """Rows of whole numbers and texts, column by column. The first column is the key."""

    __slots__ = ("_texts", "columns", "values")

    def __init__(
        self, rows: Sequence[tuple[Any, ...]], width: int, texts: Sequence[int], like: Table | None = None
    ) -> None:
        """Take rows of ``width`` columns.

        Args:
            rows: the rows.
            width: how many columns they have.
            texts: which columns are texts (or anything else that is no whole number).
            like: a table whose numbers of texts are to be used on.
        """
        self._texts = tuple(texts)
        self.values: dict[int, dict[Value, int]] = dict(like.values) if like else {}
        given: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * width
        self.columns: list[Ints] = [self._column(place, found) for place, found in enumerate(given)]

    def _column(self, place: int, found: Sequence[Any]) -> Ints:
        if place not in self._texts:
            return np.fromiter(found, np.int64, len(found))
        numbers = dict(self.values.get(place, {}))
        # A dictionary of the distinct values first: most columns have few.
        for value in dict.fromkeys(found):
            numbers.setdefault(value, len(numbers))
        self.values[place] = numbers
        return np.fromiter(map(numbers.__getitem__, found), np.int64, len(found))

    def replaced(self, keys: Iterable[int], rows: Sequence[tuple[Any, ...]]) -> Table:
        """Return the table with ``rows`` instead of those with the keys."""
        fresh = Table(rows, len(self.columns), self._texts, self)
        keep = ~np.isin(self.columns[0], np.fromiter(keys, np.int64))
        fresh.columns = [
            np.concatenate([old[keep], new]) for old, new in zip(self.columns, fresh.columns, strict=True)
        ]
        return fresh

    def text(self, place: int) -> tuple[Ints, list[Value]]:
        """Return a column of texts as places in a list, and the list."""
        return self.columns[place], list(self.values.get(place, ()))

    def kinds(self, place: int) -> Ints:
        """Return a column of kinds of records as numbers in ``KINDS``."""
        numbers = {kind.value: number for kind, number in KIND_NUMBERS.items()}
        codes, known = self.text(place)
        return np.asarray([numbers.get(str(kind), -1) for kind in known] or [-1], dtype=np.int64)[codes]

    def where(self, place: int, value: Value) -> Table:
        """Return the rows whose column has this text."""
        found = Table((), len(self.columns), self._texts, self)
        here = self.columns[place] == self.values.get(place, {}).get(value, -1)
        found.columns = [column[here] for column in self.columns]
        return found


class Rows:
    """The numbers of records: kinds one after the other, ids ascending."""

    def __init__(self, ids: Mapping[RecordKind, Ints]) -> None:
        """Take the ids of each kind."""
        self._ids: dict[int, Ints] = {}
        self._tables: dict[int, Ints] = {}
        self._firsts: dict[int, int] = {}
        self._last: tuple[NDArray[Any], NDArray[Any], Ints] | None = None
        self.size = 0
        for kind, given in ids.items():
            number = KIND_NUMBERS[kind]
            found = np.sort(given)
            self._ids[number], self._firsts[number] = found, self.size
            if len(found) and found[-1] < _SPARSE * len(found) + 10_000:
                table = np.full(int(found[-1]) + 2, -1, dtype=np.int64)
                table[found] = np.arange(self.size, self.size + len(found))
                self._tables[number] = table
            self.size += len(found)
        counts = [len(found) for found in self._ids.values()]
        self.kinds: Ints = np.repeat(np.fromiter(self._ids, np.int64), counts)
        self.ids: Ints = np.concatenate([_NONE, *self._ids.values()])

    def of(self, kind: RecordKind, ids: Ints) -> Ints:
        """Return the rows of records of one kind, -1 for those that are not there."""
        return self._of(KIND_NUMBERS[kind], ids)

    def of_all(self, kinds: NDArray[Any], ids: NDArray[Any]) -> Ints:
        """Return the rows of records, given by the number of the kind (in ``KINDS``) and id."""
        last = self._last
        if last is not None and last[0] is kinds and last[1] is ids:
            return last[2]
        found = np.full(len(ids), -1, dtype=np.int64)
        for number in self._ids:
            here = kinds == number
            if here.any():
                found[here] = self._of(number, ids[here].astype(np.int64, copy=False))
        # The index asks with the same arrays again and again.
        self._last = (kinds, ids, found)
        return found

    def of_kind(self, kind: RecordKind) -> Ints:
        """Return all rows of a kind."""
        number = KIND_NUMBERS[kind]
        first = self._firsts.get(number, 0)
        return np.arange(first, first + len(self._ids.get(number, _NONE)))

    def _of(self, number: int, ids: Ints) -> Ints:
        known = self._ids.get(number)
        if known is None or not len(known) or not len(ids):
            return np.full(len(ids), -1, dtype=np.int64)
        table = self._tables.get(number)
        if table is not None:
            # The last place of the table is no record's.
            return table[np.where((ids < 0) | (ids >= len(table)), len(table) - 1, ids)]
        at = np.minimum(np.searchsorted(known, ids), len(known) - 1)
        return np.where(known[at] == ids, at + self._firsts[number], -1)

    def keys(self, rows: Ints) -> list[Key]:
        """Return the records of some rows."""
        kinds, ids = self.kinds[rows].tolist(), self.ids[rows].tolist()
        return [(KINDS[kind], number) for kind, number in zip(kinds, ids, strict=True)]


class Pairs:
    """Collects which rows have which values. Rows below 0 are records that are not there."""

    __slots__ = ("_numbers", "_parts")

    def __init__(self) -> None:
        self._numbers: dict[Value, int] = {}
        self._parts: list[tuple[Ints, Ints]] = []

    def add(self, rows: Ints, codes: Ints, values: Sequence[Value]) -> None:
        """Give each row the value beside it, which is a place in ``values``."""
        numbers = self._numbers
        here = np.asarray([numbers.setdefault(value, len(numbers)) for value in values], dtype=np.int64)
        self._put(rows, here[codes] if len(here) else codes)

    def add_numbers(self, rows: Ints, values: Ints) -> None:
        """Give each row the whole number beside it."""
        known, codes = np.unique(values, return_inverse=True)
        self.add(rows, codes, known.tolist())

    def add_one(self, rows: Ints, value: Value) -> None:
        """Give all rows one value."""
        self.add(rows, np.zeros(len(rows), dtype=np.int64), [value])

    def add_rest(self, rows: Ints, value: Value) -> None:
        """Give one value to those of the rows that have none."""
        self.add_one(rows[~np.isin(rows, self.arrays()[0])], value)

    def _put(self, rows: Ints, codes: Ints) -> None:
        there = rows >= 0
        self._parts.append((rows[there], codes[there]))

    def arrays(self) -> tuple[Ints, Ints]:
        """Return all rows and the numbers of their values."""
        rows = np.concatenate([_NONE, *(rows for rows, _ in self._parts)])
        codes = np.concatenate([_NONE, *(codes for _, codes in self._parts)])
        self._parts = [(rows, codes)]
        return rows, codes

    def values(self) -> list[Value]:
        """Return what the numbers of values mean."""
        return list(self._numbers)

    def inherit(self, heirs: Ints, rows: Ints) -> None:
        """Give each heir all values that the row beside it has."""
        there = (heirs >= 0) & (rows >= 0)
        at, codes = joined(rows[there], *self.arrays())
        self._put(heirs[there][at], codes)

    def only(self, values: Ints) -> None:
        """Leave out the pairs with other whole numbers."""
        rows, codes = self.arrays()
        numbers = np.fromiter(self._numbers, np.int64)
        there = np.isin(numbers, values)[codes] if len(numbers) else codes == -1
        self._parts = [(rows[there], codes[there])]

    def numbered(self) -> tuple[Ints, Ints]:
        """Return all rows and their values, which are whole numbers."""
        rows, codes = self.arrays()
        return rows, np.fromiter(self._numbers, np.int64)[codes] if len(codes) else codes

    def also(self, values: Mapping[Value, Iterable[Value]]) -> Pairs:
        """Return a copy in which rows with a value have those that ``values`` gives for it too."""
        copy = Pairs()
        rows, codes = self.arrays()
        copy._numbers, copy._parts = dict(self._numbers), [(rows, codes)]
        for value, more in values.items():
            number = self._numbers.get(value)
            for other in more if number is not None else ():
                copy.add_one(rows[codes == number], other)
        return copy


def joined(wanted: Ints, keys: Ints, values: Ints) -> tuple[Ints, Ints]:
    """Return for each pair of a key and a value and each place in ``wanted`` with this key: place, value."""
    order = np.argsort(keys, kind="stable")
    keys, values = keys[order], values[order]
    first = np.searchsorted(keys, wanted, side="left")
    counts = np.searchsorted(keys, wanted, side="right") - first
    places = np.repeat(np.arange(len(wanted)), counts)
    skipped = np.cumsum(counts) - counts
    return places, values[np.arange(len(places)) + np.repeat(first - skipped, counts)]
