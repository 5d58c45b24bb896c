"""The folder of an index as a whole: whether it may be used, changing it, making it anew.

Errors come as they are; ``index`` says what they mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Set as AbstractSet
from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh.index import FileIndex

from desktop_app.core.search.building import Made, build
from desktop_app.core.search.documents import IndexDocument
from desktop_app.core.search.failures import IndexUnusable, Trouble
from desktop_app.core.search.schema import INDEX_VERSION, fingerprint, make_schema
from desktop_app.core.search.storage import (
    Marker,
    SyncedStorage,
    check_marker,
    checksum,
    new_part,
    read_marker,
    sweep,
    write_lock,
    write_marker,
)
from desktop_app.core.search.writing import MANY, TOO_MANY, commit, create, join, live_stems
from desktop_app.progress import Reporter

# Whoosh carries no types worth checking.
_Index: Any = FileIndex

LOCK_SECONDS = 5.0


class IndexFolder:
    """The files of one index. The write lock keeps other processes and threads out while they change."""

    def __init__(self, folder: Path, library_id: str) -> None:
        self.path = folder
        self.schema = make_schema()
        self._library = library_id
        self._fingerprint = fingerprint()
        self._verified: dict[str, tuple[int, int]] = {}

    def marker(self) -> Marker:
        """Return the marker.

        Raises:
            IndexUnusable: there is none, or it is of another library, version or set of rules.
        """
        marker = read_marker(self.path)
        trouble = check_marker(marker, self._library, self._fingerprint)
        if trouble is not None or marker is None:
            raise IndexUnusable(trouble or Trouble.MISSING)
        return marker

    def open(self, marker: Marker) -> Any:
        """Open the index of Whoosh that the marker names, its table of contents having been checked."""
        part = self.path / marker.part
        _check_contents(part, marker)
        return self._opened(part)

    def verify(self, *, quick: bool) -> None:
        """Compare the files with what the marker says: the sizes, and the content of all that is not known.

        A file that was read once and has not been written since is not read again.

        Args:
            quick: only the sizes and the table of contents.

        Raises:
            IndexUnusable: a file is not as it was written.
            OSError: a file is missing.
        """
        marker = self.marker()
        part = self.path / marker.part
        _check_contents(part, marker)
        live = live_stems(part)
        for name, known in marker.files.items():
            if name.split(".")[0] not in live:
                continue
            looks = (part / name).stat()
            if looks.st_size != known[0]:
                raise IndexUnusable(Trouble.DAMAGED, name)
            if not quick and self._verified.get(name) != (looks.st_size, looks.st_mtime_ns):
                if checksum(part / name) != known:
                    raise IndexUnusable(Trouble.DAMAGED, name)
                self._verified[name] = looks.st_size, looks.st_mtime_ns

    def apply(
        self, documents: Iterable[IndexDocument], gone: AbstractSet[str], reporter: Reporter, total: int
    ) -> None:
        """Remove keys and add documents in one step."""
        with write_lock(self.path, LOCK_SECONDS):
            marker = self.marker()
            part = self.path / marker.part
            _check_contents(part, marker)
            sweep(self.path, marker.part)
            try:
                made, keys = build(part, documents, reporter, total)
                if not keys and not gone:
                    return
                self._mark(part, made, commit(part, made, keys | gone))
            except BaseException:
                self._drop_unfinished(part)
                raise
        # The change is in; what cannot be joined now is joined after a later one.
        with suppress(IndexUnusable, OSError):
            self.join(TOO_MANY)

    def join(self, many: int = MANY) -> bool:
        """Join small segments when ``many`` are alike; say whether there were."""
        with write_lock(self.path, LOCK_SECONDS):
            marker = self.marker()
            part = self.path / marker.part
            _check_contents(part, marker)
            try:
                joined = join(part, many)
                if joined is not None:
                    self._mark(part, joined[:1], joined[1])
            except BaseException:
                self._drop_unfinished(part)
                raise
        return joined is not None

    def rebuild(self, documents: Iterable[IndexDocument], reporter: Reporter, total: int) -> None:
        """Make the index anew in a folder beside and let the marker name that."""
        with write_lock(self.path, LOCK_SECONDS):
            part = new_part(self.path)
            try:
                create(part)
                made, keys = build(part, documents, reporter, total)
                live = commit(part, made, set())
                reporter.step(len(keys), len(keys))
                self._mark(part, made, live)
            except BaseException:
                sweep(self.path, self._live_part())
                raise

    def sweep(self) -> None:
        """Remove what is left of former parts, unless somebody is changing the index."""
        with suppress(IndexUnusable), write_lock(self.path, 0.0):
            sweep(self.path, self.marker().part)

    def _live_part(self) -> str:
        try:
            marker = read_marker(self.path)
        except IndexUnusable:
            return ""
        return marker.part if marker else ""

    def _opened(self, part: Path) -> Any:
        storage = SyncedStorage(part)
        try:
            return _Index(storage, schema=self.schema)
        except BaseException:
            storage.close_all()
            raise

    def _drop_unfinished(self, part: Path) -> None:
        """Give back the room a failed change took: on a full disk even reading a library needs some."""
        with suppress(Exception):
            live = live_stems(part)
            for entry in part.iterdir():
                if entry.name.split(".")[0] not in live:
                    with suppress(OSError):
                        entry.unlink()
            sweep(self.path, part.name)

    def _mark(self, part: Path, made: Iterable[Made], live: AbstractSet[str]) -> None:
        """Write down what the files look like that begin with ``live``, ``made`` being new among them."""
        known: dict[str, tuple[int, int]] = {}
        with suppress(IndexUnusable):
            marker = read_marker(self.path)
            if marker is not None and marker.part == part.name:
                known = marker.files
        for one in made:
            known |= one.files
        names = sorted(entry.name for entry in part.iterdir() if entry.name.split(".")[0] in live)
        files = {name: known.get(name) or checksum(part / name) for name in names}
        write_marker(self.path, Marker(self._library, self._fingerprint, INDEX_VERSION, part.name, files))


def _check_contents(part: Path, marker: Marker) -> None:
    """Refuse a table of contents with a broken bit: reading such a pickle can take all memory."""
    for name, known in marker.files.items():
        if name.endswith(".toc"):
            with suppress(FileNotFoundError):
                if checksum(part / name) != known:
                    raise IndexUnusable(Trouble.DAMAGED, name)
