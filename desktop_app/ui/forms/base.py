"""What all forms have in common: fields tied to a frozen record, what differs, is wrong or doubtful."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication, QShortcut
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from db.dates import DatePrecision
from desktop_app.services.dates import parse_date
from desktop_app.services.editing import FormChoices
from desktop_app.ui.forms.fields import ChoiceBox, SuggestLine, TextBox, enum_box
from desktop_app.ui.forms.rows_editor import RowsEditor
from desktop_app.ui.forms.rows_model import RowColumn
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.chip_edit import ChipEdit
from desktop_app.ui.widgets.date_field import PartialDateField
from desktop_app.ui.widgets.form import FormSheet

Store = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a person should look at; saving stays allowed. ``action`` may put it right."""

    text: str
    action: str = ""
    answer: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class _Bound:
    widget: QWidget
    sheet: FormSheet | None
    store: Store


class RecordForm(QWidget):
    """A form for one frozen record. Subclasses add their fields in ``build``.

    What nobody touched comes back as it was, letter by letter. The keys Ctrl+S and Esc belong to whoever
    shows the form.

    Signals:
        changed: a field says something else now.
    """

    changed = Signal()
    title = ""

    def __init__(self, choices: FormChoices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices = choices
        self._record: Any = None
        self._bound: dict[str, _Bound] = {}
        self._clean_rows: dict[str, tuple[Any, ...]] = {}
        self._sheet: FormSheet | None = None
        self._is_loading = False
        self._doubts: tuple[tuple[str, str], ...] = ()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(Space.MEDIUM)
        self._doubt_box = QVBoxLayout()
        self._doubt_box.setSpacing(Space.SMALL)
        self._doubts_soon = QTimer(self)
        self._doubts_soon.setSingleShot(True)
        self._doubts_soon.setInterval(0)
        self._doubts_soon.timeout.connect(self.show_doubts)
        self.build()
        self._layout.addStretch(1)
        for name, bound in self._bound.items():
            self._listen(name, bound.widget)

    # -- for subclasses ------------------------------------------------------------------------------

    def build(self) -> None:
        """Add the fields."""

    def doubts(self) -> list[Doubt]:
        """What a person should look at besides the dates."""
        return []

    def loaded(self, record: Any) -> None:
        """Answer a record being shown (to fill what is no plain field)."""

    def stored(self, record: Any) -> Any:
        """Return ``record`` with what is no plain field."""
        return record

    def add_section(self, title: str) -> None:
        """Begin a group of fields."""
        self._open_sheet().add_section(title)

    def add(
        self,
        name: str,
        label: str,
        widget: QWidget,
        *,
        hint: str = "",
        required: bool = False,
        half: bool = False,
        store: Store = lambda value: value,
    ) -> QWidget:
        """Tie ``widget`` to the attribute ``name`` of the record; ``store`` makes the attribute's value."""
        sheet = self._open_sheet()
        sheet.add(name, label, widget, hint=hint, required=required, half=half)
        self._bound[name] = _Bound(widget, sheet, store)
        return widget

    def add_line(self, name: str, label: str, *, offers: Sequence[str] = (), **how: Any) -> SuggestLine:
        """Add a line of text that offers known names."""
        line = SuggestLine(offers)
        self.add(name, label, line, **how)
        return line

    def add_text(self, name: str, label: str, lines: int = 3, **how: Any) -> TextBox:
        """Add several lines of text."""
        box = TextBox(lines)
        self.add(name, label, box, **how)
        return box

    def add_date(self, name: str, label: str, **how: Any) -> PartialDateField:
        """Add a date."""
        field = PartialDateField(parse_date)
        self.add(name, label, field, **{"half": True, **how})
        return field

    def add_enum(self, name: str, label: str, cls: type[StrEnum], **how: Any) -> ChoiceBox:
        """Add a choice among the members of an enumeration."""
        box = enum_box(cls)
        self.add(name, label, box, **{"half": True, "store": cls, **how})
        return box

    def add_chips(self, name: str, label: str, offers: Sequence[str], **how: Any) -> ChipEdit:
        """Add several short words."""
        chips = ChipEdit(offers)
        self.add(name, label, chips, **how)
        return chips

    def add_rows(
        self, name: str, title: str, columns: Sequence[RowColumn], make: Callable[[], Any], add_text: str
    ) -> RowsEditor:
        """Add a small table of records."""
        editor = RowsEditor(title, columns, make, add_text)
        self._sheet = None
        self._layout.addWidget(editor)
        self._bound[name] = _Bound(editor, None, lambda value: value)
        return editor

    def place_doubts(self) -> None:
        """Let doubts stand here, between the fields before and those after."""
        self._sheet = None
        self._layout.addLayout(self._doubt_box)

    # -- for users of the form -----------------------------------------------------------------------

    def set_record(self, record: Any) -> None:
        """Show ``record``; nothing differs then."""
        self._record = record
        self._is_loading = True
        for name, bound in self._bound.items():
            if hasattr(record, name):
                _write(bound.widget, getattr(record, name))
        self.loaded(record)
        self._is_loading = False
        self.mark_clean()
        self.show_doubts()

    def record(self) -> Any:
        """The record as the fields say; what was not touched is as it was.

        Raises:
            ValueError: before ``set_record``.
        """
        if self._record is None:
            raise ValueError("no record was set")
        self.commit()
        dirty = self.dirty_fields()
        fresh = {
            name: bound.store(self.value(name))
            for name, bound in self._bound.items()
            if name in dirty and hasattr(self._record, name)
        }
        return self.stored(replace(self._record, **fresh))

    def value(self, name: str) -> Any:
        """What a field says."""
        bound = self._bound[name]
        if isinstance(bound.widget, RowsEditor):
            return bound.widget.rows()
        return bound.sheet.value(name) if bound.sheet is not None else None

    def field(self, name: str) -> QWidget:
        """The input of an attribute."""
        return self._bound[name].widget

    def is_dirty(self) -> bool:
        """Whether something differs from what was shown first."""
        return bool(self.dirty_fields())

    def dirty_fields(self) -> set[str]:
        """The names of the fields that differ."""
        found: set[str] = set()
        for sheet in self._sheets():
            found |= sheet.dirty_fields()
        for name, bound in self._bound.items():
            if isinstance(bound.widget, RowsEditor) and (
                bound.widget.rows() != self._clean_rows.get(name, ()) or bound.widget.model.errors()
            ):
                found.add(name)
        return found

    def mark_clean(self) -> None:
        """What the fields say now is what is stored."""
        for sheet in self._sheets():
            sheet.mark_clean()
        self._clean_rows = {
            name: bound.widget.rows()
            for name, bound in self._bound.items()
            if isinstance(bound.widget, RowsEditor)
        }

    def commit(self) -> None:
        """Take over letters an input method or a field still holds."""
        QGuiApplication.inputMethod().commit()
        for bound in self._bound.values():
            if isinstance(bound.widget, ChipEdit) and bound.widget.line.text().strip():
                bound.widget.add(bound.widget.line.text())
            elif isinstance(bound.widget, RowsEditor):
                bound.widget.view.commit_open_editor()

    def errors(self) -> dict[str, str]:
        """What forbids saving, by field, in words; each stands under its field as well."""
        self.commit()
        found: dict[str, str] = {}
        for sheet in self._sheets():
            sheet.check()
        own = self.own_errors()
        for name, text in own.items():
            sheet_of = self._bound[name].sheet
            if sheet_of is not None and not sheet_of.error(name):
                sheet_of.set_error(name, text)
        for name, bound in self._bound.items():
            text = (
                "\n".join(bound.widget.show_errors(own.get(name, "")))
                if isinstance(bound.widget, RowsEditor)
                else bound.sheet.error(name)
                if bound.sheet is not None
                else ""
            )
            if text:
                found[name] = text
        return found

    def own_errors(self) -> dict[str, str]:
        """What forbids saving besides empty required fields and dates."""
        return {}

    def check(self) -> bool:
        """Show what is wrong and go to the first such field; return whether all is well."""
        found = self.errors()
        first = next((name for name in self._bound if name in found), None)
        if first is not None:
            self.field(first).setFocus()
        return first is None

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        first = next(iter(self._bound.values()), None)
        if first is not None:
            first.widget.setFocus()

    def show_doubts(self) -> None:
        """Say what a person should look at."""
        doubts = [*self._date_doubts(), *self.doubts()]
        said = tuple((doubt.text, doubt.action) for doubt in doubts)
        if said == self._doubts:
            return
        self._doubts = said
        while (item := self._doubt_box.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for doubt in doubts:
            banner = Banner()
            banner.show_text(doubt.text, "warning", doubt.action, doubt.answer)
            self._doubt_box.addWidget(banner)

    @property
    def doubt_texts(self) -> list[str]:
        """What is said at the moment."""
        return [text for text, _ in self._doubts]

    # -- inside --------------------------------------------------------------------------------------

    def _date_doubts(self) -> list[Doubt]:
        found: list[Doubt] = []
        for bound in self._bound.values():
            if not isinstance(bound.widget, PartialDateField):
                continue
            field, date = bound.widget, bound.widget.value
            if date.precision is DatePrecision.NO_YEAR:
                text = self.tr("{0}: ngày {1} chưa có năm. Hãy ghi thêm năm nếu biết, ví dụ {1}/2022.")
                shown = date.display().replace(" (chưa rõ năm)", "")
                found.append(Doubt(text.format(field.accessibleName(), shown)))
            elif date.inferred:
                text = self.tr("{0}: năm {1} là suy đoán, nguồn không ghi.")
                found.append(
                    Doubt(
                        text.format(field.accessibleName(), date.year),
                        self.tr("Xác nhận năm {0}").format(date.year),
                        lambda field=field: _confirm(field),
                    )
                )
        return found

    def _open_sheet(self) -> FormSheet:
        if self._sheet is None:
            self._sheet = FormSheet()
            # The owner of the form answers Ctrl+S and Esc; the same keys twice would cancel each other.
            for shortcut in self._sheet.findChildren(QShortcut):
                shortcut.setEnabled(False)
            self._layout.addWidget(self._sheet)
        return self._sheet

    def _sheets(self) -> list[FormSheet]:
        return list(dict.fromkeys(b.sheet for b in self._bound.values() if b.sheet is not None))

    def _listen(self, name: str, widget: QWidget) -> None:
        if isinstance(widget, (QLineEdit, QPlainTextEdit)):
            widget.textChanged.connect(lambda *_what: self._on_changed())
        elif isinstance(widget, QComboBox):
            widget.currentIndexChanged.connect(lambda _place: self._on_changed())
        elif isinstance(widget, (PartialDateField, ChipEdit, RowsEditor)):
            widget.changed.connect(self._on_changed)
        else:
            raise TypeError(name)

    def _on_changed(self) -> None:
        if not self._is_loading:
            self.changed.emit()
            self._doubts_soon.start()


def _confirm(field: PartialDateField) -> None:
    date = field.value.confirmed()
    field.line.setText(date.display())


def _write(widget: QWidget, value: Any) -> None:
    if isinstance(widget, RowsEditor):
        widget.set_rows(value)
    elif isinstance(widget, PartialDateField):
        widget.set_value(value)
    elif isinstance(widget, ChipEdit):
        widget.set_words(value)
    elif isinstance(widget, ChoiceBox):
        widget.set_value(value.value if isinstance(value, StrEnum) else value or 0)
    elif isinstance(widget, QPlainTextEdit):
        widget.setPlainText(str(value))
    elif isinstance(widget, QLineEdit):
        widget.setText("" if value is None else str(value))
        widget.setCursorPosition(0)
