"""The health of the library in words: the status line and the counts of the rail."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from db.records import Counts
from desktop_app.progress import Reporter
from desktop_app.services.maintenance import BackupInfo
from desktop_app.ui.background import Runner
from desktop_app.ui.header import StatusLine
from desktop_app.ui.navigation import NavigationRail

_OLD_BACKUP_DAYS = 7
_MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Health:
    """What the status line tells about."""

    counts: Counts
    index_state: str = "ready"
    index_debt: int = 0
    last_backup: BackupInfo | None = None
    read_only: bool = False


def read_health(services: Any) -> Health:
    """Read the state of the library; not for the GUI thread."""
    index_state, debt = services.search.state()
    backups = services.maintenance.backups()
    return Health(
        services.maintenance.counts(),
        index_state,
        debt,
        backups[0] if backups else None,
        services.held_by is not None,
    )


def index_words(health: Health, *, has_failed: bool = False) -> tuple[str, str]:
    """Return what to say about the search index, and its kind for the dot."""
    if health.index_state == "ready" and not health.index_debt:
        return _tr("Chỉ mục: đủ"), "success"
    if has_failed:
        return _tr("Chỉ mục: chưa cập nhật được, vẫn tìm được nhưng chậm hơn"), "warning"
    if health.read_only:
        return _tr("Chỉ mục: chờ cửa sổ đang sửa kho cập nhật"), "warning"
    return _tr("Chỉ mục: đang chuẩn bị…"), "warning"


def backup_words(health: Health, now: dt.datetime) -> tuple[str, str]:
    """Return what to say about the latest backup, and its kind for the dot."""
    if health.last_backup is None:
        return _tr("Sao lưu: chưa có"), "warning" if health.counts.articles else ""
    made = health.last_backup.made_at.astimezone(now.tzinfo)
    days = (now.date() - made.date()).days
    if days <= 0:
        return _tr("Sao lưu: hôm nay {0}").format(f"{made:%H:%M}"), "success"
    if days == 1:
        return _tr("Sao lưu: hôm qua {0}").format(f"{made:%H:%M}"), "success"
    kind = "warning" if days > _OLD_BACKUP_DAYS else "success"
    return _tr("Sao lưu: {0}").format(f"{made:%d/%m/%Y}"), kind


def number_words(counts: Counts) -> str:
    """Return how many articles there are."""
    return _tr("{0} tin bài").format(f"{counts.articles:,}".replace(",", "."))


class StatusKeeper(QObject):
    """Keeps the status line and the rail true; reads in the background, once at a time."""

    def __init__(
        self,
        services: Any,
        runner: Runner,
        line: StatusLine,
        rail: NavigationRail,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._runner = runner
        self._line = line
        self._rail = rail
        self._is_reading = False
        self._is_stale = False
        self.has_index_failed = False
        # "hôm nay" turns into "hôm qua" although nothing changes.
        self._clock = QTimer(self)
        self._clock.setInterval(10 * _MINUTE_MS)
        self._clock.timeout.connect(self.update_soon)
        self._clock.start()

    def stop(self) -> None:
        """Read nothing any more."""
        self._clock.stop()

    def update_soon(self) -> None:
        """Read again and show it."""
        if self._is_reading:
            self._is_stale = True
            return
        self._is_reading, self._is_stale = True, False
        services = self._services

        def work(_reporter: Reporter) -> Health:
            return read_health(services)

        self._runner.run("", work, on_success=self._on_health, on_failure=self._on_failure)

    def show_health(self, health: Health, now: dt.datetime | None = None) -> None:
        """Show a state."""
        now = now or dt.datetime.now().astimezone()
        self._line.set_part("index", *index_words(health, has_failed=self.has_index_failed))
        self._line.set_part("backup", *backup_words(health, now))
        self._line.set_part("articles", number_words(health.counts))
        self._rail.set_count("review", health.counts.pending_suggestions)

    def _on_health(self, health: Health) -> None:
        self.show_health(health)
        self._ended()

    def _on_failure(self, _error: BaseException) -> None:
        self._line.set_part("index", _tr("Chưa đọc được tình trạng kho"), "danger")
        self._ended()

    def _ended(self) -> None:
        self._is_reading = False
        if self._is_stale:
            self.update_soon()


def _tr(text: str) -> str:
    return QCoreApplication.translate("Status", text)
