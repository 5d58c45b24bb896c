"""One state of the index as arrays over all of its documents, decoded once and kept.

Documents are numbered through all segments, deleted ones included. Whoosh reads a posting at a time through
several Python calls; here whole posting lists are taken. That depends on the format of the index, and reaches
into the readers of Whoosh only for their open files.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from math import log
from pickle import loads
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import IndexReader
from whoosh.util.numeric import byte_to_length

from desktop_app.core.search.arrays import Floats, Gathering, Postings
from desktop_app.core.search.documents import KINDS
from desktop_app.core.search.schema import (
    BODY_EXACT,
    BODY_FOLDED,
    NUMBER,
    TIME,
    TITLE_EXACT,
    TITLE_FOLDED,
    records_of,
)
from desktop_app.core.search.terms import Entry, Presence, TermTable, read_at

K1 = 1.2
B = 0.75
_KEPT_BYTES = 64 << 20
_FOUND_TERMS = 2_000
"""Terms of which it is remembered where their lists are: there is an entry for each segment."""
_ABSENT_TERMS = 20_000
_FEW_NEW = 3
"""Segments that are asked one by one for a term, rather than telling all terms anew."""
_REMEMBERED = 16

_LENGTH_FIELD = {
    TITLE_EXACT: TITLE_EXACT,
    TITLE_FOLDED: TITLE_EXACT,
    BODY_EXACT: BODY_EXACT,
    BODY_FOLDED: BODY_EXACT,
    TIME: TIME,
}
_FOLDED = (BODY_FOLDED, TITLE_FOLDED)

T = TypeVar("T")


@dataclass
class SegmentMemory:
    """What was read of a segment. Segments never change (deletions apart), so it outlives a commit."""

    terms: TermTable | None = None
    presence: Presence | None = None
    lengths: dict[str, NDArray[np.uint8]] = field(default_factory=dict[str, NDArray[np.uint8]])
    numbers: NDArray[np.int64] | None = None


class Memory:
    """What was read of an index: posting lists up to a number of bytes, and what is small of each segment."""

    def __init__(self, limit: int = _KEPT_BYTES) -> None:
        self.segments: dict[str, SegmentMemory] = {}
        self.presence: tuple[frozenset[str], Presence] = frozenset(), Presence(())
        self._limit = limit
        self._size = 0
        self._lists: OrderedDict[Hashable, tuple[Postings, Sequence[str], int]] = OrderedDict()

    def get(self, key: Hashable) -> tuple[Postings, Sequence[str]] | None:
        """Return a posting list and the segments that it was put together from."""
        found = self._lists.get(key)
        if found is None:
            return None
        self._lists.move_to_end(key)
        return found[:2]

    def put(self, key: Hashable, postings: Postings, segments: Sequence[str], size: int) -> None:
        """Keep a posting list of ``size`` bytes, and let those go that were not asked for the longest."""
        if key in self._lists:
            self._size -= self._lists.pop(key)[2]
        self._lists[key] = postings, segments, size
        self._size += size
        while self._size > self._limit and len(self._lists) > 1:
            _, (_, _, dropped) = self._lists.popitem(last=False)
            self._size -= dropped

    @property
    def filled(self) -> float:
        """How much of the room for posting lists is taken, 1 being all."""
        return self._size / self._limit

    def clear(self) -> None:
        """Forget everything."""
        self.segments.clear()
        self.presence = frozenset(), Presence(())
        self.forget_lists()

    def forget_lists(self) -> None:
        """Forget the posting lists only."""
        self._lists.clear()
        self._size = 0


class Segment:
    """One segment in the state in which a snapshot sees it."""

    def __init__(self, reader: Any, memory: SegmentMemory) -> None:
        self._reader = reader
        self._memory = memory
        # Not reader.deleted_docs_set: Whoosh 2.7.4 has none.
        self.deleted: frozenset[int] = frozenset(reader._perdoc.deleted_docs())  # noqa: SLF001
        self.documents: int = reader.doc_count_all()

    @property
    def terms(self) -> TermTable:
        """The table of terms; it is read when it is first asked for."""
        if self._memory.terms is None:
            self._memory.terms = TermTable(self._reader._terms)  # noqa: SLF001
        return self._memory.terms

    @property
    def _table(self) -> Any:
        return self._reader._terms._tindex.dbfile  # noqa: SLF001

    def read_terms(self) -> None:
        """Read the table of terms if that was not done yet."""
        _ = self.terms

    def may_hold(self, name: str, term: bytes) -> bool:
        """Whether the segment may hold a term."""
        if self._memory.presence is None:
            self._memory.presence = Presence([self.terms])
        return self._memory.presence.may_hold(name, term)

    def entry(self, name: str, term: str) -> Entry | None:
        """Return what the segment says of a term, None when it does not hold it."""
        return self.terms.find(self._table, name, term.encode("utf-8", "replace"))

    def beginning(self, name: str, prefix: str) -> Iterator[tuple[str, int]]:
        """Yield the terms of a field that begin with ``prefix``, in order, with their frequencies."""
        for term, count in self.terms.beginning(self._table, name, prefix.encode("utf-8", "replace")):
            yield term.decode("utf-8", "replace"), count

    def read(self, entry: Entry, gathering: Gathering, base: int, *, placed: bool) -> None:
        """Add a posting list to what is gathered, ``base`` being the number of the first document."""
        if entry.inline:
            documents, weights, values = loads(entry.inline)
            steps = np.diff(np.array(documents), prepend=0)
            last = base + documents[-1]
            gathering.add_block(steps, weights, values, base=base, last=last, placed=placed)
        else:
            data = read_at(self._reader._terms._postfile, entry.offset, entry.length)  # noqa: SLF001
            gathering.add_list(data, base, placed=placed)

    def _column(self, name: str, kind: str) -> NDArray[Any]:
        """Return a column of numbers, one for each document; Whoosh leaves zeros out at the end."""
        pages = self._reader._perdoc  # noqa: SLF001
        found = np.zeros(self.documents, np.dtype(kind).newbyteorder("="))
        if pages.has_column(name):
            file, offset, length = pages._get_column_file(name)  # noqa: SLF001
            try:
                numbers = np.frombuffer(read_at(file, offset, length), kind)
            finally:
                file.close()
            found[: len(numbers)] = numbers
        return found

    def lengths(self, name: str) -> NDArray[np.uint8]:
        """Return the length code of a field for each document."""
        name = _LENGTH_FIELD[name]
        known = self._memory.lengths.get(name)
        if known is None:
            known = self._memory.lengths[name] = self._column(f"_{name}_len", "u1")
        return known

    def total_length(self, name: str) -> int:
        """Return the number of words of a field over all documents."""
        return int(self._reader.field_length(_LENGTH_FIELD[name]))

    def numbers(self) -> NDArray[np.int64]:
        """Return kind and number of the record of each document (``schema.number_of``)."""
        if self._memory.numbers is None:
            self._memory.numbers = self._column(NUMBER, ">i8")
        return self._memory.numbers


class Snapshot:
    """The index at one generation. Use it under one lock: the readers share file positions.

    Attributes:
        kinds: kind of the record of each document, its place in ``documents.KINDS``.
        ids: number of the record of each document.
        alive: which documents are not deleted.
        count: how many documents there are, deleted ones included.
        documents: how many are not deleted.
    """

    def __init__(self, reader: IndexReader, memory: Memory, release: Callable[[], None]) -> None:
        """Take over an open reader; ``release`` closes files that it leaves open."""
        self._reader: Any = reader
        self._memory = memory
        self._release = release
        self.segments: list[Segment] = []
        self._bases: list[int] = []
        names: list[str] = []
        base = 0
        for leaf, _offset in self._reader.leaf_readers():
            known = leaf.segment()
            if known is None:
                continue
            name = str(known.segment_id())
            segment = Segment(leaf, memory.segments.setdefault(name, SegmentMemory()))
            names.append(name)
            self.segments.append(segment)
            self._bases.append(base)
            base += segment.documents
        self._names = tuple(names)
        for name in set(memory.segments).difference(names):
            del memory.segments[name]
        self.count = base
        self.deleted = sum(len(segment.deleted) for segment in self.segments)
        self.documents = self.count - self.deleted
        self._norms: dict[str, Floats] = {}
        self._entries: dict[tuple[str, str], list[tuple[int, Entry]]] = {}
        self._absent: set[tuple[str, str]] = set()
        self._new: list[Segment] | None = None
        self._remembered: OrderedDict[Hashable, Any] = OrderedDict()
        self.alive = np.ones(self.count, np.bool_)
        for base, segment in zip(self._bases, self.segments, strict=True):
            if segment.deleted:
                self.alive[base + np.fromiter(segment.deleted, np.int64)] = False
        self.kinds, self.ids = records_of(
            np.concatenate([np.empty(0, np.int64), *(segment.numbers() for segment in self.segments)])
        )

    def close(self) -> None:
        """Give the files back."""
        with suppress(Exception):
            self._reader.close()
        self._release()

    def key(self, document: int) -> str:
        """Return the key of a document."""
        return f"{KINDS[int(self.kinds[document])].value}:{self.ids[document]}"

    def remembered(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what ``make`` gave when it was asked last with this key; a few results are kept."""
        if key not in self._remembered:
            self._remembered[key] = make()
            if len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)
        return self._remembered[key]

    # -- terms -------------------------------------------------------------------------------------

    def _found(self, name: str, term: str) -> list[tuple[int, Entry]]:
        """Return the segments that hold a term."""
        known = self._entries.get((name, term))
        if known is None:
            if (name, term) in self._absent:
                return []
            if not self._may_hold(name, term.encode("utf-8", "replace")):
                if len(self._absent) < _ABSENT_TERMS:
                    self._absent.add((name, term))
                return []
            known = [
                (place, entry)
                for place, segment in enumerate(self.segments)
                if (entry := segment.entry(name, term)) is not None
            ]
            if len(self._entries) >= _FOUND_TERMS:
                self._entries.clear()
            self._entries[name, term] = known
        return known

    def _may_hold(self, name: str, term: bytes) -> bool:
        names, presence = self._memory.presence
        if self._new is None:
            self._new = [
                segment
                for known, segment in zip(self._names, self.segments, strict=True)
                if known not in names
            ]
        if len(self._new) > _FEW_NEW:
            presence = Presence([segment.terms for segment in self.segments])
            self._memory.presence = frozenset(self._names), presence
            self._new = []
        return presence.may_hold(name, term) or any(segment.may_hold(name, term) for segment in self._new)

    def frequency(self, name: str, term: str) -> int:
        """Return in how many documents a term is (deleted ones that are not yet gone included)."""
        return sum(entry.frequency for _, entry in self._found(name, term))

    def known(self, folded: str) -> bool:
        """Whether any text holds the folded word."""
        return any(self._found(name, folded) for name in _FOLDED)

    def known_exact(self, exact: str) -> bool:
        """Whether any text holds the word with these marks."""
        return any(self._found(name, exact) for name in (BODY_EXACT, TITLE_EXACT))

    def completions(self, prefix: str, limit: int) -> list[str]:
        """Return the commonest folded words that begin with ``prefix``."""
        counts: dict[str, int] = {}
        for segment in self.segments:
            for name in _FOLDED:
                for term, count in segment.beginning(name, prefix):
                    counts[term] = counts.get(term, 0) + count
        return sorted(counts, key=lambda term: (-counts[term], term))[:limit]

    # -- posting lists -----------------------------------------------------------------------------

    def postings(self, name: str, term: str) -> Postings:
        """Return the posting list of a term; it is empty when there is none."""
        known = self._memory.get((name, term))
        if known is not None and known[1] == self._names:
            return known[0]
        gathering = Gathering()
        same = 0
        if known is not None:
            # Nearly always only the last segments are new: the rest need not be read again.
            same = self._same(known[1])
            gathering.add_known(known[0].before(self._base(same), self.count))
        for place, entry in self._found(name, term):
            if place >= same:
                self.segments[place].read(entry, gathering, self._bases[place], placed=name in _FOLDED)
        found = gathering.postings(self.count)
        self._memory.put((name, term), found, self._names, found.size)
        return found

    def _same(self, names: Sequence[str]) -> int:
        """Return how many of our segments are also the first of ``names``."""
        for place, (ours, theirs) in enumerate(zip(self._names, names, strict=False)):
            if ours != theirs:
                return place
        return min(len(self._names), len(names))

    def _base(self, place: int) -> int:
        return self._bases[place] if place < len(self._bases) else self.count

    def kept(self, key: Hashable, make: Callable[[], Postings]) -> Postings:
        """Return what was made of posting lists of this snapshot, making it when it is not kept."""
        known = self._memory.get(key)
        if known is not None and known[1] == self._names:
            return known[0]
        found = make()
        self._memory.put(key, found, self._names, found.size)
        return found

    @property
    def filled(self) -> float:
        """How much of the room for posting lists is taken, 1 being all."""
        return self._memory.filled

    def weight_of(self, frequency: int) -> float:
        """Return the weight of a term that is in ``frequency`` documents: rare words say more."""
        return log(max(1.0, self.count / (frequency + 1))) + 1

    def norms(self, name: str) -> Floats:
        """Return the length penalty of each document for a field, the same object every time."""
        name = _LENGTH_FIELD[name]
        known = self._norms.get(name)
        if known is None:
            total = sum(segment.total_length(name) for segment in self.segments)
            mean = total / max(1, self.count) or 1.0
            table = np.array([K1 * (1 - B + B * byte_to_length(code) / mean) for code in range(256)])
            codes = np.concatenate([np.empty(0, np.uint8), *(each.lengths(name) for each in self.segments)])
            known = self._norms[name] = table.astype(np.float32)[codes]
        return known
