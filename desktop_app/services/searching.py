"""Searching, and paying the debt to the index.

The index returns ranked keys; texts, filters and facets come from the database. When the index cannot answer,
it is rebuilt in the background and the database answers in the meantime.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from db.records import (
    Agreement,
    AnyRecord,
    Article,
    Commitment,
    Figure,
    Partner,
    Person,
    RecordKind,
    Visit,
)
from db.work import Work
from desktop_app.core.search import highlights
from desktop_app.core.search.documents import IndexAnswer, IndexDocument, IndexHit
from desktop_app.core.search.failures import IndexUnusable, Trouble
from desktop_app.core.text.fold import fold
from desktop_app.labels import label
from desktop_app.progress import Reporter
from desktop_app.services.context import Context
from desktop_app.services.records import repository, title_of

log = logging.getLogger(__name__)

INDEXED = (
    RecordKind.ARTICLE,
    RecordKind.PARTNER,
    RecordKind.PERSON,
    RecordKind.VISIT,
    RecordKind.AGREEMENT,
    RecordKind.COMMITMENT,
    RecordKind.FIGURE,
)


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
class SearchHit:
    """One answer. ``snippet`` is text, ``marks`` are offsets in it."""

    kind: RecordKind
    record_id: int
    title: str
    date: str
    detail: str
    snippet: str
    marks: tuple[tuple[int, int], ...]
    score: float
    external_id: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """How many answers there are for one value of a filter."""

    name: str
    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class SearchResults:
    """Answers of one search; ``fallback`` says that the database answered because the index could not."""

    request: SearchRequest
    total: int
    hits: tuple[SearchHit, ...] = ()
    suggestion: str = ""
    terms: tuple[str, ...] = ()
    facets: tuple[Facet, ...] = ()
    elapsed_ms: float = 0.0
    fallback: bool = False


@dataclass(frozen=True, slots=True)
class _Facts:
    """What filters and facets ask of a record."""

    countries: frozenset[str] = frozenset()
    partners: frozenset[int] = frozenset()
    directions: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()
    date: str = ""


class SearchService:
    """Search and the life of the index."""

    def __init__(self, context: Context) -> None:
        self._context = context

    # -- searching -------------------------------------------------------------------------------

    def search(self, request: SearchRequest) -> SearchResults:
        """Answer a search; the index heals by itself and never makes this fail.

        Raises:
            QueryError: the text cannot be a query.
        """
        started = time.perf_counter()
        with self._context.reading() as work:
            allowed = self._allowed(work, request)
            fallback = False
            if not request.text.strip():
                answer = _listed(work, request, allowed)
            else:
                try:
                    answer = self._ask(work, request, allowed)
                except IndexUnusable as error:
                    log.warning("index unusable: %s", error.trouble)
                    answer = _scan(work, request, allowed)
                    fallback = True
            results = self._results(work, request, answer)
        return SearchResults(
            request=request,
            total=answer.total,
            hits=results,
            suggestion=answer.suggestion,
            terms=answer.terms,
            elapsed_ms=(time.perf_counter() - started) * 1000,
            fallback=fallback,
        )

    def facets(self, request: SearchRequest) -> tuple[Facet, ...]:
        """Counts per value of each filter over all answers of the search."""
        with self._context.reading() as work:
            allowed = self._allowed(work, request)
            if request.text.strip():
                try:
                    hits = self._ask(work, _all_of(request), allowed).hits
                except IndexUnusable:
                    hits = _scan(work, _all_of(request), allowed).hits
            else:
                hits = _listed(work, _all_of(request), allowed).hits
            return _facets(work, hits)

    def terms_in(self, text: str, terms: Iterable[str]) -> list[tuple[int, int]]:
        """Where the words of a search stand in a text."""
        return [(start, end) for start, end in highlights.mark(text, terms)]

    def _ask(self, work: Work, request: SearchRequest, allowed: set[str] | None) -> IndexAnswer:
        sort_all = request.sort != "relevance"
        answer = self._context.index.search(
            request.text,
            kinds=request.kinds or None,
            allowed=allowed,
            limit=100_000 if sort_all else request.limit,
            offset=0 if sort_all else request.offset,
            vocabulary=_vocabulary(work),
        )
        if not sort_all:
            return answer
        facts = _facts(work, answer.hits)
        known = [hit for hit in answer.hits if hit in facts]
        ordered = sorted(known, key=lambda hit: facts[hit].date, reverse=request.sort == "newest")
        chosen = ordered[request.offset : request.offset + request.limit]
        return IndexAnswer(tuple(chosen), answer.total, answer.terms, answer.suggestion)

    def _allowed(self, work: Work, request: SearchRequest) -> set[str] | None:
        """Keys the filters let through, ``None`` when there is no filter."""
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
        kinds = request.kinds or INDEXED
        allowed: set[str] = set()
        for kind in kinds:
            for record_id, facts in _facts_of_kind(work, kind).items():
                if _passes(facts, request):
                    allowed.add(f"{kind.value}:{record_id}")
        return allowed

    def _results(self, work: Work, request: SearchRequest, answer: IndexAnswer) -> tuple[SearchHit, ...]:
        records = _load(work, answer.hits)
        return tuple(
            _hit(hit, records[hit.kind, hit.record_id], answer.terms)
            for hit in answer.hits
            if (hit.kind, hit.record_id) in records
        )

    # -- the index ---------------------------------------------------------------------------------------

    def catch_up(self, reporter: Reporter | None = None) -> int:
        """Pay the debt to the index; rebuild it when it cannot be used. Returns how many entries were paid.

        Safe to call at any time from any thread; a second caller waits for the first.
        """
        with self._context.index_lock:
            if self._context.index.state() != "ready":
                return self.rebuild(reporter)
            try:
                return self._pay(reporter or Reporter())
            except IndexUnusable as error:
                if error.trouble in (Trouble.LOCKED, Trouble.DISK):
                    raise
                log.warning("index unusable (%s), rebuilding", error.trouble)
                return self.rebuild(reporter)

    def _pay(self, reporter: Reporter) -> int:
        paid = 0
        while True:
            with self._context.reading() as work:
                items = work.index_queue.pending()
                if not items:
                    return paid
                keys = dict.fromkeys((item.record_kind, item.record_id) for item in items)
                documents, removed = _documents(work, keys)
                left = work.index_queue.count()
            reporter.step(paid, paid + left, "Chỉ mục tìm kiếm")
            self._context.index.apply(documents, removed)
            self._paid(items[-1].id)
            paid += len(items)

    def _paid(self, last_id: int) -> None:
        with self._context.database.write(self._context.who, "index") as work:
            work.index_queue.paid(last_id)

    def rebuild(self, reporter: Reporter | None = None) -> int:
        """Build the index anew from the database, beside the old one, and swap."""
        with self._context.reading() as work:
            last = work.index_queue.last_id()
            documents = _all_documents(work)
            self._context.index.rebuild(documents, reporter)
            count = self._context.index.document_count()
        if last and not self._context.read_only:
            self._paid(last)
        return count

    def state(self) -> tuple[str, int]:
        """The state of the index ("ready", "missing" …) and how many changes it does not know yet."""
        with self._context.reading() as work:
            return self._context.index.state(), work.index_queue.count()


# -- documents -----------------------------------------------------------------------------------------------


def _documents(work: Work, keys: Iterable[tuple[RecordKind, int]]) -> tuple[list[IndexDocument], list[str]]:
    by_kind: dict[RecordKind, list[int]] = {}
    for kind, record_id in keys:
        if kind in INDEXED:
            by_kind.setdefault(kind, []).append(record_id)
    documents: list[IndexDocument] = []
    removed: list[str] = []
    for kind, ids in by_kind.items():
        alive: set[int] = set()
        for record in repository(work, kind).get_many(ids):
            if record.deleted_at is None:
                documents.append(document(record))
                alive.add(record.id)
        removed += [f"{kind.value}:{record_id}" for record_id in ids if record_id not in alive]
    return documents, removed


def _all_documents(work: Work) -> Iterator[IndexDocument]:
    for kind in INDEXED:
        if kind is RecordKind.ARTICLE:
            ids = work.articles.ids()
            for start in range(0, len(ids), 500):
                yield from (document(item) for item in work.articles.get_many(ids[start : start + 500]))
                work.forget()
        else:
            yield from (document(item) for item in repository(work, kind).all())


def document(record: AnyRecord) -> IndexDocument:
    """What the index sees of a record: every text a person may look for."""
    match record:
        case Article():
            body = [record.text, record.outlet, record.author, *record.tags]
            return IndexDocument(RecordKind.ARTICLE, record.id, record.title, "\n".join(body))
        case Visit():
            return IndexDocument(RecordKind.VISIT, record.id, record.title, _visit_text(record))
        case Agreement():
            parts = [
                *record.other_titles,
                record.own_party,
                record.partner_party,
                record.subject,
                record.note,
            ]
            parts += [record.number, record.signers, label(record.kind), record.signed.display()]
            parts += [*record.partner_names, *record.fields, *record.tags]
            return IndexDocument(RecordKind.AGREEMENT, record.id, record.title, "\n".join(parts))
        case Commitment():
            parts = [record.by_name, record.to_name, record.quantity, record.note, record.lead_unit]
            parts += [label(record.grade), *record.partner_names, *record.fields, *record.tags]
            return IndexDocument(RecordKind.COMMITMENT, record.id, record.content, "\n".join(parts))
        case Figure():
            parts = [record.stated, record.scope, record.unit, record.period.display(), *record.partner_names]
            return IndexDocument(RecordKind.FIGURE, record.id, record.what, "\n".join(parts))
        case Person():
            parts = [record.native_name, *record.aliases, record.country, record.note]
            parts += [f"{post.title} {post.organisation}" for post in record.posts]
            return IndexDocument(RecordKind.PERSON, record.id, record.name, "\n".join(parts))
        case Partner():
            parts = [record.country, record.native_name, record.romanised, *record.aliases, record.note]
            return IndexDocument(
                RecordKind.PARTNER, record.id, record.name, "\n".join([*parts, *record.tags])
            )
        case _:
            raise TypeError(type(record))


def _visit_text(visit: Visit) -> str:
    parts = [label(visit.direction), visit.host_organisation, visit.guest_organisation, visit.location]
    parts += [visit.purpose, visit.content, visit.results, visit.note, visit.period.display()]
    parts += [f"{p.name} {p.title} {p.organisation}" for p in visit.participants]
    parts += [f"{s.name} {s.country}" for s in visit.stops]
    parts += [*visit.partner_names, *visit.countries, *visit.localities, *visit.fields, *visit.tags]
    return "\n".join(parts)


# -- answers ---------------------------------------------------------------------------------------------------


def _load(work: Work, hits: Iterable[IndexHit]) -> dict[tuple[RecordKind, int], Any]:
    by_kind: dict[RecordKind, list[int]] = {}
    for hit in hits:
        by_kind.setdefault(hit.kind, []).append(hit.record_id)
    return {
        (kind, record.id): record
        for kind, ids in by_kind.items()
        for record in repository(work, kind).get_many(ids)
        if record.deleted_at is None
    }


def _hit(hit: IndexHit, record: Any, terms: tuple[str, ...]) -> SearchHit:
    text = record.text if isinstance(record, Article) else document(record).body
    shown = highlights.snippet(" ".join(text.split()), terms)
    date, detail = _date_of(record), ""
    if isinstance(record, Article):
        detail = record.outlet
    elif hasattr(record, "partner_names"):
        detail = ", ".join(record.partner_names)
    return SearchHit(
        kind=hit.kind,
        record_id=hit.record_id,
        title=title_of(record),
        date=date.display() if date is not None and date.known else "",
        detail=detail,
        snippet=shown.text,
        marks=tuple(shown.marks),
        score=hit.score,
        external_id=getattr(record, "external_id", ""),
        published=date.start if date is not None else "",
    )


def _date_of(record: Any) -> Any:
    for name in ("published", "period", "signed", "stated_on", "since"):
        if hasattr(record, name):
            return getattr(record, name)
    return None


def _vocabulary(work: Work) -> list[str]:
    """Confirmed names, which did-you-mean prefers over words of the index."""
    names = [name for partner in work.partners.all() for name in (partner.name, *partner.aliases)]
    names += [name for person in work.people.all() for name in (person.name, *person.aliases)]
    return names


def _all_of(request: SearchRequest) -> SearchRequest:
    return replace(request, limit=100_000, offset=0, sort="relevance")


def _listed(work: Work, request: SearchRequest, allowed: set[str] | None) -> IndexAnswer:
    """Everything the filters let through, newest first, when there is no search text."""
    found: list[tuple[str, IndexHit]] = []
    for kind in request.kinds or INDEXED:
        for record_id, facts in _facts_of_kind(work, kind).items():
            if allowed is None or f"{kind.value}:{record_id}" in allowed:
                found.append((facts.date, IndexHit(kind, record_id, 0.0)))
    found.sort(key=lambda item: item[0], reverse=request.sort != "oldest")
    chosen = [hit for _, hit in found[request.offset : request.offset + request.limit]]
    return IndexAnswer(tuple(chosen), len(found))


def _scan(work: Work, request: SearchRequest, allowed: set[str] | None) -> IndexAnswer:
    """The database's own answer while the index is not usable: all words in the folded title or text."""
    words = fold(request.text).replace('"', " ").split()[:32]
    hits: list[IndexHit] = []
    for kind in request.kinds or INDEXED:
        records = _article_chunks(work) if kind is RecordKind.ARTICLE else iter(repository(work, kind).all())
        for record in records:
            item = document(record)
            if allowed is not None and item.key not in allowed:
                continue
            title = fold(item.title)
            if all(word in title or word in fold(item.body) for word in words):
                score = sum(word in title for word in words) / max(1, len(words))
                hits.append(IndexHit(kind, record.id, score))
    hits.sort(key=lambda hit: -hit.score)
    chosen = hits[request.offset : request.offset + request.limit]
    return IndexAnswer(tuple(chosen), len(hits), tuple(words))


