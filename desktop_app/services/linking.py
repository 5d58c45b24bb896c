"""How a draft finds the records it belongs to: partners, people, visits, and what may be the same.

Names are compared without marks, case, tone placement and level words ("thành phố Gwangju" = "Gwangju"). Only
equal names are joined; everything merely similar is offered to a person and never merged silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar, cast

from db.dates import PartialDate
from db.errors import Missing
from db.records import (
    Agreement,
    Article,
    Commitment,
    Figure,
    Participant,
    Partner,
    Person,
    Post,
    RecordKind,
    Side,
    Visit,
)
from db.work import Work, WritingWork
from desktop_app.core.text.fold import fold
from desktop_app.core.text.normalise import canon
from desktop_app.errors import UserFixable
from desktop_app.services.drafts import Draft, LinkedDraft, ProfileDraft, VisitDraft

_LEVELS = re.compile(
    r"^(?:thanh pho|tp\.?|tinh|thu do|quan|huyen|bang|vung|chau|dac khu|thi xa|quoc gia|nuoc|chinh quyen"
    r"|dac biet)\s+"
)
_NOT_LETTERS = re.compile(r"[\s\-’'.]+")

Found = tuple[RecordKind, int, str]
RecordT = TypeVar("RecordT")
# Filled by rules of their own, or not at all.
_NOT_FILLED = {
    "id",
    "deleted_at",
    "partner_ids",
    "partner_names",
    "participants",
    "stops",
    "posts",
    "aliases",
    "tags",
}


def place_key(name: str) -> str:
    """The form in which place names are compared."""
    key = fold(canon(name)).strip()
    while True:
        shorter = _LEVELS.sub("", key)
        if shorter == key or not shorter:
            return _NOT_LETTERS.sub("", key)
        key = shorter


def person_key(name: str) -> str:
    """The form in which names of people are compared: "Oh Se-hyun" = "Oh Sehyun"."""
    return _NOT_LETTERS.sub("", fold(canon(name)))


# -- partners ------------------------------------------------------------------------------------------


def find_partner(work: Work, name: str, country: str = "") -> Partner | None:
    """The partner with this name or alias, if any."""
    key = place_key(name)
    if not key:
        return None
    for partner in work.partners.all():
        names = (partner.name, partner.romanised, *partner.aliases)
        if key in {place_key(item) for item in names if item}:
            clash = country and partner.country and fold(country) != fold(partner.country)
            if not clash:
                return partner
    return None


def partner_id(work: WritingWork, name: str, country: str) -> int:
    """The id of a partner, which is made when it is not known."""
    known = find_partner(work, name, country)
    if known is not None:
        return known.id
    return work.partners.add(Partner(0, name.strip(), country=country.strip()))


def joined(first: Iterable[int], second: Iterable[int]) -> tuple[int, ...]:
    """Both lists of ids in order, each id once."""
    return tuple(dict.fromkeys([*first, *second]))


def article_visits(work: Work, article: Article) -> list[Visit]:
    """The accepted visits that rest on an article."""
    ids = {
        item.record_id
        for item in work.evidence.of_article(article.id)
        if item.record_kind is RecordKind.VISIT
    }
    return [visit for visit in work.visits.get_many(sorted(ids)) if visit.deleted_at is None]


def partners_for(work: Work, article: Article, words: str) -> list[int]:
    """Partners named in ``words``; else the only partner of the article's visits."""
    text = place_key(words)
    named = [
        partner.id
        for partner in work.partners.all()
        if any(_names(text, item) for item in (partner.name, partner.romanised, *partner.aliases))
    ]
    if named:
        return named
    ids = joined([], [pid for visit in article_visits(work, article) for pid in visit.partner_ids])
    return list(ids) if len(ids) == 1 else []


def _names(text: str, name: str) -> bool:
    key = place_key(name)
    return len(key) > 2 and key in text


def partners_in_scope(work: Work, article: Article, figure: Figure) -> list[int]:
    """Partners a figure concerns: those its scope names, else those of the scope's country in the article."""
    scope = place_key(f"{figure.scope_from} {figure.scope_to}")
    visits = article_visits(work, article)
    candidates = work.partners.get_many(joined([], [pid for visit in visits for pid in visit.partner_ids]))
    named = [partner.id for partner in candidates if _names(scope, partner.name)]
    if named:
        return named
    return [partner.id for partner in candidates if partner.country and _names(scope, partner.country)]


# -- visits ----------------------------------------------------------------------------------------------


def visit_of(work: Work, article: Article, partner_ids: Sequence[int]) -> int | None:
    """The visit of the article that concerns these partners, when there is exactly one."""
    visits = article_visits(work, article)
    matching = (
        [visit for visit in visits if set(partner_ids) & set(visit.partner_ids)] if partner_ids else visits
    )
    return matching[0].id if len(matching) == 1 else None


def visit_date(work: Work, visit_id: int | None) -> PartialDate | None:
    """When a visit took place, ``None`` without a visit or date."""
    if visit_id is None:
        return None
    period = work.visits.get(visit_id).period
    return period if period.known else None


