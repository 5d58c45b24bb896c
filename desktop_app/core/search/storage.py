"""The folder of the index: which part is live, who may write, and what reaches the disk when.

``folder/live.json`` is plain JSON of our own. Only when it names this library, these rules and this version,
is anything else in the folder opened: opening a Whoosh index runs whatever its files say.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.util.filelock import FileLock, try_for

from desktop_app.core.search.failures import IndexUnusable, Trouble
from desktop_app.core.search.schema import INDEX_VERSION

MARKER = "live.json"
_LOCK = "write.lock"
_PART = re.compile(r"part-[0-9a-f]{12}")
_MAX_MARKER = 1_000_000
_SURELY_SEEN = 3.0
"""Seconds: some disks date their files by two seconds."""

# Whoosh carries no types worth checking.
_Drafts: Any = RamStorage

_PAUSES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between tries at a file that another program holds."""

Signature = tuple[tuple[int, int, int], ...]

T = TypeVar("T")


def patiently(work: Callable[[], T]) -> T:
    """Do something to a file; try again for a while when it is refused.

    On Windows a virus scanner or an indexer that looks at a new file keeps everybody else out for a moment.
    """
    for pause in _PAUSES:
        try:
            return work()
        except PermissionError:
            time.sleep(pause)
    return work()


