"""Who visits and who receives."""

from __future__ import annotations

import re

from desktop_app.core.extraction.candidates import PersonRef, Span
from desktop_app.core.extraction.events import RECEIVE, Event, local, official
from desktop_app.core.extraction.persons import Person
from desktop_app.core.extraction.reading import Reading

_LEADS = re.compile(
    r"^[^.;\n]{0,170}?(?:làm\s+[Tt]rưởng\s+[Đđ]oàn|dẫn đầu|làm đoàn trưởng|[,\-–]\s*[Tt]rưởng\s+[Đđ]oàn)"
)
_LED_BY = re.compile(r"(?:\bdo|dẫn đầu bởi|đứng đầu là)\s+(?:(?:đồng chí|ông|bà|ngài)\s+)?$", re.IGNORECASE)
_ACCOMPANY = re.compile(
    r"(?:[Tt]ham gia|[Cc]ùng đi|[Tt]háp tùng|[Cc]ùng tham gia|thành viên)[^.;\n]{0,25}(?:đoàn|có)\b"
)


def sides(reading: Reading, event: Event, lead: int) -> tuple[list[Person], list[Person]]:
    """Return (heads, hosts): those who lead the visitors, those who receive or are met."""
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
        senior = sorted((p for p in reading.people if local(p)), key=_rank)
        heads = [chief] if chief is not None and chief.side == "vn" else (senior or ours)[:1]
        met = [p for p in reading.people if p.side == "foreign" and p.title]
        return heads, _met_by_delegation(reading, met, event)[:3]
    if event.direction == "none":
        return ours[:1], theirs[:1]
    theirs = _received(reading, lead) or theirs
    heads = [chief] if chief is not None and chief.side == "foreign" else theirs[:1]
    return heads, _receivers(reading, ours, lead)[:2]


_RANKS = (
    r"^(?!.*Phó).*Bí thư (?:Tỉnh|Thành)",
    r"^(?!.*Phó)(?:.*)Chủ tịch",
    r"Phó Bí thư",
    r"Phó Chủ tịch",
    r"Giám đốc",
)


def _rank(person: Person) -> int:
    """0 for the first person of a province; of equals the one named first leads."""
    return next(
        (n for n, rank in enumerate(_RANKS) if re.search(rank, person.title, re.IGNORECASE)), len(_RANKS)
    )


def _leader(reading: Reading, lead: int) -> Person | None:
    """The person of whom the text says that he leads a delegation."""
    for match in re.finditer(r"\b[Đđ]oàn\b[^.;\n]{0,140}?\bgồm(?: có)?\s*:?", reading.text):
        sentence = reading.sentence_at(match.start())
        listed = reading.people_in(match.end(), sentence.end)
        if listed and listed[0].title:
            return listed[0]
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
    """Those who receive stand before "tiếp" or behind "Tiếp đoàn có"; without either, those of our side."""
    found: list[Person] = []
    for match in RECEIVE.finditer(reading.text[: lead + 600]):
        sentence = reading.sentence_at(match.start())
        before = [p for p in reading.people_in(sentence.start, match.start()) if p.side == "vn"]
        if found:
            before = [p for p in before if local(p)]
        found += [p for p in before if p not in found]
    for match in re.finditer(
        r"(?:[Tt]iếp|[Cc]ùng dự|[Cc]ùng tiếp|[Đđ]ón)[^.;\n]{0,60}\b(?:có|gồm)\b", reading.text[: lead + 300]
    ):
        sentence = reading.sentence_at(match.start())
        behind = [p for p in reading.people_in(match.end(), sentence.end) if p.side == "vn"]
        found += [p for p in behind if p not in found and (local(p) or not found)]
    return found or ours


def _received(reading: Reading, lead: int) -> list[Person]:
    """The foreign official named right behind "tiếp" is the guest."""
    for match in re.finditer(
        r"\b(?:tiếp|đón|đón tiếp)\b(?! tục| theo| nhận| cận| xúc)", reading.text[: lead + 300]
    ):
        guests = [p for p in reading.people_in(match.end(), match.end() + 150) if p.side == "foreign"]
        if guests and official(guests[0]) and reading.sentence_at(match.start()).end >= guests[0].start:
            return guests
    return []


def _met_by_delegation(reading: Reading, people: list[Person], event: Event) -> list[Person]:
    officials = [
        p for p in people if official(p) or re.search(r"hiệu trưởng|giám đốc", p.title, re.IGNORECASE)
    ]
    same = [p for p in officials if p.country in ("", event.country)]
    return same or officials


def members_of(reading: Reading, heads: list[Person], event: Event) -> list[Person]:
    """Return the members named beside the head."""
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


def refs(people: list[Person]) -> tuple[PersonRef, ...]:
    """Return persons as they stand inside a visit."""
    return tuple(PersonRef(p.name, p.title, p.organisation) for p in people)


def person_spans(people: list[Person], field: str) -> list[Span]:
    """Return where the whole names of persons stand, and their posts."""
    spans: list[Span] = []
    for person in people:
        mention = next((m for m in person.mentions if m.name == person.name), person.mentions[0])
        spans.append(Span(mention.start, mention.end, field))
        if person.title_span:
            spans.append(Span(*person.title_span, field=field))
    return spans


def organisation(people: list[Person]) -> str:
    """Return the office of the first person, ``""`` without one."""
    return people[0].organisation if people else ""
