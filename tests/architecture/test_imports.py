"""The import rule: arrows point down only, and the command line does without Qt."""

import importlib
import importlib.metadata
import os
import subprocess
import sys
from pathlib import Path

import pytest

OUR_PACKAGES = ("desktop_app", "db", "resources")


def _python(root: Path, code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        env={**os.environ, "COLUMNS": "160", "PYTHONPATH": str(root)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_import_contracts_are_kept(root: Path) -> None:
    done = _python(
        root,
        "import sys; from importlinter.cli import lint_imports_command\n"
        "sys.argv = ['lint-imports', '--no-cache', '--no-logo']; lint_imports_command()",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("module", ["desktop_app.cli", "desktop_app.__main__", "desktop_app.services"])
def test_a_call_without_the_window_never_loads_qt(root: Path, module: str) -> None:
    done = _python(
        root,
        f"import sys, {module}; print([n for n in sys.modules if n.startswith(('PySide6', 'shiboken6'))])",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_asking_for_the_version_never_loads_qt(root: Path) -> None:
    code = (
        "import atexit, sys\n"
        "atexit.register(lambda: print('QT' if 'PySide6' in sys.modules else 'PLAIN', file=sys.stderr))\n"
        "from desktop_app.__main__ import main\n"
        "sys.exit(main(['--version']))"
    )
    done = _python(root, code)
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip().endswith("PLAIN")
    assert done.stdout.strip()


@pytest.mark.parametrize("package", ["desktop_app", "db", "resources"])
def test_packages_import_none_of_our_rooms_by_themselves(root: Path, package: str) -> None:
    done = _python(
        root,
        f"import sys, {package}\n"
        f"print([n for n in sys.modules if n.split('.')[0] in {OUR_PACKAGES} and n != '{package}'])",
    )
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize("folder", ["packaging", "tests"])
def test_folder_is_no_import_package(project_files: list[Path], root: Path, folder: str) -> None:
    # "packaging/__init__.py" would take the place of the library of that name, which pytest needs.
    found = [p for p in project_files if p.name == "__init__.py" and p.relative_to(root).parts[0] == folder]
    assert found == []


@pytest.mark.parametrize("package", OUR_PACKAGES)
def test_the_short_name_is_ours_alone(root: Path, package: str) -> None:
    owners = importlib.metadata.packages_distributions().get(package, [])
    assert set(owners) <= {"bang-giao"}
    module = importlib.import_module(package)
    assert module.__file__ is not None
    assert Path(module.__file__).resolve().parent == root / package
