"""Writes a segment in the format of Whoosh several times faster than Whoosh does.

Postings are gathered by term in memory and written block by block; Whoosh takes them one at a time through
sorted runs on the disk. Blocks stay readable by Whoosh: identifiers, weights and values are anything that can
be counted and indexed, here such that NumPy takes a whole block without a step of Python for each posting.
Segments are small enough (``index.REBUILD_BATCH``) for memory.
"""

from __future__ import annotations

import pickle
import zlib
from array import array
from collections.abc import Mapping, Sequence
from operator import sub
from struct import Struct
from typing import Any, NamedTuple

from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3TermInfo
from whoosh.util.numeric import byte_to_length, length_to_byte
from whoosh.writing import SegmentWriter

from desktop_app.core.search.schema import Item, occurrences_of

# Whoosh carries no types worth checking.
_Writer: Any = SegmentWriter
_TermInfo: Any = W3TermInfo

_BLOCK = 1024
_LEVEL = 1
_COMPRESSED_FROM = 80
"""Shorter blocks only grow by it."""
_INFO_PROTOCOL, _SHORT_PROTOCOL, _LONG_PROTOCOL = 2, 3, 4
_SHORT = 8
"""Shorter blocks hold plain tuples: the names of classes would take more room than the postings."""
_PART = 1 << 20
_INT = Struct("!i")
_ID = Struct("!H")


class _Postings(NamedTuple):
    """One term: ascending documents, with a weight and a value for each."""

    documents: list[int]
    weights: list[float]
    values: list[bytes]


class _Pool:
    """Postings by field and term. Stands where Whoosh has its pool on the disk."""

    def __init__(self) -> None:
        self.fields: dict[str, dict[bytes, _Postings]] = {}

    def add(self, item: tuple[str, bytes, int, float, bytes | None]) -> None:
        """Add one posting; documents come in ascending order for each term."""
        name, term, document, weight, value = item
        self.add_all(name, document, [(term, 1, weight, value or b"")])

    def add_all(self, name: str, document: int, items: Sequence[Item]) -> int:
        """Add the postings of a field of one document; return the number of its words."""
        terms = self.fields.setdefault(name, {})
        find = terms.get
        length = 0
        for term, count, weight, value in items:
            length += count
            postings = find(term)
            if postings is None:
                terms[term] = _Postings([document], [weight], [value])
            else:
                documents, weights, values = postings
                documents.append(document)
                weights.append(weight)
                values.append(value)
        return length

    def cleanup(self) -> None:
        """Let everything go."""
        self.fields.clear()


class BatchWriter(_Writer):
    """A Whoosh writer for documents that come with ready postings."""

    docnum: int
    pool: _Pool

    def __init__(self, index: Any, **options: Any) -> None:
        base: Any = super()
        base.__init__(index, **options)
        self.pool = _Pool()

    def add_document(self, **values: Any) -> None:
        """Add a document; text fields take postings (``schema.field_values``)."""
        self._check_state()
        pages = self.perdocwriter
        pages.start_doc(self.docnum)
        for name, value in values.items():
            field = self.schema[name]
            length = self.pool.add_all(name, self.docnum, field.index(value)) if field.indexed else 0
            pages.add_field(name, field, None, length if field.scorable else 0)
            if field.column_type:
                pages.add_column_value(name, field.column_type, field.to_column_value(value))
        pages.finish_doc()
        self._added = True
        self.docnum += 1

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        pages = self.per_document_reader()
        try:
            for name in sorted(self.pool.fields):
                self._write_field(name, self.pool.fields.pop(name), pages)
        finally:
            pages.close()
        self.fieldwriter.close()

    def _write_field(self, name: str, terms: Mapping[bytes, _Postings], pages: Any) -> None:
        writer = self.fieldwriter
        field = self.schema[name]
        writer.start_field(name, field)
        # The shortest and longest text of the segment: bounds for each block that cost nothing.
        bounds = (0, 0)
        if field.scorable and pages.has_column(f"_{name}_len"):
            bounds = (
                length_to_byte(pages.min_field_length(name)),
                length_to_byte(pages.max_field_length(name)),
            )
        blocks = _Blocks(writer._postfile, field.format.fixed_value_size(), bounds)  # noqa: SLF001
        prefix = _ID.pack(writer._fieldid)  # noqa: SLF001
        for term in sorted(terms):
            writer._tindex.add(prefix + term, blocks.write(terms[term]))  # noqa: SLF001
        blocks.flush()
        writer.finish_field()


class _Blocks:
    """Writes the posting lists of one field."""

    def __init__(self, file: Any, value_size: int | None, bounds: tuple[int, int]) -> None:
        self._file = file
        self._size = value_size
        self._bounds = bounds
        self._parts: list[bytes] = []
        self._at: int = file.tell()
        self._waiting = 0

    def write(self, postings: _Postings) -> bytes:
        """Write a posting list; return the entry for the table of terms."""
        documents, weights, values = postings
        start, count = self._at, len(documents)
        self._put(WHOOSH3_HEADER_MAGIC)
        for first in range(0, count, _BLOCK):
            last = min(first + _BLOCK, count)
            self._block(documents[first:last], weights[first:last], values[first:last], final=last == count)
        info = _TermInfo()
        info._weight, info._df = sum(weights), count  # noqa: SLF001
        info._minlength, info._maxlength = map(byte_to_length, self._bounds)  # noqa: SLF001
        info._maxweight = max(weights)  # noqa: SLF001
        info._minid, info._maxid = documents[0], documents[-1]  # noqa: SLF001
        info.set_extent(start, self._at - start)
        return info.to_bytes()

    def flush(self) -> None:
        """Hand what waits to the file."""
        self._file.write(b"".join(self._parts))
        self._parts.clear()
        self._waiting = 0

    def _put(self, data: bytes) -> None:
        self._parts.append(data)
        self._at += len(data)
        self._waiting += len(data)
        if self._waiting > _PART:
            self.flush()

    def _block(self, documents: list[int], weights: list[float], values: list[bytes], *, final: bool) -> None:
        most = max(weights)
        heavy = _weights(weights, most)
        content = (_steps(documents), heavy, self._values(values, heavy))
        data = pickle.dumps(content, _SHORT_PROTOCOL if len(documents) < _SHORT else _LONG_PROTOCOL)
        level = _LEVEL if len(data) >= _COMPRESSED_FROM else 0
        if level:
            data = zlib.compress(data, level)
        head = pickle.dumps((len(documents), documents[-1], most, level, *self._bounds), _INFO_PROTOCOL)
        length = len(head) + len(data)
        self._put(_INT.pack(-length if final else length) + head + data)

    def _values(self, values: list[bytes], weights: object) -> Any:
        if self._size is None or self._size < 0:
            return tuple(values) if len(values) < _SHORT else occurrences_of(values, weights)
        return b"".join(values) if self._size else None


def _steps(documents: list[int]) -> Sequence[int]:
    """Return the first document and the distances of the others, in few bytes when they are small."""
    return _packed([documents[0], *map(sub, documents[1:], documents)])


def _packed(numbers: list[int]) -> Sequence[int]:
    most = max(numbers)
    if most < 1 << 8:
        return bytes(numbers)
    return tuple(numbers) if len(numbers) < _SHORT else array("H" if most < 1 << 16 else "I", numbers)


def _weights(weights: list[float], most: float) -> Any:
    if most == min(weights):
        return None if most == 1.0 else float(most)
    numbers = [int(weight) for weight in weights]
    # A weight that is no whole number never comes from our fields, but a merge may bring anything.
    return _packed(numbers) if numbers == weights else tuple(weights)
