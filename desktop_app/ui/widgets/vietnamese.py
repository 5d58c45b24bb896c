"""Comparing and ordering Vietnamese text on screen, and counting as Qt counts.

The window may not reach into ``desktop_app.core``; these few functions serve filters and lists only and never touch
what is stored.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache

_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_LETTERS = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_NUMBER = re.compile(r"(\d+)")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return ``text`` in lower case without marks, with đ as d: for comparing, never for keeping."""
    flat = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in flat if not unicodedata.combining(letter))


def matches(needle: str, text: str) -> bool:
    """Return whether every word of ``needle`` occurs in ``text``, marks and case aside."""
    folded = fold(text)
    return all(word in folded for word in fold(needle).split())


@lru_cache(maxsize=65536)
def sort_key(text: str) -> tuple[tuple[int, ...], tuple[int, ...], str]:
    """Return a key that puts names in the order of a Vietnamese dictionary; numbers by their value.

    Letters decide first (a ă â … d đ), then tones (level, huyền, hỏi, ngã, sắc, nặng), then the text itself.
    """
    letters: list[int] = []
    tones: list[int] = []
    for part in _NUMBER.split(unicodedata.normalize("NFC", text.strip()).casefold()):
        if part.isdecimal():
            letters += [50, int(part[:18])]
            continue
        for letter in part:
            place, tone = _place(letter)
            letters.append(place)
            tones.append(tone)
    return tuple(letters), tuple(tones), text


@lru_cache(maxsize=4096)
def _place(letter: str) -> tuple[int, int]:
    tone = 0
    rest: list[str] = []
    for mark in unicodedata.normalize("NFD", letter):
        if mark in _TONES:
            tone = _TONES[mark]
        else:
            rest.append(mark)
    base = unicodedata.normalize("NFC", "".join(rest))
    if base in _LETTERS:
        return 100 + _LETTERS[base], tone
    return (1000 + ord(base[0]), tone) if base and base[0].isalpha() else (10, tone)


class Utf16Map:
    """Converts offsets of one text between code points (ours) and UTF-16 units (Qt's)."""

    def __init__(self, text: str) -> None:
        self._astral = [index for index, letter in enumerate(text) if ord(letter) > 0xFFFF]
        self._astral_units = [index + before for before, index in enumerate(self._astral)]
        self._length = len(text)

    def to_units(self, offset: int) -> int:
        """Return the UTF-16 position of the code point ``offset`` (held inside the text)."""
        offset = max(0, min(offset, self._length))
        return offset + bisect_right(self._astral, offset - 1)

    def to_points(self, position: int) -> int:
        """Return the code point offset of the UTF-16 ``position``; inside a pair, the pair's start."""
        before = bisect_right(self._astral_units, position - 1)
        return max(0, min(position - before, self._length))
