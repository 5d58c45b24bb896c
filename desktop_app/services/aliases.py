"""Other spellings that a search follows: the office's own groups, and the confirmed names of the records."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

from db.errors import Damaged
from db.records import RecordKind
from db.work import Work, WritingWork
from desktop_app.core.search.aliases import MAX_FORM, AliasTable, bare_name, shipped_aliases, with_extra
from desktop_app.core.search.analyser import words
from desktop_app.core.search.intents import Lexicon, Reference, entry
from desktop_app.core.text.normalise import clean_line
from desktop_app.errors import UserFixable
from desktop_app.services.office import province_names

AliasGroups = tuple[tuple[str, ...], ...]
"""Groups of spellings that mean the same."""

MOST_GROUPS, MOST_FORMS, LONGEST_FORM = 500, 12, 120

_SETTING = "aliases"
_TABLES = frozenset({"partner", "person", "place", "place_succession"})
"""What the names are made of, beside the countries of visits; the office's own groups are in no log."""


def groups_of(work: Work) -> AliasGroups:
    """The office's own groups; what cannot be one is left out: a strange file must not stop a search."""
    try:
        stored = work.settings.get(_SETTING, [])
    except Damaged:
        return ()
    groups: list[tuple[str, ...]] = []
    for kept in cast("list[Any]", stored)[:MOST_GROUPS] if isinstance(stored, list) else []:
        forms = cast("list[Any]", kept)[:MOST_FORMS] if isinstance(kept, list) else []
        group = tuple(form for form in forms if isinstance(form, str) and _readable(form))
        if len(group) > 1:
            groups.append(group)
    return tuple(groups)


def save_groups(work: WritingWork, groups: Iterable[Sequence[str]]) -> None:
    """Store the office's own groups.

    Raises:
        UserFixable: a group cannot be used.
    """
    work.settings.set(_SETTING, [list(group) for group in checked_groups(groups)])


def checked_groups(groups: Iterable[Sequence[str]]) -> AliasGroups:
    """The groups with clean spellings, without empty and repeated ones.

    Raises:
        UserFixable: one has a single spelling, a spelling is too long, or there are too many.
    """
    checked: list[tuple[str, ...]] = []
    for group in groups:
        typed = [form for form in map(clean_line, group) if form]
        first: dict[str, str] = {}
        for form in typed:
            first.setdefault(_key(form), form)
        forms = tuple(first.values())
        if len(forms) == 0:
            continue
        for form in forms:
            if not _readable(form):
                raise UserFixable(
                    f"Cách viết “{form[:60]}” không dùng được.",
                    f"Mỗi cách viết cần có chữ, không quá {MAX_FORM} từ.",
                )
        if len(forms) < 2:
            raise UserFixable(
                f"“{forms[0]}” chỉ có một cách viết.", "Hãy ghi thêm ít nhất một cách viết khác cùng nghĩa."
            )
        if len(forms) > MOST_FORMS:
            raise UserFixable(
                f"Nhóm “{forms[0]}” có quá nhiều cách viết.",
                f"Mỗi nhóm có nhiều nhất {MOST_FORMS} cách viết.",
            )
        checked.append(forms)
    if len(checked) > MOST_GROUPS:
        raise UserFixable("Có quá nhiều nhóm tên gọi khác.", f"Nhiều nhất là {MOST_GROUPS} nhóm.")
    return tuple(checked)


def _readable(form: str) -> bool:
    return len(form) <= LONGEST_FORM and 0 < len(words(form)) <= MAX_FORM


def _key(form: str) -> str:
    return " ".join(word.exact for word in words(form)) or form


@dataclass(frozen=True, slots=True)
class NamedRecord:
    """A partner or person with all its spellings, the one to show first."""

    record_id: int
    name: str
    forms: tuple[str, ...]


