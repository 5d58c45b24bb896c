"""What all repositories share: rows to records and back, links, trash."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import cache
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models
from db.errors import Missing
from db.records import RecordKind

RecordT = TypeVar("RecordT")
RowT = TypeVar("RowT", bound=models.Row)
ClassT = TypeVar("ClassT")

TAG = "tag"
FIELD = "field"


def to_record(cls: type[ClassT], row: Any, **extra: Any) -> ClassT:
    """Make the record ``cls`` from the attributes of ``row`` that have the same names, and ``extra``."""
    values: dict[str, Any] = {}
    for name in _names(cls):
        if name in extra:
            values[name] = extra[name]
        elif hasattr(row, name):
            value = getattr(row, name)
            values[name] = tuple(cast("list[Any]", value)) if isinstance(value, list) else value
    return cls(**values)


@cache
def _names(cls: type[Any]) -> tuple[str, ...]:
    return tuple(item.name for item in fields(cls))


def copy_fields(record: Any, row: Any, skip: frozenset[str] = frozenset({"id", "deleted_at"})) -> None:
    """Set the attributes of ``row`` from the record, touching only those that differ."""
    for item in fields(record):
        if item.name in skip or not hasattr(row, item.name):
            continue
        value = getattr(record, item.name)
        if isinstance(value, tuple):
            value = list(cast("tuple[Any, ...]", value))
        if getattr(row, item.name) != value:
            setattr(row, item.name, value)


class Links:
    """Partners, tags and fields of records of any kind."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def partners(self, kind: RecordKind, ids: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
        """Per record id the partners it concerns, as (id, name) in the order they were linked."""
        link, partner = models.PartnerLinkRow, models.PartnerRow
        rows = self._session.execute(
            select(link.record_id, partner.id, partner.name)
            .join(partner, partner.id == link.partner_id)
            .where(link.record_kind == kind, link.record_id.in_(list(ids)))
            .order_by(link.id)
        )
        result: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for record_id, partner_id, name in rows:
            result[record_id].append((partner_id, name))
        return result

    def terms(self, kind: RecordKind, ids: Iterable[int] | None, term_kind: str) -> dict[int, list[str]]:
        """Per record id the names of its tags or fields; of all records of the kind without ``ids``."""
        link, term = models.TermLinkRow, models.TermRow
        query = (
            select(link.record_id, term.name)
            .join(term, term.id == link.term_id)
            .where(link.record_kind == kind, term.kind == term_kind)
            .order_by(link.id)
        )
        rows = self._session.execute(query if ids is None else query.where(link.record_id.in_(list(ids))))
        result: dict[int, list[str]] = defaultdict(list)
        for record_id, name in rows:
            result[record_id].append(name)
        return result

    def set_partners(self, kind: RecordKind, record_id: int, partner_ids: Sequence[int]) -> None:
        """Make the record concern exactly these partners."""
        rows = self._session.scalars(
            select(models.PartnerLinkRow).where(
                models.PartnerLinkRow.record_kind == kind, models.PartnerLinkRow.record_id == record_id
            )
        ).all()
        present = {row.partner_id: row for row in rows}
        for partner_id in dict.fromkeys(partner_ids):
            if partner_id not in present:
                self._session.add(
                    models.PartnerLinkRow(record_kind=kind, record_id=record_id, partner_id=partner_id)
                )
        for partner_id, row in present.items():
            if partner_id not in partner_ids:
                self._session.delete(row)

    def set_terms(self, kind: RecordKind, record_id: int, term_kind: str, names: Sequence[str]) -> None:
        """Make the record bear exactly these tags or fields; unknown ones are made."""
        link, term = models.TermLinkRow, models.TermRow
        wanted = {name.strip() for name in names if name.strip()}
        rows = self._session.execute(
            select(link, term.name)
            .join(term, term.id == link.term_id)
            .where(link.record_kind == kind, link.record_id == record_id, term.kind == term_kind)
        ).all()
        present = {name for _, name in rows}
        for row, name in rows:
            if name not in wanted:
                self._session.delete(row)
        for name in dict.fromkeys(name.strip() for name in names):
            if name in wanted and name not in present:
                term_id = self._term_id(term_kind, name)
                self._session.add(link(record_kind=kind, record_id=record_id, term_id=term_id))

    def _term_id(self, term_kind: str, name: str) -> int:
        row = self._session.scalars(
            select(models.TermRow).where(models.TermRow.kind == term_kind, models.TermRow.name == name)
        ).first()
        if row is None:
            row = models.TermRow(kind=term_kind, name=name)
            self._session.add(row)
            self._session.flush()
        return row.id

    def names(self, term_kind: str) -> list[str]:
        """All tags or fields there are."""
        rows = self._session.scalars(select(models.TermRow.name).where(models.TermRow.kind == term_kind))
        return sorted(rows)

    def name(self, term_id: int) -> str:
        """The word of a tag or field, "" when there is none with this id."""
        row = self._session.get(models.TermRow, term_id)
        return "" if row is None else row.name

    def ids_with_partner(self, kind: RecordKind, partner_id: int) -> list[int]:
        """The records of a kind that concern a partner."""
        link = models.PartnerLinkRow
        return list(
            self._session.scalars(
                select(link.record_id).where(link.record_kind == kind, link.partner_id == partner_id)
            )
        )

    def move_partner(self, old_id: int, new_id: int) -> None:
        """Let everything that concerns one partner concern another (merging two partners)."""
        for row in self._session.scalars(
            select(models.PartnerLinkRow).where(models.PartnerLinkRow.partner_id == old_id)
        ).all():
            current = [pid for pid, _ in self.partners(row.record_kind, [row.record_id])[row.record_id]]
            self.set_partners(
                row.record_kind,
                row.record_id,
                [new_id if pid == old_id else pid for pid in current],
            )


