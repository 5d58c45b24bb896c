"""One change, one new table of contents: afterwards all of it is in the index, or none.

Segments are there already when they come here (``building``) and mean nothing until the table names them. The
caller holds the write lock.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from whoosh import index as whoosh_index

from desktop_app.core.search.building import Made, joined_segment
from desktop_app.core.search.schema import KEY, make_schema
from desktop_app.core.search.storage import SyncedStorage

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
    _whoosh.FileIndex.create(storage, make_schema())
    storage.close_all()


def commit(part: Path, made: Sequence[Made], gone: Collection[str]) -> None:
    """Remove the keys in ``gone`` from the segments of the index, then add the segments in ``made``."""
    with _opened(part) as opened:
        segments = opened.segments
        for segment in segments if gone else ():
            for number in opened.numbers(segment, gone):
                segment.delete_document(number)
        kept = [segment for segment in segments if segment.doc_count() > 0]
        opened.replace([*kept, *(one.segment for one in made)])


def join(part: Path, many: int) -> Made | None:
    """Join the smallest segments of which there are ``many`` alike; None when there are not.

    Single edits make a segment each. Joining only alike ones touches a document a few times at most.
    """
    with _opened(part) as opened:
        for family in range(1, _FAMILIES + 1):
            alike = [one for one in opened.segments if _family(one.doc_count_all()) == family]
            if len(alike) < many:
                continue
            made = joined_segment(part, alike)
            names = {one.segment_id() for one in alike}
            kept = [one for one in opened.segments if one.segment_id() not in names]
            opened.replace([*kept, made.segment])
            return made
    return None


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
        self._name = ""

    def __enter__(self) -> _opened:
        index = _whoosh.FileIndex(self._storage, schema=self._schema)
        self._contents, self._name = index._read_toc(), index.indexname  # noqa: SLF001
        return self

    def __exit__(self, *_error: object) -> None:
        self._storage.close_all()

    @property
    def segments(self) -> list[Any]:
        return self._contents.segments

    def numbers(self, segment: Any, keys: Collection[str]) -> Iterator[int]:
        """Yield the documents of a segment that have one of the keys."""
        terms = segment.codec().terms_reader(self._storage, segment)
        try:
            for key in keys:
                term = key.encode("utf-8", "replace")
                if (KEY, term) in terms:
                    yield from terms.matcher(KEY, term, self._schema[KEY].format).all_ids()
        finally:
            terms.close()

    def replace(self, segments: Sequence[Any]) -> None:
        """Write the next table of contents and remove the files that it does not name."""
        generation = self._contents.generation + 1
        _whoosh.TOC(self._schema, list(segments), generation).write(self._storage, self._name)
        self._storage.close_all()
        _whoosh.clean_files(self._storage, self._name, generation, segments)
