"""The log (Nhật ký): who did what and when, what changed by it, and taking it back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from desktop_app.progress import Reporter
from desktop_app.services.history import ChangedRow, LogEntry
from desktop_app.services.tables import export_table
from desktop_app.ui.background import Lane
from desktop_app.ui.navigation import Address
from desktop_app.ui.pages.base import Frame, Page, page_action
from desktop_app.ui.pages.list_parts import fit_to_text
from desktop_app.ui.tables.change_view import ChangeView
from desktop_app.ui.tables.model import Column
from desktop_app.ui.tables.record_table import RecordTable
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.vietnamese import sort_key

_LINES = 2000
_SETTLE_MS = 120


class LogPage(Page):
    """Lines of the log on the left, the changed rows of the selected one on the right."""

    name: ClassVar[str] = "log"
    help_topic: ClassVar[str] = "thung-rac-nhat-ky"

    def __init__(self, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(frame, parent)
        self._wanted: int | None = None
        self._shown_id: int | None = None
        self._entries: list[LogEntry] = []
        self.undo_action = page_action(self, self.tr("Hoàn tác việc này"), "undo-2", self.undo_selected)
        self.export_action = page_action(
            self, self.tr("Xuất danh sách…"), "file-spreadsheet", lambda: self.table.export_rows()
        )
        self.table = RecordTable(
            "log",
            self._columns(),
            lambda entry: entry.action.id,
            frame.state,
            title=self.tr("Nhật ký"),
            export=self._export,
            make_menu=self._menu,
        )
        self.table.set_empty(
            self.tr("Nhật ký trống"), self.tr("Mọi thay đổi trong kho được ghi ở đây: ai, lúc nào, việc gì.")
        )
        self.view = ChangeView()
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLE_MS)
        self._settled.timeout.connect(self._show_selected)
        self._lay_out_body()
        self.set_title(self.tr("Nhật ký"))
        self.set_actions(self.undo_action, (self.export_action,))
        self.undo_action.setEnabled(False)
        self.table.selection_changed.connect(self._on_selection_changed)
        self.table.filter_bar.choice_changed.connect(lambda *_what: self._apply_choices())

    def open(self, address: Address) -> None:
        self._wanted = address.record_id
        self.refresh()

    def refresh(self, changes: object | None = None) -> None:
        services = self.frame.services

        def work(_reporter: Reporter) -> object:
            return services.history.entries(_LINES)

        self.frame.runner.run("", work, on_success=self._on_entries)

    def find_here(self) -> None:
        self.table.focus_filter()

    def undo_selected(self) -> None:
        """Take the selected action back; a later change that stands on it is named."""
        entries: list[LogEntry] = self.table.selected()
        if len(entries) != 1 or not entries[0].can_undo:
            return
        services, entry = self.frame.services, entries[0]

        def work(_reporter: Reporter) -> object:
            services.history.undo(entry.action.id)
            return entry

        self.frame.runner.run("", work, lane=Lane.WRITE, on_success=self._on_undone)

    # -- layout --------------------------------------------------------------------------------------

    def _columns(self) -> list[Column]:
        tr = self.tr
        return [
            Column(
                "at",
                tr("Lúc"),
                lambda entry: f"{entry.action.at.astimezone():%d/%m/%Y %H:%M}",
                width=142,
                sort_key=lambda entry: entry.action.id,
            ),
            Column("who", tr("Ai"), lambda entry: entry.action.who, width=84),
            Column("what", tr("Việc"), lambda entry: entry.label, width=176),
            Column("subject", tr("Về"), lambda entry: entry.subject, width=230),
            Column(
                "state",
                tr("Tình trạng"),
                lambda entry: tr("Đã hoàn tác") if entry.action.undone_at else "",
                width=110,
                token=lambda _entry: "text_muted",
            ),
        ]

    def _lay_out_body(self) -> None:
        bar = self.table.filter_bar
        spans = [
            ("0", self.tr("Hôm nay")),
            ("6", self.tr("7 ngày qua")),
            ("29", self.tr("30 ngày qua")),
        ]
        bar.add_choice("days", self.tr("Mọi ngày"), spans)
        bar.add_choice("what", self.tr("Mọi việc"), [])
        bar.add_choice("who", self.tr("Mọi người"), [])
        split = QSplitter(Qt.Orientation.Horizontal)
        holder = QWidget()
        left = QHBoxLayout(holder)
        left.setContentsMargins(0, 0, Space.LARGE, 0)
        left.addWidget(self.table)
        split.addWidget(holder)
        split.addWidget(self.view)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([740, 350])
        split.setChildrenCollapsible(False)
        self.frame.state.restore_splitter("log", split)
        split.splitterMoved.connect(lambda *_at: self.frame.state.save_splitter("log", split))
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(Space.WIDE, Space.MEDIUM, Space.WIDE, Space.MEDIUM)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(bar)
        layout.addWidget(split, 1)
        self.set_body(body)

    # -- answers -------------------------------------------------------------------------------------

    def _on_entries(self, entries: list[LogEntry]) -> None:
        self._entries = entries
        bar = self.table.filter_bar
        for name, all_text, values in (
            ("what", self.tr("Mọi việc"), {entry.label for entry in entries}),
            ("who", self.tr("Mọi người"), {entry.action.who for entry in entries}),
        ):
            bar.set_values(name, all_text, [(value, value) for value in sorted(values, key=sort_key)])
        self._shown_id = None
        self.table.set_records(entries)
        self._apply_choices()
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.table.select_keys({wanted})
        self._settled.start()

    def _apply_choices(self) -> None:
        bar = self.table.filter_bar
        for name in ("days", "what", "who"):
            fit_to_text(bar.box(name))
        days, what, who = bar.chosen("days"), bar.chosen("what"), bar.chosen("who")
        since = dt.date.today() - dt.timedelta(days=int(days)) if days else dt.date.min

        def keep(entry: LogEntry) -> bool:
            return (
                entry.action.at.astimezone().date() >= since
                and what in ("", entry.label)
                and who in ("", entry.action.who)
            )

        self.table.set_keep(keep if days or what or who else None)

    def _on_selection_changed(self, entries: list[Any]) -> None:
        can_undo = len(entries) == 1 and entries[0].can_undo
        self.undo_action.setEnabled(can_undo)
        self._settled.start()

    def _show_selected(self) -> None:
        entries: list[LogEntry] = self.table.selected()
        if len(entries) != 1:
            self._shown_id = None
            self.view.show_message(self.tr("Chọn một dòng để xem việc đó đã thay đổi những gì."))
            return
        entry = entries[0]
        if entry.action.id == self._shown_id:
            return
        self._shown_id = entry.action.id
        services = self.frame.services

        def work(_reporter: Reporter) -> object:
            return entry, services.history.changed_rows(entry.action.id)

        self.frame.runner.run("", work, on_success=self._on_rows)

    def _on_rows(self, result: tuple[LogEntry, tuple[list[ChangedRow], int]]) -> None:
        entry, (rows, more) = result
        if entry.action.id == self._shown_id:
            self.view.show_rows(entry, rows, more)

    def _on_undone(self, entry: LogEntry) -> None:
        self.refresh()
        self.frame.toast(self.tr("Đã hoàn tác: {0}").format(entry.label))

    def _menu(self, entries: list[Any]) -> list[QAction | None]:
        return [self.undo_action] if len(entries) == 1 else []

    def _export(self, header: list[str], rows: list[list[str]]) -> None:
        filters = self.tr("Bảng tính Excel (*.xlsx);;Bảng chữ CSV (*.csv)")
        title = self.tr("Nhật ký")
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Xuất danh sách"), f"{title}.xlsx", filters)
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.suffix else path.with_suffix(".xlsx")

        def work(_reporter: Reporter) -> object:
            export_table(path, title, header, rows)
            return path

        def done(written: Path) -> None:
            self.frame.toast(self.tr("Đã xuất {0}").format(written.name))

        self.frame.runner.run(self.tr("Xuất danh sách"), work, on_success=done)
