"""The change log: every flush of a tracked table is noted, and an action can be taken back.

``Recorder`` listens to one session. What it collects is written as one ``action`` with its ``change`` rows in
the same transaction as the change itself, together with the debt to the search index.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from typing import Any

from sqlalchemy import Table, delete, event, func, insert, inspect, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.base import PASSIVE_OFF

from db import models
from db.columns import UtcDateTime
from db.errors import Conflict, Missing
from db.records import RecordKind

Values = dict[str, Any]
_BINARY = {"signature"}
_TABLES: dict[str, type[models.Row]] = {
    mapper.class_.__tablename__: mapper.class_
    for mapper in models.Base.registry.mappers
    if issubclass(mapper.class_, models.Row)
}


class Recorder:
    """Collects what one session changes and writes it to the log before the commit."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._changes: list[Values] = []
        self._index_keys: dict[tuple[RecordKind, int], None] = {}
        event.listen(session, "before_flush", self._before_flush)
        event.listen(session, "after_flush", self._after_flush)

    def touched(self) -> set[tuple[RecordKind, int]]:
        """The records whose screens and index entries are out of date."""
        return set(self._index_keys)

    def note_index(self, kind: RecordKind, record_id: int) -> None:
        """Put a record on the index queue although none of its own rows changed."""
        self._index_keys[(kind, record_id)] = None

    def write(self, who: str, name: str, detail: str) -> int | None:
        """Flush, write the action and the index queue; return the action's id, ``None`` without changes."""
        self._session.flush()
        self._queue_index()
        if not self._changes:
            return None
        action = models.ActionRow(at=dt.datetime.now(dt.UTC), who=who, name=name, detail=detail)
        self._session.add(action)
        self._session.flush()
        rows = [{**change, "action_id": action.id} for change in self._changes]
        self._session.execute(insert(models.ChangeRow), rows)
        self._changes.clear()
        return action.id

    def _queue_index(self) -> None:
        """Write the debts under ids that never come again, also when the queue was empty in between.

        Another process may be about to forget debts by their ids, which must not be these.
        """
        newest = self._session.scalar(select(func.max(models.IndexQueueRow.id))) or 0
        first = max(newest + 1, time.time_ns() // 1000)
        for number, (kind, record_id) in enumerate(self._index_keys):
            values = {"id": first + number, "record_kind": kind, "record_id": record_id}
            self._session.execute(insert(models.IndexQueueRow).values(**values))

    def take_back(self, action_id: int) -> models.ActionRow:
        """Undo an action (see ``undo``) and log that as an action of its own, which can be undone in turn."""
        action, touched, reverse = undo(self._session, action_id)
        for kind, record_id in touched:
            self.note_index(kind, record_id)
        self._changes.extend(reverse)
        return action

    def _before_flush(self, session: Session, *_: Any) -> None:
        for row in session.new | session.dirty:
            if isinstance(row, models.ArticleRow):
                row.content_hash = content_hash(row)
        for row in session.dirty:
            if isinstance(row, models.Row) and session.is_modified(row):
                before, after = _changed_columns(row)
                if after:
                    self._note(row, "update", before, after)
        for row in session.deleted:
            if isinstance(row, models.Row):
                self._note(row, "delete", row_values(row), None)

    def _after_flush(self, session: Session, *_: Any) -> None:
        for row in session.new:
            if isinstance(row, models.Row):
                self._note(row, "insert", None, row_values(row))

    def _note(self, row: models.Row, operation: str, before: Values | None, after: Values | None) -> None:
        self._changes.append(
            {
                "table": row.__tablename__,
                "row_id": inspect(row).identity[0] if inspect(row).identity else row.id,  # type: ignore[attr-defined]
                "operation": operation,
                "before": before,
                "after": after,
            }
        )
        key = row.index_key()
        if key is not None:
            self._index_keys[key] = None


def content_hash(row: models.ArticleRow) -> str:
    """The hash over what a person could lose of an article (``check`` compares it)."""
    parts = (row.title, row.text, row.outlet, row.author, row.address, row.published.start, row.published.end)
    digest = hashlib.sha256()
    for part in parts:
        digest.update((part or "").encode("utf-8"))
        digest.update(b"\x00")
    return digest.hexdigest()


def row_values(row: models.Row) -> Values:
    """The columns of a row as JSON values (binary ones as hex)."""
    state = inspect(row)
    return {
        column.name: _plain(getattr(row, state.mapper.get_property_by_column(column).key))
        for column in state.mapper.columns
    }


def _changed_columns(row: models.Row) -> tuple[Values, Values]:
    before: Values = {}
    after: Values = {}
    state = inspect(row)
    for column in state.mapper.columns:
        key = state.mapper.get_property_by_column(column).key
        history = state.get_history(key, PASSIVE_OFF)
        if history.has_changes():
            before[column.name] = _plain(history.deleted[0] if history.deleted else None)
            after[column.name] = _plain(history.added[0] if history.added else None)
    return before, after


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return value


def _typed(table: Table, values: Values) -> Values:
    result: Values = {}
    for name, value in values.items():
        column = table.c[name]
        if value is not None and name in _BINARY:
            value = bytes.fromhex(value)
        elif isinstance(value, str) and isinstance(column.type, UtcDateTime):
            value = dt.datetime.fromisoformat(value)
        result[name] = value
    return result


# -- taking back -----------------------------------------------------------------------------------


UNDO = "undo"

Touched = set[tuple[RecordKind, int]]


def undo(session: Session, action_id: int) -> tuple[models.ActionRow, Touched, list[Values]]:
    """Take back an action, row by row in reverse.

    Returns:
        The action, the records concerned, and the changes that were made, for the log.

    Raises:
        Missing: there is no such action.
        Conflict: it was taken back already, or a later change stands on it.
    """
    action = session.get(models.ActionRow, action_id)
    if action is None:
        raise Missing(f"action {action_id}")
    if action.undone_at is not None:
        raise Conflict("undone")
    changes = session.scalars(
        select(models.ChangeRow).where(models.ChangeRow.action_id == action_id).order_by(models.ChangeRow.id)
    ).all()
    touched: set[tuple[RecordKind, int]] = set()
    reverse: list[Values] = []
    for change in reversed(changes):
        row_class = _TABLES[change.table]
        if _is_shared_name(session, change):
            continue
        _note_touched(session, row_class, change, touched)
        _take_back(session, row_class, change)
        reverse.append(
            {
                "table": change.table,
                "row_id": change.row_id,
                "operation": {"insert": "delete", "delete": "insert", "update": "update"}[change.operation],
                "before": change.after,
                "after": change.before,
            }
        )
    _refuse_orphans(session, changes)
    moment: dt.datetime | None = dt.datetime.now(dt.UTC)
    turned: models.ActionRow | None = action
    # Taking back an undo puts its target in force again, taking back a redo does not: every step turns over.
    while turned is not None:
        turned.undone_at = moment
        moment = dt.datetime.now(dt.UTC) if moment is None else None
        is_undo = turned.name == UNDO and turned.detail.isdigit()
        turned = session.get(models.ActionRow, int(turned.detail)) if is_undo else None
    session.flush()
    session.expire_all()
    return action, touched, reverse


def _take_back(session: Session, row_class: type[models.Row], change: models.ChangeRow) -> None:
    table: Table = row_class.__table__  # type: ignore[assignment]
    here = table.c["id"] == change.row_id
    if change.operation == "delete":
        session.execute(insert(table).values(**_typed(table, change.before or {})))
        return
    current = session.execute(select(table).where(here)).mappings().first()
    if current is None:
        raise Conflict("row is gone")
    for name, value in _typed(table, change.after or {}).items():
        if _comparable(current[name]) != _comparable(value) and name != "content_hash":
            raise Conflict("changed since")
    if change.operation == "insert":
        if _stands_on(session, table, change.row_id):
            raise Conflict("still used")
        session.execute(delete(table).where(here))
    else:
        session.execute(update(table).where(here).values(**_typed(table, change.before or {})))


def _stands_on(session: Session, table: Table, row_id: int) -> bool:
    """Whether a row refers to this one. Those of the same action are gone by now, a cascade takes others."""
    for other in models.Base.metadata.sorted_tables:
        for key in other.foreign_keys:
            if key.column.table is table:
                found = select(key.parent).where(key.parent == row_id, key.parent.is_not(None)).limit(1)
                if session.execute(found).first() is not None:
                    return True
    return False


def _is_shared_name(session: Session, change: models.ChangeRow) -> bool:
    """Whether a tag or field that this action was the first to use is borne by other records by now."""
    return (
        change.operation == "insert"
        and change.table == models.TermRow.__tablename__
        and _stands_on(session, models.TermRow.__table__, change.row_id)  # type: ignore[arg-type]
    )


def _comparable(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.datetime) else value


def _note_touched(
    session: Session,
    row_class: type[models.Row],
    change: models.ChangeRow,
    touched: set[tuple[RecordKind, int]],
) -> None:
    row = session.get(row_class, change.row_id)
    if row is None:
        values = change.before or change.after or {}
        names = {
            c.name: row_class.__mapper__.get_property_by_column(c).key for c in row_class.__mapper__.columns
        }
        row = row_class()
        for name in ("id", "visit_id", "person_id", "partner_id", "record_kind", "record_id"):
            if name in values and name in names:
                value = RecordKind(values[name]) if name == "record_kind" and values[name] else values[name]
                setattr(row, names[name], value)
        key = row.index_key()
    else:
        key = row.index_key()
        session.expunge(row)
    if key is not None:
        touched.add(key)


def _refuse_orphans(session: Session, changes: Any) -> None:
    """Refuse when something that stays rests on a record that would vanish."""
    for change in changes:
        if change.operation != "insert" or change.table not in RecordKind._value2member_map_:
            continue
        kind = RecordKind(change.table)
        for row_class in (models.EvidenceRow, models.PartnerLinkRow, models.TermLinkRow):
            found = session.scalar(
                select(row_class.id)
                .where(row_class.record_kind == kind, row_class.record_id == change.row_id)
                .limit(1)
            )
            if found is not None:
                raise Conflict("still used")
