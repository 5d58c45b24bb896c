"""Outline → PDF. Same outline, same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate
from reportlab.platypus.doctemplate import IndexingFlowable

from desktop_app.core.dossier import fonts
from desktop_app.core.dossier.flow import story
from desktop_app.core.dossier.furniture import draw_furniture
from desktop_app.core.dossier.markup import safe
from desktop_app.core.dossier.model import Outline
from desktop_app.core.dossier.saving import replace_file
from desktop_app.core.dossier.styles import (
    BOTTOM,
    FRAME_HEIGHT,
    FRAME_WIDTH,
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    TOP,
    Sheet,
)
from desktop_app.progress import Reporter


@dataclass(frozen=True, slots=True)
class PdfResult:
    """What was written. ``contents`` gives the page on which each section starts."""

    pages: int
    path: Path
    contents: tuple[tuple[str, int], ...] = ()


def write_pdf(outline: Outline, path: Path, *, reporter: Reporter | None = None) -> PdfResult:
    """Lay the dossier out and put the file in place of ``path``.

    Raises:
        MissingGlyph: a character cannot be drawn with the shipped fonts.
        WorldError: the file cannot be written.
        Cancelled: the person asked to stop. In all three cases an old file stays as it was.
    """
    content, result = render(outline, path, reporter or Reporter())
    replace_file(path, content)
    return result


def render(outline: Outline, path: Path, reporter: Reporter) -> tuple[bytes, PdfResult]:
    """The bytes of the PDF and what is in it; ``path`` is only passed on into the result."""
    fonts.ready()
    reporter.step(0, 0, "Đang dàn trang hồ sơ")
    stream = BytesIO()
    document = _Document(stream, outline, reporter)
    document.multiBuild([_PageTotal(document), *story(outline, document.sheet)])
    return stream.getvalue(), PdfResult(document.total, path, tuple(document.contents))


class _PageTotal(IndexingFlowable):
    """Asks for another pass while "trang x/y" was drawn with an old y."""

    def __init__(self, document: _Document) -> None:
        super().__init__()
        self._document = document

    def isSatisfied(self) -> bool:  # noqa: N802 - ReportLab's name
        return self._document.total == self._document.page

    def beforeBuild(self) -> None:  # noqa: N802 - ReportLab's name
        self._document.total = self._document.last_total
        self._document.contents.clear()

    def afterBuild(self) -> None:  # noqa: N802 - ReportLab's name
        self._document.last_total = self._document.page

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 - ReportLab's names
        return 0, 0

    def draw(self) -> None:
        """Nothing to see."""


class _Document(BaseDocTemplate):
    def __init__(self, stream: BytesIO, outline: Outline, reporter: Reporter) -> None:
        self.outline_text = outline
        self.sheet = Sheet(outline.profile)
        self.total = self.last_total = 0
        self.contents: list[tuple[str, int]] = []
        self._reporter = reporter
        super().__init__(  # pyright: ignore[reportUnknownMemberType]
            stream,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            leftMargin=LEFT,
            rightMargin=RIGHT,
            topMargin=TOP,
            bottomMargin=BOTTOM,
            title=outline.title,
            author=outline.office.name or outline.drafter,
            subject=outline.cover.subject,
            creator="Bang Giao",
            producer="Bang Giao",
            lang="vi-VN",
            displayDocTitle=1,
            invariant=1,
            pageCompression=1,
            initialFontName=fonts.face(fonts.SERIF),
        )
        frame = Frame(LEFT, BOTTOM, FRAME_WIDTH, FRAME_HEIGHT, 0, 0, 0, 0, id="page")
        self.addPageTemplates([PageTemplate(id="page", frames=[frame], onPage=self._furniture)])

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - ReportLab's name
        """Note every section heading for the contents and the bookmarks."""
        title: Any = getattr(flowable, "contents_title", None)
        if title is None:
            return
        key, level, words = title
        canvas: Any = self.canv
        canvas.bookmarkPage(key)
        canvas.addOutlineEntry(words, key, level, closed=False)
        if level == 0:
            self.contents.append((words, self.page))
            self.notify("TOCEntry", (0, safe(words), self.page, key))

    def _furniture(self, canvas: Canvas, _document: BaseDocTemplate) -> None:
        self._reporter.step(self.page, self.last_total, "Đang dàn trang hồ sơ")
        if self.page == 1:
            canvas.showOutline()
        draw_furniture(canvas, self.outline_text, self.sheet, self.page, self.total)
