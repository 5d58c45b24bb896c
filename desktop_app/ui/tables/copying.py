"""Rows as text for the clipboard: tab-separated and as an HTML table, harmless in a spreadsheet."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

_NUMBER = re.compile(r"-?[\d.,]+%?\Z")
_FORMULA = ("=", "+", "-", "@")


def as_tabs(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return the rows with tabs between cells; a cell a spreadsheet would take for a formula gets a quote."""
    return "\n".join("\t".join(_cell(cell) for cell in row) for row in [header, *rows])


def as_html(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return the rows as an HTML table whose cells are text for Word and Excel."""
    head = "".join(f"<th>{html.escape(cell)}</th>" for cell in header)
    body = "".join(
        "<tr>"
        + "".join(f"<td style=\"mso-number-format:'\\@'\">{html.escape(cell)}</td>" for cell in row)
        + "</tr>"
        for row in rows
    )
    return f'<meta charset="utf-8"><table border="1"><tr>{head}</tr>{body}</table>'


def _cell(text: str) -> str:
    line = " ".join(text.split())
    return f"'{line}" if line.startswith(_FORMULA) and not _NUMBER.match(line) else line
