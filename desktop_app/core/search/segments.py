"""Writes a segment in the format of Whoosh many times faster than Whoosh does.

Texts are gathered in memory and turned into posting lists by one sort (``inverting``), which are written
block by block (``blocks``); Whoosh takes postings one at a time through sorted runs on the disk. Segments are
small enough (``building.BATCH``) for memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from struct import Struct
from types import SimpleNamespace
from typing import Any

import numpy as np
from whoosh.util.numeric import length_to_byte
from whoosh.writing import SegmentWriter

from desktop_app.core.search.analyser import cleaned
from desktop_app.core.search.blocks import BlockWriter
from desktop_app.core.search.documents import IndexDocument
from desktop_app.core.search.inverting import PostingLists, Postings, Texts, gathered
from desktop_app.core.search.joining import Listed, lists_of
from desktop_app.core.search.moments import times_of
from desktop_app.core.search.schema import (
    BODY_EXACT,
    BODY_FOLDED,
    KEY,
    KIND,
    NUMBER,
    TIME,
    TITLE_EXACT,
    TITLE_FOLDED,
    make_schema,
    number_of,
)

# Whoosh carries no types worth checking.
_Writer: Any = SegmentWriter

INDEX_NAME = "MAIN"
_ID = Struct("!H")


class _Pool:
    """Postings by field and term, one at a time. Stands where Whoosh has its pool on the disk."""

    def __init__(self) -> None:
        self.fields: dict[str, dict[bytes, Postings]] = {}

    def add(self, item: tuple[str, bytes, int, float, bytes | None]) -> None:
        """Add one posting; documents come in ascending order for each term."""
        name, term, document, weight, value = item
        terms = self.fields.setdefault(name, {})
        postings = terms.get(term)
        if postings is None:
            postings = terms[term] = ([], [], [])
        documents, counts, values = postings
        documents.append(document)
        counts.append(int(weight))
        values.append(value or b"")

    def add_list(self, found: Listed, base: int, kept: Mapping[int, int] | None) -> None:
        """Add a posting list of another segment.

        Args:
            found: the list.
            base: what to add to its documents.
            kept: the new number of each document that is kept; all are when it is not given.
        """
        terms = self.fields.setdefault(found.field, {})
        documents, counts, values = terms.setdefault(found.term, ([], [], []))
        if kept is None:
            documents.extend([base + number for number in found.documents])
            counts.extend(found.counts)
            values.extend(found.values)
            return
        for number, count, value in zip(found.documents, found.counts, found.values, strict=True):
            if number in kept:
                documents.append(kept[number])
                counts.append(count)
                values.append(value)
        if not documents:
            del terms[found.term]

    def cleanup(self) -> None:
        """Let everything go."""
        self.fields.clear()


class _Nothing:
    """Stands for an index without segments: a writer needs no more of it, and need not read the real one."""

    def __init__(self, storage: Any) -> None:
        self.storage = storage
        self.indexname = INDEX_NAME

    def _read_toc(self) -> Any:
        return SimpleNamespace(generation=0, schema=make_schema(), segments=[])


class BatchWriter(_Writer):
    """A Whoosh writer for one segment: either of new documents (``add``) or of joined segments.

    It takes no lock and leaves the table of contents to its caller.
    """

    docnum: int
    pool: _Pool

    def __init__(self, storage: Any) -> None:
        base: Any = super()
        # Not compound: Whoosh copies a compound segment into memory each time it opens it.
        base.__init__(_Nothing(storage), compound=False, _lk=False)
        self.pool = _Pool()
        self._title, self._body = Texts(), Texts()
        self._documents: list[tuple[int, int]] = []

    def add(self, document: IndexDocument) -> None:
        """Add a document."""
        at = len(self._documents)
        self._title.add(document.title)
        self._body.add(document.body)
        times = times_of(cleaned(f"{document.title}\n{document.body}"), document.dated, document.dated_to)
        for term, count in times.items():
            self.pool.add((TIME, term.encode(), at, count, b""))
        for name, term in ((KIND, document.kind.value), (KEY, document.key)):
            self.pool.add((name, term.encode(), at, 1, b""))
        self._documents.append((number_of(document.kind, document.record_id), sum(times.values())))
        self._added = True

    def add_postings_to_pool(self, reader: Any, startdoc: int, docmap: Mapping[int, int] | None) -> None:
        """Take the postings of a segment that is joined with others; Whoosh calls it."""
        for found in lists_of(reader._terms):  # noqa: SLF001
            self.pool.add_list(found, startdoc, docmap)

    def finish(self) -> Any:
        """Write the segment and return Whoosh's description of it."""
        segment = self._finalize_segment()
        self._finish()
        return segment

    def give_up(self) -> None:
        """Close what is still open; does nothing after ``finish``."""
        if not self.is_closed:
            with suppress(Exception):
                self._close_segment()
            with suppress(Exception):
                self._finish()

    def _flush_segment(self) -> None:
        fields: dict[str, PostingLists] = {}
        if self._documents:
            fields = self._inverted()
        self.perdocwriter.close()
        for name, terms in self.pool.fields.items():
            fields[name] = gathered(terms, folded=name in (TITLE_FOLDED, BODY_FOLDED))
        self.pool.cleanup()
        pages = self.per_document_reader()
        try:
            for name in sorted(fields):
                self._write_field(name, fields.pop(name), pages)
        finally:
            pages.close()
        self.fieldwriter.close()

    def _inverted(self) -> dict[str, PostingLists]:
        """Turn the texts into posting lists and write down the lengths of the documents."""
        names = (TITLE_EXACT, TITLE_FOLDED, BODY_EXACT, BODY_FOLDED)
        found = [*self._title.invert(), *self._body.invert()]
        lengths = np.stack([part.lengths for part in found], axis=1).tolist()
        self._title, self._body = Texts(), Texts()
        pages, column = self.perdocwriter, self.schema[NUMBER].column_type
        for (number, times), sizes in zip(self._documents, lengths, strict=True):
            pages.start_doc(self.docnum)
            for name, size in zip((*names, TIME), (*sizes, times), strict=True):
                pages.add_field(name, self.schema[name], None, size)
            pages.add_column_value(NUMBER, column, number)
            pages.finish_doc()
            self.docnum += 1
        return {name: part.lists for name, part in zip(names, found, strict=True)}

    def _write_field(self, name: str, lists: PostingLists, pages: Any) -> None:
        writer, field = self.fieldwriter, self.schema[name]
        writer.start_field(name, field)
        # The shortest and longest text of the segment: bounds for each block that cost nothing.
        bounds = (0, 0)
        if field.scorable and pages.has_column(f"_{name}_len"):
            bounds = (
                length_to_byte(pages.min_field_length(name)),
                length_to_byte(pages.max_field_length(name)),
            )
        prefix = _ID.pack(writer._fieldid)  # noqa: SLF001
        for term, entry in BlockWriter(writer._postfile, bounds).write(lists):  # noqa: SLF001
            writer._tindex.add(prefix + term, entry)  # noqa: SLF001
        writer.finish_field()
