"""Answering a request: words go to the index, filters, dates and counts to the database's columns.

While the index is not usable the database answers alone.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from db.records import RecordKind
from db.work import Work
from desktop_app.core.search.failures import IndexUnusable
from desktop_app.services.aliases import KnownNames, Names
from desktop_app.services.context import Context
from desktop_app.services.facts import Facts, KnownFacts
from desktop_app.services.filters import SearchRequest, conditions_of, typed_conditions
from desktop_app.services.hits import RankedKey
from desktop_app.services.scanning import scan

if TYPE_CHECKING:
    from desktop_app.core.search.columns import Condition
    from desktop_app.core.search.documents import IndexAnswer

log = logging.getLogger(__name__)

_REMEMBERED = 8
_EVERYTHING = 1_000_000


@dataclass(frozen=True, slots=True)
class Asked:
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
class Found:
    """Answers before they are made readable: those of the page, and how many there are."""

    ranked: tuple[RankedKey, ...]
    total: int
    terms: tuple[str, ...] = ()
    suggestion: str = ""
    fallback: bool = False
    partial: bool = False
    keys: tuple[RankedKey, ...] = field(default=(), repr=False)


class Asker:
    """Answers requests from the index and the columns. Safe to use from several threads."""

    def __init__(self, context: Context, facts: KnownFacts) -> None:
        self._context = context
        self._facts = facts
        self._names = KnownNames()
        self._lock = threading.Lock()
        self._matches: OrderedDict[Any, Any] = OrderedDict()

    def names(self, work: Work) -> Names:
        """Return the confirmed names and the other spellings of the library."""
        return self._names.of(work)

    def forget_names(self) -> None:
        """Read the names and spellings anew the next time."""
        self._names = KnownNames()
        with self._lock:
            self._matches.clear()

    def ready(self, work: Work, request: SearchRequest, *, facts_needed: bool = False) -> Asked:
        """Read a request: its words, and the conditions chosen and typed."""
        conditions = conditions_of(request)
        needed = facts_needed or conditions or request.sort != "relevance"
        if not needed and request.text.strip() and ":" not in request.text:
            return Asked(request, (), self._facts.at_hand(work))
        facts = self._facts.of(work)
        rest, typed = typed_conditions(request, facts)
        return Asked(rest, (*conditions, *typed), facts)

    def found(self, work: Work, asked: Asked) -> Found:
        """Return the answers of a page.

        Raises:
            QueryError: the text cannot be a query.
        """
        if not asked.words:
            return self._listed(work, asked)
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
        return Found(ranked, answer.total, answer.terms, answer.suggestion)

    def _ask(self, work: Work, asked: Asked, limit: int, offset: int = 0) -> IndexAnswer:
        view = None if asked.facts is None else asked.facts.columns.view(asked.conditions, asked.order)
        names = self.names(work)
        return self._context.index.search(
            asked.words,
            view=view,
            limit=limit,
            offset=offset,
            typing=asked.request.typing,
            strict=asked.request.strict_marks,
            aliases=names.table_with_predecessors if asked.request.with_predecessors else names.table,
            vocabulary=names.vocabulary,
        )

    def _listed(self, work: Work, asked: Asked) -> Found:
        """Everything the filters let through, newest first, when there are no words."""
        request = asked.request
        columns = (asked.facts or self._facts.of(work)).columns
        chosen = columns.chosen(asked.conditions)
        order = "oldest" if request.sort == "oldest" else "newest"
        keys = columns.page(chosen, request.offset, request.limit, order)
        return Found(tuple((kind, number, 0.0) for kind, number in keys), columns.count(chosen))

    def _scanned(self, work: Work, asked: Asked) -> Found:
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
        return Found((), len(ranked), result.words, fallback=True, partial=result.partial, keys=ranked)

    # -- all answers -------------------------------------------------------------------------------

    def matched(self, work: Work, asked: Asked, facts: Facts) -> Any:
        """Return all answers under some conditions, as flags of rows.

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

    def _answers(self, work: Work, asked: Asked, facts: Facts) -> Any:
        key = self._key(work, asked)
        with self._lock:
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

    def _scanned_rows(self, work: Work, asked: Asked, facts: Facts) -> Any:
        keys: dict[RecordKind, list[int]] = {}
        for kind, number, _ in self._scanned(work, asked).keys:
            keys.setdefault(kind, []).append(number)
        return facts.columns.of_keys(keys)

    def _key(self, work: Work, asked: Asked) -> tuple[Any, ...]:
        """What all answers depend on: while the index is behind, its debt tells when it learns more."""
        stamp, debt = work.actions.last_id(), work.index_queue.count()
        request = asked.request
        ways = request.strict_marks, request.with_predecessors, request.typing
        return stamp, debt, asked.words, ways, asked.conditions

    def _remember(self, key: Any, matches: Any) -> Any:
        with self._lock:
            self._matches[key] = matches
            while len(self._matches) > _REMEMBERED:
                self._matches.popitem(last=False)
        return matches
