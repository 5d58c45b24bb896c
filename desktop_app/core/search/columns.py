"""Facts of all records as arrays, for filters, counts per value and sorting by date.

A row is a record. An attribute (country, partner, tag …) is a list of pairs of a row and the number of a
value, so that a record may have several values. What the values mean for a person is for the services to say.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from db.records import RecordKind
from desktop_app.core.search.rows import KINDS, Ints, Key, Pairs, Rows, Value

Flags = NDArray[np.bool_]

KIND, YEAR, DATE = "kind", "year", "date"
NEWEST, OLDEST = "newest", "oldest"

_UNKNOWN = np.iinfo(np.int64).max
_NEVER = 0
_MASKS = 200


@dataclass(frozen=True, slots=True)
class Condition:
    """What a record must have: one of ``values`` of the attribute ``name``.

    For ``DATE`` the values are the first and the last day as partial ISO texts, ``""`` for no limit. A
    ``typed`` condition belongs to the words of the search: the counts of its own attribute keep to it too.
    """

    name: str
    values: tuple[Value, ...]
    typed: bool = False


class Attribute:
    """Which records have which values. Pairs are kept value by value."""

    __slots__ = ("_codes", "_numbers", "_rows", "_starts", "values")

    def __init__(self, pairs: Pairs) -> None:
        """Take what was collected, each pair as often as it comes."""
        rows, codes = pairs.arrays()
        self.values = pairs.values()
        count = max(1, int(rows.max()) + 1 if len(rows) else 1)
        found = np.sort(codes * count + rows)
        found = found[np.concatenate([[True], found[1:] != found[:-1]])] if len(found) else found
        self._rows: Ints = found % count
        self._codes: Ints = found // count
        self._starts = np.searchsorted(self._codes, np.arange(len(self.values) + 1))
        self._numbers = {value: number for number, value in enumerate(self.values)}

    def having(self, values: Iterable[Value], size: int) -> Flags:
        """Say for each of ``size`` rows whether it has one of the values."""
        found = np.zeros(size, dtype=np.bool_)
        for value in values:
            number = self._numbers.get(value)
            if number is not None:
                found[self._rows[self._starts[number] : self._starts[number + 1]]] = True
        return found

    def counts(self, chosen: Flags) -> list[tuple[Value, int]]:
        """Count the chosen rows for each value, the commonest first, without those that have none."""
        counts = np.bincount(self._codes[chosen[self._rows]], minlength=len(self.values))
        order = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
        return [(self.values[number], int(counts[number])) for number in order.tolist()]


class Days(dict[Any, tuple[int, int, int]]):
    """For a partial ISO day: first and last day it may mean, and a number to sort by (the vague ones first).

    Texts that name no year are not known: 0, 0 and the greatest number.
    """

    def __missing__(self, text: Any) -> tuple[int, int, int]:
        found = self[text] = _days(str(text))
        return found

    def arrays(self, texts: Sequence[Value]) -> Ints:
        """Return first days, last days and numbers to sort by, in three columns."""
        return np.asarray([self[text] for text in texts], dtype=np.int64).reshape(-1, 3)


def _days(text: str) -> tuple[int, int, int]:
    try:
        parts = [int(part) for part in text.split("-")]
        first = dt.date(parts[0], *[*parts[1:], 1, 1][:2])
        if len(parts) == 3:
            last = first
        elif len(parts) == 2:
            last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        else:
            last = dt.date(parts[0], 12, 31)
    except (ValueError, OverflowError):
        return _NEVER, _NEVER, _UNKNOWN
    return first.toordinal(), last.toordinal(), first.toordinal() * 4 + len(parts)


class Dates:
    """When the records are filed."""

    def __init__(self, size: int, memo: Days) -> None:
        """Make room for ``size`` rows."""
        self._memo = memo
        self.first: Ints = np.full(size, _NEVER, dtype=np.int64)
        self.last: Ints = np.full(size, _NEVER, dtype=np.int64)
        self._order: Ints = np.full(size, _UNKNOWN, dtype=np.int64)
        self._sorted: dict[str, tuple[Ints, Ints]] = {}

    def put(
        self, rows: Ints, starts: tuple[Ints, Sequence[Value]], ends: tuple[Ints, Sequence[Value]]
    ) -> None:
        """File rows: first and last partial day of each as places in a list; the last may be ``""``."""
        if not len(rows):
            return
        start, end = self._memo.arrays(starts[1])[starts[0]], self._memo.arrays(ends[1])[ends[0]]
        self.first[rows] = start[:, 0]
        self.last[rows] = np.maximum(start[:, 1], end[:, 1])
        self._order[rows] = start[:, 2]

    def years(self) -> Pairs:
        """Return which rows fall into which years: that of the first and that of the last day."""
        known = np.flatnonzero(self.first != _NEVER)
        days = np.concatenate([self.first[known], self.last[known]])
        since_1970 = (days - dt.date(1970, 1, 1).toordinal()).astype("datetime64[D]")
        pairs = Pairs()
        pairs.add_numbers(np.tile(known, 2), since_1970.astype("datetime64[Y]").astype(np.int64) + 1970)
        return pairs

    def within(self, first: str, last: str) -> Flags:
        """Say for each row whether it may have been between two days; ``""`` is no limit."""
        found = self.first != _NEVER
        if first:
            found &= self.last >= self._memo[first][0]
        if last:
            found &= self.first <= self._memo[last][1]
        return found

    def sorted(self, order: str) -> tuple[Ints, Ints]:
        """Return all rows in order, and for each row its number to sort by; undated ones are last."""
        known = self._sorted.get(order)
        if known is None:
            keys = self._order
            keys = keys if order == OLDEST else np.where(keys == _UNKNOWN, keys, -keys)
            known = self._sorted[order] = (np.argsort(keys, kind="stable"), keys)
        return known


class Columns:
    """All facts at one moment. Safe to use from several threads."""

    def __init__(self, stamp: Hashable, rows: Rows, dates: Dates, pairs: Mapping[str, Pairs]) -> None:
        """Take what was collected; ``KIND`` and ``YEAR`` are added to the attributes."""
        self.stamp = stamp
        self._rows = rows
        self._dates = dates
        kinds = Pairs()
        kinds.add(np.arange(rows.size), rows.kinds, KINDS)
        every = {**pairs, KIND: kinds, YEAR: dates.years()}
        self._attributes = {name: Attribute(found) for name, found in every.items()}
        self._masks: dict[tuple[str, tuple[Value, ...]], Flags] = {}

    @property
    def size(self) -> int:
        """Return how many records there are."""
        return self._rows.size

    def values(self, name: str) -> Sequence[Value]:
        """Return the values of an attribute."""
        return self._attributes[name].values

    def chosen(self, conditions: Iterable[Condition]) -> Flags:
        """Say for each row whether it meets all conditions. Not to be changed."""
        found: Flags | None = None
        for condition in conditions:
            mask = self._mask(condition)
            found = mask if found is None else found & mask
        return np.ones(self.size, dtype=np.bool_) if found is None else found

    def _mask(self, condition: Condition) -> Flags:
        wanted = (condition.name, condition.values)
        known = self._masks.get(wanted)
        if known is None:
            if condition.name == DATE:
                first, last = condition.values
                known = self._dates.within(str(first), str(last))
            else:
                known = self._attributes[condition.name].having(condition.values, self.size)
            if len(self._masks) >= _MASKS:
                self._masks.clear()
            self._masks[wanted] = known
        return known

    def counts(self, name: str, chosen: Flags) -> list[tuple[Value, int]]:
        """Count the chosen rows for each value of an attribute, the commonest first."""
        return self._attributes[name].counts(chosen)

    def matched(self, kinds: NDArray[Any], ids: NDArray[Any]) -> Flags:
        """Return documents of the index (number of the kind, id) as flags of rows."""
        found = np.zeros(self.size + 1, dtype=np.bool_)
        found[self._rows.of_all(kinds, ids)] = True
        return found[:-1]

    def of_keys(self, keys: Mapping[RecordKind, Sequence[int]]) -> Flags:
        """Return records as flags of rows."""
        found = np.zeros(self.size + 1, dtype=np.bool_)
        for kind, ids in keys.items():
            found[self._rows.of(kind, np.asarray(ids, dtype=np.int64))] = True
        return found[:-1]

    def count(self, *flags: Flags) -> int:
        """Return in how many rows all flags stand."""
        return int(np.count_nonzero(np.logical_and.reduce(flags)))

    def page(self, chosen: Flags, first: int, count: int, order: str = NEWEST) -> list[Key]:
        """Return a page of the chosen records by date, those without a date last."""
        rows, _ = self._dates.sorted(order)
        return self._rows.keys(rows[chosen[rows]][first : first + count])

    def view(self, conditions: Iterable[Condition], order: str = "") -> ColumnView:
        """Return what the index asks of the records.

        Args:
            conditions: who passes.
            order: ``NEWEST``, ``OLDEST``, or ``""`` for the order of the scores.
        """
        return ColumnView(self, tuple(conditions), order)

    def of_documents(self, kinds: NDArray[Any], ids: NDArray[Any], conditions: Iterable[Condition]) -> Flags:
        """Say for each document of the index whether its record is there and meets the conditions."""
        found = np.zeros(self.size + 1, dtype=np.bool_)
        found[:-1] = self.chosen(conditions)
        return found[self._rows.of_all(kinds, ids)]

    def order_of(self, kinds: NDArray[Any], ids: NDArray[Any], order: str) -> Ints:
        """Return for each document of the index a number to sort by, ascending."""
        found = np.full(self.size + 1, _UNKNOWN, dtype=np.int64)
        found[:-1] = self._dates.sorted(order)[1]
        return found[self._rows.of_all(kinds, ids)]


class ColumnView:
    """Who passes the filters and in what order: a ``documents.RecordView``."""

    def __init__(self, columns: Columns, conditions: tuple[Condition, ...], order: str) -> None:
        self._columns = columns
        self._conditions = conditions
        self._order = order

    @property
    def stamp(self) -> Hashable:
        """What answers depend on."""
        return self._columns.stamp, self._conditions, self._order

    def allowed(self, kinds: NDArray[Any], ids: NDArray[Any]) -> Flags:
        """Say for each document whether it passes. Records that are not there any more never do."""
        return self._columns.of_documents(kinds, ids, self._conditions)

    def order(self, kinds: NDArray[Any], ids: NDArray[Any]) -> Ints | None:
        """Return for each document a number to sort by, ascending; ``None`` for the order of the scores."""
        return self._columns.order_of(kinds, ids, self._order) if self._order else None
