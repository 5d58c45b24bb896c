"""When a visit takes place, and whether it has."""

from __future__ import annotations

import re
from dataclasses import replace

from db.dates import PartialDate
from desktop_app.core.extraction.candidates import VisitCandidate
from desktop_app.core.extraction.events import Event
from desktop_app.core.extraction.reading import Reading, Sentence
from desktop_app.core.text.dates import FoundDate

_PLANNED = re.compile(
    r"\b(?:sẽ|dự kiến|sắp)\s+(?:\w+ ){0,4}?(?:thăm|diễn ra|đến|sang|tổ chức|làm việc|đón"
    r"|tiếp|dẫn đầu)|sắp diễn ra"
)
_CANCELLED = re.compile(r"\b(?:hủy|huỷ|hoãn) (?:chuyến|cuộc)")


def days_in(reading: Reading, sentence: Sentence) -> list[FoundDate]:
    """Return the days and ranges of days that a sentence states."""
    return [
        d for d in reading.dates_in(sentence.start, sentence.end) if d.kind in ("day", "range", "relative")
    ]


_ANNOUNCED = re.compile(
    r"^[^.;]{0,90}?\b(?:cho biết|họp báo|phê duyệt|thông báo|ký quyết định|ban hành"
    r"|thông tin|công bố|trao đổi với)\b"
)


def event_date(reading: Reading, event: Event) -> FoundDate | None:
    """The day of the event: that of its sentence, unless that is only the day it was announced."""
    announced: FoundDate | None = None
    for sentence in [event.sentence, *reading.sentences[:12]]:
        days = _near_publication(reading, days_in(reading, sentence))
        told = [d for d in days if not _ANNOUNCED.match(reading.text[d.end : sentence.end])]
        if told and (announced is None or any(d.kind == "range" or d.start > announced.start for d in told)):
            return _best_day(reading, event, told)
        announced = announced or (days[0] if days else None)
    return announced


def _near_publication(reading: Reading, days: list[FoundDate]) -> list[FoundDate]:
    """Anniversaries and history ("2/3/1950") are no dates of the event."""
    published = PartialDate.from_iso(reading.context.published or None)
    out: list[FoundDate] = []
    for found in days:
        day, reference = found.date.first_day(), published.first_day()
        if day is not None and reference is not None and abs((day - reference).days) > 400:
            continue
        out.append(found)
    return out


def _best_day(reading: Reading, event: Event, days: list[FoundDate]) -> FoundDate:
    spans = [d for d in days if d.kind == "range"]
    planned = _PLANNED.search(event.sentence.text)
    if spans and (spans[0] is days[0] or planned):
        return spans[0]
    # "từ ngày 3/5" is when something larger began.
    own = [
        d
        for d in days
        if not re.search(
            r"\b(?:từ|kể từ|trước|đến)(?: ngày)?\s*$", reading.text[max(0, d.start - 12) : d.start]
        )
    ]
    own = [d for d in own if not re.match(r"từ\b", d.date.stated, re.IGNORECASE)] or own
    return own[0] if own else days[0]


def with_date(reading: Reading, visit: VisitCandidate, found: FoundDate | None) -> VisitCandidate:
    """Return the visit with its date, and the reason where a year was concluded."""
    if found is None:
        return visit
    date = found.date
    inferred = date.inferred
    reason = found.reason
    if date.start.startswith("--") and reading.guessed_year:
        reason = f"bài dẫn số liệu năm {reading.guessed_year - 1}, nên có thể là năm {reading.guessed_year}"
    return replace(
        visit,
        start=date.start,
        end=date.last,
        date_stated=" ".join(date.stated.split()),
        year_inferred=inferred or date.start.startswith("--"),
        year_reason=reason,
        suggested_year=reading.guessed_year if date.start.startswith("--") else None,
    )


def status(reading: Reading, event: Event, date: FoundDate | None) -> str:
    """Return done, planned or cancelled."""
    opening = reading.text[: event.sentence.end]
    if _CANCELLED.search(opening):
        return "cancelled"
    published = PartialDate.from_iso(reading.context.published or None).last_day()
    first = date.date.first_day() if date else None
    if published and first and first > published:
        return "planned"
    if _PLANNED.search(event.sentence.text) and not (published and first and first <= published):
        return "planned"
    return "done"
