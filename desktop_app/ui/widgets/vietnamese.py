"""Comparing and ordering Vietnamese text on screen, and counting as Qt counts.

The window may not reach into ``desktop_app.core``; these few functions serve filters and lists only and
never touch what is stored.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right

_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_OTHER_MARK = 6
_MARKS = re.compile("[\u0300-\u036f]+")
_DIGITS = re.compile(r"[0-9]+")
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_FIRST_PLACE = 0xE000


def fold(text: str) -> str:
    """Return ``text`` in lower case without marks, with đ as d: for comparing, never for keeping."""
    return _MARKS.sub("", unicodedata.normalize("NFD", text.casefold())).replace("đ", "d")


def matches(needle: str, text: str) -> bool:
    """Return whether every word of ``needle`` occurs in ``text``, marks and case aside."""
    folded = fold(text)
    return all(word in folded for word in fold(needle).split())


def sort_key(text: str) -> tuple[str, str, str]:
    """Return a key that puts names in the order of a Vietnamese dictionary; numbers by their value.

    Letters decide first (a ă â … d đ), then tones (level, huyền, hỏi, ngã, sắc, nặng), then the text itself.
    """
    plain = unicodedata.normalize("NFC", text).strip().casefold()
    letters = _DIGITS.sub(_padded, plain.translate(_PLACES))
    return letters, plain.translate(_TONE_PLACES), text


def grouped(value: int) -> str:
    """Return a number with a dot between thousands: 1.234."""
    return f"{value:,}".replace(",", ".")


def _padded(digits: re.Match[str]) -> str:
    return digits.group().rjust(20, "0")


def _tables() -> tuple[dict[int, str], dict[int, str]]:
    """Place in the alphabet and tone of every precomposed Latin letter, as private-use letters and digits."""
    places: dict[int, str] = {}
    tones: dict[int, str] = {}
    for code in (*range(0x61, 0x7B), *range(0xDF, 0x250), *range(0x1E00, 0x1F00)):
        tone = 0
        base: list[str] = []
        for part in unicodedata.normalize("NFD", chr(code)):
            tone = _TONES.get(part, tone)
            if part not in _TONES:
                base.append(part)
        letter = unicodedata.normalize("NFC", "".join(base))
        if letter not in _ALPHABET:
            letter, tone = _bare(letter), _OTHER_MARK
        if letter in _ALPHABET:
            places[code] = chr(_FIRST_PLACE + _ALPHABET.index(letter))
            tones[code] = str(tone)
    return places, tones


def _bare(letter: str) -> str:
    """The letter under any marks."""
    return unicodedata.normalize("NFD", letter)[0]


_PLACES, _TONE_PLACES = _tables()


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
