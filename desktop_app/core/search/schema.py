"""The fields of the index and what identifies their layout.

``title`` and ``body`` are indexed twice: ``*_exact`` with marks (frequencies only) and ``*_folded`` without,
with the positions and the mark check of each occurrence. ``time`` holds days, months and years. Nothing but
the key can be read back: the library holds the text.
"""

from __future__ import annotations

import hashlib
import sys
from array import array
from collections import defaultdict
from typing import Any, cast

from whoosh import __version__ as whoosh_version, fields, formats
from whoosh.analysis.tokenizers import IDTokenizer
from whoosh.system import pack_uint

from desktop_app.core.search.analyser import words
from desktop_app.core.search.documents import IndexDocument
from desktop_app.core.search.moments import times_of
from desktop_app.core.text.normalise import clean

INDEX_VERSION = 2
"""Raise it when the content of the index changes in a way the fingerprint cannot see."""

TITLE_EXACT, TITLE_FOLDED = "title_exact", "title_folded"
BODY_EXACT, BODY_FOLDED = "body_exact", "body_folded"
KIND, KEY, TIME = "kind", "key", "time"
TEXT_FIELDS = (TITLE_EXACT, TITLE_FOLDED, BODY_EXACT, BODY_FOLDED)

LAST_POSITION = 0xFFFF
"""Words further back are found, but never as part of a phrase."""

Item = tuple[bytes, int, float, bytes]
"""A posting as Whoosh takes it from a field: term, frequency, weight, value."""


class PositionsAndMarks(formats.Positions):
    """Posting value: n positions, then n mark checks, 16 bits each."""

    def decode_positions(self, valuestring: bytes) -> list[int]:
        """Return the positions."""
        return positions_of(valuestring)[0].tolist()

    def decode_frequency(self, valuestring: bytes) -> int:
        """Return how often the word occurs."""
        return len(valuestring) // 4

    def decode_weight(self, valuestring: bytes) -> float:
        """Return the frequency as a weight."""
        return float(len(valuestring) // 4)


def positions_of(value: bytes) -> tuple[array[int], array[int]]:
    """Return the positions and the mark checks of a folded posting."""
    numbers = array("H", value)
    half = len(numbers) // 2
    return numbers[:half], numbers[half:]


class PreparedField(fields.FieldType):
    """A text field whose value is a list of ready postings: the analyser runs once for both forms."""

    def __init__(self, *, positions: bool) -> None:
        super().__init__(
            PositionsAndMarks() if positions else formats.Frequency(),
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
    schema.add(KEY, fields.ID(unique=True, sortable=True))
    return schema


_PROBE = (
    "Đoàn công tác ĐOÀN Ðoàn thoả thuận xoá Thuý quý kĩ Mỹ hy vọng Y tế K-Unicorn G20 Tp.HCM Ch'nang "
    "a\u0300 \u00a0\u200b 9/6 09/06/2022 05/2023 9.666 81,56 1.234.567 20-30 25% straße 한국"
)


def fingerprint() -> str:
    """Return what tells an index made by these very rules from one made by others.

    It is taken from what the analyser makes of a probe text, so that it also holds in a frozen program.
    """
    digest = hashlib.sha256(f"{INDEX_VERSION} {sys.byteorder} {whoosh_version}".encode())
    digest.update(repr(words(_PROBE)).encode())
    return digest.hexdigest()[:16]


def _text_items(text: str) -> tuple[list[Item], list[Item]]:
    exact: defaultdict[str, int] = defaultdict(int)
    places: defaultdict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for number, word in enumerate(words(text)):
        position = min(number, LAST_POSITION)
        exact[word.exact] += 1
        for form in (word.folded, *word.also):
            positions, marks = places[form]
            positions.append(position)
            marks.append(word.mark)
    exact_items = [
        (term.encode("utf-8", "replace"), count, float(count), pack_uint(count))
        for term, count in exact.items()
    ]
    folded_items = [
        (term.encode("utf-8", "replace"), len(at), float(len(at)), array("H", at + marks).tobytes())
        for term, (at, marks) in places.items()
    ]
    return exact_items, folded_items


def _time_items(document: IndexDocument) -> list[Item]:
    times = times_of(clean(f"{document.title}\n{document.body}"), document.dated, document.dated_to)
    return [(term.encode(), count, float(count), pack_uint(count)) for term, count in times.items()]


def field_values(document: IndexDocument) -> dict[str, Any]:
    """Return the keyword arguments of ``add_document`` for a record."""
    title_exact, title_folded = _text_items(document.title)
    body_exact, body_folded = _text_items(document.body)
    return {
        TITLE_EXACT: title_exact,
        TITLE_FOLDED: title_folded,
        BODY_EXACT: body_exact,
        BODY_FOLDED: body_folded,
        TIME: _time_items(document),
        KIND: document.kind.value,
        KEY: document.key,
    }
