"""The desk (Bàn làm việc): what waits, what runs out, what was done last."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from db.records import Agreement, Article, Commitment, Counts, ImportBatch, Visit, VisitStatus
from desktop_app.services.context import Context
from desktop_app.services.maintenance import BackupInfo, MaintenanceService

_UPCOMING = (VisitStatus.PLANNED, VisitStatus.APPROVED, VisitStatus.PERMITTED)


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the desk shows."""

    counts: Counts
    to_review: tuple[Article, ...] = ()
    expiring: tuple[Agreement, ...] = ()
    open_commitments: tuple[Commitment, ...] = ()
    upcoming: tuple[Visit, ...] = ()
    batches: tuple[ImportBatch, ...] = ()
    index_state: str = "ready"
    index_debt: int = 0
    last_backup: BackupInfo | None = None
    read_only: bool = False


class OverviewService:
    """Reads the desk."""

    def __init__(self, context: Context, maintenance: MaintenanceService) -> None:
        self._context = context
        self._maintenance = maintenance

    def overview(self, today: dt.date | None = None) -> Overview:
        """The desk as of ``today``."""
        today = today or dt.date.today()
        days = int(self._context.settings.get("expiry_days"))
        with self._context.reading() as work:
            counts = work.counts.all()
            agreements = [item for item in work.agreements.all() if _expires(item, today, days)]
            commitments = sorted(
                (item for item in work.commitments.all() if item.is_open),
                key=lambda item: (item.deadline.start or "9999", item.stated_on.sort_key),
            )
            upcoming = [visit for visit in work.visits.all() if visit.status in _UPCOMING]
            waiting = work.articles.light(waiting=True)
            batches = work.articles.batches(limit=5)
        backups = self._maintenance.backups()
        return Overview(
            counts=counts,
            to_review=tuple(waiting[:8]),
            expiring=tuple(agreements),
            open_commitments=tuple(commitments[:8]),
            upcoming=tuple(sorted(upcoming, key=lambda visit: visit.period.sort_key)),
            batches=tuple(batches),
            index_state=self._context.index.state(quick=True),
            index_debt=counts.index_queue,
            last_backup=backups[0] if backups else None,
            read_only=self._context.read_only,
        )


def _expires(agreement: Agreement, today: dt.date, days: int) -> bool:
    end = agreement.ends.last_day()
    return end is not None and today <= end <= today + dt.timedelta(days=days)


def overdue_days(commitment: Commitment, today: dt.date) -> int:
    """How many days a commitment is overdue; 0 when it is not, or has no deadline."""
    end = commitment.deadline.last_day()
    if end is None or not commitment.is_open:
        return 0
    return max(0, (today - end).days)
