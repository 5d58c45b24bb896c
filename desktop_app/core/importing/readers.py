"""Reading a file into an article: the list of kinds, and the one place where errors become refusals.

Parsers meet hostile files here. ``isolated`` runs these functions in a process of their own; in this process
they are for tests and for text that the program made itself.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop_app.core.importing.article import ImportedArticle, RefusalReason, Unreadable
from desktop_app.core.importing.assemble import assemble
from desktop_app.core.importing.docx import read_docx
from desktop_app.core.importing.html import read_html
from desktop_app.core.importing.kinds import Kind, kind_of
from desktop_app.core.importing.pdf import read_pdf
from desktop_app.core.importing.plain import read_plain
from desktop_app.core.importing.raw import RawArticle
from desktop_app.core.importing.refusals import MAX_FILE_BYTES, ReadRefused, refusal_sentence, unreadable

__all__ = ["SUFFIXES", "read_bytes", "read_file", "refusal_sentence"]

# Suffixes of files worth offering in a file dialog or taking from a folder.
SUFFIXES = (".txt", ".html", ".htm", ".docx", ".pdf")

_READERS: dict[Kind, Callable[[bytes], RawArticle]] = {
    Kind.PLAIN: read_plain,
    Kind.HTML: read_html,
    Kind.DOCX: read_docx,
    Kind.PDF: read_pdf,
}


def read_bytes(data: bytes, file_name: str, *, media_type: str | None = None) -> ImportedArticle | Unreadable:
    """Read the bytes of a file in this process. Never raises for anything a file may contain.

    Args:
        data: the whole file.
        file_name: its name without folders, shown to the person.
        media_type: what somebody (a browser) says it is; the content decides.
    """
    if not data.strip(b"\0 \t\r\n"):
        return unreadable(file_name, RefusalReason.EMPTY)
    if len(data) > MAX_FILE_BYTES:
        return unreadable(file_name, RefusalReason.TOO_LARGE)
    try:
        kind = kind_of(data, file_name, media_type)
        return assemble(_READERS[kind](data), file_name=file_name, media_type=kind.value, original=data)
    except ReadRefused as refused:
        return unreadable(file_name, refused.reason, refused.sentence)
    except MemoryError:
        return unreadable(file_name, RefusalReason.BOMB)
    except Exception:
        return unreadable(file_name, RefusalReason.DAMAGED)


def read_file(path: Path) -> ImportedArticle | Unreadable:
    """Read a file in this process; see ``read_bytes``."""
    loaded = load(path)
    return loaded if isinstance(loaded, Unreadable) else read_bytes(loaded, path.name)


def load(path: Path) -> bytes | Unreadable:
    """Return the bytes of a file, or why they cannot be had."""
    try:
        if not path.is_file():
            return unreadable(path.name, RefusalReason.UNREADABLE)
        with path.open("rb") as stream:
            # One byte more than allowed: a file may grow while it is read.
            data = stream.read(MAX_FILE_BYTES + 1)
    except OSError:
        return unreadable(path.name, RefusalReason.UNREADABLE)
    if len(data) > MAX_FILE_BYTES:
        return unreadable(path.name, RefusalReason.TOO_LARGE)
    return data
