"""We depend on Whoosh's format and stable core only: the release of 2016 reads, writes and passes the same.

``./test`` installs it into a folder of its own; each test here runs it in a process of its own.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
_ACTS = Path(__file__).with_name("acts.py")
_LOCK = Path(__file__).with_name("requirements.lock")
_PLACE = Path(sys.prefix) / "compat"

pytestmark = pytest.mark.slow

Run = Callable[..., Any]


def _install(place: Path) -> str:
    """Install the old release where nothing imports it by accident; return what went wrong."""
    command = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-deps"]
    command += ["--require-hashes", "--only-binary", ":all:", "--target", str(place), "-r", str(_LOCK)]
    done = subprocess.run(command, capture_output=True, check=False)
    return "" if done.returncode == 0 else done.stderr.decode(errors="replace")[-500:]


@pytest.fixture(scope="session")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with Whoosh 2.7.4."""
    if (_PLACE / "whoosh" / "__init__.py").is_file():
        return _PLACE
    place = tmp_path_factory.mktemp("compat") / "packages"
    trouble = _install(place)
    if trouble and os.environ.get("CI"):
        pytest.fail(f"Whoosh 2.7.4 could not be installed: {trouble}")
    if trouble:
        pytest.skip("Whoosh 2.7.4 is not here and could not be fetched; ./test installs it")
    return place


def _python(*arguments: object, packages: Path | None = None) -> str:
    """Run Python with the packages of a folder before all others."""
    before = [str(packages)] if packages else []
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join([*before, str(ROOT)])}
    # The old release warns when it is compiled; everything else is still an error in the tests it runs.
    warnings = ("-W", "ignore::DeprecationWarning", "-W", "ignore::SyntaxWarning") if packages else ()
    done = subprocess.run(
        [sys.executable, "-P", "-X", "utf8", *warnings, *map(str, arguments)],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=variables,
    )
    out = done.stdout.decode(errors="replace")
    assert done.returncode == 0, f"{out[-3000:]}\n{done.stderr.decode(errors='replace')[-2000:]}"
    return out


def _acts(folder: Path, *acts: str, packages: Path | None = None) -> Any:
    out = _python(_ACTS, folder, *acts, packages=packages)
    return json.loads(out) if out else None


_ORDERS = (("pinned", "pinned"), ("old", "old"), ("pinned", "old"), ("old", "pinned"))


@pytest.fixture(scope="module")
def folders(old: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """Indexes by who made them and who changed them."""
    packages = {"pinned": None, "old": old}
    made: dict[tuple[str, str], Path] = {}
    for writers in _ORDERS:
        made[writers] = tmp_path_factory.mktemp("-".join(writers)) / "index"
        for act, writer in zip(("write", "alter"), writers, strict=True):
            _acts(made[writers], act, packages=packages[writer])
    return made


@pytest.fixture(scope="module")
def expected(folders: dict[tuple[str, str], Path]) -> Any:
    """The answers of an index that only the pinned release touched."""
    told = _acts(folders["pinned", "pinned"], "ask")
    assert told["version"] == [3, 54, 0]
    assert sum(map(len, told["answers"].values())) > 1_000
    assert sum(map(len, told["stock"].values())) > 1_000
    return told


def _same(told: Any, expected: Any) -> None:
    assert (told["state"], told["documents"]) == ("ready", expected["documents"])
    for part in ("answers", "stock"):
        assert set(told[part]) == set(expected[part])
        for text, hits in expected[part].items():
            assert told[part][text] == pytest.approx(hits, abs=0.01), text


@pytest.mark.timeout(1_200)
@pytest.mark.parametrize("writers", _ORDERS, ids="-then-".join)
def test_the_old_release_reads_what_any_wrote(
    old: Path, folders: dict[tuple[str, str], Path], expected: Any, writers: tuple[str, str]
) -> None:
    """Several segments, deletions, changed documents: the same hits and scores, phrases among them."""
    told = _acts(folders[writers], "ask", packages=old)
    assert told["version"] == [2, 7, 4]
    _same(told, expected)


@pytest.mark.timeout(1_200)
@pytest.mark.parametrize("writers", _ORDERS[1:], ids="-then-".join)
def test_the_pinned_release_reads_what_any_wrote(
    folders: dict[tuple[str, str], Path], expected: Any, writers: tuple[str, str]
) -> None:
    told = _acts(folders[writers], "ask")
    assert told["version"] == [3, 54, 0]
    _same(told, expected)


@pytest.mark.timeout(1_200)
def test_the_tests_of_the_search_pass_on_the_old_release(old: Path) -> None:
    code = "import whoosh; print(whoosh.__version__)"
    assert _python("-c", code, packages=old).strip() == "(2, 7, 4)"
    told = _python(
        *("-m", "pytest", "tests/unit/core/search", "-q", "-m", "not slow", "-p", "no:cacheprovider"),
        *("-W", "ignore::DeprecationWarning", "-W", "ignore::SyntaxWarning"),
        packages=old,
    )
    assert " passed" in told
    assert " failed" not in told
