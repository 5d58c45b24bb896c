"""Shipped fonts: which letters each can draw, and a hard stop for letters none can draw.

Liberation Serif and Sans have the widths of Times New Roman and Arial and every Vietnamese letter; what
they lack (Hangul, Hanzi, Kana) is drawn with Droid Sans Fallback. Fonts of the machine are never used: the
same data must give the same pages everywhere.
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
FALLBACK = "bgdroid"

# ReportLab's types stop at the fonts.
pdfmetrics: Any = _pdfmetrics

_FILES = {SERIF: "LiberationSerif", SANS: "LiberationSans"}
_STYLES: tuple[tuple[str, Literal[0, 1], Literal[0, 1]], ...] = (
    ("Regular", 0, 0),
    ("Bold", 1, 0),
    ("Italic", 0, 1),
    ("BoldItalic", 1, 1),
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
    """Cut ``text`` into (family, piece): ``""`` for the family of the paragraph, else ``FALLBACK``.

    Raises:
        MissingGlyph: a character is in none of the fonts.
    """
    if _covered(text):
        return [("", text)]
    missing = [c for c in text if not _in_latin(c) and not _in_fallback(c)]
    if missing:
        raise MissingGlyph(missing, text[:120])
    # A space between two words of Hangul belongs to neither side; it stays with the paragraph's own font.
    return [
        (name, "".join(piece)) for name, piece in groupby(text, lambda c: "" if _in_latin(c) else FALLBACK)
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


@lru_cache(maxsize=1)
def _droid() -> frozenset[int]:
    # Four megabytes that most dossiers do not need.
    with _LOCK:
        pdfmetrics.registerFont(TTFont(FALLBACK, BytesIO(read_bytes("fonts/DroidSansFallback.ttf"))))
        for _, bold, italic in _STYLES:
            addMapping(FALLBACK, bold, italic, FALLBACK)
    return frozenset(_glyphs(FALLBACK))


def _glyphs(name: str) -> set[int]:
    # Glyph 0 is the empty box drawn for "no such letter".
    return {code for code, glyph in pdfmetrics.getFont(name).face.charToGlyph.items() if glyph}


def _in_latin(char: str) -> bool:
    return char in _LAYOUT_ONLY or ord(char) in _latin()


def _in_fallback(char: str) -> bool:
    return ord(char) in _droid()


@lru_cache(maxsize=4096)
def _covered(text: str) -> bool:
    return all(_in_latin(c) for c in set(text))
