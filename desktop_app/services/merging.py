"""What may be the same, and joining a draft with a record that is there already.

Everything merely similar is offered to a person and never merged silently.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any, TypeVar, cast

from db.dates import PartialDate
from db.errors import Missing
from db.records import Agreement, Commitment, Figure, Person, RecordKind
from db.work import Work, WritingWork
from desktop_app.core.extraction.record_aliases import why_alike
from desktop_app.core.text.fold import fold
from desktop_app.services import linking
from desktop_app.services.drafts import Draft, LinkedDraft, VisitDraft

Found = tuple[RecordKind, int, str]
RecordT = TypeVar("RecordT")
# Filled by rules of their own, or not at all.
_NOT_FILLED = frozenset(
    ["id", "deleted_at", "partner_ids", "partner_names", "participants", "stops", "posts", "aliases", "tags"]
)


def similar(work: Work, item: Draft) -> list[Found]:
    """Records a draft may be merged with; an offer, never a decision."""
    match item:
        case VisitDraft():
            return _similar_visits(work, item)
        case LinkedDraft(record=Agreement() as agreement):
            return _similar_agreements(work, agreement)
        case LinkedDraft(record=Commitment() as commitment):
            key = _words(commitment.content)
            return [
                (RecordKind.COMMITMENT, other.id, other.content)
                for other in work.commitments.remembered()
                if _overlap(key, _words(other.content)) >= 0.6
            ]
        case LinkedDraft(record=Person() as person):
            return [
                (RecordKind.PERSON, other.id, _person_line(other))
                for other in work.people.remembered()
                if _alike(
                    linking.person_key(person.name),
                    [linking.person_key(n) for n in (other.name, *other.aliases)],
                )
                or any(why_alike(person.name, name) for name in (other.name, *other.aliases))
            ]
        case LinkedDraft(record=Figure() as figure):
            return [
                (RecordKind.FIGURE, other.id, f"{other.what}: {other.stated}")
                for other in work.figures.remembered()
                if other.value == figure.value and other.unit == figure.unit
            ]
        case _:
            return []


def _similar_visits(work: Work, item: VisitDraft) -> list[Found]:
    keys = {linking.place_key(name) for name, _ in item.partners}
    found: list[Found] = []
    for visit in work.visits.remembered():
        same_partner = bool(keys & {linking.place_key(name) for name in visit.partner_names})
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
    party = linking.place_key(agreement.partner_party)
    return [
        (RecordKind.AGREEMENT, other.id, f"{other.title} ({other.signed.display()})")
        for other in work.agreements.remembered()
        if (any(linking.names(party, name) for name in other.partner_names) or not party)
        and (
            _near(other.signed, agreement.signed)
            or _overlap(_words(other.title), _words(agreement.title)) > 0.6
        )
    ]


@lru_cache(maxsize=50_000)
def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


def _overlap(one: frozenset[str], two: frozenset[str]) -> float:
    """Share of common words, 0..1."""
    return len(one & two) / min(len(one), len(two)) if one and two else 0.0


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
            ids = [linking.partner_id(work, name, country) for name, country in item.partners]
            partners = linking.joined(visit.partner_ids, ids)
            known = {linking.person_key(p.name) for p in visit.participants}
            main = partners[0] if len(partners) == 1 else None
            people = [
                linking.participant(work, p, visit, main)
                for p in item.visit.participants
                if linking.person_key(p.name) not in known
            ]
            stops = [
                s
                for s in item.visit.stops
                if linking.place_key(s.name) not in {linking.place_key(x.name) for x in visit.stops}
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
            names = {linking.person_key(name) for name in (old.name, *old.aliases)}
            alias = () if linking.person_key(person.name) in names else (person.name,)
            posts = linking.new_posts(person.posts, old.posts)
            work.people.save(replace(old, aliases=(*old.aliases, *alias), posts=(*old.posts, *posts)))
        case _:
            raise Missing(f"cannot merge into {kind.value}")


def add_note(work: WritingWork, kind: RecordKind, record_id: int, lines: Sequence[str]) -> None:
    """Add lines to the note of a visit, agreement or commitment; lines that stand there are not repeated."""
    if not lines:
        return
    match kind:
        case RecordKind.VISIT:
            visit = work.visits.get(record_id)
            work.visits.save(replace(visit, note=_longer(visit.note, lines)))
        case RecordKind.AGREEMENT:
            agreement = work.agreements.get(record_id)
            work.agreements.save(replace(agreement, note=_longer(agreement.note, lines)))
        case RecordKind.COMMITMENT:
            commitment = work.commitments.get(record_id)
            work.commitments.save(replace(commitment, note=_longer(commitment.note, lines)))
        case _:
            return


def _longer(note: str, lines: Sequence[str]) -> str:
    fresh = [line for line in dict.fromkeys(lines) if line not in note]
    return "\n".join([part for part in (note, *fresh) if part])


def _filled(known: RecordT, found: RecordT) -> RecordT:
    """``known`` with its empty texts and dates taken from ``found``."""
    changes: dict[str, Any] = {}
    for item in fields(cast("Any", known)):
        old, new = getattr(known, item.name), getattr(found, item.name)
        empty = (isinstance(old, PartialDate) and not old.known) or old in ("", None, ())
        if empty and new and item.name not in _NOT_FILLED:
            changes[item.name] = new
    return replace(cast("Any", known), **changes)
