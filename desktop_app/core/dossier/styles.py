"""Sizes, margins and colours of the two print profiles (Decree 30/2020/NĐ-CP, appendix I)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import Color, HexColor, black
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from desktop_app.core.dossier.fonts import SANS, SERIF, face
from desktop_app.core.dossier.request import Profile

PAGE_WIDTH, PAGE_HEIGHT = A4
TOP = BOTTOM = 20 * mm
LEFT, RIGHT = 30 * mm, 18 * mm
FRAME_WIDTH = PAGE_WIDTH - LEFT - RIGHT
FRAME_HEIGHT = PAGE_HEIGHT - TOP - BOTTOM
FIRST_LINE = 10 * mm

_SPACES = ("spaceBefore", "spaceAfter")
_ALIGN = {"left": TA_LEFT, "centre": TA_CENTER, "right": TA_RIGHT}


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours that stay apart when printed in grey."""

    ink: Color
    soft: Color
    tint: Color
    rule: Color
    link: str


WORKING = Palette(
    HexColor("#1B365D"), HexColor("#4A5A6A"), HexColor("#EDF1F6"), HexColor("#9AA8B8"), "#1F4E8C"
)
DECREE = Palette(black, black, HexColor("#F2F2F2"), HexColor("#808080"), "#000000")


class Sheet:
    """The styles of one dossier; ``scale`` below 1 makes the summary page smaller until it fits."""

    def __init__(self, profile: Profile, scale: float = 1.0) -> None:
        self.decree = profile is Profile.DECREE_30
        self.palette = DECREE if self.decree else WORKING
        self.scale = scale
        self.head = SERIF if self.decree else SANS
        ink = self.palette.ink
        self.body = self._style("body", 13, alignment=TA_JUSTIFY, firstLineIndent=FIRST_LINE, spaceAfter=6)
        self.flush = self._style("flush", 13, alignment=TA_LEFT, spaceAfter=4)
        self.lead = self._style("lead", 13, spaceBefore=8, spaceAfter=6)
        self.note = self._style("note", 11.5, alignment=TA_LEFT, spaceAfter=6)
        self.bullet = self._style("bullet", 13, leftIndent=16, bulletIndent=3, spaceAfter=4)
        self.quote = self._style("quote", 11.5, leftIndent=26, firstLineIndent=-14, spaceAfter=3)
        self.entry = self._style("entry", 12, leftIndent=12, firstLineIndent=-12, spaceBefore=6, spaceAfter=2)
        self.address = self._style("address", 10.5, leftIndent=12, spaceAfter=3)
        self.contents = self._style("contents", 12.5)
        self.section = self._style(
            "section",
            13.5 if self.decree else 15,
            family=self.head,
            bold=True,
            textColor=ink,
            spaceBefore=14,
            spaceAfter=6,
        )
        self.heading = self._style(
            "heading",
            13 if self.decree else 12,
            family=self.head,
            bold=True,
            textColor=ink,
            spaceBefore=8,
            spaceAfter=4,
        )
        self.closing = self._style("closing", 11.5, alignment=TA_JUSTIFY, italic=True)

    def cell(self, align: str = "left") -> ParagraphStyle:
        """Style of a table cell."""
        return self._style(f"cell-{align}", 12 if self.decree else 11.5, alignment=_ALIGN[align])

    def column(self) -> ParagraphStyle:
        """Style of a column heading."""
        size = 12 if self.decree else 10.5
        return self._style(
            "column", size, family=self.head, bold=True, textColor=self.palette.ink, alignment=TA_CENTER
        )

    def caption(self) -> ParagraphStyle:
        """Style of the repeated caption of a table."""
        size = 12 if self.decree else 11
        return self._style("caption", size, family=self.head, bold=True, textColor=self.palette.ink)

    def label(self) -> ParagraphStyle:
        """Style of the labels in a facts box."""
        return self._style(
            "label", 12 if self.decree else 11, family=self.head, bold=True, textColor=self.palette.ink
        )

    def free(self, name: str, size: float, **options: Any) -> ParagraphStyle:
        """A style for the first page."""
        return self._style(name, size, **options)

    def _style(
        self,
        name: str,
        size: float,
        *,
        family: str = SERIF,
        bold: bool = False,
        italic: bool = False,
        **options: Any,
    ) -> ParagraphStyle:
        size *= self.scale
        options = {k: v * self.scale if k in _SPACES else v for k, v in options.items()}
        return ParagraphStyle(
            name,
            fontName=face(family, bold=bold, italic=italic),
            fontSize=size,
            leading=size * 1.26,
            bulletFontName=face(SERIF),
            bulletFontSize=size,
            allowWidows=0,
            allowOrphans=0,
            splitLongWords=1,
            **options,
        )
