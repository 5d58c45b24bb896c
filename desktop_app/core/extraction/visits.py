"""Visits: who came to whom, when, where, and what followed."""

from __future__ import annotations

import re
from dataclasses import replace

from db.dates import PartialDate
from desktop_app.core.extraction.candidates import PlaceRef, Span, StopRef, VisitCandidate
from desktop_app.core.extraction.events import Event, assess, lead_end
from desktop_app.core.extraction.fields import names_in
from desktop_app.core.extraction.persons import Person
from desktop_app.core.extraction.reading import Reading, Sentence, level_name
from desktop_app.core.extraction.stops import find_gifts, find_met, find_stops
from desktop_app.core.extraction.visit_dates import days_in, event_date, status, with_date
from desktop_app.core.extraction.visit_people import members_of, organisation, person_spans, refs, sides
from desktop_app.core.extraction.visit_places import localities_of, partners_of, with_location
from desktop_app.core.text.dates import FoundDate

NEXT_LEG = re.compile(
    r"(?:[Tt]iếp theo (?:chương trình|chuyến)|[Tt]iếp tục (?:chương trình|chuyến)"
    r"|[Rr]ời [^.]{2,40}, đoàn|[Cc]hặng tiếp theo|[Ss]au (?:đó"
    r"|khi kết thúc)[^.]{0,60}sẽ (?:thăm|sang|đến))"
)


def find_visits(reading: Reading) -> tuple[VisitCandidate, ...]:
    """Return the visits of the article, the main one first, a next leg with ``follows``."""
    event = assess(reading)
    if event is None:
        return ()
    main = _main(reading, event)
    legs = [
        leg
        for s in reading.sentences
        if not s.repeated and s.index
        for leg in _next_leg(reading, event, main, s)
    ]
    return (main, *legs[:2])


def _main(reading: Reading, event: Event) -> VisitCandidate:
    lead = lead_end(reading)
    date = event_date(reading, event)
    heads, hosts = sides(reading, event, lead)
    partners, partner_spans = partners_of(reading, event, lead, heads, hosts)
    localities, locality_spans = localities_of(reading, event, lead, heads, hosts)
    members = members_of(reading, heads, event)
    met, met_spans = find_met(reading, exclude=[*heads, *hosts])
    stops, stop_spans = find_stops(reading, event.country, event.direction)
    gifts, gift_spans = find_gifts(reading)
    spans = [
        Span(event.sentence.start, event.sentence.end, ""),
        *person_spans(heads, "heads"),
        *person_spans(hosts, "hosts"),
    ]
    spans += [
        *person_spans(members, "members"),
        *partner_spans,
        *locality_spans,
        *met_spans,
        *stop_spans,
        *gift_spans,
    ]
    visit = VisitCandidate(
        score=event.score,
        rule=f"visit.{event.direction}",
        doubts=_doubts(event, date, heads, hosts),
        direction=event.direction,
        status=status(reading, event, date),
        visitor_org=_office(organisation(heads), partners, event.direction),
        host_org=organisation(hosts),
        heads=refs(heads),
        members=refs(members),
        hosts=refs(hosts),
        met=met,
        partners=partners,
        vn_localities=localities,
        places=tuple(stop.name for stop in stops if stop.site or not stop.country),
        stops=stops,
        gifts=gifts,
        fields=names_in(reading.text[: lead + 1500]),
    )
    visit, more = with_location(reading, event, visit)
    visit = with_date(reading, visit, date)
    date_spans = [Span(date.start, date.end, "start"), Span(date.start, date.end, "end")] if date else []
    return replace(visit, spans=(*spans, *date_spans, *more))


_BARE_OFFICE = re.compile(
    r"(?:[Tt]ỉnh|[Tt]hành|[Hh]uyện) [ủu][ỷy]|UBND(?: tỉnh| thành phố)?|[Tt]ỉnh|[Tt]hành phố|[Cc]hính quyền"
)


def _office(name: str, partners: tuple[PlaceRef, ...], direction: str) -> str:
    """Return the guests' office; one that says no place ("Tỉnh ủy") gives way to the place they come from."""
    places = [place.name for place in partners if place.name]
    if direction == "in" and places and (not name or _BARE_OFFICE.fullmatch(name)):
        return places[0]
    return name


def _doubts(
    event: Event, date: FoundDate | None, heads: list[Person], hosts: list[Person]
) -> tuple[str, ...]:
    doubts = list(event.doubts)
    if date is None:
        doubts.append("bài không nêu ngày")
    elif date.date.start.startswith("--"):
        doubts.append("bài không nêu năm")
    if not heads:
        doubts.append("chưa rõ trưởng đoàn")
    if event.score < 0.6:
        doubts.append("chưa chắc đây là hoạt động đối ngoại của địa phương")
    return tuple(doubts)


def _next_leg(
    reading: Reading, event: Event, main: VisitCandidate, sentence: Sentence
) -> list[VisitCandidate]:
    if not NEXT_LEG.search(sentence.text):
        return []
    days = days_in(reading, sentence)
    goal = [
        p for p in reading.places_in(sentence.start, sentence.end) if p.foreign and p.country != event.country
    ]
    if not days or not goal:
        return []
    date, place = days[0], goal[0]
    published = PartialDate.from_iso(reading.context.published or None).first_day()
    last = date.date.last_day()
    planned = bool(re.search(r"\bsẽ\b|dự kiến", sentence.text)) or (
        published is not None and last is not None and last >= published
    )
    spans = (
        Span(sentence.start, sentence.end, ""),
        Span(date.start, date.end, "start"),
        Span(date.start, date.end, "end"),
        Span(place.start, place.end, "partners"),
    )
    home = next((p for p in reading.places if p.province in main.vn_localities and p.province), None)
    if home is not None:
        spans = (*spans, Span(home.start, home.end, "vn_localities"))
    leg = VisitCandidate(
        spans=spans,
        score=0.8,
        rule="visit.next_leg",
        doubts=("chặng tiếp theo của chuyến đi, bài không nêu trưởng đoàn",),
        direction=main.direction,
        status="planned" if planned else "done",
        visitor_org=main.visitor_org,
        partners=(PlaceRef("" if place.kind == "country" else level_name(reading, place), place.country),),
        vn_localities=main.vn_localities,
        stops=(StopRef(place.name, country=place.country),) if place.kind != "country" else (),
        follows=0,
    )
    return [with_date(reading, leg, date)]
