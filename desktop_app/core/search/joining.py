"""Reads a whole segment for joining it with others: list by list, where Whoosh goes posting by posting."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import accumulate
from struct import Struct
from typing import Any, NamedTuple, cast

from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3TermInfo

from desktop_app.core.search.terms import read_at

_TermInfo: Any = W3TermInfo
_FIELD = Struct("!H")
_INT = Struct("!i")
_HEAD = 64


class Listed(NamedTuple):
    """A posting list of a segment: documents, how often the term is in each, values of folded fields."""

    field: str
    term: bytes
    documents: Sequence[int]
    counts: Sequence[int]
    values: Sequence[bytes]


def lists_of(reader: Any) -> Iterator[Listed]:
    """Yield all posting lists of a segment in the order of its table of terms.

    Args:
        reader: Whoosh's reader of terms of one segment.

    Raises:
        Exception: whatever broken data make pickle and zlib raise.
    """
    names: dict[int, str] = {number: name for name, number in reader._fieldmap.items()}  # noqa: SLF001
    for key, entry in reader._tindex.items():  # noqa: SLF001
        name, term = names[_FIELD.unpack_from(key)[0]], bytes(key[_FIELD.size :])
        info = _TermInfo.from_bytes(entry)
        if info.is_inlined():
            documents, weights, values = info.inlined_postings()
            yield Listed(name, term, documents, _counts(weights, documents), _values(values, documents))
            continue
        offset, length = info.extent()
        # Every release of Whoosh leaves the length as a tuple of one.
        size = cast("Any", length)[0] if isinstance(length, tuple) else length
        yield _whole(name, term, read_at(reader._postfile, offset, int(size)))  # noqa: SLF001


def _whole(name: str, term: bytes, data: bytes) -> Listed:
    if data[:4] != WHOOSH3_HEADER_MAGIC:
        raise ValueError("not a posting list")
    documents: list[int] = []
    counts: list[int] = []
    values: list[bytes] = []
    at, last = len(WHOOSH3_HEADER_MAGIC), False
    while not last:
        (length,) = _INT.unpack_from(data, at)
        last = length < 0
        at += _INT.size
        end = at + abs(length)
        head = BytesIO(data[at : min(end, at + _HEAD)])
        level: Any = pickle.load(head)[3]
        content = data[at + head.tell() : end]
        block: Any = pickle.loads(zlib.decompress(content) if level else content)
        here: list[int] = list(accumulate(block[0]))
        documents += here
        counts += _counts(block[1], here)
        values += _values(block[2], here)
        at = end
    return Listed(name, term, documents, counts, values)


def _counts(weights: Any, documents: Sequence[int]) -> list[int]:
    if weights is None or isinstance(weights, float):
        return [int(weights or 1)] * len(documents)
    return [int(weight) for weight in weights]


def _values(carried: Any, documents: Sequence[int]) -> Sequence[bytes]:
    """Return a value for each document; fields without positions carry none."""
    if not carried or isinstance(carried, bytes):
        return [b""] * len(documents)
    return [value or b"" for value in carried]
