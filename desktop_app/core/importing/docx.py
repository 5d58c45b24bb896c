"""Word files (.docx), with their tables, tracked insertions and the fonts of before Unicode."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from desktop_app.core.importing.article import Proposal, RefusalReason
from desktop_app.core.importing.raw import RawArticle, RawParagraph
from desktop_app.core.importing.refusals import ReadRefused
from desktop_app.core.text import legacy
from desktop_app.core.text.legacy import LegacyEncoding

MAX_UNPACKED = 200 * 1024 * 1024
MAX_DOCUMENT_XML = 30 * 1024 * 1024
MAX_MEMBERS = 5_000
MAX_RATIO = 200
_RATIO_MATTERS_FROM = 1024 * 1024
_CHUNK = 256 * 1024
_DEEPEST_TABLE = 8
_LONG_CELL = 200

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = frozenset(
    (f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent", f"{_W}pPr", f"{_W}rPr", f"{_W}instrText")
)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CHARACTERS = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
    # The "ư" of TCVN3.
    f"{_W}softHyphen": "\u00ad",
}


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    font: str


def read_docx(data: bytes) -> RawArticle:
    """Read a Word file.

    Raises:
        ReadRefused: it is damaged, protected, or unpacks to far more than a paper holds.
    """
    check_archive(data)
    document = _open(data)
    fonts = _StyleFonts(document)
    paragraphs = list(_blocks(document.element.body, fonts))
    encodings = _encodings([run for paragraph in paragraphs for run in paragraph])
    return RawArticle(
        paragraphs=tuple(RawParagraph(_joined(paragraph, encodings)) for paragraph in paragraphs),
        opening=_margins(document),
        fonts=tuple({run.font for paragraph in paragraphs for run in paragraph if run.font}),
        converted=bool(encodings),
        title=_title(document),
        warnings=_warnings(encodings),
    )


def check_archive(data: bytes) -> None:
    """Refuse an archive that unpacks to too much, before any parser sees it.

    Raises:
        ReadRefused: too many members or bytes, too high a ratio, damaged or encrypted.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS or len({member.filename for member in members}) != len(members):
                raise ReadRefused(RefusalReason.BOMB)
            if any(member.flag_bits & 1 for member in members):
                raise ReadRefused(RefusalReason.PROTECTED)
            left = MAX_UNPACKED
            for member in members:
                left -= _unpacked_size(archive, member, left)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise ReadRefused(RefusalReason.DAMAGED) from error


