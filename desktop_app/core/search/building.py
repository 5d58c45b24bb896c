"""Makes segments, in child processes when there is much to do.

Each child turns batches of documents into whole segments directly in the folder of the index; nothing sees
them until the caller names them in a new table of contents. A child that dies costs time and nothing else:
its batch is done here. Children end with this process, however it ends.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Generator, Iterable, Iterator, Sequence, Set as AbstractSet
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import chain, islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Any

from whoosh.index import FileIndex

from desktop_app.core.search.documents import IndexDocument
from desktop_app.core.search.segments import BatchWriter
from desktop_app.core.search.storage import SyncedStorage, checksum
from desktop_app.progress import Cancelled, Reporter

# Whoosh carries no types worth checking.
_Index: Any = FileIndex

BATCH = 2_000
"""Documents of a segment at most."""
_LETTERS = 6_000_000
"""Letters of a segment, about: what is made of them has to fit into memory, 0.1 GB in each child."""
FEW = 500
"""So many documents are done before a child has started."""
_MOST_CHILDREN = 4
_LOOK = 0.05
_TOLD = 100
_SECONDS_TO_END = 5.0
_BELOW_NORMAL = 0x4000
_NICER = 3


@dataclass(frozen=True, slots=True)
class Made:
    """A segment on the disk that no table of contents names yet.

    Attributes:
        segment: what Whoosh writes about it into a table of contents.
        files: size and CRC-32 of each of its files.
    """

    segment: Any
    files: dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Failure:
    """What went wrong in a child; ``number`` is the error number of the system, 0 when there is none."""

    number: int
    text: str
    memory: bool = False

    def error(self) -> Exception:
        if self.memory:
            return MemoryError(self.text)
        return OSError(self.number, self.text) if self.number else RuntimeError(self.text)


def make_segment(part: Path, documents: Iterable[IndexDocument]) -> Made:
    """Write a segment of the documents into the folder of an index, down to the disk."""
    with _writing(part) as (writer, storage):
        for document in documents:
            writer.add(document)
        return _finished(writer, storage, part)


def joined_segment(part: Path, segments: Sequence[Any]) -> Made:
    """Write what is left in segments of an index as one."""
    with _writing(part) as (writer, storage):
        for segment in segments:
            reader = _Index._reader(storage, writer.schema, [segment], 0)  # noqa: SLF001
            try:
                writer.add_reader(reader)
            finally:
                reader.close()
        return _finished(writer, storage, part)


@contextmanager
def _writing(part: Path) -> Generator[tuple[BatchWriter, SyncedStorage]]:
    storage = SyncedStorage(part)
    try:
        writer = BatchWriter(storage)
        try:
            yield writer, storage
        finally:
            writer.give_up()
    finally:
        storage.close_all()


def _finished(writer: BatchWriter, storage: SyncedStorage, part: Path) -> Made:
    segment = writer.finish()
    storage.sync_written()
    name = str(segment.segment_id())
    files = [entry.name for entry in part.iterdir() if entry.name.split(".")[0] == name]
    return Made(segment, {file: checksum(part / file) for file in sorted(files)})


def build(
    part: Path, documents: Iterable[IndexDocument], reporter: Reporter, total: int = 0
) -> tuple[list[Made], AbstractSet[str]]:
    """Make segments of the documents, in the order given; of those with one key the last counts.

    Args:
        part: the folder of the index, with a table of contents in it.
        documents: read piece by piece, never held all at once.
        reporter: asked often whether to stop, and told how many documents are done.
        total: how many documents there will be, 0 when unknown.

    Returns:
        The segments, and the keys of the documents in them.

    Raises:
        Cancelled: the person asked to stop.
        OSError: the disk refused.
    """
    source = iter(documents)
    first = list(islice(source, FEW + 1))
    children = children_for(total or sys.maxsize) if len(first) > FEW else 0
    size = min(BATCH, max(FEW, -(-total // max(1, children)))) if total else BATCH
    batches = _Batches(chain(first, source), size, reporter)
    with SegmentMakers(part, children, reporter, total) as makers:
        while batch := batches.next():
            makers.hand(batch)
        made = makers.all()
    for number, place in batches.doubled:
        made[number].segment.delete_document(place)
    return made, batches.places.keys()


class _Batches:
    """Cuts documents into batches.

    Attributes:
        places: of each key, in which batch its document is and where.
        doubled: such places of which a later batch has a newer document.
    """

    def __init__(self, source: Iterator[IndexDocument], size: int, reporter: Reporter) -> None:
        self._source = source
        self._size = size
        self._reporter = reporter
        self.places: dict[str, tuple[int, int]] = {}
        self._number = -1
        self.doubled: list[tuple[int, int]] = []

    def next(self) -> list[IndexDocument]:
        """Return the next batch; it is empty when there are no more documents."""
        self._number += 1
        batch: dict[str, IndexDocument] = {}
        letters = 0
        for document in self._source:
            if self._reporter.cancelled:
                raise Cancelled
            key = document.key
            known = self.places.get(key)
            if known is None or known[0] != self._number:
                self.places[key] = self._number, len(batch)
                if known is not None:
                    self.doubled.append(known)
            batch[key] = document
            letters += len(document.title) + len(document.body)
            if len(batch) >= self._size or letters >= _LETTERS:
                break
        return list(batch.values())


def children_for(documents: int) -> int:
    """Return how many child processes pay for so many documents; 0: do it in this one."""
    if documents <= FEW:
        return 0
    return min(os.cpu_count() or 1, _MOST_CHILDREN, -(-documents // FEW))


@dataclass
class _Child:
    process: BaseProcess
    pipe: Connection
    ready: bool = False
    number: int = -1
    """Which batch it works on."""
    batch: Sequence[IndexDocument] = ()
    progress: int = 0


@dataclass
class SegmentMakers:
    """Turns batches into segments, ``children`` at a time. A context manager for one thread.

    Args:
        part: the folder of the index, with a table of contents in it.
        children: how many processes; 0 does everything in this one.
        reporter: asked often whether to stop, and told how many documents are done.
        total: how many documents there will be, 0 when unknown.
    """

    part: Path
    children: int
    reporter: Reporter
    total: int = 0
    done: int = field(default=0, init=False)
    _made: dict[int, Made] = field(default_factory=dict[int, Made], init=False)
    _handed: int = field(default=0, init=False)
    _crew: list[_Child] = field(default_factory=list[_Child], init=False)

    def __enter__(self) -> SegmentMakers:
        for _ in range(self.children):
            # A process that is itself a child, or a script without a guarded main module, must not start any.
            with suppress(OSError, RuntimeError, AssertionError):
                self._crew.append(_start(self.part))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self._crew:
            _end(child)
        self._crew.clear()

    def hand(self, batch: Sequence[IndexDocument]) -> None:
        """Let a segment be made of the batch; returns when somebody has taken it.

        Raises:
            Cancelled: the person asked to stop.
            OSError: the disk refused.
        """
        number = self._handed
        self._handed += 1
        while self._crew:
            for child in self._crew:
                if child.ready:
                    self._give(child, number, batch)
                    return
            self._listen()
        self._do(number, batch)

    def all(self) -> list[Made]:
        """Return the segments of all batches, in the order in which they were handed in.

        Raises:
            Cancelled: the person asked to stop.
            OSError: the disk refused.
        """
        while any(child.batch for child in self._crew):
            self._listen()
        return [self._made[number] for number in sorted(self._made)]

    def _give(self, child: _Child, number: int, batch: Sequence[IndexDocument]) -> None:
        child.ready, child.number, child.batch = False, number, batch
        with suppress(OSError):
            # When it has died, listening finds that out and takes its batch back.
            child.pipe.send(batch)

    def _listen(self) -> None:
        """Take what the children have to say, if anything, and say how far the work is."""
        self.reporter.step(self.done + sum(child.progress for child in self._crew), self.total)
        by_pipe = {child.pipe: child for child in self._crew}
        for pipe in wait(list(by_pipe), _LOOK):
            child = by_pipe[pipe]  # type: ignore[index]
            try:
                answer = child.pipe.recv()
            except (EOFError, OSError):
                self._lose(child)
                continue
            if isinstance(answer, _Failure):
                raise answer.error()
            if isinstance(answer, int):
                child.progress = answer
                continue
            child.ready, child.progress, batch, child.batch = True, 0, child.batch, ()
            if isinstance(answer, Made):
                self._take(child.number, len(batch), answer)

    def _lose(self, child: _Child) -> None:
        self._crew.remove(child)
        _end(child)
        if child.batch:
            self._do(child.number, child.batch)

    def _do(self, number: int, batch: Sequence[IndexDocument]) -> None:
        self._take(number, len(batch), make_segment(self.part, self._watched(batch)))

    def _watched(self, batch: Sequence[IndexDocument]) -> Iterable[IndexDocument]:
        for at, document in enumerate(batch):
            self.reporter.step(self.done + at, self.total)
            yield document

    def _take(self, number: int, count: int, made: Made) -> None:
        self._made[number] = made
        self.done += count
        self.reporter.step(self.done, self.total)


def _start(part: Path) -> _Child:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, str(part)), daemon=True)
    try:
        process.start()
    except BaseException:
        ours.close()
        raise
    finally:
        theirs.close()
    return _Child(process, ours)


def _end(child: _Child) -> None:
    child.pipe.close()
    child.process.kill()
    child.process.join(_SECONDS_TO_END)
    with suppress(ValueError):
        child.process.close()


def _serve(pipe: Connection, part: str) -> None:
    """The child: makes segments until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _step_back()
    with suppress(EOFError, OSError):
        pipe.send(None)
        while True:
            pipe.send(_answer(Path(part), pipe.recv(), pipe))


def _answer(part: Path, batch: list[IndexDocument], pipe: Connection) -> Made | _Failure:
    def told() -> Iterator[IndexDocument]:
        batch.reverse()
        for at in range(len(batch)):
            if at % _TOLD == 0:
                pipe.send(at)
            # Taken out, so that the texts are gone when the posting lists need the room.
            yield batch.pop()

    try:
        return make_segment(part, told())
    except MemoryError as error:
        return _Failure(0, repr(error), memory=True)
    except OSError as error:
        return _Failure(error.errno or 0, repr(error))
    except Exception as error:
        return _Failure(0, repr(error))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _step_back() -> None:
    """Let the window have the processor first."""
    with suppress(OSError, AttributeError):
        if sys.platform == "win32":
            import ctypes

            kernel = ctypes.windll.kernel32
            kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL)
        else:
            os.nice(_NICER)
