"""Questions that one article answers: cut from it, then typed the way people type."""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from desktop_app.cli.bench.corpus import Corpus
from desktop_app.core.search.analyser import words
from desktop_app.core.text.fold import fold

TITLE, BODY, BODY_BARE = "bốn từ của tiêu đề", "bốn từ của bài", "bốn từ, không dấu"
APART, APART_BARE = "hai từ ghép xa nhau", "hai từ ghép, không dấu"
TYPO, TONE, IY, NFD = "bốn từ, gõ sai một chữ", "đặt dấu kiểu kia", "i/y kiểu kia", "dấu rời (NFD)"
CLASSES = (TITLE, BODY, BODY_BARE, APART, APART_BARE, TYPO, TONE, IY, NFD)

_RUN = 4
_COMMON = 0.1
_TRIES = 60
_LOOKED_AT = 5_000
_TOGETHER = 0.2
_LEAST_TOGETHER = 5
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_OLD_TONE = re.compile(rf"(?<!q)(o[{_TONES}](?=[ae]$)|u[{_TONES}](?=y$))")
_OPEN_I = re.compile(rf"^(h|k|l|m|s|t|qu)i([{_TONES}]?)$")


@dataclass(frozen=True, slots=True)
class Item:
    """``text`` is what is typed, ``number`` the article that it was cut from."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class _Text:
    number: int
    title: tuple[str, ...]
    body: tuple[str, ...]


def cut(corpus: Corpus, seed: int, count: int) -> dict[str, list[Item]]:
    """Return ``count`` questions of each class (fewer when the articles have not so many)."""
    chance = random.Random(seed)
    step = max(1, corpus.docs // _LOOKED_AT)
    singles: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    texts: list[_Text] = []
    for entry in corpus.entries():
        if entry.number % step == 0:
            text = _Text(entry.number, _exact(entry.title), _exact(entry.text))
            texts.append(text)
            singles.update(set(text.body))
            pairs.update(set(zip(text.body, text.body[1:], strict=False)))
    chance.shuffle(texts)
    return _Cutter(chance, texts, singles, pairs, count).all()


def _exact(text: str) -> tuple[str, ...]:
    return tuple(word.exact for word in words(text))


class _Cutter:
    """Cuts questions from texts."""

    def __init__(
        self,
        chance: random.Random,
        texts: Sequence[_Text],
        singles: Counter[str],
        pairs: Counter[tuple[str, str]],
        count: int,
    ) -> None:
        self._chance = chance
        self._texts = texts
        self._singles = singles
        self._pairs = pairs
        self._count = count

    def all(self) -> dict[str, list[Item]]:
        """Return the questions of all classes; those of a class and of the same without marks go together."""
        body = self._some(lambda text: self._run(text.body))
        apart = self._some(self._compounds)
        return {
            TITLE: _items(self._some(lambda text: self._run(text.title, common=1.0))),
            BODY: _items(body),
            BODY_BARE: _items(body, fold),
            APART: _items(apart),
            APART_BARE: _items(apart, fold),
            TYPO: _items(
                (number, slipped) for number, found in body if (slipped := self._slip(found)) is not None
            ),
            TONE: self._changed(new_tone),
            IY: self._changed(open_y),
            NFD: _items(body, lambda typed: unicodedata.normalize("NFD", typed)),
        }

    def _some(self, pick: Callable[[_Text], tuple[str, ...] | None]) -> list[tuple[int, tuple[str, ...]]]:
        found: list[tuple[int, tuple[str, ...]]] = []
        for text in self._texts:
            chosen = pick(text)
            if chosen is not None:
                found.append((text.number, chosen))
                if len(found) == self._count:
                    break
        return found

    def _run(self, text: Sequence[str], common: float = _COMMON) -> tuple[str, ...] | None:
        """Return words that stand side by side, one of them at least not in every other text."""
        for _ in range(_TRIES if len(text) > _RUN else 0):
            at = self._chance.randrange(len(text) - _RUN)
            found = tuple(text[at : at + _RUN])
            if self._fits(found, common):
                return found
        return None

    def _fits(self, found: Iterable[str], common: float) -> bool:
        words_ = list(found)
        rarest = min(self._singles[word] for word in words_)
        return all(word.isalpha() for word in words_) and rarest <= common * len(self._texts)

    def _compounds(self, text: _Text) -> tuple[str, ...] | None:
        """Return two pairs of words that mostly go together, from anywhere in the text."""
        found = sorted(
            pair
            for pair in set(zip(text.body, text.body[1:], strict=False))
            if self._pairs[pair]
            >= max(_LEAST_TOGETHER, _TOGETHER * min(self._singles[word] for word in pair))
            and "".join(pair).isalpha()
        )
        if len(found) < 6:
            return None
        one, other = self._chance.sample(found, 2)
        return (*one, *other)

    def _slip(self, found: Sequence[str]) -> tuple[str, ...] | None:
        """Return the words with one of them mistyped: a letter left out, doubled, or two swapped."""
        long = [at for at, word in enumerate(found) if len(word) >= 4]
        if not long:
            return None
        at = self._chance.choice(long)
        word = fold(found[at])
        letter = self._chance.randrange(1, len(word) - 1)
        slip = self._chance.choice(
            (
                word[:letter] + word[letter + 1 :],
                word[:letter] + word[letter + 1] + word[letter] + word[letter + 2 :],
                word[:letter] + word[letter] + word[letter:],
            )
        )
        return (*found[:at], slip, *found[at + 1 :])

    def _changed(self, change: Callable[[str], str]) -> list[Item]:
        """Return runs in which at least one word can be spelled another way, spelled so."""

        def pick(text: _Text) -> tuple[str, ...] | None:
            starts = {
                start
                for at, word in enumerate(text.body)
                if change(word) != word
                for start in range(max(0, at - _RUN + 1), min(at + 1, len(text.body) - _RUN))
            }
            good = [at for at in sorted(starts) if self._fits(text.body[at : at + _RUN], _COMMON)]
            if not good:
                return None
            at = self._chance.choice(good)
            return text.body[at : at + _RUN]

        return _items(self._some(pick), lambda typed: " ".join(map(change, typed.split())))


def _items(found: Iterable[tuple[int, tuple[str, ...]]], typed: Callable[[str], str] = str) -> list[Item]:
    return [Item(number, typed(" ".join(chosen))) for number, chosen in found]


def new_tone(word: str) -> str:
    """Return a word with its tone where the newer style has it: "hòa" as "hoà"."""
    apart = unicodedata.normalize("NFD", word)
    match = _OLD_TONE.search(apart)
    if match is None:
        return word
    at = match.start()
    return unicodedata.normalize(
        "NFC", apart[:at] + apart[at] + apart[at + 2] + apart[at + 1] + apart[at + 3 :]
    )


def open_y(word: str) -> str:
    """Return a word with y for the i it is kept with: "kĩ" as "kỹ"."""
    apart = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", _OPEN_I.sub(r"\1y\2", apart))
