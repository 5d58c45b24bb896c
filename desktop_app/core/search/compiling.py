"""From a read query to groups of choices: what may stand for each word, and how much each way counts.

Each word of the query is a group of alternatives: the word as typed, without marks, its other spellings.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop_app.core.search.aliases import AliasTable, Alternative
from desktop_app.core.search.analyser import Word
from desktop_app.core.search.closeness import Form
from desktop_app.core.search.moments import Moment, moments_in
from desktop_app.core.search.postings import Snapshot
from desktop_app.core.search.query import Option, Query, Term
from desktop_app.core.search.schema import BODY_EXACT, BODY_FOLDED, TIME, TITLE_EXACT, TITLE_FOLDED
from desktop_app.core.search.spelling import likely_meant
from desktop_app.core.text.names import is_syllable

MAX_COMPLETIONS = 50

_TITLE, _BODY = 1.0, 1.0
_TITLE_UNMARKED, _BODY_UNMARKED = 0.2, 0.1
"""Titles are short, so that their words weigh more of themselves."""
_CREDIT_UNMARKED = 0.5
_CREDIT_MARKED_INSTEAD = 0.8
_ALIAS = 0.8
_CREDIT_DOUBTFUL = 0.5
"""For a short name that is also a common word: "AI" stands in every text that asks who."""
_COMPLETION = 0.7
_SLIP, _CREDIT_SLIP = 0.5, 0.8
_WORDS_FOR_SLIPS = 3
"""With fewer words nothing tells which neighbour is meant: there the person is asked ("did you mean")."""
_TIME = 1.0
_TITLES = (TITLE_EXACT, TITLE_FOLDED)


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to match a group: a term of a field, or a phrase when ``form`` is given.

    ``strict``: marks that the phrase has must stand. ``bare``: words without marks must stand without, too.
    """

    name: str
    term: str
    weight: float
    credit: float
    form: Form = ()
    strict: bool = False
    bare: bool = False


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


class _Compiler:
    """Makes one query ready for one snapshot."""

    def __init__(self, query: Query, snapshot: Snapshot, aliases: AliasTable) -> None:
        self._query = query
        self._snapshot = snapshot
        self._aliases = aliases
        self._shown: dict[str, None] = {}
        self._groups: list[Group] = []

    def compiled(self) -> Compiled:
        """Return the query made ready."""
        query = self._query
        words = tuple(term.word for term in query.terms)
        self._terms(words)
        required = [self._phrase_group(phrase) for phrase in query.phrases]
        required += [
            [choice for option in options for choice in self._option(option)] for options in query.either
        ]
        barred = [_barred_choices(option) for option in query.excluded]
        if query.strict:
            required, barred = list(map(_bare, required)), list(map(_bare, barred))
        # Another spelling may come to a group twice, for a word asked for twice.
        groups = [list(dict.fromkeys(group)) for group in self._groups + required]
        return Compiled(groups, tuple(required), tuple(barred), words, query.marked, tuple(self._shown))

    def _show(self, form: Form) -> None:
        self._shown[" ".join(word.folded for word in form)] = None

    def _terms(self, words: Form) -> None:
        group_of: dict[int, int] = {}
        for moment in moments_in(words):
            group_of.update(dict.fromkeys(range(moment.first, moment.last), len(self._groups)))
            for place in moment.numbers:
                self._show((words[place],))
            self._groups.append(_time_choices(moment, words))
        known: set[int] = set(group_of)
        first: dict[Term, int] = {}
        for place, term in enumerate(self._query.terms):
            if place in group_of:
                continue
            # A word asked for twice counts once.
            group_of[place] = first.setdefault(term, len(self._groups))
            if group_of[place] < len(self._groups):
                continue
            self._show((term.word,))
            group = _word_choices(term.word, marked=self._query.marked, strict=self._query.strict)
            self._groups.append(group + (self._completions(term.word) if term.prefix else []))
        if self._query.strict:
            return
        for alternative in self._aliases.alternatives(self._query.terms):
            self._show(alternative.form)
            known.update(range(alternative.first, alternative.last))
            numbers = {group_of[place] for place in range(alternative.first, alternative.last)}
            for number in numbers:
                self._groups[number] += _alias_choices(alternative, 1 / len(numbers))
        if len(words) >= _WORDS_FOR_SLIPS:
            for place, term in enumerate(self._query.terms):
                if place not in known and not term.prefix:
                    self._groups[group_of[place]] += self._slips(term.word)

    def _completions(self, word: Word) -> Group:
        if self._query.strict:
            return []
        longer = [
            found
            for found in self._snapshot.completions(word.folded, MAX_COMPLETIONS)
            if found != word.folded
        ]
        self._shown.update(dict.fromkeys(longer))
        return [choice for found in longer for choice in _other_word(found, _COMPLETION, 1.0)]

    def _slips(self, word: Word) -> Group:
        """Return the ways to match a word that hardly any text holds: it may be a slip of the keys."""
        found = likely_meant(word.folded, self._snapshot)
        self._shown.update(dict.fromkeys(found))
        return [choice for meant in found for choice in _other_word(meant, _SLIP, _CREDIT_SLIP)]

    def _phrase_group(self, phrase: Form) -> Group:
        self._show(phrase)
        return _phrase_choices(phrase)

    def _option(self, option: Option) -> Group:
        """Return the ways to match one of several options, or words that must stand in a title."""
        self._show(option.words)
        if option.phrase:
            group = _phrase_choices(option.words)
        elif len(option.words) == 1:
            word = option.words[0]
            group = _word_choices(word, marked=self._query.marked, strict=self._query.strict)
            group += self._completions(word) if option.prefix else []
        else:
            group = _form_choices(option.words)
        if not option.phrase and not self._query.strict:
            group += self._other_ways(option)
        return [choice for choice in group if not option.title or choice.name in _TITLES]

    def _other_ways(self, option: Option) -> Group:
        whole = (0, len(option.words))
        group = [
            choice
            for moment in moments_in(option.words)
            if (moment.first, moment.last) == whole
            for choice in _time_choices(moment, option.words)
        ]
        for alternative in self._aliases.alternatives([Term(word) for word in option.words]):
            if (alternative.first, alternative.last) == whole:
                self._show(alternative.form)
                group += _alias_choices(alternative, 1.0)
        return group


