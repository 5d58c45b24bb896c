"""Posting lists of one state of the index, decoded once and kept.

Whoosh reads a posting at a time through several Python calls; here whole blocks are taken. That reaches into
the matcher of the pinned Whoosh release, and only here.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import accumulate, repeat
from math import log
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import LENGTHS_COLUMN, W3LeafMatcher
from whoosh.reading import IndexReader, TermNotFound
from whoosh.util.numeric import byte_to_length

from desktop_app.core.search.lanes import flags
from desktop_app.core.search.schema import (
    BODY_EXACT,
    BODY_FOLDED,
    KIND,
    KINDS,
    NUMBER,
    TIME,
    TITLE_EXACT,
    TITLE_FOLDED,
    records_of,
)

K1 = 1.2
B = 0.75
_CACHE_POSTINGS = 4_000_000
"""Decoded postings kept of a segment: roughly 64 MB."""
_FREQUENCIES = 50_000

_LENGTH_FIELD = {
    TITLE_EXACT: TITLE_EXACT,
    TITLE_FOLDED: TITLE_EXACT,
    BODY_EXACT: BODY_EXACT,
    BODY_FOLDED: BODY_EXACT,
    TIME: TIME,
}


class Posting:
    """Documents of one segment that hold a term: ascending numbers, frequencies, values of folded fields."""

    __slots__ = ("_flags", "_impacts", "_norms", "_places", "documents", "values", "weights")

    def __init__(self, documents: Sequence[int], weights: Sequence[float], values: Sequence[bytes]) -> None:
        self.documents = documents
        self.weights = weights
        self.values = values
        self._flags: int | None = None
        self._places: dict[int, bytes] | None = None
        self._impacts: Sequence[float] = ()
        self._norms: Sequence[float] | None = None

    def value(self, document: int) -> bytes | None:
        """Return the raw value for a document, None when the term is not in it."""
        if self._places is None:
            self._places = dict(zip(self.documents, self.values, strict=True))
        return self._places.get(document)

    def flags(self, count: int) -> int:
        """Return ``lanes.flags`` of the documents, ``count`` being all of the segment."""
        if self._flags is None:
            self._flags = flags(self.documents, count)
        return self._flags

    def impacts(self, norms: Sequence[float]) -> Sequence[float]:
        """Return for each document of the segment how much the term weighs in it, 0 where it is not.

        Args:
            norms: length penalty of each document of the segment; the same object as long as it holds.
        """
        if self._norms is not norms:
            dense = array("f", bytes(4 * len(norms)))
            for document, impact in zip(self.documents, self.some_impacts(norms), strict=True):
                dense[document] = impact
            self._impacts, self._norms = dense, norms
        return self._impacts

    def some_impacts(self, norms: Sequence[float]) -> Iterator[float]:
        """Yield the weight of the term in each of its documents."""
        return (
            weight / (weight + norms[at]) for at, weight in zip(self.documents, self.weights, strict=True)
        )


_NOTHING = Posting((), (), ())


def _decode(matcher: Any) -> Posting:
    documents: list[int] = []
    weights: list[float] = []
    values: list[bytes] = []
    if not isinstance(matcher, W3LeafMatcher):
        while matcher.is_active():
            documents.append(matcher.id())
            weights.append(matcher.weight())
            values.append(matcher.value())
            matcher.next()
        return Posting(documents, weights, values)
    block: Any = matcher
    while block.is_active():
        block._read_data()  # noqa: SLF001
        steps, heavy, carried = block._data  # noqa: SLF001
        documents.extend(accumulate(steps))
        if heavy is None or isinstance(heavy, float):
            weights.extend(repeat(heavy or 1.0, len(steps)))
        else:
            weights.extend(heavy)
        if block._fixedsize is None or block._fixedsize < 0:  # noqa: SLF001
            values.extend(carried)
        block._next_block()  # noqa: SLF001
    return Posting(documents, weights, values)


@dataclass
class SegmentMemory:
    """What was read of a segment. Segments never change (deletions apart), so it outlives a commit."""

    postings: OrderedDict[tuple[str, str], Posting] = field(
        default_factory=OrderedDict[tuple[str, str], Posting]
    )
    lengths: dict[str, bytes] = field(default_factory=dict[str, bytes])
    keys: list[str] | None = None
    size: int = 0


class Segment:
    """One segment in the state in which a snapshot sees it."""

    def __init__(self, reader: Any, memory: SegmentMemory) -> None:
        self._reader = reader
        self._memory = memory
        self.deleted: frozenset[int] = reader.deleted_docs_set
        self.documents: int = reader.doc_count_all()
        self._norms: dict[str, list[float]] = {}

    def frequency(self, name: str, term: str) -> int:
        """Return in how many documents the term is, deleted ones included."""
        return int(self._reader.doc_frequency(name, term.encode("utf-8", "replace")))

    def posting(self, name: str, term: str) -> Posting:
        """Return the posting list of a term; it is empty when there is none."""
        memory = self._memory
        known = memory.postings.get((name, term))
        if known is not None:
            memory.postings.move_to_end((name, term))
            return known
        try:
            # Not reader.postings(): it would filter the deletions posting by posting.
            matcher = self._reader._terms.matcher(  # noqa: SLF001
                name, term.encode("utf-8", "replace"), self._reader.schema[name].format
            )
            found = _decode(matcher)
        except TermNotFound:
            found = _NOTHING
        memory.postings[name, term] = found
        memory.size += self._size_of(found)
        while memory.size > _CACHE_POSTINGS and len(memory.postings) > 1:
            _, dropped = memory.postings.popitem(last=False)
            memory.size -= self._size_of(dropped)
        return found

    def _size_of(self, posting: Posting) -> int:
        return 1 + len(posting.documents) + (self.documents // 8 if posting.documents else 0)

    def lengths(self, name: str) -> bytes:
        """Return the length code of a field for each document."""
        name = _LENGTH_FIELD[name]
        known = self._memory.lengths.get(name)
        if known is None:
            pages = self._reader._perdoc  # noqa: SLF001
            column = f"_{name}_len"
            if pages.has_column(column):
                reader = pages.column_reader(column, LENGTHS_COLUMN)
                known = bytes(reader[number] for number in range(self.documents))
            else:
                known = bytes(self.documents)
            self._memory.lengths[name] = known
        return known

    def norms(self, name: str, table: Sequence[float]) -> list[float]:
        """Return the length penalty of each document, ``table`` giving it for each length code."""
        name = _LENGTH_FIELD[name]
        known = self._norms.get(name)
        if known is None:
            known = self._norms[name] = [table[code] for code in self.lengths(name)]
        return known

    def total_length(self, name: str) -> int:
        """Return the number of words of a field over all documents."""
        return int(self._reader.field_length(_LENGTH_FIELD[name]))

    def keys(self) -> list[str]:
        """Return the key of each document."""
        if self._memory.keys is None:
            column = self._reader.column_reader(NUMBER)
            kinds, ids = records_of(np.array([column[at] for at in range(self.documents)], np.int64))
            self._memory.keys = [
                f"{KINDS[kind]}:{number}" for kind, number in zip(kinds.tolist(), ids.tolist(), strict=True)
            ]
        return self._memory.keys

    def terms(self, name: str, prefix: str = "") -> Iterator[str]:
        """Yield the terms of a field that begin with ``prefix``, in order."""
        for term in self._reader.expand_prefix(name, prefix.encode("utf-8", "replace")):
            yield term.decode("utf-8", "replace")

    def of_kinds(self, kinds: Iterable[str]) -> set[int]:
        """Return the documents of the given kinds."""
        return {number for kind in kinds for number in self.posting(KIND, kind).documents}


class Snapshot:
    """The index at one generation. Use it under one lock: the readers share file positions."""

    def __init__(
        self, reader: IndexReader, memories: dict[str, SegmentMemory], release: Callable[[], None]
    ) -> None:
        """Take over an open reader; ``release`` closes files that it leaves open."""
        self._reader: Any = reader
        self._release = release
        self.segments: list[Segment] = []
        alive: set[str] = set()
        for leaf, _offset in self._reader.leaf_readers():
            segment = leaf.segment()
            if segment is None:
                continue
            name = str(segment.segment_id())
            alive.add(name)
            self.segments.append(Segment(leaf, memories.setdefault(name, SegmentMemory())))
        for name in set(memories) - alive:
            del memories[name]
        self.documents = sum(segment.documents - len(segment.deleted) for segment in self.segments)
        self.deleted = sum(len(segment.deleted) for segment in self.segments)
        self._norms: dict[str, list[float]] = {}
        self._frequencies: dict[tuple[str, str], int] = {}

    def close(self) -> None:
        """Give the files back."""
        with suppress(Exception):
            self._reader.close()
        self._release()

    def frequency(self, name: str, term: str) -> int:
        """Return in how many documents a term is (deleted ones that are not yet gone included)."""
        known = self._frequencies.get((name, term))
        if known is None:
            known = sum(segment.frequency(name, term) for segment in self.segments)
            if len(self._frequencies) < _FREQUENCIES:
                self._frequencies[name, term] = known
        return known

    def known(self, folded: str) -> bool:
        """Whether any text holds the folded word."""
        return any(self.frequency(name, folded) for name in (BODY_FOLDED, TITLE_FOLDED))

    def known_exact(self, exact: str) -> bool:
        """Whether any text holds the word with these marks."""
        return any(self.frequency(name, exact) for name in (BODY_EXACT, TITLE_EXACT))

    def weight_of(self, frequency: int) -> float:
        """Return the weight of a term that is in ``frequency`` documents: rare words say more."""
        return log(max(1.0, self.documents / (frequency + 1))) + 1

    def norms(self, name: str) -> list[float]:
        """Return the length penalty for each of the 256 length codes of a field."""
        name = _LENGTH_FIELD[name]
        known = self._norms.get(name)
        if known is None:
            total = sum(segment.total_length(name) for segment in self.segments)
            mean = total / max(1, sum(segment.documents for segment in self.segments)) or 1.0
            known = [K1 * (1 - B + B * byte_to_length(code) / mean) for code in range(256)]
            self._norms[name] = known
        return known

    def completions(self, prefix: str, limit: int) -> list[str]:
        """Return the commonest folded words that begin with ``prefix``."""
        counts: dict[str, int] = {}
        for segment in self.segments:
            for name in (BODY_FOLDED, TITLE_FOLDED):
                for term in segment.terms(name, prefix):
                    counts[term] = counts.get(term, 0) + segment.frequency(name, term)
        return sorted(counts, key=lambda term: (-counts[term], term))[:limit]
