"""Dates as provincial papers write them, and as people type them.

``find_dates`` reads an article; ``parse_date`` reads the date field of a form. Neither invents a part that is
not there: a day without a year stays without a year unless the day of publication is known, and then it is
marked as inferred, with the reason.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from db.dates import DatePrecision, PartialDate

_SEP = r"\s?[/\u2044.\-]\s?"
_DAY = r"\d{1,2}"
_YEAR = r"(?:19|20)\d{2}"
_TIME = r"rạng sáng|sáng sớm|sáng|trưa|chiều tối|chiều|tối|đêm"
_NOT_BEFORE = r"(?<![\d/\u2044.,\-–])"
_NOT_AFTER = r"(?!\d)(?![/\u2044\-]\d)(?!\.\d)(?!\s*%)"


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text.

    Attributes:
        start: first code point of the words that state it.
        end: one past the last.
        date: what is known; ``date.inferred`` when the year was concluded.
        kind: day | range | month | quarter | year | period | relative.
        reason: in Vietnamese why a part was concluded, ``""`` when all is stated.
    """

    start: int
    end: int
    date: PartialDate
    kind: str
    reason: str = ""


_LEAD = rf"(?:(?:{_TIME})\s+(?:nay|qua)?\s*[,(]?\s*)?"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            "range",
            (
                rf"(?:trong\s+)?(?:(?:các\s+|\d+\s+)?ngày,?\s+)?từ\s+(?:{_TIME})?\s*(?:ngày\s+)?(?P<d1>{_DAY})"
                rf"(?:{_SEP}(?P<m1>\d{{1,2}}))?(?:{_SEP}(?P<y1>{_YEAR}))?\s*(?:đến|tới|-|–"
                rf"|—)\s*(?:hết\s+)?(?:ngày\s+)?"
                rf"(?P<d2>{_DAY})(?:{_SEP}|\s+tháng\s+)(?P<m2>\d{{1,2}})(?:(?:{_SEP}"
                rf"|\s+năm\s+)(?P<y2>{_YEAR}))?{_NOT_AFTER}"
            ),
        ),
        (
            "range",
            (
                rf"(?:trong\s+)?(?:các|hai|2|ba|3|bốn|4|năm"
                rf"|5)\s+ngày,?\s+\(?(?P<d1>{_DAY})(?:{_SEP}(?P<m1>\d{{1,2}}))?"
                rf"(?:\s*,\s*{_DAY}(?:{_SEP}\d{{1,2}})?)*\s*(?:,|và|-|–|—|đến)\s*(?P<d2>{_DAY})"
                rf"(?:{_SEP}|\s+tháng\s+)(?P<m2>\d{{1,2}})(?:(?:{_SEP}|\s+năm\s+)(?P<y2>{_YEAR}))?{_NOT_AFTER}"
            ),
        ),
        (
            "range",
            (
                rf"{_NOT_BEFORE}(?:ngày\s+)?(?P<d1>{_DAY})(?:[/\u2044.](?P<m1>\d{{1,2}}))?(?:[/\u2044.]"
                rf"(?P<y1>{_YEAR}))?\s*[-–—]\s*"
                rf"(?P<d2>{_DAY})[/\u2044.](?P<m2>\d{{1,2}})(?:[/\u2044.](?P<y2>{_YEAR}))?{_NOT_AFTER}"
            ),
        ),
        (
            "range",
            (
                rf"{_NOT_BEFORE}ngày\s+(?P<d1>{_DAY})(?:{_SEP}(?P<m1>\d{{1,2}}))?\s+và\s+(?:ngày\s+)?"
                rf"(?P<d2>{_DAY}){_SEP}(?P<m2>\d{{1,2}})(?:{_SEP}(?P<y2>{_YEAR}))?{_NOT_AFTER}"
            ),
        ),
        (
            "day",
            (
                rf"(?:(?:{_TIME})\s+)?(?:hôm\s+)?(?:(?:nay"
                rf"|qua)\s*,?\s*)?ngày\s+(?P<d>{_DAY})\s+tháng\s+(?P<m>\d{{1,2}})"
                rf"(?:\s*(?:năm|,|/|-)\s*(?P<y>{_YEAR}))?(?!\d)"
            ),
        ),
        (
            "day",
            (
                rf"{_NOT_BEFORE}(?:{_LEAD}ngày\s+|{_LEAD})?(?P<d>{_DAY})(?P<s>[/\u2044.\-])"
                rf"(?P<m>\d{{1,2}})(?P=s)(?P<y>{_YEAR})(?!\d)"
            ),
        ),
        (
            "day",
            (
                rf"(?:hôm\s+(?:nay|qua)\s*,?\s*\(?\s*(?:ngày\s+)?|cùng\s+ngày\s*\(|{_LEAD}ngày\s+"
                rf"|(?:{_TIME})\s+(?:(?:nay|qua|mai)\s*)?[,(]?\s*|mùng\s+)"
                rf"(?P<d>{_DAY}){_SEP}(?P<m>\d{{1,2}})\)?{_NOT_AFTER}"
            ),
        ),
        ("quarter", rf"quý\s+(?P<q>IV|III|II|I|[1-4])\s*(?:[/\-]|\s+năm\s+|\s+)\s*(?P<y>{_YEAR})(?!\d)"),
        (
            "month",
            rf"\btháng\s+(?P<m>\d{{1,2}})(?:\s*[/\u2044\-.]\s*(?P<y>{_YEAR})|\s+năm\s+(?P<y2>{_YEAR}))(?!\d)",
        ),
        ("month", rf"(?<!\d[/\u2044])(?<!\d)(?P<m>0?[1-9]|1[0-2])/(?P<y>{_YEAR})(?!\d)"),
        (
            "period",
            (
                rf"(?:giai đoạn|thời kỳ|nhiệm kỳ|các năm|từ năm|năm)\s+(?P<y1>{_YEAR})\s*(?:-|–|—|đến"
                rf"|và)\s*(?:năm\s+)?(?P<y2>{_YEAR})(?!\d)"
            ),
        ),
        ("period", rf"\((?P<y1>{_YEAR})\s*[-–—]\s*(?P<y2>{_YEAR})\)"),
        ("year", rf"\bnăm\s+(?P<y>{_YEAR})(?![\d/])"),
        (
            "relative",
            (
                rf"\b(?:(?:{_TIME})\s+(?P<r1>nay|qua|mai)|hôm\s+(?P<r2>nay|qua)"
                rf"|(?:(?:{_TIME})\s+)?(?P<same>cùng ngày))\b(?!\s*\()"
            ),
        ),
        ("day", rf"{_NOT_BEFORE}(?P<d>{_DAY})[/\u2044](?P<m>\d{{1,2}}){_NOT_AFTER}"),
        (
            "day",
            rf"{_NOT_BEFORE}(?P<d>{_DAY})-(?P<m>\d{{1,2}})(?=\s*\(giờ|,\s){_NOT_AFTER}",
        ),
    )
)


