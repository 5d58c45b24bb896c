"""What the search index sees of each record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from db.records import (
    Agreement,
    AnyRecord,
    Article,
    Commitment,
    Figure,
    Partner,
    Person,
    RecordKind,
    Visit,
)
from db.work import Work
from desktop_app.core.search.documents import IndexDocument
from desktop_app.labels import label
from desktop_app.services.records import repository

INDEXED = (
    RecordKind.ARTICLE,
    RecordKind.PARTNER,
    RecordKind.PERSON,
    RecordKind.VISIT,
    RecordKind.AGREEMENT,
    RecordKind.COMMITMENT,
    RecordKind.FIGURE,
)

_PIECE = 500


def documents_of(work: Work, keys: Iterable[tuple[RecordKind, int]]) -> Iterator[IndexDocument]:
    """The documents of those of the records that are alive, read in pieces."""
    by_kind: dict[RecordKind, list[int]] = {}
    for kind, record_id in keys:
        if kind in INDEXED:
            by_kind.setdefault(kind, []).append(record_id)
    for kind, ids in by_kind.items():
        yield from _read(work, kind, ids)


def all_documents(work: Work) -> Iterator[IndexDocument]:
    """The documents of the whole library, read in pieces."""
    for kind in INDEXED:
        if kind is RecordKind.ARTICLE:
            yield from _read(work, kind, work.articles.ids())
        else:
            yield from (document(item) for item in repository(work, kind).all())


def count_documents(work: Work) -> int:
    """How many documents ``all_documents`` has, nearly: for showing progress."""
    counts = work.counts.all()
    others = (counts.visits, counts.agreements, counts.partners, counts.open_commitments, counts.persons)
    return counts.articles + sum(others) + counts.figures


def _read(work: Work, kind: RecordKind, ids: Sequence[int]) -> Iterator[IndexDocument]:
    for start in range(0, len(ids), _PIECE):
        for record in repository(work, kind).get_many(ids[start : start + _PIECE]):
            if record.deleted_at is None:
                yield document(record)
        work.forget()


def document(record: AnyRecord) -> IndexDocument:
    """What the index sees of a record: every text a person may look for, and when it is filed."""
    date = date_of(record)
    if date is None or not date.known:
        return _undated(record)
    return replace(_undated(record), dated=date.start, dated_to=date.end)


def _undated(record: AnyRecord) -> IndexDocument:
    match record:
        case Article():
            body = [record.text, record.outlet, record.author, *record.tags]
            return IndexDocument(RecordKind.ARTICLE, record.id, record.title, "\n".join(body))
        case Visit():
            return IndexDocument(RecordKind.VISIT, record.id, record.title, _visit_text(record))
        case Agreement():
            parts = [
                *record.other_titles,
                record.own_party,
                record.partner_party,
                record.subject,
                record.note,
            ]
            parts += [record.number, record.signers, label(record.kind), record.signed.display()]
            parts += [*record.partner_names, *record.fields, *record.tags]
            return IndexDocument(RecordKind.AGREEMENT, record.id, record.title, "\n".join(parts))
        case Commitment():
            parts = [record.by_name, record.to_name, record.quantity, record.note, record.lead_unit]
            parts += [label(record.grade), *record.partner_names, *record.fields, *record.tags]
            return IndexDocument(RecordKind.COMMITMENT, record.id, record.content, "\n".join(parts))
        case Figure():
            parts = [record.stated, record.scope, record.unit, record.period.display(), *record.partner_names]
            return IndexDocument(RecordKind.FIGURE, record.id, record.what, "\n".join(parts))
        case Person():
            parts = [record.native_name, *record.aliases, record.country, record.note]
            parts += [f"{post.title} {post.organisation}" for post in record.posts]
            return IndexDocument(RecordKind.PERSON, record.id, record.name, "\n".join(parts))
        case Partner():
            parts = [record.country, record.native_name, record.romanised, *record.aliases, record.note]
            return IndexDocument(
                RecordKind.PARTNER, record.id, record.name, "\n".join([*parts, *record.tags])
            )
        case _:
            raise TypeError(type(record))


def _visit_text(visit: Visit) -> str:
    parts = [label(visit.direction), visit.host_organisation, visit.guest_organisation, visit.location]
    parts += [visit.purpose, visit.content, visit.results, visit.note, visit.period.display()]
    parts += [f"{p.name} {p.title} {p.organisation}" for p in visit.participants]
    parts += [f"{s.name} {s.country}" for s in visit.stops]
    parts += [*visit.partner_names, *visit.countries, *visit.localities, *visit.fields, *visit.tags]
    return "\n".join(parts)


def date_of(record: Any) -> Any:
    """The date a record is filed under, ``None`` for records without one."""
    for name in ("published", "period", "signed", "stated_on", "since"):
        if hasattr(record, name):
            return getattr(record, name)
    return None
