"""Visits, agreements, commitments, figures, partners, people, places: the typed records."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import func, or_, select

from db import models
from db.dates import UNKNOWN_DATE
from db.records import (
    Agreement,
    AgreementEvent,
    Commitment,
    CommitmentStatus,
    Figure,
    Organisation,
    Participant,
    Partner,
    PartnerSummary,
    Person,
    Place,
    PlaceSuccession,
    Post,
    ProfileFact,
    RecordKind,
    Side,
    Visit,
    VisitStatus,
    VisitStop,
)
from db.repositories.base import Repository, to_record


class VisitRepository(Repository[Visit, models.VisitRow]):
    """Visits with stops and participants."""

    kind = RecordKind.VISIT
    record_class = Visit
    row_class = models.VisitRow

    def _extras(self, ids: list[int]) -> dict[int, dict[str, Any]]:
        result = super()._extras(ids)
        stops: dict[int, list[VisitStop]] = defaultdict(list)
        for stop in self._session.scalars(
            select(models.VisitStopRow)
            .where(models.VisitStopRow.visit_id.in_(ids))
            .order_by(models.VisitStopRow.position, models.VisitStopRow.id)
        ):
            stops[stop.visit_id].append(to_record(VisitStop, stop))
        people: dict[int, list[Participant]] = defaultdict(list)
        for person in self._session.scalars(
            select(models.ParticipantRow)
            .where(models.ParticipantRow.visit_id.in_(ids))
            .order_by(models.ParticipantRow.position, models.ParticipantRow.id)
        ):
            people[person.visit_id].append(to_record(Participant, person))
        for record_id in ids:
            result[record_id]["stops"] = tuple(stops[record_id])
            result[record_id]["participants"] = tuple(people[record_id])
        return result

    def _save_children(self, row: models.VisitRow, record: Visit) -> None:
        super()._save_children(row, record)
        self._replace_rows(models.VisitStopRow, models.VisitStopRow.visit_id, row.id, record.stops)
        self._replace_rows(models.ParticipantRow, models.ParticipantRow.visit_id, row.id, record.participants)


class AgreementRepository(Repository[Agreement, models.AgreementRow]):
    """Agreements with their events."""

    kind = RecordKind.AGREEMENT
    record_class = Agreement
    row_class = models.AgreementRow

    def _extras(self, ids: list[int]) -> dict[int, dict[str, Any]]:
        result = super()._extras(ids)
        events: dict[int, list[AgreementEvent]] = defaultdict(list)
        for event in self._session.scalars(
            select(models.AgreementEventRow)
            .where(models.AgreementEventRow.agreement_id.in_(ids))
            .order_by(models.AgreementEventRow.id)
        ):
            events[event.agreement_id].append(to_record(AgreementEvent, event))
        for record_id in ids:
            result[record_id]["events"] = tuple(events[record_id])
        return result

    def _save_children(self, row: models.AgreementRow, record: Agreement) -> None:
        super()._save_children(row, record)
        self._replace_rows(
            models.AgreementEventRow, models.AgreementEventRow.agreement_id, row.id, record.events
        )


class CommitmentRepository(Repository[Commitment, models.CommitmentRow]):
    """Commitments of both sides."""

    kind = RecordKind.COMMITMENT
    record_class = Commitment
    row_class = models.CommitmentRow


class FigureRepository(Repository[Figure, models.FigureRow]):
    """Figures with scope and period."""

    kind = RecordKind.FIGURE
    record_class = Figure
    row_class = models.FigureRow


class ProfileFactRepository(Repository[ProfileFact, models.ProfileFactRow]):
    """Facts of partners' profiles."""

    kind = RecordKind.PROFILE_FACT
    record_class = ProfileFact
    row_class = models.ProfileFactRow

    def of_partner(self, partner_id: int) -> list[ProfileFact]:
        """The facts about a partner."""
        row = self.row_class
        rows = self._session.scalars(
            select(row).where(row.partner_id == partner_id, row.deleted_at.is_(None)).order_by(row.id)
        ).all()
        return self._records(rows)


class OrganisationRepository(Repository[Organisation, models.OrganisationRow]):
    """Bodies on both sides."""

    kind = RecordKind.ORGANISATION
    record_class = Organisation
    row_class = models.OrganisationRow


class PlaceRepository(Repository[Place, models.PlaceRow]):
    """Places and who took over from whom."""

    kind = RecordKind.PLACE
    record_class = Place
    row_class = models.PlaceRow

    def add_succession(self, record: PlaceSuccession) -> int:
        """Store that one place took over from another."""
        row = models.PlaceSuccessionRow(
            predecessor_id=record.predecessor_id,
            successor_id=record.successor_id,
            kind=record.kind,
            date=record.date,
            legal_ref=record.legal_ref,
        )
        self._session.add(row)
        self._session.flush()
        return row.id

    def successions(self) -> list[PlaceSuccession]:
        """All successions, with names."""
        names = {row.id: row.name for row in self._session.scalars(select(models.PlaceRow))}
        rows = self._session.scalars(select(models.PlaceSuccessionRow).order_by(models.PlaceSuccessionRow.id))
        return [
            to_record(
                PlaceSuccession,
                row,
                predecessor_name=names.get(row.predecessor_id, ""),
                successor_name=names.get(row.successor_id, ""),
            )
            for row in rows
        ]