def compile_query(query: Query, snapshot: Snapshot, aliases: AliasTable) -> Compiled:
    """Make a query ready: weights, completions of unfinished words, other spellings, slips of the keys."""
    return _Compiler(query, snapshot, aliases).compiled()


def _word_choices(word: Word, *, marked: bool, strict: bool) -> Group:
    exact = [Choice(BODY_EXACT, word.exact, _BODY, 1.0), Choice(TITLE_EXACT, word.exact, _TITLE, 1.0)]
    if strict:
        return exact
    if not marked:
        return [
            Choice(BODY_FOLDED, word.folded, _BODY, 1.0),
            Choice(TITLE_FOLDED, word.folded, _TITLE, 1.0),
        ]
    credit = _CREDIT_UNMARKED if word.marked else _CREDIT_MARKED_INSTEAD
    return [
        *exact,
        Choice(BODY_FOLDED, word.folded, _BODY_UNMARKED, credit),
        Choice(TITLE_FOLDED, word.folded, _TITLE_UNMARKED, credit),
    ]


def _form_choices(form: Form) -> Group:
    """Return the ways to match words in a row that were not quoted."""
    return [
        Choice(BODY_FOLDED, "", _BODY, 1.0, form),
        Choice(TITLE_FOLDED, "", _TITLE, 1.0, form),
    ]


def _alias_choices(alternative: Alternative, share: float) -> Group:
    """Return the ways to match another spelling.

    Args:
        alternative: the spelling.
        share: what of its weight counts here: a spelling of several words counts once, not for each of them.
    """
    form, credit = alternative.form, alternative.credit
    body, title = _BODY * _ALIAS * credit * share, _TITLE * _ALIAS * credit * share
    if len(form) > 1:
        return [
            Choice(BODY_FOLDED, "", body, credit, form, strict=True),
            Choice(TITLE_FOLDED, "", title, credit, form, strict=True),
        ]
    word = next(iter(form))
    if not word.marked and is_syllable(word.folded):
        credit = min(credit, _CREDIT_DOUBTFUL)
    return [
        Choice(BODY_EXACT, word.exact, body, credit),
        Choice(TITLE_EXACT, word.exact, title, credit),
    ]


def _phrase_choices(phrase: Form) -> Group:
    return [
        Choice(BODY_FOLDED, "", _BODY, 1.0, phrase, strict=True),
        Choice(TITLE_FOLDED, "", _TITLE, 1.0, phrase, strict=True),
    ]


def _barred_choices(option: Option) -> Group:
    """Return the choices for what must not occur."""
    return [choice for choice in _phrase_choices(option.words) if not option.title or choice.name in _TITLES]


def _bare(group: Group) -> Group:
    """Return the choices of a strict query: words without marks must stand without."""
    return [replace(choice, strict=True, bare=True) if choice.form else choice for choice in group]


def _time_choices(moment: Moment, words: Form) -> Group:
    """Return the ways to match a time: the record's own dates first, then the number as it is written."""
    group = [Choice(TIME, term, _TIME * credit, credit) for term, credit in moment.terms()]
    if len(moment.numbers) == 1:
        group.append(Choice(BODY_FOLDED, words[moment.numbers[0]].folded, _BODY_UNMARKED, 1.0))
    return group


def _other_word(word: str, share: float, credit: float) -> Group:
    return [
        Choice(BODY_FOLDED, word, _BODY * share, credit),
        Choice(TITLE_FOLDED, word, _TITLE * share, credit),
    ]


def unknown_terms(query: Query, snapshot: Snapshot) -> list[Term]:
    """Return the words of the query that no text holds."""
    return [
        term
        for term in query.terms
        if not term.word.folded[0].isdecimal()
        and not snapshot.known(term.word.folded)
        and not (term.prefix and snapshot.completions(term.word.folded, 1))
    ]
