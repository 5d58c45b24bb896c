"""Keeps the saved and the recent searches with the library and shows them on the start panel."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop_app.ui.background import Lane
from desktop_app.ui.frame import Frame
from desktop_app.ui.searching.kept import (
    MOST_RECENT,
    MOST_SAVED,
    RECENT,
    SAVED,
    KeptSearch,
    kept_from,
    with_first,
)
from desktop_app.ui.searching.start import StartPanel


class SearchStore(QObject):
    """The two lists of searches; a library that is open elsewhere is only read."""

    def __init__(self, frame: Frame, panel: StartPanel) -> None:
        super().__init__(panel)
        self._frame = frame
        self._panel = panel
        self._saved: list[KeptSearch] = []
        self._recent: list[KeptSearch] = []
        panel.forgotten.connect(self.forget)

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

    def save(self, search: KeptSearch) -> None:
        """Put ``search`` in front of the saved ones."""
        self._saved = with_first(self._saved, search, MOST_SAVED)
        self._keep(SAVED, self._saved)

    def forget(self, search: KeptSearch) -> None:
        """Take ``search`` out of the saved ones."""
        self._saved = [one for one in self._saved if one != search]
        self._keep(SAVED, self._saved)

    def _on_read(self, kept: tuple[list[KeptSearch], list[KeptSearch]]) -> None:
        self._saved, self._recent = kept
        self._panel.show_searches(self._saved, self._recent)

    def _keep(self, key: str, searches: list[KeptSearch]) -> None:
        self._panel.show_searches(self._saved, self._recent)
        if self._frame.services.held_by is not None:
            return
        office, values = self._frame.services.office, [one.to_json() for one in searches]
        self._frame.runner.run("", lambda _reporter: office.set_value(key, values), lane=Lane.WRITE)
