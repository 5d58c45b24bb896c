"""The filters of a search with how many answers each value has."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from db.records import Direction
from desktop_app.labels import label
from desktop_app.services.searching import Facet, SearchRequest
from desktop_app.ui.searching.chosen import GROUPS, KNOWN_GROUPS, SWITCHES, Chosen, narrowed
from desktop_app.ui.theme import theme
from desktop_app.ui.widgets.labels import plain_tooltip
from desktop_app.ui.widgets.vietnamese import grouped

_VALUE, _UNFOLD = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_MOST = 12
_ROW = 24


class FilterPanel(QTreeWidget):
    """Values one can check; several kinds at a time, one value of the other filters.

    Signals:
        changed: other values are chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Lọc kết quả"))
        self.setProperty("flat", "true")
        self.setHeaderHidden(True)
        self.setColumnCount(2)
        self.setRootIsDecorated(False)
        self.setIndentation(4)
        self.setUniformRowHeights(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._chosen: Chosen = {}
        self._unfolded: set[str] = set()
        self._facets: tuple[Facet, ...] = ()
        self.itemChanged.connect(self._on_item_changed)
        self.itemClicked.connect(self._on_clicked)

    # -- what is chosen ------------------------------------------------------------------------------------

    @property
    def chosen(self) -> Chosen:
        """Group → value → words."""
        return {group: dict(values) for group, values in self._chosen.items() if values}

    def set_chosen(self, chosen: Chosen) -> None:
        """Choose these values, without announcing it."""
        self._chosen = {group: dict(values) for group, values in chosen.items() if group in KNOWN_GROUPS}
        self._show()

    def choose(self, group: str, value: str, words: str, *, is_on: bool = True) -> None:
        """Choose a value or leave it."""
        values = self._chosen.setdefault(group, {})
        if not is_on:
            values.pop(value, None)
        else:
            if group != "kind":
                values.clear()
            values[value] = words
        self._show()
        self.changed.emit()

    def put(self, group: str, value: str, words: str) -> None:
        """Choose ``value`` alone in ``group``, "" for none."""
        self._chosen.pop(group, None)
        if value:
            self._chosen[group] = {value: words}
        self._show()
        self.changed.emit()

    def clear_chosen(self) -> None:
        """Filter nothing; how the words are read (the two switches) stays."""
        self._chosen = {group: values for group, values in self._chosen.items() if group in SWITCHES}
        self._show()
        self.changed.emit()

    def apply(self, request: SearchRequest) -> SearchRequest:
        """Return ``request`` with the chosen filters."""
        return narrowed(request, self._chosen)

    # -- what is offered -----------------------------------------------------------------------------------

    def set_facets(self, facets: Sequence[Facet]) -> None:
        """Offer these values with their counts; what is chosen stays, even with no answers."""
        self._facets = tuple(facets)
        self._show()

    def _show(self) -> None:
        was_silent = self.blockSignals(True)
        bar = self.verticalScrollBar()
        place, current = bar.value(), self._current()
        self.clear()
        for group, title in GROUPS:
            rows = self._rows(group)
            if not rows:
                continue
            head = QTreeWidgetItem([QCoreApplication.translate("FilterPanel", title), ""])
            head.setSizeHint(0, QSize(0, _ROW))
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = self.font()
            font.setBold(True)
            head.setFont(0, font)
            self.addTopLevelItem(head)
            for value, words, count in rows:
                item = QTreeWidgetItem([words, grouped(count)])
                item.setSizeHint(0, QSize(0, _ROW))
                item.setData(0, _VALUE, (group, value, words))
                item.setFlags(
                    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
                )
                is_on = value in self._chosen.get(group, {})
                item.setCheckState(0, Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
                item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                item.setToolTip(0, plain_tooltip(words))
                head.addChild(item)
                if (group, value) == current:
                    self.setCurrentItem(item)
            self._add_unfold(head, group)
            head.setExpanded(True)
        bar.setValue(place)
        self.blockSignals(was_silent)

    def _add_unfold(self, head: QTreeWidgetItem, group: str) -> None:
        """An entry for the values that are not shown yet."""
        left = len(self._offered(group)) - _MOST
        if left <= 0 or group in self._unfolded:
            return
        item = QTreeWidgetItem([self.tr("Xem thêm {0}…").format(left), ""])
        item.setSizeHint(0, QSize(0, _ROW))
        item.setData(0, _UNFOLD, group)
        item.setForeground(0, theme().colour("accent"))
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        head.addChild(item)

    def _offered(self, group: str) -> list[Facet]:
        found = [facet for facet in self._facets if facet.name == group and facet.label]
        if group == "year":
            found.sort(key=lambda facet: facet.value, reverse=True)
        return found

    def _unfold(self, group: str) -> None:
        self._unfolded.add(group)
        self._show()

    def _rows(self, group: str) -> list[tuple[str, str, int]]:
        found = self._offered(group)
        most = len(found) if group in self._unfolded else _MOST
        rows = [(facet.value, _words_of(facet), facet.count) for facet in found[:most]]
        there = {value for value, _, _ in rows}
        counts = {facet.value: facet.count for facet in found}
        chosen = self._chosen.get(group, {})
        return rows + [
            (value, words, counts.get(value, 0)) for value, words in chosen.items() if value not in there
        ]

    def _current(self) -> tuple[str, str] | None:
        item = self.currentItem()
        data = item.data(0, _VALUE) if item is not None else None
        return (data[0], data[1]) if data else None

    def _on_item_changed(self, item: QTreeWidgetItem) -> None:
        self._set(item, is_on=item.checkState(0) == Qt.CheckState.Checked)

    def _on_clicked(self, item: QTreeWidgetItem, _column: int) -> None:
        # A click on the box has already changed it; a click on the words does the same as one on the box.
        data = item.data(0, _VALUE)
        self._unfold_soon(item)
        is_on = item.checkState(0) == Qt.CheckState.Checked
        if data and is_on == (data[1] in self._chosen.get(data[0], {})):
            self._set(item, is_on=not is_on)

    def _unfold_soon(self, item: QTreeWidgetItem) -> None:
        group = item.data(0, _UNFOLD)
        if group:
            QTimer.singleShot(0, self, lambda: self._unfold(group))

    def _set(self, item: QTreeWidgetItem, *, is_on: bool) -> None:
        data = item.data(0, _VALUE)
        if data:
            # Not now: the list is built anew, and Qt is still busy with this entry.
            group, value, words = data
            QTimer.singleShot(0, self, lambda: self.choose(group, value, words, is_on=is_on))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and item is not None:
            self._set(item, is_on=item.checkState(0) != Qt.CheckState.Checked)
            self._unfold_soon(item)
            event.accept()
            return
        super().keyPressEvent(event)


def _words_of(facet: Facet) -> str:
    if facet.name == "direction" and facet.value in list(Direction):
        return label(Direction(facet.value))
    return facet.label
