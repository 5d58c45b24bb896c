"""Shipped fonts: which letters each can draw, and a hard stop for letters none can draw.

Liberation Serif and Sans have the widths of Times New Roman and Arial and every Vietnamese letter; what
they lack is drawn with Noto Sans Lao and Thai or, for Hangul, Hanzi and Kana, with Droid Sans Fallback. Fonts
of the machine are never used: the same data must give the same pages everywhere.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from typing import Any, Literal

from reportlab import rl_config
from reportlab.graphics.shapes import STATE_DEFAULTS
from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics as _pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from desktop_app.errors import UserFixable
from resources import read_bytes

SERIF = "bgserif"
SANS = "bgsans"

# ReportLab's types stop at the fonts.
pdfmetrics: Any = _pdfmetrics

_FILES = {SERIF: "LiberationSerif", SANS: "LiberationSans"}
_STYLES: tuple[tuple[str, Literal[0, 1], Literal[0, 1]], ...] = (
    ("Regular", 0, 0),
    ("Bold", 1, 0),
    ("Italic", 0, 1),
    ("BoldItalic", 1, 1),
)
# Which blocks of Unicode each further font is asked for; opened only when one of its characters is met.
_FALLBACKS = (
    ("bglao", "NotoSansLao-Regular", range(0x0E80, 0x0F00)),
    ("bgthai", "NotoSansThai-Regular", range(0x0E00, 0x0E80)),
    ("bgdroid", "DroidSansFallback", range(0x1100, 0x110000)),
)
_LOCK = threading.Lock()
_LAYOUT_ONLY = "\n\u00a0 "


class MissingGlyph(UserFixable):
    """No shipped font can draw these characters; printing on would drop them silently."""

    def __init__(self, characters: Iterable[str], where: str) -> None:
        self.characters = "".join(sorted(set(characters)))
        shown = ", ".join(f"“{c}” (U+{ord(c):04X})" for c in self.characters[:12])
        super().__init__(
            f"Chưa in được hồ sơ vì có ký tự mà phông chữ kèm theo chương trình không có: {shown}.",
            "Hãy sửa hoặc bỏ các ký tự này trong nội dung rồi in lại. Hồ sơ cũ (nếu có) còn nguyên.",
            where,
        )


def ready() -> None:
    """Register the two Latin families once; safe from any thread."""
    with _LOCK:
        if SERIF in _registered():
            return
        # No colour names are evaluated and nothing is fetched, whatever a text may contain.
        rl_config.toColorCanUse = None
        rl_config.trustedHosts = None
        rl_config.trustedSchemes = []
        # Every drawing starts with this face even when it sets its own: it would put Helvetica into the file.
        STATE_DEFAULTS["fontName"] = face(SERIF)
        for family, file in _FILES.items():
            for style, bold, italic in _STYLES:
                name = face(family, bold=bool(bold), italic=bool(italic))
                pdfmetrics.registerFont(TTFont(name, BytesIO(read_bytes(f"fonts/{file}-{style}.ttf"))))
                addMapping(family, bold, italic, name)


def face(family: str, *, bold: bool = False, italic: bool = False) -> str:
    """Registered name of one face of a family."""
    return family + ("-b" if bold else "") + ("-i" if italic else "")


def spans(text: str) -> list[tuple[str, str]]:
    """Cut ``text`` into (family, piece): ``""`` for the family of the paragraph, else that of a further font.

    Raises:
        MissingGlyph: a character is in none of the fonts.
    """
    if _covered(text):
        return [("", text)]
    families = [_family(char) for char in text]
    missing = [char for char, family in zip(text, families, strict=True) if family is None]
    if missing:
        raise MissingGlyph(missing, text[:120])
    pairs = zip(families, text, strict=True)
    return [
        (name or "", "".join(c for _, c in piece)) for name, piece in groupby(pairs, lambda pair: pair[0])
    ]


def width(text: str, name: str, size: float) -> float:
    """Width in points of ``text`` set in face ``name`` with fallback."""
    return sum(pdfmetrics.stringWidth(piece, family or name, size) for family, piece in spans(text))


def _registered() -> Iterable[str]:
    return pdfmetrics.getRegisteredFontNames()


@lru_cache(maxsize=1)
def _latin() -> frozenset[int]:
    ready()
    # Only what every face has: a letter that is missing in italics alone would vanish just the same.
    glyphs = [_glyphs(face(f, bold=bool(b), italic=bool(i))) for f in _FILES for _, b, i in _STYLES]
    return frozenset(glyphs[0].intersection(*glyphs[1:]))


@lru_cache(maxsize=len(_FALLBACKS))
def _further(name: str, file: str) -> frozenset[int]:
    # Four megabytes of Hanzi that most dossiers do not need.
    with _LOCK:
        pdfmetrics.registerFont(TTFont(name, BytesIO(read_bytes(f"fonts/{file}.ttf"))))
        for _, bold, italic in _STYLES:
            addMapping(name, bold, italic, name)
    return frozenset(_glyphs(name))


def _glyphs(name: str) -> set[int]:
    # Glyph 0 is the empty box drawn for "no such letter".
    return {code for code, glyph in pdfmetrics.getFont(name).face.charToGlyph.items() if glyph}


def _in_latin(char: str) -> bool:
    return char in _LAYOUT_ONLY or ord(char) in _latin()


def _family(char: str) -> str | None:
    if _in_latin(char):
        return ""
    code = ord(char)
    for name, file, block in _FALLBACKS:
        if code in block and code in _further(name, file):
            return name
    return None


@lru_cache(maxsize=4096)
def _covered(text: str) -> bool:
    return all(_in_latin(c) for c in set(text))
