"""The import: begin, read, look at the plan, store. Nothing is stored before the person says so."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.progress import Reporter
from desktop_app.services.importing import ImportPlan, ImportResult, PlanItem, PlanState
from desktop_app.ui.background import Job, Lane
from desktop_app.ui.dialogs.question import may_do
from desktop_app.ui.frame import Frame
from desktop_app.ui.importing.detail import EntryDetail
from desktop_app.ui.importing.incoming import Incoming, incoming_from
from desktop_app.ui.importing.panels import BusyPanel, DropZone, FilterTabs
from desktop_app.ui.importing.plan_list import PlanList
from desktop_app.ui.importing.plan_model import Entry, PlanModel
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.action_button import page_action
from desktop_app.ui.widgets.banner import Banner

_START, _BUSY, _PLAN = range(3)
_FOLDER = "import/folder"


class ImportView(QWidget):
    """Drop zone, progress, plan.

    Signals:
        changed: what can be done, or how many would be imported, is different now.
        stored: an ``ImportResult``; the plan is done with.
        left: the person gave the import up.
        article_requested: open the article of this id.
        trash_requested: show the trash.
    """

    changed = Signal()
    stored = Signal(object)
    left = Signal()
    article_requested = Signal(int)
    trash_requested = Signal()

    def __init__(self, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame = frame
        self._job: Job | None = None
        self.model = PlanModel(self)
        self.files = page_action(self, self.tr("Chọn tệp…"), "file-plus", self.choose_files)
        self.folder = page_action(self, self.tr("Chọn thư mục…"), "folder-open", self.choose_folder)
        self.paste = page_action(self, self.tr("Dán bài đã chép"), "clipboard-list", self.paste_clipboard)
        self.banner = Banner()
        self.busy = BusyPanel()
        self.tabs = FilterTabs()
        self.list = PlanList(self.model)
        self.detail = EntryDetail()
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._on_counts_changed()

    # -- what the page asks ------------------------------------------------------------------------------

    @property
    def has_plan(self) -> bool:
        """Whether files wait for the person."""
        return bool(self.model.entries)

    @property
    def is_busy(self) -> bool:
        """Whether files are being read or stored."""
        return self._job is not None

    @property
    def is_planning(self) -> bool:
        """Whether the plan is on screen."""
        return self._stack.currentIndex() == _PLAN

    def receive(self, incoming: Incoming) -> None:
        """Read what was dropped, chosen or pasted; it joins the open plan."""
        if self.is_busy:
            self._frame.toast(self.tr("Đang đọc hoặc nhập tệp khác. Hãy đợi xong rồi thử lại."))
            return
        if incoming.is_link:
            self.banner.show_text(
                self.tr(
                    "Đây chỉ là địa chỉ một trang. Chương trình không tải trang từ mạng: "
                    "hãy mở trang, chọn hết nội dung bài, chép rồi dán vào đây."
                ),
                "warning",
            )
            return
        beside = tuple(entry.item for entry in self.model.entries)
        importing = self._frame.services.importing
        if incoming.paths:
            paths = incoming.paths
            self._read(lambda reporter: importing.plan_files(paths, reporter, beside=beside))
        else:
            text, html = incoming.text, incoming.html or None
            self._read(lambda _reporter: importing.plan_pasted(text, html, beside=beside))

    def choose_files(self) -> None:
        """Ask for files."""
        names, _kind = QFileDialog.getOpenFileNames(
            self,
            self.tr("Chọn tệp tin bài"),
            self._frame.state.text(_FOLDER),
            self.tr("Tin bài ({0});;Mọi tệp (*)").format("*.txt *.html *.htm *.docx *.pdf *.md *.jsonl"),
        )
        if names:
            self._frame.state.set_text(_FOLDER, str(Path(names[0]).parent))
            self.receive(Incoming(paths=tuple(Path(name) for name in names)))

    def choose_folder(self) -> None:
        """Ask for a folder; everything in it is read."""
        name = QFileDialog.getExistingDirectory(
            self, self.tr("Chọn thư mục tin bài"), self._frame.state.text(_FOLDER)
        )
        if name:
            self._frame.state.set_text(_FOLDER, name)
            self.receive(Incoming(paths=(Path(name),)))

    def paste_clipboard(self) -> None:
        """Read what the clipboard holds: files, the browser's HTML, or text."""
        data = QGuiApplication.clipboard().mimeData()
        incoming = incoming_from(data) if data is not None else None
        if incoming is None:
            self.banner.show_text(
                self.tr("Chưa có chữ nào được chép. Hãy chọn nội dung bài, nhấn Ctrl+C, rồi dán lại."),
                "warning",
            )
            return
        self.receive(incoming)

    def apply(self) -> None:
        """Import what is taken, unless a title is missing."""
        taken = self.model.taken()
        if self.is_busy or not taken or not self._is_complete():
            return
        importing = self._frame.services.importing
        source = self.model.source

        def work(reporter: Reporter) -> tuple[ImportResult, int]:
            return _store(importing, taken, source, reporter)

        self._begin(
            self.tr("Đang nhập {0} tin bài").format(len(taken)),
            work,
            self._on_stored,
            Lane.WRITE,
            self.tr("Nhập tin bài"),
        )

    def leave(self) -> None:
        """Give the import up; asks when the person has typed something."""
        touched = any(entry.typed or entry.distinct for entry in self.model.entries)
        if touched and not may_do(
            self,
            self.tr("Bỏ lần nhập này?"),
            self.tr("Bỏ lần nhập"),
            self.tr("Những gì bạn vừa điền sẽ mất. Kho tin bài không thay đổi."),
            danger=True,
            cancel=self.tr("Ở lại"),
        ):
            return
        self.model.clear()
        self.banner.hide()
        self._show(_START)
        self.left.emit()

    def select(self, place: int) -> None:
        """Choose the entry at ``place`` among all; the filter is taken off when it hides it."""
        if self.model.row_of(place) < 0:
            self.tabs.choose(None)
        index = self.model.index(self.model.row_of(place))
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    # -- reading and storing -----------------------------------------------------------------------------

    def _read(self, work: Any) -> None:
        self._begin(
            self.tr("Đang đọc và so với kho"), work, self._on_planned, Lane.READ, self.tr("Đọc tin bài")
        )

    def _begin(self, title: str, work: Any, on_success: Any, lane: Lane, name: str) -> None:
        self.banner.hide()
        self.busy.begin(title)
        self._show(_BUSY)
        # A runner that works at once ends before it returns the job.
        self._is_over = False
        job = self._frame.runner.run(
            name,
            work,
            lane=lane,
            on_success=on_success,
            on_failure=self._on_failed,
            on_progress=self.busy.show_progress,
            on_cancelled=self._on_cancelled,
        )
        self._job = None if self._is_over else job
        self.changed.emit()

    def _end(self) -> None:
        self._job = None
        self._is_over = True
        self._show(_PLAN if self.has_plan else _START)

    def _on_planned(self, plan: ImportPlan) -> None:
        first = self.model.add_plan(plan)
        self._end()
        if plan.items:
            self.select(first)
            self.list.setFocus()
        else:
            self.banner.show_text(self.tr("Không thấy tệp nào để đọc trong thư mục này."), "warning")

    def _on_stored(self, outcome: tuple[ImportResult, int]) -> None:
        result, done = outcome
        taken = [
            place for place, entry in enumerate(self.model.entries) if entry.can_take and entry.item.take
        ]
        for place in reversed(taken[:done] if result.cancelled else taken):
            self.model.remove(place)
        if result.cancelled:
            self._end()
            self.banner.show_text(
                self.tr(
                    "Đã dừng. {0} tin bài đã nhập được giữ nguyên; các tệp còn lại dưới đây chưa nhập."
                ).format(len(result.article_ids)),
                "info",
            )
            return
        self.model.clear()
        self._end()
        self.stored.emit(result)

    def _on_failed(self, error: BaseException) -> None:
        self._end()
        self._frame.show_error(error)

    def _on_cancelled(self) -> None:
        self._end()
        self.banner.show_text(self.tr("Đã dừng. Chưa có gì được lưu."), "info")

    def _on_stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _is_complete(self) -> bool:
        place = self.model.first_without_title()
        if place is not None:
            count = sum(entry.lacks_title for entry in self.model.entries)
            self.select(place)
            self.banner.show_text(
                self.tr("Còn {0} bài chưa có tiêu đề. Hãy điền tiêu đề, hoặc bỏ dấu chọn bài đó.").format(
                    count
                ),
                "warning",
            )
            self.detail.fields.ask_title()
            return False
        if self.detail.currentIndex() == 1 and self.detail.fields.date.error:
            self.banner.show_text(self.tr("Ngày đăng chưa đúng. Hãy sửa hoặc để trống."), "warning")
            self.detail.fields.date.setFocus()
            return False
        return True

    # -- the plan ----------------------------------------------------------------------------------------

    def _current(self) -> int | None:
        index = self.list.currentIndex()
        return self.model.place_of(index.row()) if index.isValid() else None

    def _on_row_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._show_detail()

    def _show_detail(self) -> None:
        place = self._current()
        entry = self.model.entry(place) if place is not None else None
        lacking = sum(
            one.can_take and one.item.take and not one.item.outlet.strip() for one in self.model.entries
        )
        self.detail.show_entry(entry, lacking_outlet=lacking)

    def _on_field_changed(self, name: str, value: object) -> None:
        place = self._current()
        if place is not None:
            self.model.change(place, {name: value})
            self.banner.hide()

    def _on_distinct_changed(self, distinct: bool) -> None:
        place = self._current()
        if place is None:
            return
        was = self.model.entry(place).distinct
        self.model.set_distinct(place, distinct=distinct)
        if not distinct and not was and place + 1 < len(self.model.entries):
            self.select(place + 1)

    def _on_spread(self, outlet: str) -> None:
        for place, entry in enumerate(self.model.entries):
            if entry.can_take and not entry.item.outlet.strip():
                self.model.change(place, {"outlet": outlet})

    def _on_state_chosen(self, state: PlanState | None) -> None:
        self.model.set_state(state)
        if self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(0))
        self._show_detail()

    def _on_counts_changed(self) -> None:
        states: tuple[PlanState | None, ...] = (None, *PlanState)
        self.tabs.show_counts({state: self.model.count(state) for state in states})
        self._show_detail()
        self.changed.emit()

    def _remove_current(self) -> None:
        place = self._current()
        if place is None:
            return
        self.model.remove(place)
        if self.model.entries:
            self.select(min(place, len(self.model.entries) - 1))
        else:
            self._show(_START)

    # -- layout ------------------------------------------------------------------------------------------

    def _show(self, which: int) -> None:
        self._stack.setCurrentIndex(which)
        self.changed.emit()

    def _lay_out(self) -> None:
        for state, words in (
            (None, self.tr("Tất cả")),
            (PlanState.NEW, self.tr("Mới")),
            (PlanState.IDENTICAL, self.tr("Giống hệt")),
            (PlanState.NEAR, self.tr("Gần trùng")),
            (PlanState.UNREADABLE, self.tr("Không đọc được")),
        ):
            self.tabs.add(state, words)
        bar = QHBoxLayout()
        bar.setContentsMargins(Space.LARGE, Space.SMALL, Space.LARGE, Space.SMALL)
        bar.addWidget(self.tabs, 1)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.list)
        parts.addWidget(self.detail)
        parts.setStretchFactor(1, 1)
        parts.setSizes([330, 830])
        plan = QWidget()
        column = QVBoxLayout(plan)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(parts, 1)
        for page in (DropZone((self.files, self.folder, self.paste)), self.busy, plan):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        news = QVBoxLayout()
        news.setContentsMargins(Space.LARGE, Space.TIGHT, Space.LARGE, 0)
        news.addWidget(self.banner)
        layout.addLayout(news)
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.busy.stop_requested.connect(self._on_stop)
        self.tabs.chosen.connect(self._on_state_chosen)
        self.model.counts_changed.connect(self._on_counts_changed)
        self.list.selectionModel().currentChanged.connect(self._on_row_changed)
        self.detail.fields.changed.connect(self._on_field_changed)
        self.detail.fields.spread_requested.connect(self._on_spread)
        self.detail.distinct_changed.connect(self._on_distinct_changed)
        self.detail.known_requested.connect(self.article_requested)
        self.detail.trash_requested.connect(self.trash_requested)
        self.detail.paste_requested.connect(self.paste_clipboard)
        scope = Qt.ShortcutContext.WidgetShortcut
        QShortcut(QKeySequence("Del"), self.list, self._remove_current, context=scope)


def _store(
    importing: Any, taken: Sequence[Entry], source: str, reporter: Reporter
) -> tuple[ImportResult, int]:
    """Import; return the result and how many files were tried."""
    items: list[PlanItem] = [
        importing.mark_distinct(entry.item) if entry.distinct else entry.item for entry in taken
    ]
    result = importing.apply(ImportPlan(tuple(items), source), reporter)
    return result, len(result.article_ids) + len(result.failed)
