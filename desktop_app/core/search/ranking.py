"""Which documents answer a query, and in what order.

Each word of the query is a group of alternatives (the word as typed, without marks, its other spellings).
A document scores by how well it matches each group (BM25), times the square of the share of groups it
matches; a match only without the typed marks counts half. The best are then ordered by how many query words
stand side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain, repeat
from math import ceil
from operator import add, itemgetter, mul

from desktop_app.core.search.aliases import AliasTable
from desktop_app.core.search.analyser import Word
from desktop_app.core.search.closeness import Closeness, Form, phrase_in_field
from desktop_app.core.search.lanes import chosen, credit_of, least, matched, matches_of, numbers_of
from desktop_app.core.search.moments import Moment, moments_in
from desktop_app.core.search.postings import K1, Posting, Segment, Snapshot
from desktop_app.core.search.query import Query, Term
from desktop_app.core.search.schema import BODY_EXACT, BODY_FOLDED, TIME, TITLE_EXACT, TITLE_FOLDED

MAX_COMPLETIONS = 50
RERANKED = 200

_TITLE, _BODY = 2.0, 1.0
_TITLE_UNMARKED, _BODY_UNMARKED = 0.3, 0.1
_CREDIT_UNMARKED = 0.5
_CREDIT_MARKED_INSTEAD = 0.8
_ALIAS = 0.8
_TIME = 1.0
_NEEDED_SHARE = 0.6
_MUCH_RARER = 4

Document = tuple[int, int]
"""A document of a snapshot: number of the segment, number in the segment."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to match a group: a term of a field, or a phrase when ``form`` is given."""

    name: str
    term: str
    weight: float
    credit: float
    form: Form = ()
    strict: bool = False


Group = list[Choice]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A query made ready for a snapshot. ``shown`` are the folded words and phrases to mark."""

    groups: list[Group]
    phrases: tuple[Form, ...]
    excluded: tuple[Form, ...]
    order: Form
    marked: bool
    shown: tuple[str, ...]


def _word_choices(word: Word, *, query_marked: bool) -> Group:
    if not query_marked:
        return [
            Choice(BODY_FOLDED, word.folded, _BODY, 1.0),
            Choice(TITLE_FOLDED, word.folded, _TITLE, 1.0),
        ]
    credit = _CREDIT_UNMARKED if word.marked else _CREDIT_MARKED_INSTEAD
    return [
        Choice(BODY_EXACT, word.exact, _BODY, 1.0),
        Choice(TITLE_EXACT, word.exact, _TITLE, 1.0),
        Choice(BODY_FOLDED, word.folded, _BODY_UNMARKED, credit),
        Choice(TITLE_FOLDED, word.folded, _TITLE_UNMARKED, credit),
    ]


def _form_choices(form: Form) -> Group:
    if len(form) == 1:
        word = form[0]
        return [
            Choice(BODY_FOLDED, word.folded, _BODY * _ALIAS, 1.0),
            Choice(TITLE_FOLDED, word.folded, _TITLE * _ALIAS, 1.0),
        ]
    return [
        Choice(BODY_FOLDED, "", _BODY * _ALIAS, 1.0, form),
        Choice(TITLE_FOLDED, "", _TITLE * _ALIAS, 1.0, form),
    ]


def _time_choices(moment: Moment, words: Form) -> Group:
    """Return the ways to match a time: the record's own dates first, then the number as it is written."""
    group = [Choice(TIME, term, _TIME * credit, credit) for term, credit in moment.terms()]
    if len(moment.numbers) == 1:
        group.append(Choice(BODY_FOLDED, words[moment.numbers[0]].folded, _BODY_UNMARKED, 1.0))
    return group


