"""One change, one new table of contents: afterwards all of it is in the index, or none.

Segments are there already when they come here (``building``) and mean nothing until the table names them. The
caller holds the write lock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set as AbstractSet
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import index as whoosh_index

from db.records import RecordKind
from desktop_app.core.search.building import Made, joined_segment
from desktop_app.core.search.schema import NUMBER, make_schema, number_of
from desktop_app.core.search.segments import INDEX_NAME as _NAME
from desktop_app.core.search.storage import SyncedStorage, patiently

# Whoosh carries no types worth checking.
_whoosh: Any = whoosh_index

_FAMILY = 8
"""A segment belongs to those of up to 8, 64 or 512 documents, or is large and left alone."""
_FAMILIES = 3
MANY, TOO_MANY = 6, 12
"""So many segments of a family are joined when there is time, and at once."""


def create(part: Path) -> None:
    """Put the table of contents of an empty index into a folder."""
    storage = SyncedStorage(part)
    _whoosh.TOC.create(storage, make_schema(), _NAME)
    storage.close_all()


def commit(part: Path, made: Sequence[Made], gone: AbstractSet[str]) -> AbstractSet[str]:
    """Remove the keys in ``gone`` from the segments of the index, then add the segments in ``made``.

    Returns:
        The names of the files the index now consists of, up to the first point of each.
    """
    with _opened(part) as opened:
        segments = opened.segments
        wanted = np.array(list(_numbers(gone)), np.int64)
        for segment in segments if len(wanted) else ():
            for number in np.flatnonzero(np.isin(_records(part, segment), wanted)).tolist():
                segment.delete_document(number)
        kept = [segment for segment in segments if segment.doc_count() > 0]
        return opened.replace([*kept, *(one.segment for one in made)])


def join(part: Path, many: int) -> tuple[Made, AbstractSet[str]] | None:
    """Join the smallest segments of which there are ``many`` alike; None when there are not.

    Single edits make a segment each. Joining only alike ones touches a document a few times at most.

    Returns:
        The new segment and what ``commit`` returns.
    """
    with _opened(part) as opened:
        for family in range(1, _FAMILIES + 1):
            alike = [one for one in opened.segments if _family(one.doc_count_all()) == family]
            if len(alike) < many:
                continue
            made = joined_segment(part, alike)
            names = {one.segment_id() for one in alike}
            kept = [one for one in opened.segments if one.segment_id() not in names]
            return made, opened.replace([*kept, made.segment])
    return None


def live_stems(part: Path) -> AbstractSet[str]:
    """Return the names, up to the first point, of the files that the newest state of an index consists of."""
    with _opened(part) as opened:
        return opened.stems()


def _numbers(keys: Iterable[str]) -> Iterator[int]:
    for key in keys:
        kind, _, number = key.partition(":")
        with suppress(ValueError):
            yield number_of(RecordKind(kind), int(number))


def _records(part: Path, segment: Any) -> NDArray[np.int64]:
    """Return kind and number of each document of a segment, straight from its column."""
    name = segment.codec().column_filename(segment, NUMBER)
    return np.frombuffer(patiently((part / name).read_bytes), ">i8")


def _family(documents: int) -> int:
    family = 1
    while documents > _FAMILY**family:
        family += 1
    return family


class _opened:  # noqa: N801 - used like a function
    """The newest table of contents of an index, to be replaced by the next."""

    def __init__(self, part: Path) -> None:
        self._storage = SyncedStorage(part)
        self._schema = make_schema()
        self._contents: Any = None

    def __enter__(self) -> _opened:
        try:
            self._contents = _whoosh.TOC.read(self._storage, _NAME, schema=self._schema)
        except BaseException:
            self._storage.close_all()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self._storage.close_all()

    @property
    def segments(self) -> list[Any]:
        return self._contents.segments

    def stems(self) -> AbstractSet[str]:
        names = {str(segment.segment_id()) for segment in self._contents.segments}
        return names | {f"_{_NAME}_{self._contents.generation}"}

    def replace(self, segments: Sequence[Any]) -> AbstractSet[str]:
        """Write the next table of contents and remove the files that it does not name; return the others."""
        generation = self._contents.generation + 1
        self._contents = _whoosh.TOC(self._schema, list(segments), generation)
        self._contents.write(self._storage, _NAME)
        self._storage.close_all()
        _whoosh.clean_files(self._storage, _NAME, generation, segments)
        return self.stems()