def find_dates(text: str, published: str = "") -> list[FoundDate]:
    """Return all dates of ``text`` in order.

    Args:
        text: the article, NFC.
        published: its day of publication as partial ISO (``2024-06-25``, ``2024``), ``""`` when not known.

    Returns:
        Dates that do not overlap. A day without a year takes the year of ``published`` (the year before when
        that would lie more than six months ahead) and is marked as inferred; without ``published`` it keeps
        its open year ("--06-09").
    """
    found: list[FoundDate] = []
    taken: list[tuple[int, int]] = []
    near = _near_digits(text)
    for kind, pattern in _PATTERNS:
        for match in _matches(pattern, text, [(0, len(text))] if kind == "relative" else near):
            start, end = _trimmed(match)
            if any(start < b and end > a for a, b in taken):
                continue
            item = _make(kind, match, start, end, published, found)
            if item is not None:
                found.append(item)
                taken.append((start, end))
    return sorted(found, key=lambda item: item.start)


_DIGITS = re.compile(r"\d+")
_REACH = 64
"""No words before the first digit of a date, and none between its numbers, are longer."""


def _near_digits(text: str) -> list[tuple[int, int]]:
    """Return the parts of the text that may hold a date with digits: most of an article holds none."""
    parts: list[tuple[int, int]] = []
    for match in _DIGITS.finditer(text):
        start, end = max(0, match.start() - _REACH), min(len(text), match.end() + _REACH)
        if parts and start <= parts[-1][1]:
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((start, end))
    return parts


def _matches(pattern: re.Pattern[str], text: str, parts: list[tuple[int, int]]) -> Iterator[re.Match[str]]:
    for start, end in parts:
        yield from pattern.finditer(text, start, end)


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    words = match.group()
    start = match.start() + len(words) - len(words.lstrip(" ,(-–"))
    end = match.end()
    if words.endswith(")") and words[: len(words) - 1].count("(") == 0:
        end -= 1
    return start, end


