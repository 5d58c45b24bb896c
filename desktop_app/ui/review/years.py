"""The year an article leaves out: which date of a draft lacks it, and the draft with the year filled in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from db.dates import DatePrecision, PartialDate
from db.records import Agreement, Commitment, Figure
from desktop_app.services.drafts import Draft, LinkedDraft, ProfileDraft, VisitDraft
from desktop_app.services.review import Card

EARLIEST, LATEST = 1945, 2100


@dataclass(frozen=True, slots=True)
class OpenYear:
    """A date whose year the article does not state; ``guess`` is the concluded year, if any."""

    date: PartialDate
    guess: int | None
    reason: str

    def question(self) -> str:
        """What the card asks."""
        stated = self.date.stated or _day_month(self.date)
        if not stated:
            return _tr("Bài không ghi năm ở chỗ này.")
        return _tr("Bài ghi “{0}”, không ghi năm.").format(stated)


def open_year(card: Card) -> OpenYear | None:
    """The date of a card that lacks its year; None when every year is stated."""
    date = date_of(card.draft)
    if date is None or not (date.inferred or date.precision is DatePrecision.NO_YEAR):
        return None
    reason = str(card.suggestion.payload.get("year_reason", "") or "")
    if not reason:
        reason = next((doubt for doubt in card.suggestion.doubts if is_about_year(doubt)), "")
    return OpenYear(date, date.year, reason)


def is_about_year(doubt: str) -> bool:
    """Whether a doubt says what the question for the year says already."""
    asks = any(words in doubt for words in ("không nêu", "không ghi", "theo ngữ cảnh"))
    return asks and "năm" in doubt.casefold().split()


def date_of(item: Draft) -> PartialDate | None:
    """The date a draft stands or falls with."""
    match item:
        case VisitDraft():
            return item.visit.period
        case LinkedDraft(record=Agreement() as record):
            return record.signed
        case LinkedDraft(record=Figure() as record):
            return record.period
        case LinkedDraft(record=Commitment() as record):
            return record.deadline
        case ProfileDraft():
            return item.fact.as_of
        case _:
            return None


def with_date(item: Draft, date: PartialDate) -> Draft:
    """The draft with another date in the place ``date_of`` reads."""
    match item:
        case VisitDraft():
            return replace(item, visit=replace(item.visit, period=date))
        case LinkedDraft(record=Agreement() as record):
            return replace(item, record=replace(record, signed=date))
        case LinkedDraft(record=Figure() as record):
            return replace(item, record=replace(record, period=date))
        case LinkedDraft(record=Commitment() as record):
            return replace(item, record=replace(record, deadline=date))
        case ProfileDraft():
            return replace(item, fact=replace(item.fact, as_of=date))
        case _:
            return item


def in_year(date: PartialDate, year: int) -> PartialDate:
    """The date in ``year`` as a person confirmed it.

    Raises:
        ValueError: the day does not exist in that year (29/02), or the year is out of reason.
    """
    if not EARLIEST <= year <= LATEST:
        raise ValueError(year)
    if date.precision is DatePrecision.NO_YEAR:
        return date.with_year(year).confirmed()
    old = date.year
    if old is None:
        return date
    end = f"{int(date.end[:4]) + year - old:04d}{date.end[4:]}" if date.end else ""
    return PartialDate.from_iso(f"{year:04d}{date.start[4:]}", end, stated=date.stated)


def _day_month(date: PartialDate) -> str:
    return f"{date.start[-2:]}/{date.start[-5:-3]}" if len(date.start) > 4 else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Review", text)
