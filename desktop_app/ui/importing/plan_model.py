"""The files of an open plan with what the person decided about each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desktop_app.services.importing import ImportPlan, PlanItem, PlanState

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the plan.

    Attributes:
        item: as planned, with the values typed since.
        distinct: a person looked at a near-duplicate and called it none.
        typed: names of the fields a person changed.
    """

    item: PlanItem
    distinct: bool = False
    typed: frozenset[str] = field(default_factory=frozenset)

    @property
    def can_take(self) -> bool:
        """Whether it may be imported as things stand."""
        return self.item.state is PlanState.NEW or (self.item.state is PlanState.NEAR and self.distinct)

    @property
    def lacks_title(self) -> bool:
        """Whether it is to be imported and still has no title."""
        return self.can_take and self.item.take and not self.item.title.strip()


class PlanModel(QAbstractListModel):
    """Entries, filtered by state.

    Signals:
        counts_changed: how many are taken, or the entries themselves, are different now.
    """

    counts_changed = Signal()
    ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []
        self._shown: list[int] = []
        self._state: PlanState | None = None
        self._sources: list[str] = []

    # -- content -----------------------------------------------------------------------------------------

    def add_plan(self, plan: ImportPlan) -> int:
        """Add the files of ``plan``; return the place of the first of them."""
        first = len(self._entries)
        self.beginResetModel()
        self._entries += [Entry(item) for item in plan.items]
        self._sources += [plan.source] if plan.source and plan.items else []
        self._arrange()
        self.endResetModel()
        self.counts_changed.emit()
        return first

    def clear(self) -> None:
        """Forget everything."""
        self.beginResetModel()
        self._entries, self._shown, self._sources, self._state = [], [], [], None
        self.endResetModel()
        self.counts_changed.emit()

    def remove(self, place: int) -> None:
        """Take an entry off the plan."""
        self.beginResetModel()
        del self._entries[place]
        self._arrange()
        self.endResetModel()
        self.counts_changed.emit()

    def change(self, place: int, values: Mapping[str, Any], *, typed: bool = True) -> None:
        """Change fields of an item; ``typed`` notes that a person did."""
        entry = self._entries[place]
        names = entry.typed | (set(values) - {"take"} if typed else set())
        self._put(place, replace(entry, item=replace(entry.item, **values), typed=frozenset(names)))

    def set_distinct(self, place: int, *, distinct: bool) -> None:
        """Note what a person says of a near-duplicate; one that is none is imported."""
        entry = self._entries[place]
        self._put(place, replace(entry, distinct=distinct, item=replace(entry.item, take=distinct)))

    def _put(self, place: int, entry: Entry) -> None:
        if entry == self._entries[place]:
            return
        self._entries[place] = entry
        if place in self._shown:
            index = self.index(self._shown.index(place))
            self.dataChanged.emit(index, index)
        self.counts_changed.emit()

    # -- asking ------------------------------------------------------------------------------------------

    @property
    def entries(self) -> Sequence[Entry]:
        """All entries, whatever the filter."""
        return tuple(self._entries)

    @property
    def source(self) -> str:
        """Where the files came from, for the list of imports."""
        return ", ".join(dict.fromkeys(self._sources))[:200]

    def entry(self, place: int) -> Entry:
        """The entry at ``place`` among all."""
        return self._entries[place]

    def place_of(self, row: int) -> int:
        """The place among all of the entry shown in ``row``."""
        return self._shown[row]

    def row_of(self, place: int) -> int:
        """The row that shows the entry at ``place``, -1 when the filter hides it."""
        return self._shown.index(place) if place in self._shown else -1

    def count(self, state: PlanState | None) -> int:
        """How many entries are in ``state`` (None: all)."""
        return sum(state is None or entry.item.state is state for entry in self._entries)

    def taken(self) -> list[Entry]:
        """What would be imported now."""
        return [entry for entry in self._entries if entry.can_take and entry.item.take]

    def first_without_title(self) -> int | None:
        """The place of the first entry that cannot be imported for want of a title."""
        return next((place for place, entry in enumerate(self._entries) if entry.lacks_title), None)

    def set_state(self, state: PlanState | None) -> None:
        """Show only entries in ``state`` (None: all)."""
        self.beginResetModel()
        self._state = state
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        self._shown = [
            place
            for place, entry in enumerate(self._entries)
            if self._state is None or entry.item.state is self._state
        ]

    # -- Qt ----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        entry = self._entries[self._shown[index.row()]]
        if role == self.ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return headline(entry)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ". ".join(part for part in (headline(entry), *second_line(entry)) if part)
        if role == Qt.ItemDataRole.CheckStateRole and entry.can_take:
            return Qt.CheckState.Checked if entry.item.take else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        self.change(self._shown[index.row()], {"take": Qt.CheckState(value) == Qt.CheckState.Checked})
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        entry = self.data(index, self.ENTRY_ROLE)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if entry is not None and entry.can_take else flags


def headline(entry: Entry) -> str:
    """The first line of an entry."""
    item = entry.item
    if item.title.strip():
        return item.title
    return _tr("Chưa có tiêu đề") if entry.can_take else item.file_name


def second_line(entry: Entry) -> tuple[str, str, str]:
    """File, state and what is missing, in words."""
    item = entry.item
    file_name = item.file_name if headline(entry) != item.file_name else ""
    missing = ""
    if entry.can_take and item.missing:
        missing = _tr("thiếu {0}").format(", ".join(_tr(_MISSING[name]) for name in item.missing))
    return file_name, state_words(entry), missing


def state_words(entry: Entry) -> str:
    """What would become of an entry, in one or two words."""
    if entry.item.marked:
        return _tr("Không được nhập")
    if entry.item.state is PlanState.NEAR and entry.distinct:
        return _tr("Không trùng")
    return _tr(_STATES[entry.item.state])


_STATES = {
    PlanState.NEW: "Mới",
    PlanState.IDENTICAL: "Giống hệt",
    PlanState.NEAR: "Gần trùng",
    PlanState.UNREADABLE: "Không đọc được",
}
_MISSING = {"title": "tiêu đề", "outlet": "tên báo", "published": "ngày đăng"}


def _tr(text: str) -> str:
    return QCoreApplication.translate("ImportPlan", text)
