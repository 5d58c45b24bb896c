"""``bench relevance`` and ``bench articles``: what they print and write."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_app.cli.bench.corpus import make_corpus
from desktop_app.cli.bench.known_items import BODY, BODY_BARE, CLASSES, NFD, cut, new_tone, open_y
from desktop_app.core.text.fold import fold
from desktop_app.core.text.normalise import canon

Run = Callable[..., Any]


@pytest.mark.slow
def test_the_ranking_is_measured_beside_fts5(run: Run, library: Path) -> None:
    told = run("--json", "bench", "relevance", "--docs", "120", "--questions", "8").json
    assert set(told["classes"]) == set(CLASSES)
    assert set(told["mean"]) == {"Bang Giao", "FTS5 đủ từ", "FTS5 có xếp hạng"}
    assert all(0 <= value <= 1 for of in told["classes"].values() for pair in of.values() for value in pair)
    assert told["classes"][BODY]["Bang Giao"][0] > 0.5
    assert told["classes"][NFD]["Bang Giao"] == told["classes"][BODY]["Bang Giao"]
    assert told["decomposed_differ"] == 0
    assert not library.exists()


@pytest.mark.slow
def test_invented_articles_can_be_imported(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "bài.jsonl"
    assert run("bench", "articles", file, "--docs", "12").status == 0
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert len({row["id"] for row in rows}) == 12
    assert run("--json", "import", "--jsonl", file).json["imported"] == 12
    assert run("--json", "search", rows[3]["title"]).json["hits"][0]["external_id"] == rows[3]["id"]


@pytest.mark.parametrize(
    ("word", "other"),
    [("hòa", "hoà"), ("khỏe", "khoẻ"), ("thủy", "thuỷ"), ("quý", "quý"), ("hoàn", "hoàn"), ("hoa", "hoa")],
)
def test_tones_move_only_in_open_syllables(word: str, other: str) -> None:
    assert new_tone(word) == other


@pytest.mark.parametrize(
    ("word", "other"),
    [("kĩ", "kỹ"), ("mĩ", "mỹ"), ("quí", "quý"), ("ki", "ky"), ("chi", "chi"), ("nghĩ", "nghĩ")],
)
def test_i_becomes_y_only_where_both_are_written(word: str, other: str) -> None:
    assert open_y(word) == other


def test_questions_are_cut_from_the_articles_that_they_name(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path, 60, 1, None, 0)
    items = cut(corpus, 1, 10)
    texts = {entry.number: canon(entry.text) for entry in corpus.entries()}
    bodies = {number: " ".join(text.replace(".", " ").split()) for number, text in texts.items()}
    assert items == cut(corpus, 1, 10)
    assert items[BODY]
    assert all(item.text in bodies[item.number] for item in items[BODY])
    assert [item.text for item in items[BODY_BARE]] == [fold(item.text) for item in items[BODY]]
