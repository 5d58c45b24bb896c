"""The line above a list: filter text, choices, and how much of the whole is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.labels import PlainLabel
from desktop_app.ui.widgets.search_field import SearchField


class FilterBar(QWidget):
    """A search field, any number of choices, a count.

    Signals:
        choice_changed: the name of the choice and the value chosen ("" for all).
    """

    choice_changed = Signal(str, str)

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchField(placeholder)
        self.search.setMinimumWidth(160)
        self.search.setMaximumWidth(360)
        self._count = PlainLabel(role="muted")
        self._choices: dict[str, QComboBox] = {}
        # Choices that find no room go to a second line: half a word in a box tells nobody what it filters.
        holder = QWidget()
        self._flow = FlowLayout(holder, Space.SMALL)
        policy = holder.sizePolicy()
        policy.setHeightForWidth(True)
        policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        holder.setSizePolicy(policy)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self.search, 1, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(holder, 8)
        layout.addWidget(self._count, 0, Qt.AlignmentFlag.AlignTop)

    def add_choice(self, name: str, all_text: str, values: Sequence[tuple[str, str]]) -> QComboBox:
        """Add a choice: ``all_text`` ("Mọi đối tác") and pairs of value and words."""
        box = QComboBox()
        box.setAccessibleName(all_text)
        box.setMaximumWidth(260)
        box.setMinimumContentsLength(10)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._choices[name] = box
        self.set_values(name, all_text, values)
        box.currentIndexChanged.connect(lambda _place: self.choice_changed.emit(name, self.chosen(name)))
        self._flow.addWidget(box)
        return box

    def box(self, name: str) -> QComboBox:
        """The widget of a choice."""
        return self._choices[name]

    def set_values(self, name: str, all_text: str, values: Sequence[tuple[str, str]]) -> None:
        """Offer other values; what was chosen stays chosen when it is still there."""
        box = self._choices[name]
        before = self.chosen(name)
        was_silent = box.blockSignals(True)
        box.clear()
        box.addItem(all_text, "")
        for value, words in values:
            box.addItem(words, value)
        box.setCurrentIndex(max(0, box.findData(before)))
        box.blockSignals(was_silent)

    def chosen(self, name: str) -> str:
        """The value chosen, "" for all."""
        value = self._choices[name].currentData()
        return value if isinstance(value, str) else ""

    def choose(self, name: str, value: str) -> None:
        """Choose ``value`` ("" for all)."""
        self._choices[name].setCurrentIndex(max(0, self._choices[name].findData(value)))

    def add_widget(self, widget: QWidget) -> None:
        """Put something more before the count."""
        self._flow.addWidget(widget)

    def show_count(self, shown: int, total: int) -> None:
        """Say how many of how many are shown."""
        if shown == total:
            self._count.setText(self.tr("{0} dòng").format(_number(total)) if total else "")
        else:
            self._count.setText(self.tr("{0} trong {1} dòng").format(_number(shown), _number(total)))

    def count_text(self) -> str:
        """The words of the count."""
        return self._count.text()


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
