"""Words that only ask: "bao nhiêu", "năm nào". No article answers with them: they weigh nothing."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from desktop_app.core.search.analyser import words
from desktop_app.core.search.intents import spellings
from desktop_app.core.search.query import Query

_LEAST_LEFT = 3
"""With fewer words left a short search such as "ai gì" would lose what it is about."""


def without_asking(query: Query) -> Query:
    """Return the query without the words that only ask, as long as enough others remain.

    Typed without marks, a single syllable may be another word ("may", "ai", "gi"), so only runs of two and
    "nao" go. A single "ai" goes only at the beginning or the end: elsewhere it may be the abbreviation.
    """
    if query.strict or len(query.terms) <= _LEAST_LEFT:
        return query
    asking = _places(query)
    kept = [term for place, term in enumerate(query.terms) if place not in asking]
    return replace(query, terms=tuple(kept)) if len(kept) >= _LEAST_LEFT else query


def _places(query: Query) -> set[int]:
    typed = [term.word.exact if query.marked else term.word.folded for term in query.terms]
    asking = _asking(marked=query.marked)
    last = len(typed) - 1
    found: set[int] = set()
    at = 0
    while at < len(typed):
        length = next(
            (n for n in (3, 2, 1) if tuple(typed[at : at + n]) in asking and at + n <= len(typed)), 0
        )
        if length == 1 and typed[at] == "ai" and at not in (0, last):
            length = 0
        found.update(range(at, at + length))
        at += max(1, length)
    return found


@cache
def _asking(*, marked: bool) -> frozenset[tuple[str, ...]]:
    forms = [words(text) for text in spellings("asking")]
    if marked:
        return frozenset(tuple(word.exact for word in form) for form in forms)
    folded = (tuple(word.folded for word in form) for form in forms)
    return frozenset(form for form in folded if len(form) > 1 or form == ("nao",))
