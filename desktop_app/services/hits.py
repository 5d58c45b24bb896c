"""From ranked keys to what a list of answers shows: title, date, the best passage with the words marked.

Only the page is read: texts of articles in one statement of plain columns. What was read is kept until
something changes, because people go back and forth between searches.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from db.dates import UNKNOWN_DATE, DatePrecision, PartialDate
from db.records import RecordKind
from db.work import Work
from desktop_app.core.search import highlights
from desktop_app.services.documents import date_of, document
from desktop_app.services.records import repository, title_of

RankedKey = tuple[RecordKind, int, float]
"""Kind and id of a record, and how well it answers."""

_KEPT = 400
"""About 2 MB of texts."""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One answer. ``snippet`` is text, ``marks`` are offsets in it."""

    kind: RecordKind
    record_id: int
    title: str
    date: str
    detail: str
    snippet: str
    marks: tuple[tuple[int, int], ...]
    score: float
    external_id: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is shown of a record; ``text`` are the words a passage is cut from."""

    title: str
    text: str
    date: str = ""
    detail: str = ""
    external_id: str = ""
    published: str = ""


class Pages:
    """Makes pages of answers. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stamp = -1
        self._kept: OrderedDict[tuple[RecordKind, int], _Shown] = OrderedDict()

    def hits(self, work: Work, ranked: Sequence[RankedKey], terms: Iterable[str]) -> tuple[SearchHit, ...]:
        """Return the answers as they are shown, without those that are in the trash or gone."""
        shown = self._shown(work, [key[:2] for key in ranked])
        terms = tuple(terms)
        return tuple(
            _hit(kind, number, score, found, terms)
            for kind, number, score in ranked
            if (found := shown.get((kind, number))) is not None
        )

    def _shown(self, work: Work, keys: Sequence[tuple[RecordKind, int]]) -> dict[Any, _Shown]:
        stamp = work.actions.last_id()
        with self._lock:
            if stamp != self._stamp:
                self._stamp = stamp
                self._kept.clear()
            found = {key: self._kept[key] for key in keys if key in self._kept}
        fresh = _read(work, [key for key in keys if key not in found])
        with self._lock:
            if stamp == self._stamp:
                self._kept.update(fresh)
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        return found | fresh


def _read(work: Work, keys: Sequence[tuple[RecordKind, int]]) -> dict[Any, _Shown]:
    by_kind: dict[RecordKind, list[int]] = {}
    for kind, number in keys:
        by_kind.setdefault(kind, []).append(number)
    found: dict[Any, _Shown] = {}
    for number, *values in work.facts.texts(by_kind.pop(RecordKind.ARTICLE, [])):
        found[RecordKind.ARTICLE, number] = _article(number, *values)
    for kind, ids in by_kind.items():
        for record in repository(work, kind).get_many(ids):
            if record.deleted_at is None:
                found[kind, record.id] = _other(record)
    return found


def _article(
    number: int,
    title: str,
    file_name: str,
    text: str,
    outlet: str,
    external_id: str,
    start: str,
    end: str,
    precision: str,
    stated: str,
    inferred: int,
) -> _Shown:
    try:
        date = PartialDate(start, end, DatePrecision(precision), stated, bool(inferred))
    except ValueError:
        # A damaged date is for the check of the library; the article is found nevertheless.
        date = UNKNOWN_DATE
    return _Shown(
        title or file_name or f"#{number}",
        " ".join(text.split()),
        date.display() if date.known else "",
        outlet,
        external_id,
        date.start,
    )


def _other(record: Any) -> _Shown:
    """What is shown of a record that is no article: its fields, set apart by dots."""
    lines = (" ".join(line.split()) for line in document(record).body.split("\n"))
    date = date_of(record)
    return _Shown(
        title_of(record),
        " · ".join(dict.fromkeys(line for line in lines if line)),
        date.display() if date is not None and date.known else "",
        ", ".join(getattr(record, "partner_names", ())),
        getattr(record, "external_id", ""),
        date.start if date is not None else "",
    )


def _hit(kind: RecordKind, number: int, score: float, shown: _Shown, terms: tuple[str, ...]) -> SearchHit:
    passage = highlights.snippet(shown.text, terms)
    return SearchHit(
        kind=kind,
        record_id=number,
        title=shown.title,
        date=shown.date,
        detail=shown.detail,
        snippet=passage.text,
        marks=tuple(passage.marks),
        score=score,
        external_id=shown.external_id,
        published=shown.published,
    )
