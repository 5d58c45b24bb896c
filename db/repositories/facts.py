"""What filters, facets and completion ask of all records, as plain columns: no record objects are made.

Rows are tuples in the order of the columns named; records in the trash are left out. Kinds and other closed
vocabularies come as the texts that are stored.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import ColumnElement, String, case, func, select, type_coerce
from sqlalchemy.orm import Session

from db import models
from db.records import RecordKind, SuggestionState

_AT_ONCE = 5_000
"""SQLite takes 32,766 parameters in one statement."""

_Dated = tuple[int, str, str]
_Query = Any
"""A statement: its type would name each column."""

_DATES: dict[RecordKind, tuple[Any, str]] = {
    RecordKind.VISIT: (models.VisitRow, "period"),
    RecordKind.AGREEMENT: (models.AgreementRow, "signed"),
    RecordKind.COMMITMENT: (models.CommitmentRow, "stated_on"),
    RecordKind.FIGURE: (models.FigureRow, "period"),
    RecordKind.PARTNER: (models.PartnerRow, "since"),
}


def _text(column: Any) -> ColumnElement[str]:
    """The column as it is stored: reading an enum or JSON takes longer than the rest of the row."""
    return type_coerce(column, String())


@lru_cache(maxsize=4096)
def _names(stored: str) -> tuple[str, ...]:
    """Read a stored list of names; most are one of a few. A damaged one is for the check of the library."""
    try:
        found = json.loads(stored or "[]")
    except (ValueError, RecursionError):
        return ()
    return tuple(map(str, cast("list[Any]", found))) if isinstance(found, list) else ()


class FactRepository:
    """Columns of all records that are not in the trash."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def articles(self, ids: Iterable[int] | None = None) -> list[tuple[int, str, str, str]]:
        """(id, first and last partial day of publication, outlet) of all articles, or of some."""
        table = models.ArticleRow.__table__.c
        query = select(table.id, table.published_start, table.published_end, table.outlet).where(
            table.deleted_at.is_(None)
        )
        return self._of(query, table.id, ids)

    def reviewed(self, article_ids: Iterable[int] | None = None) -> list[tuple[int, str]]:
        """(article, what a person did with its suggestions) of the articles that have some.

        That is ``"new"`` (nothing yet), ``"partly"`` or ``"done"`` (none waits).
        """
        row = models.SuggestionRow.__table__.c
        waiting = func.sum(case((_text(row.state) == SuggestionState.PENDING.value, 1), else_=0))
        state = case((waiting == 0, "done"), (waiting == func.count(), "new"), else_="partly")
        query = select(row.article_id, state).group_by(row.article_id)
        return self._of(query, row.article_id, article_ids)

    def dated(self, kind: RecordKind) -> list[_Dated]:
        """(id, first and last partial day) of all records of a kind other than articles."""
        if kind is RecordKind.PERSON:
            row = models.PersonRow
            return [(number, "", "") for number in self._session.scalars(_alive(select(row.id), row))]
        row, name = _DATES[kind]
        table = row.__table__.c
        query = select(table.id, table[f"{name}_start"], table[f"{name}_end"])
        return self._rows(_alive(query, row))

    def visits(self) -> list[tuple[int, str, tuple[str, ...]]]:
        """(id, direction, countries) of all visits."""
        row = models.VisitRow
        found = self._rows(_alive(select(row.id, _text(row.direction), _text(row.countries)), row))
        return [(number, direction, _names(countries)) for number, direction, countries in found]

    def partners(self) -> list[tuple[int, str, str, str, tuple[str, ...], int | None]]:
        """(id, name, country, romanised name, aliases, place) of all partners."""
        row = models.PartnerRow
        query = select(row.id, row.name, row.country, row.romanised, _text(row.aliases), row.place_id)
        return [(*rest, _names(names), place) for *rest, names, place in self._rows(_alive(query, row))]

    def people(self) -> list[tuple[int, str, str, tuple[str, ...], int | None]]:
        """(id, name, country, aliases, partner) of all people."""
        row = models.PersonRow
        query = select(row.id, row.name, row.country, _text(row.aliases), row.partner_id)
        return [(*rest, _names(names), partner) for *rest, names, partner in self._rows(_alive(query, row))]

    def participants(self) -> list[tuple[int, int]]:
        """(visit, person) for everybody known who took part."""
        row = models.ParticipantRow
        return self._rows(select(row.visit_id, row.person_id).where(row.person_id.is_not(None)).distinct())

    def places(self) -> list[tuple[int, str]]:
        """(id, name) of all places."""
        row = models.PlaceRow
        return self._rows(select(row.id, row.name))

    def successions(self) -> list[tuple[int, int]]:
        """(place, the place that took over from it)."""
        row = models.PlaceSuccessionRow
        return self._rows(select(row.predecessor_id, row.successor_id))

    def partner_links(self) -> list[tuple[int, str, int]]:
        """(record, its kind, partner) for everything that concerns a partner."""
        row = models.PartnerLinkRow
        return self._rows(select(row.record_id, _text(row.record_kind), row.partner_id))

    def term_links(self) -> list[tuple[int, str, str, str]]:
        """(record, its kind, "tag" or "field", the word) for everything that bears one."""
        row, term = models.TermLinkRow, models.TermRow
        query = select(row.record_id, _text(row.record_kind), term.kind, term.name)
        return self._rows(query.join(term, term.id == row.term_id))

    def evidence(self) -> list[tuple[int, str, int]]:
        """(record, its kind, article on which it rests), each once."""
        row = models.EvidenceRow
        return self._rows(select(row.record_id, _text(row.record_kind), row.article_id).distinct())

    # -- texts -------------------------------------------------------------------------------------

    def texts(self, ids: Iterable[int]) -> list[tuple[Any, ...]]:
        """What a list shows of some articles.

        That is id, title, name of the file, text, outlet, external id, and the five columns of the date of
        publication: start, end, precision, words of the source, whether it was concluded.
        """
        table = models.ArticleRow.__table__.c
        dates = (
            table.published_start,
            table.published_end,
            _text(table.published_precision),
            table.published_stated,
            table.published_inferred,
        )
        names = (table.id, table.title, table.file_name, table.text, table.outlet, table.external_id)
        return self._of(select(*names, *dates).where(table.deleted_at.is_(None)), table.id, ids)

    def titles(self, ids: Iterable[int]) -> list[tuple[int, str]]:
        """(id, title) of some articles."""
        row = models.ArticleRow
        return self._of(_alive(select(row.id, row.title), row), row.id, ids)

    def same_text(self, article_id: int) -> set[int]:
        """The articles with the very text of one, that one among them."""
        row = models.ArticleRow
        own = select(row.text_hash).where(row.id == article_id, row.text_hash != "").scalar_subquery()
        return set(self._session.scalars(_alive(select(row.id).where(row.text_hash == own), row)))

    # -- changes -----------------------------------------------------------------------------------

    def changed_tables(self, since: int) -> set[str]:
        """Names of the tables that actions after ``since`` changed."""
        row = models.ChangeRow
        return set(self._session.scalars(select(row.table).where(row.action_id > since).distinct()))

    def changed_rows(self, since: int, table: str, most: int) -> list[int] | None:
        """Ids of the rows of a table that actions after ``since`` changed, ``None`` if more than ``most``."""
        row = models.ChangeRow
        query = select(row.row_id).where(row.action_id > since, row.table == table).distinct()
        found = list(self._session.scalars(query.limit(most + 1)))
        return None if len(found) > most else found

    def articles_of_suggestions(self, since: int, most: int) -> set[int] | None:
        """Articles whose suggestions changed after ``since``, ``None`` if more than ``most`` changed."""
        change, row = models.ChangeRow, models.SuggestionRow
        query = select(change.row_id, change.before).where(
            change.action_id > since, change.table == row.__tablename__
        )
        found = self._session.execute(query.limit(most + 1)).all()
        if len(found) > most:
            return None
        gone = {before["article_id"] for _, before in found if before and "article_id" in before}
        alive = select(row.article_id)
        return gone | {article for (article,) in self._of(alive, row.id, {number for number, _ in found})}

    def added(self, since: dt.datetime, kinds: Iterable[RecordKind]) -> dict[RecordKind, list[int]]:
        """Ids of the records that came into the library after a moment, by kind."""
        change, action = models.ChangeRow, models.ActionRow
        query = (
            select(change.table, change.row_id)
            .join(action, action.id == change.action_id)
            .where(
                action.at > since,
                change.operation == "insert",
                change.table.in_([kind.value for kind in kinds]),
            )
        )
        found: dict[RecordKind, list[int]] = {}
        for table, number in self._rows(query):
            found.setdefault(RecordKind(table), []).append(number)
        return found

    # -- reading -----------------------------------------------------------------------------------

    def _rows(self, query: _Query) -> list[Any]:
        return cast("list[Any]", self._session.execute(query).all())

    def _of(self, query: _Query, column: Any, ids: Iterable[int] | None) -> list[Any]:
        if ids is None:
            return self._rows(query)
        wanted: Sequence[int] = sorted(ids)
        return [
            row
            for start in range(0, len(wanted), _AT_ONCE)
            for row in self._rows(query.where(column.in_(wanted[start : start + _AT_ONCE])))
        ]


def _alive(query: _Query, row: Any) -> _Query:
    return query.where(row.deleted_at.is_(None))
