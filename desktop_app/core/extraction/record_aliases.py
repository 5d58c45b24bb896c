"""Spellings of an article that may be a person or partner of the records; offered, never merged."""

from __future__ import annotations

import re
from itertools import combinations

from desktop_app.core.extraction import gazetteer
from desktop_app.core.extraction.candidates import AliasCandidate, Span
from desktop_app.core.extraction.known import KnownPerson, KnownPlace, bare_place, name_letters
from desktop_app.core.extraction.persons import Person
from desktop_app.core.extraction.places import PlaceMention
from desktop_app.core.extraction.reading import Reading
from desktop_app.core.text.names import is_vietnamese

_SCORE = 0.5
_SHORTEST_NAME = 6
_SHORTEST_PLACE = 6
_MOST_PEOPLE = 60
# What romanisations of one Korean or Lao name differ in.
_SOUNDS = (
    ("y", ""),
    ("eo", "u"),
    ("oo", "u"),
    ("ou", "u"),
    ("ee", "i"),
    ("gw", "g"),
    ("kh", "k"),
    ("ph", "p"),
)
_GAP = re.compile(r"[\s\-–]+")


def find_record_aliases(reading: Reading) -> tuple[AliasCandidate, ...]:
    """Return names of the article that are probably another spelling of a record or of each other.

    Two names that are both in the lists of places are never offered ("Asan" and "Ansan" are two cities), and
    Vietnamese names never: there one mark makes another person.
    """
    found = [*_people_of_records(reading), *_people_of_article(reading), *_places(reading)]
    unique = {(item.alias, item.canonical): item for item in found}
    return tuple(unique.values())


# -- people ----------------------------------------------------------------------------------------


def _people_of_records(reading: Reading) -> list[AliasCandidate]:
    known = reading.context.known
    out: list[AliasCandidate] = []
    for person in reading.people:
        if is_vietnamese(person.name) or known.people_called(person.name):
            continue
        near: dict[int, tuple[str, str, KnownPerson]] = {}
        for name, record in known.people_by_opening.get(name_letters(person.name)[:3], []):
            reason = why_alike(person.name, name)
            if reason and record.side in ("", person.side):
                near.setdefault(record.record_id, (name, reason, record))
        if len(near) == 1:
            ((_, reason, record),) = near.values()
            out.append(_offer(person.name, record.names[0], reason, _name_spans(person), "person"))
    return out


def _people_of_article(reading: Reading) -> list[AliasCandidate]:
    people = [person for person in reading.people[:_MOST_PEOPLE] if not is_vietnamese(person.name)]
    return [
        _offer(
            second.name,
            first.name,
            reason,
            (*_name_spans(second), *_name_spans(first, "canonical")),
            "person",
        )
        for first, second in combinations(people, 2)
        if first.side == second.side and (reason := why_alike(first.name, second.name))
    ]


def _name_spans(person: Person, field: str = "alias") -> tuple[Span, ...]:
    return tuple(Span(mention.start, mention.end, field) for mention in person.mentions[:2])


def why_alike(first: str, second: str) -> str:
    """Return why two foreign names may be one person's, ``""`` when they are not alike."""
    one, two = _GAP.split(first.strip()), _GAP.split(second.strip())
    if len(one) < 2 or len(two) < 2 or name_letters(one[0]) != name_letters(two[0]):
        return ""
    rest, other = (name_letters("".join(words[1:])) for words in (one, two))
    if rest == other or not rest or not other or rest[0] != other[0]:
        return ""
    if _sound(rest) == _sound(other):
        return "chỉ khác cách phiên âm"
    if min(len(rest), len(other)) >= _SHORTEST_NAME and distance(rest, other) == 1:
        return "chỉ khác một chữ cái"
    return ""


def _sound(letters: str) -> str:
    for written, plain in _SOUNDS:
        letters = letters.replace(written, plain)
    return letters


# -- places ----------------------------------------------------------------------------------------


def _places(reading: Reading) -> list[AliasCandidate]:
    known = reading.context.known
    if not known.places:
        return []
    out: list[AliasCandidate] = []
    seen: set[str] = set()
    for place in reading.places:
        written = " ".join(reading.text[place.start : place.end].split())
        if not place.foreign or place.kind == "country" or written in seen or known.places_called(written):
            continue
        seen.add(written)
        near = [(record, reason) for record in known.places if (reason := _why_one(place, written, record))]
        if len(near) == 1:
            record, reason = near[0]
            spans = (Span(place.start, place.end, "alias"),)
            out.append(_offer(written, record.names[0], reason, spans, "place"))
    return out


def _why_one(place: PlaceMention, written: str, record: KnownPlace) -> str:
    if record.country and record.country != place.country:
        return ""
    listed = gazetteer.find_known(written)
    for name in record.names:
        bare = bare_place(name)
        other = gazetteer.find_known(bare)
        if listed is not None and other is not None:
            if listed.name == other.name and listed.country == other.country:
                return "danh mục địa danh ghi là một nơi"
            continue
        one, two = name_letters(written), name_letters(bare)
        if min(len(one), len(two)) >= _SHORTEST_PLACE and one[:3] == two[:3] and 0 < distance(one, two) <= 2:
            return "chỉ khác một hai chữ cái"
    return ""


def _offer(alias: str, canonical: str, reason: str, spans: tuple[Span, ...], kind: str) -> AliasCandidate:
    what = "một người" if kind == "person" else "một nơi"
    return AliasCandidate(
        spans=spans,
        score=_SCORE,
        rule=f"alias.{kind}",
        doubts=(f"“{alias}” và “{canonical}” có thể là {what}: {reason}",),
        alias=alias,
        canonical=canonical,
        kind=kind,
    )


def distance(first: str, second: str) -> int:
    """Return how many letters have to be changed, added or left out; names are short."""
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(second, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]
