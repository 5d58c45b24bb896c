"""A process that bears children, has them struck down in the middle of a step, and looks at what is left.

Reads one order a line from its standard input (JSON: ``{"do": name, ...}``) and writes one report a line.
Children are forks of a process that has everything loaded, so that a round costs a tenth of a second.
"""

from __future__ import annotations

import errno
import fcntl
import json
import logging
import os
import random
import resource
import select
import shutil
import signal
import sqlite3
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import damage
import library
import naive
from replay import Disk, crashes
from watching import Kill, Refuse, Watch

_PATIENCE = 120
_MEMORY = 8 << 30
_REPORTED = 5


@dataclass
class Tally:
    """What the rounds of one order came to."""

    rounds: int = 0
    recovered: int = 0
    slowest: float = 0.0
    struck: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, name: str, report: dict[str, Any]) -> None:
        """Count a round."""
        self.rounds += 1
        self.slowest = max(self.slowest, report.get("seconds", 0.0))
        if report["problems"]:
            self.wrong.append(f"{name}: {'; '.join(report['problems'][:4])}")
        else:
            self.recovered += 1

    def as_json(self) -> dict[str, Any]:
        """Return the report of the order."""
        return {**vars(self), "wrong": self.wrong[:_REPORTED], "broken": len(self.wrong)}


