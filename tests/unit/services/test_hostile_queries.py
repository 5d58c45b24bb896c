"""Any query gets an answer within two seconds, or a plain sentence; with the index and without it."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hostile import QUERIES, SECONDS
from hypothesis import given, settings, strategies as st

from db.dates import PartialDate
from db.records import Article, Partner, RecordKind
from db.work import Database
from desktop_app.bootstrap import Services, open_library
from desktop_app.core.search.failures import QueryError
from desktop_app.core.search.sampler import generate_articles, shipped_words
from desktop_app.services.searching import SearchRequest

COUNT = 800


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with many articles, written straight into the database."""
    place = tmp_path_factory.mktemp("hostile")
    with open_library(place / "kho", config=place / "c") as services:
        services.records.save(Partner(0, "Thành phố Gwangju", country="Hàn Quốc", aliases=("Quang Châu",)))
        path = services.paths.database
    database = Database.open(path)
    with database.write("test", "import_batch") as work:
        original = work.articles.add_original(b"", "text/plain")
        for number, article in enumerate(generate_articles(COUNT, 9, shipped_words())):
            day = dt.date(2015, 1, 1) + dt.timedelta(days=number)
            work.articles.add(
                Article(
                    id=0,
                    title=article.title,
                    text=article.text,
                    outlet=f"Báo {number % 9}",
                    published=PartialDate.from_day(day),
                    external_id=f"h{number}",
                    original_sha256=original,
                    captured_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
                )
            )
    database.close()
    with open_library(place / "kho", config=place / "c") as services:
        services.search.catch_up()
    return place


@pytest.fixture(scope="module")
def large(folder: Path) -> Iterator[Services]:
    with open_library(folder / "kho", config=folder / "c") as services:
        services.search.search(SearchRequest("thành phố"))
        yield services


@pytest.fixture(scope="module")
def without_index(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    place = tmp_path_factory.mktemp("hostile-bare")
    shutil.copytree(folder / "kho", place / "kho", ignore=shutil.ignore_patterns("index"))
    with open_library(place / "kho", config=place / "c") as services:
        services.search.search(SearchRequest("thành phố"))
        yield services


def asked(ask: Callable[[], object]) -> None:
    """Ask; an error must be a sentence that says what to do, and all must be over in time."""
    began = time.perf_counter()
    refusal = None
    try:
        ask()
    except QueryError as error:
        refusal = error
    assert refusal is None or (str(refusal).endswith(".") and refusal.remedy)
    assert time.perf_counter() - began < SECONDS


def everything(services: Services, text: str) -> Iterator[Callable[[], object]]:
    """What the search screen asks about a text."""
    search = services.search
    for request in (
        SearchRequest(text),
        SearchRequest(text, sort="newest", strict_marks=True, limit=50),
        SearchRequest(text, kinds=(RecordKind.ARTICLE,), year=2016, outlet="Báo 1"),
    ):
        yield partial(search.search, request)
    yield partial(search.facets, SearchRequest(text))
    yield partial(search.count_new, SearchRequest(text), "2026-01-01T00:00:00")
    yield partial(search.complete, text, len(text))
    yield partial(search.complete, text, len(text) // 2)


@pytest.mark.parametrize("name", QUERIES)
def test_every_question_of_the_screen_is_answered_in_time(large: Services, name: str) -> None:
    for ask in everything(large, QUERIES[name]):
        asked(ask)


@pytest.mark.parametrize("name", QUERIES)
def test_the_database_answers_in_time_while_there_is_no_index(without_index: Services, name: str) -> None:
    asked(lambda: without_index.search.search(SearchRequest(QUERIES[name])))


@pytest.mark.parametrize("name", ["quotes", "ten thousand words", "lone surrogates", "letters by chance"])
def test_hostile_values_of_filters_find_nothing(large: Services, name: str) -> None:
    text = QUERIES[name]
    asked(
        lambda: large.search.search(
            SearchRequest("thành phố", country=text, field=text, tag=text, outlet=text, direction=text)
        )
    )
    asked(lambda: large.search.search(SearchRequest("thành phố", dated_from=text, dated_to=text)))


SIGNS = st.sampled_from(['"', "-", "*", "|", "HOẶC", "tiêu_đề:", "năm:", "2019..", "nước:", "(", "\ud800"])
WORDS = st.sampled_from(["thành", "phố", "gwangju", "thanh", "xx", "tiếp", "năm", "6/2017"])


@settings(max_examples=60)
@given(st.lists(SIGNS | WORDS | st.text(max_size=6), max_size=40).map(" ".join) | st.text(max_size=300))
def test_any_text_is_answered(large: Services, text: str) -> None:
    for ask in everything(large, text):
        asked(ask)
