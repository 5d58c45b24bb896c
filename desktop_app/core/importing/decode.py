"""Bytes of a text file → text, in whatever encoding it was saved.

Order: byte order mark, UTF-16 without one, strict UTF-8, then the single-byte encodings judged by what they
make of the text: the one that yields Vietnamese syllables wins. Only when none does,
``charset_normalizer`` is asked.
"""

from __future__ import annotations

import codecs

from desktop_app.core.text.legacy import detect
from desktop_app.core.text.normalise import clean
from desktop_app.core.text.syllables import vietnamese_share

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 60_000
_GOOD_PART = 0.7
_GOOD_PER_BAD = 3


def decode(data: bytes) -> tuple[str, str]:
    """Return the text (not cleaned, legacy fonts not converted) and the name of the encoding. Never fails."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace"), name
    wide = _wide_encoding(data)
    if wide:
        return data.decode(wide, "replace"), wide
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _only_cut_off(data, error):
            return data[: error.start].decode("utf-8"), "utf-8"
    return _damaged_utf8(data) or _single_byte(data)


def _damaged_utf8(data: bytes) -> tuple[str, str] | None:
    """Several good sequences for each bad byte: UTF-8 with damage, for other encodings hardly make any."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(letter > "\x7f" for letter in text) - bad
    return (text, "utf-8") if good >= _GOOD_PER_BAD * bad else None


def _only_cut_off(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether the file was good UTF-8, not only ASCII, until it broke off inside its last letter."""
    return (
        len(data) - error.start < 4
        and error.reason == "unexpected end of data"
        and not data[: error.start].isascii()
    )


def _wide_encoding(data: bytes) -> str:
    """UTF-16 without a mark shows by NUL bytes at every other place, or by reading as Vietnamese."""
    sample = data[: _SAMPLE // 2 * 2]
    if len(sample) < 4 or len(data) % 2 or b"\0" not in sample:
        return ""
    for name, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        # High bytes of Vietnamese text: 00 and 01 and 1E, quotes 20.
        usual = sum(high.count(byte) for byte in (0x00, 0x01, 0x03, 0x1E, 0x20))
        if usual >= len(high) * 0.9 and high.count(0) >= len(high) * 0.3:
            try:
                sample.decode(name)
            except UnicodeDecodeError:
                continue
            return name
    return ""


def _single_byte(data: bytes) -> tuple[str, str]:
    vietnamese = _try(data, "cp1258")
    # Latin-1 keeps every byte, which the legacy tables need; cp1252 reads quotes and dashes right.
    western = _try(data, "cp1252")
    bytes_kept = data.decode("latin-1")
    if vietnamese is not None and vietnamese_share(clean(vietnamese[:_SAMPLE])).part >= _GOOD_PART:
        return vietnamese, "cp1258"
    if detect(bytes_kept) is not None:
        return western if western is not None else bytes_kept, "cp1252"
    guessed = _guess(data)
    if guessed is not None:
        return guessed
    return data.decode("cp1252", "replace") if western is None else western, "cp1252"


def _try(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _guess(data: bytes) -> tuple[str, str] | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        return None
    return data.decode(best.encoding, "replace"), best.encoding
