"""Lists as files: nothing in them acts, nothing is lost, an old file survives a failure."""

import csv
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from desktop_app.errors import UserFixable, WorldError
from desktop_app.services.tables import export_table

HEADER = ["Tên", "Số"]
HOSTILE = ["=1+1", "+84 238", "-5", "@SUM(A1)", "\t=1", "http://x", "<b>đậm</b>", "a\x00b", "ẵ" * 40_000, ""]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_sheet_holds_text_only(tmp_path: Path, text: str):
    path = tmp_path / "a.xlsx"
    export_table(path, "Danh sách", HEADER, [[text, "1"]])
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        links = [name for name in book.namelist() if "rels" in name and "sheet" in name]
    assert "<f>" not in sheet
    assert 't="n"' not in sheet
    assert not links


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_no_cell_of_a_csv_begins_a_formula(tmp_path_factory: pytest.TempPathFactory, cells: list[str]):
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    cells = [cell.encode("utf-8", "ignore").decode() for cell in cells]
    export_table(path, "", ["Cột"], [[cell] for cell in cells])
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert len(rows) == len(cells) + 1
    assert all(not row[0].startswith(("=", "+", "-", "@")) for row in rows[1:] if row)


def test_vietnamese_survives(tmp_path: Path):
    path = tmp_path / "Đoàn ra.csv"
    export_table(path, "", HEADER, [["Nguyễn Thị Ẵm; “trích”", "1.234,5"]])
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file, delimiter=";"))[1] == ["Nguyễn Thị Ẵm; “trích”", "1.234,5"]


def test_another_ending_is_refused(tmp_path: Path):
    with pytest.raises(UserFixable):
        export_table(tmp_path / "a.exe", "", HEADER, [])
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_said(tmp_path: Path):
    with pytest.raises(WorldError, match="Không ghi được"):
        export_table(tmp_path / "không có" / "a.xlsx", "", HEADER, [])


def test_an_old_file_survives_a_failure(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("cũ", encoding="utf-8")
    with pytest.raises(IndexError):
        export_table(path.with_suffix(".xlsx"), "", HEADER, [["chỉ một ô"]])
    assert path.read_text(encoding="utf-8") == "cũ"
    assert [one.name for one in tmp_path.iterdir()] == ["a.csv"]
