"""Filters and facets of a search: they come from the database, never from the index."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from db.records import Partner, Person, RecordKind
from db.work import Work
from desktop_app.core.search.documents import IndexHit
from desktop_app.labels import label
from desktop_app.services.documents import INDEXED, date_of
from desktop_app.services.records import repository


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search with its filters; empty filters do not filter."""

    text: str
    kinds: tuple[RecordKind, ...] = ()
    partner_id: int | None = None
    country: str = ""
    direction: str = ""
    field: str = ""
    tag: str = ""
    year: int | None = None
    limit: int = 20
    offset: int = 0
    sort: str = "relevance"  # relevance | newest | oldest


@dataclass(frozen=True, slots=True)
class Facet:
    """How many answers there are for one value of a filter."""

    name: str
    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What filters and facets ask of a record."""

    countries: frozenset[str] = frozenset()
    partners: frozenset[int] = frozenset()
    directions: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()
    date: str = ""


class KnownFacts:
    """The facts of the last searches, kept until something changes: reading them all takes half a second.

    Safe to use from several threads. The newest action tells whether they still hold.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stamp = -1
        self._by_kind: dict[RecordKind, dict[int, Facts]] = {}

    def of_kind(self, work: Work, kind: RecordKind) -> dict[int, Facts]:
        """What the filters ask, for all records of a kind that are not in the trash. Not to be changed."""
        stamp = work.actions.last_id()
        with self._lock:
            if stamp != self._stamp:
                self._stamp, self._by_kind = stamp, {}
            known = self._by_kind.get(kind)
        if known is None:
            known = facts_of_kind(work, kind)
            with self._lock:
                if stamp == self._stamp:
                    self._by_kind[kind] = known
        return known


def allowed_keys(work: Work, request: SearchRequest, known: KnownFacts) -> set[str] | None:
    """Keys of the records the filters let through, ``None`` when there is no filter."""
    wanted = (
        request.partner_id,
        request.country,
        request.direction,
        request.field,
        request.tag,
        request.year,
    )
    if not any(wanted):
        return None
    return {
        f"{kind.value}:{record_id}"
        for kind in request.kinds or INDEXED
        for record_id, facts in known.of_kind(work, kind).items()
        if _passes(facts, request)
    }


def facts_of_kind(work: Work, kind: RecordKind) -> dict[int, Facts]:
    """What the filters ask, for all records of a kind that are not in the trash."""
    if kind is RecordKind.ARTICLE:
        return _article_facts(work)
    return {record.id: _record_facts(record) for record in repository(work, kind).all()}


def _record_facts(record: Any) -> Facts:
    date = date_of(record)
    direction = getattr(record, "direction", None)
    partners: set[int] = set(getattr(record, "partner_ids", ()))
    if isinstance(record, Partner):
        partners.add(record.id)
    elif isinstance(record, Person) and record.partner_id:
        partners.add(record.partner_id)
    countries: set[str] = set(getattr(record, "countries", ()))
    if getattr(record, "country", ""):
        countries.add(record.country)
    years = {date.year} if date is not None and date.year is not None else set[int]()
    if date is not None and date.last[:4].isdigit():
        years.add(int(date.last[:4]))
    return Facts(
        countries=frozenset(countries),
        partners=frozenset(partners),
        directions=frozenset({direction.value} if direction is not None else ()),
        fields=frozenset(getattr(record, "fields", ())),
        tags=frozenset(getattr(record, "tags", ())),
        years=frozenset(years),
        date=date.start if date is not None else "",
    )


def _article_facts(work: Work) -> dict[int, Facts]:
    """Facts of the articles: their own, and those of the records that rest on them."""
    partner_countries = {partner.id: partner.country for partner in work.partners.all()}
    visits = {visit.id: _record_facts(visit) for visit in work.visits.all()}
    linked: dict[int, list[Facts]] = {}
    for article_id, visit_id in work.evidence.pairs(RecordKind.VISIT):
        if visit_id in visits:
            linked.setdefault(article_id, []).append(visits[visit_id])
    result: dict[int, Facts] = {}
    for article in work.articles.light():
        own = _record_facts(article)
        others = linked.get(article.id, [])
        partners = frozenset(pid for facts in others for pid in facts.partners)
        countries = frozenset(name for facts in others for name in facts.countries)
        countries |= {partner_countries[pid] for pid in partners if partner_countries.get(pid)}
        result[article.id] = Facts(
            countries=countries,
            partners=partners,
            directions=frozenset(value for facts in others for value in facts.directions),
            fields=own.fields | frozenset(value for facts in others for value in facts.fields),
            tags=own.tags,
            years=own.years,
            date=own.date,
        )
    return result


def _passes(facts: Facts, request: SearchRequest) -> bool:
    return (
        (request.partner_id is None or request.partner_id in facts.partners)
        and (not request.country or request.country in facts.countries)
        and (not request.direction or request.direction in facts.directions)
        and (not request.field or request.field in facts.fields)
        and (not request.tag or request.tag in facts.tags)
        and (request.year is None or request.year in facts.years)
    )


def facts_of(work: Work, hits: Iterable[IndexHit], known: KnownFacts) -> dict[IndexHit, Facts]:
    """What the filters ask, for some answers."""
    chosen = list(hits)
    by_kind = {kind: known.of_kind(work, kind) for kind in {hit.kind for hit in chosen}}
    return {hit: by_kind[hit.kind][hit.record_id] for hit in chosen if hit.record_id in by_kind[hit.kind]}


def facets_of(work: Work, hits: Iterable[IndexHit], known: KnownFacts) -> tuple[Facet, ...]:
    """Counts for each value of each filter, the commonest 30 of each."""
    names = {partner.id: partner.name for partner in work.partners.all()}
    found = facts_of(work, hits, known)
    facts = found.values()
    counters: dict[str, Counter[Any]] = {
        "kind": Counter(hit.kind for hit in found),
        "partner": Counter(chain.from_iterable(item.partners for item in facts)),
        "country": Counter(chain.from_iterable(item.countries for item in facts)),
        "direction": Counter(chain.from_iterable(item.directions for item in facts)),
        "field": Counter(chain.from_iterable(item.fields for item in facts)),
        "tag": Counter(chain.from_iterable(item.tags for item in facts)),
        "year": Counter(chain.from_iterable(item.years for item in facts)),
    }
    result: list[Facet] = []
    for name, counter in counters.items():
        for value, count in counter.most_common(30):
            shown = (
                label(value) if name == "kind" else names.get(value, "") if name == "partner" else str(value)
            )
            result.append(Facet(name, str(value), shown, count))
    return tuple(result)
