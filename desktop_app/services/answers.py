"""Direct answers to questions in plain words, from accepted records only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import Any

from db.dates import PartialDate
from db.records import Agreement, Commitment, CommitmentGrade, Partner, Person, Post, RecordKind, Side, Visit
from db.work import Work
from desktop_app.core.search.analyser import Word, words
from desktop_app.core.search.intents import Intent, Reference, understand
from desktop_app.core.search.moments import Moment, times_of
from desktop_app.core.text.fold import fold
from desktop_app.labels import label
from desktop_app.services.aliases import Names
from desktop_app.services.documents import date_of
from desktop_app.services.records import repository, title_of
from desktop_app.services.wording import post_title

MOST_CARDS = 5

_LONGEST_QUESTION = 300
_READ_AT_ONCE = 20
_MOST_READ = 120
_LEAST_FIT = 0.6
_NEARLY = 0.8
_PROMISES = (CommitmentGrade.PROMISE, CommitmentGrade.OFFER)


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """An answer: what the record is called, when it was, and what it says, line by line."""

    kind: RecordKind
    record_id: int
    title: str
    date: str
    lines: tuple[str, ...]


def answers(work: Work, text: str, names: Names) -> tuple[AnswerCard, ...]:
    """Cards for the records that a question names, the newest first, at most five.

    Args:
        work: the library.
        text: what was typed into the search box.
        names: the confirmed names.

    Returns:
        Nothing when the question names no record, or words of it that no record holds.
    """
    if not 1 < len(text.strip()) <= _LONGEST_QUESTION:
        return ()
    intent = understand(text, names.lexicon)
    if not intent.references and not (intent.kinds and intent.moments):
        return ()
    return tuple(islice(_cards(work, intent), MOST_CARDS))


def _cards(work: Work, intent: Intent) -> Iterator[AnswerCard]:
    if RecordKind.VISIT in intent.kinds:
        for visit in _chosen(work, RecordKind.VISIT, intent, _visit_fits, _visit_text):
            yield _visit_card(visit, head=intent.head)
    if RecordKind.AGREEMENT in intent.kinds:
        for agreement in _chosen(work, RecordKind.AGREEMENT, intent, _own_side_fits, _agreement_text):
            yield _agreement_card(agreement)
    if RecordKind.COMMITMENT in intent.kinds:
        for commitment in _chosen(work, RecordKind.COMMITMENT, intent, _own_side_fits, _commitment_text):
            yield _commitment_card(commitment)
    if intent.kinds <= {RecordKind.PERSON}:
        yield from _people(work, intent)
    if not intent.kinds and not intent.rest and not intent.moments:
        yield from _partners(work, intent)


# -- which records ---------------------------------------------------------------------------------


def _of(intent: Intent, kind: RecordKind) -> list[Reference]:
    return [reference for reference in intent.references if reference.kind is kind]


def _chosen(
    work: Work,
    kind: RecordKind,
    intent: Intent,
    fits: Callable[[Any, Intent], bool],
    text_of: Callable[[Any], str],
) -> list[Any]:
    """The records of a kind that all names and times of the question fit, newest first."""
    found: list[Any] = []
    ids = _candidates(work, kind, intent)
    for first in range(0, len(ids), _READ_AT_ONCE):
        records = repository(work, kind).get_many(ids[first : first + _READ_AT_ONCE])
        found += [record for record in records if record.deleted_at is None and fits(record, intent)]
        if len(found) >= MOST_CARDS and not intent.rest and not intent.toward:
            break
    found = _about(_going(found, intent), intent, text_of)
    found.sort(key=lambda record: _sort_key(date_of(record)), reverse=True)
    return found[:MOST_CARDS]


def _going(records: list[Any], intent: Intent) -> list[Any]:
    """The visits that go the way the question says, all when none does."""
    going = [record for record in records if getattr(record, "direction", None) is intent.toward]
    return going if intent.toward is not None and going else records


def _sort_key(date: PartialDate | None) -> str:
    return date.sort_key if date is not None else ""


def _candidates(work: Work, kind: RecordKind, intent: Intent) -> list[int]:
    """Ids of the records of the partners, people and times named, the newest first and not too many."""
    wanted: set[int] | None = None
    partners = _of(intent, RecordKind.PARTNER)
    if partners:
        linked = (work.links.ids_with_partner(kind, partner.record_id) for partner in partners)
        wanted = set(chain.from_iterable(linked))
    people = {person.record_id for person in _of(intent, RecordKind.PERSON)}
    if people and kind is RecordKind.VISIT:
        took_part = {visit for visit, person in work.facts.participants() if person in people}
        wanted = took_part if wanted is None else wanted & took_part
    dated = [
        (start, number)
        for number, start, end in work.facts.dated(kind)
        if (wanted is None or number in wanted) and _days_in_time(start, end, intent.moments)
    ]
    return [number for _, number in sorted(dated, reverse=True)[:_MOST_READ]]


@lru_cache(maxsize=8_192)
def _times(start: str, end: str) -> frozenset[str]:
    return frozenset(times_of("", start, end))


def _days_in_time(start: str, end: str, moments: Sequence[Moment]) -> bool:
    """Whether days given as partial ISO dates lie in every one of the times."""
    if not moments:
        return True
    terms = _times(start, end)
    return all(
        any(term in terms for term, credit in moment.terms() if credit >= _LEAST_FIT) for moment in moments
    )


def _about(records: list[Any], intent: Intent, text_of: Callable[[Any], str]) -> list[Any]:
    """Those records that hold most of the words which are neither names nor times nor kinds of records."""
    if not intent.rest:
        return records
    asked = {_form(word, intent) for word in intent.rest}
    held = [len(asked & {_form(word, intent) for word in words(text_of(record))}) for record in records]
    best = max(held, default=0)
    if 2 * best < len(asked):
        return []
    return [record for record, count in zip(records, held, strict=True) if count >= _NEARLY * best]


def _form(word: Word, intent: Intent) -> str:
    return word.exact if intent.marked else word.folded


def _says(text: str, reference: Reference) -> bool:
    """Whether a text holds the name, word by word, without regard to marks."""
    held = f" {' '.join(word.folded for word in words(text))} "
    return any(f" {' '.join(map(fold, form))} " in held for form in (reference.exact, _exact(reference.name)))


def _exact(name: str) -> tuple[str, ...]:
    return tuple(word.exact for word in words(name))


def _visit_fits(visit: Visit, intent: Intent) -> bool:
    if intent.direction is not None and visit.direction is not intent.direction:
        return False
    where = " . ".join(
        (
            *(visit.title, visit.location, visit.host_organisation, visit.guest_organisation),
            *visit.localities,
            *visit.countries,
            *(stop.name for stop in visit.stops),
        )
    )
    people = {reference.record_id for reference in _of(intent, RecordKind.PERSON)}
    return all(_says(where, place) for place in _of(intent, RecordKind.PLACE)) and (
        not people or any(taking.person_id in people for taking in visit.participants)
    )


def _own_side_fits(record: Agreement | Commitment, intent: Intent) -> bool:
    """Whether the places and people of the question stand in a record; an open field speaks against none."""
    if isinstance(record, Agreement):
        if intent.agreements and record.kind not in intent.agreements and "ghi nhớ" not in record.title:
            return False
        ours = (record.own_party, record.in_the_name_of, record.responsible_now)
        others = (record.title, record.partner_party, record.signed_place, record.signers)
    else:
        if (intent.promise and record.grade not in _PROMISES) or not _is_by(record, intent.by):
            return False
        ours = (record.by_name, record.to_name, record.lead_unit)
        others = (record.content, record.place)
    text = " . ".join((*ours, *others, *record.partner_names))
    people_and_places = [
        reference for reference in intent.references if reference.kind is not RecordKind.PARTNER
    ]
    if not _of(intent, RecordKind.PARTNER):
        return all(_says(text, reference) for reference in people_and_places)
    return not any(ours) or all(_says(text, reference) for reference in people_and_places)


def _is_by(commitment: Commitment, who: Reference | None) -> bool:
    if who is None or commitment.side in (Side.BOTH, Side.UNKNOWN):
        return True
    return (commitment.side is Side.OURS) == who.ours


def _visit_text(visit: Visit) -> str:
    return "\n".join(
        (
            *(visit.title, visit.purpose, visit.content, visit.results, *visit.fields, *visit.tags),
            *(f"{one.title} {one.organisation}" for one in visit.participants),
            *(visit.guest_organisation, visit.host_organisation),
        )
    )


def _agreement_text(agreement: Agreement) -> str:
    other = (agreement.subject, agreement.term, agreement.own_party, agreement.partner_party)
    return "\n".join((agreement.title, *agreement.other_titles, *other, *agreement.fields, *agreement.tags))


def _commitment_text(commitment: Commitment) -> str:
    other = (commitment.quantity, commitment.by_name, commitment.to_name, commitment.lead_unit)
    return "\n".join((commitment.content, *other, *commitment.fields, *commitment.tags))


# -- cards -----------------------------------------------------------------------------------------


def _shown(date: PartialDate | None) -> str:
    return date.display() if date is not None and date.known else ""


def _lines(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line)


def _joined(between: str, parts: Iterable[str]) -> str:
    return between.join(part for part in parts if part)


def _visit_card(visit: Visit, *, head: bool) -> AnswerCard:
    led = "; ".join(_joined(", ", (one.name, one.title, one.organisation)) for one in visit.heads())
    first = f"Trưởng đoàn: {led}" if led else "Trưởng đoàn: chưa ghi trong kho" if head else ""
    kind = _joined(" · ", (label(visit.direction), label(visit.status)))
    with_whom = f"Đối tác: {', '.join(visit.partner_names)}" if visit.partner_names else ""
    where = _joined(", ", dict.fromkeys((visit.location, *visit.localities)))
    lines = (kind, with_whom, f"Nơi: {where}" if where else "")
    lines = (first, *lines) if head else (lines[0], first, *lines[1:])
    return AnswerCard(RecordKind.VISIT, visit.id, visit.title, _shown(visit.period), _lines(*lines))


def _agreement_card(agreement: Agreement) -> AnswerCard:
    signed = _shown(agreement.signed)
    parties = _joined(
        " – ", (agreement.own_party, agreement.partner_party or ", ".join(agreement.partner_names))
    )
    ends = _shown(agreement.ends)
    lines = _lines(
        _joined(" · ", (label(agreement.kind), label(agreement.status))),
        f"Ký: {signed}{f' tại {agreement.signed_place}' if agreement.signed_place else ''}"
        if signed
        else "Ngày ký: chưa ghi trong kho",
        f"Các bên: {parties}" if parties else "",
        f"Hiệu lực đến: {ends}" if ends else "",
    )
    return AnswerCard(RecordKind.AGREEMENT, agreement.id, agreement.title, signed, lines)


def _commitment_card(commitment: Commitment) -> AnswerCard:
    whom = f"{commitment.by_name or label(commitment.side)}"
    deadline = _shown(commitment.deadline)
    lines = _lines(
        whom + (f" với {commitment.to_name}" if commitment.to_name else ""),
        _joined(" · ", (label(commitment.grade), label(commitment.status))),
        f"Số lượng: {commitment.quantity}" if commitment.quantity else "",
        f"Hạn: {deadline}" if deadline else "",
    )
    return AnswerCard(
        RecordKind.COMMITMENT, commitment.id, title_of(commitment), _shown(commitment.stated_on), lines
    )


def _people(work: Work, intent: Intent) -> Iterator[AnswerCard]:
    """The people named, or those of a partner who hold the post asked for."""
    ids = [reference.record_id for reference in _of(intent, RecordKind.PERSON)]
    if not ids and intent.post:
        partners = {reference.record_id for reference in _of(intent, RecordKind.PARTNER)}
        ids = [number for number, _, _, _, partner in work.facts.people() if partner in partners]
    people: list[Person] = [one for one in work.people.get_many(ids) if one.deleted_at is None]
    asked = fold(intent.post)
    cards: list[tuple[str, AnswerCard]] = []
    for person in people:
        posts = sorted(person.posts, key=_post_key, reverse=True)
        if asked:
            posts = [post for post in posts if asked in fold(post.title)]
            if not posts:
                continue
        cards.append((_post_key(posts[0]) if posts else "", _person_card(person, posts)))
    cards.sort(key=lambda pair: pair[0], reverse=True)
    yield from (card for _, card in cards)


def _post_key(post: Post) -> str:
    return max(post.started.sort_key, post.seen_on.sort_key)


def _person_card(person: Person, posts: Sequence[Post]) -> AnswerCard:
    shown = dict.fromkeys(post_title(post) for post in posts)
    date = _shown(posts[0].seen_on if posts and posts[0].seen_on.known else None)
    lines = _lines(*islice(shown, 3), person.country)
    return AnswerCard(RecordKind.PERSON, person.id, person.name, date, lines)


def _partners(work: Work, intent: Intent) -> Iterator[AnswerCard]:
    ids = [reference.record_id for reference in _of(intent, RecordKind.PARTNER)]
    for partner in work.partners.get_many(ids):
        if partner.deleted_at is None:
            yield _partner_card(work, partner)


def _partner_card(work: Work, partner: Partner) -> AnswerCard:
    visits: list[Visit] = [one for one in work.visits.of_partner(partner.id) if one.period.known]
    last = max(visits, key=lambda visit: visit.period.sort_key, default=None)
    still_open = sum(one.is_open for one in work.commitments.of_partner(partner.id))
    since = _shown(partner.since)
    lines = _lines(
        _joined(" · ", (partner.country, label(partner.relation_level), f"từ {since}" if since else "")),
        f"Đoàn gần nhất: {last.title} ({_shown(last.period)})" if last else "",
        f"Cam kết chưa xong: {still_open}" if still_open else "",
    )
    return AnswerCard(RecordKind.PARTNER, partner.id, partner.name, "", lines)
