"""Vietnamese alphabetical order as keys that can be stored: the same on every machine."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: chr(0x100 + index) for index, letter in enumerate(_ALPHABET)}
# ngang, huyền, hỏi, ngã, sắc, nặng
_TONE = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_LETTER_MARKS = frozenset("\u0302\u0306\u031b")
_EXPANDED = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ð": "d", "ł": "l", "þ": "th"}

# Below every character of a key, so that a shorter text comes before a longer one.
_END = " "
_BLANK = "!"
_PUNCTUATION = '"'
_PLAIN, _OTHER_MARK = "0", "6"


@lru_cache(maxsize=4096)
def _weights(cluster: str) -> tuple[str, str, str]:
    """Weights of one base character with its marks (NFD): letter, tone, case."""
    base = cluster[0]
    case = "1" if base != base.lower() else "0"
    lower = unicodedata.normalize("NFC", base.lower() + "".join(m for m in cluster[1:] if m in _LETTER_MARKS))
    tone = max((_TONE.get(m, _OTHER_MARK) for m in cluster[1:] if m not in _LETTER_MARKS), default=_PLAIN)
    if lower.isspace():
        return _BLANK, _PLAIN, "0"
    if lower in _RANK:
        return _RANK[lower], tone, case
    if base.isdigit() and base.isascii():
        return base, tone, case
    if lower[0] in _EXPANDED:
        letters = "".join(_RANK[letter] for letter in _EXPANDED[lower[0]])
        return letters, _OTHER_MARK * len(letters), case * len(letters)
    if not base.isalnum():
        return _PUNCTUATION, _PLAIN, "0"
    known = _RANK.get(lower[0])
    if known is not None:
        return known, _OTHER_MARK, case
    return chr(max(ord(lower[0]), 0x180)), tone, case


def _clusters(text: str) -> list[str]:
    clusters: list[str] = []
    for letter in unicodedata.normalize("NFD", text):
        if unicodedata.category(letter) == "Mn" and clusters:
            clusters[-1] += letter
        else:
            clusters.append(letter)
    return clusters


def sort_key(text: str) -> str:
    """Return a key that puts texts in Vietnamese order when keys are compared by code points.

    Letters first (a ă â … d đ e ê … o ô ơ … u ư), then tones (ngang, huyền, hỏi, ngã, sắc, nặng), then small
    before capital letters.
    """
    weights = [_weights(cluster) for cluster in _clusters(" ".join(text.split()))]
    return _END.join("".join(column) for column in zip(*weights, strict=True))


def person_sort_key(name: str, *, as_written: bool = False) -> str:
    """Return the key of a person's name: given name (last syllable) first, then the rest from the left.

    ``as_written`` is for foreign names, which are sorted as they stand. Titles are not part of a name.
    """
    parts = name.split()
    if as_written or len(parts) < 2:
        return sort_key(name)
    return sort_key(parts[-1]) + _END + sort_key(" ".join(parts[:-1]))
