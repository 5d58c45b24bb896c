"""Searching, and paying the debt to the index.

The index returns ranked keys; texts, filters and facets come from the database. When the index cannot answer,
it is rebuilt in the background and the database answers in the meantime.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from db.records import (
    Article,
    IndexItem,
    RecordKind,
)
from db.work import Work
from desktop_app.core.search import highlights
from desktop_app.core.search.documents import IndexAnswer, IndexDocument, IndexHit
from desktop_app.core.search.failures import IndexUnusable, Trouble
from desktop_app.core.text.fold import fold
from desktop_app.progress import Reporter
from desktop_app.services.context import Context, explained
from desktop_app.services.documents import INDEXED, all_documents, date_of, document, documents_of
from desktop_app.services.filters import (
    Facet as Facet,
    KnownFacts,
    SearchRequest as SearchRequest,
    allowed_keys,
    facets_of,
    facts_of,
)
from desktop_app.services.records import repository, title_of

log = logging.getLogger(__name__)

_SENTENCE = 120


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


class SearchService:
    """Search and the life of the index."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._facts = KnownFacts()

    # -- searching ---------------------------------------------------------------------------------

    def search(self, request: SearchRequest) -> SearchResults:
        """Answer a search; the index heals by itself and never makes this fail.

        Raises:
            QueryError: the text cannot be a query.
        """
        started = time.perf_counter()
        with self._context.reading() as work:
            allowed = allowed_keys(work, request, self._facts)
            fallback = False
            if not request.text.strip():
                answer = _listed(work, request, allowed, self._facts)
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
            allowed = allowed_keys(work, request, self._facts)
            if request.text.strip():
                try:
                    hits = self._ask(work, _all_of(request), allowed).hits
                except IndexUnusable:
                    hits = _scan(work, _all_of(request), allowed).hits
            else:
                hits = _listed(work, _all_of(request), allowed, self._facts).hits
            return facets_of(work, hits, self._facts)

    def terms_in(self, text: str, terms: Iterable[str]) -> list[tuple[int, int]]:
        """Where the words of a search stand in a text."""
        return [(start, end) for start, end in highlights.mark(text, terms)]

    def passage(self, article_id: int, terms: Iterable[str]) -> tuple[int, int] | None:
        """Where in an article to begin reading: the place with the most different words of a search.

        Returns:
            Code points ``[start, end)`` of the article text, or None when the words are not in it.
        """
        with self._context.reading() as work:
            found = work.articles.get_many([article_id])
        if not found:
            return None
        text = found[0].text
        places = self.terms_in(text, terms)
        if not places:
            return None
        best = max(places, key=lambda place: (len(_near(text, places, place)), -place[0]))
        last = max(end for start, end in places if best[0] <= start <= best[0] + _SENTENCE)
        return best[0], last

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
        facts = facts_of(work, answer.hits, self._facts)
        known = [hit for hit in answer.hits if hit in facts]
        ordered = sorted(known, key=lambda hit: facts[hit].date, reverse=request.sort == "newest")
        chosen = ordered[request.offset : request.offset + request.limit]
        return IndexAnswer(tuple(chosen), answer.total, answer.terms, answer.suggestion)

    def _results(self, work: Work, request: SearchRequest, answer: IndexAnswer) -> tuple[SearchHit, ...]:
        records = _load(work, answer.hits)
        return tuple(
            _hit(hit, records[hit.kind, hit.record_id], answer.terms)
            for hit in answer.hits
            if (hit.kind, hit.record_id) in records
        )

    # -- the index ---------------------------------------------------------------------------------

    def catch_up(self, reporter: Reporter | None = None) -> int:
        """Pay the debt to the index; rebuild it when it cannot be used. Returns how many entries were paid.

        Safe to call at any time from any thread; a second caller waits for the first.
        """
        if self._context.read_only:
            return 0
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
                documents, removed = documents_of(work, keys)
                left = work.index_queue.count()
            reporter.step(paid, paid + left, "Chỉ mục tìm kiếm")
            self._context.index.apply(documents, removed)
            self._paid(items[-1].id, items)
            paid += len(items)

    def _paid(self, last_id: int, items: Sequence[IndexItem] = ()) -> None:
        """Forget debts. When another process paid some meanwhile, ours may be older than its: again."""
        with explained(), self._context.database.write(self._context.who, "index") as work:
            if work.index_queue.paid(last_id) < len(items):
                for item in items:
                    work.queue_index(item.record_kind, item.record_id)

    def rebuild(self, reporter: Reporter | None = None) -> int:
        """Build the index anew from the database, beside the old one, and swap."""
        last = 0

        def documents(work: Work) -> Iterator[IndexDocument]:
            # First asked for when the index is locked: no other process can write to it after this look.
            nonlocal last
            last = work.index_queue.last_id()
            yield from all_documents(work)

        with self._context.reading() as work:
            self._context.index.rebuild(documents(work), reporter)
            count = self._context.index.document_count()
        if last and not self._context.read_only:
            self._paid(last)
        return count

    def state(self) -> tuple[str, int]:
        """The state of the index ("ready", "missing" …) and how many changes it does not know yet."""
        with self._context.reading() as work:
            return self._context.index.state(), work.index_queue.count()


def _near(text: str, places: list[tuple[int, int]], place: tuple[int, int]) -> set[str]:
    """The different words of a search that stand within a sentence's length after ``place``."""
    reach = place[0] + _SENTENCE
    return {fold(text[start:end]) for start, end in places if place[0] <= start <= reach}


# -- answers ---------------------------------------------------------------------------------------


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


def _readable(record: Any) -> str:
    """The words a snippet is cut from: an article's text, or the fields of a record set apart by dots."""
    if isinstance(record, Article):
        return " ".join(record.text.split())
    lines = (" ".join(line.split()) for line in document(record).body.split("\n"))
    return " · ".join(dict.fromkeys(line for line in lines if line))


def _hit(hit: IndexHit, record: Any, terms: tuple[str, ...]) -> SearchHit:
    shown = highlights.snippet(_readable(record), terms)
    date, detail = date_of(record), ""
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


def _vocabulary(work: Work) -> Iterator[str]:
    """Confirmed names, which did-you-mean prefers over words of the index. Read only when it asks."""
    for partner in work.partners.all():
        yield from (partner.name, *partner.aliases)
    for person in work.people.all():
        yield from (person.name, *person.aliases)


def _all_of(request: SearchRequest) -> SearchRequest:
    return replace(request, limit=100_000, offset=0, sort="relevance")


def _listed(work: Work, request: SearchRequest, allowed: set[str] | None, known: KnownFacts) -> IndexAnswer:
    """Everything the filters let through, newest first, when there is no search text."""
    found: list[tuple[str, IndexHit]] = []
    for kind in request.kinds or INDEXED:
        for record_id, facts in known.of_kind(work, kind).items():
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
