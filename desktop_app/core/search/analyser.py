"""Text to words for the index, the query and the highlights: one normaliser for all three.

A word is a syllable, a name or a number. ``exact`` keeps the marks but not case, tone placement and i/y
spelling; ``folded`` has no marks. Numbers get one form: "81,56" is "81.56", "9.666" is "9666", "09/06" is
"9/6".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

from desktop_app.core.text.fold import fold
from desktop_app.core.text.normalise import canon, clean

MAX_WORD = 64
"""Longer "words" (addresses, rows of letters) are cut, so that they cannot swell the index."""

_MARKS = "\u0300-\u036f"
_WORD = re.compile(
    r"\d{1,2}(?:/\d{1,2}/|\.\d{1,2}\.|-\d{1,2}-)\d{4}(?!\d)"
    r"|\d+(?:[.,/]\d+)*"
    rf"|[^\W_]+(?:[{_MARKS}]+[^\W_]*)*(?:['’][^\W\d_]+(?:[{_MARKS}]+[^\W\d_]*)*)*"
)
_CLEAN = re.compile("[\n -~À-ÏÑ-ïñ-ſƠơƯưẠ-ỹ‘’“”–—…]*")
"""Text of these letters alone is clean: nearly every article, and looking is faster than cleaning."""
_LETTERS = "A-Za-zÀ-ÖØ-öø-ſƠơƯưẠ-ỹ"
_CLEAN_WORD = re.compile(
    rf"[{_LETTERS}][0-9{_LETTERS}]*(?:['’][{_LETTERS}]+)*"
    r"|[0-9]{1,2}(?:/[0-9]{1,2}/|\.[0-9]{1,2}\.|-[0-9]{1,2}-)[0-9]{4}(?![0-9])"
    r"|[0-9]+(?:[.,/][0-9]+)*"
)
"""What ``_WORD`` finds in such text, in two thirds of the time."""
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+")
_DATE = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_MEMO_LIMIT = 400_000


@dataclass(frozen=True, slots=True)
class Word:
    """One word in its forms for comparing.

    ``mark`` is a 15-bit check of ``exact``, kept with each position in the index so that a quoted phrase can
    tell "nhà khoa" from "nha khoa". ``also`` are further folded forms under which the word is found:
    "9/6/2022" also as "9/6" and "2022".
    """

    exact: str
    folded: str
    mark: int
    also: tuple[str, ...] = ()

    @property
    def marked(self) -> bool:
        """Whether the word was written with Vietnamese marks."""
        return self.exact != self.folded


def _number(text: str) -> tuple[str, tuple[str, ...]]:
    date = _DATE.fullmatch(text)
    if date and 1 <= int(date[1]) <= 31 and 1 <= int(date[3]) <= 12:
        day_month = f"{int(date[1])}/{int(date[3])}"
        return f"{day_month}/{date[4]}", (day_month, f"{int(date[3])}/{date[4]}", date[4])
    if _GROUPED.fullmatch(text):
        return text.replace(".", "").replace(",", ""), ()
    if "/" in text:
        parts = [part.lstrip("0") or "0" for part in text.split("/")]
        return "/".join(parts), tuple(part for part in parts if len(part) == 4)
    return text.replace(",", ".").replace("-", "."), ()


def _make(text: str) -> Word:
    if text[0].isdecimal():
        exact, also = _number(text[:MAX_WORD])
        folded = fold(exact)
    else:
        exact, also = canon(text[:MAX_WORD].replace("’", "'")), ()
        folded = fold(exact)
    return Word(exact, folded, crc32(exact.encode("utf-8", "replace")) & 0x7FFF, also)


class _Memo(dict[str, Word]):
    """Vietnamese has few syllable types, so nearly every word costs one look-up."""

    def __missing__(self, text: str) -> Word:
        word = _make(text)
        if len(self) < _MEMO_LIMIT:
            self[text] = word
        return word


_MEMO = _Memo()


def words(text: str) -> list[Word]:
    """Return the words of any text, clean or not, in order."""
    return list(map(_MEMO.__getitem__, tokens(text)))


def tokens(text: str) -> list[str]:
    """Return the words of any text as they are written, in order; ``word_of`` knows the rest."""
    if _CLEAN.fullmatch(text):
        return _CLEAN_WORD.findall(text)
    return _WORD.findall(clean(text))


def word_of(token: str) -> Word:
    """Return the word for one of ``tokens``."""
    return _MEMO[token]


def cleaned(text: str) -> str:
    """Return ``clean(text)``."""
    return text if _CLEAN.fullmatch(text) else clean(text)


def words_and_matches(text: str) -> tuple[list[Word], list[re.Match[str]]]:
    """Return the words of ``text`` as it stands and where; equal words are mostly one object."""
    matches = list(_WORD.finditer(text))
    return list(map(_MEMO.__getitem__, map(re.Match[str].group, matches))), matches


def is_plain(text: str) -> bool:
    """Whether a text has only letters and signs as they are common in Vietnamese, marks and all in one."""
    return _CLEAN.fullmatch(text) is not None


def words_with_spans(text: str, begin: int = 0) -> Iterator[tuple[Word, int, int]]:
    """Yield ``(word, start, end)`` with offsets into ``text`` as it stands (nothing is cleaned first).

    Args:
        text: any text.
        begin: where to begin reading, not within a word.
    """
    for match in _WORD.finditer(text, begin):
        yield _MEMO[match.group()], match.start(), match.end()
