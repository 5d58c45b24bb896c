"""What the rules find: found, not yet believed.

Each candidate turns into the JSON of DESIGN section 5 with ``to_json``. Spans are ``[start, end)`` in code
points of the text that was given; ``field`` names the value the span shows (``start``, ``heads``,
``partners`` …), ``""`` when it supports the whole.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, cast

from desktop_app.core.extraction.known import NOTHING_KNOWN, Known


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the text, and the field it is evidence for."""

    start: int
    end: int
    field: str = ""


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A person inside another candidate."""

    name: str
    title: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """A foreign locality; ``name`` empty when only the country is told."""

    name: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class StopRef:
    """A locality (``site`` false) or a site visited; ``note`` e.g. "chưa có nội dung"."""

    name: str
    site: bool = False
    country: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What all candidates share. ``doubts``: reasons in Vietnamese; empty means "no doubt seen"."""

    spans: tuple[Span, ...] = ()
    score: float = 0.0
    rule: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitCandidate(Found):
    """A visit. Dates are partial ISO texts ("--06-09" while the year is unknown), ``None`` unknown."""

    direction: str = "none"  # in | out | none
    status: str = "done"  # done | planned | cancelled
    start: str | None = None
    end: str | None = None
    date_stated: str = ""
    year_inferred: bool = False
    year_reason: str = ""
    suggested_year: int | None = None  # for a day without year; a person has to confirm it
    visitor_org: str = ""
    host_org: str = ""
    heads: tuple[PersonRef, ...] = ()
    members: tuple[PersonRef, ...] = ()
    hosts: tuple[PersonRef, ...] = ()
    met: tuple[PersonRef, ...] = ()
    partners: tuple[PlaceRef, ...] = ()
    vn_localities: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    stops: tuple[StopRef, ...] = ()
    location: str = ""
    purpose: str = ""
    gifts: str = ""
    fields: tuple[str, ...] = ()
    follows: int | None = None  # index of the visit in the same article whose next leg this is


@dataclass(frozen=True, slots=True)
class AgreementCandidate(Found):
    """An agreement; ``status`` signed | to_be_signed | proposed | renewed | existing."""

    type: str = ""
    title: str = ""
    other_titles: tuple[str, ...] = ()
    status: str = "signed"
    parties: tuple[str, ...] = ()
    subject: str = ""
    date: str | None = None  # partial ISO, or "a/b" for a range
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommitmentCandidate(Found):
    """``strength`` promise | proposal | wish | done; ``grade`` is ours: db.records.CommitmentGrade value."""

    strength: str = "promise"
    grade: str = "promise"
    by: str = ""
    to: str = ""
    content: str = ""
    quantity: str = ""
    deadline: str | None = None
    depends_on: int | None = None  # index of another commitment of the same article
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonCandidate(Found):
    """A person acting in the event, with the post of that time; ``side`` vn | foreign."""

    name: str = ""
    title: str = ""
    organisation: str = ""
    side: str = "vn"
    country: str = ""
    locality: str = ""
    record_id: int | None = None  # the confirmed person of this name, an offer
    known_title: str = ""  # the post in the records on the day of the article, when the article has none
    known_organisation: str = ""


@dataclass(frozen=True, slots=True)
class FigureCandidate(Found):
    """A number staff would quote. ``value`` works multipliers out (81,56 tỷ USD = 81560000000 "USD")."""

    value: float = 0.0
    value_max: float | None = None
    unit: str = ""
    what: str = ""
    stated: str = ""
    year: str | None = None
    year_inferred: bool = False
    as_of: str | None = None
    scope: tuple[str, ...] = ()
    approximate: bool = False
    qualifier: str = ""
    indicator: str = "other"


@dataclass(frozen=True, slots=True)
class FieldCandidate(Found):
    """A field of cooperation named in the article."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class ProfileCandidate(Found):
    """A fact about the partner place: ``name`` Vị trí | Ngành mạnh | Doanh nghiệp lớn | … and its value."""

    place: str = ""
    name: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class AliasCandidate(Found):
    """``alias`` may be another spelling of ``canonical``; never merged silently."""

    alias: str = ""
    canonical: str = ""
    kind: str = "place"


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything found in one article; ``proposed`` are papers that one side wishes to sign."""

    visits: tuple[VisitCandidate, ...] = ()
    agreements: tuple[AgreementCandidate, ...] = ()
    proposed: tuple[AgreementCandidate, ...] = ()
    commitments: tuple[CommitmentCandidate, ...] = ()
    persons: tuple[PersonCandidate, ...] = ()
    figures: tuple[FigureCandidate, ...] = ()
    fields: tuple[FieldCandidate, ...] = ()
    profile: tuple[ProfileCandidate, ...] = ()
    aliases: tuple[AliasCandidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What is known about the article and the office before reading.

    ``home`` is the office's province ("Nghệ An"), ``""`` when not known. ``published`` partial ISO or ``""``.
    ``known`` holds the names that the office confirmed.
    """

    published: str = ""
    title: str = ""
    source: str = ""
    home: str = ""
    known: Known = NOTHING_KNOWN


def payload(found: Found) -> dict[str, Any]:
    """The candidate as plain JSON values, without spans, score, rule and doubts (those are columns)."""
    return {name: _plain(getattr(found, name)) for name in _fields(found) if name not in _SHARED}


_SHARED = {"spans", "score", "rule", "doubts"}


def _fields(value: Any) -> list[str]:
    return [item.name for item in fields(value)]


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in cast("tuple[Any, ...]", value)]
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in _fields(value)}
    return value
