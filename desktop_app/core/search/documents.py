"""What goes into the index and what comes out, as plain values."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from db.records import RecordKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KINDS = tuple(RecordKind)
"""In arrays a kind is its place in here."""


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """A record as the index sees it. Bodies are never stored in the index, only indexed.

    ``dated`` up to ``dated_to`` is when it is filed, as partial ISO dates, ``""`` when that is not known.
    """

    kind: RecordKind
    record_id: int
    title: str
    body: str
    dated: str = ""
    dated_to: str = ""

    @property
    def key(self) -> str:
        """The index key, ``article:12``."""
        return f"{self.kind.value}:{self.record_id}"


@dataclass(frozen=True, slots=True)
class IndexHit:
    """A ranked answer of the index."""

    kind: RecordKind
    record_id: int
    score: float


class RecordView(Protocol):
    """What the database says of the records: who passes the filters, and in what order they come.

    Both methods are given the records of an index as two arrays of one length: places in ``KINDS`` (uint8)
    and record numbers (int64). They answer with an array of that length, or None.
    """

    @property
    def stamp(self) -> Hashable:
        """What changes whenever an answer may: for equal stamps the index keeps what it was told."""
        ...

    def allowed(self, kinds: NDArray[np.uint8], ids: NDArray[np.int64]) -> NDArray[np.bool_] | None:
        """Return which records may be found; None for all."""
        ...

    def order(self, kinds: NDArray[np.uint8], ids: NDArray[np.int64]) -> NDArray[np.int64] | None:
        """Return what to sort the hits by, least first; None to sort by how well they match."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """All records that answer a search, not only a page of them: places in ``KINDS`` and record numbers."""

    kinds: NDArray[np.uint8]
    ids: NDArray[np.int64]

    def __len__(self) -> int:
        """Return how many they are."""
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class IndexAnswer:
    """Ranked hits, best first; ``suggestion`` is a did-you-mean text or ``""``.

    ``terms`` are the folded words to mark in snippets (``highlights.mark``). ``matches`` are all that answer,
    in no order; None when the answer does not come from the index.
    """

    hits: tuple[IndexHit, ...]
    total: int
    terms: tuple[str, ...] = ()
    suggestion: str = ""
    matches: Matches | None = field(default=None, compare=False)
