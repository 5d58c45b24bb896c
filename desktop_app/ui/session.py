"""An open library in an open window: what changed reaches the pages, the index, the status line and undo."""

from __future__ import annotations

import contextlib
import logging
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop_app.progress import Reporter
from desktop_app.services.context import Changes, describe_holder
from desktop_app.ui.background import Lane
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.navigation import Address
from desktop_app.ui.searching.completion import Completer, is_whole
from desktop_app.ui.settings.first_start import FirstStartDialog
from desktop_app.ui.status import StatusKeeper
from desktop_app.ui.undoing import UndoKeeper

_log = logging.getLogger(__name__)
_GATHER_MS = 60
LOOK_MS = 20_000
"""How often to see whether the index needs something that no change of the library told."""


class Session(QObject):
    """Ties ``window`` to its library: the feed speaks on the thread of the change, pages on the GUI's."""

    _heard = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._services: Any = window.services
        self.status = StatusKeeper(self._services, window.runner, window.status, window.rail, self)
        self.undoing = UndoKeeper(window, self)
        self.first_start: FirstStartDialog | None = None
        self._gathered: list[Changes] = []
        self._is_indexing = False
        self._is_index_behind = False
        self._is_learning = False
        self._is_stopped = False
        self._is_warm = False
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(_GATHER_MS)
        self._gather.timeout.connect(self._pass_on)
        self.looking = QTimer(self)
        self.looking.setInterval(LOOK_MS)
        self.looking.timeout.connect(self._look_after_index)
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)
        self.status.rebuild_requested.connect(self._on_rebuild_requested)
        self.status.settings_requested.connect(lambda: window.go(Address("settings", extra="library")))
        self._offers = Completer(window.header.search, window)
        self._offers.accepted.connect(self._on_offer)
        window.undo_requested.connect(self.undoing.undo)
        window.redo_requested.connect(self.undoing.redo)
        self._services.feed.listen(self._hear)

    def start(self) -> None:
        """Look after the library from now on, and greet whoever opens it for the first time."""
        holder = self._services.held_by
        if holder is not None:
            self._window.show_news(
                self.tr(
                    "Chỉ xem: kho đang được mở để sửa ở nơi khác ({0}). Muốn sửa ở đây, hãy đóng "
                    "chương trình ở nơi đó rồi mở lại cửa sổ này."
                ).format(describe_holder(holder)),
                "warning",
            )
        services = self._services

        def look(_reporter: Reporter) -> tuple[bool, int, str]:
            # A glance: catching up, which comes next, reads every file of the index.
            state = services.search.health().state
            return services.office.is_first_start(), services.history.last_id(), state

        self._window.runner.run("", look, on_success=self._on_looked)

    def stop(self) -> None:
        """Hear nothing any more; call before the library is closed."""
        self._is_stopped = True
        self._gather.stop()
        self.looking.stop()
        self.status.stop()

    # -- start ---------------------------------------------------------------------------------------

    def _on_looked(self, seen: tuple[bool, int, str]) -> None:
        if self._is_stopped:
            return
        is_first, last_action, index_state = seen
        self.undoing.start_after(last_action)
        self.status.update_soon()
        if self._services.held_by is not None:
            self._warm()
            return
        self._catch_up(self.tr("Chuẩn bị tìm kiếm") if index_state != "ready" else "")
        self.looking.start()
        self._back_up()
        # A window closed in the meantime must not be kept alive by a question.
        if is_first and self._window.isVisible():
            self.greet()

    def greet(self) -> None:
        """Show the first-start dialog."""
        self.first_start = FirstStartDialog(self._window, self._window)
        self.first_start.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.first_start.finished.connect(self._on_greeted)
        self.first_start.completed.connect(lambda: self._window.announce(None))
        self.first_start.open()

    def _on_greeted(self, _result: int) -> None:
        self.first_start = None

    def _back_up(self) -> None:
        services = self._services

        def work(reporter: Reporter) -> object:
            return services.maintenance.daily_backup(reporter)

        self._window.runner.run(
            "",
            work,
            lane=Lane.WRITE,
            on_success=self._on_backed_up,
            on_failure=self._on_backup_failed,
        )

    def _on_backed_up(self, made: object) -> None:
        self.status.update_soon()
        if made is not None:
            # A backup is no change of the library, but the desk tells about it too.
            self._window.announce(None)

    def _on_backup_failed(self, error: BaseException) -> None:
        _log.warning("daily backup failed", exc_info=error)
        self._window.toast(
            self.tr("Chưa sao lưu được hôm nay. Dữ liệu vẫn nguyên vẹn."),
            self.tr("Mở phần Sao lưu"),
            lambda: self._window.go(Address("settings", extra="library")),
        )

    # -- changes -------------------------------------------------------------------------------------

    def _hear(self, changes: Changes) -> None:
        # A command may still change the library after its window is gone.
        with contextlib.suppress(RuntimeError):
            self._heard.emit(changes)

    def _on_heard(self, changes: Changes) -> None:
        if self._is_stopped:
            return
        self._gathered.append(changes)
        if not self._gather.isActive():
            self._gather.start()

    def _pass_on(self) -> None:
        gathered, self._gathered = self._gathered, []
        changes = gathered[0]
        if len(gathered) > 1:
            changes = Changes(frozenset().union(*(item.records for item in gathered)))
        self._window.announce(changes)
        self.status.update_soon()
        self._catch_up()

    def _catch_up(self, name: str = "") -> None:
        if self._is_stopped:
            return
        if self._is_indexing:
            self._is_index_behind = True
            return
        self._is_indexing, self._is_index_behind = True, False
        services = self._services

        def work(reporter: Reporter) -> object:
            return services.search.catch_up(reporter)

        self._window.runner.run(
            name,
            work,
            lane=Lane.WRITE,
            on_success=self._on_rebuilt if name else self._on_caught_up,
            on_failure=self._on_index_failed,
            on_progress=self.status.show_progress,
            on_cancelled=lambda: self._on_caught_up(0),
        )

    def _look_after_index(self) -> None:
        """Heal an index that came to harm while open, and try again what failed before."""
        if self._is_indexing or self._is_stopped:
            return
        services = self._services

        def look(_reporter: Reporter) -> tuple[str, int]:
            return services.search.state()

        self._window.runner.run("", look, on_success=self._on_index_seen, on_failure=self._on_look_failed)

    def _on_look_failed(self, error: BaseException) -> None:
        _log.warning("state of the index not known", exc_info=error)

    def _on_index_seen(self, seen: tuple[str, int]) -> None:
        state, waiting = seen
        if (state != "ready" or waiting) and not self._is_indexing:
            self._catch_up(self.tr("Chuẩn bị tìm kiếm") if state != "ready" else "")

    def _on_rebuild_requested(self) -> None:
        """Build the index anew, unless it is being worked on already."""
        if self._is_indexing:
            self._window.toast(self.tr("Phần tìm kiếm đang được cập nhật."))
            return
        self._is_indexing, services = True, self._services
        self._window.runner.run(
            self.tr("Dựng lại phần tìm kiếm"),
            services.search.rebuild,
            lane=Lane.WRITE,
            on_success=self._on_rebuilt,
            on_failure=self._on_index_failed,
            on_progress=self.status.show_progress,
            on_cancelled=lambda: self._on_caught_up(0),
        )

    def _on_offer(self, offer: Any) -> None:
        """An offer under the box of the header was accepted: show its answers."""
        if not is_whole(offer):
            return
        self._window.go(Address("search", extra=offer.text))
        take = getattr(self._window.page, "take_completion", None)
        if take is not None:
            take(offer)

    def _on_rebuilt(self, paid: object) -> None:
        self._on_caught_up(paid)
        # The desk read that the index was not ready; nothing in the library changed that would tell it.
        self._window.announce(None)

    def _on_caught_up(self, _paid: object) -> None:
        self.status.has_index_failed = False
        self._indexed()

    def _on_index_failed(self, error: BaseException) -> None:
        _log.warning("index not up to date", exc_info=error)
        self.status.has_index_failed = True
        self._indexed()

    def _indexed(self) -> None:
        self._is_indexing = False
        self.status.show_progress(None)
        self.status.update_soon()
        if self._is_stopped:
            return
        if self._is_index_behind:
            self._catch_up()
        elif not self._is_warm:
            self._warm()
        else:
            self._learn()

    def _warm(self) -> None:
        """Let searching read ahead what it needs, so that the first searches are as fast as all others."""
        self._is_warm, services = True, self._services

        def work(reporter: Reporter) -> None:
            services.search.warm(ahead=True, stopped=lambda: reporter.cancelled)

        self._window.runner.run("", work, on_failure=self._on_look_failed)

    def _learn(self) -> None:
        """Learn from the decisions beside the window, when there are enough new ones."""
        if self._is_learning or self._is_stopped:
            return
        self._is_learning = True
        services = self._services

        def work(reporter: Reporter) -> object:
            return services.learning.catch_up(reporter)

        self._window.runner.run(
            "",
            work,
            on_success=self._on_learned,
            on_failure=self._on_learned,
            on_cancelled=lambda: self._on_learned(None),
        )

    def _on_learned(self, outcome: object) -> None:
        self._is_learning = False
        if isinstance(outcome, BaseException):
            _log.warning("nothing learned", exc_info=outcome)
