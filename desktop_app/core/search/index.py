"""The index of a library: a cache beside the database that may be thrown away at any time.

Whatever goes wrong inside is raised as ``IndexUnusable``; the caller then rebuilds it from the database.
"""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal, TypeVar

from whoosh.index import EmptyIndexError, FileIndex, LockError

from db.records import RecordKind
from desktop_app.core.search.aliases import AliasTable, shipped_aliases
from desktop_app.core.search.answer import Request, answer
from desktop_app.core.search.documents import IndexAnswer, IndexDocument
from desktop_app.core.search.failures import IndexUnusable, QueryError, Trouble
from desktop_app.core.search.postings import SegmentMemory, Snapshot
from desktop_app.core.search.query import parse
from desktop_app.core.search.schema import INDEX_VERSION, fingerprint, make_schema
from desktop_app.core.search.storage import (
    Marker,
    Signature,
    SyncedStorage,
    check_marker,
    checksum,
    new_part,
    read_marker,
    signature,
    sweep,
    write_lock,
    write_marker,
)
from desktop_app.core.search.writing import commit
from desktop_app.progress import Cancelled, Reporter

IndexState = Literal["ready", "missing", "foreign", "old", "damaged"]

# Whoosh carries no types worth checking.
_Index: Any = FileIndex

_LOCK_SECONDS = 5.0
_READ_ATTEMPTS = 4
_READ_PAUSE = 0.02

T = TypeVar("T")
_REBUILD_BATCH = 2_000
"""Documents of a segment while rebuilding: about 0.25 GB of memory."""
_MANY_SEGMENTS = 20
_DELETED_SHARE = 0.10
_DELETED_LEAST = 200
_DISK_ERRORS = frozenset(
    getattr(errno, name, -1)
    for name in ("ENOSPC", "EDQUOT", "EFBIG", "EROFS", "EACCES", "EPERM", "EIO", "EMFILE")
)


class _SourceError(Exception):
    """The caller's documents failed, not the index."""

    def __init__(self, reason: Exception) -> None:
        super().__init__()
        self.reason = reason


def _guarded(documents: Iterable[IndexDocument]) -> Iterator[IndexDocument]:
    source = iter(documents)
    while True:
        try:
            document = next(source)
        except StopIteration:
            return
        except Exception as error:
            raise _SourceError(error) from error
        yield document


