"""Spellings that mean the same: UBND and "ủy ban nhân dân", Chăm-pa-sắc and Champasak.

A row of ``resources/search/aliases.tsv`` is a group of forms parted by tabs; the foreign places and countries
of the gazetteer with their other spellings are groups as well, and so are the confirmed names and what the
staff add. Units that went up in others (``resources/gazetteer/provinces.tsv``) are found with less credit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from desktop_app.core.search.analyser import Word, words
from desktop_app.core.search.query import Term
from resources import read_rows, read_text

MAX_FORM = 8
"""A form of more words is left out: it would only slow the search."""

RELATED = 0.5
"""Credit of a place that went up in the one asked for, or that this one went up in."""

_MAX_OTHERS = 12
_LEVELS = ("thành phố ", "thủ đô ", "tỉnh ", "bang ", "vùng ", "huyện ", "quận ", "thị xã ", "hạt ")

Form = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Words ``first`` up to ``last`` (exclusive) of the query may also be written as ``form``.

    ``credit`` is 1 for another spelling, less for something else that is also meant.
    """

    first: int
    last: int
    form: Form
    credit: float = 1.0


_Entry = tuple[Form, tuple[Form, ...], float]
_Entries = Mapping[tuple[str, ...], Sequence[_Entry]]


class AliasTable:
    """Finds, for a run of query words, the other ways to write it."""

    def __init__(
        self,
        groups: Iterable[Sequence[str]],
        *,
        related: Iterable[tuple[str, str]] = (),
        base: AliasTable | None = None,
    ) -> None:
        """Read the groups.

        Args:
            groups: forms that mean the same.
            related: pairs (asked for, also found), the second with less credit.
            base: a table whose entries count too.
        """
        self._forms: dict[tuple[str, ...], Sequence[_Entry]] = dict(base.entries if base else {})
        for group in groups:
            forms = [form for form in map(_form, group) if form]
            for form in forms:
                self._add(form, tuple(other for other in forms if _folded(other) != _folded(form)), 1.0)
        for asked, also in related:
            form, other = _form(asked), _form(also)
            if form and other and _folded(form) != _folded(other):
                self._add(form, (other,), RELATED)

    @property
    def entries(self) -> _Entries:
        """The forms by their words without marks."""
        return self._forms

    def spellings(self, text: str) -> list[str]:
        """Return the other spellings of a name, without case."""
        form = _form(text)
        return [
            " ".join(word.exact for word in other)
            for known, others, credit in self._forms.get(_folded(form), ())
            if credit == 1.0 and [word.exact for word in known] == [word.exact for word in form]
            for other in others
        ]

    def _add(self, form: Form, others: tuple[Form, ...], credit: float) -> None:
        if others:
            key = _folded(form)
            self._forms[key] = (*self._forms.get(key, ()), (form, others, credit))

    def alternatives(self, terms: Sequence[Term]) -> list[Alternative]:
        """Return the other ways to write each run of the query's words, longest runs first.

        A word typed with marks stands only for forms with the same marks; typed without, for any.
        """
        found: list[Alternative] = []
        taken: set[int] = set()
        for length in range(min(MAX_FORM, len(terms)), 0, -1):
            for first in range(len(terms) - length + 1):
                last = first + length
                if taken.intersection(range(first, last)):
                    continue
                others = self._others(tuple(term.word for term in terms[first:last]))
                if others:
                    taken.update(range(first, last))
                    found.extend(Alternative(first, last, form, credit) for form, credit in others)
        return found

    def _others(self, typed: Form) -> list[tuple[Form, float]]:
        found: dict[tuple[str, ...], tuple[Form, float]] = {}
        marked = any(word.marked for word in typed)
        for form, others, credit in self._forms.get(_folded(typed), ()):
            if marked and [word.exact for word in typed] != [word.exact for word in form]:
                continue
            for other in others:
                key = _folded(other)
                if key not in found or found[key][1] < credit:
                    found[key] = (other, credit)
        return sorted(found.values(), key=lambda entry: -entry[1])[:_MAX_OTHERS]


def _form(text: str) -> Form:
    """Return the words of a form, none when there are too many of them."""
    form = tuple(words(text))
    return form if len(form) <= MAX_FORM else ()


def _folded(form: Form) -> tuple[str, ...]:
    return tuple(word.folded for word in form)


def read_groups(text: str) -> list[list[str]]:
    """Return the groups of an alias table; empty lines and lines beginning with ``#`` do not count."""
    lines = (line.strip() for line in text.splitlines())
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _rows(name: str) -> list[list[str]]:
    return read_rows(f"gazetteer/{name}")


def bare_name(name: str) -> str:
    """Return a place without its level: "Thủ đô Viêng Chăn" is also asked for as "Viêng Chăn"."""
    low = name.lower()
    return next((name[len(level) :] for level in _LEVELS if low.startswith(level)), name)


def _places() -> list[list[str]]:
    """Return the foreign places and countries of the gazetteer that have more than one spelling."""
    groups: list[list[str]] = []
    for name, *_, variants in (*_rows("exonyms.tsv"), *_rows("countries.tsv")):
        forms = [bare_name(form) for form in (name, *variants.split(";")) if form.strip()]
        groups.append(list(dict.fromkeys(forms)))
    return [group for group in groups if len(group) > 1]


@cache
def province_changes() -> tuple[tuple[str, str], ...]:
    """Return which province went up in which on 1 July 2025."""
    return tuple(
        (name, now)
        for name, _level, now, *_ in _rows("provinces.tsv")
        if _folded(_form(name)) != _folded(_form(now))
    )


@cache
def shipped_aliases() -> AliasTable:
    """Return the table that comes with the program, without predecessors."""
    spellings = [
        [row[0], *filter(None, row[3].split(";"))]
        for row in _rows("provinces.tsv")
        if len(row) > 3 and row[3]
    ]
    return AliasTable([*read_groups(read_text("search/aliases.tsv")), *_places(), *spellings])


@cache
def shipped_with_predecessors() -> AliasTable:
    """Return the table that comes with the program; old provinces and new ones find each other."""
    base = shipped_aliases()
    new_first = [
        (asked, old)
        for old, new in province_changes()
        for asked in dict.fromkeys((new, *base.spellings(new)))
    ]
    return AliasTable((), related=[*new_first, *province_changes()], base=base)


def with_extra(
    extra: Iterable[Sequence[str]],
    related: Iterable[tuple[str, str]] = (),
    *,
    with_predecessors: bool = False,
) -> AliasTable:
    """Return the shipped table with the groups of the staff and pairs of predecessors added."""
    base = shipped_with_predecessors() if with_predecessors else shipped_aliases()
    return AliasTable(extra, related=related, base=base)
