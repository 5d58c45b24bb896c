"""Other spellings the office uses, in the settings: a group is a line, its spellings parted by commas."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop_app.errors import AppError
from desktop_app.progress import Reporter
from desktop_app.services.aliases import AliasGroups, checked_groups
from desktop_app.ui.background import Lane
from desktop_app.ui.frame import Frame
from desktop_app.ui.icons import set_icon
from desktop_app.ui.theme import theme
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.labels import Card, PlainLabel, plain_tooltip
from desktop_app.ui.widgets.scroll_column import ScrollColumn

_ROWS_SEEN = 5


class AliasPanel(ScrollColumn):
    """A table of groups. What is right is stored at once; what is not stays here and says why."""

    def __init__(self, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=0)
        self._frame = frame
        self._stored: AliasGroups = ()
        self._opened: AliasGroups | None = None
        self.table = AliasTableView()
        self.problem = PlainLabel(role="error", wrap=True)
        self.problem.hide()
        self.hint = PlainLabel(role="asks", wrap=True)
        self.hint.hide()
        self.add = QPushButton(f" {self.tr('Thêm nhóm')}")
        self.remove = QPushButton(f" {self.tr('Bỏ nhóm đang chọn')}")
        self.restore = QPushButton(f" {self.tr('Khôi phục như lúc mở')}")
        self._lay_out()
        self.add.clicked.connect(self.add_group)
        self.remove.clicked.connect(self.remove_chosen)
        self.restore.clicked.connect(self.restore_opened)
        self.table.delete_pressed.connect(self.remove_chosen)
        self.table.itemChanged.connect(lambda _item: self._on_edited())
        self.table.itemSelectionChanged.connect(self._show_state)
        self._show_state()

    @property
    def is_dirty(self) -> bool:
        """Whether a line is typed that could not be stored."""
        return bool(self.problem.text())

    def read(self) -> None:
        """Show what is stored, unless something that could not be stored stands here."""
        if self.is_dirty:
            return
        search = self._frame.services.search

        def work(_reporter: Reporter) -> AliasGroups:
            return search.aliases()

        self._frame.runner.run("", work, on_success=self._on_read)

    def add_group(self) -> None:
        """Begin a new line."""
        item = self._add_row("")
        self.table.setCurrentItem(item)
        self.table.editItem(item)

    def remove_chosen(self) -> None:
        """Take the chosen lines away; they can be brought back."""
        rows = sorted({index.row() for index in self.table.selectedIndexes()}, reverse=True)
        if not rows:
            return
        was_silent = self.table.blockSignals(True)
        for row in rows:
            self.table.removeRow(row)
        self.table.blockSignals(was_silent)
        self._on_edited()

    def restore_opened(self) -> None:
        """Go back to what was stored when this screen was opened."""
        if self._opened is not None:
            self._show_groups(self._opened)
            self._store(self._opened)

    # -- inside ------------------------------------------------------------------------------------------

    def _on_read(self, groups: AliasGroups) -> None:
        self._stored = groups
        if self._opened is None:
            self._opened = groups
        if not self.is_dirty and self.table.state() != QAbstractItemView.State.EditingState:
            self._show_groups(groups)

    def _show_groups(self, groups: Sequence[Sequence[str]]) -> None:
        was_silent = self.table.blockSignals(True)
        row = self.table.currentRow()
        self.table.setRowCount(0)
        for group in groups:
            self._add_row(", ".join(group))
        if 0 <= row < self.table.rowCount():
            self.table.setCurrentCell(row, 0)
        self.table.blockSignals(was_silent)
        self._say("")

    def _add_row(self, text: str) -> QTableWidgetItem:
        was_silent = self.table.blockSignals(True)
        row = self.table.rowCount()
        self.table.insertRow(row)
        item = QTableWidgetItem(text)
        self.table.setItem(row, 0, item)
        self.table.blockSignals(was_silent)
        return item

    def _on_edited(self) -> None:
        """Store what stands in the table if every line is right."""
        groups: list[tuple[str, ...]] = []
        problem = ""
        was_silent = self.table.blockSignals(True)
        for item in filter(None, (self.table.item(row, 0) for row in range(self.table.rowCount()))):
            forms = tuple(part.strip() for part in item.text().split(","))
            try:
                groups += checked_groups([forms])
                words = ""
            except AppError as error:
                words = f"{error.message} {error.remedy}".strip()
            self._mark(item, words)
            problem = problem or words
        self.table.blockSignals(was_silent)
        self._say(problem)
        self.hint.setText(_said_twice(groups))
        self.hint.setVisible(bool(self.hint.text()))
        if not problem:
            self._store(tuple(groups))

    def _store(self, groups: AliasGroups) -> None:
        before, services = self._stored, self._frame.services
        if groups == before or services.held_by is not None:
            self._show_state()
            return
        self._stored = groups

        def work(_reporter: Reporter) -> object:
            services.search.set_aliases(groups)
            return before

        self._frame.runner.run(
            "", work, lane=Lane.WRITE, on_success=self._on_stored, on_failure=self._on_not_stored
        )

    def _on_stored(self, before: AliasGroups) -> None:
        self._frame.toast(
            self.tr("Đã lưu tên gọi tương đương"), self.tr("Hoàn tác"), lambda: self._take_back(before)
        )
        self._show_state()

    def _take_back(self, groups: AliasGroups) -> None:
        self._show_groups(groups)
        self._store(groups)

    def _on_not_stored(self, error: BaseException) -> None:
        self._stored = ()
        self.read()
        self._frame.show_error(error)

    def _mark(self, item: QTableWidgetItem, problem: str) -> None:
        item.setForeground(theme().colour("danger" if problem else "text"))
        item.setToolTip(plain_tooltip(problem) if problem else "")

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self._show_state()

    def _show_state(self) -> None:
        may_write = self._frame.services.held_by is None
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            if may_write
            else QAbstractItemView.EditTrigger.NoEditTriggers
        )
        self.add.setEnabled(may_write)
        self.remove.setEnabled(may_write and bool(self.table.selectedIndexes()))
        is_other = self._opened is not None and self._opened != self._stored
        self.restore.setEnabled(may_write and (is_other or self.is_dirty))

    def _lay_out(self) -> None:
        tr = self.tr
        card = Card()
        card.body.addWidget(PlainLabel(tr("Tên gọi tương đương"), role="section"))
        card.body.addWidget(
            PlainLabel(
                tr(
                    "Mỗi dòng là một nhóm cách viết cùng nghĩa, ngăn cách bằng dấu phẩy; tìm một cách thì ra "
                    "cả các cách kia. Ví dụ: Sở Ngoại vụ, SNgV, Sở NgV. Các viết tắt thông dụng, tên đối tác "
                    "và tên khác của họ đã có sẵn, không cần ghi lại."
                ),
                role="muted",
                wrap=True,
            )
        )
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.problem)
        card.body.addWidget(self.hint)
        holder = QWidget()
        line = FlowLayout(holder)
        for button, icon_name in ((self.add, "plus"), (self.remove, "x"), (self.restore, "rotate-ccw")):
            button.setAccessibleName(button.text().strip())
            set_icon(button, icon_name)
            line.addWidget(button)
        card.body.addWidget(holder)
        self.body.addWidget(card, 1)


class AliasTableView(QTableWidget):
    """One column that is edited in place.

    Signals:
        delete_pressed: the chosen lines are to go.
    """

    delete_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 1, parent)
        self.setAccessibleName(self.tr("Các nhóm tên gọi tương đương"))
        self.setHorizontalHeaderLabels([self.tr("Các cách viết, ngăn cách bằng dấu phẩy")])
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setMinimumHeight(self.fontMetrics().height() * 2 * _ROWS_SEEN)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            # Enter comes by here on its way out of the line that is being typed.
            super().keyPressEvent(event)
            return
        if event.key() == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.editItem(self.currentItem())
        else:
            super().keyPressEvent(event)
            return
        event.accept()


def _said_twice(groups: Sequence[Sequence[str]]) -> str:
    """A word of warning when a spelling stands in two groups; it can be stored all the same."""
    seen: set[str] = set()
    for group in groups:
        for form in group:
            if form.casefold() in seen:
                words = "Lưu ý: “{0}” có trong hai nhóm; khi tìm sẽ ra cả hai."
                return QCoreApplication.translate("AliasPanel", words).format(form)
            seen.add(form.casefold())
    return ""
