"""Ways in which the index of a closed library comes to harm."""

from __future__ import annotations

import json
import random
import secrets
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path

Harm = Callable[[Path], None]
MARKER = "live.json"


def _files(index: Path) -> list[str]:
    """Return the files that hold something; the part's folder is named anew each time the index is made."""
    return sorted(
        str(path.relative_to(index)) for path in index.rglob("*") if path.is_file() and path.stat().st_size
    )


def _cut(name: str, length: int, index: Path) -> None:
    with (index / name).open("r+b") as stream:
        stream.truncate(length)


def _flip(name: str, at: int, bit: int, index: Path) -> None:
    path = index / name
    content = bytearray(path.read_bytes())
    content[at] ^= 1 << bit
    path.write_bytes(content)


def _zero(name: str, index: Path) -> None:
    path = index / name
    path.write_bytes(bytes(path.stat().st_size))


def _delete(name: str, index: Path) -> None:
    (index / name).unlink()


def _marker(change: dict[str, object], index: Path) -> None:
    known = json.loads((index / MARKER).read_text(encoding="utf-8"))
    (index / MARKER).write_text(json.dumps({**known, **change}), encoding="utf-8")


def _gone(index: Path) -> None:
    shutil.rmtree(index)


def _emptied(index: Path) -> None:
    shutil.rmtree(index)
    index.mkdir()


def _file_instead(index: Path) -> None:
    shutil.rmtree(index)
    index.write_bytes(b"no folder")


def _folder_instead(name: str, index: Path) -> None:
    (index / name).unlink(missing_ok=True)
    (index / name).mkdir()
    (index / name / "something").write_bytes(b"x")


def _part_is_a_file(index: Path) -> None:
    part = index / json.loads((index / MARKER).read_text(encoding="utf-8"))["part"]
    shutil.rmtree(part)
    part.write_bytes(b"no folder")


def _foreign_files(index: Path) -> None:
    """What people and other programs leave in folders."""
    (index / "Thumbs.db").write_bytes(secrets.token_bytes(100))
    (index / "desktop.ini").write_text("[x]")
    (index / "part-copy").mkdir()
    part = index / json.loads((index / MARKER).read_text(encoding="utf-8"))["part"]
    (part / "_MAIN_999.toc.tmp").write_bytes(b"x")
    (part / "Thumbs.db").write_bytes(b"x")


def _later_contents(index: Path) -> None:
    """A table of contents that no marker knows."""
    part = index / json.loads((index / MARKER).read_text(encoding="utf-8"))["part"]
    (part / "_MAIN_999.toc").write_bytes(secrets.token_bytes(200))


def _swapped(one: str, other: str, index: Path) -> None:
    first, second = (index / one).read_bytes(), (index / other).read_bytes()
    (index / one).write_bytes(second)
    (index / other).write_bytes(first)


def _whole(_: random.Random, __: Path) -> Iterator[tuple[str, Harm]]:
    yield "deleted", _gone
    yield "emptied", _emptied
    yield "a file in its place", _file_instead
    yield "a folder for the marker", partial(_folder_instead, MARKER)
    yield "a folder for the lock", partial(_folder_instead, "write.lock")
    yield "a file for the part", _part_is_a_file
    yield "foreign files beside", _foreign_files
    yield "a later table of contents", _later_contents


def _others(_: random.Random, __: Path) -> Iterator[tuple[str, Harm]]:
    yield "library", partial(_marker, {"library": "0" * 32})
    yield "schema", partial(_marker, {"schema": "0" * 16})
    yield "older version", partial(_marker, {"version": 1})
    yield "newer version", partial(_marker, {"version": 999})
    yield "part outside", partial(_marker, {"part": "../.."})
    yield "files outside", partial(_marker, {"files": {"../../library.db": [1, 1]}})
    yield "no files", partial(_marker, {"files": {}})
    yield "nonsense", partial(_marker, {"files": [[]] * 10, "version": "x"})


def _truncated(chance: random.Random, index: Path) -> Iterator[tuple[str, Harm]]:
    for name in _files(index):
        size = (index / name).stat().st_size
        for length in sorted({0, 1, size // 2, size - 1, chance.randrange(size)}):
            yield f"{Path(name).name} to {length}", partial(_cut, name, length)


def _missing(_: random.Random, index: Path) -> Iterator[tuple[str, Harm]]:
    names = _files(index)
    for name in names:
        yield Path(name).name, partial(_delete, name)
        yield f"{Path(name).name} zeroed", partial(_zero, name)
    for one, other in pairwise(names):
        yield f"{Path(one).name} swapped", partial(_swapped, one, other)


def _flipped(chance: random.Random, index: Path) -> Iterator[tuple[str, Harm]]:
    names = _files(index)
    while True:
        for name in names:
            at, bit = chance.randrange((index / name).stat().st_size), chance.randrange(8)
            yield f"{Path(name).name} byte {at} bit {bit}", partial(_flip, name, at, bit)


_KINDS = {
    "whole": _whole,
    "of others": _others,
    "truncated": _truncated,
    "missing": _missing,
    "flipped": _flipped,
}


def of_kind(kind: str, index: Path, most: int, seed: int) -> Iterator[tuple[str, Harm]]:
    """Yield up to ``most`` harms of a kind with their names."""
    for _, harm in zip(range(most), _KINDS[kind](random.Random(seed), index), strict=False):
        yield harm
