"""Keeps the saved and the recent searches with the library and shows them on the start panel."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject

from desktop_app.progress import Reporter
from desktop_app.ui.background import Lane
from desktop_app.ui.frame import Frame
from desktop_app.ui.searching.kept import (
    MOST_RECENT,
    MOST_SAVED,
    RECENT,
    SAVED,
    KeptSearch,
    kept_from,
    moved,
    now,
    with_first,
)
from desktop_app.ui.searching.start import StartPanel

_log = logging.getLogger(__name__)


class SearchStore(QObject):
    """The two lists of searches; a library that is open elsewhere is only read."""

    def __init__(self, frame: Frame, panel: StartPanel) -> None:
        super().__init__(panel)
        self._frame = frame
        self._panel = panel
        self._saved: list[KeptSearch] = []
        self._recent: list[KeptSearch] = []
        self._counted = 0
        panel.saved.forgotten.connect(self.forget)
        panel.saved.renamed.connect(self.rename)
        panel.saved.moved.connect(self.move)

    @property
    def saved(self) -> tuple[KeptSearch, ...]:
        """The saved searches, in the order a person gave them."""
        return tuple(self._saved)

    def read(self) -> None:
        """Read both lists and show them."""
        office = self._frame.services.office
        self._frame.runner.run(
            "",
            lambda _reporter: (kept_from(office.value(SAVED)), kept_from(office.value(RECENT))),
            on_success=self._on_read,
        )

    def remember(self, search: KeptSearch) -> None:
        """Put ``search`` in front of the recent ones."""
        if search.name:
            self._recent = with_first(self._recent, search, MOST_RECENT)
            self._keep(RECENT, self._recent)
            self._panel.show_recent(self._recent)

    def save(self, search: KeptSearch) -> bool:
        """Save ``search`` in front of the others; False when it was saved already (it keeps its name)."""
        if search in self._saved:
            return False
        self._set_saved(with_first(self._saved, replace(search, seen=now()), MOST_SAVED))
        return True

    def forget(self, search: KeptSearch) -> None:
        """Take ``search`` out of the saved ones; it can be brought back."""
        before = list(self._saved)
        self._set_saved([one for one in self._saved if one != search])
        self._frame.toast(
            self.tr("Đã bỏ tìm kiếm đã lưu {0}").format(search.name),
            self.tr("Hoàn tác"),
            lambda: self._set_saved(before),
        )

    def rename(self, search: KeptSearch, title: str) -> None:
        """Give a saved search a name, "" for its own words."""
        self._set_saved([replace(one, title=title) if one == search else one for one in self._saved])

    def move(self, search: KeptSearch, by: int) -> None:
        """Put a saved search further up (negative) or down."""
        self._set_saved(moved(self._saved, search, by))

    def note_seen(self, search: KeptSearch) -> None:
        """Its answers are looked at now: what is there is not new any more."""
        if search in self._saved:
            self._set_saved([replace(one, seen=now()) if one == search else one for one in self._saved])

    # -- inside ------------------------------------------------------------------------------------------

    def _on_read(self, kept: tuple[list[KeptSearch], list[KeptSearch]]) -> None:
        self._saved, self._recent = kept
        self._panel.show_recent(self._recent)
        self._show_saved()

    def _set_saved(self, searches: list[KeptSearch]) -> None:
        self._saved = searches
        self._keep(SAVED, searches)
        self._show_saved()

    def _show_saved(self) -> None:
        is_held = self._frame.services.held_by is not None
        self._panel.saved.show_searches(self._saved, read_only=is_held)
        self._count_new()

    def _count_new(self) -> None:
        """Count in the background what was added since each saved search was looked at."""
        self._counted += 1
        mine, search = self._counted, self._frame.services.search
        asked = {place: one for place, one in enumerate(self._saved) if one.seen}
        if not asked:
            return

        def work(reporter: Reporter) -> tuple[int, dict[int, int]]:
            counts: dict[int, int] = {}
            for place, one in asked.items():
                reporter.step(place, len(asked))
                counts[place] = search.count_new(one.request(), one.seen)
            return mine, counts

        self._frame.runner.run("", work, on_success=self._on_counted, on_failure=self._on_count_failed)

    def _on_counted(self, answer: tuple[int, Mapping[int, int]]) -> None:
        if answer[0] == self._counted:
            self._panel.saved.show_new(answer[1])

    def _on_count_failed(self, error: BaseException) -> None:
        _log.warning("new answers not counted", exc_info=error)

    def _keep(self, key: str, searches: list[KeptSearch]) -> None:
        if self._frame.services.held_by is not None:
            return
        office, values = self._frame.services.office, [one.to_json() for one in searches]
        self._frame.runner.run("", lambda _reporter: office.set_value(key, values), lane=Lane.WRITE)
