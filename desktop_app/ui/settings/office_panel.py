"""The office in the settings."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.progress import Reporter
from desktop_app.services.office import Office
from desktop_app.ui.background import Lane
from desktop_app.ui.frame import Frame
from desktop_app.ui.settings.office_form import OfficeForm
from desktop_app.ui.widgets.labels import Card
from desktop_app.ui.widgets.scroll_column import ScrollColumn


class OfficePanel(ScrollColumn):
    """The fields of the office with a button that stores them."""

    def __init__(self, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=0)
        self._frame = frame
        self.form = OfficeForm()
        self.store = QPushButton(self.tr("Lưu thông tin cơ quan"))
        self.store.setProperty("role", "primary")
        self.store.setEnabled(False)
        card = Card()
        card.body.addWidget(self.form)
        card.body.addWidget(self.store, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(card)
        self.body.addStretch(1)
        self.store.clicked.connect(self.save)
        self.form.save_requested.connect(self.save)
        self.form.dirty_changed.connect(self.store.setEnabled)

    def read(self) -> None:
        """Show what is stored, unless something is being typed."""
        if self.form.is_dirty:
            return
        services = self._frame.services

        def work(_reporter: Reporter) -> object:
            return services.office.office()

        self._frame.runner.run("", work, on_success=self._on_read)

    def save(self) -> None:
        """Store what the fields say."""
        if not self.form.check():
            return
        services, office = self._frame.services, self.form.office()

        def work(_reporter: Reporter) -> object:
            services.office.save(office)
            return office

        self._frame.runner.run("", work, lane=Lane.WRITE, on_success=self._on_saved)

    def _on_read(self, office: Office) -> None:
        if not self.form.is_dirty:
            self.form.show_office(office)

    def _on_saved(self, _office: Office) -> None:
        self.form.mark_clean()
        self._frame.toast(self.tr("Đã lưu thông tin cơ quan"))
