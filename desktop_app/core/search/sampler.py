"""Invented articles for measuring: nobody's text, but words and lengths like those of a newspaper."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from resources import read_text

_MEAN_WORDS, _SPREAD = 330, 0.45
_NAME_SHARE = 0.04
_ONSETS = ("B", "Ch", "D", "G", "H", "K", "L", "M", "N", "Ng", "Ph", "S", "T", "Th", "Tr", "V", "X")
_RHYMES = ("ang", "anh", "ao", "âm", "eo", "iên", "inh", "oan", "ông", "ơn", "uân", "ương", "uyên", "ư", "y")


@dataclass(frozen=True, slots=True)
class GeneratedArticle:
    """An invented article."""

    title: str
    text: str


def shipped_words() -> list[str]:
    """Return the common words that come with the program, some of several syllables."""
    return [
        line for line in read_text("search/syllables.txt").splitlines() if line and not line.startswith("#")
    ]


def generate_articles(count: int, seed: int, syllables: Sequence[str]) -> Iterator[GeneratedArticle]:
    """Yield ``count`` articles; the same seed and words give the same articles.

    A few of the words are common and most are rare, as in real text; each article has words that it repeats.

    Args:
        count: how many articles.
        seed: what the chance begins with.
        syllables: the words to build them from, at least one.
    """
    chance = random.Random(seed)
    words = list(syllables)
    chance.shuffle(words)
    weights = list(accumulate(1.0 / (rank + 3) for rank in range(len(words))))
    for _ in range(count):
        topic = chance.sample(words, min(12, len(words)))
        names = [_name(chance) for _ in range(4)]
        length = max(40, int(chance.lognormvariate(0, _SPREAD) * _MEAN_WORDS))
        flow = chance.choices(words, cum_weights=weights, k=length)
        text = " ".join(_sentences(chance, flow, topic, names))
        title = " ".join(chance.sample(topic, min(4, len(topic))) + names[:1])
        yield GeneratedArticle(title[:1].upper() + title[1:], text)


def _name(chance: random.Random) -> str:
    return " ".join(chance.choice(_ONSETS) + chance.choice(_RHYMES) for _ in range(chance.choice((2, 2, 3))))


def _sentences(
    chance: random.Random, flow: list[str], topic: Sequence[str], names: Sequence[str]
) -> Iterator[str]:
    at = 0
    while at < len(flow):
        length = chance.randint(8, 24)
        words = flow[at : at + length]
        words.insert(chance.randrange(len(words) + 1), chance.choice(topic))
        if chance.random() < _NAME_SHARE * length:
            words.insert(chance.randrange(len(words) + 1), chance.choice(names))
        if chance.random() < 0.2:
            words.append(f"{chance.randint(1, 28)}/{chance.randint(1, 12)}/{chance.randint(2005, 2026)}")
        sentence = " ".join(words)
        yield sentence[:1].upper() + sentence[1:] + ("." if chance.random() < 0.8 else ".\n")
        at += length
