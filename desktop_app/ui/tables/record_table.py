"""A list of records as people use it: filter, order, choose columns, copy, export, keep what was selected."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QMimeData, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui.state import WindowState
from desktop_app.ui.tables.copying import as_html, as_tabs
from desktop_app.ui.tables.model import Column, RecordModel
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.filter_bar import FilterBar

Export = Callable[[list[str], list[list[str]]], object]
MakeMenu = Callable[[list[Any]], Sequence[QAction | None]]


class RecordTable(QWidget):
    """Filter bar above, table below, a sentence when there is nothing.

    Signals:
        activated: the record that was double-clicked or entered.
        selection_changed: the records selected now.
    """

    activated = Signal(object)
    selection_changed = Signal(list)

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        key: Callable[[Any], Hashable],
        state: WindowState | None = None,
        *,
        title: str = "",
        export: Export | None = None,
        make_menu: MakeMenu | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._state = state
        self._export = export
        self._make_menu = make_menu
        self._wanted: set[Hashable] = set()
        self._had_restored = False
        self.model = RecordModel(columns, key, self)
        self.filter_bar = FilterBar(self.tr("Lọc trong danh sách…"))
        self.view = _View(self)
        self.view.setAccessibleName(title or self.tr("Danh sách"))
        self.empty = EmptyState()
        self._nothing_found = EmptyState(
            self.tr("Không có dòng nào khớp"), self.tr("Hãy gõ ít chữ hơn, hoặc bỏ bớt điều kiện lọc.")
        )
        self._body = QStackedLayout()
        for widget in (self.view, self.empty, self._nothing_found):
            self._body.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self.filter_bar)
        layout.addLayout(self._body, 1)
        self._save_soon = QTimer(self)
        self._save_soon.setSingleShot(True)
        self._save_soon.setInterval(500)
        self._save_soon.timeout.connect(self.save_columns)
        self._set_up_view()
        self._connect()
        self._settle()

    # -- content -----------------------------------------------------------------------------------------

    def set_records(self, records: Sequence[Any]) -> None:
        """Show these records; what was selected stays selected, what was on screen stays there."""
        bar = self.view.verticalScrollBar()
        place = bar.value()
        self.model.set_records(records)
        bar.setValue(place)

    def set_empty(self, title: str, sentence: str, action: QAction | None = None) -> None:
        """Say what appears here when there are no records at all."""
        self.empty.show_message(title, sentence, action)

    def set_keep(self, keep: Callable[[Any], bool] | None) -> None:
        """Show only records that ``keep`` keeps, besides the filter text."""
        self.model.set_keep(keep)

    def selected(self) -> list[Any]:
        """The selected records, in the order shown."""
        return [self.model.record(row) for row in self._selected_rows()]

    def current(self) -> Any | None:
        """The record the cursor is on, or None."""
        index = self.view.currentIndex()
        return self.model.record(index.row()) if index.isValid() else None

    def select_keys(self, keys: set[Hashable]) -> None:
        """Select the records with these keys and scroll to the first."""
        self._wanted = set(keys)
        self._select_wanted()
        rows = self._selected_rows()
        if rows:
            self.view.scrollTo(self.model.index(rows[0], 0))

    def focus_filter(self) -> None:
        """Put the cursor into the filter box (Ctrl+F)."""
        self.filter_bar.search.setFocus()
        self.filter_bar.search.selectAll()

    # -- copying and export ------------------------------------------------------------------------------

    def table_text(self, *, all_rows: bool) -> tuple[list[str], list[list[str]]]:
        """Return headings and cells of the visible columns as ordered on screen."""
        columns = self._visible_columns()
        rows = range(self.model.rowCount()) if all_rows else self._selected_rows()
        cells = [[self.model.cell(row, column) for column in columns] for row in rows]
        return [self.model.columns[column].title for column in columns], cells

    def copy_selected(self) -> None:
        """Put the selected rows on the clipboard as text and as a table."""
        header, rows = self.table_text(all_rows=False)
        if not rows:
            return
        data = QMimeData()
        data.setText(as_tabs(header, rows))
        data.setHtml(as_html(header, rows))
        QGuiApplication.clipboard().setMimeData(data)

    def export_rows(self) -> None:
        """Give the rows to whoever writes files: the selected ones when they are several, else all."""
        if self._export is not None:
            self._export(*self.table_text(all_rows=len(self._selected_rows()) < 2))

    def save_columns(self) -> None:
        """Remember widths, order, sort and which columns are shown."""
        if self._state is not None and self._had_restored:
            self._state.save_header(self._name, self.view.horizontalHeader())

    # -- menus -------------------------------------------------------------------------------------------

    def make_context_menu(self) -> QMenu:
        """Return the menu for the selected rows."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._make_menu is not None:
            for action in self._make_menu(self.selected()):
                if action is None:
                    menu.addSeparator()
                else:
                    menu.addAction(action)
            menu.addSeparator()
        copy = menu.addAction(self.tr("Chép các dòng"))
        copy.setEnabled(bool(self._selected_rows()))
        copy.triggered.connect(self.copy_selected)
        if self._export is not None:
            menu.addAction(self.tr("Xuất danh sách…")).triggered.connect(self.export_rows)
        menu.addMenu(self.make_column_menu(menu))
        return menu

    def make_column_menu(self, parent: QWidget) -> QMenu:
        """Return the menu that shows and hides columns; the last visible one stays."""
        menu = QMenu(self.tr("Chọn cột"), parent)
        header = self.view.horizontalHeader()
        visible = self._visible_columns()
        for place, column in enumerate(self.model.columns):
            entry = menu.addAction(column.title)
            entry.setCheckable(True)
            entry.setChecked(not header.isSectionHidden(place))
            entry.setEnabled(visible != [place])
            entry.toggled.connect(lambda shown, section=place: self._show_column(section, shown=shown))
        return menu

    # -- inside ------------------------------------------------------------------------------------------

    def _set_up_view(self) -> None:
        self.view.setModel(self.model)
        header = self.view.horizontalHeader()
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setAccessibleName(self.tr("Tên cột, nhấn để sắp xếp"))
        header.setMinimumSectionSize(48)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        for place, column in enumerate(self.model.columns):
            header.resizeSection(place, column.width)
            header.setSectionHidden(place, column.hidden)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        if self._state is not None:
            self._state.restore_header(self._name, header)
        self._had_restored = True
        self.view.setSortingEnabled(True)

    def _connect(self) -> None:
        header = self.view.horizontalHeader()
        header.customContextMenuRequested.connect(self._on_header_menu)
        for changed in (header.sectionResized, header.sectionMoved, header.sortIndicatorChanged):
            changed.connect(lambda *_what: self._save_soon.start())
        self.model.modelAboutToBeReset.connect(self._note_selection)
        self.model.modelReset.connect(self._on_reset)
        self.filter_bar.search.search_changed.connect(self.model.set_filter)
        self.view.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.view.doubleClicked.connect(lambda index: self.activated.emit(self.model.record(index.row())))
        self.view.entered_row.connect(lambda row: self.activated.emit(self.model.record(row)))

    def _note_selection(self) -> None:
        rows = self._selected_rows()
        if rows:
            self._wanted = {self.model.key_of(row) for row in rows}

    def _on_reset(self) -> None:
        self._settle()
        self._select_wanted()

    def _select_wanted(self) -> None:
        chosen = QItemSelection()
        rows = self.model.rows_of(self._wanted) if self._wanted else []
        last = self.model.columnCount() - 1
        for row in rows:
            chosen.select(self.model.index(row, 0), self.model.index(row, last))
        selection = self.view.selectionModel()
        if rows:
            flags = QItemSelectionModel.SelectionFlag
            selection.setCurrentIndex(self.model.index(rows[0], 0), flags.NoUpdate)
            selection.select(chosen, flags.ClearAndSelect)
        else:
            self.selection_changed.emit([])

    def _settle(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        self.filter_bar.show_count(shown, total)
        self._body.setCurrentWidget(self.view if shown else self._nothing_found if total else self.empty)

    def _selected_rows(self) -> list[int]:
        return sorted({part.row() for part in self.view.selectionModel().selectedRows()})

    def _visible_columns(self) -> list[int]:
        header = self.view.horizontalHeader()
        order = (header.logicalIndex(place) for place in range(header.count()))
        return [section for section in order if not header.isSectionHidden(section)]

    def _show_column(self, section: int, *, shown: bool) -> None:
        self.view.horizontalHeader().setSectionHidden(section, not shown)
        if shown and self.view.columnWidth(section) < 48:
            self.view.setColumnWidth(section, self.model.columns[section].width)
        self._save_soon.start()

    def _on_selection_changed(self) -> None:
        rows = self._selected_rows()
        self._wanted = {self.model.key_of(row) for row in rows}
        self.selection_changed.emit([self.model.record(row) for row in rows])

    def _on_header_menu(self, place: QPoint) -> None:
        menu = self.make_column_menu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.view.horizontalHeader().mapToGlobal(place))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.make_context_menu().popup(event.globalPos())


class _View(QTableView):
    """The table itself: whole rows, fixed heights, Ctrl+C, Enter.

    Signals:
        entered_row: Enter was pressed on this row.
    """

    entered_row = Signal(int)

    def __init__(self, table: RecordTable) -> None:
        super().__init__(table)
        self._table = table
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(Space.ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._table.copy_selected()
            event.accept()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.entered_row.emit(self.currentIndex().row())
            event.accept()
            return
        super().keyPressEvent(event)
