"""The facts that filters ask for, read as columns and kept until something changes.

Reading all of a large library takes half a second, so each part is kept apart and read again only when an
action changed its table; of articles and suggestions only the changed ones are read again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from db.records import RecordKind
from db.work import Work
from desktop_app.services.documents import INDEXED
from desktop_app.services.linking import place_key

if TYPE_CHECKING:
    from desktop_app.core.search.columns import Columns, Days
    from desktop_app.core.search.rows import Ints, Pairs, Rows, Table

PARTNER, PARTNER_ALONE, COUNTRY, DIRECTION = "partner", "partner_alone", "country", "direction"
FIELD, TAG, OUTLET, STATE, PERSON = "field", "tag", "outlet", "state", "person"
NEW, PARTLY, DONE, NOTHING = "new", "partly", "done", "none"
"""Whether somebody looked at the suggestions of an article: not yet, at some, at all, there are none."""

_FEW = 2_000
"""More changes than these are read by reading everything."""

_TABLES: dict[str, tuple[str, ...]] = {
    "articles": ("article",),
    "reviewed": ("suggestion", "article"),
    "visits": ("visit",),
    "agreements": ("agreement",),
    "commitments": ("commitment",),
    "figures": ("figure",),
    "partners": ("partner",),
    "people": ("person",),
    "participants": ("participant",),
    "places": ("place",),
    "successions": ("place_succession",),
    "partner_links": ("partner_link",),
    "term_links": ("term_link", "term"),
    "evidence": ("evidence",),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """All columns of one moment with the names that stand for their numbers.

    ``people`` and ``partners`` map ids to names, the name to show first; ``countries`` maps ("partner", id)
    and ("person", id); ``stamp`` is the newest action.
    """

    stamp: int
    columns: Columns
    partners: dict[int, tuple[str, ...]] = field(default_factory=dict[int, tuple[str, ...]])
    people: dict[int, tuple[str, ...]] = field(default_factory=dict[int, tuple[str, ...]])
    countries: dict[tuple[str, int], str] = field(default_factory=dict[tuple[str, int], str])


class KnownFacts:
    """The facts of the last look. Safe to use from several threads: the others wait while one reads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._parts: dict[str, Any] = {}
        self._memo: Days | None = None
        self._facts: Facts | None = None

    def of(self, work: Work) -> Facts:
        """Return the facts as they are in an open unit of work."""
        stamp = work.actions.last_id()
        known = self._facts
        if known is not None and known.stamp == stamp:
            return known
        with self._lock:
            known = self._facts
            if known is not None and known.stamp >= stamp:
                # Somebody who looked later was faster.
                return known
            self._read_parts(work, known.stamp if known else 0)
            self._memo = self._memo or _days()
            self._facts = facts_of(stamp, self._parts, self._memo)
            return self._facts

    @property
    def latest(self) -> Facts | None:
        """The facts as last read, ``None`` when nobody asked for them yet."""
        return self._facts

    def at_hand(self, work: Work) -> Facts | None:
        """Return the facts when nothing changed since they were read, without reading."""
        known = self._facts
        return known if known is not None and known.stamp == work.actions.last_id() else None

    def _read_parts(self, work: Work, since: int) -> None:
        changed = work.facts.changed_tables(since) if self._parts else set[str]()
        for name, tables in _TABLES.items():
            if name not in self._parts:
                self._parts[name] = _READ[name](work)
            elif changed.intersection(tables):
                self._parts[name] = _read_again(work, name, self._parts[name], since)


def _days() -> Days:
    from desktop_app.core.search.columns import Days

    return Days()


def _read_again(work: Work, name: str, known: Any, since: int) -> Any:
    """Read a part of which something changed; only the changed articles if they are few."""
    if name not in ("articles", "reviewed"):
        return _READ[name](work)
    changed = work.facts.changed_rows(since, "article", _FEW)
    if changed is not None and name == "articles":
        return known.replaced(changed, work.facts.articles(changed))
    suggested = work.facts.articles_of_suggestions(since, _FEW) if changed is not None else None
    if changed is None or suggested is None:
        return _READ[name](work)
    asked = suggested | set(changed)
    return known.replaced(asked, work.facts.reviewed(asked))


def _table(rows: Sequence[tuple[Any, ...]], width: int, *texts: int) -> Table:
    from desktop_app.core.search.rows import Table

    return Table(rows, width, texts)