def _make(
    kind: str, match: re.Match[str], start: int, end: int, published: str, before: list[FoundDate]
) -> FoundDate | None:
    groups = match.groupdict()
    stated = match.string[start:end]
    if kind == "relative":
        return _relative(groups, start, end, stated, published, before)
    try:
        date, reason = _dated(kind, groups, stated, published)
    except ValueError:
        return None
    return FoundDate(start, end, date, kind, reason)


def _dated(kind: str, groups: dict[str, str | None], stated: str, published: str) -> tuple[PartialDate, str]:
    if kind == "range":
        return _range(groups, stated, published)
    if kind == "day":
        return _with_published(
            _day(groups.get("y"), groups["m"], groups["d"], stated), published, stated=bool(groups.get("y"))
        )
    if kind == "month":
        year = groups["y"] or groups.get("y2") or ""
        return PartialDate.from_iso(f"{year}-{int(groups['m'] or 0):02d}", stated=stated), ""
    if kind == "quarter":
        return _quarter(groups["q"] or "", groups["y"] or "", stated), ""
    if kind == "period":
        return PartialDate.from_iso(groups["y1"], groups["y2"], stated=stated), ""
    return PartialDate.from_iso(groups["y"], stated=stated), ""


def _day(year: str | None, month: str | None, day: str | None, stated: str) -> PartialDate:
    tail = f"{int(month or 0):02d}-{int(day or 0):02d}"
    return PartialDate.from_iso(f"{year}-{tail}" if year else f"--{tail}", stated=stated)


def _range(groups: dict[str, str | None], stated: str, published: str) -> tuple[PartialDate, str]:
    month_2, day_2, year_2 = groups["m2"], groups["d2"], groups.get("y2")
    month_1 = groups.get("m1") or month_2
    last = f"{int(month_2 or 0):02d}-{int(day_2 or 0):02d}"
    first = f"{int(month_1 or 0):02d}-{int(groups['d1'] or 0):02d}"
    if int(month_1 or 0) == int(month_2 or 0) and first >= last and not groups.get("y1"):
        raise ValueError("not a range")
    if not year_2:
        return _with_published(
            PartialDate.from_iso(f"--{first}", f"--{last}", stated=stated), published, stated=False
        )
    year_1 = groups.get("y1") or (str(int(year_2) - 1) if first > last else year_2)
    return PartialDate.from_iso(f"{year_1}-{first}", f"{year_2}-{last}", stated=stated), ""


def _quarter(quarter: str, year: str, stated: str) -> PartialDate:
    number = {"I": 1, "II": 2, "III": 3, "IV": 4}.get(quarter.upper()) or int(quarter)
    return PartialDate.from_iso(f"{year}-{3 * number - 2:02d}", f"{year}-{3 * number:02d}", stated=stated)


def _with_published(date: PartialDate, published: str, *, stated: bool) -> tuple[PartialDate, str]:
    if stated or date.precision is not DatePrecision.NO_YEAR or not published[:4].isdigit():
        return date, ""
    year = int(published[:4])
    try:
        dated = date.with_year(year, inferred=True)
        if _ahead(dated, published):
            dated = date.with_year(year - 1, inferred=True)
    except ValueError:  # 29 February
        return date, ""
    return dated, "năm lấy theo ngày đăng bài"


def _ahead(date: PartialDate, published: str) -> bool:
    day = date.first_day()
    reference = PartialDate.from_iso(published).first_day()
    return day is not None and reference is not None and len(published) == 10 and (day - reference).days > 183


def _relative(
    groups: dict[str, str | None], start: int, end: int, stated: str, published: str, before: list[FoundDate]
) -> FoundDate | None:
    if groups["same"]:
        earlier = [item for item in before if item.end <= start and item.kind == "day"]
        if not earlier:
            return None
        # A bare "1-2-1950" in a bracket is history; the day of the report is told with its hour or the word.
        told = [item for item in earlier if re.match(r"[^\W\d]", item.date.stated)]
        nearest = max(told or earlier, key=lambda item: item.end)
        return FoundDate(start, end, replace(nearest.date, stated=stated), "relative", nearest.reason)
    if len(published) != 10:
        return None
    offset = {"nay": 0, "qua": -1, "mai": 1}[(groups["r1"] or groups["r2"] or "nay").lower()]
    try:
        day = dt.date.fromisoformat(published) + dt.timedelta(days=offset)
    except (ValueError, OverflowError):
        return None
    date = PartialDate.from_iso(day.isoformat(), stated=stated, inferred=True)
    return FoundDate(start, end, date, "relative", "ngày tính theo ngày đăng bài")


_AHEAD = re.compile(r"\bsẽ\b|\bđến\s*$|tầm nhìn|dự kiến|phấn đấu|mục tiêu|kế hoạch|vào\s*$", re.IGNORECASE)


