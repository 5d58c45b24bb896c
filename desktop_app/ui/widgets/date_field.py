"""A line for dates as papers state them: what was understood stands below while one types."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from PySide6.QtCore import QDate, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QMenu, QVBoxLayout, QWidget, QWidgetAction

from db.dates import UNKNOWN_DATE, DatePrecision, PartialDate
from desktop_app.errors import AppError
from desktop_app.ui.icons import set_icon
from desktop_app.ui.widgets.labels import PlainLabel, restyle

ParseDate = Callable[[str], PartialDate]


class PartialDateField(QWidget):
    """Takes "9/6/2022", "24–27/6/2024", "tháng 5/2023", "quý II/2023", "2021", or nothing.

    ``parse`` turns the typed text into a date; it raises ValueError or AppError with a sentence.

    Signals:
        changed: the text changed; ``value`` and ``error`` are new.
    """

    changed = Signal()

    def __init__(self, parse: ParseDate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parse = parse
        self._value = UNKNOWN_DATE
        self._given = UNKNOWN_DATE
        self._given_text = ""
        self._error = ""
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("ví dụ 9/6/2022, 24–27/6/2024, tháng 5/2023"))
        self.line.setMaxLength(60)
        self._words = PlainLabel(role="caption")
        self._calendar = QAction(self.tr("Chọn trên lịch"), self)
        set_icon(self._calendar, "calendar", "text_muted")
        self._calendar.triggered.connect(self._open_calendar)
        self.line.addAction(self._calendar, QLineEdit.ActionPosition.TrailingPosition)
        self.line.textChanged.connect(self._on_text_changed)
        self.setFocusProxy(self.line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.line)
        layout.addWidget(self._words)
        self._show_words()

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    @property
    def value(self) -> PartialDate:
        """The date as understood; unknown when the text is empty or not understood."""
        return self._value

    @property
    def error(self) -> str:
        """Why the text is no date, "" when it is one or empty."""
        return self._error

    @property
    def words(self) -> str:
        """The line below the field."""
        return self._words.text()

    def set_value(self, value: PartialDate) -> None:
        """Show ``value``; it comes back unchanged, with its stated words, while nobody edits it."""
        self._given = value
        self._given_text = value.display() if value.known else ""
        self.line.setText(self._given_text)
        self._on_text_changed()

    def _on_text_changed(self) -> None:
        text = unicodedata.normalize("NFC", self.line.text()).strip()
        self._error = ""
        if text == self._given_text:
            self._value = self._given
        elif not text:
            self._value = UNKNOWN_DATE
        else:
            self._understand(text)
        self._show_words()
        self.changed.emit()

    def _understand(self, text: str) -> None:
        self._value = UNKNOWN_DATE
        try:
            self._value = self._parse(text)
        except AppError as error:
            self._error = error.message
        except ValueError as error:
            self._error = str(error)

    def _show_words(self) -> None:
        if self._error:
            words = self._error
        elif not self._value.known:
            words = self.tr("Để trống nếu chưa rõ.")
        else:
            words = self.tr("Hiểu là: {0}").format(self._value.display())
            if self._value.precision is DatePrecision.NO_YEAR:
                words += self.tr(", chưa rõ năm")
        self._words.setText(words)
        self._words.setProperty("role", "error" if self._error else "caption")
        self.line.setProperty("invalid", "true" if self._error else "false")
        restyle(self._words)
        restyle(self.line)

    def _open_calendar(self) -> None:
        menu = QMenu(self)
        calendar = QCalendarWidget(menu)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        first = self._value.first_day()
        if first is not None:
            calendar.setSelectedDate(QDate(first.year, first.month, first.day))
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(calendar)
        menu.addAction(holder)
        calendar.clicked.connect(lambda day: (self.line.setText(day.toString("dd/MM/yyyy")), menu.close()))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.line.mapToGlobal(self.line.rect().bottomLeft()))
