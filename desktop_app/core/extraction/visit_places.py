"""Where a visit goes: partner places, Vietnamese localities, the venue."""

from __future__ import annotations

import re
from dataclasses import replace

from desktop_app.core.extraction.candidates import PlaceRef, Span, VisitCandidate
from desktop_app.core.extraction.events import Event
from desktop_app.core.extraction.persons import Person
from desktop_app.core.extraction.places import PlaceMention
from desktop_app.core.extraction.reading import Reading, level_name

_PURPOSE = re.compile(r"\b(?:nhằm|với mục tiêu|với mục đích|để) (?P<purpose>[^.;\n]{10,260})")


def partners_of(
    reading: Reading, event: Event, lead: int, heads: list[Person], hosts: list[Person]
) -> tuple[tuple[PlaceRef, ...], list[Span]]:
    """Return the foreign localities of the visit, or only the country, and where they stand."""
    visitors = hosts if event.direction == "out" else heads
    chosen = _titles_places(reading, visitors, event.country)
    if event.direction == "none":
        chosen = []
    elif event.direction == "out":
        chosen += _visited(reading, event)
    else:
        chosen += _delegation_places(reading, event, lead)
    names: dict[str, PlaceMention] = {}
    for place in chosen:
        names.setdefault(place.name, place)
    if names:
        refs = tuple(PlaceRef(level_name(reading, p), p.country) for p in names.values())
        return refs, [_with_level(reading, p) for p in names.values()]
    named = [p for p in reading.places if p.kind == "country" and p.country == event.country]
    country = next(
        (p for p in named if reading.text[p.start : p.end] == p.country), named[0] if named else None
    )
    spans = [Span(country.start, country.end, "partners")] if country else []
    return (PlaceRef("", event.country),), spans


def _with_level(reading: Reading, place: PlaceMention) -> Span:
    """Where the place stands together with its level word, where it has one somewhere."""
    same = [p for p in reading.places if p.name == place.name]
    for mention in [place, *same]:
        begin = mention.start - len(mention.level) - 1
        if mention.level and begin >= 0 and reading.text[begin : mention.start - 1].lower() == mention.level:
            return Span(begin, mention.end, "partners")
    return Span(place.start, place.end, "partners")


def _titles_places(reading: Reading, people: list[Person], country: str) -> list[PlaceMention]:
    out: list[PlaceMention] = []
    for person in people:
        for mention in person.mentions:
            for a, b in mention.titles:
                out += [
                    p
                    for p in reading.places_in(a, b)
                    if p.foreign and p.kind != "country" and p.country == country
                ]
    return out


# Looked ahead and not consumed: "tỉnh Nghệ An … tiếp đoàn … thành phố Gwangju" holds three overlapping ones.
_NEAR_DELEGATION = re.compile(
    r"(?=(\b[Đđ]oàn\b[^.;,\n]{0,80}|\b(?:lãnh đạo|chính quyền)\b[^.;\n]{0,60}"
    r"|\b(?:tỉnh|thành phố)\b[^.;,\n]{0,40}))"
)


def _delegation_places(reading: Reading, event: Event, lead: int) -> list[PlaceMention]:
    out: list[PlaceMention] = []
    for match in _NEAR_DELEGATION.finditer(reading.text[:lead]):
        start, end = match.span(1)
        out += [
            p
            for p in reading.places_in(start, end)
            if p.foreign and p.kind != "country" and p.country == event.country
        ]
    return out


_VISITED = re.compile(r"(?:thăm|làm việc|hội đàm|ký kết|đến|tới|khảo sát|tại|dự|với)\b")


def _visited(reading: Reading, event: Event) -> list[PlaceMention]:
    out: list[PlaceMention] = []
    for place in reading.places:
        if not place.foreign or place.kind == "country" or place.country != event.country:
            continue
        sentence = reading.sentence_at(place.start)
        if sentence.repeated:
            continue
        if _VISITED.search(reading.text[max(sentence.start, place.start - 110) : place.start]):
            out.append(place)
    return out


def localities_of(
    reading: Reading, event: Event, lead: int, heads: list[Person], hosts: list[Person]
) -> tuple[tuple[str, ...], list[Span]]:
    """Return the Vietnamese provinces that take part, and where they stand."""
    ours = heads if event.direction == "out" else hosts
    found: dict[str, PlaceMention] = {}
    for person in ours:
        for mention in person.mentions:
            for a, b in mention.titles:
                for place in reading.places_in(a, b):
                    if place.province:
                        found.setdefault(place.province, place)
    early = [p for p in reading.places_in(0, lead) if p.province]
    if not found:
        for place in early[:1]:
            found.setdefault(place.province, place)
        home = next((p for p in reading.places if p.province and p.province == reading.home), None)
        if home is not None and reading.home not in found and not early:
            found[reading.home] = home
    listed = _listed_provinces(reading, event)
    for place in listed:
        found.setdefault(place.province, place)
    return tuple(found), [Span(p.start, p.end, "vn_localities") for p in found.values()]


def _listed_provinces(reading: Reading, event: Event) -> list[PlaceMention]:
    """Several provinces named in one breath act together ("các tỉnh A, B, C")."""
    out: list[PlaceMention] = []
    for match in re.finditer(
        r"\b(?:các|[3-9]|ba|bốn|năm|sáu) tỉnh,?\b[^.;\n]{0,160}", reading.text[: event.sentence.end + 600]
    ):
        inside = [p for p in reading.places_in(match.start(), match.end()) if p.kind == "province"]
        if len(inside) > 2:
            out += inside
    return out


def with_location(reading: Reading, event: Event, visit: VisitCandidate) -> tuple[VisitCandidate, list[Span]]:
    """Return the visit with venue and purpose, and where they stand."""
    spans: list[Span] = []
    location = ""
    at = re.search(
        (
            r"\btại\s+(?:[Tt]hành phố|TP\.?|Tp\.?|tỉnh|thủ đô|Thủ đô|cảng"
            r"|[Tt]rụ sở)?\s*[A-ZĐÀ-Ỹ][^,.;(\n]{1,40}(?=[,.;(\n]|\s+(?:đã|diễn|làm|tiếp|do|có)\b)"
            r"|\btại\s+TP\.\s*[A-ZĐÀ-Ỹ]\w+"
        ),
        event.sentence.text,
    )
    if at:
        place = next(
            (
                p
                for p in reading.places_in(event.sentence.start + at.start(), event.sentence.start + at.end())
            ),
            None,
        )
        if place is not None:
            location = level_name(reading, place)
            spans.append(Span(place.start, place.end, "location"))
    purpose = _PURPOSE.search(event.sentence.text)
    words = " ".join(purpose["purpose"].split()) if purpose else ""
    if purpose:
        spans.append(
            Span(
                event.sentence.start + purpose.start("purpose"),
                event.sentence.start + purpose.end("purpose"),
                "purpose",
            )
        )
    return replace(visit, location=location, purpose=words), spans