def guess_year(text: str, dates: list[FoundDate]) -> int | None:
    """Return the year an article without any date of publication was probably written in.

    A report cites the figures of the last full year, so it is the latest year of past figures plus one; years
    of plans do not count. ``None`` when no such year is named.
    """
    past = [
        item
        for item in dates
        if item.kind in ("year", "month", "quarter")
        and not _AHEAD.search(text[max(0, item.start - 90) : item.start])
    ]
    years = [int(item.date.start[:4]) for item in past]
    return max(years) + 1 if years else None


# -- the date field of the forms -------------------------------------------------------------------

_TYPED: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern + r"\Z", re.IGNORECASE))
    for kind, pattern in (
        ("iso", rf"(?P<y>{_YEAR})-(?P<m>\d{{2}})-(?P<d>\d{{2}})"),
        (
            "day",
            (
                rf"(?:ngày\s+)?(?P<d>{_DAY})\s*[/\u2044.\-\s]\s*(?P<m>\d{{1,2}})(?:\s*[/\u2044.\-\s]\s*"
                rf"(?P<y>\d{{4}}))?"
            ),
        ),
        ("day", rf"(?:ngày\s+)?(?P<d>{_DAY})\s+tháng\s+(?P<m>\d{{1,2}})(?:\s+năm\s+(?P<y>\d{{4}}))?"),
        (
            "range",
            (
                rf"(?:từ\s+)?(?:ngày\s+)?(?P<d1>{_DAY})(?:[/\u2044.](?P<m1>\d{{1,2}}))?(?:[/\u2044.]"
                rf"(?P<y1>\d{{4}}))?\s*(?:-|–|—|đến|tới|và)\s*"
                rf"(?:ngày\s+)?(?P<d2>{_DAY})[/\u2044.\-](?P<m2>\d{{1,2}})(?:[/\u2044.\-](?P<y2>\d{{4}}))?"
            ),
        ),
        ("month", r"(?:tháng\s+)?(?P<m>\d{1,2})(?:\s*[/\-.]\s*|\s+năm\s+)(?P<y>\d{4})"),
        ("month", r"(?P<y>\d{4})-(?P<m>\d{2})"),
        ("quarter", r"quý\s+(?P<q>IV|III|II|I|[1-4])\s*(?:[/\-]|\s+năm\s+|\s+)\s*(?P<y>\d{4})"),
        ("period", r"(?:giai đoạn\s+|năm\s+)?(?P<y1>\d{4})\s*[-–—]\s*(?P<y2>\d{4})"),
        ("year", r"(?:năm\s+)?(?P<y>\d{4})"),
    )
)
_UNKNOWN = {"", "chưa rõ", "không rõ", "?", "chua ro"}


def parse_date(typed: str) -> PartialDate:
    """Read the date field of a form.

    Args:
        typed: e.g. "9/6", "9-6-2022", "24–27/6/2024", "tháng 6/2024", "quý II/2023", "năm 2021", "chưa rõ".

    Raises:
        ValueError: with the reason in plain Vietnamese.
    """
    text = " ".join(typed.split())
    if text.casefold() in _UNKNOWN:
        return PartialDate()
    for kind, pattern in _TYPED:
        match = pattern.match(text)
        if match is not None:
            return _typed(kind, match)
    raise ValueError(
        "Chưa hiểu ngày này. Hãy nhập như: 9/6/2022, 24–27/6/2024, tháng 6/2024, quý II/2023,"
        " năm 2021 hoặc chưa rõ."
    )


def _typed(kind: str, match: re.Match[str]) -> PartialDate:
    groups = match.groupdict()
    month = groups.get("m") or groups.get("m2")
    if month is not None and not 1 <= int(month) <= 12:
        raise ValueError(f"Không có tháng {int(month)}.")
    try:
        date, _ = _dated("day" if kind == "iso" else kind, groups, "", "")
    except ValueError:
        raise ValueError(_why_not(kind, groups)) from None
    return date


def _why_not(kind: str, groups: dict[str, str | None]) -> str:
    if kind == "range":
        return "Ngày kết thúc phải sau ngày bắt đầu và cả hai ngày đều phải có thật."
    if kind == "period":
        return "Năm kết thúc phải sau năm bắt đầu."
    if kind in ("day", "iso"):
        year = f"/{groups['y']}" if groups.get("y") else ""
        return f"Không có ngày {int(groups['d'] or 0)}/{int(groups['m'] or 0)}{year}."
    return "Ngày này không có thật."
