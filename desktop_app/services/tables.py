"""Lists as files for a spreadsheet: every cell is text, so that nothing typed can act as a formula."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from desktop_app.errors import UserFixable, WorldError

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_CELL = 32_000
_WIDEST, _NARROWEST = 60, 8
_SHEET_NAME = "Danh sách"


def export_table(path: Path, title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a list to ``path``: ``.xlsx`` or ``.csv`` (UTF-8 with mark, semicolons). All or nothing.

    Args:
        path: where; an existing file is replaced.
        title: names the list in the first line of a spreadsheet.
        header: the headings.
        rows: the cells; every row is as long as ``header``.

    Raises:
        UserFixable: another file ending.
        WorldError: the file cannot be written; an existing one is untouched.
    """
    writers = {".xlsx": _write_sheet, ".csv": _write_csv}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise UserFixable(
            "Chỉ xuất được tệp Excel (.xlsx) hoặc CSV (.csv).", "Hãy đặt tên tệp có đuôi .xlsx hoặc .csv."
        )
    try:
        handle, name = tempfile.mkstemp(suffix=path.suffix, dir=path.parent)
        os.close(handle)
        part = Path(name)
        try:
            writer(part, title, header, rows)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise WorldError(
            f"Không ghi được tệp “{path.name}”. Dữ liệu trong kho vẫn nguyên vẹn.",
            "Tệp có thể đang mở ở chương trình khác: hãy đóng lại, hoặc chọn tên khác.",
            str(error),
        ) from error


def _write_sheet(path: Path, title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    # A tenth of a second that the window should not wait for when it opens.
    import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]
    from xlsxwriter.exceptions import XlsxFileError  # pyright: ignore[reportMissingTypeStubs]

    options = {"strings_to_formulas": False, "strings_to_urls": False}
    try:
        with cast("Any", xlsxwriter).Workbook(str(path), options) as book:
            _fill_sheet(book, title, header, rows)
    except XlsxFileError as error:
        raise OSError(str(error)) from error


def _fill_sheet(book: Any, title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
    plain = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "num_format": "@"})
    heading = book.add_format({"bold": True, "font_size": 13})
    sheet = book.add_worksheet(_SHEET_NAME)
    sheet.write_string(0, 0, title, heading)
    for column, text in enumerate(header):
        sheet.write_string(2, column, text, bold)
        longest = max((len(row[column]) for row in rows), default=0)
        sheet.set_column(column, column, min(max(longest, len(text), _NARROWEST), _WIDEST))
    for place, row in enumerate(rows, start=3):
        for column, text in enumerate(row):
            sheet.write_string(place, column, _clean(text)[:_LONGEST_CELL], plain)
    sheet.freeze_panes(3, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)


def _write_csv(path: Path, _title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writerow(header)
        writer.writerows([_harmless(_clean(cell)) for cell in row] for row in rows)


def _clean(text: str) -> str:
    """Without control characters, which a spreadsheet file may not hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t")


def _harmless(text: str) -> str:
    """A cell a spreadsheet would read as a formula gets a quote in front."""
    return f"'{text}" if text.startswith(_FORMULA) else text
