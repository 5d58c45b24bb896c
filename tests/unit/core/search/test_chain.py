"""Articles from counts: their words follow each other as the counted ones did, and the seed decides."""

import gzip
import json
from collections import Counter
from itertools import islice, pairwise
from pathlib import Path

import pytest

from desktop_app.core.search.chain import Statistics, articles_like, read_statistics

_WORDS = {"a": 600, "b": 500, "c": 400, "d": 50, "E": 5}
_PAIRS = {("a", "b"): 500, ("b", "c"): 350, ("b", "a"): 100, ("c", "a"): 400}


def _written(folder: Path, words: dict[str, int], pairs: dict[tuple[str, str], int]) -> Path:
    rows = {
        "syllables": [[word, str(count)] for word, count in words.items()],
        "pairs": [[*pair, str(count)] for pair, count in pairs.items()],
    }
    for name, lines in rows.items():
        with gzip.open(folder / f"{name}.tsv.gz", "wt", encoding="utf-8") as stream:
            stream.writelines("\t".join(line) + "\n" for line in lines)
    lengths = {"tokens_per_document": {"1": 50, "99": 400}, "tokens_per_title": {"1": 5, "99": 9}}
    (folder / "lengths.json").write_text(json.dumps(lengths), encoding="utf-8")
    return folder


@pytest.fixture
def statistics(tmp_path: Path) -> Statistics:
    return read_statistics(_written(tmp_path, _WORDS, _PAIRS))


def test_words_follow_each_other_as_they_did(statistics: Statistics) -> None:
    pairs: Counter[tuple[str, str]] = Counter()
    for article in articles_like(statistics, 100, 5):
        pairs.update(pairwise(article.text.lower().replace(".", "").split()))
    after_a = sum(count for (first, _), count in pairs.items() if first == "a")
    after_d = Counter({second: count for (first, second), count in pairs.items() if first == "d"})
    assert pairs["a", "b"] / after_a > 0.7
    assert set(after_d) >= {"a", "b", "c"}
    assert {word for pair in pairs for word in pair} == {word.lower() for word in _WORDS}


def test_lengths_are_those_of_the_table(statistics: Statistics) -> None:
    for article in articles_like(statistics, 50, 5):
        assert 50 <= len(article.text.split()) <= 400
        assert 5 <= len(article.title.split()) <= 9


def test_the_seed_decides(statistics: Statistics) -> None:
    first = list(articles_like(statistics, 30, 1))
    assert first == list(islice(articles_like(statistics, 30, 1), 30))
    assert first != list(articles_like(statistics, 30, 2))
    assert len({article.text for article in first}) == 30


@pytest.mark.parametrize(
    ("name", "content"),
    [("syllables", "a\n"), ("pairs", "a\tb\n"), ("syllables", "a\tmany\n"), ("pairs", "")],
)
def test_a_wrong_table_is_refused(tmp_path: Path, name: str, content: str) -> None:
    folder = _written(tmp_path, _WORDS, _PAIRS)
    (folder / f"{name}.tsv.gz").write_bytes(gzip.compress(content.encode()))
    with pytest.raises(ValueError):
        read_statistics(folder)
