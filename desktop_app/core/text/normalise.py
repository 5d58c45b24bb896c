"""Text hygiene: one spelling for what looks the same.

``clean`` is the door every text comes through before it is stored. ``tone_old`` and ``y_to_i`` make the
accepted spelling variants equal; they belong into keys for comparing (``canon``), never into stored text.
"""

from __future__ import annotations

import re
import unicodedata

# Tones in the order ngang, huyền, hỏi, ngã, sắc, nặng.
TONE_MARKS = "\u0300\u0309\u0303\u0301\u0323"

_TONES_ABOVE = frozenset("\u0300\u0301\u0303\u0309")
_LETTER = r"[^\W\d_]"


def _ranges(*pairs: tuple[int, int]) -> list[int]:
    return [code for first, last in pairs for code in range(first, last + 1)]


def _translation() -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys(_ranges((0x00, 0x1F), (0x7F, 0x9F)))
    table.update(
        dict.fromkeys(
            _ranges(
                (0x00AD, 0x00AD),  # soft hyphen; legacy fonts are converted before this (it is their "ư")
                (0x034F, 0x034F),
                (0x061C, 0x061C),
                (0x115F, 0x1160),
                (0x180B, 0x180F),
                (0x200B, 0x200F),
                (0x202A, 0x202E),
                (0x2060, 0x206F),
                (0x3164, 0x3164),
                (0xFDD0, 0xFDEF),
                (0xFE00, 0xFE0F),
                (0xFEFF, 0xFEFF),
                (0xFFA0, 0xFFA0),
                (0xFFF9, 0xFFFB),
                (0xFFFE, 0xFFFF),
                (0xE0000, 0xE01EF),
            )
        )
    )
    table.update(dict.fromkeys(_ranges((0xD800, 0xDFFF)), "\ufffd"))
    blanks = [0x09, 0xA0, 0x1680, 0x202F, 0x205F, 0x3000, *range(0x2000, 0x200B)]
    table.update(dict.fromkeys(blanks, " "))
    table.update(dict.fromkeys([0x0A, 0x0B, 0x0C, 0x0D, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029], "\n"))
    table.update(
        {
            0x00D0: "Đ",
            0x0189: "Đ",
            0x2044: "/",
            0x2215: "/",
            0x2010: "-",
            0x2011: "-",
            0x2212: "-",
            0xFB00: "ff",
            0xFB01: "fi",
            0xFB02: "fl",
            0xFB03: "ffi",
            0xFB04: "ffl",
            0xFB05: "st",
            0xFB06: "st",
        }
    )
    return table


_TRANSLATION = _translation()
_MARK_RUN = re.compile("[\u0300-\u036f]{2,}")
# PDF extractors put a blank before a tone mark: "a \u0300n".
_DETACHED_MARK = re.compile(
    "(?<=[AEIOUYaeiouy\u0302\u0306\u031b]) +(?=[\u0300-\u0303\u0306\u0309\u031b\u0323])"
)
_ETH = re.compile("[\u00f0\u0256]")
# Whole words, so that a run of many letters is walked once and not from each of its letters.
_WORD = re.compile(rf"(?:{_LETTER}|[\u00f0\u0256])+")
# Letters that Vietnamese has and Icelandic, the home of the eth, has not.
_VIETNAMESE_ONLY = re.compile("[ÀàÂâÃãÈèÊêÌìÒòÔôÕõÙùĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")


def _order_marks(match: re.Match[str]) -> str:
    marks = match.group()
    return "".join(sorted(marks, key=lambda mark: (unicodedata.combining(mark), mark in _TONES_ABOVE)))


def _eth_to_d(match: re.Match[str]) -> str:
    word = match.group()
    return _ETH.sub("đ", word) if _ETH.search(word) and _VIETNAMESE_ONLY.search(word) else word


def clean(text: str) -> str:
    """Return the text in the form in which it is stored.

    NFC with the marks of each letter in Vietnamese order, look-alike letters and dashes replaced, blanks of
    all kinds as U+0020, every line end as U+000A; invisible and control characters removed, lone surrogates
    replaced by U+FFFD. Blanks are not collapsed. ``clean(clean(x)) == clean(x)``.

    Text in a legacy font must be converted first (``legacy``), because its "ư" is the soft hyphen.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").translate(_TRANSLATION)
    text = unicodedata.normalize("NFD", text)
    text = _DETACHED_MARK.sub("", text)
    text = _MARK_RUN.sub(_order_marks, text)
    text = unicodedata.normalize("NFC", text)
    return _WORD.sub(_eth_to_d, text) if _ETH.search(text) else text


def clean_line(text: str) -> str:
    """Return the text as one clean line, with single blanks inside and none at the ends."""
    return " ".join(clean(text).split())


def _with_tone(letter: str, tone: str) -> str:
    return unicodedata.normalize("NFC", letter + tone)


_NEW_TO_OLD: dict[str, str] = {
    first + _with_tone(second, tone): _with_tone(first, tone) + second
    for first, second in ("oa", "oe", "uy")
    for tone in TONE_MARKS
}
_NEW_STYLE = re.compile(rf"(?<![qQ])(?:{'|'.join(_NEW_TO_OLD)})(?!{_LETTER})", re.IGNORECASE)
_AFTER_Q = re.compile(r"(?<=[qQ])([úùủũụÚÙỦŨỤ])([aăâeêioôơyAĂÂEÊIOÔƠY])(?![aăâeêioôơuưyAĂÂEÊIOÔƠUƯY])")


def _like(case_of: str, text: str) -> str:
    return "".join(new.upper() if old.isupper() else new for old, new in zip(case_of, text, strict=True))


def _tone_back(match: re.Match[str]) -> str:
    found = match.group()
    return _like(found, _NEW_TO_OLD[found.lower()])


def _tone_on(match: re.Match[str]) -> str:
    base, tone = unicodedata.normalize("NFD", match[1])
    return base + _with_tone(match[2], tone)


def tone_old(text: str) -> str:
    """Return NFC text with the tone marks where government texts put them: "hoà" becomes "hòa".

    Only open "oa", "oe", "uy" differ between the styles; "qúy" becomes "quý". The length does not change.
    """
    return _AFTER_Q.sub(_tone_on, _NEW_STYLE.sub(_tone_back, text))


_Y_TO_I = dict(zip("yỳỷỹýỵYỲỶỸÝỴ", "iìỉĩíịIÌỈĨÍỊ", strict=True))
_OPEN_Y = re.compile(rf"(?<!{_LETTER})(qu|[bcdđghklmnprstvx])([yỳỷỹýỵ])(?!{_LETTER})", re.IGNORECASE)


def y_to_i(text: str) -> str:
    """Return NFC text with "y" as "i" in open syllables after one consonant or "qu": "Mỹ" becomes "Mĩ"."""
    return _OPEN_Y.sub(lambda match: match[1] + _Y_TO_I[match[2]], text)


def canon(text: str) -> str:
    """Return a key for comparing: clean, tones in the old places, "i" for "y", without regard to case."""
    return y_to_i(tone_old(clean(text))).casefold()
