"""Sees every file operation of this process below a folder, and can make any of them the last one, or fail.

Files opened for writing get a raw layer of ours under Python's own buffers, so what counts as a write is what
reaches the system. Nothing is really synced: a killed process loses nothing that a sync would save, and for
power cuts the log says what was synced.
"""

# Names are joined as text: the patched functions get text, and pathlib itself calls them.
# ruff: noqa: PTH100, PTH110, PTH112, PTH118

from __future__ import annotations

import _io
import builtins
import io
import os
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Op:
    """One operation. ``file`` is the file itself, whatever it is called; ``moment``: commits before it."""

    kind: str
    name: str
    target: str = ""
    file: int = -1
    offset: int = 0
    data: bytes = b""
    moment: int = 0


@dataclass
class Kill:
    """Kill -9 just before operation number ``at``; with ``torn``, after half of it when it is a write."""

    at: int
    torn: bool = False

    def __call__(self, number: int, kind: str, half: Callable[[], object] | None) -> None:
        if number == self.at:
            if self.torn and half is not None:
                half()
            os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class Refuse:
    """Fail with ``code`` from operation number ``at`` on, ``times`` times or, with 0, for ever."""

    at: int
    code: int
    times: int = 0
    kinds: frozenset[str] = frozenset({"create", "open", "write", "sync", "rename", "mkdir"})
    refused: int = 0

    def __call__(self, number: int, kind: str, half: Callable[[], object] | None) -> None:
        if number >= self.at and kind in self.kinds and not (self.times and self.refused >= self.times):
            self.refused += 1
            raise OSError(self.code, os.strerror(self.code))


def files_below(root: Path) -> dict[str, int]:
    """Number the files below a folder, as the log names them."""
    found = sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
    return {name: number for number, name in enumerate(found)}


