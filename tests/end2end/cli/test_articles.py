"""``import`` and ``suggest``: what becomes of every file, and what is never stored."""

import json
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

ARTICLE = (
    "Đoàn thành phố Lạc Sơn thăm tỉnh\n\n"
    "Sáng 5/3/2024, lãnh đạo tỉnh Nghệ An tiếp đoàn đại biểu thành phố Daegu (Hàn Quốc) do ông Kim Min-jun, "
    "Thị trưởng thành phố Daegu, dẫn đầu. Hai bên trao đổi về hợp tác nông nghiệp, du lịch và đào tạo nghề "
    "cho lao động trẻ, đồng thời thống nhất cử đầu mối liên lạc ngay trong quý tới.\n\n"
    "Phía Daegu đề nghị hai bên sớm ký bản ghi nhớ. Tỉnh cam kết sẽ cử 20 sinh viên sang học trong năm 2025."
)
SECRET_WORDS = ("Phương án Bồ Câu Trắng", "cột mốc số bốn mươi hai")
SECRET = f"UBND TỈNH\nSỞ NGOẠI VỤ\nTUYỆT MẬT\n\n{SECRET_WORDS[0]} về {SECRET_WORDS[1]} ở vùng biên."


def line(**values: object) -> str:
    return json.dumps(values, ensure_ascii=False) + "\n"


@pytest.fixture
def folder(home: Path) -> Path:
    """Articles of every fate."""
    made = home / "Bài cần nhập"
    made.mkdir()
    (made / "một bài.txt").write_text(ARTICLE, "utf-8")
    (made / "chép lại.txt").write_text(ARTICLE, "utf-8")
    (made / "gần giống.txt").write_text(ARTICLE + " Tin thêm một câu.", "utf-8")
    (made / "rỗng.txt").write_bytes(b"")
    (made / "lạ.exe").write_bytes(b"MZ\x90\0" + bytes(range(256)) * 20)
    return made


def test_every_file_gets_an_answer(run: Run, folder: Path) -> None:
    ended = run("--json", "import", folder)
    assert ended.status == 1
    told = ended.json
    states = {item["file"]: item["state"] for item in told["articles"]}
    assert states["rỗng.txt"] == states["lạ.exe"] == "refused"
    assert sorted(states[name] for name in ("một bài.txt", "chép lại.txt")) == ["identical", "imported"]
    assert states["gần giống.txt"] == "near"
    assert all(item["reason"] for item in told["articles"] if item["state"] == "refused")
    assert (told["imported"], told["identical"], told["near"], told["refused"]) == (1, 1, 1, 2)
    assert len(run("--json", "article", "list").json) == 1


def test_people_read_one_line_for_each_file(run: Run, folder: Path) -> None:
    ended = run("import", folder)
    assert len(ended.out.splitlines()) == 5
    for words in ("đã nhập\t", "đã có\t", "gần giống\t", "từ chối\trỗng.txt\t"):
        assert words in ended.out
    assert "Đã nhập 1, đã có 1, gần giống 1, từ chối 2, lỗi 0." in ended.err


def test_a_second_import_changes_nothing(run: Run, folder: Path) -> None:
    file = folder / "một bài.txt"
    assert run("import", file).status == 0
    again = run("--json", "import", file)
    assert again.status == 0
    assert [(item["state"], item["known_id"]) for item in again.json["articles"]] == [("identical", 1)]


def test_near_duplicates_are_stored_when_asked_for(run: Run, folder: Path) -> None:
    assert run("import", folder / "một bài.txt").status == 0
    assert run("import", "--near", folder / "gần giống.txt").status == 0
    assert len(run("--json", "article", "list").json) == 2


def test_an_article_without_a_title_gets_one_and_says_so(run: Run, home: Path) -> None:
    text = "mở đầu bằng chữ thường, không có tiêu đề nào cả, chỉ là một đoạn văn dài. " * 6
    (home / "ghi chép 7.txt").write_text(text, "utf-8")
    told = run("--json", "import", "ghi chép 7.txt").json["articles"][0]
    assert told["state"] == "imported"
    assert told["title"].strip()
    assert any("tiêu đề" in note for note in told["notes"])


def test_nothing_to_import(run: Run, home: Path) -> None:
    (home / "trống").mkdir()
    assert run("import", "trống").status == 2


