"""From a suggestion to the record it would become, for the cards and forms of the review desk.

A draft is a record with ``id`` 0 that nobody has accepted. A person edits it, ``services.review`` stores it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from db.dates import UNKNOWN_DATE, PartialDate
from db.records import (
    Agreement,
    AgreementKind,
    AgreementStatus,
    Article,
    Commitment,
    CommitmentGrade,
    CommitmentStatus,
    Direction,
    Figure,
    Indicator,
    Participant,
    Person,
    Post,
    ProfileFact,
    Role,
    Side,
    StopKind,
    Suggestion,
    SuggestionKind,
    Visit,
    VisitStatus,
    VisitStop,
)
from desktop_app.core.extraction import gazetteer
from desktop_app.core.text.fold import fold
from desktop_app.labels import label


@dataclass(frozen=True, slots=True)
class FieldDraft:
    """A field of cooperation named in the article."""

    name: str


@dataclass(frozen=True, slots=True)
class AliasDraft:
    """Another spelling of a known name; never merged without a person."""

    alias: str
    canonical: str


@dataclass(frozen=True, slots=True)
class ProfileDraft:
    """A fact about a partner place."""

    place: str
    fact: ProfileFact


@dataclass(frozen=True, slots=True)
class VisitDraft:
    """A visit with the partner places as (name, country), which may not be known partners yet."""

    visit: Visit
    partners: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LinkedDraft:
    """An agreement, commitment, figure or person with the names of the partners it concerns."""

    record: Agreement | Commitment | Figure | Person
    partners: tuple[tuple[str, str], ...] = ()


_LEVEL_WORDS = frozenset({"tinh", "thanh", "huyen", "quan", "thu", "bang", "vung", "chau"})

_WORD = re.compile(r"[^\W_]+")

Draft = VisitDraft | LinkedDraft | ProfileDraft | FieldDraft | AliasDraft

_AGREEMENT_KINDS: tuple[tuple[str, AgreementKind], ...] = (
    ("y dinh thu", AgreementKind.LETTER_OF_INTENT),
    ("ghi nho", AgreementKind.MEMORANDUM),
    ("mou", AgreementKind.MEMORANDUM),
    ("bien ban trao doi", AgreementKind.EXCHANGE_MINUTES),
    ("bien ban thoa thuan", AgreementKind.MINUTES),
    ("chuong trinh", AgreementKind.PROGRAMME),
    ("ke hoach", AgreementKind.PLAN),
    ("tuyen bo", AgreementKind.DECLARATION),
    ("thong cao", AgreementKind.COMMUNIQUE),
    ("thoa thuan", AgreementKind.ACCORD),
)
_AGREEMENT_STATES = {
    "signed": AgreementStatus.SIGNED,
    "existing": AgreementStatus.SIGNED,
    "renewed": AgreementStatus.RENEWED,
    "to_be_signed": AgreementStatus.NEGOTIATING,
    "proposed": AgreementStatus.INTENTION,
}
_VISIT_STATES = {
    "done": VisitStatus.DONE,
    "planned": VisitStatus.PLANNED,
    "cancelled": VisitStatus.CANCELLED,
}
_GRADES = {
    "done": CommitmentGrade.PROMISE,
    "promise": CommitmentGrade.PROMISE,
    "offer": CommitmentGrade.OFFER,
    "proposal": CommitmentGrade.PROPOSAL,
    "intention": CommitmentGrade.INTENTION,
    "wish": CommitmentGrade.WISH,
}


def draft(suggestion: Suggestion, article: Article, home: str = "") -> Draft:
    """Return the record a suggestion would become.

    Args:
        suggestion: what was found.
        article: where.
        home: the office's province, which decides whose side a name is on.
    """
    data = suggestion.payload
    match suggestion.kind:
        case SuggestionKind.VISIT:
            return visit_draft(data, article)
        case SuggestionKind.AGREEMENT:
            return LinkedDraft(_agreement(data, home), _places(data.get("partners", [])))
        case SuggestionKind.COMMITMENT:
            return LinkedDraft(_commitment(data, article, home))
        case SuggestionKind.PERSON:
            return LinkedDraft(_person(data, article))
        case SuggestionKind.FIGURE:
            return LinkedDraft(_figure(data))
        case SuggestionKind.PROFILE:
            fact = ProfileFact(0, 0, str(data["name"]), str(data["value"]), article.published)
            return ProfileDraft(str(data.get("place", "")), fact)
        case SuggestionKind.FIELD:
            return FieldDraft(str(data["name"]))
        case SuggestionKind.ALIAS:
            return AliasDraft(str(data["alias"]), str(data["canonical"]))


def _date(
    start: str | None, end: str | None = None, *, stated: str = "", inferred: bool = False
) -> PartialDate:
    try:
        return PartialDate.from_iso(start, end, stated=stated, inferred=inferred)
    except ValueError:
        return PartialDate(stated=stated)


def _places(items: list[Any]) -> tuple[tuple[str, str], ...]:
    """(name, country) pairs; a country alone stands for itself."""
    pairs = [(str(item.get("name", "")), str(item.get("country", ""))) for item in items]
    return tuple(dict.fromkeys((name or country, country) for name, country in pairs if name or country))


def visit_draft(data: dict[str, Any], article: Article) -> VisitDraft:
    """The visit a payload describes."""
    direction = {"in": Direction.IN, "out": Direction.OUT}.get(data["direction"], Direction.DOMESTIC)
    period = _date(
        data.get("start"),
        data.get("end"),
        stated=data.get("date_stated", ""),
        inferred=bool(data.get("year_inferred")),
    )
    if data.get("suggested_year"):
        period = period.with_year(int(data["suggested_year"]), inferred=True)
    partners = _places(data.get("partners", []))
    incoming = direction is not Direction.OUT
    guests, receivers = (Side.THEIRS, Side.OURS) if incoming else (Side.OURS, Side.THEIRS)
    people = [
        *_participants(data.get("heads", []), Role.HEAD, guests),
        *_participants(data.get("members", []), Role.MEMBER, guests),
        *_participants(data.get("hosts", []), Role.HOST, receivers),
        *_participants(data.get("met", []), Role.MET, Side.UNKNOWN),
    ]
    visit = Visit(
        id=0,
        title=_visit_title(data, direction, partners),
        direction=direction,
        status=_VISIT_STATES.get(data.get("status", "done"), VisitStatus.DONE),
        period=period,
        host_organisation=data.get("host_org", ""),
        guest_organisation=data.get("visitor_org", ""),
        location=data.get("location", ""),
        purpose=data.get("purpose", ""),
        gifts=data.get("gifts", ""),
        countries=tuple(
            dict.fromkeys(item["country"] for item in data.get("partners", []) if item.get("country"))
        ),
        localities=tuple(data.get("vn_localities", [])),
        fields=tuple(data.get("fields", [])),
        stops=tuple(
            VisitStop(
                name=stop["name"],
                kind=StopKind.SITE if stop.get("site") else StopKind.LOCALITY,
                country=stop.get("country", ""),
                note=stop.get("note", ""),
            )
            for stop in data.get("stops", [])
        ),
        participants=tuple(people),
    )
    return VisitDraft(visit, partners)


def _visit_title(data: dict[str, Any], direction: Direction, partners: tuple[tuple[str, str], ...]) -> str:
    guest = _delegation(str(data.get("visitor_org", "")))
    places = ", ".join(name for name, _ in partners)
    homes = ", ".join(data.get("vn_localities", []))
    if direction is Direction.OUT:
        who = guest or (f"Đoàn {homes}" if homes else "Đoàn công tác")
        if homes and fold(homes) not in fold(who):
            who = f"{who} {homes}"
        where = ", ".join(dict.fromkeys(country for _, country in partners if country)) or places
        return f"{who} thăm, làm việc tại {where}" if where else who
    named = any(fold(name).split()[-1] in fold(guest) for name, _ in partners)
    if places and not (guest and named):
        # "Tỉnh ủy" alone says nothing of whose delegation it is.
        guest = f"Đoàn {', '.join(_inside(name) for name, _ in partners)}"
    who = guest or "Đoàn khách"
    return f"{who} thăm, làm việc tại {homes}" if homes else who


def _inside(place: str) -> str:
    """A place name inside a sentence: "Tỉnh Hủa Phăn" → "tỉnh Hủa Phăn"."""
    level = place.partition(" ")[0]
    return place[:1].lower() + place[1:] if fold(level) in _LEVEL_WORDS else place


def _delegation(organisation: str) -> str:
    """A delegation named after its body: Sở Ngoại vụ → Đoàn Sở Ngoại vụ; empty stays empty."""
    if not organisation:
        return ""
    if fold(organisation).startswith("doan "):
        return organisation[:1].upper() + organisation[1:]
    return f"Đoàn {organisation}"


def _participants(items: list[Any], role: Role, side: Side) -> list[Participant]:
    return [
        Participant(
            name=item["name"],
            role=role,
            side=side,
            title=item.get("title", ""),
            organisation=item.get("organisation", ""),
        )
        for item in items
        if item.get("name")
    ]


def agreement_kind(words: str) -> AgreementKind:
    """The legal name nearest to the words of the press (Law 70/2020/QH14, article 6)."""
    folded = fold(words)
    return next((kind for key, kind in _AGREEMENT_KINDS if key in folded), AgreementKind.OTHER)


def _agreement(data: dict[str, Any], home: str) -> Agreement:
    date = str(data.get("date") or "")
    start, _, end = date.partition("/")
    parties = [str(party) for party in data.get("parties", [])]
    home_key = fold(home)
    own = [party for party in parties if home_key and home_key in fold(party)]
    theirs = [party for party in parties if party not in own]
    if not own and len(parties) > 1:
        own, theirs = parties[:1], parties[1:]
    return Agreement(
        id=0,
        title=data.get("title") or data.get("type") or "Thỏa thuận",
        kind=agreement_kind(f"{data.get('type', '')} {data.get('title', '')}"),
        status=_AGREEMENT_STATES.get(data.get("status", ""), AgreementStatus.UNKNOWN),
        other_titles=tuple(data.get("other_titles", [])),
        own_party="; ".join(own),
        partner_party="; ".join(theirs),
        signed=_date(start or None, end or None),
        subject=data.get("subject", ""),
        fields=tuple(data.get("fields", [])),
    )


def _commitment(data: dict[str, Any], article: Article, home: str) -> Commitment:
    by = str(data.get("by", ""))
    grade = _GRADES.get(data.get("grade", ""), _GRADES.get(data.get("strength", ""), CommitmentGrade.WISH))
    return Commitment(
        id=0,
        content=_sentence(str(data.get("content", ""))),
        grade=grade,
        side=_side_of(by, home),
        by_name=by,
        to_name=str(data.get("to", "")),
        status=CommitmentStatus.DONE if data.get("strength") == "done" else CommitmentStatus.OPEN,
        stated_on=article.published,
        deadline=_date(data.get("deadline")),
        quantity=str(data.get("quantity", "")),
        fields=tuple(data.get("fields", [])),
    )


def _side_of(name: str, home: str) -> Side:
    folded = fold(name)
    if "hai ben" in folded or "hai phia" in folded:
        return Side.BOTH
    if not folded:
        return Side.UNKNOWN
    # Another Vietnamese province is on our side of the table too: the library may hold its relations.
    words = " ".join(["", *_WORD.findall(folded), ""])
    if any(f" {key} " in words for key in (fold(home), *_province_keys()) if key):
        return Side.OURS
    return Side.THEIRS if home else Side.UNKNOWN


@lru_cache(maxsize=1)
def _province_keys() -> tuple[str, ...]:
    return tuple(fold(name) for name in gazetteer.provinces())


def _person(data: dict[str, Any], article: Article) -> Person:
    title, organisation = str(data.get("title", "")), str(data.get("organisation", ""))
    posts = (Post(0, 0, title or organisation, organisation=organisation, seen_on=article.published),)
    if not title and not organisation and data.get("known_title"):
        # From the records, not from the article: the article is no evidence of it, so it bears no date.
        title = str(data["known_title"])
        posts = (Post(0, 0, title, organisation=str(data.get("known_organisation", ""))),)
    return Person(
        id=0,
        name=str(data["name"]),
        side=Side.OURS if data.get("side") == "vn" else Side.THEIRS,
        country=str(data.get("country", "")),
        posts=posts if title or organisation else (),
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _figure_name(data: dict[str, Any], indicator: Indicator) -> str:
    """What a figure counts: the word of the indicator, else the clause of the article without the number."""
    if indicator is not Indicator.OTHER:
        return label(indicator)
    stated = str(data.get("stated", ""))
    words = str(data.get("what", "")).replace(stated, " ").strip(" ,;:–-")
    words = " ".join(words.split())
    return _sentence(words) or stated


def _figure(data: dict[str, Any]) -> Figure:
    scope = [str(item) for item in data.get("scope", [])]
    start = data.get("as_of") or data.get("year")
    try:
        indicator = Indicator(data.get("indicator", "other"))
    except ValueError:
        indicator = Indicator.OTHER
    return Figure(
        id=0,
        what=_figure_name(data, indicator),
        value=float(data["value"]),
        value_max=None if data.get("value_max") is None else float(data["value_max"]),
        unit=str(data.get("unit", "")),
        stated=str(data.get("stated", "")),
        approximate=bool(data.get("approximate")),
        qualifier=str(data.get("qualifier", "")),
        indicator=indicator,
        scope_from=scope[0] if scope else "",
        scope_to=" – ".join(scope[1:]),
        period=_date(start, inferred=bool(data.get("year_inferred"))) if start else UNKNOWN_DATE,
    )


def headline(item: Draft) -> str:
    """One line that names a draft, for lists and the log."""
    match item:
        case VisitDraft():
            return f"{label(item.visit.direction)}: {item.visit.title}"
        case LinkedDraft():
            return _record_line(item.record)
        case ProfileDraft():
            return f"{item.place} – {item.fact.name}: {item.fact.value}"
        case FieldDraft():
            return item.name
        case AliasDraft():
            return f"{item.alias} → {item.canonical}"


def _record_line(record: Agreement | Commitment | Figure | Person) -> str:
    match record:
        case Agreement():
            return record.title
        case Commitment():
            return record.content
        case Person():
            return record.name
        case Figure():
            return f"{record.what}: {record.stated or record.value}"
