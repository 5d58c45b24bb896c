"""The index of a library: a cache beside the database that may be thrown away at any time.

Whatever goes wrong inside is raised as ``IndexUnusable``; the caller then rebuilds it from the database.
"""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, TypeVar

from whoosh.index import EmptyIndexError, FileIndex, LockError

from db.records import RecordKind
from desktop_app.core.search.ahead import ReadingAhead
from desktop_app.core.search.aliases import AliasTable, shipped_aliases
from desktop_app.core.search.answer import Request, answer
from desktop_app.core.search.building import BATCH
from desktop_app.core.search.documents import IndexAnswer, IndexDocument, RecordView
from desktop_app.core.search.failures import IndexUnusable, QueryError, Trouble
from desktop_app.core.search.keeping import IndexFolder
from desktop_app.core.search.postings import Memory, Snapshot
from desktop_app.core.search.query import parse
from desktop_app.core.search.storage import Signature, signature
from desktop_app.progress import Cancelled, Reporter

IndexState = Literal["ready", "missing", "foreign", "old", "damaged"]

# Whoosh carries no types worth checking.
_Index: Any = FileIndex

_READ_ATTEMPTS = 4
_READ_PAUSE = 0.02
_STEP_PAUSE = 0.002

T = TypeVar("T")
_MANY_SEGMENTS = 40
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
        self._files = IndexFolder(folder, library_id)
        self._lock = threading.RLock()
        self._memories = Memory()
        self._snapshot: Snapshot | None = None
        self._seen: tuple[str, int] | None = None
        self._looks: Signature | None = None

    def state(self, *, quick: bool = False) -> IndexState:
        """Say whether the index can be used.

        Reads all of its files, about a second per GB, but each only once as long as nobody writes to it.

        Args:
            quick: compare only sizes and the table of contents, in a few milliseconds.
        """
        try:
            self._read(lambda _snapshot: self._files.verify(quick=quick))
        except IndexUnusable as unusable:
            return _state_of(unusable.trouble)
        return "ready"

    def apply(
        self,
        documents: Iterable[IndexDocument],
        removed: Iterable[str] = (),
        reporter: Reporter | None = None,
        total: int = 0,
    ) -> None:
        """Add or replace documents and remove keys, all in one step: after a crash all of it or none.

        Many documents are made ready by child processes, and never held all at once.

        Args:
            documents: what is to be found from now on.
            removed: keys of what is not; a key of ``documents`` among them says nothing.
            reporter: is told the progress.
            total: how many documents there will be, for the progress; 0 when unknown.

        Raises:
            IndexUnusable: see there; the index is as before.
            Cancelled: the person asked to stop; the index is as before.
        """
        if isinstance(documents, Sequence):
            total = len(documents)
        with self._trouble():
            self._files.apply(_guarded(documents), set(removed), reporter or Reporter(), total)

    def tidy(self) -> bool:
        """Join small segments that single edits left, some at a time; say whether there was anything to join.

        Raises:
            IndexUnusable: see there; the index is as before.
        """
        with self._trouble():
            return self._files.join()

    def rebuild(
        self, documents: Iterable[IndexDocument], reporter: Reporter | None = None, total: int = 0
    ) -> None:
        """Make the index anew beside the present one and swap. The present one answers until then.

        Works in every state. Changes made meanwhile must be applied afterwards. Many documents are made ready
        by child processes; they are read one after the other and never held all at once.

        Args:
            documents: everything that is to be found.
            reporter: is told the progress.
            total: how many documents there will be, for the progress; 0 when unknown.

        Raises:
            IndexUnusable: another writer is at work (LOCKED) or the disk refuses (DISK).
            Cancelled: the person asked to stop; the present index stays.
        """
        if isinstance(documents, Sequence):
            total = len(documents)
        with self._trouble():
            self._files.rebuild(_guarded(documents), reporter or Reporter(), total)
            with self._lock:
                self._forget()
            self._files.sweep()

    def wants_rebuild(self) -> bool:
        """Whether so much was deleted or scattered that a rebuild pays."""

        def scattered(snapshot: Snapshot) -> bool:
            live = snapshot.documents
            many = _MANY_SEGMENTS + live // BATCH
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
        view: RecordView | None = None,
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
            view: what the database says of the records: which of them may be found, and in what order.
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
            view,
            slice(max(0, offset), max(0, offset) + max(0, limit)),
            typing,
            aliases or shipped_aliases(),
            vocabulary,
        )
        return self._read(lambda snapshot: answer(request, snapshot))

    def look(self, use: Callable[[Snapshot], T]) -> T:
        """Return what ``use`` makes of the newest state of the index, which it must not keep.

        Raises:
            IndexUnusable: see there.
        """
        return self._read(use)

    def look_in_steps(
        self, step: Callable[[Snapshot, int], bool], stopped: Callable[[], bool] = lambda: False
    ) -> None:
        """Look at the index for long without keeping anybody waiting.

        Args:
            step: gets the newest state of the index and how many steps were taken, and says whether to go on.
                Each should be done in some milliseconds.
            stopped: asked before each step; true ends it.

        Raises:
            IndexUnusable: see there.
        """
        taken = 0
        while not stopped() and self._read(lambda snapshot, taken=taken: step(snapshot, taken)):
            taken += 1
            # A lock that is taken again at once is hardly ever given to anybody else.
            time.sleep(_STEP_PAUSE)

    def read_ahead(self, stopped: Callable[[], bool] = lambda: False) -> None:
        """Read what most searches need, so that the first ones are as fast as all others.

        Raises:
            IndexUnusable: see there.
        """
        self.look_in_steps(ReadingAhead().step, stopped)

    def forget_lists(self) -> None:
        """Let what is kept of posting lists go; they are read again when they are asked for."""
        with self._lock:
            self._memories.forget_lists()

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
        marker = self._files.marker()
        index = self._files.open(marker)
        contents = index._read_toc()  # noqa: SLF001
        seen = (marker.part, contents.generation)
        if self._snapshot is None or seen != self._seen:
            if self._seen is not None and self._seen[0] != marker.part:
                self._memories.clear()
            self._drop_snapshot()
            try:
                # Not index.reader(): it tries ten times over half a second whatever is wrong.
                reader = _Index._reader(index.storage, self._files.schema, contents.segments, seen[1])  # noqa: SLF001
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