def _unpacked_size(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> int:
    """Unpack a member piece by piece: the size its header claims may be a lie."""
    limit = min(left, MAX_DOCUMENT_XML if member.filename.endswith(".xml") else left)
    size = 0
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            steep = size > _RATIO_MATTERS_FROM and size > MAX_RATIO * max(member.compress_size, 1)
            if size > limit or steep:
                raise ReadRefused(RefusalReason.BOMB)
    return size


def _open(data: bytes) -> Any:
    import docx

    try:
        return docx.Document(io.BytesIO(data))
    except Exception as error:
        # python-docx lets KeyError, ValueError, its own and lxml's errors through.
        raise ReadRefused(RefusalReason.DAMAGED) from error


class _StyleFonts:
    """Fonts that paragraphs have from their styles."""

    def __init__(self, document: Any) -> None:
        self._fonts: dict[str, str] = {}
        self._default = ""
        for style in document.styles:
            font = getattr(style, "font", None)
            name = (font.name if font is not None else None) or ""
            self._fonts[style.style_id] = name
            if style.style_id == "Normal":
                self._default = name

    def of(self, paragraph: Any) -> str:
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        name = self._fonts.get(style.get(f"{_W}val", ""), "") if style is not None else ""
        return name or self._default


def _blocks(container: Any, fonts: _StyleFonts, depth: int = 0) -> Iterator[list[_Run]]:
    """Yield the paragraphs of a body or cell, tables row by row, in the order of the page."""
    for child in container.iterchildren():
        if child.tag == f"{_W}p":
            yield list(_runs(child, fonts.of(child)))
        elif child.tag == f"{_W}tbl" and depth < _DEEPEST_TABLE:
            for row in child.iter(f"{_W}tr"):
                if _owner(row) is child:
                    yield from _row(row, fonts, depth + 1)
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _blocks(child, fonts, depth)


def _owner(row: Any) -> Any:
    return next(row.iterancestors(f"{_W}tbl"))


def _row(row: Any, fonts: _StyleFonts, depth: int) -> Iterator[list[_Run]]:
    """A row of short cells is one paragraph, "a | b"; cells used for layout give their own paragraphs."""
    cells = [
        [p for p in _blocks(cell, fonts, depth) if _text(p).strip()]
        for cell in row.iter(f"{_W}tc")
        if next(cell.iterancestors(f"{_W}tr")) is row
    ]
    cells = [cell for cell in cells if cell]
    short = all(len(cell) == 1 and len(_text(cell[0])) <= _LONG_CELL for cell in cells)
    if len(cells) > 1 and short:
        joined: list[_Run] = []
        for cell in cells:
            joined.extend([_Run(" | ", "")] if joined else [])
            joined.extend(cell[0])
        yield joined
        return
    for cell in cells:
        yield from cell


def _text(paragraph: list[_Run]) -> str:
    return "".join(run.text for run in paragraph)


def _runs(element: Any, font: str) -> Iterator[_Run]:
    for child in element.iterchildren():
        if child.tag in _SKIPPED or child.tag == _FALLBACK:
            continue
        if child.tag == f"{_W}r":
            named = child.find(f"{_W}rPr/{_W}rFonts")
            own = named.get(f"{_W}ascii") or named.get(f"{_W}hAnsi") if named is not None else None
            yield _Run("".join(_characters(child)), own or font)
        else:
            yield from _runs(child, font)


def _characters(run: Any) -> Iterator[str]:
    for child in run.iterchildren():
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]


def _encodings(runs: list[_Run]) -> frozenset[LegacyEncoding]:
    """The legacy encodings really used: a font's name alone may be left over from before a conversion."""
    used: set[LegacyEncoding] = set()
    for encoding in LegacyEncoding:
        typed = [run for run in runs if legacy.encoding_of_font(run.font) is encoding]
        text = " ".join(run.text for run in typed)
        if typed and legacy.detect(text, [typed[0].font]) is encoding:
            used.add(encoding)
    return frozenset(used)


def _joined(paragraph: list[_Run], encodings: frozenset[LegacyEncoding]) -> str:
    """Convert stretches of one font at once: VNI writes one letter with two characters."""
    done: list[str] = []
    stretch: list[str] = []
    font = ""
    for run in [*paragraph, _Run("", "\0")]:
        if run.font != font:
            encoding = legacy.encoding_of_font(font)
            text = "".join(stretch)
            done.append(
                legacy.convert(text, encoding, font=font) if encoding in encodings and encoding else text
            )
            stretch, font = [], run.font
        stretch.append(run.text)
    return "".join(done)


def _margins(document: Any) -> str:
    """Text of headers and text boxes, where stamps are put."""
    found: list[str] = []
    for box in document.element.body.iter(f"{_W}txbxContent"):
        found.extend(_text(list(_runs(paragraph, ""))) for paragraph in box.iter(f"{_W}p"))
    for section in list(document.sections)[:20]:
        for part in (section.header, section.first_page_header, section.footer):
            root = part._element  # noqa: SLF001 - the only way to text boxes inside a header
            found.extend(_text(list(_runs(paragraph, ""))) for paragraph in root.iter(f"{_W}p"))
    return "\n".join(line for line in found if line.strip())


def _title(document: Any) -> Proposal | None:
    for paragraph in document.paragraphs[:5]:
        if paragraph.style is not None and paragraph.style.name == "Title" and paragraph.text.strip():
            return Proposal(paragraph.text, "từ dòng tiêu đề trong tệp Word")
    return None


def _warnings(encodings: frozenset[LegacyEncoding]) -> tuple[str, ...]:
    return tuple(
        f"Văn bản dùng phông chữ cũ {encoding.value}; đã chuyển sang chữ Unicode. "
        "Hãy đọc lướt lại trước khi lưu."
        for encoding in sorted(encodings)
    )
