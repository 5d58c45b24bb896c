"""Our own index as an engine of the measurement: the engine alone, without library and services."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

from db.records import RecordKind
from desktop_app.cli.bench.corpus import Corpus, Entry
from desktop_app.cli.bench.peers.base import LIMIT, Asker
from desktop_app.cli.bench.questions import PAGE, Question
from desktop_app.cli.bench.tables import size_of
from desktop_app.cli.bench.watch import Clock, Taken
from desktop_app.core.search.documents import IndexDocument
from desktop_app.core.search.index import SearchIndex

TITLE = "Bang Giao"
_LIBRARY = "bench"


def document(entry: Entry) -> IndexDocument:
    """Return what our index sees of an article."""
    return IndexDocument(entry.kind, entry.number, entry.title, entry.text, entry.day.isoformat())


class OurAsker:
    """Asks the index."""

    def __init__(self, folder: Path) -> None:
        self._index = SearchIndex(folder, _LIBRARY)

    def ask(self, question: Question) -> list[int]:
        """Return the numbers of the best articles."""
        kinds = [RecordKind(question.kind)] if question.kind else None
        found = self._index.search(question.text, kinds=kinds, limit=LIMIT, typing=question.prefix)
        return [hit.record_id for hit in found.hits]

    def forget(self) -> None:
        """Drop what was read of the posting lists."""
        self._index.close()

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
