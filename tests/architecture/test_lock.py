"""The lock files: complete, hashed, one set of versions, and still what pyproject.toml asks for."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)")


def _entries(path: Path) -> dict[str, tuple[str, int]]:
    """Name → (version, number of hashes)."""
    entries: dict[str, tuple[str, int]] = {}
    name = ""
    for line in path.read_text("utf-8").splitlines():
        if pin := PIN.match(line):
            name = canonicalize_name(pin[1])
            entries[name] = (pin[2], 0)
        elif "--hash=sha256:" in line:
            version, hashes = entries[name]
            entries[name] = (version, hashes + 1)
        else:
            assert not line.strip(), f"{path.name}: neither a pin nor a hash: {line}"
    return entries


@pytest.fixture(scope="module")
def shipped(root: Path) -> dict[str, tuple[str, int]]:
    return _entries(root / "requirements.lock")


@pytest.fixture(scope="module")
def tested(root: Path) -> dict[str, tuple[str, int]]:
    return _entries(root / "requirements-test.lock")


def test_every_package_is_pinned_by_hash(
    shipped: dict[str, tuple[str, int]], tested: dict[str, tuple[str, int]]
) -> None:
    assert shipped
    assert [name for name, (_, hashes) in {**shipped, **tested}.items() if not hashes] == []


def test_tests_run_on_the_versions_that_are_shipped(
    shipped: dict[str, tuple[str, int]], tested: dict[str, tuple[str, int]]
) -> None:
    assert {name: tested.get(name) for name in shipped} == shipped


def test_lock_files_still_answer_pyproject(
    root: Path, shipped: dict[str, tuple[str, int]], tested: dict[str, tuple[str, int]]
) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [(Requirement(text), shipped) for text in project["dependencies"]]
    wanted += [(Requirement(text), tested) for text in project["optional-dependencies"]["test"]]
    unmet = [
        str(requirement)
        for requirement, lock in wanted
        if (entry := lock.get(canonicalize_name(requirement.name))) is None
        or entry[0] not in requirement.specifier
    ]
    assert unmet == [], "run packaging/lock.sh"


def test_every_shipped_package_has_its_licence_noted(root: Path, shipped: dict[str, tuple[str, int]]) -> None:
    table = (root / "packaging" / "LICENSES.md").read_text("utf-8")
    noted = {canonicalize_name(name) for name in re.findall(r"^\| ([A-Za-z0-9._-]+) \|", table, re.MULTILINE)}
    assert sorted(set(shipped) - noted) == []
