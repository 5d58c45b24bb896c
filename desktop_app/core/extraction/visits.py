"""Visits: who came to whom, when, where, and what followed."""

from __future__ import annotations

import re
from dataclasses import replace

from db.dates import PartialDate
from desktop_app.core.extraction import gazetteer
from desktop_app.core.extraction.candidates import PersonRef, PlaceRef, Span, StopRef, VisitCandidate
from desktop_app.core.extraction.events import Event, assess, lead_end, local, official
from desktop_app.core.extraction.fields import names_in
from desktop_app.core.extraction.persons import Person
from desktop_app.core.extraction.places import PlaceMention
from desktop_app.core.extraction.reading import Reading, Sentence, level_name
from desktop_app.core.extraction.stops import find_gifts, find_met, find_stops
from desktop_app.core.text.dates import FoundDate

_LEADS = re.compile(
    r"^[^.;\n]{0,170}?(?:làm\s+[Tt]rưởng\s+[Đđ]oàn|dẫn đầu|làm đoàn trưởng|[,\-–]\s*[Tt]rưởng\s+[Đđ]oàn)"
)
_LED_BY = re.compile(r"(?:\bdo|dẫn đầu bởi|đứng đầu là)\s+(?:(?:đồng chí|ông|bà|ngài)\s+)?$", re.IGNORECASE)
_PLANNED = re.compile(
    r"\b(?:sẽ|dự kiến|sắp)\s+(?:\w+ ){0,4}?(?:thăm|diễn ra|đến|sang|tổ chức|làm việc|đón"
    r"|tiếp|dẫn đầu)|sắp diễn ra"
)
_CANCELLED = re.compile(r"\b(?:hủy|huỷ|hoãn) (?:chuyến|cuộc)")
_NEXT_LEG = re.compile(
    r"(?:[Tt]iếp theo (?:chương trình|chuyến)|[Tt]iếp tục (?:chương trình|chuyến)"
    r"|[Rr]ời [^.]{2,40}, đoàn|[Cc]hặng tiếp theo|[Ss]au (?:đó"
    r"|khi kết thúc)[^.]{0,60}sẽ (?:thăm|sang|đến))"
)
_PURPOSE = re.compile(r"\b(?:nhằm|với mục tiêu|với mục đích|để) (?P<purpose>[^.;\n]{10,260})")
_ACCOMPANY = re.compile(
    r"(?:[Tt]ham gia|[Cc]ùng đi|[Tt]háp tùng|[Cc]ùng tham gia|thành viên)[^.;\n]{0,25}(?:đoàn|có)\b"
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
    date = _date(reading, event)
    heads, hosts = _sides(reading, event, lead)
    partners, partner_spans = _partners(reading, event, lead, heads, hosts)
    localities, locality_spans = _localities(reading, event, lead, heads, hosts)
    members = _members(reading, heads, event)
    met, met_spans = find_met(reading, exclude=[*heads, *hosts])
    stops, stop_spans = find_stops(reading, event.country, event.direction)
    gifts, gift_spans = find_gifts(reading)
    spans = [
        Span(event.sentence.start, event.sentence.end, ""),
        *_person_spans(heads, "heads"),
        *_person_spans(hosts, "hosts"),
    ]
    spans += [
        *_person_spans(members, "members"),
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
        status=_status(reading, event, date),
        visitor_org=_organisation(heads),
        host_org=_organisation(hosts),
        heads=_refs(heads),
        members=_refs(members),
        hosts=_refs(hosts),
        met=met,
        partners=partners,
        vn_localities=localities,
        places=tuple(stop.name for stop in stops if stop.site),
        stops=stops,
        gifts=gifts,
        fields=names_in(reading.text[: lead + 1500]),
    )
    visit, more = _with_location(reading, event, visit)
    visit = _dated(reading, visit, date)
    date_spans = [Span(date.start, date.end, "start"), Span(date.start, date.end, "end")] if date else []
    return replace(visit, spans=(*spans, *date_spans, *more))


# -- when ---------------------------------------------------------------------------------------------


def _days(reading: Reading, sentence: Sentence) -> list[FoundDate]:
    return [
        d for d in reading.dates_in(sentence.start, sentence.end) if d.kind in ("day", "range", "relative")
    ]


_ANNOUNCED = re.compile(
    r"^[^.;]{0,90}?\b(?:cho biết|họp báo|phê duyệt|thông báo|ký quyết định|ban hành"
    r"|thông tin|công bố|trao đổi với)\b"
)


def _date(reading: Reading, event: Event) -> FoundDate | None:
    """The day of the event: that of its sentence, unless that is only the day it was announced."""
    announced: FoundDate | None = None
    for sentence in [event.sentence, *reading.sentences[:12]]:
        days = _near_publication(reading, _days(reading, sentence))
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


def _dated(reading: Reading, visit: VisitCandidate, found: FoundDate | None) -> VisitCandidate:
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
    )


def _status(reading: Reading, event: Event, date: FoundDate | None) -> str:
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


# -- who ----------------------------------------------------------------------------------------------


def _sides(reading: Reading, event: Event, lead: int) -> tuple[list[Person], list[Person]]:
    early = reading.people_in(0, lead)
    ours = (
        [p for p in early if local(p)]
        or [p for p in reading.people if local(p)]
        or [p for p in early if p.side == "vn"]
    )
    theirs = (
        [p for p in early if official(p)]
        or [p for p in reading.people if official(p)]
        or [p for p in early if p.side == "foreign"]
    )
    chief = _leader(reading, lead)
    if event.direction == "out":
        heads = [chief] if chief is not None and chief.side == "vn" else ours[:1]
        met = [p for p in reading.people if p.side == "foreign" and p.title]
        return heads, _met_by_delegation(reading, met, event)[:3]
    if event.direction == "none":
        return ours[:1], theirs[:1]
    heads = [chief] if chief is not None and chief.side == "foreign" else theirs[:1]
    return heads, _receivers(reading, ours, lead)[:2]


