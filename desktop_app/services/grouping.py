"""One fact told by several articles: which waiting suggestions belong together, and where they differ.

Everything is compared strictly: Asan is not Ansan, and what is not surely the same stays apart. A person sees
all tellings on one card; nothing is joined before it is accepted there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from db.dates import PartialDate
from db.records import (
    Agreement,
    AgreementKind,
    Article,
    Commitment,
    Direction,
    Figure,
    Person,
    Suggestion,
    SuggestionKind,
    SuggestionState,
    Visit,
)
from db.work import Work
from desktop_app.core.text.fold import fold
from desktop_app.services import linking
from desktop_app.services.drafts import Draft, LinkedDraft, VisitDraft, draft

GROUPED = (
    SuggestionKind.VISIT,
    SuggestionKind.AGREEMENT,
    SuggestionKind.COMMITMENT,
    SuggestionKind.PERSON,
    SuggestionKind.FIGURE,
)
# Articles about one event are imported near each other; more would make every card slow in a huge library.
MOST_COMPARED = 2000
# A chairman is named in hundreds of articles: a card that shows them all helps nobody and takes seconds.
MOST_TOLD = 20
_MOST_OF_A_KEY = 200
_SAME_WORDS = 0.8
_LONGEST_PASSAGE = 400


@dataclass(frozen=True, slots=True)
class Telling:
    """What one article says about a fact."""

    suggestion: Suggestion
    article: Article
    draft: Draft

    @property
    def passage(self) -> str:
        """The longest passage of the article it rests on, on one line."""
        spans = [(span.start, span.end) for span in self.suggestion.spans]
        start, end = max(spans, key=lambda span: (span[1] - span[0], -span[0]), default=(0, 0))
        return " ".join(self.article.text[start : min(end, start + _LONGEST_PASSAGE)].split())


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values told: in words, and the suggestion that tells it."""

    words: str
    suggestion_id: int
    source: str
    passage: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A field about which the articles disagree; ``choices`` in the order of the tellings, at least two.

    ``field`` is "period", "heads", "deadline" or "quantity".
    """

    field: str
    choices: tuple[Choice, ...]


# -- finding ---------------------------------------------------------------------------------------


def others(
    work: Work, article: Article, cards: Sequence[Telling], home: str
) -> dict[int, tuple[Telling, ...]]:
    """Return the waiting tellings of other articles for the cards of one: {suggestion id: tellings}.

    Each telling belongs to one card, each article adds at most one telling to a card,
    and a card has at most ``MOST_TOLD``.
    """
    mine = [card for card in cards if card.suggestion.kind in GROUPED]
    if not mine:
        return {}
    found = _candidates(work, article, mine, home)
    visits = _visits_by_article([*cards, *found])
    taken: set[int] = set()
    groups: dict[int, tuple[Telling, ...]] = {}
    for card in mine:
        if card.suggestion.state is not SuggestionState.PENDING:
            continue
        group = [card]
        for other in found:
            is_free = other.suggestion.id not in taken and other.suggestion.state is SuggestionState.PENDING
            if (
                is_free
                and len(group) < MOST_TOLD
                and all(other.article.id != one.article.id for one in group)
                and all(_together(one, other, visits) for one in group)
            ):
                group.append(other)
                taken.add(other.suggestion.id)
        if group[1:]:
            groups[card.suggestion.id] = tuple(group[1:])
    return groups


def _candidates(work: Work, article: Article, mine: Sequence[Telling], home: str) -> list[Telling]:
    keys = {_raw_key(one.suggestion) for one in mine}
    own_visits = [one for one in mine if one.suggestion.kind is SuggestionKind.VISIT]
    elsewhere = work.suggestions.elsewhere(article.id, GROUPED, MOST_COMPARED)
    rows = _near([row for row in elsewhere if row.kind is not SuggestionKind.COMMITMENT], keys)
    articles = {one.id: one for one in work.articles.get_many(sorted({row.article_id for row in rows}))}
    found = [_telling(work, row, articles, home) for row in rows]
    # Commitments are compared only between articles about one visit.
    of_visit = {
        one.article.id
        for one in found
        if one.suggestion.kind is SuggestionKind.VISIT
        and any(same_fact(one.draft, own.draft) for own in own_visits)
    }
    found += [
        _telling(work, row, articles, home)
        for row in elsewhere
        if row.kind is SuggestionKind.COMMITMENT and row.article_id in of_visit
    ]
    return sorted(found, key=lambda one: (one.article.id, one.suggestion.id))


def _near(rows: Sequence[Suggestion], keys: set[tuple[object, ...]]) -> list[Suggestion]:
    """The first rows of each key: those of the nearest articles."""
    counts: dict[tuple[object, ...], int] = {}
    near: list[Suggestion] = []
    for row in rows:
        key = _raw_key(row)
        most = _MOST_OF_A_KEY if row.kind is SuggestionKind.VISIT else MOST_TOLD
        if key in keys and counts.get(key, 0) < most:
            counts[key] = counts.get(key, 0) + 1
            near.append(row)
    return near


def _telling(work: Work, row: Suggestion, articles: dict[int, Article], home: str) -> Telling:
    if row.article_id not in articles:
        articles[row.article_id] = work.articles.get(row.article_id)
    article = articles[row.article_id]
    return Telling(row, article, draft(row, article, home))


def _raw_key(item: Suggestion) -> tuple[object, ...]:
    """Equal for whatever may be the same: a quick look at the raw values before a draft is made."""
    data = item.payload
    match item.kind:
        case SuggestionKind.PERSON:
            return item.kind, linking.person_key(str(data.get("name", "")))
        case SuggestionKind.FIGURE:
            return item.kind, data.get("value"), data.get("unit"), data.get("year")
        case SuggestionKind.VISIT:
            # Visits over the end of a month are compared within the month they begin in.
            return item.kind, data.get("direction"), str(data.get("start") or "")[:7]
        case _:
            return item.kind, str(data.get("status", ""))


def _visits_by_article(tellings: Sequence[Telling]) -> dict[int, list[Telling]]:
    visits: dict[int, list[Telling]] = {}
    for one in tellings:
        rejected = one.suggestion.state is SuggestionState.REJECTED
        if one.suggestion.kind is SuggestionKind.VISIT and not rejected:
            visits.setdefault(one.article.id, []).append(one)
    return visits


def _together(one: Telling, other: Telling, visits: dict[int, list[Telling]]) -> bool:
    if not same_fact(one.draft, other.draft):
        return False
    match one.suggestion.kind:
        case SuggestionKind.VISIT:
            # A year that a person has to confirm is no ground for joining anything.
            return not any(item.suggestion.payload.get("suggested_year") for item in (one, other))
        case SuggestionKind.COMMITMENT:
            return any(
                same_fact(here.draft, there.draft)
                for here in visits.get(one.article.id, ())
                for there in visits.get(other.article.id, ())
            )
        case _:
            return True


# -- comparing -------------------------------------------------------------------------------------


def same_fact(one: Draft, other: Draft) -> bool:
    """Whether two articles surely tell the same fact.

    A visit: same direction, place and overlapping days; an agreement: same kind and parties, dates equal or
    unknown; a commitment: nearly the same words (of one visit, which the caller checks); a person: same name
    and side; a figure: same value, unit, year and scope.
    """
    match one, other:
        case VisitDraft(), VisitDraft():
            return _same_visit(one, other)
        case LinkedDraft(record=Agreement() as first), LinkedDraft(record=Agreement() as second):
            return _same_agreement(first, second)
        case LinkedDraft(record=Commitment() as first), LinkedDraft(record=Commitment() as second):
            return _same_commitment(first, second)
        case LinkedDraft(record=Person() as first), LinkedDraft(record=Person() as second):
            return _same_person(first, second)
        case LinkedDraft(record=Figure() as first), LinkedDraft(record=Figure() as second):
            return _same_figure(first, second)
        case _:
            return False


def _same_visit(one: VisitDraft, other: VisitDraft) -> bool:
    first, second = one.visit, other.visit
    if first.direction is not second.direction or first.status is not second.status:
        return False
    if first.direction is Direction.DOMESTIC or not _overlap(first.period, second.period):
        return False
    homes = [{linking.place_key(name) for name in visit.localities} for visit in (first, second)]
    if all(homes) and not homes[0] & homes[1]:
        return False
    return _same_places(one, other)


def _same_places(one: VisitDraft, other: VisitDraft) -> bool:
    places = [
        {linking.place_key(name) for name, country in item.partners if name != country}
        for item in (one, other)
    ]
    if all(places):
        return bool(places[0] & places[1])
    countries = [
        {linking.place_key(country) for _, country in item.partners if country} for item in (one, other)
    ]
    heads = [_heads(item.visit) for item in (one, other)]
    # Two delegations of one country may come on one day: without a place the leader has to be the same.
    return bool(countries[0] & countries[1]) and bool(heads[0] & heads[1])


def _heads(visit: Visit) -> set[str]:
    return {linking.person_key(person.name) for person in visit.heads()}


def _overlap(one: PartialDate, other: PartialDate) -> bool:
    start, end, second, last = one.first_day(), one.last_day(), other.first_day(), other.last_day()
    if start is None or end is None or second is None or last is None:
        return False
    # A month or a year says too little to join two visits.
    whole_days = len(one.start) == 10 and len(other.start) == 10
    return whole_days and start <= last and second <= end


def _same_agreement(one: Agreement, other: Agreement) -> bool:
    if one.kind is not other.kind or one.kind is AgreementKind.OTHER or one.status is not other.status:
        return False
    parties = [
        {
            linking.place_key(name)
            for name in f"{item.own_party}; {item.partner_party}".split(";")
            if name.strip()
        }
        for item in (one, other)
    ]
    if len(parties[0]) < 2 or parties[0] != parties[1]:
        return False
    subjects = [set(fold(item.subject).split()) for item in (one, other)]
    if all(subjects) and _shared(subjects[0], subjects[1]) < _SAME_WORDS:
        return False
    dates = (one.signed, other.signed)
    if not all(date.known for date in dates):
        return bool(all(subjects) or any(date.known for date in dates))
    return (one.signed.start, one.signed.last) == (other.signed.start, other.signed.last)


def _same_commitment(one: Commitment, other: Commitment) -> bool:
    if one.grade is not other.grade or (
        one.by_name and other.by_name and fold(one.by_name) != fold(other.by_name)
    ):
        return False
    words = [
        [word for word in fold(item.content).split() if not any(letter.isdigit() for letter in word)]
        for item in (one, other)
    ]
    return min(map(len, words)) >= 4 and _shared(set(words[0]), set(words[1])) >= _SAME_WORDS


def _shared(one: set[str], other: set[str]) -> float:
    """Share of common words in all words, 0..1."""
    return len(one & other) / len(one | other) if one | other else 0.0


def _same_person(one: Person, other: Person) -> bool:
    key = linking.person_key(one.name)
    countries = {fold(item.country) for item in (one, other) if item.country}
    return (
        len(one.name.split()) > 1
        and key == linking.person_key(other.name)
        and one.side is other.side
        and len(countries) < 2
    )


def _same_figure(one: Figure, other: Figure) -> bool:
    def key(item: Figure) -> tuple[object, ...]:
        scope = (linking.place_key(item.scope_from), linking.place_key(item.scope_to))
        return item.value, item.value_max, item.unit, item.period.start, item.indicator, *scope

    about = [set(fold(item.what).split()) for item in (one, other)]
    return one.period.known and key(one) == key(other) and _shared(about[0], about[1]) >= _SAME_WORDS


# -- differing -------------------------------------------------------------------------------------


def differences(group: Sequence[Telling]) -> tuple[Difference, ...]:
    """Return the fields the tellings of one fact disagree about; a missing value disagrees with none."""
    found: list[Difference] = []
    for field in ("period", "heads", "quantity", "deadline"):
        values: dict[str, Choice] = {}
        for telling in group:
            key, words = _value(telling.draft, field)
            if key:
                values.setdefault(
                    key, Choice(words, telling.suggestion.id, telling.article.label, telling.passage)
                )
        if len(values) > 1:
            found.append(Difference(field, tuple(values.values())))
    return tuple(found)


_FIELD_WORDS = {"period": "thời gian", "heads": "trưởng đoàn", "quantity": "số lượng", "deadline": "thời hạn"}


def kept_words(other: Telling, difference: Difference) -> str:
    """The line of a note that keeps what ``other`` tells differently from the record."""
    chosen, left = difference.choices[0], difference.choices[-1]
    what = _FIELD_WORDS[difference.field]
    return (
        f"Bài “{other.article.label}” ghi {what} khác: {left.words} (“{other.passage}”). "
        f"Đã chọn: {chosen.words}."
    )


def _value(item: Draft, field: str) -> tuple[str, str]:
    """(what is compared, what is shown) of a field; two empty texts when the draft does not tell it."""
    match item, field:
        case VisitDraft(visit=visit), "period" if visit.period.known:
            return f"{visit.period.start}/{visit.period.last}", visit.period.confirmed().display()
        case VisitDraft(visit=visit), "heads" if visit.heads():
            return "/".join(sorted(_heads(visit))), ", ".join(person.name for person in visit.heads())
        case LinkedDraft(record=Commitment() as commitment), "quantity":
            return fold(commitment.quantity), commitment.quantity
        case LinkedDraft(record=Commitment() as commitment), "deadline" if commitment.deadline.known:
            return commitment.deadline.start, commitment.deadline.display()
        case _:
            return "", ""


def taken(item: Draft, field: str, source: Draft) -> Draft:
    """Return ``item`` with the value of ``field`` as ``source`` tells it."""
    match item, source:
        case VisitDraft(), VisitDraft() if field == "period":
            return replace(item, visit=replace(item.visit, period=source.visit.period))
        case VisitDraft(), VisitDraft() if field == "heads":
            rest = tuple(person for person in item.visit.participants if person not in item.visit.heads())
            return replace(item, visit=replace(item.visit, participants=(*source.visit.heads(), *rest)))
        case LinkedDraft(record=Commitment() as mine), LinkedDraft(record=Commitment() as theirs):
            if field == "quantity":
                # The number stands in the sentence too, so both come from the same article.
                changed = replace(mine, quantity=theirs.quantity, content=theirs.content)
            else:
                changed = replace(mine, deadline=theirs.deadline)
            return replace(item, record=changed)
        case _:
            return item
