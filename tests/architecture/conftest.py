"""What the tests of the tree share: where it stands and which files are in it."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
IGNORED_PARTS = {".git", ".venv", "__pycache__", "build", "dist", "out", "node_modules"}


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


def _listed_by_git() -> list[str] | None:
    # The tests may run as another user than the one who cloned; git would refuse to look otherwise.
    command = [
        "git",
        "-c",
        "safe.directory=*",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.decode().split("\0")


@pytest.fixture(scope="session")
def project_files() -> list[Path]:
    """Every file that is or could be committed; without git (a plain copy of the tree) all but caches."""
    names = _listed_by_git()
    paths = [ROOT / name for name in names if name] if names is not None else list(ROOT.rglob("*"))
    return sorted(
        path
        for path in paths
        if path.is_file() and not IGNORED_PARTS.intersection(path.relative_to(ROOT).parts)
    )


@pytest.fixture(scope="session")
def shipped_modules(project_files: list[Path]) -> list[Path]:
    """Our own Python modules, without tests and without the generated migration steps."""
    return [
        path
        for path in project_files
        if path.suffix == ".py"
        and path.relative_to(ROOT).parts[0] != "tests"
        and "versions" not in path.relative_to(ROOT).parts
    ]
