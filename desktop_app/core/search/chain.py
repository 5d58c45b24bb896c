"""Invented articles from counts of a large corpus: words follow each other as often as they did there.

The chain has an order of one. What follows a word in no counted pair is drawn from all words, so that rare
words turn up where they would; each article repeats words of its own, as articles do.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_app.core.search.sampler import GeneratedArticle

_AT_ONCE = 2_000
_TOPIC_WORDS, _TOPIC_SHARE = 20, 0.2
_SENTENCE, _LONGEST_SENTENCE = 16, 40
_LEAST_WORDS = 40


@dataclass(frozen=True)
class Statistics:
    """Counts of a corpus, ready for drawing.

    ``shares`` are the running shares of all words (W numbers, ascending to 1). ``follows`` holds the running
    shares of what follows each word, each raised by the number of the word, so that one search over all of
    it draws for any word; ``after`` is the word that each of them leads to, -1 for "any word".
    """

    words: Sequence[str]
    shares: NDArray[np.float64]
    follows: NDArray[np.float64]
    after: NDArray[np.int32]
    text_lengths: tuple[Sequence[float], Sequence[float]]
    title_lengths: tuple[Sequence[float], Sequence[float]]


def read_statistics(folder: Path) -> Statistics:
    """Read ``syllables.tsv.gz``, ``pairs.tsv.gz`` and ``lengths.json``.

    Raises:
        OSError: a file cannot be read.
        ValueError: a file is not what it should be.
    """
    words: list[str] = []
    counts: list[int] = []
    for word, count in _rows(folder / "syllables.tsv.gz", 2):
        words.append(word)
        counts.append(int(count))
    lengths: Any = json.loads((folder / "lengths.json").read_text(encoding="utf-8"))
    number_of = {word: number for number, word in enumerate(words)}
    pairs = [
        (number_of[first], number_of[second], int(count))
        for first, second, count in _rows(folder / "pairs.tsv.gz", 3)
        if first in number_of and second in number_of
    ]
    if not words or not pairs:
        raise ValueError(folder)
    follows, after = _followers(np.array(sorted(pairs), dtype=np.int64), np.array(counts, dtype=np.float64))
    return Statistics(
        words,
        np.cumsum(counts) / sum(counts),
        follows,
        after,
        _percentiles(lengths["tokens_per_document"]),
        _percentiles(lengths["tokens_per_title"]),
    )


def _rows(path: Path, columns: int) -> Iterator[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            row = line.rstrip("\n").split("\t")
            if len(row) != columns:
                raise ValueError(path)
            yield row


def _percentiles(table: dict[str, int]) -> tuple[list[float], list[float]]:
    points = sorted((float(part) / 100, float(length)) for part, length in table.items())
    return [part for part, _ in points], [length for _, length in points]


def _followers(
    pairs: NDArray[np.int64], counts: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Return ``Statistics.follows`` and ``after`` of ascending (first, second, count) rows."""
    first, second, seen = pairs[:, 0], pairs[:, 1], pairs[:, 2].astype(np.float64)
    known = np.bincount(first, weights=seen, minlength=len(counts))
    totals = np.maximum(counts, known) + 1.0
    # One row more for each word: what was in no counted pair.
    rest = np.arange(len(counts), dtype=np.int64)
    firsts = np.concatenate([first, rest])
    order = np.argsort(firsts, kind="stable")
    weights = np.concatenate([seen, totals - known])[order]
    firsts = firsts[order]
    running = np.cumsum(weights / totals[firsts])
    begins = np.concatenate([[0.0], np.cumsum(np.ones(len(counts)))])[firsts]
    rising = np.maximum.accumulate(np.clip(running, begins, begins + 1.0))
    rising[np.append(np.flatnonzero(np.diff(firsts)), len(firsts) - 1)] = np.arange(1, len(counts) + 1)
    return rising, np.concatenate([second, np.full(len(counts), -1)])[order].astype(np.int32)


def articles_like(statistics: Statistics, count: int, seed: int) -> Iterator[GeneratedArticle]:
    """Yield ``count`` articles like those that were counted; the same seed gives the same articles."""
    chance = np.random.Generator(np.random.PCG64(seed))
    for first in range(0, count, _AT_ONCE):
        many = min(_AT_ONCE, count - first)
        lengths = _lengths(statistics.text_lengths, many, chance, _LEAST_WORDS)
        titles = _lengths(statistics.title_lengths, many, chance, 3)
        numbers = _chains(statistics, lengths, chance)
        heads = _chains(statistics, titles, chance)
        ends = chance.integers(_SENTENCE // 2, _LONGEST_SENTENCE, size=(many, 64))
        for at in range(many):
            text = _sentences(_spelled(statistics, numbers[at], lengths[at]), ends[at])
            title = " ".join(_spelled(statistics, heads[at], titles[at]))
            yield GeneratedArticle(_begun(title), text)


def _spelled(statistics: Statistics, numbers: NDArray[np.int64], length: np.int64) -> list[str]:
    return list(map(statistics.words.__getitem__, numbers[: int(length)].tolist()))


def _lengths(
    points: tuple[Sequence[float], Sequence[float]],
    many: int,
    chance: np.random.Generator,
    least: int,
) -> NDArray[np.int64]:
    drawn = np.interp(chance.random(many), points[0], points[1])
    return np.maximum(least, drawn.astype(np.int64))


def _any_word(
    statistics: Statistics, size: tuple[int, ...], chance: np.random.Generator
) -> NDArray[np.int64]:
    draw = chance.random(size)
    found = np.searchsorted(statistics.shares, draw, side="right").astype(np.int64)
    return np.minimum(found, len(statistics.words) - 1)


def _chains(
    statistics: Statistics, lengths: NDArray[np.int64], chance: np.random.Generator
) -> NDArray[np.int64]:
    """Return the words of all articles at once, one row each; what lies behind the length is of no use."""
    many, longest = len(lengths), int(lengths.max())
    numbers = np.empty((many, longest), dtype=np.int64)
    topics = _any_word(statistics, (many, _TOPIC_WORDS), chance)
    rows = np.arange(many)
    numbers[:, 0] = topics[:, 0]
    for at in range(1, longest):
        draw = numbers[:, at - 1] + chance.random(many)
        chosen = statistics.after[np.searchsorted(statistics.follows, draw, side="right")].astype(np.int64)
        unknown = chosen < 0
        chosen[unknown] = _any_word(statistics, (int(unknown.sum()),), chance)
        repeat = chance.random(many) < _TOPIC_SHARE
        topic = topics[rows, chance.integers(0, _TOPIC_WORDS, size=many)]
        numbers[:, at] = np.where(repeat, topic, chosen)
    return numbers


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sentences(words: list[str], lengths: NDArray[np.int64]) -> str:
    made: list[str] = []
    at = turn = 0
    while at < len(words):
        upto = at + int(lengths[turn % len(lengths)])
        made.append(_begun(" ".join(words[at:upto])) + ("." if turn % 5 else ".\n"))
        at, turn = upto, turn + 1
    return " ".join(made)
