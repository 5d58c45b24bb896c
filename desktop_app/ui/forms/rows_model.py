"""The rows of a small table inside a form: participants, stops, events, posts."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from db.dates import PartialDate
from desktop_app.errors import AppError
from desktop_app.labels import label
from desktop_app.services.dates import parse_date
from desktop_app.ui.theme import theme
from desktop_app.ui.widgets.labels import plain_tooltip

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class RowColumn:
    """One column: a choice among words, a date, or text with offers of known names."""

    name: str
    title: str
    width: int = 140
    choices: type[StrEnum] | None = None
    is_date: bool = False
    offers: Sequence[str] = ()


@dataclass(slots=True)
class _Row:
    record: Any
    wrong: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])


class RowsModel(QAbstractTableModel):
    """Rows are frozen records; a cell that is not understood keeps its letters and says why.

    Signals:
        edited: something is different now.
    """

    edited = Signal()

    def __init__(
        self, columns: Sequence[RowColumn], make: Callable[[], Any], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._make = make
        self._rows: list[_Row] = []

    # -- whole rows ----------------------------------------------------------------------------------

    def records(self) -> tuple[Any, ...]:
        """The rows that say anything; an empty row that was added and left is no row."""
        empty = self._make()
        return tuple(row.record for row in self._rows if row.record != empty)

    def set_records(self, records: Sequence[Any]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._rows = [_Row(record) for record in records]
        self.endResetModel()

    def add(self, record: Any | None = None) -> int:
        """Add a row at the end; return its place."""
        place = len(self._rows)
        self.beginInsertRows(QModelIndex(), place, place)
        self._rows.append(_Row(self._make() if record is None else record))
        self.endInsertRows()
        self.edited.emit()
        return place

    def remove(self, place: int) -> None:
        """Take a row away."""
        self.beginRemoveRows(QModelIndex(), place, place)
        del self._rows[place]
        self.endRemoveRows()
        self.edited.emit()

    def move(self, place: int, by: int) -> int:
        """Move a row up (-1) or down (1); return where it is then."""
        target = place + by
        if not (0 <= place < len(self._rows) and 0 <= target < len(self._rows)):
            return place
        self.beginMoveRows(QModelIndex(), place, place, QModelIndex(), target + 1 if by > 0 else target)
        self._rows.insert(target, self._rows.pop(place))
        self.endMoveRows()
        self.edited.emit()
        return target

    def errors(self) -> list[str]:
        """What is not understood, with the number of the row."""
        titles = {column.name: column.title for column in self.columns}
        return [
            self.tr("Dòng {0}, {1}: {2}").format(number, titles[name].lower(), reason)
            for number, row in enumerate(self._rows, start=1)
            for name, (_, reason) in row.wrong.items()
        ]

    # -- Qt ------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        is_title = orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.columns)
        if not is_title:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return self.columns[section].title if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self.columns[index.column()]
        typed, reason = row.wrong.get(column.name, ("", ""))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return typed if reason else _words(getattr(row.record, column.name), role)
        if role == Qt.ItemDataRole.ForegroundRole and reason:
            return QColor(theme().colour("danger"))
        if role == Qt.ItemDataRole.ToolTipRole:
            text = reason or _words(getattr(row.record, column.name), Qt.ItemDataRole.DisplayRole)
            return plain_tooltip(text) if text else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            shown = typed if reason else _words(getattr(row.record, column.name), Qt.ItemDataRole.DisplayRole)
            return f"{column.title}: {shown or self.tr('để trống')}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        row, column = self._rows[index.row()], self.columns[index.column()]
        text = unicodedata.normalize("NFC", str(value)).strip()
        if text == self.data(index, Qt.ItemDataRole.EditRole):
            return True
        row.wrong.pop(column.name, None)
        fresh: Any = text
        if column.choices is not None:
            fresh = column.choices(text)
        elif column.is_date:
            fresh, reason = _date(text)
            if reason:
                row.wrong[column.name] = (text, reason)
        row.record = replace(row.record, **{column.name: fresh})
        self.dataChanged.emit(index, index)
        self.edited.emit()
        return True


def _words(value: Any, role: int) -> str:
    if isinstance(value, StrEnum):
        return value.value if role == Qt.ItemDataRole.EditRole else label(value)
    if isinstance(value, PartialDate):
        return value.display() if value.known else ""
    return str(value)


def _date(text: str) -> tuple[PartialDate, str]:
    """The date, and why it is none."""
    if not text:
        return PartialDate(), ""
    try:
        return parse_date(text), ""
    except AppError as error:
        return PartialDate(), error.message
    except ValueError as error:
        return PartialDate(), str(error)
