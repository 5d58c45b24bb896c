"""Fields one below the other: label above, error below in words, a note of what changed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QMetaMethod, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.chip_edit import ChipEdit
from desktop_app.ui.widgets.date_field import PartialDateField
from desktop_app.ui.widgets.labels import PlainLabel, SectionHeader, restyle


@dataclass(frozen=True, slots=True)
class _Field:
    label: str
    widget: QWidget
    error: PlainLabel
    read: Callable[[], Any]
    is_required: bool


class FormSheet(QWidget):
    """A form of two columns; wide fields take both.

    Signals:
        save_requested: Ctrl+S, with every letter an input method held committed.
        leave_requested: Esc.
        dirty_changed: whether something differs from what was loaded.
    """

    save_requested = Signal()
    leave_requested = Signal()
    dirty_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, _Field] = {}
        self._clean: dict[str, Any] = {}
        self._was_dirty = False
        self._row = 0
        self._column = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.LARGE)
        self._grid.setVerticalSpacing(Space.SMALL)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)

    # -- building ----------------------------------------------------------------------------------------

    def add_section(self, title: str) -> None:
        """Begin a group of fields."""
        self._next_row()
        self._grid.addWidget(SectionHeader(title), self._row, 0, 1, 2)
        self._row += 1

    def add(
        self,
        name: str,
        label: str,
        widget: QWidget,
        *,
        hint: str = "",
        required: bool = False,
        half: bool = False,
    ) -> QWidget:
        """Add a field; ``half`` puts it beside the next half. Returns ``widget``.

        Raises:
            TypeError: the form does not know how to read this kind of widget.
        """
        read, changed = _reader(widget)
        caption = PlainLabel(label + (" *" if required else ""), role="label")
        caption.setBuddy(widget)
        widget.setAccessibleName(label)
        if hint:
            widget.setAccessibleDescription(hint)
        error = PlainLabel(role="error", wrap=True)
        error.hide()
        box = QVBoxLayout()
        box.setSpacing(2)
        if not isinstance(widget, QCheckBox):
            box.addWidget(caption)
        else:
            caption.hide()
            caption.setParent(self)
        box.addWidget(widget)
        if hint:
            box.addWidget(PlainLabel(hint, role="caption", wrap=True))
        box.addWidget(error)
        if not isinstance(widget, (QPlainTextEdit, ChipEdit)):
            box.addStretch(1)
        self._put(box, half=half)
        self._fields[name] = _Field(label, widget, error, read, required)
        self._clean[name] = read()
        changed.connect(self._on_changed)
        return widget

    # -- reading -----------------------------------------------------------------------------------------

    def value(self, name: str) -> Any:
        """What the field says: text (NFC, trimmed), yes or no, the chosen value, a date, or words."""
        return self._fields[name].read()

    def values(self) -> dict[str, Any]:
        """What every field says; letters an input method still holds are committed first."""
        QGuiApplication.inputMethod().commit()
        return {name: field.read() for name, field in self._fields.items()}

    def mark_clean(self) -> None:
        """What the fields say now is what is stored."""
        self._clean = {name: field.read() for name, field in self._fields.items()}
        self.clear_errors()
        self._on_changed()

    @property
    def is_dirty(self) -> bool:
        """Whether something differs from what is stored."""
        return any(field.read() != self._clean[name] for name, field in self._fields.items())

    def dirty_fields(self) -> set[str]:
        """The names of the fields that differ from what is stored."""
        return {name for name, field in self._fields.items() if field.read() != self._clean[name]}

    # -- errors ------------------------------------------------------------------------------------------

    def set_error(self, name: str, text: str) -> None:
        """Say under the field what is wrong; "" takes it back."""
        field = self._fields[name]
        field.error.setText(text)
        field.error.setVisible(bool(text))
        field.widget.setProperty("invalid", "true" if text else "false")
        restyle(field.widget)

    def error(self, name: str) -> str:
        """What is said under the field."""
        return self._fields[name].error.text()

    def clear_errors(self) -> None:
        """Take every error back."""
        for name in self._fields:
            self.set_error(name, "")

    def check(self) -> bool:
        """Mark what is missing or not understood, go to the first such field; return whether all is well."""
        QGuiApplication.inputMethod().commit()
        first: QWidget | None = None
        for name, field in self._fields.items():
            text = ""
            if isinstance(field.widget, PartialDateField) and field.widget.error:
                text = self.tr("Hãy sửa ngày này.")
            elif field.is_required and _is_nothing(field.read()):
                text = self.tr("Hãy điền {0}.").format(field.label[:1].lower() + field.label[1:])
            self.set_error(name, text)
            if text and first is None:
                first = field.widget
        if first is not None:
            first.setFocus()
        return first is None

    def request_save(self) -> None:
        """Commit what an input method holds, then ask to be saved."""
        QGuiApplication.inputMethod().commit()
        self.save_requested.emit()

    def event(self, event: QEvent) -> bool:
        # The window has a Ctrl+S of its own; claiming the key first keeps the two from silencing each other.
        is_asked = event.type() == QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and self._answers(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._answers(event):
            super().keyPressEvent(event)
        elif _is_escape(event):
            self.leave_requested.emit()
        else:
            self.request_save()

    # -- inside ------------------------------------------------------------------------------------------

    def _answers(self, event: QKeyEvent) -> bool:
        """Whether somebody listens for this key here; if not, it belongs to the dialog or panel around."""
        if _is_escape(event):
            return self.isSignalConnected(QMetaMethod.fromSignal(self.leave_requested))
        is_save = event.matches(QKeySequence.StandardKey.Save)
        return is_save and self.isSignalConnected(QMetaMethod.fromSignal(self.save_requested))

    def _put(self, box: QVBoxLayout, *, half: bool) -> None:
        if not half:
            self._next_row()
            self._grid.addLayout(box, self._row, 0, 1, 2)
            self._row += 1
            return
        self._grid.addLayout(box, self._row, self._column)
        self._column += 1
        if self._column == 2:
            self._next_row()

    def _next_row(self) -> None:
        if self._column:
            self._row += 1
            self._column = 0

    def _on_changed(self) -> None:
        dirty = self.is_dirty
        if dirty != self._was_dirty:
            self._was_dirty = dirty
            self.dirty_changed.emit(dirty)


def _is_escape(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Escape and event.modifiers() == Qt.KeyboardModifier.NoModifier


def _is_nothing(value: Any) -> bool:
    return value in ("", (), None) or getattr(value, "known", True) is False


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _reader(widget: QWidget) -> tuple[Callable[[], Any], Any]:
    """How to read a widget and which signal says that it changed."""
    if isinstance(widget, QLineEdit):
        return lambda: _nfc(widget.text()), widget.textChanged
    if isinstance(widget, QPlainTextEdit):
        return lambda: _nfc(widget.toPlainText()), widget.textChanged
    if isinstance(widget, QComboBox):
        if widget.isEditable():
            return lambda: _nfc(widget.currentText()), widget.currentTextChanged
        return widget.currentData, widget.currentIndexChanged
    if isinstance(widget, QCheckBox):
        return widget.isChecked, widget.toggled
    if isinstance(widget, QSpinBox):
        return widget.value, widget.valueChanged
    if isinstance(widget, PartialDateField):
        return lambda: widget.value, widget.changed
    if isinstance(widget, ChipEdit):
        return lambda: widget.words, widget.changed
    raise TypeError(type(widget).__name__)