def compile_query(query: Query, snapshot: Snapshot, aliases: AliasTable) -> Compiled:
    """Make a query ready: weights, completions of unfinished words, other spellings."""
    shown: dict[str, None] = {}
    groups: list[Group] = []
    words = tuple(term.word for term in query.terms)
    group_of: dict[int, int] = {}
    for moment in moments_in(words):
        group_of.update(dict.fromkeys(range(moment.first, moment.last), len(groups)))
        shown.update(dict.fromkeys(words[place].folded for place in moment.numbers))
        groups.append(_time_choices(moment, words))
    for place, term in enumerate(query.terms):
        if place in group_of:
            continue
        group_of[place] = len(groups)
        shown[term.word.folded] = None
        group = _word_choices(term.word, query_marked=query.marked)
        if term.prefix:
            longer = snapshot.completions(term.word.folded, MAX_COMPLETIONS)
            shown.update(dict.fromkeys(longer))
            group += [choice for word in longer if word != term.word.folded for choice in _completion(word)]
        groups.append(group)
    for alternative in aliases.alternatives(query.terms):
        shown[" ".join(word.folded for word in alternative.form)] = None
        for number in {group_of[place] for place in range(alternative.first, alternative.last)}:
            groups[number] += _form_choices(alternative.form)
    for phrase in query.phrases:
        shown[" ".join(word.folded for word in phrase)] = None
        groups.append(
            [
                Choice(BODY_FOLDED, "", _BODY, 1.0, phrase, strict=True),
                Choice(TITLE_FOLDED, "", _TITLE, 1.0, phrase, strict=True),
            ]
        )
    return Compiled(groups, query.phrases, query.excluded, words, query.marked, tuple(shown))


def _completion(word: str) -> Group:
    return [Choice(BODY_FOLDED, word, _BODY * 0.7, 1.0), Choice(TITLE_FOLDED, word, _TITLE * 0.7, 1.0)]


def _best(
    scores: Sequence[list[float]], documents: Sequence[list[int]], count: int
) -> list[tuple[float, Document]]:
    """Return the best ``count`` documents of all segments; of equals the last come first."""
    every = list(chain.from_iterable(scores))
    least_score = nlargest(count, every)[-1] if len(every) > count else 0.0
    good = [
        (score, (place, document))
        for place, found in enumerate(zip(scores, documents, strict=True))
        for score, document in zip(*found, strict=True)
        if score >= least_score
    ]
    good.sort(reverse=True)
    return good[:count]


