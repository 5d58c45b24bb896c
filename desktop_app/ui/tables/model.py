"""A table over records: columns are declared; filter and order live here, not in a proxy, for speed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from desktop_app.ui.icons import icon
from desktop_app.ui.theme import theme
from desktop_app.ui.widgets.labels import plain_tooltip
from desktop_app.ui.widgets.vietnamese import fold, sort_key

Index = QModelIndex | QPersistentModelIndex
_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
}
_SHOWN = 400


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list.

    Attributes:
        name: stands in the remembered state; never shown.
        title: the heading.
        value: what the cell of a record says.
        align: "left", "right" or "center".
        width: first width in pixels.
        sort_key: orders records; Vietnamese order of ``value`` when None.
        token: name of the theme colour for a record's cell, "" for the ordinary one.
        hidden: not shown until the person chooses it.
        searched: whether the filter box looks into it.
        icon: name of the icon before a record's cell, "" for none; it takes the colour of ``token``.
    """

    name: str
    title: str
    value: Callable[[Any], str]
    align: str = "left"
    width: int = 160
    sort_key: Callable[[Any], Any] | None = None
    token: Callable[[Any], str] | None = None
    hidden: bool = False
    searched: bool = True
    icon: Callable[[Any], str] | None = None


class RecordModel(QAbstractTableModel):
    """Shows ``records`` by ``columns``; ``key`` tells which record is which across a refresh."""

    RECORD_ROLE = Qt.ItemDataRole.UserRole + 1

    def __init__(
        self, columns: Sequence[Column], key: Callable[[Any], Hashable], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._key = key
        self._records: list[Any] = []
        self._haystacks: list[str | None] = []
        self._shown: list[int] = []
        self._needle: tuple[str, ...] = ()
        self._keep: Callable[[Any], bool] | None = None
        self._sort_column = -1
        self._sort_order = Qt.SortOrder.AscendingOrder

    # -- content -----------------------------------------------------------------------------------------

    def set_records(self, records: Sequence[Any]) -> None:
        """Show these records instead, filtered and ordered as before."""
        self.beginResetModel()
        self._records = list(records)
        self._haystacks = [None] * len(self._records)
        self._arrange()
        self.endResetModel()

    def set_filter(self, text: str) -> None:
        """Show only records in which every word of ``text`` occurs, marks and case aside."""
        needle = tuple(fold(text).split())
        if needle == self._needle:
            return
        self.beginResetModel()
        self._needle = needle
        self._arrange()
        self.endResetModel()

    def set_keep(self, keep: Callable[[Any], bool] | None) -> None:
        """Show only records that ``keep`` keeps (besides the filter text)."""
        self.beginResetModel()
        self._keep = keep
        self._arrange()
        self.endResetModel()

    @property
    def total(self) -> int:
        """How many records there are without any filter."""
        return len(self._records)

    @property
    def shown_records(self) -> list[Any]:
        """The records shown, in order."""
        return [self._records[place] for place in self._shown]

    def record(self, row: int) -> Any:
        """The record in ``row``.

        Raises:
            IndexError: there is no such row.
        """
        return self._records[self._shown[row]]

    def key_of(self, row: int) -> Hashable:
        """The key of the record in ``row``."""
        return self._key(self.record(row))

    def rows_of(self, keys: set[Hashable]) -> list[int]:
        """The rows that show the records with these keys."""
        return [row for row, place in enumerate(self._shown) if self._key(self._records[place]) in keys]

    def cell(self, row: int, column: int) -> str:
        """What the cell says."""
        return self.columns[column].value(self.record(row))

    # -- order -------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        shown = [
            place for place, record in enumerate(self._records) if self._keep is None or self._keep(record)
        ]
        if self._needle:
            needle = self._needle
            shown = [place for place in shown if all(word in self._haystack(place) for word in needle)]
        if 0 <= self._sort_column < len(self.columns):
            column = self.columns[self._sort_column]
            records = self._records
            key = column.sort_key or (lambda record: sort_key(column.value(record)))
            shown.sort(
                key=lambda place: key(records[place]),
                reverse=self._sort_order == Qt.SortOrder.DescendingOrder,
            )
        self._shown = shown

    def _haystack(self, place: int) -> str:
        known = self._haystacks[place]
        if known is None:
            record = self._records[place]
            known = fold("\n".join(column.value(record) for column in self.columns if column.searched))
            self._haystacks[place] = known
        return known

    # -- Qt ----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        column = self.columns[index.column()]
        record = self.record(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return _one_line(column.value(record))
        if role == Qt.ItemDataRole.ToolTipRole:
            text = column.value(record)
            return plain_tooltip(text[:_SHOWN]) if len(text) > 12 else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_ALIGN[column.align] | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ForegroundRole and column.token is not None:
            token = column.token(record)
            return QColor(theme().colour(token)) if token else None
        if role == Qt.ItemDataRole.DecorationRole and column.icon is not None:
            name = column.icon(record)
            return icon(name, (column.token and column.token(record)) or "text") if name else None
        return record if role == self.RECORD_ROLE else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_ALIGN[self.columns[section].align] | Qt.AlignmentFlag.AlignVCenter)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sort_column, self._sort_order = column, order
        self.beginResetModel()
        self._arrange()
        self.endResetModel()


def _one_line(text: str) -> str:
    """Cells are one line; a text longer than any column is cut, the tooltip has more of it."""
    return " ".join(text[:_SHOWN].split())
