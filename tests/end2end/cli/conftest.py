"""Runs the program as people and scripts do: a process of its own, in a folder with blanks and marks."""

import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop_app.__main__ import main

ROOT = Path(__file__).resolve().parents[3]
NAME = "Kho tư liệu Đối ngoại"
SECONDS = 120


@dataclass(frozen=True)
class Ended:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ended]


def _surroundings(home: Path, **more: str) -> dict[str, str]:
    """The variables of a process that touches nothing of the person who runs the tests."""
    ours = ("BANG_GIAO", "QT_", "XDG_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    temporary = home / "tạm"
    temporary.mkdir(parents=True, exist_ok=True)
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "BANG_GIAO_CONFIG": str(home / "cài đặt"),
        "XDG_DATA_HOME": str(home / "dữ liệu"),
        "TMPDIR": str(temporary),
        **more,
    }


def _start(home: Path, *arguments: object, given: str | bytes = b"", **more: str) -> Ended:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "desktop_app", *map(str, arguments)],
        input=given.encode() if isinstance(given, str) else given,
        capture_output=True,
        cwd=home,
        env=_surroundings(home, **more),
        timeout=SECONDS,
        check=False,
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def start() -> Run:
    """Call the program in a folder, without a library unless it is named."""
    return _start


@pytest.fixture
def surroundings() -> Callable[..., dict[str, str]]:
    """The variables of a process that touches nothing of the person who runs the tests."""
    return _surroundings


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty folder whose name has blanks and Vietnamese letters."""
    folder = tmp_path / "Máy của chị Ngọc"
    folder.mkdir()
    return folder


@pytest.fixture
def library(home: Path) -> Path:
    """Where a library will be; nothing is there yet."""
    return home / NAME


@pytest.fixture
def run(home: Path, library: Path) -> Run:
    """Call the program on ``library``."""

    def call(*arguments: object, given: str | bytes = b"", **more: str) -> Ended:
        return _start(home, "--library", library, *arguments, given=given, **more)

    return call


@pytest.fixture
def quick(
    home: Path, library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Call the program on ``library`` in this process: for long tables of small calls."""
    monkeypatch.chdir(home)
    monkeypatch.setattr(logging, "raiseExceptions", logging.raiseExceptions)

    def call(*arguments: object) -> Ended:
        status = main(["--library", str(library), *map(str, arguments)])
        told = capsys.readouterr()
        return Ended(status, told.out, told.err)

    return call


@dataclass(frozen=True)
class Demo:
    home: Path
    library: Path
    out: Path
    ended: Ended


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The sample library with its dossiers, made once; only for reading."""
    home = tmp_path_factory.mktemp("mẫu") / "Thư mục có dấu cách"
    home.mkdir()
    library, out = home / NAME, home / "hồ sơ in"
    return Demo(home, library, out, _start(home, "--library", library, "--json", "demo", "--out", out))


@pytest.fixture
def sampled(demo: Demo, library: Path) -> Path:
    """A copy of the sample library that may be changed."""
    assert demo.ended.status == 0, demo.ended.err
    shutil.copytree(demo.library, library)
    return library