def _visits(work: Work) -> dict[str, Table]:
    found = work.facts.visits()
    return {
        "dated": _table(work.facts.dated(RecordKind.VISIT), 3, 1, 2),
        "direction": _table([row[:2] for row in found], 2, 1),
        "country": _table([(row[0], name) for row in found for name in row[2]], 2, 1),
    }


def _partners(work: Work) -> dict[str, Any]:
    found = work.facts.partners()
    return {
        "dated": _table(work.facts.dated(RecordKind.PARTNER), 3, 1, 2),
        "country": _table([(row[0], row[2]) for row in found if row[2]], 2, 1),
        "countries": {("partner", row[0]): row[2] for row in found},
        "places": {row[0]: (row[5], row[1]) for row in found},
        "names": {row[0]: tuple(filter(None, (row[1], row[3], *row[4]))) for row in found},
    }


def _people(work: Work) -> dict[str, Any]:
    found = work.facts.people()
    return {
        "dated": _table([(row[0], "", "") for row in found], 3, 1, 2),
        "country": _table([(row[0], row[2]) for row in found if row[2]], 2, 1),
        "countries": {("person", row[0]): row[2] for row in found},
        "partner": _table([(row[0], row[4]) for row in found if row[4]], 2),
        "names": {row[0]: tuple(filter(None, (row[1], *row[3]))) for row in found},
    }


_READ: dict[str, Callable[[Work], Any]] = {
    "articles": lambda work: _table(work.facts.articles(), 4, 1, 2, 3),
    "reviewed": lambda work: _table(work.facts.reviewed(), 2, 1),
    "visits": _visits,
    "agreements": lambda work: _table(work.facts.dated(RecordKind.AGREEMENT), 3, 1, 2),
    "commitments": lambda work: _table(work.facts.dated(RecordKind.COMMITMENT), 3, 1, 2),
    "figures": lambda work: _table(work.facts.dated(RecordKind.FIGURE), 3, 1, 2),
    "partners": _partners,
    "people": _people,
    "participants": lambda work: _table(work.facts.participants(), 2),
    "places": lambda work: work.facts.places(),
    "successions": lambda work: work.facts.successions(),
    "partner_links": lambda work: _table(work.facts.partner_links(), 3, 1),
    "term_links": lambda work: _table(work.facts.term_links(), 4, 1, 2, 3),
    "evidence": lambda work: _table(work.facts.evidence(), 3, 1),
}


# -- from parts to columns ---------------------------------------------------------------------------


def facts_of(stamp: int, parts: Mapping[str, Any], memo: Days) -> Facts:
    """Put the parts together: what rests on an article is a fact of the article too."""
    from desktop_app.core.search.columns import Columns, Dates
    from desktop_app.core.search.rows import Rows

    dated: dict[RecordKind, Table] = {
        RecordKind.ARTICLE: parts["articles"],
        RecordKind.PARTNER: parts["partners"]["dated"],
        RecordKind.PERSON: parts["people"]["dated"],
        RecordKind.VISIT: parts["visits"]["dated"],
        RecordKind.AGREEMENT: parts["agreements"],
        RecordKind.COMMITMENT: parts["commitments"],
        RecordKind.FIGURE: parts["figures"],
    }
    rows = Rows({kind: dated[kind].columns[0] for kind in INDEXED})
    dates = Dates(rows.size, memo)
    for kind, table in dated.items():
        dates.put(rows.of(kind, table.columns[0]), table.text(1), table.text(2))
    pairs = _own(rows, parts)
    _inherited(rows, parts, pairs)
    partners, people = parts["partners"], parts["people"]
    columns = Columns(stamp, rows, dates, pairs)
    countries = {**partners["countries"], **people["countries"]}
    return Facts(stamp, columns, partners["names"], people["names"], countries)


