"""Whatever strikes while the index is written, afterwards everything is found again, without a hand.

The rounds run in the processes of ``tests/support/faults/nursery.py``. Where a step has many operations only
a sample of them is struck, always the same one; ``BANG_GIAO_FAULTS=all`` strikes every one.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
NURSERY = ROOT / "tests" / "support" / "faults" / "nursery.py"
ALL = os.environ.get("BANG_GIAO_FAULTS") == "all"
STEPS = ["add", "edit", "delete", "restore", "catch_up", "rebuild", "first", "join", "swap_old"]

Strike = Callable[..., dict[str, Any]]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(3600 if ALL else 300),
    pytest.mark.skipif(sys.platform != "linux", reason="forks, kill -9 and memory limits"),
]


@pytest.fixture(scope="session")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[subprocess.Popen[str]]:
    """The process whose children are struck, with the libraries made."""
    folder = tmp_path_factory.mktemp("faults")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    with subprocess.Popen(
        [sys.executable, "-X", "utf8", str(NURSERY), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture
def strike(nursery: subprocess.Popen[str], record_property: Callable[[str, object], None]) -> Strike:
    """Give an order, keep its figures for the table of faults, return the report."""

    def order(name: str, do: str, few: int, **details: Any) -> dict[str, Any]:
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        order = {"do": do, "most": 20 * few if ALL else few, "seed": 7, **details}
        nursery.stdin.write(json.dumps(order) + "\n")
        nursery.stdin.flush()
        report = json.loads(nursery.stdout.readline())
        record_property("fault", [name, report["rounds"], report["recovered"], report["slowest"]])
        assert report["struck"] > 0, report
        return report

    return order


def holds(report: dict[str, Any]) -> None:
    assert report["wrong"] == []
    assert report["recovered"] == report["rounds"] > 0


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_operation(strike: Strike, step: str) -> None:
    holds(strike(f"kill -9 · {step}", "kill", 14, step=step))


@pytest.mark.parametrize("step", ["edit", "catch_up", "rebuild", "first", "join"])
def test_power_lost_at_any_operation(strike: Strike, step: str) -> None:
    holds(strike(f"power lost · {step}", "power", 25, step=step))


@pytest.mark.parametrize("step", ["edit", "rebuild"])
@pytest.mark.parametrize(
    ("error", "times"), [("ENOSPC", 0), ("ENOSPC", 1), ("EIO", 1), ("EROFS", 0), ("EMFILE", 2)]
)
def test_a_disk_that_refuses(strike: Strike, step: str, error: str, times: int) -> None:
    name = f"{error}{'' if not times else ' once' if times == 1 else f' {times}×'} · {step}"
    holds(strike(name, "refuse", 4, step=step, error=error, times=times))


@pytest.mark.parametrize("step", ["edit", "rebuild"])
def test_files_held_for_a_while_by_a_virus_scanner(strike: Strike, step: str) -> None:
    kinds = ["open", "read", "rename", "unlink"]
    holds(
        strike(
            f"held by a scanner · {step}",
            "refuse",
            8,
            step=step,
            error="EACCES",
            times=3,
            kinds=kinds,
            must_succeed=True,
        )
    )


def test_the_lock_kept_by_somebody_else(strike: Strike) -> None:
    holds(strike("write lock kept by another", "locked", 1))


@pytest.mark.parametrize(
    ("kind", "few"), [("whole", 20), ("of others", 20), ("truncated", 15), ("missing", 15), ("flipped", 30)]
)
def test_a_damaged_index_heals_at_the_start(strike: Strike, kind: str, few: int) -> None:
    holds(strike(f"damaged, closed · {kind}", "spoil", few, kind=kind))


@pytest.mark.parametrize(("kind", "few"), [("whole", 20), ("missing", 10)])
def test_an_index_damaged_while_open_heals_in_the_same_window(strike: Strike, kind: str, few: int) -> None:
    holds(strike(f"damaged, open · {kind}", "alive", few, kind=kind))


def test_the_harness_sees_the_faults_of_the_naive_way(strike: Strike) -> None:
    """Row first, then one stock commit for each article: most kills lose an article from the index."""
    killed = strike("NAIVE kill -9", "kill", 40, step="naive")
    assert killed["broken"] > killed["rounds"] / 3
    assert any("differs" in text for text in killed["wrong"])
    cut = strike("NAIVE power lost", "power", 60, step="naive")
    assert cut["broken"] > cut["rounds"] / 5