def _article_chunks(work: Work) -> Iterator[Article]:
    ids = work.articles.ids()
    for start in range(0, len(ids), 500):
        yield from work.articles.get_many(ids[start : start + 500])
        work.forget()


# -- filters and facets ----------------------------------------------------------------------------------------------


def _facts_of_kind(work: Work, kind: RecordKind) -> dict[int, _Facts]:
    if kind is RecordKind.ARTICLE:
        return _article_facts(work)
    return {record.id: _record_facts(record) for record in repository(work, kind).all()}


def _record_facts(record: Any) -> _Facts:
    date = _date_of(record)
    direction = getattr(record, "direction", None)
    partners = set(getattr(record, "partner_ids", ()))
    if isinstance(record, Partner):
        partners.add(record.id)
    elif isinstance(record, Person) and record.partner_id:
        partners.add(record.partner_id)
    countries = set(getattr(record, "countries", ()))
    if getattr(record, "country", ""):
        countries.add(record.country)
    years = {date.year} if date is not None and date.year is not None else set[int]()
    if date is not None and date.last[:4].isdigit():
        years.add(int(date.last[:4]))
    return _Facts(
        countries=frozenset(countries),
        partners=frozenset(partners),
        directions=frozenset({direction.value} if direction is not None else ()),
        fields=frozenset(getattr(record, "fields", ())),
        tags=frozenset(getattr(record, "tags", ())),
        years=frozenset(years),
        date=date.start if date is not None else "",
    )