def test_json_lines_keep_their_ids(run: Run, home: Path) -> None:
    lines = [
        line(id="bài-1", title="Một", text=ARTICLE, published="2024-03-06", source="Báo A", address=""),
        "{hỏng\n",
        line(id="bài-2", title="Hai", text="", published=None, source="", address=""),
        line(id=3, title="Ba", text="Tỉnh tổ chức hội chợ hoa xuân trong ba ngày.", published="không rõ"),
    ]
    (home / "bài.jsonl").write_text("".join(lines), "utf-8")
    ended = run("--json", "import", "--jsonl", "bài.jsonl")
    assert ended.status == 1
    kept = {item["external_id"]: item for item in run("--json", "article", "list").json}
    assert set(kept) == {"bài-1", "3"}
    assert kept["bài-1"]["published"]["start"] == "2024-03-06"
    assert kept["3"]["published"] is None


def _bytes_below(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path, path.read_bytes()


def test_of_a_marked_file_nothing_is_kept(run: Run, home: Path, library: Path) -> None:
    marked = home / "giấy mời.txt"
    marked.write_text(SECRET, "utf-8")
    (home / "bài.txt").write_text(ARTICLE, "utf-8")
    (home / "bài.jsonl").write_text(line(id="x", title="", text=SECRET), "utf-8")
    assert run("import", "bài.txt").status == 0
    assert run("import", marked).status == 1
    assert run("import", "--jsonl", "bài.jsonl").status == 1
    assert run("suggest", marked).status == 2
    told = run("--json", "check").json
    assert (told["articles"], told["originals"]) == (1, 1)
    forms = [
        form.encode(encoding)
        for words in SECRET_WORDS
        for form in (words, words.lower(), unicodedata.normalize("NFD", words))
        for encoding in ("utf-8", "utf-16-le")
    ]
    for folder in (library, home / "tạm", home / "cài đặt"):
        assert [path for path, data in _bytes_below(folder) for form in forms if form in data] == []


# -- suggest ---------------------------------------------------------------------------------------


def test_suggestions_have_the_shape_of_the_contract(start: Run, home: Path) -> None:
    given = line(id="a", text=ARTICLE, published="2024-03-06", home="Nghệ An")
    before = time.monotonic()
    ended = start(home, "suggest", "--jsonl", given=given)
    passed = time.monotonic() - before
    assert ended.status == 0
    (told,) = ended.lines
    assert told["id"] == "a"
    assert 0 < told["seconds"] < passed
    assert set(told) >= {"visits", "agreements", "commitments", "persons", "figures", "fields"}
    (visit,) = told["visits"]
    assert (visit["direction"], visit["start"]) == ("in", "2024-03-05")
    assert [head["name"] for head in visit["heads"]] == ["Kim Min-jun"]
    assert visit["partners"][0]["country"] == "Hàn Quốc"
    for name in ("visits", "agreements", "commitments", "persons", "figures"):
        for item in told[name]:
            assert item["spans"]
            assert all(0 <= start < end <= len(ARTICLE) for start, end in item["spans"])
    assert not (home / "dữ liệu").exists()


def test_offsets_count_in_the_text_as_given(start: Run, home: Path) -> None:
    loose = unicodedata.normalize("NFD", ARTICLE)
    given = line(id=1, text=ARTICLE) + line(id=2, text=loose)
    tight, told = start(home, "suggest", "--jsonl", given=given).lines
    assert tight["persons"]
    for kind in ("visits", "commitments", "persons"):
        for known, item in zip(tight[kind], told[kind], strict=True):
            for (start1, end1), (start2, end2) in zip(known["spans"], item["spans"], strict=True):
                assert unicodedata.normalize("NFC", loose[start2:end2]) == ARTICLE[start1:end1]


def test_a_bad_line_does_not_stop_the_others(start: Run, home: Path) -> None:
    bad = [b"{", b"[]", b"null", b'{"id": 5}', b'{"id": 6, "text": 7}', b"\xff\xfe", b'"' + b"[" * 5000]
    given = b"\n".join([*bad, b"", line(id="tốt", text=ARTICLE, published="hôm qua").encode()])
    ended = start(home, "suggest", "--jsonl", given=given)
    assert ended.status == 1
    assert len(ended.lines) == len(bad) + 1
    assert all("error" in told for told in ended.lines[:-1])
    assert ended.lines[3]["id"] == 5
    assert ended.lines[-1]["id"] == "tốt"
    assert ended.lines[-1]["visits"]
    assert "Traceback" not in ended.err


def test_a_file_for_people(start: Run, home: Path) -> None:
    (home / "bài.txt").write_text(ARTICLE, "utf-8")
    ended = start(home, "suggest", "bài.txt", "--home", "Nghệ An")
    assert ended.status == 0
    assert "Kim Min-jun" in ended.out
    assert "đoàn vào" in ended.out
