"""Our own index as an engine of the measurement: the engine alone, without library and services."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from db.records import RecordKind
from desktop_app.cli.bench.corpus import Corpus, Entry
from desktop_app.cli.bench.peers.base import LIMIT, Asker
from desktop_app.cli.bench.questions import PAGE, Question
from desktop_app.cli.bench.tables import size_of
from desktop_app.cli.bench.watch import Clock, Taken
from desktop_app.core.search.columns import (
    DATE,
    KIND,
    NEWEST,
    Columns,
    ColumnView,
    Condition,
    Dates,
    Days,
)
from desktop_app.core.search.documents import IndexDocument
from desktop_app.core.search.index import SearchIndex
from desktop_app.core.search.rows import Rows

TITLE = "Bang Giao"
_LIBRARY = "bench"


def document(entry: Entry) -> IndexDocument:
    """Return what our index sees of an article."""
    return IndexDocument(entry.kind, entry.number, entry.title, entry.text, entry.day.isoformat())


def facts_of(corpus: Corpus) -> Columns:
    """Return what filters ask of the articles, as the services collect it from the database."""
    ids: dict[RecordKind, list[int]] = {}
    days: dict[RecordKind, list[str]] = {}
    for entry in corpus.entries():
        ids.setdefault(entry.kind, []).append(entry.number)
        days.setdefault(entry.kind, []).append(entry.day.isoformat())
    # NumPy takes lists as they are; it belongs to core.search and is not known here.
    rows = Rows(cast("dict[RecordKind, Any]", ids))
    texts = [day for kind in ids for day in days[kind]]
    places: Any = list(range(len(texts)))
    nowhere: Any = [0] * len(texts)
    dates = Dates(rows.size, Days())
    dates.put(places, (places, texts), (nowhere, [""]))
    return Columns("bench", rows, dates, {})


class OurAsker:
    """Asks the index."""

    def __init__(self, folder: Path, facts: Columns | None = None) -> None:
        """Open the index; ``facts`` are what it asks of the articles, needed for filters and dates."""
        self._index = SearchIndex(folder, _LIBRARY)
        self._facts = facts

    def ask(self, question: Question) -> list[int]:
        """Return the numbers of the best articles."""
        found = self._index.search(
            question.text, view=self._view(question), limit=LIMIT, typing=question.prefix
        )
        return [hit.record_id for hit in found.hits]

    def _view(self, question: Question) -> ColumnView | None:
        if self._facts is None or not (question.filtered or question.by_date):
            return None
        conditions: list[Condition] = []
        if question.filtered:
            conditions.append(Condition(KIND, (RecordKind(question.kind),)))
            conditions.append(Condition(DATE, (question.first, question.last)))
        return self._facts.view(conditions, NEWEST if question.by_date else "")

    def forget(self) -> None:
        """Drop what was read of the posting lists."""
        self._index.forget_lists()

    def takes(self, question: Question) -> bool:
        """Whether this way of asking is measured."""
        # A page is asked for through the services.
        return question.name != PAGE

    def save(self, number: int, title: str, text: str, day: dt.date) -> None:
        """Add one article."""
        self._index.apply([IndexDocument(RecordKind.ARTICLE, number, title, text, day.isoformat())])

    def close(self) -> None:
        """Let the files go."""
        self._index.close()


class OurEngine:
    """The engine."""

    title = TITLE

    def version(self) -> str:
        """Return nothing of interest: it is the one that runs."""
        return "0"

    def build(self, folder: Path, corpus: Corpus) -> Taken:
        """Build the index as a rebuild does."""
        index = SearchIndex(folder, _LIBRARY)
        clock = Clock()
        index.rebuild(_documents(corpus))
        taken = clock.taken()
        index.close()
        return taken

    def size(self, folder: Path) -> int:
        """Return the bytes of the index."""
        return size_of(folder)

    def askers(self, folder: Path) -> Mapping[str, Asker]:
        """Open the index."""
        return {self.title: OurAsker(folder)}


def _documents(corpus: Corpus) -> Iterator[IndexDocument]:
    return map(document, corpus.entries())


ENGINE = OurEngine()
