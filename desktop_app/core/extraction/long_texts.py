"""Texts far longer than any article are read in pieces, so that time grows with the length and no faster."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from desktop_app.core.extraction.candidates import (
    AgreementCandidate,
    AliasCandidate,
    CommitmentCandidate,
    FieldCandidate,
    FigureCandidate,
    Findings,
    Found,
    PersonCandidate,
    ProfileCandidate,
    VisitCandidate,
)
from desktop_app.core.text.names import name_key

LONG = 60_000
_PIECE = 20_000
# A piece ends at the last of these in its second half, else where its room ends.
_LIMITS = ("\n", ". ", " ")

FoundT = TypeVar("FoundT", bound=Found)


def pieces(text: str) -> list[tuple[int, int]]:
    """Return [start, end) of the pieces of a text, in order and without gaps."""
    out: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        end = min(len(text), start + _PIECE)
        if end < len(text):
            found = (text.rfind(limit, start + _PIECE // 2, end) for limit in _LIMITS)
            end = next((at + 1 for at in found if at >= 0), end)
        out.append((start, end))
        start = end
    return out


def joined(parts: Iterable[tuple[int, Findings]]) -> Findings:
    """Return the findings of pieces, given with the offset of each, as those of the whole text.

    What is told again in a later piece counts once, where it stands first.
    """
    whole = Findings()
    for offset, part in parts:
        visits, visit_at = _added(whole.visits, part.visits, offset, _visit_key)
        promises, promise_at = _added(whole.commitments, part.commitments, offset, _commitment_key)
        whole = Findings(
            visits=_linked(visits, len(whole.visits), "follows", visit_at),
            agreements=_added(whole.agreements, part.agreements, offset, _agreement_key)[0],
            proposed=_added(whole.proposed, part.proposed, offset, _agreement_key)[0],
            commitments=_linked(promises, len(whole.commitments), "depends_on", promise_at),
            persons=_added(whole.persons, part.persons, offset, _person_key)[0],
            figures=_added(whole.figures, part.figures, offset, _figure_key)[0],
            fields=_added(whole.fields, part.fields, offset, _field_key)[0],
            profile=_added(whole.profile, part.profile, offset, _profile_key)[0],
            aliases=_added(whole.aliases, part.aliases, offset, _alias_key)[0],
        )
    return whole


def _added(
    have: tuple[FoundT, ...], more: tuple[FoundT, ...], offset: int, key: Callable[[FoundT], Any]
) -> tuple[tuple[FoundT, ...], dict[int, int]]:
    """All items, and for each of ``more`` its place among them."""
    places = {key(item): at for at, item in enumerate(have)}
    out = list(have)
    moved: dict[int, int] = {}
    for at, item in enumerate(more):
        known = places.get(key(item))
        if known is None:
            known = places[key(item)] = len(out)
            out.append(_shifted(item, offset))
        moved[at] = known
    return tuple(out), moved


def _shifted(item: FoundT, offset: int) -> FoundT:
    spans = tuple(replace(span, start=span.start + offset, end=span.end + offset) for span in item.spans)
    return replace(item, spans=spans)


def _linked(items: tuple[FoundT, ...], first: int, name: str, places: dict[int, int]) -> tuple[FoundT, ...]:
    """The items from ``first`` on with their reference to another one put right."""
    out = list(items)
    for at in range(first, len(out)):
        other = getattr(out[at], name)
        if other is not None:
            place = places.get(other)
            out[at] = replace(out[at], **{name: None if place == at else place})
    return tuple(out)


def _visit_key(item: VisitCandidate) -> Any:
    return item.direction, item.status, item.start, item.end, item.partners, item.heads


def _agreement_key(item: AgreementCandidate) -> Any:
    return item.type, item.title, item.status, item.parties, item.date


def _commitment_key(item: CommitmentCandidate) -> Any:
    return item.content, item.by


def _person_key(item: PersonCandidate) -> Any:
    return name_key(item.name)


def _figure_key(item: FigureCandidate) -> Any:
    return item.value, item.value_max, item.unit, item.year, item.indicator


def _field_key(item: FieldCandidate) -> Any:
    return item.name


def _profile_key(item: ProfileCandidate) -> Any:
    return item.place, item.name, item.value


def _alias_key(item: AliasCandidate) -> Any:
    return item.alias, item.canonical
