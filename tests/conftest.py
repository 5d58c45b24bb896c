"""Fixtures for all tests: an isolated library, and the place of the office's real articles (if there)."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from desktop_app.bootstrap import Services, open_library

# Machines are shared: a slow moment is no fault of the code under test.
settings.register_profile("bang-giao", deadline=None)
settings.load_profile("bang-giao")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _own_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test may read or write the settings or the library of the person who runs it."""
    monkeypatch.setenv("BANG_GIAO_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("BANG_GIAO_LIBRARY", str(tmp_path / "never-used"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the real articles; tests that need it are skipped without it."""
    folder = Path(os.environ.get("BANG_GIAO_SHARED", ROOT.parent / "shared"))
    if not (folder / "samples").is_dir():
        pytest.skip("the real articles are not here")
    return folder


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """An empty library."""
    with open_library(tmp_path / "Thư viện đối ngoại", config=tmp_path / "config") as opened:
        yield opened


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library filled from the shipped samples, made once; copy it, do not change it."""
    folder = tmp_path_factory.mktemp("samples") / "library"
    with open_library(folder, config=folder.parent / "config") as opened:
        opened.samples.load()
        opened.search.catch_up()
    return folder


@pytest.fixture
def sample_services(sample_folder: Path, tmp_path: Path) -> Iterator[Services]:
    """A copy of the sample library, to be changed at will."""
    folder = tmp_path / "Kho mẫu"
    shutil.copytree(sample_folder, folder)
    with open_library(folder, config=tmp_path / "config") as opened:
        yield opened


# -- the table of acceptance examples ------------------------------------------------------------


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    report = yield
    numbers = [number for mark in item.iter_markers("example") for number in mark.args]
    numbers += [int(number) for number in re.findall(r"test_example_(\d+)", item.name)]
    if numbers:
        report.user_properties.append(("examples", numbers))
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say for each acceptance example whether all its tests passed, and what the faults came to."""
    _tell_faults(terminalreporter)
    _tell_heartbeat(terminalreporter)
    outcomes: dict[int, set[str]] = {}
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in terminalreporter.stats.get(outcome, []):
            for name, numbers in getattr(report, "user_properties", []):
                if name == "examples":
                    for number in numbers:
                        outcomes.setdefault(number, set()).add(outcome)
    if not outcomes:
        return
    terminalreporter.section("acceptance examples")
    for number in sorted(outcomes):
        seen = outcomes[number]
        word = "FAIL" if seen & {"failed", "error"} else "pass" if "passed" in seen else "skipped"
        terminalreporter.line(f"example {number:>2}: {word}")


def _kept(terminalreporter: pytest.TerminalReporter, wanted: str) -> list[list[Any]]:
    return [
        value
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        for name, value in getattr(report, "user_properties", [])
        if name == wanted
    ]


def _tell_heartbeat(terminalreporter: pytest.TerminalReporter) -> None:
    for name, count, middle, longest in sorted(_kept(terminalreporter, "heartbeat")):
        terminalreporter.line(
            f"heartbeat of the window, {name}: {count} beats, p50 {middle:.0f} ms, longest {longest:.0f} ms"
        )


def _tell_faults(terminalreporter: pytest.TerminalReporter) -> None:
    rows = _kept(terminalreporter, "fault")
    if not rows:
        return
    terminalreporter.section("faults that struck the search index")
    terminalreporter.line(f"{'fault':<34} {'rounds':>7} {'recovered':>10} {'slowest s':>10}")
    for fault, rounds, recovered, slowest in sorted(rows):
        terminalreporter.line(f"{fault:<34} {rounds:>7} {recovered:>10} {slowest:>10.2f}")
    sound = [row for row in rows if not row[0].startswith("NAIVE")]
    totals = sum(row[1] for row in sound), sum(row[2] for row in sound), max(row[3] for row in sound or rows)
    terminalreporter.line(f"{'all (without NAIVE)':<34} {totals[0]:>7} {totals[1]:>10} {totals[2]:>10.2f}")
