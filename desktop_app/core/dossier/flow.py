"""Blocks of the outline → what ReportLab lays out."""

from __future__ import annotations

from itertools import islice
from typing import Any

from reportlab.graphics.shapes import Drawing
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    HRFlowable,
    KeepInFrame,
    KeepTogether,
    PageBreak,
    Paragraph as Para,
    Spacer,
)

from desktop_app.core.dossier.drawing import draw_chart, draw_timeline
from desktop_app.core.dossier.front import drafted, front_page, signature
from desktop_app.core.dossier.grid import Grid
from desktop_app.core.dossier.markup import anchor, link, markup, safe
from desktop_app.core.dossier.model import (
    BLANK_LINES,
    Block,
    Bullets,
    Chart,
    Facts,
    Heading,
    Outline,
    Paragraph,
    Part,
    Source,
    Sources,
    Table,
    Text,
    Timeline,
    letter,
)
from desktop_app.core.dossier.request import Profile, Section
from desktop_app.core.dossier.styles import FRAME_HEIGHT, FRAME_WIDTH, Sheet
from desktop_app.core.dossier.tables import timeline_table
from desktop_app.core.dossier.text import shorten

# More rows in one table cost more than linear time.
_ROWS_IN_ONE_TABLE = 400
_LEAST_ROOM = 40.0
_BLANK_ROOM = 85.0
_SCALES = (1.0, 0.95, 0.9, 0.85, 0.8, 0.76)
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def story(outline: Outline, sheet: Sheet) -> list[Flowable]:
    """The whole dossier in order."""
    flow: list[Flowable] = [*front_page(outline, sheet), PageBreak()] if outline.with_cover else []
    sources = outline.sources()
    for index, part in enumerate(outline.parts):
        if part.section is Section.SUMMARY:
            flow += _summary(part, sheet, sources, alone=len(outline.parts) > 1)
            continue
        body = _Blocks(sheet, sources, f"{index}").all(part.blocks)
        flow += keep_headings([CondPageBreak(0), section_title(part, sheet), *body])
    return [*flow, *_end(outline, sheet)]


def keep_headings(flow: list[Flowable]) -> list[Flowable]:
    """Give every ``CondPageBreak`` the room its headings and the beginning of what follows them need.

    ReportLab's own keep-with-next moves a whole table to the next page and leaves the heading behind when the
    table is longer than that page.
    """
    room = _LEAST_ROOM
    for block in reversed(flow):
        if isinstance(block, CondPageBreak):
            block.height = min(room, 0.9 * FRAME_HEIGHT)
        elif hasattr(block, "contents_title") or _leads_on(block):
            room += block.wrap(FRAME_WIDTH, FRAME_HEIGHT)[1] + block.getSpaceBefore() + block.getSpaceAfter()
        elif isinstance(block, Spacer):
            room += block.height
        else:
            room = _beginning(block)
    return flow


def _leads_on(block: Flowable) -> bool:
    # A remark above a table, and the title and address above the quotes of a source.
    style: Any = getattr(block, "style", None)
    return style is not None and style.name in ("note", "entry", "address")


def _beginning(block: Flowable) -> float:
    if isinstance(block, KeepTogether):
        return _BLANK_ROOM
    height = block.wrap(FRAME_WIDTH, FRAME_HEIGHT)[1]
    if isinstance(block, Grid):
        return block.least_height() + 2
    if isinstance(block, Drawing):
        return height
    return min(height, _LEAST_ROOM) + block.getSpaceBefore()


def numbered_title(part: Part, profile: Profile) -> str:
    """Return "3. Nhân vật", or "III. NHÂN VẬT" in the decree's form."""
    if profile is Profile.DECREE_30:
        return f"{roman(part.number)}. {part.title.upper()}"
    return f"{part.number}. {part.title}"


def roman(number: int) -> str:
    """Roman numeral of a small number."""
    text = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        text += sign * count
    return text


def section_title(part: Part, sheet: Sheet) -> Para:
    """The heading of a section, known to the contents."""
    words = numbered_title(part, Profile.DECREE_30 if sheet.decree else Profile.WORKING)
    return _titled(Para(safe(words), sheet.section), f"muc-{part.number}", 0, words)


