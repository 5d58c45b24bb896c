"""Settings, the log, the index queue, counts: what concerns the library as a whole."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import and_, delete, func, select
from sqlalchemy.orm import Session, aliased

from db import models
from db.errors import Damaged
from db.records import (
    Action,
    CommitmentStatus,
    Counts,
    IndexItem,
    RecordKind,
    RowChange,
    SuggestionState,
)


class SettingRepository:
    """Values that belong to the library, as JSON under a key."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value of a key."""
        row = self._session.get(models.SettingRow, key)
        if row is None:
            return default
        try:
            return json.loads(row.value)
        except (ValueError, RecursionError) as error:
            raise Damaged(f"setting {key}") from error

    def set(self, key: str, value: Any) -> None:
        """Store the value of a key."""
        text = json.dumps(value, ensure_ascii=False)
        row = self._session.get(models.SettingRow, key)
        if row is None:
            self._session.add(models.SettingRow(key=key, value=text))
        else:
            row.value = text
        self._session.flush()


class ActionRepository:
    """The log of what was done."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def latest(self, limit: int = 200) -> list[Action]:
        """The latest actions, newest first, without their changes."""
        rows = self._session.scalars(
            select(models.ActionRow).order_by(models.ActionRow.id.desc()).limit(limit)
        )
        return [_action(row, ()) for row in rows]

    def last_id(self) -> int:
        """The newest action's id, 0 when there is none; it grows with every change of a record."""
        return self._session.scalar(select(func.max(models.ActionRow.id))) or 0

    def get(self, action_id: int) -> Action | None:
        """One action with its changes."""
        row = self._session.get(models.ActionRow, action_id)
        if row is None:
            return None
        changes = self._session.scalars(
            select(models.ChangeRow)
            .where(models.ChangeRow.action_id == action_id)
            .order_by(models.ChangeRow.id)
        )
        return _action(
            row,
            tuple(
                RowChange(item.table, str(item.row_id), item.operation, item.before, item.after)
                for item in changes
            ),
        )

    def later_on_same_rows(self, action_id: int) -> list[Action]:
        """Later actions in force that changed a row this one changed, newest first, without their changes."""
        mine, theirs = aliased(models.ChangeRow), aliased(models.ChangeRow)
        ids = (
            select(theirs.action_id)
            .join(mine, and_(mine.table == theirs.table, mine.row_id == theirs.row_id))
            .where(mine.action_id == action_id, theirs.action_id > action_id)
        )
        rows = self._session.scalars(
            select(models.ActionRow)
            .where(
                models.ActionRow.id.in_(ids),
                models.ActionRow.undone_at.is_(None),
                models.ActionRow.name != "undo",
            )
            .order_by(models.ActionRow.id.desc())
        )
        return [_action(row, ()) for row in rows]


def _action(row: models.ActionRow, changes: tuple[RowChange, ...]) -> Action:
    return Action(
        id=row.id,
        at=row.at,
        who=row.who,
        name=row.name,
        detail=row.detail,
        undone_at=row.undone_at,
        changes=changes,
    )


class IndexQueueRepository:
    """What the search index owes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def pending(self, limit: int = 2000) -> list[IndexItem]:
        """The oldest debts."""
        rows = self._session.scalars(
            select(models.IndexQueueRow).order_by(models.IndexQueueRow.id).limit(limit)
        )
        return [IndexItem(row.id, row.record_kind, row.record_id) for row in rows]

    def paid(self, up_to_id: int) -> int:
        """Forget the debts up to an id, after the index has committed; return how many there still were."""
        row = models.IndexQueueRow
        there = self._session.scalar(select(func.count()).select_from(row).where(row.id <= up_to_id)) or 0
        self._session.execute(delete(row).where(row.id <= up_to_id))
        return there

    def last_id(self) -> int:
        """The newest debt's id, 0 when there is none."""
        return self._session.scalar(select(func.max(models.IndexQueueRow.id))) or 0

    def count(self) -> int:
        """How many debts there are."""
        return self._session.scalar(select(func.count()).select_from(models.IndexQueueRow)) or 0


_SPEAKING: tuple[Any, ...] = (
    models.EvidenceRow,
    models.PartnerLinkRow,
    models.TermLinkRow,
    models.SuggestionRow,
)


class OrphanRepository:
    """Rows that speak of records which are not there: links by kind and id have no foreign key."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> dict[str, int]:
        """How many orphans there are, by table; ``span`` stands for evidence outside its article.

        A suggestion is one when it was accepted and its record is gone.
        """
        found: dict[str, int] = {}
        for row_class in (
            models.EvidenceRow,
            models.PartnerLinkRow,
            models.TermLinkRow,
            models.SuggestionRow,
        ):
            for kind in self._session.scalars(select(row_class.record_kind).distinct()):
                if kind is not None:
                    name = row_class.__tablename__
                    found[name] = found.get(name, 0) + self._without_record(row_class, kind)
        row = models.SuggestionRow
        undecided = select(func.count()).where(row.state == SuggestionState.ACCEPTED, row.record_id.is_(None))
        found["suggestion"] = found.get("suggestion", 0) + (self._session.scalar(undecided) or 0)
        outside = (
            select(func.count())
            .select_from(models.EvidenceRow)
            .join(models.ArticleRow, models.ArticleRow.id == models.EvidenceRow.article_id)
            .where(models.EvidenceRow.end > func.length(models.ArticleRow.text))
        )
        found["span"] = self._session.scalar(outside) or 0
        return {name: count for name, count in found.items() if count}

    def _without_record(self, row_class: Any, kind: RecordKind) -> int:
        table = models.Base.metadata.tables[kind.value]
        query = (
            select(func.count())
            .select_from(row_class)
            .where(row_class.record_kind == kind, row_class.record_id.not_in(select(table.c.id)))
        )
        return self._session.scalar(query) or 0


_COUNTED: dict[str, Any] = {
    "articles": models.ArticleRow,
    "visits": models.VisitRow,
    "agreements": models.AgreementRow,
    "partners": models.PartnerRow,
    "persons": models.PersonRow,
    "figures": models.FigureRow,
}
_TRASHABLE: tuple[Any, ...] = (*_COUNTED.values(), models.CommitmentRow, models.ProfileFactRow)


class CountRepository:
    """Counts for the desk and the rail."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> Counts:
        """All counts in one go."""
        values: dict[str, int] = {
            name: self._count(row_class, row_class.deleted_at.is_(None))
            for name, row_class in _COUNTED.items()
        }
        open_states = (
            CommitmentStatus.OPEN,
            CommitmentStatus.RUNNING,
            CommitmentStatus.PARTLY,
            CommitmentStatus.OVERDUE,
        )
        values["open_commitments"] = self._count(
            models.CommitmentRow,
            models.CommitmentRow.deleted_at.is_(None),
            models.CommitmentRow.status.in_(open_states),
        )
        row = models.SuggestionRow
        pending, articles = self._session.execute(
            select(func.count(), func.count(row.article_id.distinct()))
            .join(models.ArticleRow, models.ArticleRow.id == row.article_id)
            .where(row.state == SuggestionState.PENDING, models.ArticleRow.deleted_at.is_(None))
        ).one()
        values["pending_suggestions"] = pending
        values["articles_to_review"] = articles
        values["index_queue"] = self._count(models.IndexQueueRow)
        values["trash"] = sum(
            self._count(row_class, row_class.deleted_at.is_not(None)) for row_class in _TRASHABLE
        )
        return Counts(**values)

    def _count(self, row_class: Any, *conditions: Any) -> int:
        return self._session.scalar(select(func.count()).select_from(row_class).where(*conditions)) or 0
