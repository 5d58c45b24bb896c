"""A small table inside a form, edited in place: add, remove, reorder by keys and by buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui.forms.fields import SuggestLine, enum_box
from desktop_app.ui.forms.rows_model import RowColumn, RowsModel
from desktop_app.ui.icons import set_icon
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.labels import PlainLabel, SectionHeader

Index = QModelIndex | QPersistentModelIndex
_FEWEST, _MOST = 2, 7


class RowsEditor(QWidget):
    """Title, table, buttons. Insert or Ctrl+N adds a row, Delete removes it, Alt+Up and Alt+Down move it.

    Signals:
        changed: the rows are different now.
    """

    changed = Signal()

    def __init__(
        self,
        title: str,
        columns: Sequence[RowColumn],
        make: Callable[[], Any],
        add_text: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.model = RowsModel(columns, make, self)
        self.view = _Rows(self)
        self.view.setAccessibleName(title)
        self._error = PlainLabel(role="error", wrap=True)
        self._error.hide()
        header = SectionHeader(title)
        self.add_button = self._button(add_text, "plus", self.add)
        self.remove_button = self._button(self.tr("Bỏ dòng"), "minus", self.remove_current)
        self.up_button = self._button(self.tr("Lên"), "arrow-up", lambda: self.move_current(-1))
        self.down_button = self._button(self.tr("Xuống"), "arrow-down", lambda: self.move_current(1))
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.TIGHT)
        for button in (self.add_button, self.remove_button, self.up_button, self.down_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.TIGHT)
        layout.addWidget(header)
        layout.addWidget(self.view)
        layout.addLayout(buttons)
        layout.addWidget(self._error)
        self.model.edited.connect(self._on_edited)
        self.view.selectionModel().currentChanged.connect(lambda *_places: self._settle())
        self._settle()

    def rows(self) -> tuple[Any, ...]:
        """The records; a cell being typed in is taken over first."""
        self.view.commit_open_editor()
        return self.model.records()

    def set_rows(self, records: Sequence[Any]) -> None:
        """Show these records."""
        self.model.set_records(records)
        self._settle()

    def add(self) -> None:
        """Add a row and begin to type in its first cell."""
        self.view.commit_open_editor()
        index = self.model.index(self.model.add(), 0)
        self.view.setFocus()
        self.view.setCurrentIndex(index)
        self.view.edit(index)

    def remove_current(self) -> None:
        """Take the current row away."""
        place = self.view.currentIndex().row()
        if place >= 0:
            self.model.remove(place)
            self._settle()

    def move_current(self, by: int) -> None:
        """Move the current row up (-1) or down (1)."""
        index = self.view.currentIndex()
        if index.isValid():
            place = self.model.move(index.row(), by)
            self.view.setCurrentIndex(self.model.index(place, index.column()))
            self._settle()

    def show_errors(self, more: str = "") -> list[str]:
        """Say below the table what is not understood, and ``more``; return all of it."""
        found = [*self.model.errors(), *([more] if more else [])]
        self._error.setText("\n".join(found))
        self._error.setVisible(bool(found))
        return found

    def _on_edited(self) -> None:
        self.show_errors()
        self._settle()
        self.changed.emit()

    def _settle(self) -> None:
        place, count = self.view.currentIndex().row(), self.model.rowCount()
        self.remove_button.setEnabled(place >= 0)
        self.up_button.setEnabled(place > 0)
        self.down_button.setEnabled(0 <= place < count - 1)
        rows = min(max(count, _FEWEST), _MOST)
        self.view.setFixedHeight(self.view.horizontalHeader().sizeHint().height() + rows * Space.ROW + 4)

    def _button(self, text: str, icon_name: str, answer: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("role", "quiet")
        button.setAutoDefault(False)
        set_icon(button, icon_name)
        button.clicked.connect(lambda: answer())
        return button


class _Rows(QTableView):
    """The table of a ``RowsEditor``."""

    def __init__(self, editor: RowsEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._delegate = _Delegate(self)
        self.setModel(editor.model)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.DoubleClicked
            | triggers.EditKeyPressed
            | triggers.AnyKeyPressed
            | triggers.SelectedClicked
        )
        self.setTabKeyNavigation(False)
        self.setShowGrid(True)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(Space.ROW)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(40)

    def commit_open_editor(self) -> None:
        """Take over what is being typed in a cell."""
        self._delegate.finish()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = self._editor.model.columns
        wanted = sum(column.width for column in columns)
        for place, column in enumerate(columns):
            self.setColumnWidth(place, self.viewport().width() * column.width // wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        key = event.key()
        if key == Qt.Key.Key_Insert or (control and key == Qt.Key.Key_N):
            self._editor.add()
        elif key == Qt.Key.Key_Delete:
            self._editor.remove_current()
        elif alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._editor.move_current(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # The same Enter that ends the editing of a cell arrives here afterwards.
            if self.state() != QAbstractItemView.State.EditingState and self.currentIndex().isValid():
                self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)
            return
        event.accept()


class _Delegate(QStyledItemDelegate):
    """Editors of the cells: a choice, or a line that offers known names."""

    def __init__(self, view: _Rows) -> None:
        super().__init__(view)
        self._open: QWidget | None = None
        self._place = QPersistentModelIndex()

    def finish(self) -> None:
        """Take over what the open editor says; closing it stays with Qt, which may be about to."""
        if self._open is not None and self._place.isValid():
            self.setModelData(self._open, self._place.model(), self._place)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        self._place = QPersistentModelIndex(index)
        column = model.columns[index.column()] if isinstance(model, RowsModel) else RowColumn("", "")
        if column.choices is not None:
            box = enum_box(column.choices, parent)
            box.setAccessibleName(column.title)
            box.activated.connect(lambda _place: self.commitData.emit(box))
            QTimer.singleShot(0, box, box.showPopup)
            self._open = box
            return box
        line = SuggestLine(column.offers, parent)
        line.setAccessibleName(column.title)
        line.setFrame(False)
        if column.is_date:
            line.setPlaceholderText("9/6/2022")
        self._open = line
        return line

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        if editor is self._open:
            self._open = None
        super().destroyEditor(editor, index)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        value = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, SuggestLine):
            editor.setText(str(value or ""))
        else:
            editor.set_value(value)  # type: ignore[attr-defined]

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        if isinstance(model, RowsModel):
            value = editor.text() if isinstance(editor, SuggestLine) else editor.currentData()  # type: ignore[attr-defined]
            model.setData(index, value)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)  # type: ignore[attr-defined]
