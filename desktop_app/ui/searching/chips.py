"""The filters that are chosen, as chips above the answers: each can be taken away with one click."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton, QWidget

from desktop_app.ui.icons import set_icon
from desktop_app.ui.searching.chosen import DATED, GROUPS
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.labels import plain_tooltip

_LONGEST = 36
_TITLES = {**dict(GROUPS), DATED: "Thời gian"}


class ChipRow(QWidget):
    """Hidden while nothing is chosen.

    Signals:
        removed: group and value of the chip that was clicked.
        cleared: everything is to be taken away.
    """

    removed = Signal(str, str)
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Điều kiện lọc đang dùng"))
        self.chips: list[QToolButton] = []
        self._flow = FlowLayout(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_chosen(self, chosen: Mapping[str, Mapping[str, str]]) -> None:
        """Show a chip for each value; the focus goes to the neighbour of a chip that went."""
        had_focus = next((place for place, chip in enumerate(self.chips) if chip.hasFocus()), None)
        self._flow.clear()
        self.chips = [
            self._chip(group, value, words)
            for group, values in chosen.items()
            for value, words in values.items()
        ]
        for chip in self.chips:
            self._flow.addWidget(chip)
        if len(self.chips) > 1:
            self._flow.addWidget(self._clear_button())
        self.setVisible(bool(self.chips))
        self.updateGeometry()
        if had_focus is not None and self.chips:
            neighbour = self.chips[min(had_focus, len(self.chips) - 1)]
            neighbour.show()
            neighbour.setFocus()

    def _chip(self, group: str, value: str, words: str) -> QToolButton:
        title = QCoreApplication.translate("FilterPanel", _TITLES.get(group, ""))
        chip = QToolButton(self)
        short = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
        chip.setText(f"{title}: {short}".replace("&", "&&"))
        chip.setProperty("role", "chip")
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        chip.setToolTip(plain_tooltip(self.tr("Bỏ điều kiện “{0}: {1}”").format(title, words)))
        chip.setAccessibleName(self.tr("Bỏ điều kiện {0}: {1}").format(title, words))
        set_icon(chip, "x", "on_accent_soft")
        # Not now: the row is built anew, and Qt is still busy with this button.
        chip.clicked.connect(lambda: self.removed.emit(group, value), Qt.ConnectionType.QueuedConnection)
        return chip

    def _clear_button(self) -> QPushButton:
        button = QPushButton(self.tr("Bỏ tất cả"), self)
        button.setProperty("role", "link")
        button.setAccessibleName(self.tr("Bỏ mọi điều kiện lọc"))
        button.clicked.connect(self.cleared, Qt.ConnectionType.QueuedConnection)
        return button