class _Raw(io.FileIO):
    def __init__(self, watch: Watch, file: Any, mode: str, *, closefd: bool = True) -> None:
        self._watch = watch
        bare = mode.replace("t", "").replace("b", "")
        if isinstance(file, int):
            self.what = watch.handles[file]
            super().__init__(file, bare, closefd)
            return
        name = watch.inside(file)
        assert name is not None
        new = watch.before_open(name, cut="w" in mode)
        super().__init__(file, bare)
        self.what = watch.after_open(name, self.fileno(), new=new, cut="w" in mode)

    def write(self, data: Any) -> int:
        content = bytes(data)
        name, file = self.what
        whole = super().write
        self._watch.step("write", lambda: whole(content[: len(content) // 2]))
        at = self.tell()
        done = whole(content)
        self._watch.note(Op("write", name, file=file, offset=at, data=content[:done]))
        return done

    def truncate(self, size: int | None = None) -> int:
        name, file = self.what
        self._watch.step("write")
        size = self.tell() if size is None else size
        done = super().truncate(size)
        self._watch.note(Op("cut", name, file=file, offset=size))
        return done

    def close(self) -> None:
        if not self.closed:
            self._watch.handles.pop(self.fileno(), None)
        super().close()


class Watch:
    """The operations below ``root`` from ``start`` on, for the rest of this process."""

    def __init__(self, root: Path) -> None:
        self.root = os.path.realpath(root)
        self.count = 0
        self.fault: Callable[[int, str, Callable[[], object] | None], None] | None = None
        self.log: list[Op] | None = None
        self.on_moment: Callable[[int], None] | None = None
        self.handles: dict[int, tuple[str, int]] = {}
        self.files = files_below(Path(self.root))
        self._serial = len(self.files)
        self.commits = 0
        self._told = 0

    # -- what the patches call -----------------------------------------------------------------------

    def inside(self, path: Any) -> str | None:
        """Return the name below the root, None for what is elsewhere."""
        if isinstance(path, int) or path is None:
            return None
        full = os.path.abspath(os.fsdecode(path))
        if full == self.root:
            return "."
        return full[len(self.root) + 1 :] if full.startswith(self.root + os.sep) else None

    def step(self, kind: str, half: Callable[[], object] | None = None) -> None:
        """One operation is about to happen."""
        if self._told != self.commits and self.on_moment is not None:
            self._told = self.commits
            self.on_moment(self.commits)
        number, self.count = self.count, self.count + 1
        if self.fault is not None:
            self.fault(number, kind, half)

    def commit(self, *_: object) -> None:
        """The database is about to commit."""
        self.step("commit")
        self.commits += 1

    def note(self, op: Op) -> None:
        """Write an operation down."""
        if self.log is not None:
            self.log.append(Op(op.kind, op.name, op.target, op.file, op.offset, op.data, self.commits))

    def before_open(self, name: str, *, cut: bool) -> bool:
        """Count an opening for writing; whether the file is new."""
        new = not os.path.exists(os.path.join(self.root, name))
        self.step("create" if new or cut else "open")
        return new

    def after_open(self, name: str, handle: int, *, new: bool, cut: bool) -> tuple[str, int]:
        """Remember which file a handle is."""
        if new or name not in self.files:
            self._serial += 1
            self.files[name] = self._serial
        file = self.files[name]
        if new:
            self.note(Op("create", name, file=file))
        elif cut:
            self.note(Op("cut", name, file=file))
        self.handles[handle] = (name, file)
        return name, file

    def renamed(self, old: str, new: str) -> None:
        """A file or folder has another name now."""
        file = self.files.pop(old, -1)
        if file >= 0:
            self.files[new] = file
        for name in [name for name in self.files if name.startswith(f"{old}{os.sep}")]:
            self.files[new + name[len(old) :]] = self.files.pop(name)
        self.note(Op("rename", old, new, file))

    # -- the patches ---------------------------------------------------------------------------------

    def start(self) -> None:
        """Watch this process from now on."""
        from sqlalchemy import event
        from sqlalchemy.engine import Engine

        event.listen(Engine, "commit", self.commit)
        for module in (builtins, io, _io):
            module.open = self._open(builtins_open)
        os.open = self._os_open(os.open)
        os.close = self._os_close(os.close)
        os.write = self._os_write(os.write)
        os.fsync = os.fdatasync = self._sync
        os.rename = os.replace = self._rename(os.replace)
        os.unlink = os.remove = self._named("unlink", os.unlink)
        os.mkdir = self._named("mkdir", os.mkdir)
        os.rmdir = self._named("rmdir", os.rmdir)
        # Both would go round the functions above.
        shutil._use_fd_functions = False
        shutil._USE_CP_SENDFILE = False

    def _open(self, real: Any) -> Any:
        def opening(
            file: Any,
            mode: str = "r",
            buffering: int = -1,
            encoding: str | None = None,
            errors: str | None = None,
            newline: str | None = None,
            closefd: bool = True,
            opener: Any = None,
        ) -> Any:
            ours = file in self.handles if isinstance(file, int) else self.inside(file) is not None
            if not ours:
                return real(file, mode, buffering, encoding, errors, newline, closefd, opener)
            if not set(mode) & set("wxa+"):
                self.step("read")
                return real(file, mode, buffering, encoding, errors, newline, closefd, opener)
            raw = _Raw(self, file, mode, closefd=closefd)
            if buffering == 0:
                return raw
            size = buffering if buffering > 1 else io.DEFAULT_BUFFER_SIZE
            stream = io.BufferedRandom(raw, size) if "+" in mode else io.BufferedWriter(raw, size)
            return stream if "b" in mode else io.TextIOWrapper(stream, encoding, errors, newline)

        return opening

    def _os_open(self, real: Any) -> Any:
        def opening(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
            name = self.inside(path)
            if name is None:
                return real(path, flags, mode, dir_fd=dir_fd)
            if not flags & (os.O_WRONLY | os.O_RDWR):
                handle = real(path, flags, mode)
                self.handles[handle] = (name, -1 if os.path.isdir(path) else self.files.get(name, -1))
                return handle
            cut = bool(flags & os.O_TRUNC)
            new = self.before_open(name, cut=cut)
            handle = real(path, flags, mode)
            self.after_open(name, handle, new=new, cut=cut)
            return handle

        return opening

    def _os_close(self, real: Any) -> Any:
        def closing(handle: int) -> None:
            self.handles.pop(handle, None)
            real(handle)

        return closing

    def _os_write(self, real: Any) -> Any:
        def writing(handle: int, data: Any) -> int:
            if handle not in self.handles:
                return real(handle, data)
            name, file = self.handles[handle]
            self.step("write", lambda: real(handle, data[: len(data) // 2]))
            at = os.lseek(handle, 0, os.SEEK_CUR)
            done = real(handle, data)
            self.note(Op("write", name, file=file, offset=at, data=bytes(data[:done])))
            return done

        return writing

    def _sync(self, handle: Any) -> None:
        number = handle if isinstance(handle, int) else handle.fileno()
        if number in self.handles:
            name, file = self.handles[number]
            self.step("sync")
            self.note(Op("sync", name, file=file))

    def _rename(self, real: Any) -> Any:
        def renaming(old: Any, new: Any, **options: Any) -> None:
            source, target = self.inside(old), self.inside(new)
            if source is None and target is None:
                real(old, new, **options)
                return
            self.step("rename")
            real(old, new, **options)
            self.renamed(source or "..", target or "..")

        return renaming

    def _named(self, kind: str, real: Any) -> Any:
        def doing(path: Any, *arguments: Any, **options: Any) -> None:
            name = self.inside(path)
            if name is None:
                real(path, *arguments, **options)
                return
            self.step(kind)
            real(path, *arguments, **options)
            self.note(Op(kind, name, file=self.files.pop(name, -1) if kind == "unlink" else -1))

        return doing


builtins_open = builtins.open
