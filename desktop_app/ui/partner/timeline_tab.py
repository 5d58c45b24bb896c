"""Dòng thời gian: the painted scale, what it points at in words, and all entries as a list."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.services.partners import PartnerPage
from desktop_app.ui.partner.tables import event_columns, event_key
from desktop_app.ui.partner.timeline import TimelineWidget
from desktop_app.ui.partner.wording import Event, events_of
from desktop_app.ui.state import WindowState
from desktop_app.ui.tables.record_table import RecordTable
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.labels import Card, ElidedLabel


class TimelineTab(QWidget):
    """Signals: ``record_chosen`` with kind and id of the record to open."""

    record_chosen = Signal(object, int)

    def __init__(self, state: WindowState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scale = TimelineWidget()
        self.words = ElidedLabel(role="muted")
        self.table = RecordTable(
            "partner-timeline", event_columns(), event_key, state, title=self.tr("Các sự kiện của quan hệ")
        )
        self.table.set_empty(
            self.tr("Chưa có sự kiện nào"),
            self.tr("Đoàn ra, đoàn vào và thỏa thuận được duyệt sẽ hiện ở đây theo thời gian."),
        )
        card = Card()
        card.body.setContentsMargins(Space.LARGE, Space.SMALL, Space.MEDIUM, Space.SMALL)
        card.body.addWidget(self.scale)
        card.body.addWidget(self.words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.WIDE, Space.MEDIUM, Space.WIDE, Space.MEDIUM)
        layout.setSpacing(Space.MEDIUM)
        layout.addWidget(card)
        layout.addWidget(self.table, 1)
        self.scale.pointed.connect(self._on_pointed)
        self.scale.chosen.connect(self._on_chosen)
        self.table.activated.connect(self._on_chosen)
        self.table.selection_changed.connect(self._on_selected)
        self._hint = ""

    def show_page(self, page: PartnerPage) -> None:
        """Show the relation of ``page``."""
        events = events_of(page)
        self.scale.set_events(events)
        undated = len(events) - len(self.scale.events)
        self._hint = self.tr("Rê chuột hoặc dùng phím trái, phải để xem từng mục; Enter để mở.")
        if undated:
            self._hint += self.tr(" {0} mục chưa rõ năm chỉ có trong danh sách dưới.").format(undated)
        self.words.setText(self._hint)
        self.table.set_records(events)

    def _on_pointed(self, event: Event | None) -> None:
        self.words.setText(event.words if event is not None else self._hint)

    def _on_chosen(self, event: Event) -> None:
        self.record_chosen.emit(event.kind, event.record_id)

    def _on_selected(self, events: list[Any]) -> None:
        if len(events) == 1:
            self.words.setText(events[0].words)
