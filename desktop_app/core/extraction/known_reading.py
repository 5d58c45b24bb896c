"""Confirmed names inside one article: what they add to the places, persons and suggestions of the rules."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from desktop_app.core.extraction import gazetteer
from desktop_app.core.extraction.candidates import PersonCandidate, VisitCandidate
from desktop_app.core.extraction.known import (
    Known,
    KnownPerson,
    KnownPlace,
    Match,
    bare_place,
    name_letters,
    post_on,
)
from desktop_app.core.extraction.persons import Mention, Person
from desktop_app.core.extraction.places import PlaceMention
from desktop_app.core.text.names import is_syllable, name_key, vietnamese_surnames

# What bears the name of a person is not the person.
_NAMED_AFTER = re.compile(
    r"(?:đường|phố|trường|giải|giải thưởng|quỹ|học bổng|cầu|công viên|quảng trường|bệnh viện|nhà máy"
    r"|phường|xã|thôn|làng|tượng|tượng đài|mộ|lăng|THPT|THCS|Đại học|nhà lưu niệm)\s+$",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"(?:ảnh|tin|bài|theo|video|clip|thực hiện)(?:\s*,\s*\w+)?\s*[:;]\s*$", re.IGNORECASE)
_LEVEL_BEFORE = re.compile(
    r"\b(thành phố|tỉnh|thủ đô|bang|vùng|huyện|quận|châu|đặc khu|khu tự trị)\s*$", re.IGNORECASE
)
_SCORE = 0.85
_LOOK_BACK = 32


@dataclass(frozen=True, slots=True)
class KnownNames:
    """The known names of an article: where they stand, and the records behind its persons."""

    matches: tuple[Match, ...] = ()

    def people(self, person: Person) -> tuple[KnownPerson, ...]:
        """Return the records a person of the article may be; several when they share the name."""
        spans = {(mention.start, mention.end) for mention in person.mentions}
        return next((m.people for m in self.matches if m.people and (m.start, m.end) in spans), ())


def read_known(text: str, known: Known) -> KnownNames:
    """Return the confirmed names in ``text``."""
    return KnownNames(tuple(known.find(text)))


def add_places(text: str, found: list[PlaceMention], names: KnownNames) -> list[PlaceMention]:
    """Return the places with those of confirmed partners, in order, without overlaps."""
    fresh = [_place(text, match) for match in names.matches if match.places]
    added = [place for place in fresh if place is not None]
    if not added:
        return found
    kept = [place for place in found if not any(_overlap(place, other) for other in added)]
    old = {(place.start, place.end): place for place in found}
    settled = [_with_level(old.get((place.start, place.end)), place) for place in added]
    return sorted([*kept, *settled], key=lambda place: place.start)


def _overlap(place: PlaceMention, other: PlaceMention) -> bool:
    return place.start < other.end and other.start < place.end


def _with_level(old: PlaceMention | None, place: PlaceMention) -> PlaceMention:
    if old is None:
        return place
    return replace(place, level=old.level or place.level, stated_country=old.stated_country)


def _place(text: str, match: Match) -> PlaceMention | None:
    partner = match.places[0]
    name = bare_place(partner.names[0])
    listed = gazetteer.find_known(name)
    # The lists know more of countries and provinces than the name of a partner does.
    if len(match.places) > 1 or not partner.country or (listed is not None and listed.kind == "country"):
        return None
    if partner.country == gazetteer.VIETNAM or _behind_surname(text, match):
        return None
    level = _LEVEL_BEFORE.search(text, max(0, match.start - _LOOK_BACK), match.start)
    words = text[match.start : match.end]
    inner = "" if level is not None else words[: len(words) - len(bare_place(words))].strip()
    kind = listed.kind if listed is not None and listed.country == partner.country else "locality"
    start = match.start + (len(inner) + 1 if inner else 0)
    return PlaceMention(
        start, match.end, name, kind, partner.country, level=level[1].lower() if level else inner.lower()
    )


def _behind_surname(text: str, match: Match) -> bool:
    """Whether the name continues that of a person ("Nguyễn Hòa Bình")."""
    before = text[max(0, match.start - _LOOK_BACK) : match.start]
    words = before.split()
    return (
        before.endswith(" ")
        and bool(words)
        and words[-1] in vietnamese_surnames()
        and words[-1] != "Đoàn"
        and all(is_syllable(word) for word in text[match.start : match.end].split())
    )


def add_people(text: str, people: list[Person], names: KnownNames) -> list[Person]:
    """Return the people of the rules with the confirmed ones they missed, in the order of the text."""
    taken = [(m.start, m.end, person) for person in people for m in person.mentions]
    added: dict[str, Person] = {}
    for match in names.matches:
        if not match.people or not _acts(text, match):
            continue
        inside = [person for start, end, person in taken if start < match.end and match.start < end]
        if inside:
            _lengthen(text, inside, match)
            continue
        words = " ".join(text[match.start : match.end].split())
        mention = Mention(match.start, match.end, words, rule="known")
        same = next((p for p in [*people, *added.values()] if name_key(p.name) == name_key(words)), None)
        if same is not None:
            same.mentions.append(mention)
            same.mentions.sort(key=lambda item: item.start)
            continue
        added[name_key(words)] = _person(words, mention, match.people[0])
    return sorted([*people, *added.values()], key=lambda person: person.start)


def _acts(text: str, match: Match) -> bool:
    before = text[max(0, match.start - _LOOK_BACK) : match.start]
    return not _NAMED_AFTER.search(before) and not _CREDIT.search(before)


def _lengthen(text: str, people: list[Person], match: Match) -> None:
    """Give a name that the rules cut short its confirmed length."""
    for person in people:
        for mention in person.mentions:
            inside = match.start <= mention.start and mention.end <= match.end
            if inside and (mention.start, mention.end) != (match.start, match.end):
                was_name = name_key(mention.name) == name_key(person.name)
                mention.start, mention.end = match.start, match.end
                mention.name = " ".join(text[match.start : match.end].split())
                if was_name:
                    person.name = mention.name


def _person(name: str, mention: Mention, record: KnownPerson) -> Person:
    side = record.side or "vn"
    country = record.country or (gazetteer.VIETNAM if side == "vn" else "")
    locality = bare_place(record.partner) if side == "foreign" else ""
    return Person(name, [mention], side=side, country=country, locality=locality)


# -- suggestions -----------------------------------------------------------------------------------


def link_people(
    found: tuple[PersonCandidate, ...], people: list[Person], names: KnownNames, day: str
) -> tuple[PersonCandidate, ...]:
    """Return the suggestions with the record each person probably is, and the post of that day."""
    if not names.matches:
        return found
    return tuple(_linked(item, names.people(person), day) for item, person in zip(found, people, strict=True))


def _linked(item: PersonCandidate, records: tuple[KnownPerson, ...], day: str) -> PersonCandidate:
    if len(records) > 1:
        doubt = f"trong sổ có {len(records)} người cùng tên {item.name}"
        return replace(item, doubts=(*item.doubts, doubt))
    record = next(iter(records), None)
    if record is None:
        return item
    if item.title and record.side and record.side != item.side:
        doubt = f"trong sổ có người cùng tên {item.name} nhưng ở phía bên kia"
        return replace(item, doubts=(*item.doubts, doubt))
    post = post_on(record, day)
    doubts = tuple(doubt for doubt in item.doubts if doubt != "bài không nêu chức vụ")
    linked = replace(
        item,
        side=record.side or item.side,
        country=item.country or record.country,
        score=max(item.score, _SCORE),
        doubts=doubts,
        record_id=record.record_id,
    )
    if post is None or item.title:
        return linked
    return replace(linked, known_title=post.title, known_organisation=post.organisation)


def name_partners(visits: tuple[VisitCandidate, ...], known: Known) -> tuple[VisitCandidate, ...]:
    """Return the visits with partners under the name of their record, where the article uses another one."""
    if not known.places:
        return visits
    return tuple(_partners_named(visit, known) for visit in visits)


def _partners_named(visit: VisitCandidate, known: Known) -> VisitCandidate:
    partners = list(visit.partners)
    for at, place in enumerate(partners):
        records = [item for item in known.places_called(place.name) if _one_country(item, place.country)]
        if len(records) == 1 and not _spelled(records[0], place.name):
            partners[at] = replace(place, name=records[0].names[0], country=records[0].country)
    return visit if tuple(partners) == visit.partners else replace(visit, partners=tuple(partners))


def _one_country(record: KnownPlace, country: str) -> bool:
    return not country or not record.country or country == record.country


def _spelled(record: KnownPlace, name: str) -> bool:
    return name_letters(bare_place(name)) == name_letters(bare_place(record.names[0]))
