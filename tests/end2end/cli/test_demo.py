"""``demo``: the whole road on the sample articles."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

Run = Callable[..., Any]


def test_it_makes_what_it_says(demo: Any) -> None:
    assert demo.ended.status == 0, demo.ended.err
    told = demo.ended.json
    assert told["articles"] == 17
    assert told["pending_suggestions"] > 0
    assert min(told[name] for name in ("partners", "visits", "agreements", "open_commitments", "persons")) > 5
    assert all(found["total"] and found["hits"] for found in told["searches"])
    assert {Path(item["path"]).suffix for item in told["dossiers"]} == {".pdf", ".docx"}
    assert sorted(path.name for path in demo.out.iterdir()) == sorted(
        Path(item["path"]).name for item in told["dossiers"]
    )


@pytest.mark.parametrize(("name", "words"), [("asan", "Thành phố Asan"), ("gwangju", "Thành phố Gwangju")])
def test_the_dossiers_speak_of_their_partner(demo: Any, name: str, words: str) -> None:
    (pdf,) = demo.out.glob(f"*{name}*.pdf")
    pages = [page.extract_text() for page in PdfReader(pdf).pages]
    assert len(pages) > 3
    assert words in pages[0]
    assert "20/4/2026" in pages[0]
    (docx,) = demo.out.glob(f"*{name}*.docx")
    with zipfile.ZipFile(docx) as packed:
        assert words in packed.read("word/document.xml").decode("utf-8")


def test_it_tells_in_vietnamese_and_leaves_nothing_behind(home: Path, start: Run) -> None:
    ended = start(home, "demo")
    assert ended.status == 0
    assert ended.err == ""
    for words in ("17 tin bài mẫu", "2. Tìm kiếm", "3. Hồ sơ tóm tắt", "Xong trong"):
        assert words in ended.out
    assert len(list((home / "bang-giao-demo").iterdir())) == 4
    assert not list((home / "tạm").glob("bang-giao-*"))
    assert not (home / "dữ liệu").exists()


def test_a_second_run_uses_the_same_samples(sampled: Path, run: Run) -> None:
    ended = run("--json", "demo", "--out", sampled.parent / "lần hai")
    assert ended.status == 0
    assert ended.json["articles"] == 17


def test_it_keeps_away_from_a_library_of_real_articles(run: Run, home: Path) -> None:
    (home / "bài.txt").write_text("Đoàn khách đến thăm\n\nSáng 5/3/2024, đoàn đã đến thăm tỉnh.", "utf-8")
    assert run("import", "bài.txt").status == 0
    ended = run("demo")
    assert ended.status == 2
    assert "đã có dữ liệu thật" in ended.err
    assert len(run("--json", "article", "list").json) == 1
