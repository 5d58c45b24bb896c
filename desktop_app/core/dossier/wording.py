"""How dates, numbers, posts and old place names are worded on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from db.dates import DatePrecision, PartialDate
from db.records import Figure, PlaceSuccession, Post, SuccessionKind
from desktop_app.core.dossier.text import line

UNKNOWN = "Chưa rõ"
_STALE_DAYS = 730


def show_date(date: PartialDate, unknown: str = "chưa rõ") -> str:
    """The date as known; an inferred year is named as such: "09/6 (năm suy đoán 2022)"."""
    if not date.known:
        return line(date.stated) or unknown
    text = replace(date, inferred=False).display()
    if text.count("/") > 2:
        # Two full dates: the line may end between them.
        text = text.replace("–", " – ", 1) if " – " not in text else text
    return _inferred(date, text) if date.inferred else text


def _inferred(date: PartialDate, text: str) -> str:
    year = date.start[:4]
    if date.precision is DatePrecision.YEAR and not date.end:
        return f"năm suy đoán {year}"
    if text.endswith("/" + year) and date.precision is not DatePrecision.YEAR and date.last[:4] == year:
        return f"{text[: -len(year) - 1]} (năm suy đoán {year})"
    return f"{text} (năm suy đoán)"


def full_date(day: dt.date) -> str:
    """Return "ngày 09 tháng 6 năm 2022": days below 10 and months 1 and 2 with a leading zero (Decree 30)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def short_date(day: dt.date) -> str:
    """Return "09/6/2022"."""
    return PartialDate.from_day(day).display()


def number(value: float) -> str:
    """A number with Vietnamese separators: 9.666 and 81,56."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")


def scaled(value: float, unit: str) -> tuple[float, str]:
    """Money in the usual size: 81 560 000 000 USD → 81,56 tỷ USD. Other units are left alone."""
    if unit.upper() not in ("USD", "EUR", "VND", "KRW", "JPY", "CNY", "LAK", "ĐỒNG", "WON", "YÊN"):
        return value, unit
    for size, word in ((1_000_000_000, "tỷ"), (1_000_000, "triệu")):
        if abs(value) >= size:
            return value / size, f"{word} {unit}"
    return value, unit


def figure_value(figure: Figure) -> str:
    """The number with its unit and how exact it is: "khoảng 135 triệu USD", "500–700 người"."""
    top = figure.value_max if figure.value_max is not None else figure.value
    _, unit = scaled(top, line(figure.unit))
    size = (scaled(top, line(figure.unit))[0] or 1) / (top or 1)
    text = number(round(figure.value * size, 6))
    if figure.value_max is not None and figure.value_max != figure.value:
        text = f"{text}–{number(round(figure.value_max * size, 6))}"
    before = line(figure.qualifier) or ("khoảng" if figure.approximate else "")
    tail = unit if unit.startswith("%") else f" {unit}"
    return f"{before} {text}{tail}".strip()


def figure_period(figure: Figure) -> str:
    """The period of a figure, "chưa rõ thời kỳ" when none is stated."""
    return show_date(figure.period, "chưa rõ thời kỳ")


def post_title(post: Post) -> str:
    """Post and body in one phrase."""
    title, body = line(post.title), line(post.organisation)
    if not body or body.casefold() in title.casefold():
        return title
    return f"{title}, {body}"


def post_dates(post: Post) -> str:
    """When the post is known to have been held; a post never stands without its date."""
    if post.ended.known:
        start = f"từ {show_date(post.started)} " if post.started.known else ""
        return f"{start}đến {show_date(post.ended)}"
    if post.seen_on.known:
        return f"tại thời điểm {show_date(post.seen_on)}"
    if post.started.known:
        return f"từ {show_date(post.started)}"
    return "chưa rõ thời điểm"


def is_stale(post: Post, as_of: dt.date) -> bool:
    """Whether the newest sign of a post that has not ended is more than two years old."""
    days = [date.last_day() for date in (post.seen_on, post.started) if date.known]
    known = [day for day in days if day is not None]
    return not post.ended.known and bool(known) and (as_of - max(known)).days > _STALE_DAYS


class Places:
    """Adds "(nay thuộc …)" behind the first mention of a place that has been merged or renamed since."""

    def __init__(self, successions: Iterable[PlaceSuccession], as_of: dt.date) -> None:
        self._now: dict[str, list[PlaceSuccession]] = {}
        for item in successions:
            old, new = line(item.predecessor_name), line(item.successor_name)
            since = item.date.first_day()
            if old and new and old != new and (since is None or since <= as_of):
                self._now.setdefault(old, []).append(item)
        self._said: set[str] = set()

    def say(self, text: str) -> str:
        """``text`` with the note behind every old name met for the first time in this dossier."""
        text = line(text)
        for old in sorted(self._now, key=len, reverse=True):
            at = _find_word(text, old)
            if old in self._said or at < 0:
                continue
            self._said.add(old)
            end = at + len(old)
            note = self._note(old, of_province=text[:at].endswith("tỉnh "))
            text = f"{text[:end]} ({note}){text[end:]}"
        return text

    def _note(self, old: str, *, of_province: bool) -> str:
        items = self._now[old]
        verb = "nay là" if items[0].kind in (SuccessionKind.RENAMED, SuccessionKind.UPGRADED) else "nay thuộc"
        names = dict.fromkeys(line(item.successor_name) for item in items)
        return f"{verb} {', '.join(_with_kind(name) if of_province else name for name in names)}"


def _with_kind(name: str) -> str:
    known = name.casefold().startswith(("tỉnh ", "thành phố ", "tp"))
    return name if known else f"tỉnh {name}"


def _find_word(text: str, word: str) -> int:
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if (at == 0 or not text[at - 1].isalnum()) and (end == len(text) or not text[end].isalnum()):
            return at
        at = text.find(word, at + 1)
    return -1
