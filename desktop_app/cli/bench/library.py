"""The measurement through the services: a real library, and what a person waits for."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

from db.dates import PartialDate
from db.records import Article, RecordKind
from db.work import Database, WritingWork
from desktop_app.bootstrap import Services, open_library
from desktop_app.cli.bench.corpus import Corpus, Entry
from desktop_app.cli.bench.questions import DATED, FILTERED, FOUR, PAGE, Question
from desktop_app.cli.bench.tables import peak_memory, size_of
from desktop_app.cli.bench.watch import Clock, Lap, lap
from desktop_app.services.searching import SearchRequest, SearchResults

_BATCH = 500
_CAPTURED = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
_AGAIN = 10


def _opened(folder: Path) -> Services:
    return open_library(folder, config=folder.with_name("cai-dat"))


def fill(folder: Path, corpus: Corpus) -> dict[str, Any]:
    """Write the articles straight into the database: an import would look for suggestions in each."""
    with _opened(folder) as services:
        path = services.paths.database
    database = Database.open(path)
    clock = Clock()
    try:
        with database.read() as work:
            known = len(work.articles.ids())
        if known != corpus.docs:
            waiting: list[Entry] = []
            for entry in corpus.entries():
                if entry.number > known:
                    waiting.append(entry)
                if len(waiting) == _BATCH or (waiting and entry.number == corpus.docs):
                    with database.write("bench", "import_batch") as work:
                        _store(work, waiting)
                    waiting.clear()
    finally:
        database.close()
    return {**asdict(clock.taken()), "bytes": size_of(path)}


def _store(work: WritingWork, entries: list[Entry]) -> None:
    # No article came from a file of its own; one empty original stands for all.
    original = work.articles.add_original(b"", "text/plain")
    for entry in entries:
        day = PartialDate.from_day(entry.day)
        work.articles.add(
            Article(
                id=0,
                title=entry.title,
                text=entry.text,
                outlet=f"Báo {entry.number % 12 + 1}",
                published=day,
                external_id=f"bench-{entry.number}",
                original_sha256=original,
                captured_at=_CAPTURED,
            )
        )


def index(folder: Path) -> dict[str, Any]:
    """Build the index anew, from the database."""
    with _opened(folder) as services:
        clock = Clock()
        services.search.rebuild()
        taken = clock.taken()
        return {**asdict(taken), "bytes": size_of(services.paths.index)}


def ask(folder: Path, classes: Mapping[str, list[Question]]) -> dict[str, Any]:
    """Ask through the services; return times by class, and of opening, saving and counting facets."""
    told: dict[str, Any] = {}
    told["open"] = [_first(folder, request_of(question)) for question in classes[FOUR][:_AGAIN]]
    with _opened(folder) as services:
        services.search.catch_up()
        for name in (PAGE, FILTERED, DATED):
            _warm(services, classes[name])
            told[name] = [
                lap(partial(services.search.search, request_of(question)))[1] for question in classes[name]
            ]
        told["facets"] = [
            lap(partial(services.search.facets, request_of(question)))[1] for question in classes[PAGE]
        ]
        told["memory_mb"] = peak_memory()
        told["save"] = [_saved(services, number) for number in range(_AGAIN)]
    return told


def _first(folder: Path, request: SearchRequest) -> Lap:
    services: list[Services] = []

    def start() -> None:
        services.append(_opened(folder))
        services[0].search.search(request)

    _, taken = lap(start)
    services[0].close()
    return taken


def request_of(question: Question) -> SearchRequest:
    """Return a question as the window puts it."""
    return SearchRequest(
        question.text,
        kinds=(RecordKind(question.kind),) if question.kind else (),
        dated_from=question.first,
        dated_to=question.last,
        sort="newest" if question.by_date else "relevance",
    )


def _warm(services: Services, questions: list[Question]) -> None:
    for word in dict.fromkeys(word for question in questions for word in question.words):
        services.search.search(request_of(replace(questions[0], words=(word,))))


def _saved(services: Services, number: int) -> Lap:
    """Change the title of an article and return how long it takes until it is found by it."""
    article = services.records.get(RecordKind.ARTICLE, number + 1)
    word = f"zq{number}x{time.time_ns()}"

    def save() -> SearchResults:
        services.records.save(replace(article, title=f"Bài sửa {word}"))
        services.search.catch_up()
        return services.search.search(SearchRequest(word))

    found, taken = lap(save)
    if [hit.record_id for hit in found.hits] != [number + 1]:
        raise AssertionError(word)
    return taken
