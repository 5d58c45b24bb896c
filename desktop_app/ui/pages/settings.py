"""Settings (Cài đặt): the office, the program, the library with its backups, and what this program is."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QStackedWidget, QWidget

from desktop_app.ui.dialogs.question import may_discard
from desktop_app.ui.navigation import Address
from desktop_app.ui.pages.base import Frame, Page
from desktop_app.ui.settings.about_panel import AboutPanel
from desktop_app.ui.settings.alias_panel import AliasPanel
from desktop_app.ui.settings.library_panel import LibraryPanel
from desktop_app.ui.settings.office_panel import OfficePanel
from desktop_app.ui.settings.program_panel import ProgramPanel
from desktop_app.ui.tokens import Space

_LIST_WIDTH = 190
_WIDEST = 860


class SettingsPage(Page):
    """Sections on the left, the chosen one on the right; ``Address.extra`` names a section."""

    name: ClassVar[str] = "settings"
    help_topic: ClassVar[str] = "cai-dat"

    SECTIONS: ClassVar[tuple[str, ...]] = ("office", "program", "library", "search", "about")

    def __init__(self, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(frame, parent)
        self.office = OfficePanel(frame)
        self.program = ProgramPanel(frame)
        self.library = LibraryPanel(frame)
        self.search = AliasPanel(frame)
        self.about = AboutPanel(frame)
        self.sections = QListWidget()
        self.sections.setAccessibleName(self.tr("Các phần cài đặt"))
        self.sections.setFixedWidth(_LIST_WIDTH)
        self.sections.addItems(
            [
                self.tr("Cơ quan"),
                self.tr("Chương trình"),
                self.tr("Kho và sao lưu"),
                self.tr("Tìm kiếm"),
                self.tr("Giới thiệu"),
            ]
        )
        for row in range(self.sections.count()):
            self.sections.item(row).setSizeHint(QSize(0, Space.RAIL_ENTRY))
        self._panels = QStackedWidget()
        self._panels.setMaximumWidth(_WIDEST)
        for panel in (self.office, self.program, self.library, self.search, self.about):
            self._panels.addWidget(panel)
        body = QWidget()
        layout = QHBoxLayout(body)
        layout.setContentsMargins(Space.WIDE, Space.MEDIUM, Space.WIDE, Space.MEDIUM)
        layout.setSpacing(Space.LARGE)
        layout.addWidget(self.sections)
        layout.addWidget(self._panels, 10)
        layout.addStretch(1)
        self.set_body(body)
        self.set_title(self.tr("Cài đặt"))
        self.sections.currentRowChanged.connect(self._on_section)
        self.program.changed.connect(self._on_setting_changed)
        self.sections.setCurrentRow(0)

    def open(self, address: Address) -> None:
        if address.extra in self.SECTIONS:
            self.sections.setCurrentRow(self.SECTIONS.index(address.extra))
        self.refresh()

    def refresh(self, changes: object | None = None) -> None:
        self.office.read()
        self.library.read()
        self.search.read()
        self.program.fill()
        self.program.learning.read()

    def save(self) -> None:
        if self._panels.currentWidget() is self.office and self.office.form.is_dirty:
            self.office.save()

    def may_leave(self) -> bool:
        if not self.office.form.is_dirty:
            return True
        answer = may_discard(self, self.tr("thông tin cơ quan"))
        if answer == "save":
            self.office.save()
            return not self.office.form.error("name") and not self.office.form.error("province")
        if answer == "discard":
            self.office.form.mark_clean()
            return True
        return False

    def _on_section(self, row: int) -> None:
        self._panels.setCurrentIndex(row)
        self.frame.note_address(Address(self.name, extra=self.SECTIONS[row]))

    def _on_setting_changed(self, name: str) -> None:
        if name != "theme":
            self.frame.announce(None)
