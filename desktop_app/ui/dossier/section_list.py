"""The sections of a dossier: checked or not, in an order one drags or moves with keys."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.services.dossiers import Section, section_label
from desktop_app.ui.icons import set_icon
from desktop_app.ui.tokens import Space

_SECTION = Qt.ItemDataRole.UserRole
_ROW = 27


class SectionList(QWidget):
    """All sections with a check box each.

    Signals:
        changed: a section was checked, unchecked or moved.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = _View(self)
        self.view.setAccessibleName(self.tr("Các phần của hồ sơ"))
        self.view.moved.connect(self.move_current)
        self.view.itemChanged.connect(lambda _item: self.changed.emit())
        self.view.model().rowsMoved.connect(lambda *_what: self.changed.emit())
        self.view.currentRowChanged.connect(self._settle_buttons)
        self.up = _button(self, self.tr("Lên"), "arrow-up", self.tr("Chuyển phần đang chọn lên (Alt+↑)"), -1)
        self.down = _button(
            self, self.tr("Xuống"), "arrow-down", self.tr("Chuyển phần đang chọn xuống (Alt+↓)"), 1
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.SMALL)
        buttons.addWidget(self.up)
        buttons.addWidget(self.down)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self.view)
        layout.addLayout(buttons)
        self.set_sections(tuple((section, True) for section in Section))

    def set_sections(self, sections: tuple[tuple[Section, bool], ...]) -> None:
        """Show these sections, without announcing it."""
        was_silent = self.view.blockSignals(True)
        self.view.clear()
        for section, is_on in sections:
            item = QListWidgetItem(section_label(section))
            item.setData(_SECTION, section.value)
            item.setSizeHint(QSize(0, _ROW))
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsUserCheckable
                | Qt.ItemFlag.ItemIsDragEnabled
            )
            item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
            self.view.addItem(item)
        self.view.blockSignals(was_silent)
        self.view.setFixedHeight(_ROW * len(sections) + 2 * self.view.frameWidth() + 2)
        self._settle_buttons()

    def sections(self) -> tuple[tuple[Section, bool], ...]:
        """The sections in the order shown, with whether each is checked."""
        items = (self.view.item(row) for row in range(self.view.count()))
        return tuple(
            (Section(item.data(_SECTION)), item.checkState() == Qt.CheckState.Checked) for item in items
        )

    def check(self, section: Section, *, is_on: bool) -> None:
        """Check or uncheck a section."""
        row = [one for one, _ in self.sections()].index(section)
        self.view.item(row).setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)

    def move_current(self, by: int) -> None:
        """Move the current section up (-1) or down (1)."""
        row = self.view.currentRow()
        if row < 0 or not 0 <= row + by < self.view.count():
            return
        was_silent = self.view.blockSignals(True)
        item = self.view.takeItem(row)
        self.view.insertItem(row + by, item)
        self.view.setCurrentRow(row + by)
        self.view.blockSignals(was_silent)
        self._settle_buttons()
        self.changed.emit()

    def _settle_buttons(self) -> None:
        row = self.view.currentRow()
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < self.view.count() - 1)


class _View(QListWidget):
    """Rows that can be dragged. Signals: moved (-1 or 1) when Alt and an arrow were pressed."""

    moved = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and Qt.Key(event.key()) in steps:
            self.moved.emit(steps[Qt.Key(event.key())])
            event.accept()
            return
        super().keyPressEvent(event)


def _button(owner: SectionList, text: str, icon_name: str, tip: str, by: int) -> QPushButton:
    button = QPushButton(" " + text)
    button.setProperty("dense", "true")
    button.setAccessibleName(text)
    button.setToolTip(tip)
    set_icon(button, icon_name)
    button.clicked.connect(lambda: owner.move_current(by))
    return button
