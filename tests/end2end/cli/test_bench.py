"""``bench``: the tables are printed and their figures are those of the run."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_app.cli.bench.corpus import Corpus, make_corpus
from desktop_app.cli.bench.parts import engine
from desktop_app.cli.bench.peers.base import LIMIT, Asker, both
from desktop_app.cli.bench.questions import (
    CLASSES,
    FILTERED,
    PAGE,
    PHRASE_BARE,
    PHRASE_THREE,
    PHRASE_TWO,
    RARE,
    Question,
)
from desktop_app.cli.bench.tables import share, table
from desktop_app.core.text.fold import fold

Run = Callable[..., Any]


@pytest.mark.slow
def test_the_import_is_measured_step_by_step(run: Run) -> None:
    told = run("--json", "bench", "import", "--docs", "20").json
    assert told["docs"] == 20
    assert set(told["seconds"]) == {"read", "plan", "store", "index"}
    assert told["docs_per_second"] == pytest.approx(20 / sum(told["seconds"].values()))
    assert min(told["bytes"].values()) > 0


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bench")


@pytest.mark.slow
def test_the_search_is_measured_beside_its_peers(run: Run, library: Path, kept: Path) -> None:
    ended = run("bench", "search", "--docs", "40", "--questions", "3", "--peers", "fts5", "--keep", str(kept))
    assert ended.status == 0, ended.err
    for words in ("Bang Giao", "FTS5 có xếp hạng", *CLASSES, "p50 / p95", "qua dịch vụ", "Bộ nhớ"):
        assert words in ended.out
    assert not library.exists()
    assert (kept / "articles.jsonl").exists()


@pytest.mark.slow
def test_what_was_measured_is_told_as_values(run: Run, kept: Path) -> None:
    told = run(
        "--json", "bench", "search", "--docs", "40", "--questions", "3", "--peers", "", "--keep", str(kept)
    ).json
    assert told["docs"] == 40
    assert set(told["build"]) == {"Bang Giao"}
    assert set(told["answer"]) == {*CLASSES}
    for name in set(CLASSES) - {PAGE}:
        answered = told["answer"][name]["Bang Giao"]
        assert 1 <= len(answered["laps"]) <= 3
        # Every question is cut from an article; only a filter may shut that one out.
        assert answered["answers"] >= 1 or name == FILTERED
    assert len(told["library"]["ask"][PAGE]) == 3
    assert told["build"]["Bang Giao"]["bytes"] > 0


def test_an_unknown_peer_is_a_mistake(run: Run) -> None:
    ended = run("bench", "search", "--docs", "3", "--peers", "fts9")
    assert ended.status != 0
    assert "fts9" in ended.err


def test_the_rules_are_measured(run: Run) -> None:
    told = run("--json", "bench", "suggest", "--rounds", "1").json
    assert [row["docs"] for row in told["rows"]] == [17, 17]


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return make_corpus(tmp_path / "corpus", 120, 3, None, 8)


def test_the_corpus_is_made_once(corpus: Corpus) -> None:
    before = (corpus.folder / "articles.jsonl").stat().st_mtime_ns
    again = make_corpus(corpus.folder, 120, 3, None, 8)
    assert again == corpus
    assert (corpus.folder / "articles.jsonl").stat().st_mtime_ns == before
    assert len(list(corpus.entries())) == 120
    assert sum(len(f"{e.title}{e.text}".encode()) for e in corpus.entries()) == corpus.text_bytes
    assert {question.name for question in corpus.questions()} == set(CLASSES)
    assert make_corpus(corpus.folder, 7, 3, None, 8).docs == len(list(corpus.entries())) == 7


@pytest.mark.parametrize("name", ["fts5", "tantivy"])
def test_the_peers_answer_the_questions_as_we_do(corpus: Corpus, tmp_path: Path, name: str) -> None:
    """Where every word must be there, the answers are the same articles."""
    peer = engine(name)
    if name != "fts5" and not peer.version():
        pytest.skip(f"{name} is not installed")
    askers: dict[str, Asker] = {}
    for made, folder in ((engine("ours"), tmp_path / "ours"), (peer, tmp_path / name)):
        folder.mkdir()
        made.build(folder, corpus)
        askers[made.title] = next(iter(made.askers(folder).values()))
    mine, theirs = askers.values()
    same = (RARE, PHRASE_TWO, PHRASE_THREE, PHRASE_BARE)
    compared = 0
    for question in corpus.questions():
        # A word without marks within a phrase with marks is any word to us, but not to the others.
        if question.name in same and len({fold(word) == word for word in question.words}) == 1:
            answers = mine.ask(question)
            if len(answers) < LIMIT:
                compared += 1
                assert sorted(theirs.ask(question)) == sorted(answers), question
    assert compared > 10
    for asker in (mine, theirs):
        asker.save(1_000_000, "Hoa mai", "Chợ Tết mở cửa sớm.", dt.date(2026, 1, 1))
        assert asker.ask(Question("", ("chợ", "Tết", "cửa", "sớm"))) == [1_000_000]
        assert asker.ask(Question("", ("sớm", "mở", "cửa"), phrase=True)) == []
        asker.close()


def test_the_words_of_the_peers_are_ours() -> None:
    assert both("Đoàn thăm, làm việc!") == ("đoàn thăm làm việc", "doan tham lam viec")


@pytest.mark.parametrize(("part", "value"), [(0.0, 1.0), (0.5, 3.0), (0.95, 5.0), (1.0, 5.0)])
def test_shares(part: float, value: float) -> None:
    assert share([5.0, 1.0, 4.0, 2.0, 3.0], part) == value


def test_tables_line_up() -> None:
    assert table(("tên", "số"), [("a", 1), ("dài hơn", 22.5), ("không", None)]) == [
        "tên         số",
        "a            1",
        "dài hơn  22,50",
        "không        –",
    ]


@pytest.mark.slow
def test_the_heartbeat_is_measured(run: Run) -> None:
    told = run("--json", "bench", "heartbeat", "--docs", "30", "--debt", "20").json
    assert told["rows"][0]["work"] == "nghỉ"
    assert len(told["rows"]) == 4
    assert all(row["p50_ms"] <= row["p95_ms"] <= row["max_ms"] for row in told["rows"])
    assert all(row["late"] == 0 or row["max_ms"] > 100 for row in told["rows"])