def in_child(work: Callable[[], Any]) -> tuple[Any, bool]:
    """Run ``work`` in a child of its own; return what it returned, and whether it was killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _be_child(work, reading, writing)
    os.close(writing)
    text = b""
    with os.fdopen(reading, "rb") as stream:
        while True:
            ready, _, _ = select.select([stream], [], [], _PATIENCE)
            piece = os.read(stream.fileno(), 1 << 16) if ready else b""
            if not ready:
                os.kill(child, signal.SIGKILL)
            if not piece:
                break
            text += piece
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return None, True
    return json.loads(text or b"null"), False


def _be_child(work: Callable[[], Any], reading: int, writing: int) -> None:
    code = 1
    try:
        os.close(reading)
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        os.write(writing, json.dumps(work()).encode())
        code = 0
    except BaseException:
        os.write(writing, json.dumps({"problems": [traceback.format_exc()[-1500:]]}).encode())
        code = 0
    finally:
        os._exit(code)


class Rounds:
    """A place for rounds: each begins with a fresh copy of the library."""

    def __init__(self, base: Path, space: Path, step: str = "") -> None:
        self._space = space
        self.base = base
        if step:
            self.base = space / "base"
            shutil.copytree(base, self.base)
            in_child(partial(library.prepare, self.base, step))

    def fresh(self) -> Path:
        """Return a copy to spoil."""
        folder = self._space / "round"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.base, folder)
        return folder


def chosen(count: int, most: int, seed: int) -> list[int]:
    """All of the places when there are few, else a sample with both ends in it."""
    if count <= most:
        return list(range(count))
    inner = random.Random(seed).sample(range(1, count - 1), most - 2)
    return sorted({0, count - 1, *inner})


# -- what a child does ---------------------------------------------------------------------------------


def _watched(folder: Path, index: Path, fault: Any = None) -> Watch:
    watch = Watch(index)
    watch.fault = fault
    watch.start()
    return watch


def _ours(folder: Path, step: str, fault: Any) -> int:
    """Run a step under a fault; the number of operations."""
    with library.open_at(folder) as services:
        watch = _watched(folder, library.index_of(folder), fault)
        library.STEPS[step](services)
        watch.fault = None
        return watch.count


def _theirs(folder: Path, step: str, fault: Any) -> int:
    watch = _watched(folder, naive.index_of(folder), fault)
    naive.add(folder)
    return watch.count


def _refused(folder: Path, step: str, fault: Refuse, must_succeed: bool) -> dict[str, Any]:
    """Run a step on a disk that refuses: the window stays usable, and the same process heals afterwards."""
    from desktop_app.errors import AppError

    problems: list[str] = []
    with library.open_at(folder) as services:
        watch = _watched(folder, library.index_of(folder), fault)
        try:
            library.STEPS[step](services)
        except AppError as error:
            if must_succeed:
                problems.append(f"{error!r} {error.detail}")
        problems += library.usable(services)
        watch.fault = None
        if problems:
            return {"problems": problems, "refused": fault.refused}
        services.search.catch_up()
        problems += library.compare(services)
    return {"problems": problems, "refused": fault.refused}


def _recorded(folder: Path, step: str, snapshots: Path, ours: bool) -> list[Any]:
    """Run a step and write down what it did to the disk, and the database after every commit."""
    database = folder / ("kho/library.db" if ours else "rows.db")

    def keep(moment: int) -> None:
        source, target = sqlite3.connect(database), sqlite3.connect(snapshots / f"{moment}.db")
        source.backup(target)
        source.close()
        target.close()

    def run(watch: Watch) -> None:
        watch.log = []
        watch.on_moment = keep
        keep(0)
        watch.start()

    if ours:
        with library.open_at(folder) as services:
            watch = Watch(library.index_of(folder))
            run(watch)
            library.STEPS[step](services)
            watch.step("end")
    else:
        watch = Watch(naive.index_of(folder))
        run(watch)
        naive.add(folder)
        watch.step("end")
    import pickle

    (snapshots / "log").write_bytes(pickle.dumps((watch.log, watch.commits)))
    return []


# -- orders --------------------------------------------------------------------------------------------


def kill(base: Path, space: Path, step: str, most: int, seed: int) -> dict[str, Any]:
    """Kill -9 at the operations of a step: at all of them, or at ``most``."""
    ours = step != "naive"
    rounds = Rounds(base, space, step if ours else "")
    run = _ours if ours else _theirs
    heal = library.heal if ours else naive.heal
    count, _ = in_child(partial(run, rounds.fresh(), step, None))
    tally = Tally()
    chance = random.Random(seed)
    for at in chosen(count, most, seed):
        folder = rounds.fresh()
        _, struck = in_child(partial(run, folder, step, Kill(at, torn=chance.random() < 0.5)))
        tally.struck += struck
        report, _ = in_child(partial(heal, folder))
        tally.add(f"{step} killed at {at} of {count}", report or {"problems": ["the check died"]})
    return tally.as_json()


def power(base: Path, space: Path, step: str, most: int, seed: int) -> dict[str, Any]:
    """Cut the power during a step: open what the disk may hold then."""
    import pickle

    ours = step != "naive"
    rounds = Rounds(base, space, step if ours else "")
    place = library.index_of if ours else naive.index_of
    database = "kho/library.db" if ours else "rows.db"
    snapshots = space / "moments"
    snapshots.mkdir()
    folder = rounds.fresh()
    before = Disk.of(place(folder))
    failed, _ = in_child(partial(_recorded, folder, step, snapshots, ours))
    if failed:
        return Tally(wrong=[str(failed)]).as_json()
    log, commits = pickle.loads((snapshots / "log").read_bytes())
    heal = library.heal if ours else naive.heal
    tally = Tally()
    for name, moment, disk in crashes(before, log, commits, most, seed):
        folder = rounds.fresh()
        for path in folder.rglob("*.db-*"):
            path.unlink()
        shutil.copyfile(snapshots / f"{moment}.db", folder / database)
        shutil.rmtree(place(folder), ignore_errors=True)
        disk.write(place(folder))
        report, _ = in_child(partial(heal, folder))
        tally.struck += 1
        tally.add(f"{step}, power cut, {name}", report or {"problems": ["the check died"]})
    return tally.as_json()


def refuse(
    base: Path,
    space: Path,
    step: str,
    most: int,
    seed: int,
    error: str,
    times: int = 0,
    kinds: list[str] | None = None,
    must_succeed: bool = False,
) -> dict[str, Any]:
    """Let the disk refuse from the k-th operation on, for ever or ``times`` times."""
    rounds = Rounds(base, space, step)
    count, _ = in_child(partial(_ours, rounds.fresh(), step, None))
    tally = Tally()
    for at in chosen(count, most, seed):
        folder = rounds.fresh()
        fault = Refuse(at, getattr(errno, error), times)
        if kinds:
            fault.kinds = frozenset(kinds)
        report, _ = in_child(partial(_refused, folder, step, fault, must_succeed))
        report = report or {"problems": ["it died"]}
        tally.struck += bool(report.get("refused"))
        if not report["problems"]:
            report, _ = in_child(partial(library.heal, folder))
        tally.add(f"{step}, {error} at {at} of {count}", report or {"problems": ["the check died"]})
    return tally.as_json()


def spoil(base: Path, space: Path, kind: str, most: int, seed: int) -> dict[str, Any]:
    """Damage the index of a closed library."""
    rounds = Rounds(base, space)
    tally = Tally()
    for name, harm in damage.of_kind(kind, library.index_of(base), most, seed):
        folder = rounds.fresh()
        harm(library.index_of(folder))
        report, _ = in_child(partial(library.heal, folder))
        tally.struck += 1
        tally.add(f"{kind} {name}", report or {"problems": ["the check died"]})
    return tally.as_json()


def alive(base: Path, space: Path, kind: str, most: int, seed: int) -> dict[str, Any]:
    """Damage the index while the library is open in the very process that has to go on with it."""
    rounds = Rounds(base, space)
    tally = Tally()
    for name, harm in damage.of_kind(kind, library.index_of(base), most, seed):
        folder = rounds.fresh()
        report, _ = in_child(partial(_under_way, folder, harm))
        tally.struck += 1
        report = report or {"problems": ["it died"]}
        if not report["problems"]:
            report, _ = in_child(partial(library.heal, folder))
        tally.add(f"{kind} while open {name}", report or {"problems": ["the check died"]})
    return tally.as_json()


def _under_way(folder: Path, harm: Callable[[Path], None]) -> dict[str, Any]:
    with library.open_at(folder) as services:
        problems = library.usable(services)
        harm(library.index_of(folder))
        problems += library.usable(services)
        services.records.save(library.partner(801))
        services.search.catch_up()
        problems += library.compare(services)
    return {"problems": problems}


def locked(base: Path, space: Path, most: int, seed: int) -> dict[str, Any]:
    """Somebody else keeps the write lock, then lets go."""
    rounds = Rounds(base, space)
    tally = Tally(struck=1)
    report, _ = in_child(partial(_locked, rounds.fresh()))
    tally.add("locked", report or {"problems": ["it died"]})
    return tally.as_json()


def _locked(folder: Path) -> dict[str, Any]:
    from desktop_app.errors import AppError

    handle = os.open(library.index_of(folder) / "write.lock", os.O_CREAT | os.O_WRONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with library.open_at(folder) as services:
        services.records.save(library.partner(801))
        problems = []
        try:
            services.search.catch_up()
            problems.append("it wrote without the lock")
        except AppError:
            problems += library.usable(services)
        os.close(handle)
        services.search.catch_up()
        problems += library.compare(services)
    return {"problems": problems}


_ORDERS: dict[str, Callable[..., dict[str, Any]]] = {
    "kill": kill,
    "power": power,
    "refuse": refuse,
    "spoil": spoil,
    "alive": alive,
    "locked": locked,
}


def _orders() -> Iterator[dict[str, Any]]:
    for line in sys.stdin:
        yield json.loads(line)


def main() -> None:
    """Make the libraries once, then obey."""
    logging.disable()
    folder = Path(sys.argv[1])
    library_base, naive_base = folder / "ours", folder / "naive"
    library.make(library_base)
    in_child(partial(naive.make, naive_base))
    # Whatever is read once a process is read now, before the forks.
    with library.open_at(library_base) as services:
        library.usable(services)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for order in _orders():
        space = Path(tempfile.mkdtemp(dir=folder))
        base = naive_base if order.get("step") == "naive" else library_base
        try:
            report = _ORDERS[order.pop("do")](base, space, **order)
        except Exception:
            report = Tally(wrong=[traceback.format_exc()[-1500:]]).as_json()
        shutil.rmtree(space, ignore_errors=True)
        sys.stdout.write(json.dumps(report) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
