"""Pages of a finished PDF as pictures, for the preview and the printer."""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium  # pyright: ignore[reportMissingTypeStubs]

from desktop_app.errors import WorldError

# The library behind pypdfium2 may only ever be in one thread at a time.
_LOCK = threading.Lock()


def page_count(source: Path | bytes) -> int:
    """Number of pages of a PDF, given as file or content.

    Raises:
        WorldError: the file is missing or cannot be read.
    """
    with _opened(source) as document:
        return len(document)


def page_sizes(source: Path | bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of every page in points.

    Raises:
        WorldError: the file is missing or cannot be read.
    """
    with _opened(source) as document:
        return tuple(document.get_page_size(index) for index in range(len(document)))


def page_texts(source: Path | bytes) -> tuple[str, ...]:
    """The words on every page.

    Raises:
        WorldError: the file is missing or cannot be read.
    """
    with _opened(source) as document:
        texts: list[str] = []
        for index in range(len(document)):
            page = document[index]
            words = page.get_textpage()
            texts.append(words.get_text_bounded())
            words.close()
            page.close()
        return tuple(texts)


def render_page(source: Path | bytes, index: int, scale: float = 1.0) -> tuple[int, int, bytes]:
    """Draw page ``index`` (from 0); ``scale`` 1.0 means 72 dots per inch.

    Returns:
        Width and height in pixels and the pixels, row by row, four bytes each: blue, green, red, alpha.

    Raises:
        IndexError: there is no such page.
        WorldError: the file is missing or cannot be read.
    """
    with _opened(source) as document:
        if not 0 <= index < len(document):
            raise IndexError(index)
        page = document[index]
        bitmap = page.render(scale=scale, rev_byteorder=False, force_bitmap_format=pdfium.raw.FPDFBitmap_BGRA)
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        data = bytes(bitmap.buffer)
        bitmap.close()
        page.close()
    if stride == 4 * width:
        return width, height, data
    return width, height, b"".join(data[row * stride : row * stride + 4 * width] for row in range(height))


@contextmanager
def _opened(source: Path | bytes) -> Generator[Any]:
    with _LOCK:
        document = _open(source)
        try:
            yield document
        finally:
            document.close()


def _open(source: Path | bytes) -> pdfium.PdfDocument:
    name = source.name if isinstance(source, Path) else "hồ sơ"
    try:
        # Read at once: an open file could not be replaced by a newer dossier on Windows.
        return pdfium.PdfDocument(source.read_bytes() if isinstance(source, Path) else source)
    except (OSError, pdfium.PdfiumError) as error:
        raise WorldError(
            f"Không mở được tệp “{name}” để xem trước.",
            "Hãy in lại hồ sơ.",
            f"{type(error).__name__}: {error}",
        ) from error
