"""Taking the answers along: on the clipboard, or all of them in a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.labels import label
from desktop_app.progress import Reporter
from desktop_app.services.searching import SearchHit, SearchRequest
from desktop_app.services.tables import export_table
from desktop_app.ui.tables.copying import as_html, as_tabs

_PAGE = 500
_MOST_EXPORTED = 100_000
HEADER = ["Loại", "Tiêu đề", "Ngày", "Đối tác hoặc nguồn", "Trích đoạn"]


def row_of(hit: SearchHit) -> list[str]:
    """An answer as cells under ``HEADER``."""
    return [label(hit.kind), hit.title, hit.date, hit.detail, hit.snippet]


def copy_hits(hits: Sequence[SearchHit]) -> int:
    """Put answers on the clipboard as a table; returns how many."""
    rows = [row_of(hit) for hit in hits]
    data = QMimeData()
    data.setText(as_tabs(HEADER, rows))
    data.setHtml(as_html(HEADER, rows))
    QGuiApplication.clipboard().setMimeData(data)
    return len(rows)


def ask_path(parent: QWidget, title: str, offered: str, kinds: str) -> Path | None:
    """Ask where a file is to be written; None: the person does not want one."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, offered, kinds)
    return Path(chosen) if chosen else None


def export_hits(search: Any, request: SearchRequest, path: Path, title: str, reporter: Reporter) -> Path:
    """Write all answers to ``path``; not for the GUI thread.

    Raises:
        Cancelled: the person stopped it; no file was written.
        AppError: the file cannot be written.
    """
    rows: list[list[str]] = []
    total = 1
    request = replace(request, limit=_PAGE)
    while len(rows) < min(total, _MOST_EXPORTED):
        reporter.step(len(rows), max(total, len(rows)))
        page = search.search(replace(request, offset=len(rows)))
        total = page.total
        if not page.hits:
            break
        rows += [row_of(hit) for hit in page.hits]
    reporter.step(len(rows), len(rows))
    export_table(path, title, HEADER, rows)
    return path
