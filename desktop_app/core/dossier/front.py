"""Page 1: the cover of a working paper, or the head of a paper after Decree 30/2020/NĐ-CP."""

from __future__ import annotations

from typing import Any

from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.platypus import Flowable, Paragraph, Spacer, Table, TableStyle
from reportlab.platypus.tableofcontents import TableOfContents

from desktop_app.core.dossier.fonts import SANS, SERIF, face, width
from desktop_app.core.dossier.markup import safe
from desktop_app.core.dossier.model import Outline
from desktop_app.core.dossier.styles import FRAME_HEIGHT, FRAME_WIDTH, Sheet
from desktop_app.core.dossier.text import NBSP

_DOTS = "………"
_FONT = ("FONTNAME", (0, 0), (-1, -1), face(SERIF))
_TIGHT = (
    _FONT,
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
)
COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


def front_page(outline: Outline, sheet: Sheet) -> list[Flowable]:
    """Everything on page 1, the contents included."""
    head = _decree_head(outline, sheet) if sheet.decree else _cover(outline, sheet)
    return [*head, *_contents(outline, sheet, FRAME_HEIGHT - _height(head))]


def _height(flow: list[Flowable]) -> float:
    parts = [(f.wrap(FRAME_WIDTH, FRAME_HEIGHT)[1], f.getSpaceBefore(), f.getSpaceAfter()) for f in flow]
    return sum(height + before + after for height, before, after in parts)


def _contents(outline: Outline, sheet: Sheet, room: float) -> list[Flowable]:
    if not outline.parts:
        return []
    title = sheet.free(
        "contents-title", 13, family=sheet.head, bold=True, textColor=sheet.palette.ink, spaceAfter=5
    )
    each = (room - 2 * title.leading - title.spaceAfter) / len(outline.parts)
    style = sheet.contents if each > sheet.contents.leading else sheet.free("contents", max(8, each / 1.3))
    gap = max(0.0, min(2.0, (each - style.leading) / 2))
    padding = [(side, (0, 0), (-1, -1), gap) for side in ("TOPPADDING", "BOTTOMPADDING")]
    contents = TableOfContents(
        levelStyles=[style], dotsMinLevel=0, rightColumnWidth=30, tableStyle=TableStyle([*_TIGHT, *padding])
    )
    return [Paragraph(safe("Mục lục"), title), contents]


def _cover(outline: Outline, sheet: Sheet) -> list[Flowable]:
    cover, office, ink = outline.cover, outline.office, sheet.palette.ink
    small = sheet.free("office", 11.5, family=SANS, textColor=sheet.palette.soft, alignment=TA_LEFT)
    strong = sheet.free("office-name", 12.5, family=SANS, bold=True, textColor=ink, spaceAfter=6)
    kind = sheet.free("kind", 14, family=SANS, bold=True, textColor=sheet.palette.soft, spaceAfter=8)
    size = _title_size(cover.partner)
    name = sheet.free("partner", size, family=SANS, bold=True, textColor=ink, spaceAfter=6)
    other = sheet.free("other-names", 15, family=SANS, textColor=sheet.palette.soft, spaceAfter=12)
    page: list[Flowable] = []
    if office.parent:
        page.append(Paragraph(safe(office.parent.upper()), small))
    if office.name:
        page.append(Paragraph(safe(office.name.upper()), strong))
    page += [_Rule(sheet, FRAME_WIDTH, 2), Spacer(1, 46)]
    page += [Paragraph(safe(cover.kind.upper()), kind), Paragraph(safe(cover.partner), name)]
    if cover.other_names:
        page.append(Paragraph(safe(cover.other_names), other))
    page += [Spacer(1, 10), _cover_rows(outline, sheet), Spacer(1, 30)]
    return page


def _title_size(name: str) -> float:
    longest = max((width(word, face(SANS, bold=True), 30) for word in name.split()), default=1.0)
    size = 30.0 if len(name) <= 40 else 20.0
    return max(11.0, min(size, 30 * FRAME_WIDTH / max(longest, 1.0)))


def _cover_rows(outline: Outline, sheet: Sheet) -> Table:
    label = sheet.free("cover-label", 11.5, family=SANS, textColor=sheet.palette.soft)
    value = sheet.free("cover-value", 13, family=SANS, bold=True, textColor=sheet.palette.ink)
    rows = [[Paragraph(safe(n), label), Paragraph(safe(v), value)] for n, v in outline.cover.rows]
    table = Table(rows, colWidths=[FRAME_WIDTH * 0.27, FRAME_WIDTH * 0.73], splitInRow=1)
    table.setStyle(
        [
            _FONT,
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, sheet.palette.rule),
            ("LINEABOVE", (0, 0), (-1, 0), 0.5, sheet.palette.rule),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
        ]
    )
    return table


