"""Days, months and years: what a text says of them, as terms of the index, and what a query asks for.

Terms are partial dates: ``2017``, ``2017-06``, ``2017-06-13``; ``06`` and ``06-13`` whatever the year;
``--06`` and ``--06-13`` where the year stays open. Finer reading, as for the suggestions, would cost more
than all the rest of indexing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.core.search.analyser import Word

_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_FILED = 3
"""The day a record is filed under says more than a day its text mentions."""
_MOST_MONTHS = 12
_FAR_AHEAD = 6

# Begins with a digit, so that most of a text is skipped at once; the words before are looked at afterwards.
_NUMBERS = re.compile(
    r"(?<![\d/.,])(\d{1,4})(?:\s?([/.-])\s?(\d{1,4})(?:\s?[/.-]\s?(\d{4}))?)?(?![\d/]|[.,]\d|\s?%)"
)
_DAY_BEFORE = re.compile(r"(?<!\d)(\d{1,2})\s+tháng\s+\Z", re.IGNORECASE)
_YEAR_BEHIND = re.compile(r"(?:\s+năm|,)?\s+((?:19|20)\d\d)(?!\d)", re.IGNORECASE)
_BEFORE_DAYS = ("ngày", "sáng", "trưa", "chiều", "tối", "đêm", "qua", "nay", "và", "đến", "-", "–")
_LEAD = 8


@dataclass(frozen=True, slots=True)
class Moment:
    """Words ``first`` up to ``last`` (exclusive) of a query name a time.

    ``numbers`` are the places of its numbers. Parts that are not named are 0. A quarter is three ``months``.
    """

    first: int
    last: int
    year: int
    months: tuple[int, ...] = ()
    day: int = 0
    numbers: tuple[int, ...] = ()

    def terms(self) -> list[tuple[str, float]]:
        """Return the terms to look for with how well each fits, 1 for fully."""
        if self.day:
            month, day = f"{self.months[0]:02d}", f"{self.day:02d}"
            if not self.year:
                return [(f"{month}-{day}", 1.0)]
            return [
                (f"{self.year}-{month}-{day}", 1.0),
                (f"--{month}-{day}", 0.8),
                (f"{self.year}-{month}", 0.5),
            ]
        if not self.months:
            return [(f"{self.year}", 1.0)]
        if not self.year:
            return [(f"{month:02d}", 1.0) for month in self.months]
        return [
            *((f"{self.year}-{month:02d}", 1.0) for month in self.months),
            *((f"--{month:02d}", 0.6) for month in self.months),
            (f"{self.year}", 0.3),
        ]


def times_of(text: str, start: str = "", last: str = "") -> Counter[str]:
    """Return the terms for the times of a record with how often it states them.

    Args:
        text: what the record says, NFC.
        start: the day the record is filed under as partial ISO (``2024-06-25``, ``2024``), ``""`` if unknown.
        last: the last day of that, when it is a range.
    """
    found: Counter[str] = Counter()
    _file(found, start, last)
    filed_year = int(start[:4]) if start[:4].isdigit() else 0
    filed_month = int(start[5:7]) if filed_year and len(start) >= 7 else 12
    for match in _NUMBERS.finditer(text):
        for year, month, day in _read(match, text):
            if not year and filed_year:
                year = filed_year - (month > filed_month + _FAR_AHEAD)
            _state(found, year, month, day)
    return found


def _read(match: re.Match[str], text: str) -> list[tuple[int, int, int]]:
    """Return the times that numbers in a text name, as year, month and day; 0 for what is not named."""
    first, mark, second, third = match.groups()
    if second is None:
        return _one_number(first, text, match.start(), match.end())
    if third is not None:
        return _valid(int(third), int(second), int(first))
    if len(second) == 4:
        if len(first) == 4:
            return [(int(number), 0, 0) for number in (first, second) if _is_year(number)]
        return _valid(int(second), int(first), 0) if int(first) else []
    lead = text[max(0, match.start() - _LEAD) : match.start()].rstrip().lower()
    return _valid(0, int(second), int(first)) if mark == "/" or lead.endswith(_BEFORE_DAYS) else []


def _one_number(number: str, text: str, start: int, end: int) -> list[tuple[int, int, int]]:
    lead = text[max(0, start - _LEAD) : start].rstrip().lower()
    if lead.endswith("năm"):
        return [(int(number), 0, 0)] if _is_year(number) else []
    if not lead.endswith("tháng") or len(number) > 2:
        return []
    day = _DAY_BEFORE.search(text, max(0, start - 2 * _LEAD), start)
    year = _YEAR_BEHIND.match(text, end)
    return _valid(int(year[1]) if year else 0, int(number), int(day[1]) if day else 0)


def _valid(year: int, month: int, day: int) -> list[tuple[int, int, int]]:
    if not 1 <= month <= 12 or day > 31 or (year and not _FIRST_YEAR <= year <= _LAST_YEAR):
        return []
    return [(year, month, day)]


def _file(found: Counter[str], start: str, last: str) -> None:
    first, final = _parts(start), _parts(last or start)
    if first is None or final is None:
        return
    for _ in range(_FILED):
        _state(found, *first)
        if final != first:
            _state(found, *final)
    months = (final[0] - first[0]) * 12 + final[1] - first[1]
    if first[0] and first[1] and final[1] and 1 < months <= _MOST_MONTHS:
        for number in range(first[0] * 12 + first[1], final[0] * 12 + final[1] - 1):
            _state(found, number // 12, number % 12 + 1, 0)


def _parts(iso: str) -> tuple[int, int, int] | None:
    match = re.fullmatch(r"(?:(\d{4})|-)(?:-(\d\d))?(?:-(\d\d))?", iso)
    return None if match is None else (int(match[1] or 0), int(match[2] or 0), int(match[3] or 0))


def _state(found: Counter[str], year: int, month: int, day: int) -> None:
    if year:
        found[f"{year:04d}"] += 1
    if not month:
        return
    open_year = f"{year:04d}" if year else "-"
    found[f"{month:02d}"] += 1
    found[f"{open_year}-{month:02d}"] += 1
    if day:
        found[f"{month:02d}-{day:02d}"] += 1
        found[f"{open_year}-{month:02d}-{day:02d}"] += 1


# -- the query -------------------------------------------------------------------------------------

_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.](\d{4})")
_DAY_MONTH = re.compile(r"(\d{1,2})/(\d{1,2})")
_SMALL = re.compile(r"\d{1,2}")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_NAMES = {"ngày": "ngay", "tháng": "thang", "năm": "nam", "quí": "qui"}
"""In the spelling of the analyser, which writes "quý" with i."""


def moments_in(words: Sequence[Word]) -> list[Moment]:
    """Return the times that a query names, with or without marks: "tháng 6/2017", "nam 2022"."""
    marked = any(word.marked for word in words)
    names = [_name(word, marked=marked) for word in words]
    found: list[Moment] = []
    at = 0
    while at < len(names):
        moment = _at(names, at)
        if moment is None:
            at += 1
        else:
            found.append(moment)
            at = moment.last
    return found


def _name(word: Word, *, marked: bool) -> str:
    """Return the folded word; a word like "nam" in a query with marks is not "năm"."""
    if marked and word.folded in _NAMES.values():
        return _NAMES.get(word.exact, "")
    return word.folded


def _at(names: Sequence[str], at: int) -> Moment | None:
    """Return the time that begins with word ``at``."""
    lead = names[at]
    following = names[at + 1] if at + 1 < len(names) else ""
    if lead == "nam":
        return Moment(at, at + 2, int(following), numbers=(at + 1,)) if _is_year(following) else None
    if lead == "qui":
        return _quarter(names, at, following)
    if lead == "thang":
        return _month(names, at, at + 1, 0)
    if lead != "ngay":
        return _number(at, at, lead)
    if _SMALL.fullmatch(following) and names[at + 2 : at + 3] == ["thang"] and 0 < int(following) <= 31:
        return _month(names, at, at + 3, int(following))
    return None if _is_year(following) else _number(at, at + 1, following)


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isdecimal() and _FIRST_YEAR <= int(text) <= _LAST_YEAR


def _number(first: int, at: int, text: str) -> Moment | None:
    """Return the time that one number alone names."""
    if _is_year(text):
        return Moment(first, at + 1, int(text), numbers=(at,))
    day, month, year = "0", "0", "0"
    if match := _DAY_MONTH_YEAR.fullmatch(text):
        day, month, year = match.groups()
    elif match := _MONTH_YEAR.fullmatch(text):
        month, year = match.groups()
    elif match := _DAY_MONTH.fullmatch(text):
        day, month = match.groups()
    if not 1 <= int(month) <= 12 or int(day) > 31 or (year != "0" and not _is_year(year)):
        return None
    return Moment(first, at + 1, int(year), (int(month),), int(day), (at,))


def _year_after(names: Sequence[str], at: int) -> tuple[int, int]:
    """Return the year at ``at`` or after the word for it, and the place behind it; 0 when there is none."""
    place = at + 1 if at < len(names) and names[at] == "nam" else at
    if place < len(names) and _is_year(names[place]):
        return int(names[place]), place + 1
    return 0, at


def _month(names: Sequence[str], first: int, at: int, day: int) -> Moment | None:
    text = names[at] if at < len(names) else ""
    if match := _MONTH_YEAR.fullmatch(text):
        month, year, last = int(match[1]), int(match[2]), at + 1
    elif _SMALL.fullmatch(text):
        month = int(text)
        year, last = _year_after(names, at + 1)
    else:
        return None
    if not 1 <= month <= 12 or (year and not _is_year(str(year))):
        return None
    numbers = tuple(place for place in range(first, last) if names[place][:1].isdecimal())
    return Moment(first, last, year, (month,), day, numbers)


def _quarter(names: Sequence[str], at: int, text: str) -> Moment | None:
    if match := _MONTH_YEAR.fullmatch(text):
        quarter, year, last = _QUARTERS.get(match[1], 0), int(match[2]), at + 2
    else:
        quarter = _QUARTERS.get(text, 0)
        year, last = _year_after(names, at + 2)
    if not quarter or not _is_year(str(year)):
        return None
    return Moment(at, last, year, (3 * quarter - 2, 3 * quarter - 1, 3 * quarter), numbers=(last - 1,))
