"""Which documents answer a query, and in what order.

Each word of the query is a group of alternatives (the word as typed, without marks, its other spellings).
A document scores by how well it matches each group (BM25), times the square of the share of groups it
matches; a match only without the typed marks counts half. The best are then ordered by how many query words
stand side by side.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from heapq import nlargest
from math import ceil

from desktop_app.core.search.aliases import AliasTable
from desktop_app.core.search.analyser import Word
from desktop_app.core.search.closeness import Closeness, Form, phrase_in_field
from desktop_app.core.search.moments import Moment, moments_in
from desktop_app.core.search.postings import K1, Segment, Snapshot
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

Scores = dict[int, float]
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


class Ranker:
    """Answers one compiled query over one snapshot."""

    def __init__(self, snapshot: Snapshot, compiled: Compiled) -> None:
        self._snapshot = snapshot
        self._compiled = compiled
        self._closeness = Closeness(compiled.order, marked=compiled.marked)
        self._phrases: dict[tuple[int, str, Form, bool], dict[int, int]] = {}

    def rank(
        self, accept: Callable[[Segment, int], bool] | None, kinds: frozenset[str] | None
    ) -> list[tuple[float, Document]]:
        """Return every document that answers, best first; the order of equals is that of their keys."""
        matches: list[tuple[float, float, Document]] = []
        for number, segment in enumerate(self._snapshot.segments):
            matches += [
                (score, share, (number, document))
                for document, (score, share) in self._segment(segment, kinds).items()
                if accept is None or accept(segment, document)
            ]
        matches = self._enough(matches)
        best = nlargest(RERANKED, matches)
        segments = self._snapshot.segments
        again = [
            (score * self._closeness.factor(segments[place[0]], place[1]), place) for score, _, place in best
        ]
        if len(matches) > len(best):
            kept = {place for _, _, place in best}
            rest = sorted(((score, place) for score, _, place in matches if place not in kept), reverse=True)
        else:
            rest = []
        again.sort(key=lambda pair: (-pair[0], self.key(pair[1])))
        return again + rest

    def key(self, place: Document) -> str:
        """Return the key of a document."""
        return self._snapshot.segments[place[0]].key(place[1])

    def _enough(self, matches: list[tuple[float, float, Document]]) -> list[tuple[float, float, Document]]:
        count = len(self._compiled.groups)
        if not count or not matches:
            return matches
        needed = 1.0 if count <= 2 else ceil(_NEEDED_SHARE * count) / count
        needed = min(needed, max(share for _, share, _ in matches))
        return [match for match in matches if match[1] >= needed - 1e-9]

    def _segment(self, segment: Segment, kinds: frozenset[str] | None) -> dict[int, tuple[float, float]]:
        totals: Scores = {}
        earned: Scores = {}
        present: Scores = {}
        for group in self._compiled.groups:
            scores: Scores = {}
            credit: Scores = {}
            for choice in group:
                self._add(segment, choice, scores, credit)
            for document, score in scores.items():
                totals[document] = totals.get(document, 0.0) + score
                earned[document] = earned.get(document, 0.0) + credit[document]
                present[document] = present.get(document, 0.0) + 1
        allowed = self._bounds(segment, kinds)
        count = len(self._compiled.groups)
        return {
            document: (score * (earned[document] / count) ** 2, present[document] / count)
            for document, score in totals.items()
            if (allowed is None or document in allowed) and document not in segment.deleted
        }

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
        return None if allowed is None else allowed - segment.deleted

    def _holding(self, segment: Segment, phrase: Form) -> set[int]:
        return {
            document
            for name in (BODY_FOLDED, TITLE_FOLDED)
            for document in self._phrase(segment, name, phrase, strict=True)
        }

    def _phrase(self, segment: Segment, name: str, form: Form, *, strict: bool) -> dict[int, int]:
        wanted = (id(segment), name, form, strict)
        found = self._phrases.get(wanted)
        if found is None:
            found = self._phrases[wanted] = phrase_in_field(segment, name, form, strict=strict)
        return found

    def _add(self, segment: Segment, choice: Choice, scores: Scores, credit: Scores) -> None:
        snapshot = self._snapshot
        if choice.form:
            counts = self._phrase(segment, choice.name, choice.form, strict=choice.strict)
            frequency = len(counts)
            pairs = [(document, float(count)) for document, count in counts.items()]
        else:
            posting = segment.posting(choice.name, choice.term)
            if not posting.documents:
                return
            frequency = snapshot.frequency(choice.name, choice.term)
            pairs = zip(posting.documents, posting.weights, strict=True)
        norms = snapshot.norms(choice.name)
        lengths = segment.lengths(choice.name)
        factor = choice.weight * snapshot.weight_of(frequency) * (K1 + 1)
        for document, weight in pairs:
            score = factor * weight / (weight + norms[lengths[document]])
            scores[document] = scores.get(document, 0.0) + score
            if choice.credit > credit.get(document, 0.0):
                credit[document] = choice.credit


def unknown_terms(query: Query, snapshot: Snapshot) -> list[Term]:
    """Return the words of the query that no text holds."""
    return [
        term
        for term in query.terms
        if not term.word.folded[0].isdecimal()
        and not snapshot.known(term.word.folded)
        and not (term.prefix and snapshot.completions(term.word.folded, 1))
    ]