def _article_facts(work: Work) -> dict[int, _Facts]:
    """Facts of the articles: their own, and those of the records that rest on them."""
    partner_countries = {partner.id: partner.country for partner in work.partners.all()}
    visits = {visit.id: _record_facts(visit) for visit in work.visits.all()}
    linked: dict[int, list[_Facts]] = {}
    for article_id, visit_id in work.evidence.pairs(RecordKind.VISIT):
        if visit_id in visits:
            linked.setdefault(article_id, []).append(visits[visit_id])
    result: dict[int, _Facts] = {}
    for article in work.articles.light():
        own = _record_facts(article)
        others = linked.get(article.id, [])
        partners = frozenset(pid for facts in others for pid in facts.partners)
        countries = frozenset(name for facts in others for name in facts.countries)
        countries |= {partner_countries[pid] for pid in partners if partner_countries.get(pid)}
        result[article.id] = _Facts(
            countries=countries,
            partners=partners,
            directions=frozenset(value for facts in others for value in facts.directions),
            fields=own.fields | frozenset(value for facts in others for value in facts.fields),
            tags=own.tags,
            years=own.years,
            date=own.date,
        )
    return result


def _passes(facts: _Facts, request: SearchRequest) -> bool:
    return (
        (request.partner_id is None or request.partner_id in facts.partners)
        and (not request.country or request.country in facts.countries)
        and (not request.direction or request.direction in facts.directions)
        and (not request.field or request.field in facts.fields)
        and (not request.tag or request.tag in facts.tags)
        and (request.year is None or request.year in facts.years)
    )


