"""The wheel: all that the program reads at run time is in it, and nothing else of the tree."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

SHIPPED = ("desktop_app", "db", "resources")


@pytest.fixture(scope="module")
def wheel_names(root: Path, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    target = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = target.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize("package", SHIPPED)
def test_wheel_has_every_file_of_the_package(
    root: Path, project_files: list[Path], wheel_names: set[str], package: str
) -> None:
    expected = {
        str(p.relative_to(root).as_posix()) for p in project_files if p.is_relative_to(root / package)
    }
    assert sorted(expected - wheel_names) == []


def test_wheel_has_nothing_else(wheel_names: set[str]) -> None:
    others = {name.split("/")[0] for name in wheel_names} - set(SHIPPED)
    assert all(name.startswith("bang_giao-") and name.endswith(".dist-info") for name in others), others
    assert not [name for name in wheel_names if name.endswith((".pyc", ".orig", ".bak", ".db"))]


def test_wheel_brings_the_command(wheel_names: set[str]) -> None:
    assert [name for name in wheel_names if name.endswith(".dist-info/entry_points.txt")]
