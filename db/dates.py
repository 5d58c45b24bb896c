"""Partial dates as data: what a paper states, no more.

A provincial article says "9/6", "24–27/6/2024", "tháng 5/2023" or "quý II/2023". Such a date is kept
as ISO texts that are as long as what is known (``2021``, ``2023-05``, ``2024-06-24``; a day whose year is
not stated is ``--06-09``), together with its precision and the words of the source. It sorts by
its earliest day and prints as precisely as it was stated, never more.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

_ISO = re.compile(r"(?:\d{4}(?:-\d{2}(?:-\d{2})?)?|--\d{2}-\d{2})\Z")


class DatePrecision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    DAY_RANGE = "day_range"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    NO_YEAR = "no_year"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date or a range of days as far as it is known.

    Attributes:
        start: earliest point as a partial ISO text, ``""`` when unknown.
        end: latest point in the same form, ``""`` when it is the same as ``start``.
        precision: what kind of statement this is.
        stated: the words of the source, ``""`` when a person typed the date.
        inferred: true when a part (mostly the year) was concluded and not stated; printed as "suy đoán".
    """

    start: str = ""
    end: str = ""
    precision: DatePrecision = DatePrecision.UNKNOWN
    stated: str = ""
    inferred: bool = False

    def __post_init__(self) -> None:
        for value in (self.start, self.end):
            if value:
                _check(value)
        # A range without a year may run over New Year ("28/12 - 03/01").
        if self.end and not self.end.startswith("--") and self.end < self.start:
            raise ValueError(f"range ends before it starts: {self.start}..{self.end}")

    # -- making ------------------------------------------------------------------------------------

    @classmethod
    def from_iso(
        cls, start: str | None, end: str | None = None, *, stated: str = "", inferred: bool = False
    ) -> PartialDate:
        """Make a date from partial ISO texts; precision follows from their lengths.

        Raises:
            ValueError: a text is no partial ISO date, or the range runs backwards.
        """
        start = start or ""
        end = end or ""
        if end == start:
            end = ""
        if not start:
            return cls(stated=stated)
        _check(start)
        if start.startswith("--"):
            # What is not there cannot have been concluded.
            return cls(start, end, DatePrecision.NO_YEAR, stated)
        if end:
            if len(start) == 10 and len(end) == 10:
                return cls(start, end, DatePrecision.DAY_RANGE, stated, inferred)
            if len(start) == 7 and len(end) == 7 and _is_quarter(start, end):
                return cls(start, end, DatePrecision.QUARTER, stated, inferred)
            precision = DatePrecision.MONTH if len(start) == 7 else DatePrecision.YEAR
            return cls(start, end, precision, stated, inferred)
        precision = {4: DatePrecision.YEAR, 7: DatePrecision.MONTH, 10: DatePrecision.DAY}[len(start)]
        return cls(start, "", precision, stated, inferred)

    @classmethod
    def from_day(cls, day: dt.date) -> PartialDate:
        """Make a fully known date."""
        return cls(day.isoformat(), "", DatePrecision.DAY)

    def with_year(self, year: int, *, inferred: bool = False) -> PartialDate:
        """Return this date with its missing year filled in (no change when a year is known)."""
        if self.precision is not DatePrecision.NO_YEAR:
            return self
        start = f"{year:04d}{self.start[1:]}"
        end = ""
        if self.end:
            # "28/12 - 03/01" runs over New Year.
            end_year = year + 1 if self.end < self.start else year
            end = f"{end_year:04d}{self.end[1:]}"
        return PartialDate.from_iso(start, end, stated=self.stated, inferred=inferred)

    def confirmed(self) -> PartialDate:
        """Return the same date, no longer marked as inferred."""
        return replace(self, inferred=False)

    # -- asking ------------------------------------------------------------------------------------

    @property
    def known(self) -> bool:
        """Whether anything at all is known."""
        return bool(self.start)

    @property
    def year(self) -> int | None:
        """The year of the earliest point, ``None`` when it is not known."""
        return int(self.start[:4]) if self.start[:4].isdigit() else None

    @property
    def last(self) -> str:
        """The latest stated point (``end``, or ``start`` for a single point)."""
        return self.end or self.start

    @property
    def sort_key(self) -> str:
        """Sorts by earliest day; dates without a year come first, unknown ones before all."""
        return self.start

    def first_day(self) -> dt.date | None:
        """The earliest possible day, ``None`` without a year."""
        return _day(self.start, last=False)

    def last_day(self) -> dt.date | None:
        """The latest possible day, ``None`` without a year."""
        return _day(self.last, last=True)

    # -- showing -----------------------------------------------------------------------------------

    def display(self) -> str:
        """The date as it is printed in Vietnamese, as precisely as known.

        Days below ten and the months January and February take a leading zero (Nghị định 30/2020/NĐ-CP,
        phụ lục I, mục II.4).
        """
        text = self._display()
        return f"{text} (năm suy đoán)" if self.inferred else text

    def _display(self) -> str:
        match self.precision:
            case DatePrecision.UNKNOWN:
                return self.stated or "chưa rõ"
            case DatePrecision.NO_YEAR:
                return f"{_dm_range(self.start[2:], self.end[2:])} (chưa rõ năm)"
            case DatePrecision.DAY:
                return _dmy(self.start)
            case DatePrecision.DAY_RANGE:
                return _dmy_range(self.start, self.end)
            case DatePrecision.QUARTER:
                quarter = ("I", "II", "III", "IV")[(int(self.start[5:7]) - 1) // 3]
                return f"quý {quarter}/{self.start[:4]}"
            case DatePrecision.MONTH:
                tail = f" – {_my(self.end)}" if self.end else ""
                return f"tháng {_my(self.start)}{tail}"
            case DatePrecision.YEAR:
                return f"{self.start}–{self.end}" if self.end else f"năm {self.start}"
        raise AssertionError(self.precision)


UNKNOWN_DATE = PartialDate()


def _check(iso: str) -> None:
    if not _valid(iso):
        raise ValueError(f"not a partial ISO date: {iso!r}")


@lru_cache(maxsize=8192)
def _valid(iso: str) -> bool:
    if not _ISO.match(iso):
        return False
    if iso.startswith("--"):
        month, day = int(iso[2:4]), int(iso[5:7])
        return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(2000, month)[1]
    parts = [int(part) for part in iso.split("-")]
    if parts[0] < 1:
        return False
    if len(parts) > 1 and not 1 <= parts[1] <= 12:
        return False
    return len(parts) < 3 or 1 <= parts[2] <= calendar.monthrange(parts[0], parts[1])[1]


def _is_quarter(start: str, end: str) -> bool:
    first, last = int(start[5:7]), int(end[5:7])
    return start[:4] == end[:4] and first in (1, 4, 7, 10) and last == first + 2


def _day(iso: str, *, last: bool) -> dt.date | None:
    if not iso or iso.startswith("--"):
        return None
    parts = [int(part) for part in iso.split("-")]
    year = parts[0]
    month = parts[1] if len(parts) > 1 else (12 if last else 1)
    if len(parts) > 2:
        return dt.date(year, month, parts[2])
    return dt.date(year, month, calendar.monthrange(year, month)[1] if last else 1)


def _month(number: str) -> str:
    return number if int(number) < 3 else str(int(number))


def _dmy(iso: str) -> str:
    if len(iso) == 10:
        return f"{iso[8:]}/{_month(iso[5:7])}/{iso[:4]}"
    return _my(iso) if len(iso) == 7 else iso


def _my(iso: str) -> str:
    return f"{_month(iso[5:7])}/{iso[:4]}" if len(iso) >= 7 else iso


def _dmy_range(start: str, end: str) -> str:
    if start[:7] == end[:7]:
        return f"{start[8:]}–{_dmy(end)}"
    if start[:4] == end[:4]:
        return f"{start[8:]}/{_month(start[5:7])}–{_dmy(end)}"
    return f"{_dmy(start)}–{_dmy(end)}"


def _dm_range(start: str, end: str) -> str:
    first = f"{start[3:]}/{_month(start[:2])}"
    if not end:
        return first
    last = f"{end[3:]}/{_month(end[:2])}"
    return f"{start[3:]}–{last}" if start[:2] == end[:2] else f"{first}–{last}"
