"""What was dropped or pasted, taken out of the clipboard's formats."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData

_SHORT = 400


@dataclass(frozen=True, slots=True)
class Incoming:
    """Files and folders, or text with perhaps the browser's HTML; ``is_link`` is a bare address of a page."""

    paths: tuple[Path, ...] = ()
    text: str = ""
    html: str = ""
    is_link: bool = False


def may_come_in(data: QMimeData) -> bool:
    """Return whether there is something an article could be made of; looks at the formats only."""
    return data.hasUrls() or data.hasText() or data.hasHtml()


def incoming_from(data: QMimeData) -> Incoming | None:
    """Return what ``data`` carries, or None when that is nothing to read."""
    urls = data.urls() if data.hasUrls() else []
    paths = tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())
    if paths:
        return Incoming(paths=paths)
    text = data.text() if data.hasText() else ""
    html = data.html() if data.hasHtml() else ""
    if _is_link(text.strip()) or (urls and len(text) < _SHORT):
        return Incoming(text=text, is_link=True)
    if not text.strip() and not html.strip():
        return None
    return Incoming(text=text, html=html)


def _is_link(text: str) -> bool:
    return text.startswith(("http://", "https://", "www.")) and len(text.split()) == 1