def _leader(reading: Reading, lead: int) -> Person | None:
    """The person of whom the text says that he leads a delegation."""
    for person in reading.people:
        for mention in person.mentions:
            tail = reading.text[mention.end : mention.end + 230]
            others = [p for p in reading.people_in(mention.end, mention.end + 230) if p is not person]
            cut = min(
                (m.start - mention.end for p in others for m in p.mentions if m.start > mention.end),
                default=230,
            )
            if mention.start < lead + 600 and _LEADS.match(tail[: max(cut, 0)]):
                return person
            begin = min([mention.start, *(a for a, _ in mention.titles)])
            if (
                mention.start < lead
                and _LED_BY.search(reading.text[max(0, begin - 40) : begin])
                and re.search(r"[Đđ]oàn", reading.text[max(0, begin - 120) : begin])
            ):
                return person
    return None


def _receivers(reading: Reading, ours: list[Person], lead: int) -> list[Person]:
    """Those who receive stand before "tiếp" or behind "Tiếp đoàn có"."""
    for match in re.finditer(
        r"\b(?:tiếp|đón|đón tiếp)\b(?! tục| theo| nhận| cận| xúc)", reading.text[: lead + 300]
    ):
        sentence = reading.sentence_at(match.start())
        before = [p for p in reading.people_in(sentence.start, match.start()) if p.side == "vn"]
        if before:
            return before
    for match in re.finditer(r"(?:[Tt]iếp|[Cc]ùng dự|[Đđ]ón)[^.;\n]{0,60}\bcó\b", reading.text[: lead + 300]):
        sentence = reading.sentence_at(match.start())
        behind = [p for p in reading.people_in(match.end(), sentence.end) if p.side == "vn"]
        if behind:
            return behind
    return ours


def _met_by_delegation(reading: Reading, people: list[Person], event: Event) -> list[Person]:
    officials = [
        p for p in people if official(p) or re.search(r"hiệu trưởng|giám đốc", p.title, re.IGNORECASE)
    ]
    same = [p for p in officials if p.country in ("", event.country)]
    return same or officials


def _members(reading: Reading, heads: list[Person], event: Event) -> list[Person]:
    side = "vn" if event.direction == "out" else "foreign"
    out: list[Person] = []
    for match in _ACCOMPANY.finditer(reading.text):
        sentence = reading.sentence_at(match.start())
        out += [
            p
            for p in reading.people_in(match.end(), sentence.end)
            if p.side == side and p not in heads and p not in out
        ]
    return out


def _refs(people: list[Person]) -> tuple[PersonRef, ...]:
    return tuple(PersonRef(p.name, p.title, p.organisation) for p in people)


def _person_spans(people: list[Person], field: str) -> list[Span]:
    spans: list[Span] = []
    for person in people:
        mention = next((m for m in person.mentions if m.name == person.name), person.mentions[0])
        spans.append(Span(mention.start, mention.end, field))
        if person.title_span:
            spans.append(Span(*person.title_span, field=field))
    return spans


def _organisation(people: list[Person]) -> str:
    return people[0].organisation if people else ""


# -- where --------------------------------------------------------------------------------------------


def _partners(
    reading: Reading, event: Event, lead: int, heads: list[Person], hosts: list[Person]
) -> tuple[tuple[PlaceRef, ...], list[Span]]:
    visitors, receivers = (hosts, heads) if event.direction == "out" else (heads, hosts)
    _ = receivers
    chosen = _titles_places(reading, visitors, event.country)
    if event.direction == "out":
        chosen += _visited(reading, event)
    else:
        chosen += _delegation_places(reading, event, lead)
    names: dict[str, PlaceMention] = {}
    for place in chosen:
        names.setdefault(place.name, place)
    if names:
        refs = tuple(PlaceRef(level_name(reading, p), p.country) for p in names.values())
        return refs, [Span(p.start, p.end, "partners") for p in names.values()]
    country = next((p for p in reading.places if p.kind == "country" and p.country == event.country), None)
    spans = [Span(country.start, country.end, "partners")] if country else []
    return (PlaceRef("", event.country),), spans


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


def _delegation_places(reading: Reading, event: Event, lead: int) -> list[PlaceMention]:
    out: list[PlaceMention] = []
    for match in re.finditer(
        r"\b[Đđ]oàn\b[^.;,\n]{0,80}|\b(?:lãnh đạo|chính quyền|tỉnh|thành phố)\b[^.;,\n]{0,40}",
        reading.text[:lead],
    ):
        out += [
            p
            for p in reading.places_in(match.start(), match.end())
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


def _localities(
    reading: Reading, event: Event, lead: int, heads: list[Person], hosts: list[Person]
) -> tuple[tuple[str, ...], list[Span]]:
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


def _with_location(
    reading: Reading, event: Event, visit: VisitCandidate
) -> tuple[VisitCandidate, list[Span]]:
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


# -- the next leg --------------------------------------------------------------------------------------


def _next_leg(
    reading: Reading, event: Event, main: VisitCandidate, sentence: Sentence
) -> list[VisitCandidate]:
    if not _NEXT_LEG.search(sentence.text):
        return []
    days = _days(reading, sentence)
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
    return [_dated(reading, leg, date)]


def province_name(name: str) -> str:
    """The province as it is called since July 2025, ``""`` when unknown."""
    return gazetteer.province_since_2025(name)
