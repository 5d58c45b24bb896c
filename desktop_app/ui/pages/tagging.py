"""Tags of several records at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.ui.dialogs.base import Choice, Dialog
from desktop_app.ui.widgets.chip_edit import ChipEdit
from desktop_app.ui.widgets.labels import PlainLabel


class TagDialog(Dialog):
    """Shows the tags all the records share; what is added or removed goes for all of them.

    Signals:
        chosen: ids, tags to add, tags to remove.
    """

    chosen = Signal(list, tuple, tuple)

    def __init__(
        self, records: Sequence[Any], known: Sequence[str], noun: str, parent: QWidget | None = None
    ) -> None:
        words = parent.tr("Nhãn của {0} {1}") if parent is not None else "Nhãn của {0} {1}"
        super().__init__(parent, words.format(len(records), noun), icon_name="tag")
        self._ids = [record.id for record in records]
        self._shared = tuple(tag for tag in records[0].tags if all(tag in one.tags for one in records))
        self.chips = ChipEdit(known)
        self.chips.set_words(self._shared)
        caption = PlainLabel(self.tr("Nhãn chung của các mục đang chọn"), role="label")
        caption.setBuddy(self.chips)
        self.chips.setAccessibleName(caption.text())
        self.body.addWidget(caption)
        self.body.addWidget(self.chips)
        self.body.addStretch(1)
        self.add_button(Choice(self.tr("Hủy"), ""))
        # Enter in the chips adds a word and must not close the dialog.
        save = self.add_button(Choice(self.tr("Gắn nhãn"), "save", "primary"))
        save.setDefault(False)
        save.setAutoDefault(False)
        self.accepted.connect(self._on_accepted)
        self.chips.setFocus()

    def _on_accepted(self) -> None:
        if self.chips.line.text().strip():
            self.chips.add(self.chips.line.text())
        now = self.chips.words
        add = tuple(tag for tag in now if tag not in self._shared)
        remove = tuple(tag for tag in self._shared if tag not in now)
        if add or remove:
            self.chosen.emit(self._ids, add, remove)
