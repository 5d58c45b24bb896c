"""What kind of file this is, judged by its content; the name only decides between kinds of text."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum

from desktop_app.core.importing.article import RefusalReason
from desktop_app.core.importing.refusals import (
    ARCHIVE,
    OLD_WORD,
    PICTURE,
    SPREADSHEET,
    ReadRefused,
)


class Kind(StrEnum):
    """A kind of file that can be read; the value is its media type."""

    PLAIN = "text/plain"
    HTML = "text/html"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    PDF = "application/pdf"


_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"\0\0\1\0")
_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
_PROGRAMS = (b"MZ", b"\x7fELF", b"SQLite format 3\0", b"\xca\xfe\xba\xbe")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML_START = re.compile(
    rb"\A[\s\0]*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,4000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TAGS = re.compile(rb"<(?:p|div|br|span|article|table|h1|meta|body)\b[^>]{0,400}>", re.IGNORECASE)


def kind_of(data: bytes, file_name: str, media_type: str | None = None) -> Kind:
    """Return the kind of a file from its first bytes, its name and, last, the media type somebody claims.

    Raises:
        ReadRefused: the program cannot read this kind; the sentence says what to do instead.
    """
    head = data[:4096]
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    if head.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise ReadRefused(RefusalReason.PROTECTED)
        raise ReadRefused(RefusalReason.UNKNOWN_KIND, OLD_WORD)
    if head.startswith(b"{\\rtf"):
        raise ReadRefused(RefusalReason.UNKNOWN_KIND, OLD_WORD)
    if _is_picture(head):
        raise ReadRefused(RefusalReason.UNKNOWN_KIND, PICTURE)
    if head.startswith(_ARCHIVES):
        raise ReadRefused(RefusalReason.UNKNOWN_KIND, ARCHIVE)
    if head.startswith(_PROGRAMS) and b"\0" in head:
        raise ReadRefused(RefusalReason.UNKNOWN_KIND)
    return _text_kind(data, file_name, media_type)


def _is_picture(head: bytes) -> bool:
    if head.startswith(_PICTURES):
        return True
    if head.startswith(b"BM") and b"\0" in head[:16]:
        return True
    return (head.startswith(b"RIFF") and head[8:12] == b"WEBP") or head[4:8] == b"ftyp"


def _zip_kind(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ReadRefused(RefusalReason.DAMAGED) from error
    if "word/document.xml" in names:
        return Kind.DOCX
    if any(name.startswith(("xl/", "ppt/")) for name in names):
        raise ReadRefused(RefusalReason.UNKNOWN_KIND, SPREADSHEET)
    if "[Content_Types].xml" in names:
        return Kind.DOCX
    raise ReadRefused(RefusalReason.UNKNOWN_KIND, ARCHIVE)


def _text_kind(data: bytes, file_name: str, media_type: str | None) -> Kind:
    # In UTF-16 every other byte is NUL; without them the tags show.
    head = data[:20_000].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe")
    if _HTML_START.match(head):
        return Kind.HTML
    claims_html = file_name.casefold().endswith((".html", ".htm", ".xhtml")) or media_type == Kind.HTML
    if claims_html and _HTML_TAGS.search(head):
        return Kind.HTML
    return Kind.PLAIN
