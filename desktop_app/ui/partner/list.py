"""The list of all partners."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records import PartnerSummary, RelationLevel
from desktop_app.labels import label
from desktop_app.ui.partner.tables import partner_columns
from desktop_app.ui.state import WindowState
from desktop_app.ui.tables.record_table import Export, MakeMenu, RecordTable
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.vietnamese import sort_key

_NAME = "partners"


class PartnerList(QWidget):
    """The table with its choices.

    Signals:
        partner_chosen: the id of the partner to open.
        selection_changed: the ``PartnerSummary`` records selected now.
        trash_wanted: Delete was pressed.
    """

    partner_chosen = Signal(int)
    selection_changed = Signal(list)
    trash_wanted = Signal()

    def __init__(
        self, state: WindowState, export: Export, make_menu: MakeMenu, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.table = RecordTable(
            _NAME,
            partner_columns(),
            lambda summary: summary.partner.id,
            state,
            title=self.tr("Đối tác"),
            export=export,
            make_menu=make_menu,
        )
        bar = self.table.filter_bar
        bar.add_choice("country", self.tr("Mọi nước"), [])
        bar.add_choice("level", self.tr("Mọi mức"), [])
        bar.add_choice("tag", self.tr("Mọi nhãn"), [])
        bar.add_choice(
            "waits",
            self.tr("Tất cả"),
            [("open", self.tr("Còn cam kết mở")), ("never", self.tr("Chưa gặp lần nào"))],
        )
        for name, words in (
            ("country", self.tr("Lọc theo nước")),
            ("level", self.tr("Lọc theo mức quan hệ")),
            ("tag", self.tr("Lọc theo nhãn")),
            ("waits", self.tr("Lọc theo việc còn lại")),
        ):
            bar.box(name).setAccessibleName(words)
            bar.box(name).setToolTip(words)
        self.known_tags: tuple[str, ...] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.WIDE, Space.MEDIUM, Space.WIDE, Space.MEDIUM)
        layout.addWidget(self.table)
        if not state.restore_header(_NAME, self.table.view.horizontalHeader()):
            self.table.view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.table.activated.connect(lambda summary: self.partner_chosen.emit(summary.partner.id))
        self.table.selection_changed.connect(self.selection_changed)
        bar.choice_changed.connect(lambda *_what: self._apply_choices())
        self.table.view.installEventFilter(self)

    def set_empty(self, action: QAction) -> None:
        """Say what appears here while there is nothing."""
        self.table.set_empty(
            self.tr("Chưa có đối tác nào"),
            self.tr("Đối tác được tạo khi duyệt tin bài; cũng có thể tự thêm."),
            action,
        )

    def show_summaries(self, summaries: Sequence[PartnerSummary]) -> None:
        """Show these partners."""
        bar = self.table.filter_bar
        countries = sorted({item.partner.country for item in summaries if item.partner.country}, key=sort_key)
        tags = sorted({tag for item in summaries for tag in item.partner.tags}, key=sort_key)
        self.known_tags = tuple(tags)
        present = {item.partner.relation_level for item in summaries}
        bar.set_values("country", self.tr("Mọi nước"), [(name, name) for name in countries])
        bar.set_values("tag", self.tr("Mọi nhãn"), [(name, name) for name in tags])
        bar.set_values(
            "level",
            self.tr("Mọi mức"),
            [(level.value, label(level)) for level in RelationLevel if level in present],
        )
        self._apply_choices()
        self.table.set_records(summaries)

    def selected(self) -> list[PartnerSummary]:
        """The partners selected."""
        return self.table.selected()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.table.view
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Delete
        ):
            self.trash_wanted.emit()
            return True
        return super().eventFilter(watched, event)

    def _apply_choices(self) -> None:
        bar = self.table.filter_bar
        country, level = bar.chosen("country"), bar.chosen("level")
        tag, waits = bar.chosen("tag"), bar.chosen("waits")

        def keep(item: Any) -> bool:
            partner = item.partner
            return (
                (not country or partner.country == country)
                and (not level or partner.relation_level.value == level)
                and (not tag or tag in partner.tags)
                and (waits != "open" or item.open_commitments > 0)
                and (waits != "never" or not item.last_met.known)
            )

        self.table.set_keep(keep if country or level or tag or waits else None)