@dataclass(frozen=True)
class Names:
    """The confirmed names of a library, and the tables of spellings made from them."""

    partners: tuple[NamedRecord, ...] = ()
    people: tuple[NamedRecord, ...] = ()
    countries: tuple[str, ...] = ()
    groups: AliasGroups = ()
    successions: tuple[tuple[str, str], ...] = ()
    """Pairs of names: a place, and the place that took over from it."""
    vocabulary: tuple[str, ...] = field(default=())
    """Names to offer when a word is in no text, in the spelling to show."""

    @cached_property
    def table(self) -> AliasTable:
        """Other spellings."""
        return with_extra(self._groups())

    @cached_property
    def table_with_predecessors(self) -> AliasTable:
        """Other spellings; places find those they came from and went up in."""
        both_ways = (pair for old, new in self.successions for pair in ((old, new), (new, old)))
        return with_extra(self._groups(), both_ways, with_predecessors=True)

    @cached_property
    def lexicon(self) -> Lexicon:
        """What a name in a question may mean: a partner, a person, or a place or country of the records."""
        found: dict[tuple[str, ...], list[Reference]] = {}
        for kind, records in ((RecordKind.PARTNER, self.partners), (RecordKind.PERSON, self.people)):
            for record in records:
                for form in record.forms:
                    if kind is RecordKind.PARTNER or len(words(form)) > 1:
                        _note(found, Reference(kind, record.name, (), record.record_id), form)
        for place in province_names():
            _note(found, Reference(RecordKind.PLACE, place, (), ours=True), place)
        for country in self.countries:
            _note(found, Reference(RecordKind.PLACE, country, ()), country)
        return found

    def _groups(self) -> list[Sequence[str]]:
        named = (record.forms for record in (*self.partners, *self.people) if len(record.forms) > 1)
        return [*self.groups, *named]


class KnownNames:
    """The names as last read, kept until one of them changes. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stamp = -1
        self._names = Names()

    def of(self, work: Work) -> Names:
        """The names of the library that ``work`` looks at."""
        stamp = work.actions.last_id()
        with self._lock:
            known, names = self._stamp, self._names
        if known == stamp:
            return names
        if known < 0 or known > stamp or _is_changed(work, known, names):
            names = _read(work)
        with self._lock:
            self._stamp, self._names = stamp, names
        return names


def _note(found: dict[tuple[str, ...], list[Reference]], meant: Reference, form: str) -> None:
    """Put a name with its shipped spellings into a lexicon, a place only when no partner is called so."""
    for spelling in (form, *shipped_aliases().spellings(form)):
        line = entry(spelling, meant)
        if line is not None:
            known = found.setdefault(line[0], [])
            if not known or (meant.kind is not RecordKind.PLACE and line[1] not in known):
                known.append(line[1])


def _is_changed(work: Work, since: int, names: Names) -> bool:
    """Whether an action after ``since`` changed names; visits change often and seldom bring a new country."""
    changed = work.facts.changed_tables(since)
    if _TABLES & changed:
        return True
    return "visit" in changed and not _visiting(work).keys() <= {*names.countries}


def _visiting(work: Work) -> dict[str, None]:
    return dict.fromkeys(country for _, _, countries in work.facts.visits() for country in countries)


def _read(work: Work) -> Names:
    rows = work.facts.partners()
    partners = tuple(
        NamedRecord(number, name, _forms(name, romanised, *aliases))
        for number, name, _country, romanised, aliases, _place in rows
    )
    countries = {country: None for _, _, country, *_ in rows if country} | _visiting(work)
    people = tuple(
        NamedRecord(number, name, _forms(name, *aliases))
        for number, name, _country, aliases, _partner in work.facts.people()
    )
    places = {number: bare_name(name) for number, name in work.facts.places()}
    successions = tuple(
        (places[old], places[new]) for old, new in work.facts.successions() if old in places and new in places
    )
    vocabulary = tuple(form for record in (*partners, *people) for form in record.forms)
    return Names(partners, people, tuple(countries), groups_of(work), successions, vocabulary)


def _forms(*names: str) -> tuple[str, ...]:
    """All spellings of a name without the level of the place, each once."""
    bare = (bare_name(name.strip()) for name in names)
    return tuple({_key(name): name for name in bare if name}.values())
