"""Keeps the preview in step with the answer one stands on; late answers are dropped."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from db.records import RecordKind
from desktop_app.progress import Reporter
from desktop_app.services.searching import SearchHit
from desktop_app.ui.frame import Frame
from desktop_app.ui.searching.preview import Preview, PreviewPane, read_preview

_log = logging.getLogger(__name__)
_DELAY_MS = 120
_STATE = "search/preview"
WIDE_WINDOW = 1200


class PreviewKeeper(QObject):
    """Whether the preview is shown, and what.

    In a wide window it is shown unless the person closed it, in a narrow one only when asked for.

    Signals:
        visibility_changed: whether it is shown now.
    """

    visibility_changed = Signal(bool)

    def __init__(self, frame: Frame, pane: PreviewPane, now: Callable[[], SearchHit | None]) -> None:
        super().__init__(pane)
        self._frame = frame
        self._pane = pane
        self._now = now
        self._terms: tuple[str, ...] = ()
        self._asked = 0
        self._is_wide = True
        self._is_possible = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self.read_now)
        pane.installEventFilter(self)

    @property
    def is_wanted(self) -> bool:
        """Whether the pane is to be seen at this width."""
        choice = self._frame.state.text(_STATE)
        return choice == "on" or (not choice and self._is_wide)

    def choose(self, *, is_on: bool) -> None:
        """Show or hide it from now on, in the next sessions too."""
        choice = ("" if self._is_wide else "on") if is_on else "off"
        self._frame.state.set_text(_STATE, choice)
        self._settle()

    def set_width(self, width: int) -> None:
        """Know how wide the window is."""
        self._is_wide = width >= WIDE_WINDOW
        self._settle()

    def set_possible(self, is_possible: bool) -> None:
        """Know whether there are answers to show."""
        self._is_possible = is_possible
        self._settle()

    def set_terms(self, terms: Sequence[str]) -> None:
        """Know the words to mark."""
        self._terms = tuple(terms)

    def update_soon(self) -> None:
        """Show the answer one stands on, a moment later."""
        if not self._pane.isHidden():
            self._timer.start()

    def read_now(self) -> None:
        """Read what is to be shown, in the background."""
        self._timer.stop()
        hit = self._now()
        self._asked += 1
        if hit is None:
            self._pane.show_nothing()
            return
        mine, services, terms = self._asked, self._frame.services, self._terms
        self._frame.runner.run(
            "",
            lambda _reporter: (mine, read_preview(services, hit, terms)),
            on_success=self._on_read,
            # The answer is of a moment ago: a record that is gone leaves the list with the next one.
            on_failure=lambda _error: self._on_gone(mine),
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide:
            self._timer.stop()
        return False

    # -- inside ------------------------------------------------------------------------------------------

    def _settle(self) -> None:
        is_shown = self.is_wanted and self._is_possible
        if is_shown == self._pane.isHidden():
            self._pane.setVisible(is_shown)
            if is_shown:
                self.read_now()
        self.visibility_changed.emit(self.is_wanted)

    def _on_read(self, answer: tuple[int, Preview]) -> None:
        number, preview = answer
        if number != self._asked:
            return
        self._pane.show_preview(preview)
        if preview.hit.kind is not RecordKind.ARTICLE:
            return
        search, article = self._frame.services.search, preview.hit.record_id

        def work(_reporter: Reporter) -> tuple[int, Sequence[SearchHit]]:
            return number, search.similar(article)

        self._frame.runner.run("", work, on_success=self._on_similar, on_failure=self._on_no_similar)

    def _on_similar(self, answer: tuple[int, Sequence[SearchHit]]) -> None:
        if answer[0] == self._asked:
            self._pane.show_similar(answer[1])

    def _on_no_similar(self, error: BaseException) -> None:
        _log.warning("similar articles not found", exc_info=error)

    def _on_gone(self, number: int) -> None:
        if number == self._asked:
            self._pane.show_nothing()
