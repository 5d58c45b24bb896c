"""Runs a part of a measurement in a process of its own and watches how much memory it takes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import desktop_app
from desktop_app.errors import WorldError

_PAUSE = 0.2

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Watched:
    """What a part returned, and the most memory it and its children had at one moment, in MB."""

    told: Any
    peak_mb: float | None


def run_part(name: str, settings: dict[str, Any], place: Path) -> Watched:
    """Run ``desktop_app.cli.bench.parts`` for one part.

    Args:
        name: the part.
        settings: what it is told; plain values.
        place: a folder for its answer.

    Raises:
        WorldError: it failed.
    """
    answer, trouble = place / f"{name}.json", place / f"{name}.err"
    answer.unlink(missing_ok=True)
    command = [sys.executable, "-P", "-X", "utf8", "-m", "desktop_app.cli.bench.parts", name, str(answer)]
    variables = dict(os.environ)
    root = str(Path(desktop_app.__file__).parents[1])
    variables["PYTHONPATH"] = os.pathsep.join(filter(None, (root, variables.get("PYTHONPATH", ""))))
    with trouble.open("wb") as complaints:
        started = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=complaints, env=variables)
        with started:
            assert started.stdin is not None
            started.stdin.write(json.dumps(settings).encode())
            started.stdin.close()
            peak = _watch(started)
    if started.returncode or not answer.is_file():
        detail = trouble.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise WorldError("Phép đo không chạy đến hết.", detail=f"{name}: {detail}")
    told = json.loads(answer.read_text(encoding="utf-8"))
    return Watched(told, peak)


def _watch(process: subprocess.Popen[bytes]) -> float | None:
    most = 0.0
    while True:
        try:
            process.wait(_PAUSE)
        except subprocess.TimeoutExpired:
            most = max(most, sum(map(_proportional, _family(process.pid))))
        else:
            return most or None


def _family(first: int) -> list[int]:
    """Return a process and all below it (Linux; elsewhere only itself)."""
    found, waiting = [first], [first]
    while waiting:
        place = Path(f"/proc/{waiting.pop()}/task")
        try:
            for thread in place.iterdir():
                below = [int(number) for number in (thread / "children").read_text().split()]
                found += below
                waiting += below
        except OSError:
            continue
    return found


def _proportional(process: int) -> float:
    """Return the memory of a process in MB, pages that it shares counted in part; 0 where it is unknown."""
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024 / 1e6
    except OSError:
        pass
    return 0.0


def processor_seconds() -> float:
    """Return the processor time of this process and of its children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


@dataclass(frozen=True, slots=True)
class Taken:
    """Wall and processor seconds."""

    wall: float
    cpu: float


class Clock:
    """Measures from its making on."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), processor_seconds()

    def taken(self) -> Taken:
        """Return what has passed."""
        return Taken(time.perf_counter() - self._wall, processor_seconds() - self._cpu)


class Lap(NamedTuple):
    """How long one answer took: seconds by the clock and seconds of this thread on the processor."""

    wall: float
    cpu: float


def lap(work: Callable[[], T]) -> tuple[T, Lap]:
    """Run ``work``; return what it returned and how long it took."""
    wall, cpu = time.perf_counter(), time.thread_time()
    made = work()
    return made, Lap(time.perf_counter() - wall, time.thread_time() - cpu)
