"""Searching: words go to the index, filters, dates and counts to the database's columns.

When the index cannot answer, it is rebuilt in the background and the database answers in the meantime.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from db.errors import Damaged
from desktop_app.core.search import highlights
from desktop_app.core.search.failures import IndexUnusable
from desktop_app.core.text.fold import fold
from desktop_app.progress import Reporter
from desktop_app.services.aliases import AliasGroups as AliasGroups, groups_of, save_groups
from desktop_app.services.answers import AnswerCard as AnswerCard, answers
from desktop_app.services.asking import Asker
from desktop_app.services.completion import Completion as Completion, Completions, saved_names
from desktop_app.services.context import Context
from desktop_app.services.documents import INDEXED
from desktop_app.services.facts import Facts, KnownFacts
from desktop_app.services.filters import (
    Facet as Facet,
    SearchRequest as SearchRequest,
    facets_of,
)
from desktop_app.services.health import IndexHealth as IndexHealth, index_health
from desktop_app.services.hits import Pages, SearchHit as SearchHit
from desktop_app.services.indexing import IndexKeeper
from desktop_app.services.similar import similar_articles

if TYPE_CHECKING:
    from db.work import Work
    from desktop_app.core.search.columns import Condition
    from desktop_app.core.search.lexicon import Lexicon

log = logging.getLogger(__name__)

_SENTENCE = 120
_SAVED = "window:saved_searches"
_SAVED_SECONDS = 3.0
_MUCH_MORE = 0.02
"""The words of the texts are counted anew when the index has grown by this share."""


@dataclass(frozen=True, slots=True)
class SearchResults:
    """Answers of one search; ``fallback`` says that the database answered because the index could not.

    ``partial``: it did not read everything, so there may be more. ``cards`` answer a question from the
    accepted records; they come with the first page only.
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
    cards: tuple[AnswerCard, ...] = ()


