"""The index of a library: a cache beside the database that may be thrown away at any time.

Whatever goes wrong inside is raised as ``IndexUnusable``; the caller then rebuilds it from the database.
"""

from __future__ import annotations

import errno
import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal

from whoosh.index import FileIndex, LockError

from db.records import RecordKind
from desktop_app.core.search.aliases import AliasTable, shipped_aliases
from desktop_app.core.search.did_you_mean import suggest
from desktop_app.core.search.documents import IndexAnswer, IndexDocument, IndexHit
from desktop_app.core.search.failures import IndexUnusable, QueryError, Trouble
from desktop_app.core.search.postings import Segment, SegmentMemory, Snapshot
from desktop_app.core.search.query import Query, parse
from desktop_app.core.search.ranking import Compiled, Ranker, compile_query, unknown_terms
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
from desktop_app.core.search.telex import compose
from desktop_app.core.search.writing import commit
from desktop_app.progress import Cancelled, Reporter

IndexState = Literal["ready", "missing", "foreign", "old", "damaged"]

# Whoosh carries no types worth checking.
_Index: Any = FileIndex

_LOCK_SECONDS = 5.0
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

    def state(self) -> IndexState:
        """Say whether the index can be used, reading all of its files once (about a second per GB)."""
        try:
            marker = read_marker(self._folder)
            trouble = check_marker(marker, self._library, self._fingerprint)
            if trouble is not None or marker is None:
                return _state_of(trouble or Trouble.MISSING)
            part = self._folder / marker.part
            live = self._live_files(part)
            for name, known in marker.files.items():
                if name in live and checksum(part / name) != known:
                    return "damaged"
            with self._lock:
                self._refreshed()
        except IndexUnusable as unusable:
            return _state_of(unusable.trouble)
        except Exception:
            return "damaged"
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
            sweep(self._folder, marker.part)
            commit(self._open(part), batch.values(), gone)
            self._write_marker(part)

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
        with self._lock, self._trouble():
            snapshot = self._refreshed()
            live = snapshot.documents
            many = _MANY_SEGMENTS + live // _REBUILD_BATCH
            deleted = snapshot.deleted
            return len(snapshot.segments) > many or deleted > max(_DELETED_LEAST, _DELETED_SHARE * live)

    def document_count(self) -> int:
        """Return how many records the index holds."""
        with self._lock, self._trouble():
            return self._refreshed().documents

    def search(
        self,
        text: str,
        *,
        kinds: Iterable[RecordKind] | None = None,
        allowed: set[str] | None = None,
        limit: int = 20,
        offset: int = 0,
        typing: bool = False,
        aliases: AliasTable | None = None,
        vocabulary: Iterable[str] = (),
    ) -> IndexAnswer:
        """Answer a search text.

        Args:
            text: words, "quoted phrases", -exclusions, ``word*``; anything else is read as words.
            kinds: only records of these kinds.
            allowed: only records with these keys (filters that the database answered).
            limit: how many hits to return.
            offset: how many hits to skip first.
            typing: the last word is not finished yet.
            aliases: other spellings; the shipped table when not given (``aliases.with_extra`` adds to it).
            vocabulary: confirmed names, the first choice for "did you mean".

        Returns:
            The hits of the page, the number of all, the words to mark; a suggestion when a word is unknown.

        Raises:
            QueryError: only exclusions were given.
            IndexUnusable: see there.
        """
        query = parse(text, typing=typing)
        if query.empty:
            return IndexAnswer((), 0)
        table = aliases or shipped_aliases()
        wanted = None if kinds is None else frozenset(kind.value for kind in kinds)
        with self._lock, self._trouble():
            snapshot = self._refreshed()
            ranker, compiled, ranked = _run(query, snapshot, table, wanted, allowed)
            suggestion = ""
            if unknown_terms(query, snapshot):
                composed = compose(text, snapshot.known, snapshot.known_exact)
                if composed != text:
                    query = parse(composed, typing=typing)
                    ranker, compiled, ranked = _run(query, snapshot, table, wanted, allowed)
                suggestion = suggest(composed, query, snapshot, vocabulary)
            page = ranked[max(0, offset) : max(0, offset) + max(0, limit)]
            hits = tuple(_hit(ranker.key(place), score) for score, place in page)
        return IndexAnswer(hits, len(ranked), compiled.shown, suggestion)

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

    def _live_files(self, part: Path) -> set[str]:
        """Return the names of the files that the newest table of contents needs."""
        index = self._open(part)
        table = f"_{index.indexname}_{index.latest_generation()}.toc"
        names = {segment.segment_id() for segment in index._segments()}  # noqa: SLF001
        return {
            entry.name for entry in part.iterdir() if entry.name == table or entry.name.split(".")[0] in names
        }

    def _refreshed(self) -> Snapshot:
        """Return the newest state. A new reader each time: Whoosh's own refresh keeps deleted segments."""
        marker = self._usable_marker()
        part = self._folder / marker.part
        index = self._open(part)
        seen = (marker.part, index.latest_generation())
        if self._snapshot is None or seen != self._seen:
            if self._seen is not None and self._seen[0] != marker.part:
                self._memories.clear()
            self._drop_snapshot()
            try:
                self._snapshot = Snapshot(index.reader(), self._memories)
            except BaseException:
                index.storage.close_all()
                raise
            self._seen = seen
        return self._snapshot

    def _drop_snapshot(self) -> None:
        snapshot, self._snapshot = self._snapshot, None
        if snapshot is not None:
            with suppress(Exception):
                snapshot.close()

    def _forget(self) -> None:
        self._drop_snapshot()
        self._memories.clear()
        self._seen = None

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
        files = {name: known.get(name) or checksum(part / name) for name in sorted(self._live_files(part))}
        write_marker(self._folder, Marker(self._library, self._fingerprint, INDEX_VERSION, part.name, files))


def _run(
    query: Query,
    snapshot: Snapshot,
    table: AliasTable,
    kinds: frozenset[str] | None,
    allowed: set[str] | None,
) -> tuple[Ranker, Compiled, list[tuple[float, tuple[int, int]]]]:
    compiled = compile_query(query, snapshot, table)
    ranker = Ranker(snapshot, compiled)

    def accept(segment: Segment, document: int) -> bool:
        return allowed is not None and segment.key(document) in allowed

    return ranker, compiled, ranker.rank(accept if allowed is not None else None, kinds)


def _hit(key: str, score: float) -> IndexHit:
    kind, _, number = key.partition(":")
    return IndexHit(RecordKind(kind), int(number), score)


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
