"""The classes of questions that ``bench search`` asks, cut from the articles so that each has an answer."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from db.records import RecordKind
from desktop_app.core.text.fold import fold

RARE, COMMON, TWO = "một từ hiếm", "một từ thường gặp", "hai từ"
FOUR, FOUR_BARE = "bốn từ", "bốn từ không dấu"
PHRASE_TWO, PHRASE_THREE, PHRASE_BARE = "cụm hai từ", "cụm ba từ", "cụm hai từ không dấu"
PREFIX, FILTERED, DATED = "đang gõ dở (ba chữ cái)", "bốn từ, lọc loại và năm", "bốn từ, mới nhất trước"
PAGE, COLD = "trang đầu, 20 đoạn trích", "bốn từ, bộ nhớ đệm trống"
CLASSES = (
    *(RARE, COMMON, TWO, FOUR, FOUR_BARE, PHRASE_TWO, PHRASE_THREE, PHRASE_BARE),
    *(PREFIX, FILTERED, DATED, PAGE, COLD),
)

_TRIES = 4_000
_YEARS = 4


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``words`` are as typed; ``first`` to ``last`` are ISO days, ``""`` when not asked for."""

    name: str
    words: tuple[str, ...]
    phrase: bool = False
    prefix: bool = False
    kind: str = ""
    first: str = ""
    last: str = ""
    by_date: bool = False

    @property
    def text(self) -> str:
        """What a person would type."""
        return f'"{" ".join(self.words)}"' if self.phrase else " ".join(self.words)

    @property
    def filtered(self) -> bool:
        """Whether only some kinds and days are wanted."""
        return bool(self.kind)

    @staticmethod
    def read(row: dict[str, Any]) -> Question:
        """Return the question that ``dataclasses.asdict`` made ``row`` from."""
        return Question(**{**row, "words": tuple(row["words"])})


@dataclass(frozen=True, slots=True)
class Sample:
    """Some texts as words, in how many of them each word is, and the days between which they were written."""

    texts: Sequence[tuple[str, ...]]
    counts: Counter[str]
    days: tuple[dt.date, dt.date]


Pick = Callable[[tuple[str, ...]], tuple[str, ...] | None]


class _Draw:
    """Draws word lists from a sample."""

    def __init__(self, sample: Sample, chance: random.Random) -> None:
        self._sample = sample
        self._chance = chance

    def some(self, pick: Pick, count: int) -> list[tuple[str, ...]]:
        """Return ``count`` results of ``pick`` on random texts (fewer when they are hard to find)."""
        made: dict[tuple[str, ...], None] = {}
        for _ in range(_TRIES + 20 * count):
            if len(made) == count:
                break
            found = pick(self._chance.choice(self._sample.texts))
            if found:
                made[found] = None
        return list(made)

    def one(self, low: float, high: float) -> Pick:
        """A word that at least the share ``low`` of the texts hold and at most ``high``."""
        counts, many = self._sample.counts, len(self._sample.texts)
        least, most = max(1.0, low * many), max(1.0, high * many)

        def pick(text: tuple[str, ...]) -> tuple[str, ...] | None:
            word = self._chance.choice(text)
            fits = word.isalpha() and len(word) > 1 and least <= counts[word] <= most
            return (word,) if fits else None

        return pick

    def run(self, length: int) -> Pick:
        """Different words that stand side by side."""

        def pick(text: tuple[str, ...]) -> tuple[str, ...] | None:
            at = self._chance.randrange(max(1, len(text) - length))
            found = text[at : at + length]
            fits = len(set(found)) == length and all(word.isalpha() and len(word) > 1 for word in found)
            return found if fits else None

        return pick

    def apart(self, length: int) -> Pick:
        """Words of middling commonness from anywhere in the text."""
        counts, many = self._sample.counts, len(self._sample.texts)

        def pick(text: tuple[str, ...]) -> tuple[str, ...] | None:
            good = sorted(
                word for word in set(text) if word.isalpha() and 0.005 * many <= counts[word] <= 0.5 * many
            )
            return tuple(self._chance.sample(good, length)) if len(good) >= length else None

        return pick

    def start(self, text: tuple[str, ...]) -> tuple[str, ...] | None:
        """The first three letters of a longer word."""
        word = fold(self._chance.choice(text))
        return (word[:3],) if len(word) > 3 and word.isalpha() and word.isascii() else None

    def period(self) -> tuple[str, str]:
        """Whole years to filter by."""
        first, last = (day.year for day in self._sample.days)
        year = self._chance.randint(first, max(first, last - _YEARS))
        return f"{year}-01-01", f"{year + _YEARS - 1}-12-31"


def draw(sample: Sample, chance: random.Random, count: int) -> list[Question]:
    """Return about ``count`` questions of each class, class by class."""
    cut = _Draw(sample, chance)
    made = [Question(RARE, found) for found in cut.some(cut.one(0.0, 0.0004), count)]
    made += [Question(COMMON, found) for found in cut.some(cut.one(0.3, 1.0), count)]
    made += [Question(TWO, found) for found in cut.some(cut.apart(2), count)]
    made += [Question(FOUR, found) for found in cut.some(cut.run(4), count)]
    made += [Question(FOUR_BARE, _bare(found)) for found in cut.some(cut.run(4), count)]
    made += [Question(PHRASE_TWO, found, phrase=True) for found in cut.some(cut.run(2), count)]
    made += [Question(PHRASE_THREE, found, phrase=True) for found in cut.some(cut.run(3), count)]
    made += [Question(PHRASE_BARE, _bare(found), phrase=True) for found in cut.some(cut.run(2), count)]
    made += [Question(PREFIX, found, prefix=True) for found in cut.some(cut.start, count)]
    for found in cut.some(cut.run(4), count):
        first, last = cut.period()
        made.append(Question(FILTERED, found, kind=RecordKind.ARTICLE.value, first=first, last=last))
    made += [Question(DATED, found, by_date=True) for found in cut.some(cut.run(4), count)]
    made += [Question(PAGE, found) for found in cut.some(cut.run(4), count)]
    made += [Question(COLD, found) for found in cut.some(cut.run(4), count)]
    return made


def _bare(found: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fold(word) for word in found)