def _titled(heading: Para, key: str, level: int, words: str) -> Para:
    heading.contents_title = (key, level, words)  # type: ignore[attr-defined]
    return heading


def _summary(part: Part, sheet: Sheet, sources: tuple[Source, ...], *, alone: bool) -> list[Flowable]:
    title = section_title(part, sheet)
    room = FRAME_HEIGHT - title.wrap(FRAME_WIDTH, FRAME_HEIGHT)[1] - sheet.section.spaceAfter - 4
    blocks: list[Flowable] = []
    for scale in _SCALES:
        smaller = Sheet(Profile.DECREE_30 if sheet.decree else Profile.WORKING, scale)
        blocks = [
            b
            for b in _Blocks(smaller, sources, "tom-tat").all(part.blocks)
            if not isinstance(b, CondPageBreak)
        ]
        if _height(blocks) <= room:
            break
    else:
        blocks = [KeepInFrame(FRAME_WIDTH, room, blocks, mode="shrink")]
    return [title, *blocks, *([PageBreak()] if alone else [])]


def _height(blocks: list[Flowable]) -> float:
    total, before = 0.0, 0.0
    for block in blocks:
        total += block.wrap(FRAME_WIDTH, 10 * FRAME_HEIGHT)[1] + max(before, block.getSpaceBefore())
        before = block.getSpaceAfter()
    return total + before


def _end(outline: Outline, sheet: Sheet) -> list[Flowable]:
    rule = HRFlowable(width="100%", thickness=0.7, color=sheet.palette.rule, spaceBefore=16, spaceAfter=6)
    who = signature(outline, sheet) if sheet.decree else drafted(outline, sheet)
    return [KeepTogether([*who, rule, Para(safe(outline.closing), sheet.closing)])]


def _dots(sheet: Sheet) -> HRFlowable:
    colour = sheet.palette.rule
    return HRFlowable("100%", 0.8, color=colour, dash=(0.8, 2.4), spaceBefore=18, spaceAfter=2)


