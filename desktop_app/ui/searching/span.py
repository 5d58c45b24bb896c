"""From when to when: two handles over bars that show how many answers each year has, and exact days."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from db.dates import PartialDate
from desktop_app.services.dates import parse_date
from desktop_app.ui.theme import theme
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.date_field import PartialDateField
from desktop_app.ui.widgets.labels import ElidedLabel, PlainLabel, plain_tooltip

_BARS = 40
_HANDLE = 14


class SpanPicker(QWidget):
    """Days from … to …; open sides do not narrow.

    Signals:
        changed: first day, last day ("" for an open side), and the words for both.
    """

    changed = Signal(str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = self._last = ""
        self.words = ElidedLabel(role="caption")
        self.slider = YearSlider()
        self.exact = QPushButton(self.tr("Nhập ngày…"))
        self.exact.setProperty("role", "link")
        self.exact.setCheckable(True)
        self.from_field = PartialDateField(parse_date)
        self.to_field = PartialDateField(parse_date)
        self._fields = QWidget()
        self._lay_out()
        self.slider.changed.connect(self._on_slid)
        self.exact.toggled.connect(self._on_exact)
        for field in (self.from_field, self.to_field):
            field.line.editingFinished.connect(self._on_typed)
        self.set_span("", "")

    @property
    def span(self) -> tuple[str, str]:
        """First and last day, "" for an open side."""
        return self._first, self._last

    def set_span(self, first: str, last: str) -> None:
        """Show these days, without announcing it."""
        self._first, self._last = first, last
        self.slider.set_years(_year(first), _year(last))
        for field, day, typed in ((self.from_field, first, "first"), (self.to_field, last, "last")):
            if not field.line.hasFocus() and _edge(field.value, typed) != day:
                field.line.setText(_shown(day))
        self._show_words()

    def set_counts(self, counts: Mapping[int, int]) -> None:
        """Show how many answers each year has."""
        self.slider.set_counts(counts)
        self._show_words()
        self.slider.set_years(_year(self._first), _year(self._last))

    def _show_words(self) -> None:
        words = span_words(*self.span)
        counts = self.slider.counts
        if not words and len(counts) > 1:
            words = self.tr("Tất cả, {0}–{1}").format(min(counts), max(counts))
        self.words.setText(words or self.tr("Mọi thời gian"))

    def _lay_out(self) -> None:
        fields = QVBoxLayout(self._fields)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(2)
        for words, field in ((self.tr("Từ ngày"), self.from_field), (self.tr("Đến ngày"), self.to_field)):
            field.setAccessibleName(words)
            label = PlainLabel(words, role="label")
            label.setBuddy(field.line)
            fields.addWidget(label)
            fields.addWidget(field)
        self._fields.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.TIGHT, 0, Space.MEDIUM, Space.TIGHT)
        layout.setSpacing(2)
        layout.addWidget(PlainLabel(self.tr("Thời gian"), role="strong"))
        layout.addWidget(self.slider)
        row = QHBoxLayout()
        row.setSpacing(Space.TIGHT)
        row.addWidget(self.words, 1)
        row.addWidget(self.exact)
        layout.addLayout(row)
        layout.addWidget(self._fields)

    def _on_exact(self, is_on: bool) -> None:
        self._fields.setVisible(is_on)
        self.exact.setText(self.tr("Ẩn ô ngày") if is_on else self.tr("Nhập ngày…"))
        if is_on:
            self.from_field.line.setFocus()

    def _on_slid(self, first: int, last: int) -> None:
        self._tell(f"{first:04d}-01-01" if first else "", f"{last:04d}-12-31" if last else "")

    def _on_typed(self) -> None:
        begin, end = self.from_field, self.to_field
        if begin.error or end.error:
            return
        if begin.value.known and end.value.known and _edge(begin.value, "first") > _edge(end.value, "last"):
            begin, end = end, begin
        self._tell(_edge(begin.value, "first"), _edge(end.value, "last"))

    def _tell(self, first: str, last: str) -> None:
        if (first, last) != self.span:
            self.set_span(first, last)
            self.changed.emit(first, last, span_words(first, last))


class YearSlider(QWidget):
    """Bars with a handle for the first and one for the last year; handles at the ends leave a side open.

    Signals:
        changed: first and last year, 0 for an open side.
    """

    changed = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: dict[int, int] = {}
        self._grabbed: Handle | None = None
        self.low = Handle(self.tr("Từ năm"), self)
        self.high = Handle(self.tr("Đến năm"), self)
        for handle in (self.low, self.high):
            handle.valueChanged.connect(lambda _year, moved=handle: self._on_moved(moved))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        theme().changed.connect(self.update)
        self.set_counts({})

    def set_counts(self, counts: Mapping[int, int]) -> None:
        """Show these counts; the years run from the first to the last of them."""
        self._counts = {year: count for year, count in counts.items() if count > 0}
        years = self._counts or {0: 0}
        for handle in (self.low, self.high):
            was_silent = handle.blockSignals(True)
            handle.setRange(min(years), max(years))
            handle.blockSignals(was_silent)
            handle.setEnabled(min(years) < max(years))
        self.update()

    @property
    def counts(self) -> dict[int, int]:
        """How many answers each year has."""
        return dict(self._counts)

    def set_years(self, first: int, last: int) -> None:
        """Put the handles on these years (0: the end), without announcing it."""
        for handle, year in (
            (self.low, first or self.low.minimum()),
            (self.high, last or self.high.maximum()),
        ):
            was_silent = handle.blockSignals(True)
            handle.setValue(year)
            handle.blockSignals(was_silent)
        self._place()

    def years(self) -> tuple[int, int]:
        """First and last year, 0 for an open side."""
        low, high = self.low.value(), self.high.value()
        return (low if low > self.low.minimum() else 0, high if high < self.high.maximum() else 0)

    def sizeHint(self) -> QSize:
        return QSize(160, _BARS + _HANDLE + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(96, _BARS + _HANDLE + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        first, last = self.low.minimum(), self.low.maximum()
        low, high = self.low.value(), self.high.value()
        most = max(self._counts.values(), default=0)
        painter.fillRect(
            QRect(_HANDLE // 2, _BARS, self.width() - _HANDLE, Space.HAIR), theme().colour("border_strong")
        )
        if not most:
            return
        width = (self.width() - _HANDLE) / (last - first + 1)
        for year, count in self._counts.items():
            height = max(2, round((_BARS - 2) * count / most))
            left = round(_HANDLE / 2 + (year - first) * width)
            right = max(left + 1, round(_HANDLE / 2 + (year - first + 1) * width) - 1)
            token = "accent" if low <= year <= high else "border_strong"
            painter.fillRect(QRect(left, _BARS - height, right - left, height), theme().colour(token))

    # -- mouse -------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.low.isEnabled():
            self.grab_near(event.position().toPoint())
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if self._grabbed is not None:
            self._grabbed.setSliderPosition(self._year_at(place.x()))
        year = self._year_at(place.x())
        count = self._counts.get(year, 0)
        self.setToolTip(
            plain_tooltip(self.tr("Năm {0}: {1} kết quả").format(year, count)) if self._counts else ""
        )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        grabbed, self._grabbed = self._grabbed, None
        if grabbed is not None:
            grabbed.setSliderDown(False)
            self._tell()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # One year alone: the quickest way from a high bar to what lies under it.
        self._grabbed = None
        year = self._year_at(event.position().toPoint().x())
        if self.low.isEnabled():
            self.set_years(year, year)
            self._tell()

    def grab_near(self, place: QPoint) -> None:
        """Take the nearer handle, and let it come to ``place``."""
        gaps = [(abs(handle.geometry().center().x() - place.x()), handle) for handle in (self.low, self.high)]
        nearer = min(gaps, key=lambda gap: gap[0])[1]
        if gaps[0][0] == gaps[1][0]:
            nearer = self.low if place.x() < self.low.geometry().center().x() else self.high
        self._grabbed = nearer
        nearer.setFocus(Qt.FocusReason.MouseFocusReason)
        nearer.setSliderDown(True)
        nearer.setSliderPosition(self._year_at(place.x()))

    # -- inside ------------------------------------------------------------------------------------------

    def _on_moved(self, moved: Handle) -> None:
        # The handles stop at each other.
        if self.low.value() > self.high.value():
            was_silent = moved.blockSignals(True)
            moved.setValue(self.high.value() if moved is self.low else self.low.value())
            moved.blockSignals(was_silent)
        self._place()
        if self._grabbed is None:
            self._tell()

    def _tell(self) -> None:
        self.changed.emit(*self.years())

    def _year_at(self, x: int) -> int:
        first, last = self.low.minimum(), self.low.maximum()
        width = max(1.0, (self.width() - _HANDLE) / (last - first + 1))
        return max(first, min(last, first + int((x - _HANDLE / 2) // width)))

    def _place(self) -> None:
        """The low handle stands at the left edge of its year, the high one at the right edge of its own."""
        first, last = self.low.minimum(), self.low.maximum()
        width = (self.width() - _HANDLE) / (last - first + 1)
        for handle, steps in (
            (self.low, self.low.value() - first),
            (self.high, self.high.value() - first + 1),
        ):
            handle.move(round(steps * width), _BARS - _HANDLE // 2 + 4)
        self.update()


class Handle(QAbstractSlider):
    """A handle with the keys of a slider: arrows a year, Page five, Home and End."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(_HANDLE, _HANDLE)
        self.setPageStep(5)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._name = name
        self.valueChanged.connect(self._name_value)
        self._name_value()

    def _name_value(self) -> None:
        self.setAccessibleName(f"{self._name} {self.value()}" if self.value() else self._name)

    def setValue(self, value: int) -> None:
        super().setValue(value)
        self._name_value()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        # Page keys that the slider did not need must not reach the page either.
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = QColor(theme().colour("accent" if self.isEnabled() else "border_strong"))
        painter.setPen(theme().colour("surface"))
        painter.setBrush(ink)
        painter.drawEllipse(self.rect().adjusted(1, 1, -2, -2))
        if self.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().colour("on_accent"))
            painter.drawEllipse(self.rect().adjusted(5, 5, -6, -6))


def span_words(first: str, last: str) -> str:
    """The span in words: "2019–2024", "từ 09/06/2022", "đến 2020", "" when both sides are open."""
    begin, end = _side(first, "-01-01"), _side(last, "-12-31")
    if begin and end:
        return begin if begin == end else f"{begin}–{end}"
    if begin:
        return f"từ {begin}"
    return f"đến {end}" if end else ""


def _side(day: str, whole_year: str) -> str:
    return day[:4] if day.endswith(whole_year) else _shown(day)


def _shown(day: str) -> str:
    return "/".join(reversed(day.split("-"))) if day else ""


def _year(day: str) -> int:
    return int(day[:4]) if day[:4].isdecimal() else 0


def _edge(value: PartialDate, side: str) -> str:
    """The first or the last day a typed date covers, "" when it has no year."""
    day = value.first_day() if side == "first" else value.last_day()
    return day.isoformat() if day is not None else ""