class SearchService:
    """Search and the life of the index."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._facts = KnownFacts()
        self._pages = Pages()
        self._keeper = IndexKeeper(context)
        self._asker = Asker(context, self._facts)
        self._completing = threading.Lock()
        self._completions: Completions | None = None
        self._lexicon: tuple[int, Lexicon] | None = None
        self._saved: tuple[float, list[tuple[str, str]]] = (-_SAVED_SECONDS, [])

    # -- searching ---------------------------------------------------------------------------------

    def search(self, request: SearchRequest) -> SearchResults:
        """Answer a search; the index heals by itself and never makes this fail.

        Raises:
            QueryError: the text cannot be a query.
        """
        started = time.perf_counter()
        with self._context.reading() as work:
            asked = self._asker.ready(work, request)
            found = self._asker.found(work, asked)
            hits = self._pages.hits(work, found.ranked, found.terms)
            cards = () if request.offset else self._cards(work, asked.words)
        return SearchResults(
            request=request,
            total=found.total,
            hits=hits,
            suggestion=_in_place(request.text, asked.words, found.suggestion),
            terms=found.terms,
            elapsed_ms=(time.perf_counter() - started) * 1000,
            fallback=found.fallback,
            partial=found.partial,
            cards=cards,
        )

    def _cards(self, work: Work, words: str) -> tuple[AnswerCard, ...]:
        """Answers from the records; a record that cannot be read takes only these away, not the articles."""
        if not words:
            return ()
        try:
            return answers(work, words, self._asker.names(work))
        except Damaged:
            log.warning("no answers from the records", exc_info=True)
            return ()

    def facets(self, request: SearchRequest) -> tuple[Facet, ...]:
        """Counts per value of each filter over all answers of the search, its own choice left aside."""
        with self._context.reading() as work:
            asked = self._asker.ready(work, request, facts_needed=True)
            facts = asked.facts or self._facts.of(work)

            def matched(conditions: Iterable[Condition]) -> Any:
                return self._asker.matched(work, replace(asked, conditions=tuple(conditions)), facts)

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

    def similar(self, article_id: int, limit: int = 10) -> tuple[SearchHit, ...]:
        """Articles like one article, best first; those with the very same text say so in ``detail``."""
        with self._context.reading() as work:
            return similar_articles(
                self._context,
                work,
                self._pages,
                article_id,
                limit,
                facts=self._facts.at_hand(work),
                lexicon=None if self._lexicon is None else self._lexicon[1],
            )

    def count_new(self, request: SearchRequest, since: str) -> int:
        """How many answers of a search came into the library after a moment (ISO, UTC when it names no zone).

        Text that is no moment counts as long ago.

        Raises:
            QueryError: the text cannot be a query.
        """
        moment = _moment(since)
        with self._context.reading() as work:
            added = work.facts.added(moment, request.kinds or INDEXED)
            if not added:
                return 0
            asked = self._asker.ready(work, request, facts_needed=True)
            facts = asked.facts or self._facts.of(work)
            fresh = facts.columns.of_keys(added)
            return facts.columns.count(fresh, self._asker.matched(work, asked, facts))

    # -- other spellings -------------------------------------------------------------------------------

    def aliases(self) -> AliasGroups:
        """The office's own groups of spellings that mean the same."""
        with self._context.reading() as work:
            return groups_of(work)

    def set_aliases(self, groups: Iterable[Sequence[str]]) -> None:
        """Keep the office's own groups of spellings with the library.

        Raises:
            UserFixable: a group cannot be used.
        """
        with self._context.writing("aliases") as work:
            save_groups(work, groups)
        self._asker.forget_names()

    # -- offering --------------------------------------------------------------------------------------

    def complete(self, text: str, cursor: int) -> tuple[Completion, ...]:
        """What may be meant by a text that is not finished, at most ten offers.

        Args:
            text: what stands in the search box.
            cursor: before which of its code points the cursor stands.
        """
        facts, (read, saved) = self._facts.latest, self._saved
        # What held a moment ago will do: nobody who types should wait for the newest.
        if facts is None or time.monotonic() - read > _SAVED_SECONDS:
            with self._context.reading() as work:
                saved = saved_names(work.settings.get(_SAVED, []))
                facts = facts or self._facts.of(work)
            self._saved = (time.monotonic(), saved)
        return self._offers(facts).complete(text, cursor, saved)

    def _offers(self, facts: Facts) -> Completions:
        with self._completing:
            known = self._completions
            if known is None or known.stamp != facts.stamp:
                words = None if self._lexicon is None else self._lexicon[1]
                known = self._completions = Completions(facts, words)
            return known

    def warm(self, *, ahead: bool = False, stopped: Callable[[], bool] = lambda: False) -> None:
        """Read what filters, counts and offers ask for, so that nobody waits. Not for the GUI thread.

        Args:
            ahead: read the commonest words of the index too, as when the library was opened.
            stopped: asked now and then; true ends it.
        """
        from desktop_app.core.search.lexicon import LexiconReading

        with self._context.reading() as work:
            facts = self._facts.of(work)
        try:
            documents = self._context.index.document_count()
            known = self._lexicon
            if known is None or abs(documents - known[0]) > _MUCH_MORE * known[0]:
                reading = LexiconReading()
                self._context.index.look_in_steps(reading.step, stopped)
                self._lexicon = (documents, reading.lexicon())
                with self._completing:
                    self._completions = None
            if ahead:
                self._context.index.read_ahead(stopped)
        except IndexUnusable as error:
            log.info("no words to offer: %s", error.trouble)
        self._offers(facts)

    # -- the index ---------------------------------------------------------------------------------

    def catch_up(self, reporter: Reporter | None = None) -> int:
        """Pay the debt to the index; rebuild it when it cannot be used. Returns how many entries were paid.

        Safe to call at any time from any thread; a second caller waits for the first.
        """
        paid = self._keeper.catch_up(reporter)
        if self._facts.latest is not None:
            self.warm()
        return paid

    def rebuild(self, reporter: Reporter | None = None) -> int:
        """Build the index anew from the database, beside the old one, and swap."""
        return self._keeper.rebuild(reporter)

    def health(self) -> IndexHealth:
        """How the index is, in a few milliseconds."""
        with self._context.reading() as work:
            return index_health(self._context, work)

    def state(self) -> tuple[str, int]:
        """The state of the index ("ready", "missing" …) and how many changes it does not know yet."""
        with self._context.reading() as work:
            return self._context.index.state(), work.index_queue.count()


def _moment(text: str) -> dt.datetime:
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return dt.datetime.min.replace(tzinfo=dt.UTC)
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def _in_place(typed: str, asked: str, better: str) -> str:
    """The text as typed, filters and all, with the better words in place of those the index was asked for."""
    if not better or asked not in typed:
        return better
    return typed.replace(asked, better, 1).strip()


def _near(text: str, places: list[tuple[int, int]], place: tuple[int, int]) -> set[str]:
    """The different words of a search that stand within a sentence's length after ``place``."""
    reach = place[0] + _SENTENCE
    return {fold(text[start:end]) for start, end in places if place[0] <= start <= reach}