class Ranker:
    """Answers one compiled query over one snapshot."""

    def __init__(self, snapshot: Snapshot, compiled: Compiled) -> None:
        self._snapshot = snapshot
        self._compiled = compiled
        self._closeness = Closeness(compiled.order, marked=compiled.marked)
        self._phrases: dict[tuple[int, str, Form, bool], Posting] = {}

    def rank(
        self, allowed: set[str] | None, kinds: frozenset[str] | None, page: slice
    ) -> tuple[list[tuple[float, Document]], int]:
        """Return a page of the documents that answer, best first, and how many there are.

        The order of equals is that of their keys.

        Args:
            allowed: only documents with these keys, None for all.
            kinds: only documents of these kinds, None for all.
            page: which places of the order to return.
        """
        segments = self._snapshot.segments
        numbers = [self._matched(segment, allowed, kinds) for segment in segments]
        needed = self._needed(matches_of(max(map(max, filter(len, numbers)), default=0)))
        documents = [[at for at, number in enumerate(found) if number >= needed] for found in numbers]
        scores = [
            self._final(self._scores(segment, chosen_here), found, chosen_here)
            for segment, chosen_here, found in zip(segments, documents, numbers, strict=True)
        ]
        total = sum(map(len, documents))
        best = _best(scores, documents, RERANKED)
        again = [
            (score * self._closeness.factor(segments[place[0]], place[1]), place) for score, place in best
        ]
        again.sort(key=lambda pair: (-pair[0], self.key(pair[1])))
        if page.stop > RERANKED and total > len(best):
            again += _best(scores, documents, total)[len(best) :]
        return again[page], total

    def _final(self, scores: list[float], numbers: Sequence[int], documents: list[int]) -> list[float]:
        """Return the scores times the square of the credit."""
        count = len(self._compiled.groups)
        here = [numbers[document] for document in documents]
        # Documents by the thousand have only a few different numbers.
        factors = {number: (credit_of(number) / count) ** 2 for number in set(here)}
        return list(map(mul, scores, map(factors.__getitem__, here)))

    def key(self, place: Document) -> str:
        """Return the key of a document."""
        return self._snapshot.segments[place[0]].keys()[place[1]]

    def _needed(self, most: int) -> int:
        """Return the least ``lanes`` number of an answer, ``most`` being the most words that one matches."""
        count = len(self._compiled.groups)
        needed = count if count <= 2 else ceil(_NEEDED_SHARE * count)
        return least(max(1, min(needed, most)))

    def _matched(
        self, segment: Segment, allowed: set[str] | None, kinds: frozenset[str] | None
    ) -> Sequence[int]:
        """Return for each document how many words it matches and with how much credit (``lanes``)."""
        count = segment.documents
        total = sum(
            matched(
                (round(10 * choice.credit), self._posting(segment, choice).flags(count)) for choice in group
            )
            for group in self._compiled.groups
        )
        within = self._bounds(segment, kinds)
        if within is not None:
            total &= chosen(within, count)
        if allowed is not None:
            keys = segment.keys()
            total &= chosen((at for at in range(count) if keys[at] in allowed), count)
        if segment.deleted:
            total &= ~chosen(segment.deleted, count)
        return numbers_of(total, count)

    def _bounds(self, segment: Segment, kinds: frozenset[str] | None) -> set[int] | None:
        """Return the documents that phrases, kinds and exclusions leave, None for all."""
        allowed: set[int] | None = None if kinds is None else segment.of_kinds(kinds)
        for phrase in self._compiled.phrases:
            holding = self._holding(segment, phrase)
            allowed = holding if allowed is None else allowed & holding
        for phrase in self._compiled.excluded:
            if allowed is None:
                allowed = set(range(segment.documents))
            allowed -= self._holding(segment, phrase)
        return allowed

    def _holding(self, segment: Segment, phrase: Form) -> set[int]:
        return {
            document
            for name in (BODY_FOLDED, TITLE_FOLDED)
            for document in self._phrase(segment, name, phrase, strict=True).documents
        }

    def _phrase(self, segment: Segment, name: str, form: Form, *, strict: bool) -> Posting:
        wanted = (id(segment), name, form, strict)
        found = self._phrases.get(wanted)
        if found is None:
            counts = phrase_in_field(segment, name, form, strict=strict)
            found = self._phrases[wanted] = Posting(list(counts), list(map(float, counts.values())), ())
        return found

    def _posting(self, segment: Segment, choice: Choice) -> Posting:
        if choice.form:
            return self._phrase(segment, choice.name, choice.form, strict=choice.strict)
        return segment.posting(choice.name, choice.term)

    def _scores(self, segment: Segment, documents: list[int]) -> list[float]:
        """Return the sum of the weights (BM25) of all ways in which each of the documents matches."""
        scores = [0.0] * len(documents)
        if not documents:
            return scores
        pick = itemgetter(*documents, documents[0])
        slots = dict(zip(documents, range(len(documents)), strict=True))
        for choice in chain.from_iterable(self._compiled.groups):
            posting = self._posting(segment, choice)
            if not posting.documents:
                continue
            if choice.form:
                frequency = len(posting.documents)
            else:
                frequency = self._snapshot.frequency(choice.name, choice.term)
            factor = choice.weight * self._snapshot.weight_of(frequency) * (K1 + 1)
            norms = segment.norms(choice.name, self._snapshot.norms(choice.name))
            if len(posting.documents) < len(documents) // _MUCH_RARER:
                for document, impact in zip(posting.documents, posting.some_impacts(norms), strict=True):
                    slot = slots.get(document)
                    if slot is not None:
                        scores[slot] += factor * impact
            else:
                # The weights of all documents at once: some are 0, but there is no step of Python for each.
                picked = pick(posting.impacts(norms))
                scores = list(map(add, scores, map(mul, picked, repeat(factor))))
        return scores


def unknown_terms(query: Query, snapshot: Snapshot) -> list[Term]:
    """Return the words of the query that no text holds."""
    return [
        term
        for term in query.terms
        if not term.word.folded[0].isdecimal()
        and not snapshot.known(term.word.folded)
        and not (term.prefix and snapshot.completions(term.word.folded, 1))
    ]
