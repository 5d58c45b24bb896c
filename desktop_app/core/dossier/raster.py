"""Pages of a finished PDF as pictures, for the preview and the printer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2 as pdfium  # pyright: ignore[reportMissingTypeStubs]

from desktop_app.errors import WorldError


def page_count(path: Path) -> int:
    """Number of pages of a PDF.

    Raises:
        WorldError: the file is missing or cannot be read.
    """
    document = _open(path)
    try:
        return len(document)
    finally:
        document.close()


def render_page(path: Path, index: int, scale: float = 1.0) -> tuple[int, int, bytes]:
    """Draw page ``index`` (from 0); ``scale`` 1.0 means 72 dots per inch.

    Returns:
        Width and height in pixels and the pixels, row by row, four bytes each: blue, green, red, alpha.

    Raises:
        IndexError: there is no such page.
        WorldError: the file is missing or cannot be read.
    """
    document: Any = _open(path)
    try:
        if not 0 <= index < len(document):
            raise IndexError(index)
        page = document[index]
        bitmap = page.render(scale=scale, rev_byteorder=False, force_bitmap_format=pdfium.raw.FPDFBitmap_BGRA)
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        data = bytes(bitmap.buffer)
        bitmap.close()
        page.close()
    finally:
        document.close()
    if stride == 4 * width:
        return width, height, data
    return width, height, b"".join(data[row * stride : row * stride + 4 * width] for row in range(height))


def _open(path: Path) -> pdfium.PdfDocument:
    try:
        # Read at once: an open file could not be replaced by a newer dossier on Windows.
        return pdfium.PdfDocument(path.read_bytes())
    except (OSError, pdfium.PdfiumError) as error:
        raise WorldError(
            f"Không mở được tệp “{path.name}” để xem trước.",
            "Hãy in lại hồ sơ.",
            f"{type(error).__name__}: {error}",
        ) from error
