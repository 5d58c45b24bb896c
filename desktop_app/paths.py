"""Where a library lives on disk, and who holds it."""

from __future__ import annotations

import getpass
import json
import os
import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import platformdirs

ENVIRONMENT = "BANG_GIAO_LIBRARY"


@dataclass(frozen=True, slots=True)
class LibraryPaths:
    """The folder that is a library: ``library.db`` is the truth, ``index/`` may be deleted at any time."""

    folder: Path

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / "library.db"

    @property
    def index(self) -> Path:
        """The search index, a cache."""
        return self.folder / "index"

    @property
    def backups(self) -> Path:
        """Where backups go by default."""
        return self.folder / "backups"

    @property
    def logs(self) -> Path:
        """Log files; they never hold text of documents."""
        return self.folder / "logs"

    @property
    def learned(self) -> Path:
        """What was learned from the decisions; a cache that may be thrown away."""
        return self.folder / "learned.json"

    @property
    def lock(self) -> Path:
        """Held by the program that has the library open for writing."""
        return self.folder / "library.lock"

    def make(self) -> None:
        """Create the folders.

        Raises:
            OSError: the place cannot be written to.
        """
        self.folder.mkdir(parents=True, exist_ok=True)


def library_folder(option: Path | None = None) -> Path:
    """The library folder: the option, else the environment, else the per-user place."""
    if option is not None:
        return option.expanduser().absolute()
    configured = os.environ.get(ENVIRONMENT, "")
    if configured:
        return Path(configured).expanduser().absolute()
    return Path(platformdirs.user_data_dir("bang-giao", appauthor=False)) / "library"


def config_folder() -> Path:
    """Where the settings of the person (theme, window sizes) are kept."""
    override = os.environ.get("BANG_GIAO_CONFIG", "")
    return Path(override) if override else Path(platformdirs.user_config_dir("bang-giao", appauthor=False))


def account() -> str:
    """The name of the account, "" where the system knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the library open for writing."""

    user: str
    host: str
    process: int


class LibraryLock:
    """An operating-system lock beside the library: it dies with its process, so it never goes stale.

    The names written beside it only tell people who holds it. They stand in a second file, because on Windows
    a locked file cannot be read by others.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._names = path.with_suffix(".json")
        self._file: IO[bytes] | None = None

    def acquire(self) -> Holder | None:
        """Take the lock; return ``None`` on success, else who holds it.

        Raises:
            OSError: the folder cannot be written to.
        """
        handle = self._path.open("ab")
        if not _lock(handle):
            handle.close()
            return self._holder()
        self._file = handle
        mine = {"user": account(), "host": socket.gethostname(), "process": os.getpid()}
        # On a full disk the names stay unknown; the lock itself holds, and reading must go on.
        with suppress(OSError):
            self._names.write_text(json.dumps(mine), encoding="utf-8")
        return None

    def release(self) -> None:
        """Let go."""
        if self._file is not None:
            with suppress(OSError):
                self._names.unlink(missing_ok=True)
            self._file.close()
            self._file = None

    def _holder(self) -> Holder:
        try:
            found: dict[str, Any] = json.loads(self._names.read_text(encoding="utf-8"))
            return Holder(str(found["user"]), str(found["host"]), int(found["process"]))
        except (OSError, ValueError, KeyError, TypeError):
            return Holder("", "", 0)


def _lock(handle: IO[bytes]) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