def _facts(work: Work, hits: Iterable[IndexHit]) -> dict[IndexHit, _Facts]:
    chosen = list(hits)
    by_kind = {kind: _facts_of_kind(work, kind) for kind in {hit.kind for hit in chosen}}
    return {hit: by_kind[hit.kind][hit.record_id] for hit in chosen if hit.record_id in by_kind[hit.kind]}


def _facets(work: Work, hits: Iterable[IndexHit]) -> tuple[Facet, ...]:
    names = {partner.id: partner.name for partner in work.partners.all()}
    counters: dict[str, Counter[Any]] = {
        name: Counter() for name in ("kind", "partner", "country", "direction", "field", "tag", "year")
    }
    for hit, facts in _facts(work, hits).items():
        counters["kind"][hit.kind] += 1
        counters["partner"].update(facts.partners)
        counters["country"].update(facts.countries)
        counters["direction"].update(facts.directions)
        counters["field"].update(facts.fields)
        counters["tag"].update(facts.tags)
        counters["year"].update(facts.years)
    result: list[Facet] = []
    for name, counter in counters.items():
        for value, count in counter.most_common(30):
            shown = (
                label(value) if name == "kind" else names.get(value, "") if name == "partner" else str(value)
            )
            result.append(Facet(name, str(value), shown, count))
    return tuple(result)