# -- people --------------------------------------------------------------------------------------------------


def find_person(work: Work, name: str, side: Side) -> Person | None:
    """The person with this name or alias on this side, if there is exactly one."""
    key = person_key(name)
    found = [
        person
        for person in work.people.all()
        if key in {person_key(item) for item in (person.name, *person.aliases)}
        and (Side.UNKNOWN in (side, person.side) or person.side is side)
    ]
    return found[0] if len(found) == 1 else None


def person_id(work: WritingWork, draft: Person) -> int:
    """The id of a person; a new one is made, a known one learns the post."""
    if not draft.name.strip():
        raise UserFixable("Nhân vật chưa có tên.", "Hãy ghi họ tên.")
    known = find_person(work, draft.name, draft.side)
    if known is None:
        return work.people.add(draft)
    fresh = [post for post in draft.posts if not any(_same_post(post, old) for old in known.posts)]
    if fresh or (draft.partner_id and not known.partner_id):
        work.people.save(
            replace(
                known,
                posts=(*known.posts, *fresh),
                partner_id=known.partner_id or draft.partner_id,
                country=known.country or draft.country,
            )
        )
    return known.id


def _same_post(first: Post, second: Post) -> bool:
    return fold(canon(first.title)) == fold(canon(second.title)) and first.seen_on == second.seen_on


def participant(work: WritingWork, item: Participant, visit: Visit, partner: int | None) -> Participant:
    """The participant linked to a person, with the post of that day kept at the person too."""
    if item.person_id is not None or not item.name.strip():
        return item
    posts: tuple[Post, ...] = ()
    if item.title or item.organisation:
        title = item.title or item.organisation
        posts = (Post(0, 0, title, organisation=item.organisation, seen_on=visit.period),)
    foreign = item.side is Side.THEIRS
    country = visit.countries[0] if foreign and len(visit.countries) == 1 else ""
    person = Person(
        0,
        item.name,
        side=item.side,
        country=country,
        partner_id=partner if foreign else None,
        posts=posts,
    )
    return replace(item, person_id=person_id(work, person))


# -- fields and aliases -------------------------------------------------------------------------------------------


def add_field(work: WritingWork, article: Article, name: str) -> None:
    """A field of cooperation belongs to the article and to the visits that rest on it."""
    work.links.set_terms(RecordKind.ARTICLE, article.id, "field", _with(article.fields, name))
    for visit in article_visits(work, article):
        if name not in visit.fields:
            work.visits.save(replace(visit, fields=_with(visit.fields, name)))


def _with(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*names, name]))


def add_alias(work: WritingWork, alias: str, canonical: str) -> tuple[RecordKind, int]:
    """Give a partner or person another name.

    Raises:
        UserFixable: nobody and nothing is called ``canonical`` yet.
    """
    partner = find_partner(work, canonical)
    if partner is not None:
        work.partners.save(replace(partner, aliases=_with(partner.aliases, alias)))
        return RecordKind.PARTNER, partner.id
    person = find_person(work, canonical, Side.UNKNOWN)
    if person is not None:
        work.people.save(replace(person, aliases=_with(person.aliases, alias)))
        return RecordKind.PERSON, person.id
    raise UserFixable(
        f"Chưa có đối tác hay nhân vật nào tên “{canonical}”.",
        "Hãy duyệt đoàn hoặc nhân vật đó trước, rồi duyệt tên gọi khác.",
    )


# -- what may be the same ----------------------------------------------------------------------------------------------


def similar(work: Work, item: Draft, article: Article) -> list[Found]:
    """Records a draft may be merged with; an offer, never a decision."""
    match item:
        case VisitDraft():
            return _similar_visits(work, item)
        case LinkedDraft(record=Agreement() as agreement):
            return _similar_agreements(work, agreement)
        case LinkedDraft(record=Commitment() as commitment):
            key = fold(commitment.content)
            return [
                (RecordKind.COMMITMENT, other.id, other.content)
                for other in work.commitments.all()
                if _overlap(key, fold(other.content)) >= 0.6
            ]
        case LinkedDraft(record=Person() as person):
            return [
                (RecordKind.PERSON, other.id, _person_line(other))
                for other in work.people.all()
                if _alike(person_key(person.name), [person_key(n) for n in (other.name, *other.aliases)])
            ]
        case LinkedDraft(record=Figure() as figure):
            return [
                (RecordKind.FIGURE, other.id, f"{other.what}: {other.stated}")
                for other in work.figures.all()
                if other.value == figure.value and other.unit == figure.unit
            ]
        case ProfileDraft():
            return []
        case _:
            return []


def _similar_visits(work: Work, item: VisitDraft) -> list[Found]:
    keys = {place_key(name) for name, _ in item.partners}
    found: list[Found] = []
    for visit in work.visits.all():
        same_partner = bool(keys & {place_key(name) for name in visit.partner_names})
        if (
            same_partner
            and visit.direction is item.visit.direction
            and _near(visit.period, item.visit.period)
        ):
            found.append((RecordKind.VISIT, visit.id, f"{visit.title} ({visit.period.display()})"))
    return found


