"""What a disk may hold after the power went: the log of operations, minus what was not synced.

Promised by the system: what was written to a file is there once that file was synced, and a name is as it was
made once its folder was synced. Everything else may be there, be lost, be torn, in any order.
"""

# ruff: noqa: PTH120 - names are text here

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from watching import Op, files_below

CONTENT = frozenset({"write", "cut"})
MODES = ("drop", "names", "content", "zeros", "prefix", "chance")
"""What is left of that which was not synced: nothing, only names, only content, names and lengths, what came
first, any of it."""


@dataclass
class Disk:
    """Files and folders below a root."""

    names: dict[str, int] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    content: dict[int, bytearray] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Path) -> Disk:
        """Read a folder."""
        names = files_below(root)
        folders = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_dir()}
        if root.is_dir():
            folders.add(".")
        return cls(
            names, folders, {file: bytearray((root / name).read_bytes()) for name, file in names.items()}
        )

    def copy(self) -> Disk:
        """Return a disk that can be changed."""
        return Disk(
            dict(self.names),
            set(self.folders),
            {file: bytearray(data) for file, data in self.content.items()},
        )

    def apply(self, op: Op) -> None:
        """Do what the operation did."""
        data = self.content.setdefault(op.file, bytearray())
        match op.kind:
            case "create":
                self.names[op.name] = op.file
            case "cut":
                del data[op.offset :]
            case "write":
                if len(data) < op.offset:
                    data.extend(bytes(op.offset - len(data)))
                data[op.offset : op.offset + len(op.data)] = op.data
            case "rename":
                self.names.pop(op.name, None)
                self.names[op.target] = op.file
            case "unlink":
                self.names.pop(op.name, None)
            case "mkdir":
                self.folders.add(op.name)
            case "rmdir":
                if not any(os.path.dirname(name) == op.name for name in self.names):
                    self.folders.discard(op.name)

    def write(self, root: Path) -> None:
        """Put the files into an empty place. A file in a lost folder is lost."""
        for folder in sorted(self.folders):
            (root / folder).mkdir(parents=True, exist_ok=True)
        for name, file in self.names.items():
            path = root / name
            if path.parent.is_dir():
                path.write_bytes(self.content.get(file, b""))


def _folder(name: str) -> str:
    return os.path.dirname(name) or "."


def _is_safe(log: list[Op], place: int, point: int) -> bool:
    """Whether the operation at ``place`` is on the disk for sure when the power goes before ``point``."""
    op = log[place]
    for later in log[place + 1 : point]:
        if later.kind != "sync":
            continue
        if op.kind in CONTENT:
            if later.file == op.file and later.file >= 0:
                return True
        elif later.file < 0 and later.name == _folder(op.target or op.name):
            return True
    return False


def _torn(op: Op, chance: random.Random) -> Op:
    block = chance.choice((512, 4096))
    keep = block * chance.randint(0, len(op.data) // block)
    return Op(op.kind, op.name, op.target, op.file, op.offset, op.data[:keep])


def crash(before: Disk, log: list[Op], point: int, mode: str, chance: random.Random) -> Disk:
    """Return what may be on the disk when the power goes before operation ``point``."""
    disk = before.copy()
    first = chance.randint(0, point)
    for place, op in enumerate(log[:point]):
        content = op.kind in CONTENT
        if _is_safe(log, place, point):
            disk.apply(op)
        elif mode == "zeros" and op.kind == "write":
            disk.apply(Op(op.kind, op.name, op.target, op.file, op.offset, bytes(len(op.data))))
        elif mode == "chance" and op.kind == "write" and chance.random() < 0.25:
            disk.apply(_torn(op, chance))
        elif (
            (mode in ("names", "zeros") and not content)
            or (mode == "content" and content)
            or (mode == "prefix" and place < first)
            or (mode == "chance" and chance.random() < 0.5)
        ):
            disk.apply(op)
    return disk


def crashes(
    before: Disk, log: list[Op], commits: int, wanted: int, seed: int
) -> Iterator[tuple[str, int, Disk]]:
    """Yield up to ``wanted`` states: a name, the commits that had happened, the disk.

    Args:
        before: what was safely on the disk.
        log: what happened then.
        commits: how often the database had committed when the step was over.
        wanted: how many states.
        seed: what the chance begins with.
    """
    chance = random.Random(seed)
    places = [(point, mode) for point in range(len(log) + 1) for mode in MODES]
    if len(places) > wanted:
        places = sorted(chance.sample(places, wanted))
    for point, mode in places:
        own = random.Random(f"{seed} {point} {mode}")
        # The database may have committed between two operations of the index.
        moments = [
            log[point - 1].moment if point else 0,
            log[point].moment if point < len(log) else commits,
        ]
        yield f"{mode} {point}", own.choice(moments), crash(before, log, point, mode, own)
