"""Text typed in the fonts of before Unicode (TCVN3, VNI, VISCII), turned into Unicode.

Extraction yields the code points of the font ("§oµn" for "Đoàn"). Short fields cannot be told apart from
foreign words, so the decision is made once for a whole document; a font's name is the best evidence. All of
this comes before any cleaning, because the "ư" of TCVN3 is the soft hyphen.

The tables are those of ``viparse``, a young package: this is the only module that knows it.
"""

# pyright: reportMissingTypeStubs=false

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from desktop_app.core.text.normalise import clean
from desktop_app.core.text.syllables import Share, vietnamese_share

if TYPE_CHECKING:
    from viparse.normalize.tables import Charmap


class LegacyEncoding(StrEnum):
    """A way to write Vietnamese from before Unicode; the value is what people call it."""

    TCVN3 = "TCVN3 (ABC)"
    VNI = "VNI"
    VISCII = "VISCII"


_SAMPLE = 20_000
_MIN_LENGTH = 40
_MIN_MARKED_WORDS = 6
_MIN_PART = 0.85
# A document whose words are Vietnamese as they stand needs no conversion.
_READS_ALREADY = 0.6

# Capital letters with tones have no place in TCVN3; a few come as Unicode from another font.
_FEW = 20
_UNICODE_ONLY = re.compile("[\u1ea0-\u1ef9ĂăĐđƠơƯưĨĩŨũ]")
_TCVN3_MARKS = re.compile("[\u00a7-\u00ae\u00b5-\u00b9\u00bb-\u00be]")
_VNI_PAIRS = re.compile("[aeouyAEOUY][øùûõïâáàåãäéèúüêëØÙÛÕÏÂÁÀÅÃÄÉÈÚÜÊË]|[öôñÖÔÑ]")
_VISCII_MARKS = re.compile("[\x80-\xff]")
_MIN_MARKS = 3

_SUBSET_TAG = re.compile(r"^[A-Z]{6}\+")
_LOST_U_HORN = re.compile("(?<![ưƯ])([ơờớởỡợƠỜỚỞỠỢ])(?=ng|c(?!h))")


def encoding_of_font(font: str) -> LegacyEncoding | None:
    """Return what a font's name says about the encoding of its text (".VnTime", "VNI-Times")."""
    name = _SUBSET_TAG.sub("", font).casefold()
    if name.startswith(".vn"):
        return LegacyEncoding.TCVN3
    if name.startswith("vni"):
        return LegacyEncoding.VNI
    return None


def _draws_capitals(font: str) -> bool:
    name = _SUBSET_TAG.sub("", font).split("-")[0].split(",")[0]
    return encoding_of_font(font) is LegacyEncoding.TCVN3 and name.endswith("H")


@cache
def _table(encoding: LegacyEncoding) -> Charmap:
    from viparse.normalize.encodings import get_charmap
    from viparse.normalize.tables import build_charmap

    name = {"TCVN3": "tcvn3", "VNI": "vni", "VISCII": "viscii"}[encoding.name]
    table = get_charmap(name)
    if table is None:
        raise LookupError(f"viparse has no table {name}")
    if encoding is not LegacyEncoding.VNI:
        return table
    pairs = dict(table.pairs)
    for legacy, letter in (("aú", "ẳ"), ("AÚ", "Ẳ"), ("î", "ỵ"), ("Î", "Ỵ"), ("yï", "ỵ"), ("YÏ", "Ỵ")):
        pairs.setdefault(legacy, letter)
    return build_charmap("vni", list(pairs.items()))


def convert(text: str, encoding: LegacyEncoding, *, font: str = "") -> str:
    """Return the text in Unicode (NFC), reading it as ``encoding``.

    ``font`` is the name of the font when it is known: those whose names end in "H" draw capitals.
    """
    from viparse.normalize.tables import convert as by_table

    # Half of the extractors give the bytes 0x80-0x9F as Windows-1252 letters, VISCII needs the bytes.
    source = _as_bytes_again(text) if encoding is LegacyEncoding.VISCII else text
    converted = by_table(source, _table(encoding))
    if encoding is LegacyEncoding.TCVN3 and "\u00ad" not in text and "\u2212" not in text:
        # Readers that drop the soft hyphen lose every "ư"; before "ng" and "c" it can be put back safely.
        converted = _LOST_U_HORN.sub(_with_u_horn, converted)
    return converted.upper() if _draws_capitals(font) else converted


def _with_u_horn(match: re.Match[str]) -> str:
    return ("Ư" if match[1].isupper() else "ư") + match[1]


def _as_bytes_again(text: str) -> str:
    return "".join(_byte(letter) for letter in text)


def _byte(letter: str) -> str:
    if ord(letter) < 0x100:
        return letter
    try:
        return letter.encode("cp1252").decode("latin-1")
    except UnicodeEncodeError:
        return letter


def _marks(text: str, encoding: LegacyEncoding) -> int:
    pattern = {
        LegacyEncoding.TCVN3: _TCVN3_MARKS,
        LegacyEncoding.VNI: _VNI_PAIRS,
        LegacyEncoding.VISCII: _VISCII_MARKS,
    }[encoding]
    return sum(1 for _ in pattern.finditer(text))


def detect(text: str, fonts: Iterable[str] = ()) -> LegacyEncoding | None:
    """Return the legacy encoding of a whole document as extracted (not cleaned), ``None`` for Unicode.

    Never call it for names, titles or other short fields without a font's name.
    """
    sample = text[:_SAMPLE]
    named = {encoding for font in fonts if (encoding := encoding_of_font(font)) is not None}
    own = vietnamese_share(clean(sample))
    if named:
        return _best(sample, named, own, least=1)
    unicode_letters = sum(1 for _ in _UNICODE_ONLY.finditer(sample))
    if len(text) < _MIN_LENGTH or unicode_letters * _FEW > own.marked:
        return None
    return _best(sample, set(LegacyEncoding), own, least=_MIN_MARKED_WORDS)


def _best(sample: str, among: set[LegacyEncoding], own: Share, *, least: int) -> LegacyEncoding | None:
    if own.marked and own.part >= _READS_ALREADY:
        return None
    shares: dict[LegacyEncoding, Share] = {}
    for encoding in sorted(among):
        if _marks(sample, encoding) >= min(least, _MIN_MARKS):
            shares[encoding] = vietnamese_share(clean(convert(sample, encoding)))
    good = {
        name: share for name, share in shares.items() if share.marked >= least and share.part >= _MIN_PART
    }
    return max(good, key=lambda name: (good[name].part, good[name].vietnamese), default=None)
