"""Outline → Word: the same words in real headings, lists and tables, for people who want to edit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document, oxml as _oxml
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from desktop_app.core.dossier.flow import numbered_title
from desktop_app.core.dossier.front import COUNTRY, MOTTO
from desktop_app.core.dossier.model import (
    BLANK_LINES,
    Block,
    Bullets,
    Chart,
    Column,
    Facts,
    Heading,
    Outline,
    Paragraph,
    Run,
    Source,
    Sources,
    Table,
    Text,
    Timeline,
    letter,
    mark_text,
)
from desktop_app.core.dossier.request import Profile, Section
from desktop_app.core.dossier.saving import replace_file
from desktop_app.core.dossier.tables import chart_table, timeline_table
from desktop_app.core.dossier.text import bind

# python-docx leaves its XML untyped.
_xml: Any = _oxml
_element: Any = _xml.OxmlElement

_FONT = "Times New Roman"
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
_WIDTH_MM = 162
_DOTS = "…" * 60


def write_docx(outline: Outline, path: Path) -> None:
    """Write the Word twin of the dossier in place of ``path``.

    Raises:
        WorldError: the file cannot be written; an old file stays as it was.
    """
    stream = BytesIO()
    _Writer(outline).document().save(stream)
    replace_file(path, stream.getvalue())


class _Writer:
    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._sources = outline.sources()
        self._word: Any = Document()
        self._bookmarks = 0

    def document(self) -> Any:
        """The whole document."""
        _set_up(self._word, self._outline)
        if self._outline.with_cover:
            self._cover()
        for part in self._outline.parts:
            heading = self._word.add_heading("", level=1)
            self._words(heading, (Run(numbered_title(part, self._outline.profile)),))
            for block in part.blocks:
                self._block(block)
            if part.section is Section.SUMMARY:
                self._word.add_page_break()
        self._end()
        return self._word

    def _cover(self) -> None:
        cover, office = self._outline.cover, self._outline.office
        issuer = [words for words in (office.parent.upper(), office.name.upper()) if words]
        if self._outline.profile is Profile.DECREE_30:
            self._national_head(issuer)
        else:
            for words in issuer:
                self._paragraph((Run(words, bold=True),))
        self._words(self._word.add_heading("", level=0), (Run(f"{cover.kind}: {cover.partner}"),))
        if cover.other_names:
            self._paragraph((Run(cover.other_names),))
        self._facts(Facts(tuple((name, (Run(value),)) for name, value in cover.rows)))
        if self._outline.profile is Profile.DECREE_30:
            self._paragraph((Run(cover.place_and_date, italic=True),), WD_ALIGN_PARAGRAPH.RIGHT)
        self._word.add_page_break()

    def _national_head(self, issuer: list[str]) -> None:
        cells = self._word.add_table(rows=1, cols=2).rows[0].cells
        for cell, rows in zip(cells, (issuer, (COUNTRY, MOTTO)), strict=True):
            self._cell(cell, (Run("\n".join(rows), bold=True),), WD_ALIGN_PARAGRAPH.CENTER)

    def _end(self) -> None:
        office, outline = self._outline.office, self._outline
        if outline.profile is Profile.DECREE_30:
            for words in (office.signer_title.upper(), office.signer):
                if words:
                    self._paragraph((Run(words, bold=True),), WD_ALIGN_PARAGRAPH.RIGHT)
        elif outline.drafter:
            self._paragraph((Run(f"Người lập: {outline.drafter}"),), WD_ALIGN_PARAGRAPH.RIGHT)
        self._paragraph((Run(outline.closing, italic=True),))

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                self._words(self._word.add_heading("", level=2), (Run(block.text),))
            case Paragraph():
                self._text(block)
            case Bullets():
                for item in block.items:
                    self._words(self._word.add_paragraph(style="List Bullet"), item)
            case Facts():
                self._facts(block)
            case Table():
                self._table(block)
            case Timeline():
                self._table(timeline_table(block))
            case Chart():
                self._table(chart_table(block))
            case Sources():
                for entry in block.entries:
                    self._source(entry)

    def _text(self, block: Paragraph) -> None:
        if block.kind == "blank":
            self._paragraph(block.text)
            for _ in range(BLANK_LINES):
                self._paragraph((Run(_DOTS),))
            return
        paragraph = self._paragraph(block.text)
        if block.kind == "body":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            paragraph.paragraph_format.first_line_indent = Mm(10)

    def _facts(self, block: Facts) -> None:
        columns = (Column("", 0.27), Column("", 0.73))
        rows = tuple(((Run(name, bold=True),), text) for name, text in block.rows)
        self._grid(columns, rows, ())

    def _table(self, block: Table) -> None:
        if block.caption:
            self._paragraph((Run(block.caption, bold=True),)).paragraph_format.keep_with_next = True
        head = (tuple((Run(c.title, bold=True),) for c in block.columns),)
        self._grid(block.columns, block.rows, head)

    def _grid(
        self,
        columns: tuple[Column, ...],
        rows: Iterable[tuple[Text, ...]],
        head: tuple[tuple[Text, ...], ...],
    ) -> None:
        everything = (*head, *rows)
        table = self._word.add_table(rows=len(everything), cols=len(columns))
        table.style = "Table Grid"
        table.autofit = False
        for number, (row, texts) in enumerate(zip(table.rows, everything, strict=True)):
            if number < len(head):
                _flag(row._tr.get_or_add_trPr(), "w:tblHeader")  # noqa: SLF001 - python-docx has no name for it
            for cell, text, column in zip(row.cells, texts, columns, strict=True):
                cell.width = Mm(_WIDTH_MM * column.share)
                self._cell(cell, text, _ALIGN["centre" if number < len(head) else column.align])
        self._word.add_paragraph().paragraph_format.space_after = Pt(0)

    def _cell(self, cell: Any, text: Text, align: WD_ALIGN_PARAGRAPH) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.alignment = align
        paragraph.paragraph_format.space_after = Pt(2)
        self._words(paragraph, text)

    def _source(self, entry: Source) -> None:
        facts = ", ".join(part for part in (entry.outlet, entry.date) if part)
        words = (Run(f"[{entry.number}] {entry.title}", bold=True), Run(f". {facts}." if facts else ""))
        self._paragraph(words)
        if entry.address:
            self._paragraph((Run(entry.address),))
        several = len(entry.quotes) > 1
        for quote in entry.quotes:
            sign = f"{letter(quote.mark.passage)})" if several else "–"
            paragraph = self._paragraph((Run(f"{sign} “{quote.text}”"),))
            paragraph.paragraph_format.left_indent = Mm(8)
            self._bookmark(paragraph, quote.mark.anchor)

    def _paragraph(self, text: Text, align: WD_ALIGN_PARAGRAPH | None = None) -> Any:
        paragraph = self._word.add_paragraph()
        paragraph.alignment = align
        self._words(paragraph, text)
        return paragraph

    def _words(self, paragraph: Any, text: Text) -> None:
        for run in text:
            if run.mark is not None:
                _link(paragraph, run.mark.anchor, mark_text(run.mark, self._sources))
                continue
            piece = paragraph.add_run(bind(run.text))
            piece.bold = run.bold or None
            piece.italic = run.italic or None

    def _bookmark(self, paragraph: Any, name: str) -> None:
        self._bookmarks += 1
        start, end = _element("w:bookmarkStart"), _element("w:bookmarkEnd")
        for element in (start, end):
            element.set(qn("w:id"), str(self._bookmarks))
        start.set(qn("w:name"), name.replace("-", "_"))
        body = paragraph._p  # noqa: SLF001 - python-docx knows no bookmarks
        # The paragraph's properties must stay its first child, or Word calls the file damaged.
        body.insert(0 if body.pPr is None else 1, start)
        body.append(end)


def _set_up(word: Any, outline: Outline) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(18)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    header = section.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _page_field(header)
    _style_fonts(word)
    properties = word.core_properties
    properties.title, properties.author = outline.title, outline.office.name or outline.drafter
    properties.language, properties.subject = "vi-VN", outline.cover.subject
    properties.comments, properties.last_modified_by = "", ""
    # The clock stays out: the same data give the same file.
    moment = datetime(outline.as_of.year, outline.as_of.month, outline.as_of.day)
    properties.created = properties.modified = moment


def _style_fonts(word: Any) -> None:
    sizes = {"Normal": 13, "Title": 20, "Heading 1": 15, "Heading 2": 13, "List Bullet": 13}
    for name, size in sizes.items():
        style = word.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
        fonts.set(qn("w:cs"), _FONT)
    language = _element("w:lang")
    language.set(qn("w:val"), "vi-VN")
    properties = word.styles["Normal"].element.get_or_add_rPr()
    properties.append(language)
    word.styles["Normal"].paragraph_format.space_after = Pt(6)


def _flag(parent: Any, name: str) -> None:
    element = _element(name)
    element.set(qn("w:val"), "true")
    parent.append(element)


def _page_field(paragraph: Any) -> None:
    for kind, words in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()._r  # noqa: SLF001 - python-docx knows no fields
        element = _element("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = words
        run.append(element)


def _link(paragraph: Any, anchor: str, words: str) -> None:
    link = _element("w:hyperlink")
    link.set(qn("w:anchor"), anchor.replace("-", "_"))
    run = paragraph.add_run(words)
    link.append(run._r)  # noqa: SLF001 - python-docx knows no links inside the document
    paragraph._p.append(link)  # noqa: SLF001
