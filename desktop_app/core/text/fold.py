"""Comparison without marks: "Đoàn" and "doan" fold to the same."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


def _strip(text: str) -> str:
    return "".join(mark for mark in unicodedata.normalize("NFD", text) if unicodedata.category(mark) != "Mn")


class _FoldTable(dict[int, str]):
    """Folded form of each code point, worked out when first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        # Surrogates cannot be normalised; they fold to themselves.
        folded = letter if 0xD800 <= code <= 0xDFFF else _strip(_strip(letter).casefold())
        folded = unicodedata.normalize("NFC", folded).replace("đ", "d")
        self[code] = folded
        return folded


_TABLE = _FoldTable()


def fold(text: str) -> str:
    """Return the text without marks and without regard to case: "ĐẶNG" becomes "dang".

    "đ" becomes "d" by hand, because it has no decomposition. The length may differ ("ß" becomes "ss", a
    combining mark vanishes); ``fold_with_offsets`` keeps the way back.
    """
    return text.translate(_TABLE)


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text with the way back.

    ``starts[i]`` is the index in the original of the character that gave ``text[i]``; one entry more than
    ``text`` has characters, the last being the length of the original. For clean Vietnamese text
    ``starts`` is ``range(len + 1)``.
    """

    text: str
    starts: tuple[int, ...] | range

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text that ``text[start:end]`` came from."""
        if start >= end:
            return self.starts[start], self.starts[start]
        # The character after the last one may come from the same original character.
        return self.starts[start], max(self.starts[end], self.starts[end - 1] + 1)


def fold_with_offsets(text: str) -> Folded:
    """Fold the text and remember where each character came from."""
    folded = text.translate(_TABLE)
    pieces = [_TABLE[ord(letter)] for letter in text]
    if all(len(piece) == 1 for piece in pieces):
        return Folded(folded, range(len(text) + 1))
    starts = [index for index, piece in enumerate(pieces) for _ in piece]
    return Folded(folded, (*starts, len(text)))