def _own(rows: Rows, parts: Mapping[str, Any]) -> dict[str, Pairs]:
    """Collect what the records say themselves."""
    from desktop_app.core.search.rows import Pairs

    names = (PARTNER_ALONE, COUNTRY, DIRECTION, FIELD, TAG, OUTLET, STATE, PERSON)
    pairs = {name: Pairs() for name in names}

    def texts(name: str, kind: RecordKind, table: Table, place: int = 1) -> None:
        pairs[name].add(rows.of(kind, table.columns[0]), *table.text(place))

    def numbers(name: str, kind: RecordKind, table: Table, place: int = 1) -> None:
        pairs[name].add_numbers(rows.of(kind, table.columns[0]), table.columns[place])

    visits, partners, people = parts["visits"], parts["partners"], parts["people"]
    texts(OUTLET, RecordKind.ARTICLE, parts["articles"], 3)
    texts(STATE, RecordKind.ARTICLE, parts["reviewed"])
    pairs[STATE].add_rest(rows.of_kind(RecordKind.ARTICLE), NOTHING)
    texts(COUNTRY, RecordKind.PARTNER, partners["country"])
    texts(COUNTRY, RecordKind.PERSON, people["country"])
    texts(COUNTRY, RecordKind.VISIT, visits["country"])
    texts(DIRECTION, RecordKind.VISIT, visits["direction"])
    numbers(PERSON, RecordKind.PERSON, people["dated"], 0)
    numbers(PERSON, RecordKind.VISIT, parts["participants"])
    numbers(PARTNER_ALONE, RecordKind.PARTNER, partners["dated"], 0)
    numbers(PARTNER_ALONE, RecordKind.PERSON, people["partner"])
    links = parts["partner_links"]
    pairs[PARTNER_ALONE].add_numbers(_linked(rows, links, 1, 0), links.columns[2])
    for wanted in (FIELD, TAG):
        terms = parts["term_links"].where(2, wanted)
        pairs[wanted].add(_linked(rows, terms, 1, 0), *terms.text(3))
    return pairs


def _linked(rows: Rows, table: Table, kind: int, record: int) -> Ints:
    """Return the rows of records that a table names by kind and id."""
    return rows.of_all(table.kinds(kind), table.columns[record])


def _inherited(rows: Rows, parts: Mapping[str, Any], pairs: dict[str, Pairs]) -> None:
    """Give countries of partners to their records, facts of records to the articles, successors to all."""
    alone, partners = pairs[PARTNER_ALONE], parts["partners"]
    alone.only(partners["dated"].columns[0])
    holders, concerned = alone.numbered()
    pairs[COUNTRY].inherit(holders, rows.of(RecordKind.PARTNER, concerned))
    evidence = parts["evidence"]
    records = _linked(rows, evidence, 1, 0)
    articles = rows.of(RecordKind.ARTICLE, evidence.columns[2])
    for name in (PARTNER_ALONE, COUNTRY, DIRECTION, FIELD, PERSON):
        pairs[name].inherit(articles, records)
    pairs[PARTNER] = alone.also(successors(partners["places"], parts["places"], parts["successions"]))


def successors(
    partners: Mapping[int, tuple[int | None, str]],
    places: Sequence[tuple[int, str]],
    steps: Sequence[tuple[int, int]],
) -> dict[Any, list[int]]:
    """Return for each partner whose place was merged, renamed or divided the partners that it went into.

    A partner's place is the one it is linked with, or the only one of its name.

    Args:
        partners: place and name of each partner.
        places: id and name of each place.
        steps: a place and the one that took over from it.
    """
    if not steps:
        return {}
    of_name: dict[str, list[int]] = {}
    for number, name in places:
        of_name.setdefault(place_key(name), []).append(number)
    places_of: dict[int, int] = {}
    for partner, (place, name) in partners.items():
        named = of_name.get(place_key(name), [])
        if place is not None or len(named) == 1:
            places_of[partner] = named[0] if place is None else place
    at: dict[int, list[int]] = {}
    for partner, place in places_of.items():
        at.setdefault(place, []).append(partner)
    after: dict[int, list[int]] = {}
    for before, later in steps:
        after.setdefault(before, []).append(later)
    found = {partner: _reached(place, after) for partner, place in places_of.items()}
    return {
        partner: later
        for partner, reached in found.items()
        if (later := [other for place in reached for other in at.get(place, []) if other != partner])
    }


def _reached(place: int, after: Mapping[int, Sequence[int]]) -> list[int]:
    """Return all places that took over from a place, directly or through others."""
    seen: dict[int, None] = {}
    waiting = list(after.get(place, ()))
    while waiting:
        step = waiting.pop()
        if step not in seen and step != place:
            seen[step] = None
            waiting.extend(after.get(step, ()))
    return list(seen)
