"""What goes into the index and what comes out, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from db.records import RecordKind


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


@dataclass(frozen=True, slots=True)
class IndexAnswer:
    """Ranked hits, best first; ``suggestion`` is a did-you-mean text or ``""``.

    ``terms`` are the folded words to mark in snippets (``highlights.mark``).
    """

    hits: tuple[IndexHit, ...]
    total: int
    terms: tuple[str, ...] = ()
    suggestion: str = ""