def _near(first: PartialDate, second: PartialDate) -> bool:
    days = (first.first_day(), first.last_day(), second.first_day(), second.last_day())
    if None in days:
        return first.start[-5:] == second.start[-5:] or not first.known or not second.known
    start, end, other_start, other_end = days
    assert start and end and other_start and other_end  # noqa: PT018
    return (other_start - end).days <= 3 and (start - other_end).days <= 3


def _similar_agreements(work: Work, agreement: Agreement) -> list[Found]:
    party = place_key(agreement.partner_party)
    return [
        (RecordKind.AGREEMENT, other.id, f"{other.title} ({other.signed.display()})")
        for other in work.agreements.all()
        if (any(_names(party, name) for name in other.partner_names) or not party)
        and (
            _near(other.signed, agreement.signed) or _overlap(fold(other.title), fold(agreement.title)) > 0.6
        )
    ]


def _overlap(first: str, second: str) -> float:
    """Share of common words, 0..1."""
    one, two = set(first.split()), set(second.split())
    return len(one & two) / max(1, min(len(one), len(two))) if one and two else 0.0


def _alike(key: str, others: list[str]) -> bool:
    return any(other and (other == key or _one_edit(key, other)) for other in others)


def _one_edit(first: str, second: str) -> bool:
    """Whether two names differ by at most two letters in one place (Gyung-gi / Gyeong-gwi)."""
    if abs(len(first) - len(second)) > 3 or min(len(first), len(second)) < 6:
        return False
    start = 0
    while start < min(len(first), len(second)) and first[start] == second[start]:
        start += 1
    end = 0
    while end < min(len(first), len(second)) - start and first[-1 - end] == second[-1 - end]:
        end += 1
    return max(len(first), len(second)) - start - end <= 5 and start >= 5


def _person_line(person: Person) -> str:
    post = person.posts[-1].title if person.posts else ""
    return f"{person.name} – {post}" if post else person.name


def fill_empty(work: WritingWork, kind: RecordKind, record_id: int, item: Draft) -> None:
    """Complete a record from a draft where the record says nothing; nothing that stands there is changed."""
    match item, kind:
        case VisitDraft(), RecordKind.VISIT:
            visit = work.visits.get(record_id)
            ids = [partner_id(work, name, country) for name, country in item.partners]
            partners = joined(visit.partner_ids, ids)
            known = {person_key(p.name) for p in visit.participants}
            main = partners[0] if len(partners) == 1 else None
            people = [
                participant(work, p, visit, main)
                for p in item.visit.participants
                if person_key(p.name) not in known
            ]
            stops = [
                s
                for s in item.visit.stops
                if place_key(s.name) not in {place_key(x.name) for x in visit.stops}
            ]
            merged = _filled(visit, item.visit)
            work.visits.save(
                replace(
                    merged,
                    partner_ids=partners,
                    participants=(*visit.participants, *people),
                    stops=(*visit.stops, *stops),
                    fields=tuple(dict.fromkeys([*visit.fields, *item.visit.fields])),
                )
            )
        case LinkedDraft(record=Agreement() as agreement), RecordKind.AGREEMENT:
            known_agreement = work.agreements.get(record_id)
            titles = [known_agreement.title, *known_agreement.other_titles]
            more = [t for t in (agreement.title, *agreement.other_titles) if t and t not in titles]
            merged_agreement = _filled(known_agreement, agreement)
            work.agreements.save(
                replace(merged_agreement, other_titles=(*known_agreement.other_titles, *more))
            )
        case LinkedDraft(record=Commitment() as commitment), RecordKind.COMMITMENT:
            work.commitments.save(_filled(work.commitments.get(record_id), commitment))
        case LinkedDraft(record=Figure() as figure), RecordKind.FIGURE:
            work.figures.save(_filled(work.figures.get(record_id), figure))
        case LinkedDraft(record=Person() as person), RecordKind.PERSON:
            old = work.people.get(record_id)
            names = {person_key(name) for name in (old.name, *old.aliases)}
            alias = () if person_key(person.name) in names else (person.name,)
            posts = [post for post in person.posts if not any(_same_post(post, p) for p in old.posts)]
            work.people.save(replace(old, aliases=(*old.aliases, *alias), posts=(*old.posts, *posts)))
        case _:
            raise Missing(f"cannot merge into {kind.value}")


def _filled(known: RecordT, found: RecordT) -> RecordT:
    """``known`` with its empty texts and dates taken from ``found``."""
    changes: dict[str, Any] = {}
    for item in fields(cast("Any", known)):
        old, new = getattr(known, item.name), getattr(found, item.name)
        empty = (isinstance(old, PartialDate) and not old.known) or old in ("", None, ())
        if empty and new and item.name not in _NOT_FILLED:
            changes[item.name] = new
    return replace(cast("Any", known), **changes)