class _Blocks:
    """Turns the blocks of one section into flowables."""

    def __init__(self, sheet: Sheet, sources: tuple[Source, ...], key: str) -> None:
        self._sheet = sheet
        self._sources = sources
        self._key = key
        self._headings = 0

    def all(self, blocks: tuple[Block, ...]) -> list[Flowable]:
        """Every block in order."""
        flow: list[Flowable] = []
        for block in blocks:
            flow += self._one(block)
        return flow

    def _one(self, block: Block) -> list[Flowable]:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                return self._paragraph(block)
            case Bullets():
                return [self._para(item, self._sheet.bullet, bullet="–") for item in block.items]
            case Facts():
                return self._facts(block)
            case Table():
                return self._table(block)
            case Timeline():
                return self._timeline(block)
            case Chart():
                return [CondPageBreak(0), Spacer(1, 8), draw_chart(block, self._sheet), Spacer(1, 10)]
            case Sources():
                return [flowable for entry in block.entries for flowable in self._source(entry)]

    def _para(self, text: Text, style: ParagraphStyle, bullet: str | None = None) -> Para:
        return Para(markup(text, self._sources, self._sheet.palette.link), style, bulletText=bullet)

    def _heading(self, block: Heading) -> list[Flowable]:
        self._headings += 1
        heading = Para(safe(block.text), self._sheet.heading)
        key = f"de-{self._key}-{self._headings}"
        return [CondPageBreak(0), _titled(heading, key, 1, block.text)]

    def _paragraph(self, block: Paragraph) -> list[Flowable]:
        sheet = self._sheet
        if block.kind == "lead":
            return [
                self._box([[self._para(block.text, sheet.lead)]], [FRAME_WIDTH]),
                Spacer(1, 4 * sheet.scale),
            ]
        if block.kind == "blank":
            dots = [_dots(sheet) for _ in range(BLANK_LINES)]
            return [KeepTogether([self._para(block.text, sheet.note), *dots])]
        return [self._para(block.text, sheet.note if block.kind == "note" else sheet.body)]

    def _box(self, rows: list[list[Para]], widths: list[float]) -> Grid:
        palette = self._sheet.palette
        grid = Grid(rows, colWidths=widths, splitInRow=1)
        grid.setStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), self._sheet.body.fontName),
                ("BACKGROUND", (0, 0), (-1, -1), palette.tint),
                ("LINEBEFORE", (0, 0), (0, -1), 2.5, palette.ink),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 8),
                ("RIGHTPADDING", (0, 0), (-1, -1), 8),
                ("TOPPADDING", (0, 0), (-1, -1), 3 * self._sheet.scale),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4 * self._sheet.scale),
            ]
        )
        return grid

    def _facts(self, block: Facts) -> list[Flowable]:
        label, cell = self._sheet.label(), self._sheet.cell()
        rows = [[Para(safe(shorten(name, 80)), label), self._para(text, cell)] for name, text in block.rows]
        return [self._box(rows, [FRAME_WIDTH * 0.27, FRAME_WIDTH * 0.73]), Spacer(1, 6 * self._sheet.scale)]

    def _table(self, block: Table) -> list[Flowable]:
        cells = [self._sheet.cell(column.align) for column in block.columns]
        widths = [FRAME_WIDTH * column.share for column in block.columns]
        flow: list[Flowable] = [CondPageBreak(0)]
        rows = iter(block.rows)
        while chunk := list(islice(rows, _ROWS_IN_ONE_TABLE)):
            body = [
                [self._para(text, style) for text, style in zip(row, cells, strict=True)] for row in chunk
            ]
            flow.append(self._grid(block, body, widths))
        return [*flow, Spacer(1, 8)]

    def _grid(self, block: Table, body: list[list[Para]], widths: list[float]) -> Grid:
        palette, column = self._sheet.palette, self._sheet.column()
        head: list[list[Para | str]] = [[Para(safe(c.title), column) for c in block.columns]]
        style: list[Any] = []
        if block.caption:
            caption = Para(safe(shorten(block.caption, 200)), self._sheet.caption())
            head.insert(0, [caption, *("" for _ in block.columns[1:])])
            style.append(("SPAN", (0, 0), (-1, 0)))
        grid: Any = Grid([*head, *body], colWidths=widths, repeatRows=len(head), splitInRow=1)
        grid.setStyle(
            [
                *style,
                ("BACKGROUND", (0, 0), (-1, len(head) - 1), palette.tint),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("GRID", (0, 0), (-1, -1), 0.4, palette.rule),
                ("LINEABOVE", (0, 0), (-1, 0), 1.2, palette.ink),
                ("LEFTPADDING", (0, 0), (-1, -1), 5),
                ("RIGHTPADDING", (0, 0), (-1, -1), 5),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
                ("FONTNAME", (0, 0), (-1, -1), self._sheet.body.fontName),
            ]
        )
        return grid

    def _timeline(self, block: Timeline) -> list[Flowable]:
        drawing = draw_timeline(block, self._sheet)
        drawn: list[Flowable] = [drawing, Spacer(1, 8)] if drawing is not None else []
        return [*drawn, *self._table(timeline_table(block))]

    def _source(self, entry: Source) -> list[Flowable]:
        sheet = self._sheet
        facts = ", ".join(part for part in (entry.outlet, entry.date) if part)
        words = f"<b>{safe(f'[{entry.number}]')}</b> <b>{safe(entry.title)}</b>" + (
            f". {safe(facts)}." if facts else ""
        )
        flow: list[Flowable] = [CondPageBreak(0), Para(words, sheet.entry)]
        if entry.address:
            shown = safe(shorten(entry.address, 200))
            is_link = entry.address.startswith(("http://", "https://"))
            flow.append(
                Para(link(entry.address, shown, sheet.palette.link) if is_link else shown, sheet.address)
            )
        several = len(entry.quotes) > 1
        for quote in entry.quotes:
            sign = f"{letter(quote.mark.passage)})" if several else "–"
            flow.append(Para(f"{anchor(quote.mark.anchor)}{sign} “{safe(quote.text)}”", sheet.quote))
        return flow
