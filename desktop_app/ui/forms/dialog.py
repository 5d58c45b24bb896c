"""The dialog around a form: save, turn away, and the passages the record rests on beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QWidget

from db.records import RecordKind
from desktop_app.progress import Reporter
from desktop_app.services.editing import FormChoices, Opened, Source
from desktop_app.ui.background import Lane
from desktop_app.ui.dialogs.base import Choice, Dialog
from desktop_app.ui.dialogs.question import may_discard
from desktop_app.ui.forms.kinds import empty_record, form_for, new_partners
from desktop_app.ui.frame import Frame
from desktop_app.ui.messages import describe
from desktop_app.ui.navigation import Address
from desktop_app.ui.tables.sources import SourceList
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.banner import Banner

_SAVE, _LEAVE = "save", ""
_NARROW = 720


class RecordDialog(Dialog):
    """Edits one record. Ctrl+S saves and closes, Esc asks only when something changed.

    Signals:
        saved: the id of the record and the action that undo wants (or None).
    """

    saved = Signal(int, object)

    def __init__(
        self,
        frame: Frame,
        record: Any,
        choices: FormChoices,
        sources: Sequence[Source] = (),
        parent: QWidget | None = None,
    ) -> None:
        form = form_for(record, choices)
        words = form.tr("Sửa {0}") if record.id else form.tr("Tạo {0} mới")
        super().__init__(parent, words.format(form.title.lower()))
        self.form = form
        self._frame = frame
        self._is_saving = False
        self._splitter: QSplitter | None = None
        self.setMaximumWidth(1600)
        self.setSizeGripEnabled(True)
        self.banner = Banner()
        self.body.addWidget(self.banner)
        self.sources = SourceList()
        self.sources.set_sources(sources)
        self.sources.passage_chosen.connect(self._on_passage_chosen)
        self.body.addWidget(self._lay_out_form(has_sources=bool(record.id)), 1)
        self.add_button(Choice(self.tr("Hủy"), _LEAVE))
        self.save_button = self.add_button(Choice(self.tr("Lưu"), _SAVE, "primary"))
        self.save_button.setToolTip(self.tr("Lưu (Ctrl+S)"))
        # Enter belongs to the fields: in a chip it adds a word, in a table it opens a cell.
        self.save_button.setDefault(False)
        self.save_button.setAutoDefault(False)
        if frame.services.held_by is not None:
            self.save_button.setEnabled(False)
            self.banner.show_text(self.tr("Kho đang được mở để sửa ở nơi khác, ở đây chỉ xem được."), "info")
        available = self.screen().availableGeometry()
        width = 1040 if record.id else 760
        self.resize(QSize(min(width, available.width() - 40), min(680, available.height() - 60)))
        self.form.focus_first()

    def save(self) -> None:
        """Check, store, close; what is wrong is said under the fields."""
        if self._is_saving or not self.save_button.isEnabled():
            return
        if not self.form.check():
            count = len(self.form.errors())
            self.banner.show_text(self.tr("Còn {0} chỗ cần sửa trước khi lưu.").format(count), "danger")
            return
        record, partners = self.form.record(), new_partners(self.form)
        services = self._frame.services
        self._is_saving = True
        self.save_button.setEnabled(False)

        def work(_reporter: Reporter) -> object:
            return services.editing.save(record, partners)

        self._frame.runner.run(
            "", work, lane=Lane.WRITE, on_success=self._on_saved, on_failure=self._on_failed
        )

    def reject(self) -> None:
        if self._may_close():
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Save):
            self.save()
            event.accept()
            return
        super().keyPressEvent(event)

    # -- inside --------------------------------------------------------------------------------------

    def _lay_out_form(self, *, has_sources: bool) -> QWidget:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.form.setContentsMargins(2, 2, Space.LARGE, 2)
        scroll.setWidget(self.form)
        if not has_sources:
            return scroll
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(scroll)
        self.sources.setContentsMargins(Space.LARGE, 0, 0, 0)
        self.sources.setMinimumWidth(220)
        splitter.addWidget(self.sources)
        splitter.setSizes([680, 320])
        splitter.setChildrenCollapsible(False)
        self._splitter = splitter
        return splitter

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._splitter is not None:
            is_narrow = self.width() < _NARROW
            self._splitter.setOrientation(Qt.Orientation.Vertical if is_narrow else Qt.Orientation.Horizontal)

    def _close(self, answer: str) -> None:
        if answer == _SAVE:
            self.save()
        else:
            self.reject()

    def _may_close(self) -> bool:
        if self._is_saving:
            return False
        self.form.commit()
        if not self.form.is_dirty():
            return True
        answer = may_discard(self, self.form.title.lower())
        if answer == "save":
            self.save()
        return answer == "discard"

    def _on_saved(self, result: tuple[int, int | None]) -> None:
        self._is_saving = False
        self.form.mark_clean()
        self.saved.emit(*result)
        self.accept()

    def _on_failed(self, error: BaseException) -> None:
        self._is_saving = False
        self.save_button.setEnabled(True)
        said = describe(error)
        self.banner.show_text(f"{said.text} {said.remedy}".strip(), "danger")

    def _on_passage_chosen(self, address: Address) -> None:
        if self._may_close():
            super().reject()
            self._frame.go(address)


def edit_record(
    frame: Frame,
    parent: QWidget,
    kind: RecordKind,
    record_id: int,
    on_saved: Callable[[int, int | None], object],
) -> None:
    """Read a record and open its dialog; it opens when the reading is done."""
    services = frame.services

    def work(_reporter: Reporter) -> object:
        return services.editing.open(kind, record_id)

    def show(opened: Opened) -> None:
        _show(RecordDialog(frame, opened.record, opened.choices, opened.sources, parent), on_saved)

    frame.runner.run("", work, on_success=show)


def create_record(
    frame: Frame,
    parent: QWidget,
    kind: RecordKind,
    on_saved: Callable[[int, int | None], object],
    record: Any | None = None,
) -> None:
    """Open the dialog of a new record; ``record`` (id 0) says what it begins with."""
    services = frame.services

    def work(_reporter: Reporter) -> object:
        return services.editing.choices()

    def show(choices: FormChoices) -> None:
        _show(RecordDialog(frame, record or empty_record(kind), choices, (), parent), on_saved)

    frame.runner.run("", work, on_success=show)


def _show(dialog: RecordDialog, on_saved: Callable[[int, int | None], object]) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.saved.connect(on_saved)
    dialog.open()