class SearchIndex:
    """The index of one library in a folder of its own. Safe to use from several threads and processes."""

    def __init__(self, folder: Path, library_id: str) -> None:
        """Name the index; nothing is opened or created yet.

        Args:
            folder: private folder of the index, need not exist.
            library_id: what an index must carry to be opened. An index brought from elsewhere is code; add
                something only this computer knows to the id and it will be rebuilt instead.
        """
        self._folder = folder
        self._library = library_id
        self._schema = make_schema()
        self._fingerprint = fingerprint()
        self._lock = threading.RLock()
        self._memories: dict[str, SegmentMemory] = {}
        self._snapshot: Snapshot | None = None
        self._seen: tuple[str, int] | None = None
        self._looks: Signature | None = None

    def state(self) -> IndexState:
        """Say whether the index can be used, reading all of its files once (about a second per GB)."""
        try:
            self._read(self._verify)
        except IndexUnusable as unusable:
            return _state_of(unusable.trouble)
        return "ready"

    def apply(self, documents: Iterable[IndexDocument], removed: Iterable[str] = ()) -> None:
        """Add or replace documents and remove keys, all in one step: after a crash all of it or none.

        Raises:
            IndexUnusable: see there; the index is as before.
        """
        batch = {document.key: document for document in documents}
        gone = set(removed) | set(batch)
        if not gone:
            return
        with self._trouble(), write_lock(self._folder, _LOCK_SECONDS):
            marker = self._usable_marker()
            part = self._folder / marker.part
            _check_contents(part, marker)
            sweep(self._folder, marker.part)
            try:
                commit(self._open(part), batch.values(), gone)
                self._write_marker(part)
            except BaseException:
                self._drop_unfinished(part)
                raise

    def rebuild(self, documents: Iterable[IndexDocument], reporter: Reporter | None = None) -> None:
        """Make the index anew beside the present one and swap. The present one answers until then.

        Works in every state. Changes made meanwhile must be applied afterwards.

        Raises:
            IndexUnusable: another writer is at work (LOCKED) or the disk refuses (DISK).
            Cancelled: the person asked to stop; the present index stays.
        """
        reporter = reporter or Reporter()
        total = len(documents) if isinstance(documents, Sequence) else 0
        with self._trouble(), write_lock(self._folder, _LOCK_SECONDS):
            part = new_part(self._folder)
            try:
                self._fill(part, documents, reporter, total)
                self._write_marker(part)
            except BaseException:
                sweep(self._folder, self._live_part())
                raise
            with self._lock:
                self._forget()
            sweep(self._folder, part.name)

    def wants_rebuild(self) -> bool:
        """Whether so much was deleted or scattered that a rebuild pays."""

        def scattered(snapshot: Snapshot) -> bool:
            live = snapshot.documents
            many = _MANY_SEGMENTS + live // _REBUILD_BATCH
            return len(snapshot.segments) > many or snapshot.deleted > max(
                _DELETED_LEAST, _DELETED_SHARE * live
            )

        return self._read(scattered)

    def document_count(self) -> int:
        """Return how many records the index holds."""
        return self._read(lambda snapshot: snapshot.documents)

    def search(
        self,
        text: str,
        *,
        kinds: Iterable[RecordKind] | None = None,
        allowed: set[str] | None = None,
        limit: int = 20,
        offset: int = 0,
        typing: bool = False,
        strict: bool = False,
        aliases: AliasTable | None = None,
        vocabulary: Iterable[str] = (),
    ) -> IndexAnswer:
        """Answer a search text.

        Args:
            text: see ``query``: words, "quoted phrases", -exclusions, ``word*``, this HOẶC that,
                ``tiêu_đề:word``; anything else is read as words.
            kinds: only records of these kinds.
            allowed: only records with these keys (filters that the database answered).
            limit: how many hits to return.
            offset: how many hits to skip first.
            typing: the last word is not finished yet.
            strict: words must stand with just the marks they were typed with.
            aliases: other spellings; the shipped table when not given (``aliases.with_extra`` adds to it).
            vocabulary: confirmed names, the first choice for "did you mean"; read only when needed.

        Returns:
            The hits of the page, the number of all, the words to mark; a suggestion when a word is unknown.

        Raises:
            QueryError: only exclusions were given.
            IndexUnusable: see there.
        """
        query = parse(text, typing=typing, strict=strict)
        if query.empty:
            return IndexAnswer((), 0)
        request = Request(
            text,
            query,
            None if kinds is None else frozenset(kind.value for kind in kinds),
            allowed,
            slice(max(0, offset), max(0, offset) + max(0, limit)),
            typing,
            aliases or shipped_aliases(),
            vocabulary,
        )
        return self._read(lambda snapshot: answer(request, snapshot))

    def close(self) -> None:
        """Give the files back. The index opens again by itself when it is used."""
        with self._lock:
            self._forget()

    @contextmanager
    def _trouble(self) -> Generator[None]:
        try:
            yield
        except (IndexUnusable, QueryError, Cancelled):
            raise
        except _SourceError as error:
            raise error.reason from None
        except LockError as error:
            raise IndexUnusable(Trouble.LOCKED, repr(error)) from error
        except MemoryError:
            raise
        except Exception as error:
            with self._lock:
                self._forget()
            raise IndexUnusable(_trouble_of(error), repr(error)) from error

    def _usable_marker(self) -> Marker:
        marker = read_marker(self._folder)
        trouble = check_marker(marker, self._library, self._fingerprint)
        if trouble is not None or marker is None:
            raise IndexUnusable(trouble or Trouble.MISSING)
        return marker

    def _live_part(self) -> str:
        try:
            marker = read_marker(self._folder)
        except IndexUnusable:
            return ""
        return marker.part if marker else ""

    def _open(self, part: Path) -> Any:
        storage = SyncedStorage(part)
        try:
            return _Index(storage, schema=self._schema)
        except BaseException:
            storage.close_all()
            raise

    def _verify(self, _snapshot: Snapshot) -> None:
        marker = self._usable_marker()
        part = self._folder / marker.part
        live = self._live_names(part)
        for name, known in marker.files.items():
            if name.split(".")[0] in live and checksum(part / name) != known:
                raise IndexUnusable(Trouble.DAMAGED, name)

    def _live_names(self, part: Path) -> set[str]:
        """Return the names, up to the first point, of the files that the newest state consists of."""
        index = self._open(part)
        names = {str(segment.segment_id()) for segment in index._segments()}  # noqa: SLF001
        return names | {f"_{index.indexname}_{index.latest_generation()}"}

    def _drop_unfinished(self, part: Path) -> None:
        """Give back the room a failed change took: on a full disk even reading a library needs some."""
        with suppress(Exception):
            live = self._live_names(part)
            for entry in part.iterdir():
                if entry.name.split(".")[0] not in live and not entry.name.endswith("WRITELOCK"):
                    with suppress(OSError):
                        entry.unlink()
            sweep(self._folder, part.name)

    def _read(self, use: Callable[[Snapshot], T]) -> T:
        with self._lock, self._trouble():
            for _ in range(_READ_ATTEMPTS - 1):
                try:
                    return use(self._refreshed())
                except (FileNotFoundError, EmptyIndexError):
                    # A writer has put a new state in place and removed the old one meanwhile.
                    self._forget()
                    time.sleep(_READ_PAUSE)
            return use(self._refreshed())

    def _refreshed(self) -> Snapshot:
        """Return the newest state. A new reader each time: Whoosh's own refresh keeps deleted segments."""
        looks = signature(self._folder, self._seen[0] if self._seen else "")
        if self._snapshot is not None and looks is not None and looks == self._looks:
            return self._snapshot
        self._looks = looks
        marker = self._usable_marker()
        part = self._folder / marker.part
        _check_contents(part, marker)
        index = self._open(part)
        contents = index._read_toc()  # noqa: SLF001
        seen = (marker.part, contents.generation)
        if self._snapshot is None or seen != self._seen:
            if self._seen is not None and self._seen[0] != marker.part:
                self._memories.clear()
            self._drop_snapshot()
            try:
                # Not index.reader(): it tries ten times over half a second whatever is wrong.
                reader = _Index._reader(index.storage, self._schema, contents.segments, seen[1])  # noqa: SLF001
                self._snapshot = Snapshot(reader, self._memories, index.storage.close_all)
            except BaseException:
                index.storage.close_all()
                raise
            self._seen = seen
        return self._snapshot

    def _drop_snapshot(self) -> None:
        snapshot, self._snapshot = self._snapshot, None
        if snapshot is not None:
            snapshot.close()

    def _forget(self) -> None:
        self._drop_snapshot()
        self._memories.clear()
        self._seen = None
        self._looks = None

    def _fill(self, part: Path, documents: Iterable[IndexDocument], reporter: Reporter, total: int) -> None:
        _Index.create(SyncedStorage(part), self._schema)
        batch: dict[str, IndexDocument] = {}
        done = 0
        for document in _guarded(documents):
            batch[document.key] = document
            done += 1
            reporter.step(done, total)
            if len(batch) >= _REBUILD_BATCH:
                commit(self._open(part), batch.values(), set(batch) if done > len(batch) else ())
                batch.clear()
        if batch:
            commit(self._open(part), batch.values(), set(batch) if done > len(batch) else ())
        reporter.step(done, total or done)

    def _write_marker(self, part: Path) -> None:
        known: dict[str, tuple[int, int]] = {}
        with suppress(IndexUnusable):
            marker = read_marker(self._folder)
            if marker is not None and marker.part == part.name:
                known = marker.files
        live = self._live_names(part)
        names = sorted(entry.name for entry in part.iterdir() if entry.name.split(".")[0] in live)
        files = {name: known.get(name) or checksum(part / name) for name in names}
        write_marker(self._folder, Marker(self._library, self._fingerprint, INDEX_VERSION, part.name, files))


def _check_contents(part: Path, marker: Marker) -> None:
    """Refuse a table of contents with a broken bit: reading such a pickle can take all memory."""
    for name, known in marker.files.items():
        if name.endswith(".toc"):
            with suppress(FileNotFoundError):
                if checksum(part / name) != known:
                    raise IndexUnusable(Trouble.DAMAGED, name)


def _state_of(trouble: Trouble) -> IndexState:
    if trouble is Trouble.MISSING:
        return "missing"
    if trouble is Trouble.FOREIGN:
        return "foreign"
    return "old" if trouble is Trouble.OLD else "damaged"


def _trouble_of(error: Exception) -> Trouble:
    # A broken file makes Whoosh seek to nonsense, which is an OSError as well.
    if isinstance(error, OSError) and error.errno in _DISK_ERRORS:
        return Trouble.DISK
    return Trouble.DAMAGED
