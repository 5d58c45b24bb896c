"""A tab that is a list of the partner's records of one kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records import RecordKind
from desktop_app.ui.partner.tables import record_key
from desktop_app.ui.state import WindowState
from desktop_app.ui.tables.model import Column
from desktop_app.ui.tables.record_table import Export, RecordTable
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.action_button import ActionButton, page_action


class RecordsTab(QWidget):
    """A list with a menu.

    Signals:
        record_chosen: kind and id of the record to open.
        home_wanted: kind and id of the record to show on its own page.
        trash_wanted: kind and ids.
        create_wanted: the kind of record to write by hand.
    """

    record_chosen = Signal(object, int)
    home_wanted = Signal(object, int)
    trash_wanted = Signal(object, list)
    create_wanted = Signal(object)

    def __init__(
        self,
        kind: RecordKind,
        columns: Sequence[Column],
        state: WindowState,
        *,
        title: str,
        export: Export,
        add_text: str = "",
        empty: tuple[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self.table = RecordTable(
            f"partner-{kind.value}",
            columns,
            record_key,
            state,
            title=title,
            export=export,
            make_menu=self._menu,
        )
        self.add_action: QAction | None = None
        if add_text:
            self.add_action = page_action(self, add_text, "plus", lambda: self.create_wanted.emit(kind))
            self.table.filter_bar.add_widget(ActionButton(self.add_action))
        self.table.set_empty(*empty, self.add_action)
        self.table.activated.connect(lambda record: self.record_chosen.emit(kind, record.id))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.WIDE, Space.MEDIUM, Space.WIDE, Space.MEDIUM)
        layout.addWidget(self.table)

    def show_records(self, records: Sequence[Any], *, may_edit: bool) -> None:
        """Show these records."""
        self.table.set_records(records)
        if self.add_action is not None:
            self.add_action.setEnabled(may_edit)

    def _menu(self, records: list[Any]) -> list[QAction | None]:
        is_article = self.kind is RecordKind.ARTICLE
        opening = QAction(self.tr("Mở tin bài") if is_article else self.tr("Xem, sửa"), self)
        opening.setEnabled(len(records) == 1)
        opening.triggered.connect(lambda: self.record_chosen.emit(self.kind, records[0].id))
        if is_article:
            return [opening]
        home = QAction(self.tr("Mở trên trang của mục này"), self)
        home.setEnabled(len(records) == 1)
        home.triggered.connect(lambda: self.home_wanted.emit(self.kind, records[0].id))
        trash = QAction(self.tr("Chuyển vào thùng rác"), self)
        trash.setEnabled(bool(records))
        trash.triggered.connect(lambda: self.trash_wanted.emit(self.kind, [item.id for item in records]))
        return [opening, home, None, trash]
