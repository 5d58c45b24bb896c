"""The sheet of all shortcuts (Ctrl+/)."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.actions import FRAME_ACTIONS, LOCAL_KEYS, ActionSpec
from desktop_app.ui.dialogs.base import Choice, Dialog
from desktop_app.ui.navigation import PAGES
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.labels import Badge, PlainLabel


class ShortcutsDialog(Dialog):
    """Keys and words in two columns, by heading."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, self.tr("Phím tắt"), icon_name="keyboard")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        pages = tuple(
            ActionSpec(spec.name, spec.title, (f"Ctrl+{number}",), spec.icon, self.tr("Các trang"))
            for number, spec in enumerate(PAGES[:9], start=1)
        )
        groups: dict[str, list[ActionSpec]] = {}
        for spec in (*FRAME_ACTIONS, *LOCAL_KEYS, *pages):
            groups.setdefault(spec.group, []).append(spec)
        columns = (QVBoxLayout(), QVBoxLayout())
        for place, (heading, specs) in enumerate(groups.items()):
            columns[place % 2].addLayout(_group(heading, specs))
            columns[place % 2].addSpacing(Space.MEDIUM)
        both = QHBoxLayout()
        both.setSpacing(Space.HUGE)
        for column in columns:
            column.addStretch(1)
            both.addLayout(column, 1)
        self.body.addLayout(both)
        self.add_button(Choice(self.tr("Đóng"), "", "primary"))


def _group(heading: str, specs: list[ActionSpec]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(Space.MEDIUM)
    grid.setVerticalSpacing(Space.TIGHT)
    grid.setColumnStretch(1, 1)
    grid.addWidget(PlainLabel(QCoreApplication.translate("Actions", heading), role="label"), 0, 0, 1, 2)
    for row, spec in enumerate(specs, start=1):
        keys = QKeySequence(spec.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
        grid.addWidget(Badge(keys), row, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(PlainLabel(QCoreApplication.translate("Actions", spec.text)), row, 1)
    return grid