class PersonRepository(Repository[Person, models.PersonRow]):
    """People with their posts."""

    kind = RecordKind.PERSON
    record_class = Person
    row_class = models.PersonRow

    def of_partner(self, partner_id: int) -> list[Person]:
        """People of the partner itself and everybody who took part in its visits."""
        link, part, row = models.PartnerLinkRow, models.ParticipantRow, self.row_class
        visits = select(link.record_id).where(
            link.record_kind == RecordKind.VISIT, link.partner_id == partner_id
        )
        in_visits = select(part.person_id).where(part.visit_id.in_(visits), part.person_id.is_not(None))
        rows = self._session.scalars(
            select(row)
            .where(row.deleted_at.is_(None), or_(row.partner_id == partner_id, row.id.in_(in_visits)))
            .order_by(row.id)
        ).all()
        return self._records(rows)

    def named(self) -> list[tuple[int, str, list[str], Side, str, int | None]]:
        """(id, name, aliases, side, country, partner id) of everybody not in the trash, without records."""
        row = self.row_class
        rows = self._session.execute(
            select(row.id, row.name, row.aliases, row.side, row.country, row.partner_id)
            .where(row.deleted_at.is_(None))
            .order_by(row.id)
        )
        return [(a, b, c, d, e, f) for a, b, c, d, e, f in rows]

    def posts_held(self) -> list[tuple[int, str, str, str, str, str]]:
        """(person id, title, organisation, first day, last day, day seen) of all posts, days partial ISO."""
        table = models.PostRow.__table__.c
        names = ("person_id", "title", "organisation", "started_start", "ended_start", "seen_on_start")
        rows = self._session.execute(select(*(table[name] for name in names)).order_by(table["id"]))
        return [tuple(item) for item in rows]

    def _extras(self, ids: list[int]) -> dict[int, dict[str, Any]]:
        result = super()._extras(ids)
        posts: dict[int, list[Post]] = defaultdict(list)
        for post in self._session.scalars(
            select(models.PostRow).where(models.PostRow.person_id.in_(ids)).order_by(models.PostRow.id)
        ):
            posts[post.person_id].append(to_record(Post, post))
        for record_id in ids:
            result[record_id]["posts"] = tuple(posts[record_id])
        return result

    def _save_children(self, row: models.PersonRow, record: Person) -> None:
        super()._save_children(row, record)
        self._replace_rows(models.PostRow, models.PostRow.person_id, row.id, record.posts)


class PartnerRepository(Repository[Partner, models.PartnerRow]):
    """Partners and their list lines."""

    kind = RecordKind.PARTNER
    record_class = Partner
    row_class = models.PartnerRow

    def summaries(self) -> list[PartnerSummary]:
        """The partner list with counts and the last meeting, one query per count and not per partner."""
        visits = self._count(RecordKind.VISIT, models.VisitRow)
        agreements = self._count(RecordKind.AGREEMENT, models.AgreementRow)
        closed = (CommitmentStatus.DONE, CommitmentStatus.NOT_DONE, CommitmentStatus.UNKNOWN)
        commitments = self._count(
            RecordKind.COMMITMENT, models.CommitmentRow, models.CommitmentRow.status.not_in(closed)
        )
        last = self._last_met()
        articles = self._articles()
        return [
            PartnerSummary(
                partner=partner,
                visits=visits.get(partner.id, 0),
                agreements=agreements.get(partner.id, 0),
                open_commitments=commitments.get(partner.id, 0),
                articles=articles.get(partner.id, 0),
                last_met=last.get(partner.id, UNKNOWN_DATE),
            )
            for partner in self.all()
        ]

    def _count(self, kind: RecordKind, row_class: Any, *conditions: Any) -> dict[int, int]:
        link = models.PartnerLinkRow
        rows = self._session.execute(
            select(link.partner_id, func.count())
            .join(row_class, row_class.id == link.record_id)
            .where(link.record_kind == kind, row_class.deleted_at.is_(None), *conditions)
            .group_by(link.partner_id)
        )
        return {partner_id: int(count) for partner_id, count in rows}

    def _last_met(self) -> dict[int, Any]:
        link, row = models.PartnerLinkRow, models.VisitRow
        met = (VisitStatus.RUNNING, VisitStatus.DONE, VisitStatus.REPORTED)
        rows = self._session.execute(
            select(link.partner_id, row)
            .join(row, row.id == link.record_id)
            .where(link.record_kind == RecordKind.VISIT, row.deleted_at.is_(None), row.status.in_(met))
        )
        result: dict[int, Any] = {}
        for partner_id, visit in rows:
            known = result.get(partner_id)
            if known is None or visit.period.sort_key > known.sort_key:
                result[partner_id] = visit.period
        return result

    def _articles(self) -> dict[int, int]:
        link, evidence = models.PartnerLinkRow, models.EvidenceRow
        rows = self._session.execute(
            select(link.partner_id, func.count(evidence.article_id.distinct()))
            .join(
                evidence,
                (evidence.record_kind == link.record_kind) & (evidence.record_id == link.record_id),
            )
            .group_by(link.partner_id)
        )
        return {partner_id: int(count) for partner_id, count in rows}
