"""The health of the library in words: the status line and the counts of the rail."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from db.records import Counts
from desktop_app.progress import Progress, Reporter
from desktop_app.services.maintenance import BackupInfo
from desktop_app.ui.background import Runner
from desktop_app.ui.header import StatusLine
from desktop_app.ui.navigation import NavigationRail
from desktop_app.ui.searching.index_cell import IndexBubble, IndexNews, index_sentence, index_words
from desktop_app.ui.widgets.labels import plain_tooltip

_OLD_BACKUP_DAYS = 7
_MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Health:
    """What the status line tells about."""

    counts: Counts
    index: IndexNews = field(default_factory=IndexNews)
    last_backup: BackupInfo | None = None


def read_health(services: Any) -> Health:
    """Read the state of the library; not for the GUI thread."""
    index = services.search.health()
    backups = services.maintenance.backups()
    return Health(
        services.maintenance.counts(),
        IndexNews(index.state, index.documents, index.waiting, read_only=services.held_by is not None),
        backups[0] if backups else None,
    )


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
    """Keeps the status line and the rail true; reads in the background, once at a time.

    Signals:
        rebuild_requested: the person wants the index built anew.
        settings_requested: the person wants to see the library's settings.
    """

    rebuild_requested = Signal()
    settings_requested = Signal()

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
        self._news = IndexNews()
        self.bubble: IndexBubble | None = None
        self.index_button = line.add_button("index", self.explain_index)
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
        self._news = replace(health.index, has_failed=self.has_index_failed, progress=self._news.progress)
        self._show_index()
        self._line.set_part("backup", *backup_words(health, now))
        self._line.set_part("articles", number_words(health.counts))
        self._rail.set_count("review", health.counts.pending_suggestions)

    def show_progress(self, progress: Progress | None) -> None:
        """Show how far the work on the index is, None when it is over."""
        self._news = replace(self._news, progress=progress)
        self._show_index()

    def explain_index(self) -> None:
        """Say what the words on searching mean, and what one can do."""
        if self.bubble is None:
            self.bubble = IndexBubble(self._line)
            self.bubble.rebuild_requested.connect(self.rebuild_requested)
            self.bubble.settings_requested.connect(self.settings_requested)
        self.bubble.show_news(self._news)
        self.bubble.show_over(self.index_button)

    def _show_index(self) -> None:
        self._line.set_part("index", *index_words(self._news))
        self.index_button.setToolTip(plain_tooltip(index_sentence(self._news)))
        if self.bubble is not None and self.bubble.isVisible():
            self.bubble.show_news(self._news)

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
