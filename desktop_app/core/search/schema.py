"""The fields of the index and what identifies their layout.

``title`` and ``body`` are indexed twice: ``*_exact`` with marks (frequencies only) and ``*_folded`` without,
with the positions and the mark check of each occurrence. ``time`` holds days, months and years. Nothing but
kind and number of the record (``number``) can be read back: the library holds the text.
"""

from __future__ import annotations

import hashlib
import sys
from array import array
from itertools import accumulate
from typing import Any, cast

import numpy as np
from whoosh import fields, formats
from whoosh.analysis.tokenizers import IDTokenizer
from whoosh.columns import NumericColumn

from db.records import RecordKind
from desktop_app.core.search.analyser import words
from desktop_app.core.search.documents import KINDS

INDEX_VERSION = 4
"""Raise it when the content of the index changes in a way the fingerprint cannot see."""

TITLE_EXACT, TITLE_FOLDED = "title_exact", "title_folded"
BODY_EXACT, BODY_FOLDED = "body_exact", "body_folded"
KIND, KEY, TIME, NUMBER = "kind", "key", "time", "number"
TEXT_FIELDS = (TITLE_EXACT, TITLE_FOLDED, BODY_EXACT, BODY_FOLDED)

_KIND_SHIFT = 56

LAST_POSITION = 0xFFFF
"""Words further back are found, but never as part of a phrase."""

Item = tuple[bytes, int, float, bytes]
"""A posting as Whoosh takes it from a field: term, frequency, weight, value."""


class Counts(formats.Frequency):
    """Posting value: nothing, the weight says how often."""

    posting_size = 0


class PositionsAndMarks(formats.Positions):
    """Posting value: the mark check of the first occurrence, its others if they differ, then the positions.

    All are 16 bits. Where all occurrences have one mark check, which is nearly always, it is there only once
    and its top bit is not set.
    """

    def decode_positions(self, valuestring: bytes) -> list[int]:
        """Return the positions."""
        return positions_of(valuestring)[0].tolist()

    def decode_frequency(self, valuestring: bytes) -> int:
        """Return how often the word occurs."""
        return len(positions_of(valuestring)[0])

    def decode_weight(self, valuestring: bytes) -> float:
        """Return the frequency as a weight."""
        return float(self.decode_frequency(valuestring))


_DIFFERENT = 0x8000


def value_of(positions: list[int], marks: list[int]) -> bytes:
    """Return the value of a folded posting; ``marks`` has an entry for each occurrence, or one for all."""
    first = marks[0]
    if len(marks) == 1 or marks.count(first) == len(marks):
        return array("H", [first, *positions]).tobytes()
    return array("H", [first | _DIFFERENT, *marks[1:], *positions]).tobytes()


def positions_of(value: bytes) -> tuple[array[int], array[int]]:
    """Return the positions and the mark checks of a folded posting."""
    numbers = array("H", value)
    if numbers[0] & _DIFFERENT:
        half = len(numbers) // 2
        marks = numbers[:half]
        marks[0] &= ~_DIFFERENT & 0xFFFF
        return numbers[half:], marks
    return numbers[1:], numbers[:1] * (len(numbers) - 1)


class Occurrences:
    """The values of a block of folded postings as three arrays, and the values one by one for Whoosh.

    Attributes:
        counts: how often the word is in each document: an entry for each, one number for all, or None for
            once each. It is the very object that the block has as weights, unless those differ.
        positions: 16 bits for each occurrence, document by document.
        marks: the different mark checks, 16 bits each.
        which: for each occurrence its place in ``marks``: 8 bits, 16 when there are more than 256, and
            nothing at all when there is only one.
    """

    __slots__ = ("_ends", "counts", "marks", "positions", "which")

    def __init__(self, counts: Any, positions: bytes, marks: bytes, which: bytes) -> None:
        self.counts = counts
        self.positions = positions
        self.marks = marks
        self.which = which
        self._ends: list[int] = []

    def __reduce__(self) -> tuple[Any, ...]:
        """Be written in a few bytes."""
        return Occurrences, (self.counts, self.positions, self.marks, self.which)

    def __len__(self) -> int:
        """Return the number of documents."""
        if self.counts is None or isinstance(self.counts, float):
            return len(self.positions) // 2 // int(self.counts or 1)
        return len(self.counts)

    def __getitem__(self, at: int) -> bytes:
        """Return the value of one posting, as ``value_of`` makes it."""
        if not self._ends:
            each = self.counts
            if each is None or isinstance(each, float):
                each = [int(each or 1)] * len(self)
            self._ends = list(accumulate(each))
        last = self._ends[at]
        first = self._ends[at - 1] if at else 0
        marks = array("H", self.marks)
        if self.which:
            wide = len(self.which) == len(self.positions)
            which = array("H" if wide else "B", self.which[first << wide : last << wide])
            marks = array("H", [marks[number] for number in which])
        return value_of(
            array("H", self.positions[2 * first : 2 * last]).tolist(), marks[: last - first].tolist()
        )


class PreparedField(fields.FieldType):
    """A text field whose value is a list of ready postings: the analyser runs once for both forms."""

    def __init__(self, *, positions: bool) -> None:
        super().__init__(
            PositionsAndMarks() if positions else Counts(),
            cast("Any", IDTokenizer()),
            scorable=True,
        )

    def index(self, value: list[Item], **_options: Any) -> Any:
        """Return the postings as they were prepared."""
        return value


def make_schema() -> fields.Schema:
    """Return the schema; it is always given to Whoosh and never read from an index folder."""
    schema = fields.Schema()
    for name in TEXT_FIELDS:
        schema.add(name, PreparedField(positions=name.endswith("folded")))
    schema.add(TIME, PreparedField(positions=False))
    schema.add(KIND, fields.ID())
    schema.add(KEY, fields.ID(unique=True))
    schema.add(NUMBER, fields.COLUMN(NumericColumn("q")))
    return schema


_PROBE = (
    "Đoàn công tác ĐOÀN Ðoàn thoả thuận xoá Thuý quý kĩ Mỹ hy vọng Y tế K-Unicorn G20 Tp.HCM Ch'nang "
    "a\u0300 \u00a0\u200b 9/6 09/06/2022 05/2023 9.666 81,56 1.234.567 20-30 25% straße 한국"
)


def fingerprint() -> str:
    """Return what tells an index made by these very rules from one made by others.

    It is taken from what the analyser makes of a probe text, so that it also holds in a frozen program. The
    release of Whoosh is no part of it: those that we allow write and read one format (tests/compat).
    """
    digest = hashlib.sha256(f"{INDEX_VERSION} {sys.byteorder}".encode())
    digest.update(repr((words(_PROBE), [kind.value for kind in KINDS])).encode())
    return digest.hexdigest()[:16]


def number_of(kind: RecordKind, record_id: int) -> int:
    """Return kind and number of a record as one number."""
    return KINDS.index(kind) << _KIND_SHIFT | record_id


def records_of(numbers: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return the kinds (places in ``KINDS``, uint8) and the record numbers of ``number_of`` numbers."""
    return (numbers >> _KIND_SHIFT).astype(np.uint8), numbers & ((1 << _KIND_SHIFT) - 1)
