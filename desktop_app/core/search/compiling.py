"""From a read query to groups of choices: what may stand for each word, and how much each way counts.

Each word of the query is a group of alternatives: the word as typed, without marks, its other spellings.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.core.search.aliases import AliasTable
from desktop_app.core.search.analyser import Word
from desktop_app.core.search.closeness import Form
from desktop_app.core.search.moments import Moment, moments_in
from desktop_app.core.search.postings import Snapshot
from desktop_app.core.search.query import Query, Term
from desktop_app.core.search.schema import BODY_EXACT, BODY_FOLDED, TIME, TITLE_EXACT, TITLE_FOLDED

MAX_COMPLETIONS = 50

_TITLE, _BODY = 2.0, 1.0
_TITLE_UNMARKED, _BODY_UNMARKED = 0.3, 0.1
_CREDIT_UNMARKED = 0.5
_CREDIT_MARKED_INSTEAD = 0.8
_ALIAS = 0.8
_TIME = 1.0


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
    """A query made ready for a snapshot.

    ``groups`` are what scores. An answer must match each group of ``required`` (by any of its choices) and
    none of ``barred``; neither of the two scores. ``shown`` are the folded words and phrases to mark.
    """

    groups: list[Group]
    required: tuple[Group, ...]
    barred: tuple[Group, ...]
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
        groups.append(_phrase_choices(phrase))
    return Compiled(
        groups,
        tuple(map(_phrase_choices, query.phrases)),
        tuple(map(_phrase_choices, query.excluded)),
        words,
        query.marked,
        tuple(shown),
    )


def _phrase_choices(phrase: Form) -> Group:
    return [
        Choice(BODY_FOLDED, "", _BODY, 1.0, phrase, strict=True),
        Choice(TITLE_FOLDED, "", _TITLE, 1.0, phrase, strict=True),
    ]


def _completion(word: str) -> Group:
    return [Choice(BODY_FOLDED, word, _BODY * 0.7, 1.0), Choice(TITLE_FOLDED, word, _TITLE * 0.7, 1.0)]


def unknown_terms(query: Query, snapshot: Snapshot) -> list[Term]:
    """Return the words of the query that no text holds."""
    return [
        term
        for term in query.terms
        if not term.word.folded[0].isdecimal()
        and not snapshot.known(term.word.folded)
        and not (term.prefix and snapshot.completions(term.word.folded, 1))
    ]