class Repository(Generic[RecordT, RowT]):
    """Records of one kind."""

    kind: RecordKind
    record_class: type[RecordT]
    row_class: type[RowT]
    skip: frozenset[str] = frozenset({"id", "deleted_at"})

    def __init__(self, session: Session, links: Links) -> None:
        self._session = session
        self._links = links
        self._remembered: dict[int, RecordT] | None = None

    # -- reading -----------------------------------------------------------------------------------

    def get(self, record_id: int) -> RecordT:
        """Return one record, also from the trash.

        Raises:
            Missing: there is none with this id.
        """
        return self._records([self._row(record_id)])[0]

    def get_many(self, ids: Iterable[int]) -> list[RecordT]:
        """Return those of the ids that exist, in the order asked for."""
        wanted = list(ids)
        rows = self._session.scalars(select(self.row_class).where(self._id.in_(wanted))).all()
        by_id = {row.id: record for row, record in zip(rows, self._records(rows), strict=True)}  # type: ignore[attr-defined]
        return [by_id[record_id] for record_id in wanted if record_id in by_id]

    def all(self, *, trashed: bool = False) -> list[RecordT]:
        """Return all records, or those in the trash."""
        query = select(self.row_class).order_by(self._id)
        if hasattr(self.row_class, "deleted_at"):
            column = cast("Any", self.row_class).deleted_at
            query = query.where(column.is_not(None) if trashed else column.is_(None))
        elif trashed:
            return []
        return self._records(self._session.scalars(query).all())

    def remembered(self) -> list[RecordT]:
        """What ``all`` returns, read once in this unit of work and kept in step with ``add`` and ``save``.

        For comparing names many times: links to partners and tags that are changed past this repository may
        be those of the first reading.
        """
        if self._remembered is None:
            self._remembered = {item.id: item for item in self.all()}  # type: ignore[attr-defined]
        return list(self._remembered.values())

    def of_partner(self, partner_id: int) -> list[RecordT]:
        """Return the records that concern a partner, without those in the trash."""
        ids = self._links.ids_with_partner(self.kind, partner_id)
        return [item for item in self.get_many(ids) if getattr(item, "deleted_at", None) is None]

    # -- writing -----------------------------------------------------------------------------------

    def add(self, record: RecordT) -> int:
        """Store a new record and return its id."""
        row = self.row_class()
        copy_fields(record, row, self.skip)
        self._session.add(row)
        self._session.flush()
        self._save_children(row, record)
        record_id = cast("int", row.id)  # type: ignore[attr-defined]
        self._note(record_id)
        return record_id

    def save(self, record: RecordT) -> None:
        """Store a changed record.

        Raises:
            Missing: it does not exist.
        """
        row = self._row(record.id)  # type: ignore[attr-defined]
        copy_fields(record, row, self.skip)
        self._save_children(row, record)
        self._session.flush()
        self._note(record.id)  # type: ignore[attr-defined]

    def set_trashed(self, ids: Iterable[int], *, trashed: bool) -> None:
        """Move records to the trash or back."""
        moment = dt.datetime.now(dt.UTC) if trashed else None
        for record_id in ids:
            self._row(record_id).deleted_at = moment  # type: ignore[attr-defined]
        self._session.flush()
        self._remembered = None

    # -- for the subclasses ------------------------------------------------------------------------

    def _note(self, record_id: int) -> None:
        """Keep what is remembered in step with a change."""
        if self._remembered is not None:
            item = self.get(record_id)
            if getattr(item, "deleted_at", None) is None:
                self._remembered[record_id] = item

    @property
    def _id(self) -> Any:
        return self.row_class.id  # type: ignore[attr-defined]

    def _row(self, record_id: int) -> RowT:
        row = self._session.get(self.row_class, record_id)
        if row is None:
            raise Missing(f"{self.kind.value} {record_id}")
        return row

    def _records(self, rows: Sequence[RowT]) -> list[RecordT]:
        ids: list[int] = [row.id for row in rows]  # type: ignore[attr-defined]
        extras = self._extras(ids)
        return [to_record(self.record_class, row, **extras.get(row.id, {})) for row in rows]  # type: ignore[attr-defined]

    def _extras(self, ids: list[int]) -> dict[int, dict[str, Any]]:
        """Per id the values that are not columns of the row itself."""
        names = {item.name for item in fields(cast("Any", self.record_class))}
        result: dict[int, dict[str, Any]] = {record_id: {} for record_id in ids}
        if not ids:
            return result
        if "tags" in names:
            for record_id, values in self._links.terms(self.kind, ids, TAG).items():
                result[record_id]["tags"] = tuple(values)
        if "fields" in names:
            for record_id, values in self._links.terms(self.kind, ids, FIELD).items():
                result[record_id]["fields"] = tuple(values)
        if "partner_ids" in names:
            for record_id, pairs in self._links.partners(self.kind, ids).items():
                result[record_id]["partner_ids"] = tuple(partner_id for partner_id, _ in pairs)
                result[record_id]["partner_names"] = tuple(name for _, name in pairs)
        return result

    def _save_children(self, row: RowT, record: RecordT) -> None:
        record_id = cast("int", row.id)  # type: ignore[attr-defined]
        if hasattr(record, "tags"):
            self._links.set_terms(self.kind, record_id, TAG, record.tags)  # type: ignore[attr-defined]
        if hasattr(record, "fields"):
            self._links.set_terms(self.kind, record_id, FIELD, record.fields)  # type: ignore[attr-defined]
        if hasattr(record, "partner_ids"):
            self._links.set_partners(self.kind, record_id, record.partner_ids)  # type: ignore[attr-defined]

    def _replace_rows(self, row_class: type[Any], owner: Any, owner_id: int, records: Sequence[Any]) -> None:
        """Make the child rows equal to ``records``, changing rows in place so that the log stays small."""
        rows = list(self._session.scalars(select(row_class).where(owner == owner_id).order_by(row_class.id)))
        by_id = {row.id: row for row in rows}
        used: set[int] = set()
        for position, record in enumerate(records):
            row = by_id.get(record.id) if record.id not in used else None
            if row is None:
                row = row_class(**{owner.key: owner_id})
                self._session.add(row)
            else:
                used.add(row.id)
            copy_fields(record, row, self.skip | {owner.key})
            if hasattr(row_class, "position") and row.position != position:
                row.position = position
        for row in rows:
            if row.id not in used:
                self._session.delete(row)
        self._session.flush()