def _sync(path: Path) -> None:
    handle = patiently(lambda: os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    # Windows cannot open a folder; NTFS journals the rename by itself.
    if sys.platform != "win32":
        _sync(folder)


class SyncedStorage(FileStorage):
    """A Whoosh folder in which a table of contents appears only after what it names is on the disk.

    It also remembers the files it opened: Whoosh forgets them open when one turns out to be broken.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._path = folder
        self._written: set[str] = set()
        self._opened: list[Any] = []

    def create_file(self, name: str, *arguments: Any, **options: Any) -> Any:
        """Create a file and remember that it has to be synced."""
        self._written.add(name)
        base: Any = super()
        return patiently(lambda: base.create_file(name, *arguments, **options))

    def open_file(self, name: str, **options: Any) -> Any:
        """Open a file for reading."""
        base: Any = super()
        opened = patiently(lambda: base.open_file(name, **options))
        self._opened = [known for known in self._opened if not known.is_closed]
        self._opened.append(opened)
        return opened

    def close_all(self) -> None:
        """Close whatever is still open."""
        for opened in self._opened:
            if not opened.is_closed:
                with suppress(Exception):
                    opened.close()
        self._opened.clear()

    def temp_storage(self, name: str | None = None) -> Any:
        """Return room for drafts; on the disk they would stay behind when the process is killed."""
        return _Drafts()

    def sync_written(self) -> None:
        """Bring every file written so far to the disk."""
        for name in sorted(self._written):
            if (self._path / name).exists():
                _sync(self._path / name)
        self._written.clear()

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:  # noqa: FBT001, FBT002 - Whoosh's
        """Bring everything written so far to the disk, then rename."""
        folder = self._path
        self.sync_written()
        _sync_folder(folder)
        base: Any = super()
        patiently(lambda: base.rename_file(oldname, newname, safe=safe))
        _sync_folder(folder)


@dataclass(frozen=True, slots=True)
class Marker:
    """What ``live.json`` says. ``files`` maps a segment file to its size and CRC-32."""

    library: str
    schema: str
    version: int
    part: str
    files: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])


def read_marker(folder: Path) -> Marker | None:
    """Return the marker of an index folder, None when there is none.

    Raises:
        IndexUnusable: the marker cannot be understood (DAMAGED).
    """
    path = folder / MARKER
    try:
        with patiently(lambda: path.open("rb")) as stream:
            raw = json.loads(stream.read(_MAX_MARKER))
        marker = Marker(
            str(raw["library"]),
            str(raw["schema"]),
            int(raw["version"]),
            str(raw["part"]),
            {str(name): (int(size), int(check)) for name, (size, check) in raw["files"].items()},
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise IndexUnusable(Trouble.DAMAGED, f"{MARKER}: {error!r}") from error
    if not _PART.fullmatch(marker.part):
        raise IndexUnusable(Trouble.DAMAGED, f"{MARKER}: part {marker.part[:40]!r}")
    return marker


def signature(folder: Path, part: str) -> Signature | None:
    """Return what a change of the index would change, without opening anything.

    ``None`` when it cannot tell: a file is missing, or so new that a second change might look the same.
    """
    try:
        found = [path.stat() for path in (folder / MARKER, folder / part)]
    except OSError:
        return None
    if any(abs(time.time() - entry.st_mtime) < _SURELY_SEEN for entry in found):
        return None
    return tuple((entry.st_mtime_ns, entry.st_size, entry.st_ino) for entry in found)


def check_marker(marker: Marker | None, library_id: str, schema: str) -> Trouble | None:
    """Say why an index must not be opened; None when it may."""
    if marker is None:
        return Trouble.MISSING
    if marker.library != library_id:
        return Trouble.FOREIGN
    if marker.version != INDEX_VERSION or marker.schema != schema:
        return Trouble.OLD
    return None


def write_marker(folder: Path, marker: Marker) -> None:
    """Replace the marker in one step, on the disk when this returns."""
    text = json.dumps(
        {
            "library": marker.library,
            "schema": marker.schema,
            "version": marker.version,
            "part": marker.part,
            "files": marker.files,
        }
    )
    beside = folder / f"{MARKER}.{secrets.token_hex(4)}.tmp"
    if (folder / MARKER).is_dir():
        shutil.rmtree(folder / MARKER)
    try:
        with patiently(lambda: beside.open("w", encoding="utf-8")) as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        patiently(lambda: beside.replace(folder / MARKER))
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    _sync_folder(folder)


def checksum(path: Path) -> tuple[int, int]:
    """Return size and CRC-32 of a file."""
    check = size = 0
    with patiently(lambda: path.open("rb")) as stream:
        while chunk := stream.read(1 << 20):
            check = crc32(chunk, check)
            size += len(chunk)
    return size, check


def new_part(folder: Path) -> Path:
    """Create an empty sub-folder for an index that is built beside the live one."""
    part = folder / f"part-{secrets.token_hex(6)}"
    patiently(lambda: part.mkdir(parents=True))
    return part


def sweep(folder: Path, live: str) -> None:
    """Remove sub-folders and marker drafts that are not live. Call it with the write lock held."""
    for entry in folder.iterdir():
        is_part = bool(_PART.fullmatch(entry.name)) and entry.name != live
        if is_part and entry.is_dir():
            # A reader that still has the old part open blocks this on Windows; the next sweep gets it.
            shutil.rmtree(entry, ignore_errors=True)
        elif is_part or (entry.name.startswith(f"{MARKER}.") and entry.name.endswith(".tmp")):
            with suppress(OSError):
                entry.unlink()


def _make_room(folder: Path) -> None:
    """Make the folder of the index. What stands in its place is kept beside it, under another name."""
    if folder.exists() and not folder.is_dir():
        folder.replace(folder.with_name(f"{folder.name}-{secrets.token_hex(4)}"))
    patiently(lambda: folder.mkdir(parents=True, exist_ok=True))
    if (folder / _LOCK).is_dir():
        shutil.rmtree(folder / _LOCK)


@contextmanager
def write_lock(folder: Path, timeout: float) -> Generator[None]:
    """Hold the right to change the index. The lock dies with the process; its file means nothing.

    Raises:
        IndexUnusable: somebody else kept it for ``timeout`` seconds (LOCKED).
    """
    _make_room(folder)
    lock = FileLock(str(folder / _LOCK))
    if not try_for(lambda: patiently(lock.acquire), timeout=timeout, delay=0.05):
        raise IndexUnusable(Trouble.LOCKED)
    try:
        yield
    finally:
        lock.release()
