"""The trash (Thùng rác): everything that was put away, to be taken back."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.labels import label
from desktop_app.progress import Reporter
from desktop_app.services.records import TrashItem
from desktop_app.ui.background import Lane
from desktop_app.ui.navigation import Address
from desktop_app.ui.pages.base import Frame, Page, page_action
from desktop_app.ui.tables.model import Column
from desktop_app.ui.tables.record_table import RecordTable
from desktop_app.ui.tokens import Space


class TrashPage(Page):
    """What is in the trash; restoring is the only thing to do here, nothing is ever deleted."""

    name: ClassVar[str] = "trash"
    help_topic: ClassVar[str] = "thung-rac-nhat-ky"

    def __init__(self, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(frame, parent)
        self.restore_action = page_action(self, self.tr("Khôi phục"), "rotate-ccw", self.restore_selected)
        self.table = RecordTable(
            "trash",
            self._columns(),
            lambda item: (item.kind, item.record_id),
            frame.state,
            title=self.tr("Thùng rác"),
            make_menu=self._menu,
        )
        self.table.set_empty(
            self.tr("Thùng rác trống"),
            self.tr("Mục nào được chuyển vào thùng rác sẽ nằm ở đây và khôi phục được bất cứ lúc nào."),
        )
        self.table.filter_bar.add_choice("kind", self.tr("Mọi loại"), [])
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(Space.WIDE, Space.MEDIUM, Space.WIDE, Space.MEDIUM)
        layout.addWidget(self.table)
        self.set_body(body)
        self.set_title(self.tr("Thùng rác"), self.tr("Không có gì bị xóa hẳn; chọn dòng rồi bấm Khôi phục."))
        self.set_actions(self.restore_action)
        self._on_selection_changed([])
        self.table.selection_changed.connect(self._on_selection_changed)
        self.table.activated.connect(lambda _item: self.restore_selected())
        self.table.filter_bar.choice_changed.connect(lambda *_what: self._apply_choice())

    def open(self, address: Address) -> None:
        self.refresh()

    def refresh(self, changes: object | None = None) -> None:
        services = self.frame.services

        def work(_reporter: Reporter) -> object:
            return services.records.trash_list()

        self.frame.runner.run("", work, on_success=self._on_items)

    def find_here(self) -> None:
        self.table.focus_filter()

    def restore_selected(self) -> None:
        """Take the selected records out of the trash, as one action."""
        items: list[TrashItem] = self.table.selected()
        if not items:
            return
        services = self.frame.services
        keys = [(item.kind, item.record_id) for item in items]

        def work(_reporter: Reporter) -> object:
            return len(keys), services.records.restore_all(keys)

        self.frame.runner.run("", work, lane=Lane.WRITE, on_success=self._on_restored)

    # -- inside --------------------------------------------------------------------------------------

    def _columns(self) -> list[Column]:
        tr = self.tr
        return [
            Column("kind", tr("Loại"), lambda item: label(item.kind), width=150),
            Column("title", tr("Tên"), lambda item: item.title, width=560),
            Column(
                "deleted_at",
                tr("Chuyển vào lúc"),
                lambda item: f"{item.deleted_at.astimezone():%d/%m/%Y %H:%M}",
                width=160,
                sort_key=lambda item: item.deleted_at,
            ),
        ]

    def _on_items(self, items: list[TrashItem]) -> None:
        kinds = sorted({(item.kind.value, label(item.kind)) for item in items}, key=lambda pair: pair[1])
        self.table.filter_bar.set_values("kind", self.tr("Mọi loại"), kinds)
        self._apply_choice()
        self.table.set_records(items)

    def _apply_choice(self) -> None:
        kind = self.table.filter_bar.chosen("kind")
        self.table.set_keep((lambda item: item.kind.value == kind) if kind else None)

    def _on_selection_changed(self, items: list[Any]) -> None:
        self.restore_action.setEnabled(bool(items))
        words = self.tr("Khôi phục {0} mục").format(len(items)) if len(items) > 1 else self.tr("Khôi phục")
        self.restore_action.setText(words)

    def _on_restored(self, result: tuple[int, int | None]) -> None:
        count, action_id = result
        self.refresh()
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
        text = self.tr("Đã khôi phục {0} mục").format(count) if count > 1 else self.tr("Đã khôi phục")
        if action_id is None:
            self.frame.toast(text)
            return
        self.frame.toast(text, self.tr("Hoàn tác"), lambda: self._take_back(action_id))

    def _take_back(self, action_id: int) -> None:
        services = self.frame.services

        def work(_reporter: Reporter) -> object:
            return services.history.undo(action_id)

        self.frame.runner.run("", work, lane=Lane.WRITE, on_success=lambda _action: self.refresh())

    def _menu(self, items: list[Any]) -> list[QAction | None]:
        return [self.restore_action] if items else []
