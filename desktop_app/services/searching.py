"""Searching: words go to the index, filters, dates and counts to the database's columns.

When the index cannot answer, it is rebuilt in the background and the database answers in the meantime.
"""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from db.records import IndexItem, RecordKind
from db.work import Work
from desktop_app.core.search import highlights
from desktop_app.core.search.failures import IndexUnusable
from desktop_app.core.text.fold import fold
from desktop_app.progress import Reporter
from desktop_app.services.context import Context
from desktop_app.services.facts import Facts, KnownFacts
from desktop_app.services.filters import (
    Facet as Facet,
    SearchRequest as SearchRequest,
    conditions_of,
    facets_of,
    typed_conditions,
)
from desktop_app.services.hits import Pages, RankedKey, SearchHit as SearchHit
from desktop_app.services.indexing import IndexKeeper
from desktop_app.services.scanning import scan

if TYPE_CHECKING:
    from desktop_app.core.search.columns import Condition
    from desktop_app.core.search.documents import IndexAnswer

log = logging.getLogger(__name__)

_SENTENCE = 120
_REMEMBERED = 8
_EVERYTHING = 1_000_000


@dataclass(frozen=True, slots=True)
class SearchResults:
    """Answers of one search; ``fallback`` says that the database answered because the index could not.

    ``partial``: it did not read everything, so there may be more.
    """

    request: SearchRequest
    total: int
    hits: tuple[SearchHit, ...] = ()
    suggestion: str = ""
    terms: tuple[str, ...] = ()
    facets: tuple[Facet, ...] = ()
    elapsed_ms: float = 0.0
    fallback: bool = False
    partial: bool = False


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request made ready: its words without the filters, and what those demand.

    ``facts`` is None when nothing of them is needed and they are not at hand.
    """

    request: SearchRequest
    conditions: tuple[Condition, ...] = ()
    facts: Facts | None = None

    @property
    def words(self) -> str:
        """What the index is asked for."""
        return self.request.text.strip()

    @property
    def order(self) -> str:
        """By what the answers are sorted, ``""`` for how well they fit."""
        return "" if self.request.sort == "relevance" else self.request.sort


@dataclass(frozen=True, slots=True)
class _Found:
    """Answers before they are made readable: those of the page, and how many there are."""

    ranked: tuple[RankedKey, ...]
    total: int
    terms: tuple[str, ...] = ()
    suggestion: str = ""
    fallback: bool = False
    partial: bool = False
    keys: tuple[RankedKey, ...] = field(default=(), repr=False)


class SearchService:
    """Search and the life of the index."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._facts = KnownFacts()
        self._pages = Pages()
        self._keeper = IndexKeeper(context)
        self._matches: OrderedDict[Any, Any] = OrderedDict()

    # -- searching ---------------------------------------------------------------------------------

    def search(self, request: SearchRequest) -> SearchResults:
        """Answer a search; the index heals by itself and never makes this fail.

        Raises:
            QueryError: the text cannot be a query.
        """
        started = time.perf_counter()
        with self._context.reading() as work:
            asked = self._asked(work, request)
            found = self._found(work, asked) if asked.words else self._listed(work, asked)
            hits = self._pages.hits(work, found.ranked, found.terms)
        return SearchResults(
            request=request,
            total=found.total,
            hits=hits,
            suggestion=found.suggestion,
            terms=found.terms,
            elapsed_ms=(time.perf_counter() - started) * 1000,
            fallback=found.fallback,
            partial=found.partial,
        )

    def facets(self, request: SearchRequest) -> tuple[Facet, ...]:
        """Counts per value of each filter over all answers of the search, its own choice left aside."""
        with self._context.reading() as work:
            asked = self._asked(work, request, facts_needed=True)
            facts = self._facts.of(work)

            def matched(conditions: Iterable[Condition]) -> Any:
                return self._matched(work, replace(asked, conditions=tuple(conditions)), facts)

            return facets_of(facts, asked.request, asked.conditions, matched)

    def terms_in(self, text: str, terms: Iterable[str]) -> list[tuple[int, int]]:
        """Where the words of a search stand in a text."""
        return [(start, end) for start, end in highlights.mark(text, terms)]

    def passage(self, article_id: int, terms: Iterable[str]) -> tuple[int, int] | None:
        """Where in an article to begin reading: the place with the most different words of a search.

        Returns:
            Code points ``[start, end)`` of the article text, or None when the words are not in it.
        """
        with self._context.reading() as work:
            found = work.facts.texts([article_id])
        text = str(found[0][3]) if found else ""
        places = self.terms_in(text, terms)
        if not places:
            return None
        best = max(places, key=lambda place: (len(_near(text, places, place)), -place[0]))
        last = max(end for start, end in places if best[0] <= start <= best[0] + _SENTENCE)
        return best[0], last

    def warm(self) -> None:
        """Read what filters and counts ask for, so that nobody waits for it later. Not for the GUI thread."""
        with self._context.reading() as work:
            self._facts.of(work)

    def _asked(self, work: Work, request: SearchRequest, *, facts_needed: bool = False) -> _Asked:
        conditions = conditions_of(request)
        needed = facts_needed or conditions or request.sort != "relevance"
        if not needed and request.text.strip() and ":" not in request.text:
            return _Asked(request, (), self._facts.at_hand(work))
        facts = self._facts.of(work)
        rest, typed = typed_conditions(request, facts)
        return _Asked(rest, (*conditions, *typed), facts)

    def _found(self, work: Work, asked: _Asked) -> _Found:
        request = asked.request
        try:
            answer = self._ask(work, asked, request.limit, request.offset)
        except IndexUnusable as error:
            log.warning("index unusable: %s", error.trouble)
            found = self._scanned(work, asked)
            page = found.keys[request.offset : request.offset + request.limit]
            return replace(found, ranked=page)
        if asked.facts is not None and not asked.conditions and answer.matches is not None:
            matches = asked.facts.columns.matched(answer.matches.kinds, answer.matches.ids)
            self._remember(self._key(work, asked), matches)
        ranked = tuple((hit.kind, hit.record_id, hit.score) for hit in answer.hits)
        return _Found(ranked, answer.total, answer.terms, answer.suggestion)

    def _ask(self, work: Work, asked: _Asked, limit: int, offset: int = 0) -> IndexAnswer:
        view = None if asked.facts is None else asked.facts.columns.view(asked.conditions, asked.order)
        return self._context.index.search(
            asked.words,
            view=view,
            limit=limit,
            offset=offset,
            strict=asked.request.strict_marks,
            vocabulary=_vocabulary(work),
        )

    def _listed(self, work: Work, asked: _Asked) -> _Found:
        """Everything the filters let through, newest first, when there are no words."""
        request = asked.request
        columns = (asked.facts or self._facts.of(work)).columns
        chosen = columns.chosen(asked.conditions)
        order = "oldest" if request.sort == "oldest" else "newest"
        keys = columns.page(chosen, request.offset, request.limit, order)
        return _Found(tuple((kind, number, 0.0) for kind, number in keys), columns.count(chosen))

    def _scanned(self, work: Work, asked: _Asked) -> _Found:
        """The database's own answer while the index is not usable."""
        facts = asked.facts or self._facts.of(work)
        columns = facts.columns
        chosen = columns.page(columns.chosen(asked.conditions), 0, _EVERYTHING)
        allowed = set(chosen)
        articles = [number for kind, number in chosen if kind is RecordKind.ARTICLE]
        result = scan(
            work, asked.words, asked.request.kinds, articles, lambda kind, number: (kind, number) in allowed
        )
        ranked = result.ranked
        if asked.order:
            places = {key: place for place, key in enumerate(chosen)}
            newest_first = sorted(ranked, key=lambda key: places[key[0], key[1]])
            ranked = tuple(newest_first if asked.order == "newest" else reversed(newest_first))
        return _Found((), len(ranked), result.words, fallback=True, partial=result.partial, keys=ranked)

    # -- all answers -------------------------------------------------------------------------------

    def _matched(self, work: Work, asked: _Asked, facts: Facts) -> Any:
        """All answers under some conditions, as flags of rows.

        The index need not be asked again when a filter changes: the answers are those of the words alone that
        pass it. Only where none pass, an answer with fewer of the words will do, and that it must find out.
        """
        columns = facts.columns
        chosen = columns.chosen(asked.conditions)
        if not asked.words:
            return chosen
        passing = self._answers(work, replace(asked, conditions=()), facts) & chosen
        if asked.conditions and not columns.count(passing):
            return self._answers(work, asked, facts)
        return passing

    def _answers(self, work: Work, asked: _Asked, facts: Facts) -> Any:
        key = self._key(work, asked)
        known = self._matches.get(key)
        if known is not None:
            return known
        try:
            answer = self._ask(work, replace(asked, facts=facts), 1)
        except IndexUnusable:
            return self._scanned_rows(work, replace(asked, facts=facts), facts)
        matches = answer.matches
        if matches is None:
            return facts.columns.of_keys({})
        return self._remember(key, facts.columns.matched(matches.kinds, matches.ids))

    def _scanned_rows(self, work: Work, asked: _Asked, facts: Facts) -> Any:
        keys: dict[RecordKind, list[int]] = {}
        for kind, number, _ in self._scanned(work, asked).keys:
            keys.setdefault(kind, []).append(number)
        return facts.columns.of_keys(keys)

    def _key(self, work: Work, asked: _Asked) -> tuple[Any, ...]:
        """What all answers depend on: while the index is behind, its debt tells when it learns more."""
        stamp, debt = work.actions.last_id(), work.index_queue.count()
        return stamp, debt, asked.words, asked.request.strict_marks, asked.conditions

    def _remember(self, key: Any, matches: Any) -> Any:
        self._matches[key] = matches
        while len(self._matches) > _REMEMBERED:
            self._matches.popitem(last=False)
        return matches

    # -- the index ---------------------------------------------------------------------------------

    def catch_up(self, reporter: Reporter | None = None) -> int:
        """Pay the debt to the index; rebuild it when it cannot be used. Returns how many entries were paid.

        Safe to call at any time from any thread; a second caller waits for the first.
        """
        paid = self._keeper.catch_up(reporter)
        if self._facts.is_used:
            self.warm()
        return paid

    def _paid(self, last_id: int, items: Iterable[IndexItem] = ()) -> None:
        self._keeper.paid(last_id, tuple(items))

    def rebuild(self, reporter: Reporter | None = None) -> int:
        """Build the index anew from the database, beside the old one, and swap."""
        return self._keeper.rebuild(reporter)

    def state(self) -> tuple[str, int]:
        """The state of the index ("ready", "missing" …) and how many changes it does not know yet."""
        with self._context.reading() as work:
            return self._context.index.state(), work.index_queue.count()


def _near(text: str, places: list[tuple[int, int]], place: tuple[int, int]) -> set[str]:
    """The different words of a search that stand within a sentence's length after ``place``."""
    reach = place[0] + _SENTENCE
    return {fold(text[start:end]) for start, end in places if place[0] <= start <= reach}


def _vocabulary(work: Work) -> Iterable[str]:
    """Confirmed names, which did-you-mean prefers over words of the index. Read only when it asks."""
    for _, name, _, _, aliases, _ in work.facts.partners():
        yield from (name, *aliases)
    for _, name, _, aliases, _ in work.facts.people():
        yield from (name, *aliases)
