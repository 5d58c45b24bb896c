"""``bench``: the tables are printed and their figures are those of the run."""

from collections.abc import Callable
from typing import Any

import pytest

from desktop_app.cli.bench.peer import Peer, build, folded
from desktop_app.cli.bench.tables import share, table
from desktop_app.core.search.sampler import GeneratedArticle, generate_articles, shipped_words

Run = Callable[..., Any]


@pytest.mark.slow
def test_the_import_is_measured_step_by_step(run: Run) -> None:
    told = run("--json", "bench", "import", "--docs", "20").json
    assert told["docs"] == 20
    assert set(told["seconds"]) == {"read", "plan", "store", "index"}
    assert told["docs_per_second"] == pytest.approx(20 / sum(told["seconds"].values()))
    assert min(told["bytes"].values()) > 0


@pytest.mark.slow
def test_the_search_is_measured_beside_its_peer(run: Run, library: Any) -> None:
    ended = run("bench", "search", "--docs", "30")
    assert ended.status == 0, ended.err
    for words in ("Bang Giao", "FTS5", "ba từ không dấu", "p95"):
        assert words in ended.out
    assert not library.exists()


def test_the_rules_are_measured(run: Run) -> None:
    told = run("--json", "bench", "suggest", "--rounds", "1").json
    assert [row["docs"] for row in told["rows"]] == [17, 17]


def test_the_peer_finds_what_is_there(tmp_path: Any) -> None:
    articles = [
        *generate_articles(20, 3, shipped_words()),
        GeneratedArticle("Hoa mai", "Chợ Tết mở cửa sớm."),
    ]
    build(tmp_path / "fts.db", articles)
    peer = Peer(tmp_path / "fts.db")
    try:
        assert peer.search("tet hoa") == [21]
        assert peer.search('"mở cửa sớm"') == [21]
        assert peer.search('"sớm mở cửa"') == []
    finally:
        peer.close()


def test_the_words_of_the_peer_carry_no_marks() -> None:
    assert folded("Đoàn thăm, làm việc!") == "doan tham lam viec"


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
