"""How a draft finds the records it belongs to: partners, people, visits, and what may be the same.

Names are compared without marks, case, tone placement and level words ("thành phố Gwangju" = "Gwangju"). Only
equal names are joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from db.dates import PartialDate
from db.records import (
    Article,
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

_LEVELS = re.compile(
    r"^(?:thanh pho|tp\.?|tinh|thu do|quan|huyen|bang|vung|chau|dac khu|thi xa|quoc gia|nuoc|chinh quyen"
    r"|dac biet)\s+"
)
_NOT_LETTERS = re.compile(r"[\s\-’'.]+")


@lru_cache(maxsize=50_000)
def place_key(name: str) -> str:
    """The form in which place names are compared."""
    key = fold(canon(name)).strip()
    while True:
        shorter = _LEVELS.sub("", key)
        if shorter == key or not shorter:
            return _NOT_LETTERS.sub("", key)
        key = shorter


@lru_cache(maxsize=50_000)
def person_key(name: str) -> str:
    """The form in which names of people are compared: "Oh Se-hyun" = "Oh Sehyun"."""
    return _NOT_LETTERS.sub("", fold(canon(name)))


# -- partners --------------------------------------------------------------------------------------


def find_partner(work: Work, name: str, country: str = "") -> Partner | None:
    """The partner with this name or alias, if any."""
    key = place_key(name)
    if not key:
        return None
    for partner in work.partners.remembered():
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
        for partner in work.partners.remembered()
        if any(names(text, item) for item in (partner.name, partner.romanised, *partner.aliases))
    ]
    if named:
        return named
    ids = joined([], [pid for visit in article_visits(work, article) for pid in visit.partner_ids])
    return list(ids) if len(ids) == 1 else []


def names(text: str, name: str) -> bool:
    """Whether a text in ``place_key`` form names a place."""
    key = place_key(name)
    return len(key) > 2 and key in text


def partners_in_scope(work: Work, article: Article, figure: Figure) -> list[int]:
    """Partners a figure concerns: those its scope names, else those of the scope's country in the article."""
    scope = place_key(f"{figure.scope_from} {figure.scope_to}")
    visits = article_visits(work, article)
    candidates = work.partners.get_many(joined([], [pid for visit in visits for pid in visit.partner_ids]))
    named = [partner.id for partner in candidates if names(scope, partner.name)]
    if named:
        return named
    return [partner.id for partner in candidates if partner.country and names(scope, partner.country)]


# -- visits ----------------------------------------------------------------------------------------


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


# -- people ----------------------------------------------------------------------------------------


def find_person(work: Work, name: str, side: Side) -> Person | None:
    """The person with this name or alias on this side, if there is exactly one."""
    key = person_key(name)
    found = [
        person
        for person in work.people.remembered()
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
    fresh = new_posts(draft.posts, known.posts)
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


def new_posts(found: Sequence[Post], known: Sequence[Post]) -> list[Post]:
    """Posts that add something; one without any date says nothing new of a post that is known."""
    return [
        post
        for post in found
        if not any(same_post(post, old) or (_undated(post) and _same_title(post, old)) for old in known)
    ]


def _undated(post: Post) -> bool:
    return not (post.started.known or post.ended.known or post.seen_on.known)


def _same_title(first: Post, second: Post) -> bool:
    return fold(canon(first.title)) == fold(canon(second.title))


def same_post(first: Post, second: Post) -> bool:
    """Whether two entries say the same post on the same occasion."""
    return _same_title(first, second) and first.seen_on == second.seen_on


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


# -- fields and aliases ----------------------------------------------------------------------------


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
