"""Spellings that mean the same: UBND and "ủy ban nhân dân", Chăm-pa-sắc and Champasak.

A row of ``resources/search/aliases.tsv`` is a group of forms parted by tabs. The staff can add groups.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from desktop_app.core.search.analyser import Word, words
from desktop_app.core.search.query import Term
from resources import read_text

_MAX_FORM = 8
"""A form of more words is left out: it would only slow the search."""

Form = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Words ``first`` up to ``last`` (exclusive) of the query may also be written as ``form``."""

    first: int
    last: int
    form: Form


class AliasTable:
    """Finds, for a run of query words, the other ways to write it."""

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        self._forms: dict[tuple[str, ...], list[tuple[Form, tuple[Form, ...]]]] = {}
        for group in groups:
            forms = [form for form in (tuple(words(text)) for text in group) if 0 < len(form) <= _MAX_FORM]
            for form in forms:
                others = tuple(other for other in forms if _folded(other) != _folded(form))
                if others:
                    self._forms.setdefault(_folded(form), []).append((form, others))

    def alternatives(self, terms: Sequence[Term]) -> list[Alternative]:
        """Return the other ways to write each run of the query's words, longest runs first.

        A word typed with marks stands only for forms with the same marks; typed without, for any.
        """
        found: list[Alternative] = []
        taken: set[int] = set()
        for length in range(min(_MAX_FORM, len(terms)), 0, -1):
            for first in range(len(terms) - length + 1):
                last = first + length
                if taken.intersection(range(first, last)):
                    continue
                others = self._others(tuple(term.word for term in terms[first:last]))
                if others:
                    taken.update(range(first, last))
                    found.extend(Alternative(first, last, form) for form in others)
        return found

    def _others(self, typed: Form) -> list[Form]:
        found: dict[tuple[str, ...], Form] = {}
        marked = any(word.marked for word in typed)
        for form, others in self._forms.get(_folded(typed), ()):
            if marked and [word.exact for word in typed] != [word.exact for word in form]:
                continue
            found.update((_folded(other), other) for other in others)
        return list(found.values())


def _folded(form: Form) -> tuple[str, ...]:
    return tuple(word.folded for word in form)


def read_groups(text: str) -> list[list[str]]:
    """Return the groups of an alias table; empty lines and lines beginning with ``#`` do not count."""
    lines = (line.strip() for line in text.splitlines())
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@cache
def shipped_aliases() -> AliasTable:
    """Return the table that comes with the program."""
    return AliasTable(read_groups(read_text("search/aliases.tsv")))


def with_extra(extra: Iterable[Sequence[str]]) -> AliasTable:
    """Return the shipped table with the groups of the staff added."""
    return AliasTable([*read_groups(read_text("search/aliases.tsv")), *extra])
