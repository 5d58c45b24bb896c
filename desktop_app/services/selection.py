"""A draft for a passage that a person selected: what the passage says is filled in, the rest is left open."""

from __future__ import annotations

from collections.abc import Sequence

from db.dates import UNKNOWN_DATE, PartialDate
from db.records import (
    Agreement,
    Article,
    Commitment,
    CommitmentGrade,
    Direction,
    Figure,
    Person,
    ProfileFact,
    Side,
    SuggestionKind,
    Visit,
)
from desktop_app.core.text.dates import find_dates
from desktop_app.core.text.numbers import find_quantities
from desktop_app.services.drafts import Draft, LinkedDraft, ProfileDraft, VisitDraft, agreement_kind

CREATABLE: tuple[SuggestionKind, ...] = (
    SuggestionKind.VISIT,
    SuggestionKind.AGREEMENT,
    SuggestionKind.COMMITMENT,
    SuggestionKind.PERSON,
    SuggestionKind.FIGURE,
    SuggestionKind.PROFILE,
)
_LONGEST_TITLE = 200


def from_selection(
    kind: SuggestionKind, article: Article, start: int, end: int, drafts: Sequence[Draft] = ()
) -> Draft:
    """Return the draft of a record to be made by hand from ``article.text[start:end]``.

    Args:
        kind: one of ``CREATABLE``.
        article: where the passage stands.
        start: first code point of the passage.
        end: one past the last.
        drafts: what else is on the desk; its visits tell the partners of the article.

    Raises:
        ValueError: this kind cannot be made by hand.
    """
    quote = " ".join(article.text[start:end].split())
    partners = _partners(drafts)
    date = _date(quote, article)
    match kind:
        case SuggestionKind.VISIT:
            visit = Visit(0, _title(quote), _direction(drafts), period=date, content=quote)
            return VisitDraft(visit, partners)
        case SuggestionKind.AGREEMENT:
            agreement = Agreement(0, _title(quote), agreement_kind(quote), signed=date, subject="")
            return LinkedDraft(agreement, partners)
        case SuggestionKind.COMMITMENT:
            commitment = Commitment(0, quote, CommitmentGrade.PROMISE, stated_on=article.published)
            return LinkedDraft(commitment, partners)
        case SuggestionKind.PERSON:
            return LinkedDraft(Person(0, _title(quote), side=Side.UNKNOWN))
        case SuggestionKind.FIGURE:
            # Whom a figure concerns follows from its scope, not from who came to visit.
            return LinkedDraft(_figure(quote, date))
        case SuggestionKind.PROFILE:
            place = partners[0][0] if partners else ""
            return ProfileDraft(place, ProfileFact(0, 0, "", quote, article.published))
        case _:
            raise ValueError(kind)


def _partners(drafts: Sequence[Draft]) -> tuple[tuple[str, str], ...]:
    found = [pair for item in drafts if isinstance(item, VisitDraft) for pair in item.partners]
    return tuple(dict.fromkeys(found))


def _direction(drafts: Sequence[Draft]) -> Direction:
    visits = [item.visit.direction for item in drafts if isinstance(item, VisitDraft)]
    return visits[0] if visits else Direction.IN


def _date(quote: str, article: Article) -> PartialDate:
    found = find_dates(quote, article.published.start)
    return found[0].date if found else UNKNOWN_DATE


def _title(quote: str) -> str:
    if len(quote) <= _LONGEST_TITLE:
        return quote
    return quote[:_LONGEST_TITLE].rsplit(" ", 1)[0]


def _figure(quote: str, date: PartialDate) -> Figure:
    dates = [(item.start, item.end) for item in find_dates(quote)]
    found = [
        item
        for item in find_quantities(quote)
        if not any(start <= item.number_start < end for start, end in dates)
    ]
    if not found:
        return Figure(0, _title(quote), 0.0, "", period=date)
    first = found[0]
    return Figure(
        0,
        _title(quote),
        first.value,
        " ".join(quote[first.end :].split()[:1]).strip(".,;:)"),
        stated=quote[first.number_start : first.end],
        value_max=first.value_max,
        approximate=bool(first.qualifier),
        qualifier=first.qualifier,
        period=date,
    )
