"""What scripts rely on: exit statuses, streams, sentences, no Qt."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_app import VERSION

ROOT = Path(__file__).resolve().parents[3]
Run = Callable[..., Any]
Variables = Callable[..., dict[str, str]]

WITHOUT_QT = """
import sys
from desktop_app.__main__ import main
status = main(sys.argv[1:])
found = sorted(name for name in sys.modules if name.split(".")[0] in ("PySide6", "shiboken6"))
assert not found, found
sys.exit(status)
"""


def test_the_version_needs_no_library(home: Path, start: Run) -> None:
    ended = start(home, "--version")
    assert (ended.status, ended.out.strip()) == (0, f"Bang Giao {VERSION}")
    assert not (home / "dữ liệu").exists()


def test_the_version_is_that_of_the_package() -> None:
    assert f'version = "{VERSION}"' in (ROOT / "pyproject.toml").read_text("utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["import", "--help"],
        ["review", "edit", "-h"],
        ["bench", "search", "--help"],
        ["dossier", "-h"],
    ],
)
def test_help_is_vietnamese_and_complete(home: Path, arguments: list[str], start: Run) -> None:
    ended = start(home, *arguments)
    assert ended.status == 0
    assert ended.out.startswith("Cách dùng: bang-giao")
    assert not re.search(r"\b(usage|options|positional|arguments|show this)\b", ended.out)


@pytest.mark.parametrize(
    "arguments",
    [
        ["demo"],
        ["partner", "list"],
        ["search", "Gwangju"],
        ["suggest", "--jsonl"],
        ["--version"],
        ["check"],
        ["import", "không có.txt"],
    ],
)
def test_no_command_imports_qt(home: Path, arguments: list[str], surroundings: Variables) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_QT, "--library", str(home / "kho"), *arguments],
        capture_output=True,
        input=b"",
        cwd=home,
        env=surroundings(home),
        timeout=120,
        check=False,
    )
    assert b"AssertionError" not in done.stderr, done.stderr.decode()
    assert done.returncode in (0, 1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--lạ"], "Không hiểu"),
        (["không-có"], "không có “không-có”"),
        (["import"], "Còn thiếu"),
        (["review"], ""),
        (["review", "accept"], "Còn thiếu"),
        (["review", "accept", "x"], "không nhận giá trị"),
        (["search"], "Chưa có từ nào"),
        (["search", "a", "--limit", "-1"], "không nhận giá trị"),
        (["search", "a", "--kind", "fish"], "không có “fish”"),
        (["search", "a", "--partner", "Xứ không có"], "Không có đối tác"),
        (["dossier", "Xứ không có", "-o", "a.pdf"], "Không có đối tác"),
        (["visit", "show", "999"], "không còn trong kho"),
        (["visit", "show", "²"], "không phải là số"),
        (["review", "accept", "999"], "không còn trong kho"),
        (["review", "merge", "1", "cá:1"], "Không hiểu"),
        (["suggest"], "Chưa có tệp"),
        (["suggest", "không có.txt"], ""),
        (["restore", "không có.db"], "Không thấy tệp"),
        (["settings", "set", "mây=1"], "Không có cài đặt"),
        (["settings", "set", "expiry_days=-4"], "không nhận giá trị"),
        (["import", "--jsonl", "a", "b"], "một tệp mỗi lần"),
        (["import", "--jsonl", "không có.jsonl"], "Không đọc được tệp"),
        (["undo"], ""),
    ],
)
def test_wrong_use_ends_with_2_and_a_sentence(quick: Run, arguments: list[str], words: str) -> None:
    ended = quick(*arguments)
    assert ended.status == 2, ended
    assert words in ended.err
    assert "Traceback" not in ended.err
    assert "Error" not in ended.err.split("(")[0]


def test_errors_are_json_when_json_is_wanted(run: Run) -> None:
    ended = run("--json", "dossier", "Xứ không có")
    assert ended.status == 2
    assert "Không có đối tác" in ended.json["error"]


@pytest.mark.parametrize("place", ["before", "after"])
def test_global_options_may_stand_before_and_after_the_command(home: Path, place: str, start: Run) -> None:
    options = ["--json", "--library", "kho này"]
    command = ["partner", "list"]
    ended = start(home, *(options + command if place == "before" else command + options))
    assert (ended.status, ended.json) == (0, [])
    assert (home / "kho này" / "library.db").is_file()


def test_the_library_may_come_from_the_environment(home: Path, start: Run) -> None:
    ended = start(home, "partner", "list", "--json", BANG_GIAO_LIBRARY=str(home / "đây"))
    assert (ended.status, ended.json) == (0, [])
    assert (home / "đây" / "library.db").is_file()


@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_output_is_utf8_in_every_locale(home: Path, locale: str, start: Run) -> None:
    ended = start(home, "--help", LC_ALL=locale, LANG=locale, PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    assert "Kho tin bài và hồ sơ đối tác" in ended.out


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE articles; --",
        "<script>alert(1)</script>",
        "../../../../etc/passwd",
        "%s%n{0}",
        "(" * 3000,
        "a*" * 500,
        "\u202egnp.exe",
        "\x1b[31mđỏ",
        "NOT NOT NOT OR AND",
        '"chưa đóng',
        "\ufeff",
        "🦆" * 400,
    ],
)
def test_hostile_words_are_only_words(quick: Run, text: str) -> None:
    ended = quick("search", text)
    assert ended.status in (0, 2), ended
    assert "Traceback" not in ended.err
    assert "\x1b" not in ended.out + ended.err


@pytest.mark.skipif(os.name == "nt", reason="arguments are text there")
def test_an_argument_that_is_no_text(home: Path, surroundings: Variables) -> None:
    done = subprocess.run(
        [
            sys.executable.encode(),
            b"-P",
            b"-m",
            b"desktop_app",
            b"--library",
            b"kho",
            b"search",
            b"\xff\xfe\xe1",
        ],
        capture_output=True,
        cwd=home,
        env=surroundings(home),
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="no such pipes there")
def test_a_reader_that_goes_away_is_no_error(home: Path, surroundings: Variables) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "desktop_app", "--library", "kho", "suggest", "--jsonl"],
            input=(json.dumps({"id": "1", "text": "Không có gì."}) + "\n").encode() * 3,
            stdout=writer,
            stderr=subprocess.PIPE,
            cwd=home,
            env=surroundings(home),
            timeout=120,
            check=False,
        )
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


def test_a_file_where_the_library_should_be(home: Path, start: Run) -> None:
    (home / "kho").write_text("không phải thư mục", "utf-8")
    ended = start(home, "--library", "kho", "partner", "list")
    assert ended.status == 2
    assert "Không tạo được thư mục kho" in ended.err
    assert (home / "kho").read_text("utf-8") == "không phải thư mục"


def test_a_file_that_is_no_library_is_left_alone(run: Run, library: Path) -> None:
    library.mkdir()
    (library / "library.db").write_bytes(b"not a library" * 1000)
    ended = run("partner", "list")
    assert ended.status == 2
    assert "bị hỏng hoặc không phải là kho" in ended.err
    assert (library / "library.db").read_bytes() == b"not a library" * 1000
