"""One batch of changes, one commit: afterwards all of it is in the index, or none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from typing import Any

from whoosh.index import FileIndex

from desktop_app.core.search.documents import IndexDocument
from desktop_app.core.search.schema import KEY, field_values
from desktop_app.core.search.segments import BatchWriter

# Whoosh carries no types worth checking.
_Index: Any = FileIndex

_SMALL_SEGMENT = 200
_MANY_SMALL = 8


def commit(index: Any, documents: Iterable[IndexDocument], gone: Collection[str]) -> None:
    """Remove the keys in ``gone``, then add the documents.

    Whatever fails, the writer is cancelled and its lock is free again.
    """
    # Not compound: Whoosh copies a compound segment into memory each time it opens it.
    writer: Any = BatchWriter(index, compound=False)
    try:
        _delete(writer, gone)
        for document in documents:
            writer.add_document(**field_values(document))
        writer.commit(mergetype=_merge_small)
    except BaseException:
        if not writer.is_closed:
            with suppress(Exception):
                writer.cancel()
        index.storage.close_all()
        raise


def _merge_small(writer: Any, segments: Sequence[Any]) -> list[Any]:
    """Keep all segments, but join the small ones once there are many: single edits make one each."""
    small = [segment for segment in segments if segment.doc_count_all() <= _SMALL_SEGMENT]
    if len(small) < _MANY_SMALL:
        return list(segments)
    joined = {segment.segment_id() for segment in small}
    for segment in small:
        reader = _Index._reader(writer.storage, writer.schema, [segment], writer.generation)  # noqa: SLF001
        try:
            writer.add_reader(reader)
        finally:
            reader.close()
    return [segment for segment in segments if segment.segment_id() not in joined]


def _delete(writer: Any, keys: Collection[str]) -> None:
    if not keys or not writer.segments:
        return
    reader = writer.reader()
    try:
        base = 0
        for leaf, base in reader.leaf_readers():
            for key in keys:
                if (KEY, key.encode("utf-8", "replace")) not in leaf:
                    continue
                matcher = leaf.postings(KEY, key)
                for number in list(matcher.all_ids()):
                    writer.delete_document(base + number)
    finally:
        reader.close()
