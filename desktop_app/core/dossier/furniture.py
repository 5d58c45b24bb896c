"""Running header and page numbers of the two profiles."""

from __future__ import annotations

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from desktop_app.core.dossier.fonts import SERIF, face, spans, width
from desktop_app.core.dossier.model import Outline
from desktop_app.core.dossier.styles import LEFT, PAGE_HEIGHT, PAGE_WIDTH, RIGHT, Sheet
from desktop_app.core.dossier.text import shorten
from desktop_app.core.dossier.wording import short_date

_HEADER_Y = PAGE_HEIGHT - 13 * mm
_FOOTER_Y = 11 * mm
_NUMBER_SIZE = 13


def draw_furniture(canvas: Canvas, outline: Outline, sheet: Sheet, page: int, total: int) -> None:
    """Decree 30: only the number, top centre, none on page 1. Working paper: header and "trang x/y"."""
    if sheet.decree:
        if page > 1:
            _centred(canvas, str(page), PAGE_WIDTH / 2, _HEADER_Y, face(SERIF), _NUMBER_SIZE)
        return
    if page == 1 and outline.with_cover:
        return
    canvas.saveState()
    canvas.setFillColor(sheet.palette.soft)
    canvas.setStrokeColor(sheet.palette.rule)
    canvas.setLineWidth(0.5)
    name = face(sheet.head)
    right = PAGE_WIDTH - RIGHT
    _write(canvas, shorten(outline.title, 62), LEFT, _HEADER_Y, name, 9.5)
    as_of = f"Số liệu đến {short_date(outline.as_of)}"
    _write(canvas, as_of, right - width(as_of, name, 9.5), _HEADER_Y, name, 9.5)
    canvas.line(LEFT, _HEADER_Y - 5, right, _HEADER_Y - 5)
    _write(canvas, shorten(outline.office.name, 50), LEFT, _FOOTER_Y, name, 9.5)
    number = f"Trang {page}/{total}" if total else f"Trang {page}"
    _write(canvas, number, right - width(number, name, 9.5), _FOOTER_Y, name, 9.5)
    canvas.restoreState()


def _centred(canvas: Canvas, text: str, x: float, y: float, name: str, size: float) -> None:
    _write(canvas, text, x - width(text, name, size) / 2, y, name, size)


def _write(canvas: Canvas, text: str, x: float, y: float, name: str, size: float) -> None:
    for family, piece in spans(text):
        canvas.setFont(family or name, size)
        canvas.drawString(x, y, piece)
        x += width(piece, name, size)