def _decree_head(outline: Outline, sheet: Sheet) -> list[Flowable]:
    cover, office = outline.cover, outline.office
    plain = sheet.free("issuer-parent", 12, alignment=TA_CENTER)
    bold = sheet.free("issuer", 12, bold=True, alignment=TA_CENTER)
    motto = sheet.free("motto", 13, bold=True, alignment=TA_CENTER)
    number = sheet.free("number", 13, alignment=TA_CENTER)
    date = sheet.free("date", 13, italic=True, alignment=TA_CENTER)
    kind = sheet.free("kind", 14, bold=True, alignment=TA_CENTER, spaceBefore=22)
    subject = sheet.free("subject", 14, bold=True, alignment=TA_CENTER, spaceAfter=4)
    left: list[Flowable] = (
        [Paragraph(safe(_province_together(office.parent.upper())), plain)] if office.parent else []
    )
    left += [Paragraph(safe(office.name.upper() or _DOTS), bold), _Rule(sheet, 70, 0.7)]
    right: list[Flowable] = [Paragraph(safe(COUNTRY), bold), Paragraph(safe(MOTTO), motto)]
    ruled = width(MOTTO, face(SERIF, bold=True), 13)
    right.append(_Rule(sheet, ruled, 0.7))
    rows = [
        [left, right],
        [Paragraph(safe(f"Số: {_DOTS}/{_DOTS}"), number), Paragraph(safe(cover.place_and_date), date)],
    ]
    table = Table(rows, colWidths=[FRAME_WIDTH * 0.41, FRAME_WIDTH * 0.59])
    table.setStyle(
        [
            _FONT,
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ]
    )
    names = f"{cover.partner} ({cover.other_names})" if cover.other_names else cover.partner
    page: list[Flowable] = [
        table,
        Paragraph(safe("HỒ SƠ TÓM TẮT"), kind),
        Paragraph(safe(f"Về đối tác {names}"), subject),
    ]
    if cover.subject:
        page.append(
            Paragraph(safe(f"Phục vụ: {cover.subject}"), sheet.free("purpose", 13, alignment=TA_CENTER))
        )
    return [*page, _Rule(sheet, 150, 0.7), Spacer(1, 22)]


def signature(outline: Outline, sheet: Sheet) -> list[Flowable]:
    """The signer's box and "Nơi nhận" of a paper after Decree 30; blanks stay blank."""
    office = outline.office
    bold = sheet.free("signer", 13, bold=True, alignment=TA_CENTER)
    receivers = sheet.free("receivers", 12, bold=True, italic=True)
    listed = sheet.free("receivers-list", 11)
    left = [
        Paragraph(safe("Nơi nhận:"), receivers),
        Paragraph(safe(f"- {_DOTS};"), listed),
        Paragraph(safe("- Lưu: VT."), listed),
    ]
    signer = office.signer_title.upper() or _DOTS
    right = [Paragraph(safe(signer), bold), Spacer(1, 62), Paragraph(safe(office.signer or _DOTS), bold)]
    table = Table([[left, right]], colWidths=[FRAME_WIDTH * 0.5, FRAME_WIDTH * 0.5])
    table.setStyle([_FONT, ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)])
    return [Spacer(1, 18), table]


def drafted(outline: Outline, sheet: Sheet) -> list[Flowable]:
    """Who drafted a working paper."""
    if not outline.drafter:
        return []
    style = sheet.free("drafter", 13, alignment=TA_RIGHT, spaceBefore=14)
    return [Paragraph(safe(f"Người lập: {outline.drafter}"), style)]


class _Rule(Flowable):
    """A line in the middle of its column; ReportLab's own starts at the left edge of a table cell."""

    def __init__(self, sheet: Sheet, length: float, thickness: float) -> None:
        super().__init__()
        self._ink, self._length, self._thickness = sheet.palette.ink, length, thickness
        self._room = length

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 - ReportLab's names
        self._room = aW
        return aW, self._thickness + 6

    def draw(self) -> None:
        canvas: Any = self.canv
        canvas.setStrokeColor(self._ink)
        canvas.setLineWidth(self._thickness)
        start = (self._room - self._length) / 2
        canvas.line(start, 3, start + self._length, 3)


def _province_together(name: str) -> str:
    # "ỦY BAN NHÂN DÂN / TỈNH NGHỆ AN": the line ends before the province, never inside its name.
    for word in (" TỈNH ", " THÀNH PHỐ "):
        head, found, tail = name.partition(word)
        if found and len(tail) < 30:
            return f"{head} {(word.strip() + ' ' + tail).replace(' ', NBSP)}"
    return name
