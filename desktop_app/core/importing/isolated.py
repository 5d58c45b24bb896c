"""Reading files in a process of their own, with limits of time and memory.

A hostile or broken file may hang a parser or eat the memory; then that process is ended and the file
refused, and the next file gets a new process. The process is kept between files, because starting one takes
time.

A packed program must call ``multiprocessing.freeze_support()`` first thing in its main module.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType

from desktop_app.core.importing.article import ImportedArticle, RefusalReason, Unreadable
from desktop_app.core.importing.readers import load, read_bytes
from desktop_app.core.importing.refusals import MAX_FILE_BYTES, unreadable
from desktop_app.core.importing.transfer import from_json, to_json

SECONDS_PER_FILE = 30.0
MEMORY_BYTES = 1536 * 1024 * 1024
_SECONDS_TO_START = 60.0
_SECONDS_TO_END = 5.0
_FILES_PER_PROCESS = 500
_READY = b"ready"


class IsolatedReader:
    """Reads files in a child process; a context manager. Not to be shared between threads.

    Args:
        seconds: wall time allowed for one file.
        memory: address space allowed, in bytes; only where the system can limit it (Linux).
    """

    def __init__(self, *, seconds: float = SECONDS_PER_FILE, memory: int = MEMORY_BYTES) -> None:
        self._seconds = seconds
        self._memory = memory
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._done = 0

    def __enter__(self) -> IsolatedReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child process."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.join(_SECONDS_TO_END)
            self._end()

    def read_bytes(
        self, data: bytes, file_name: str, *, media_type: str | None = None
    ) -> ImportedArticle | Unreadable:
        """Read the bytes of a file; like ``readers.read_bytes``, and safe for hostile ones."""
        if len(data) > MAX_FILE_BYTES:
            return unreadable(file_name, RefusalReason.TOO_LARGE)
        pipe = self._started()
        if pipe is None:
            return unreadable(file_name, RefusalReason.UNREADABLE)
        try:
            pipe.send_bytes(f"{media_type or ''}\n{file_name}".encode("utf-8", "replace"))
            pipe.send_bytes(data)
            if not pipe.poll(self._seconds):
                self._end()
                return unreadable(file_name, RefusalReason.TIMEOUT)
            result = from_json(pipe.recv_bytes(), data)
        except (EOFError, OSError, ValueError):
            return unreadable(file_name, self._died())
        self._done += 1
        out_of_memory = isinstance(result, Unreadable) and result.reason is RefusalReason.BOMB
        if out_of_memory or self._done >= _FILES_PER_PROCESS:
            self._end()
        return result

    def read_file(self, path: Path) -> ImportedArticle | Unreadable:
        """Read a file; see ``read_bytes``."""
        loaded = load(path)
        return loaded if isinstance(loaded, Unreadable) else self.read_bytes(loaded, path.name)

    def _started(self) -> Connection | None:
        if self._process is not None and self._process.is_alive() and self._pipe is not None:
            return self._pipe
        self._end()
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._memory), daemon=True)
        try:
            self._process.start()
            theirs.close()
            if not ours.poll(_SECONDS_TO_START) or ours.recv_bytes() != _READY:
                raise EOFError
        except (OSError, EOFError):
            ours.close()
            self._end()
            return None
        self._pipe, self._done = ours, 0
        return ours

    def _died(self) -> RefusalReason:
        """The process ended by itself: by the system or by a fault in a parser."""
        code = None
        if self._process is not None:
            self._process.join(_SECONDS_TO_END)
            code = self._process.exitcode
        self._end()
        # Killed from outside: the system ran out of memory.
        return RefusalReason.BOMB if code == -9 else RefusalReason.DAMAGED

    def _end(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if self._process is not None:
            if self._process.is_alive():
                self._process.kill()
                self._process.join(_SECONDS_TO_END)
            self._process = None


def _serve(pipe: Connection, memory: int) -> None:
    """The child: reads until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory(memory)
    try:
        pipe.send_bytes(_READY)
        while True:
            media_type, _, file_name = pipe.recv_bytes().decode("utf-8").partition("\n")
            data = pipe.recv_bytes()
            try:
                answer = to_json(read_bytes(data, file_name, media_type=media_type or None))
            except MemoryError:
                answer = to_json(unreadable(file_name, RefusalReason.BOMB))
            pipe.send_bytes(answer)
    except (EOFError, OSError):
        return


def _limit_memory(memory: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    # A dump of the process would hold the text of the file.
    for name, limit in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_AS, memory)):
        try:
            _soft, hard = resource.getrlimit(name)
            resource.setrlimit(name, (limit if hard < 0 else min(limit, hard), hard))
        except (ValueError, OSError):
            continue
