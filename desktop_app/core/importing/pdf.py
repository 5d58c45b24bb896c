"""PDF files with text; scanned pages are refused with a sentence that says so."""

# The library comes without types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from __future__ import annotations

import ctypes
import itertools
import re
from typing import Any

from desktop_app.core.importing.article import RefusalReason
from desktop_app.core.importing.plain import MAX_CHARACTERS
from desktop_app.core.importing.raw import RawArticle, RawParagraph
from desktop_app.core.importing.refusals import SCANNED, ReadRefused

MAX_PAGES = 2_000
_LEAST_LETTERS = 20
_FONT_SAMPLES = 40
_SHORT_LINE = 0.7

_STARTS_ANEW = re.compile(
    r"\s*(?:[-–—•*+▪·]\s|\d{1,2}(?:\.\d{1,2})*[.)]\s|[a-zđ]\)\s|[IVX]{1,5}\.\s|Điều\s\d|Chương\s[IVX\d]|\()"
)
_ENDS = (".", ":", ";", "!", "?", "…", ".”", '."', "./.")
_PAGE_NUMBER = re.compile(r"\s*(?:-\s*)?\d{1,4}(?:\s*-|\s*/\s*\d{1,4})?\s*\Z")


def read_pdf(data: bytes) -> RawArticle:
    """Read the text of a PDF file.

    Raises:
        ReadRefused: it is damaged, protected, too long, or has no text because it is a scan.
    """
    document = _open(data)
    try:
        pages, fonts = _pages(document)
    finally:
        document.close()
    if sum(letter.isalnum() for page in pages for letter in page) < _LEAST_LETTERS:
        raise ReadRefused(RefusalReason.NO_TEXT, SCANNED)
    lines = [line for page in pages for line in _lines(page)]
    return RawArticle(
        paragraphs=tuple(RawParagraph(text) for text in join_lines(lines)),
        opening="\n".join("\n".join(page.splitlines()[:40]) for page in pages[:3]),
        fonts=tuple(sorted(fonts)),
    )


def _open(data: bytes) -> Any:
    import pypdfium2
    import pypdfium2.raw as raw

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD or "assword" in str(error)
        raise ReadRefused(RefusalReason.PROTECTED if locked else RefusalReason.DAMAGED) from error
    if len(document) > MAX_PAGES:
        document.close()
        raise ReadRefused(RefusalReason.TOO_LARGE)
    return document


def _pages(document: Any) -> tuple[list[str], set[str]]:
    import pypdfium2

    pages: list[str] = []
    fonts: set[str] = set()
    total = 0
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            # One broken page does not cost the others.
            continue
        text_page = page.get_textpage()
        text: str = text_page.get_text_range()
        total += len(text)
        if total > MAX_CHARACTERS:
            raise ReadRefused(RefusalReason.TOO_LARGE)
        pages.append(text)
        if number < 5:
            fonts |= _fonts(text_page)
        text_page.close()
        page.close()
    return pages, fonts


def _fonts(text_page: Any) -> set[str]:
    """Names of the fonts of some characters spread over a page."""
    import pypdfium2.raw as raw

    count: int = text_page.count_chars()
    names: set[str] = set()
    for index in range(0, count, max(1, count // _FONT_SAMPLES)):
        buffer = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        length = raw.FPDFText_GetFontInfo(text_page.raw, index, buffer, len(buffer), ctypes.byref(flags))
        if 1 < length <= len(buffer):
            names.add(buffer.value.decode("utf-8", "replace"))
    return names


def _lines(page: str) -> list[str]:
    # U+FFFE and U+0002 are how the library shows a hyphen at a line's end.
    lines = [
        line.rstrip("\ufffe\x02 ") for line in page.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ]
    lines = [line for line in lines if line.strip()]
    for edge in (0, -1):
        if lines and _PAGE_NUMBER.match(lines[edge]):
            del lines[edge]
    return lines


def join_lines(lines: list[str]) -> list[str]:
    """Join the lines of pages to paragraphs.

    A new one starts after a line that ends a sentence or stops well short of the margin, before a bullet, a
    number or "Điều", and around headings in capitals.
    """
    if not lines:
        return []
    width = sorted(len(line) for line in lines)[len(lines) * 4 // 5]
    found = [lines[0].strip()]
    for before, line in itertools.pairwise(lines):
        short = len(before) < width * _SHORT_LINE
        ended = before.rstrip().endswith(_ENDS) or short or before.isupper() != line.isupper()
        continues = line.lstrip()[:1].islower() and not before.rstrip().endswith((":", ";"))
        if (ended and not continues) or _STARTS_ANEW.match(line):
            found.append(line.strip())
        else:
            found[-1] = f"{found[-1]} {line.strip()}"
    return found
