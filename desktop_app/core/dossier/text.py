"""The door for text on paper: what is removed, what is kept together, what may be a link."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

NBSP = "\u00a0"

# Control characters, surrogates and invisible format characters have no shape on paper; a soft hyphen would
# come out as a hyphen in the middle of a word.
_DROPPED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\ufff9-\ufffd\ufdd0-\ufdef\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_LONG_WORD = re.compile(r"\S{120}(?=\S)")
_UNITS = (
    "triệu|tỷ|tỉ|nghìn|ngàn|USD|EUR|VND|đồng|won|yên|km|km²|ha|m|%|người|dự án|sinh viên|lao động"
    "|năm|tháng|ngày"
)
_NUMBER_UNIT = re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?!\w))")
_MONEY = re.compile(
    r"(?<=\d\u00a0)(triệu|tỷ|tỉ|nghìn|ngàn) (?=(?:USD|EUR|VND|đồng|won|yên|người|lượt)(?!\w))"
)
_DATE_WORD = re.compile(r"\b([Nn]gày|[Tt]háng|[Nn]ăm|[Qq]uý|TP\.|[Ss]ố) (?=[0-9IVX])")


def clean(text: str) -> str:
    r"""Text as it may be printed: NFC, one kind of line break, nothing invisible, no endless words.

    Line breaks are kept as ``\n``; other white space becomes one space.
    """
    text = _DROPPED.sub("", _BREAKS.sub("\n", text))
    text = unicodedata.normalize("NFC", text)
    # Laying out a word of 200,000 letters takes 40 seconds; no word of any language has 120.
    text = _LONG_WORD.sub(lambda hit: hit.group() + " ", text)
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


def line(text: str) -> str:
    """``clean`` on one line."""
    return clean(text).replace("\n", " ")


def lines(text: str) -> tuple[str, ...]:
    """The non-empty lines of a typed note, without the dashes people put before list items."""
    cut = (re.sub(r"^(?:[-+*•–]|\d+[.)])\s+", "", row) for row in clean(text).split("\n"))
    return tuple(row for row in cut if row)


def shorten(text: str, limit: int) -> str:
    """``text`` on one line, cut between words to at most ``limit`` characters with "…"."""
    text = line(text)
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    space = head.rfind(" ")
    return (head[:space] if space > limit // 2 else head).rstrip(" ,;:–-") + "…"


def bind(text: str) -> str:
    """Put no-break spaces where a line must not end: number and unit, "ngày 09", "TP. Vinh"."""
    text = _NUMBER_UNIT.sub(NBSP, text)
    text = _MONEY.sub(lambda hit: hit.group(1) + NBSP, text)
    return _DATE_WORD.sub(lambda hit: hit.group(1) + NBSP, text)


def web_address(text: str) -> str:
    """``text`` when it is a plain web address that may become a link, else ``""``."""
    text = text.strip()
    if not re.fullmatch(r"[\x21-\x7e\u00a1-\U0010ffff]{1,1000}", text) or re.search(r"[<>\"'`\\]", text):
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in ("http", "https") and parts.netloc else ""
