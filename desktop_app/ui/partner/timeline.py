"""The relation on a scale of years, painted: delegations both ways, agreements as diamonds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop_app.ui.icons import pixmap
from desktop_app.ui.partner.wording import Event
from desktop_app.ui.theme import theme
from desktop_app.ui.tokens import Size, Space
from desktop_app.ui.widgets.labels import plain_tooltip

# Lane, kind of evidence whose colours it wears, icon on the marker.
_LANES = (
    ("out", "visit", "arrow-right"),
    ("agreement", "agreement", ""),
    ("in", "person", "arrow-left"),
    ("other", "other", "minus"),
)
_FEWEST_YEARS = 3
_LANE, _STRIP_LANE = 36, 24
_MEETINGS = "meetings"


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry with the middle of its marker, and the ends of its period on the scale."""

    event: Event
    x: float
    y: float
    left: float
    right: float


class TimelineWidget(QWidget):
    """Arrow keys walk through the entries in time, Enter or a click opens one.

    Signals:
        pointed: the ``Event`` under the mouse or the keyboard, None when there is none.
        chosen: the ``Event`` to open.
    """

    pointed = Signal(object)
    chosen = Signal(object)

    def __init__(self, *, is_strip: bool = False, parent: QWidget | None = None) -> None:
        """``is_strip``: low, with all meetings in one lane."""
        super().__init__(parent)
        self._is_strip = is_strip
        self._lane_height = _STRIP_LANE if is_strip else _LANE
        self._events: tuple[Event, ...] = ()
        self._lanes: tuple[str, ...] = ()
        self._years = (0, 0)
        self._current = -1
        self._hovered = -1
        self._today = dt.date.today()
        self._name = self.tr("Dòng thời gian")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    # -- content -----------------------------------------------------------------------------------------

    def set_events(self, events: Sequence[Event], today: dt.date | None = None) -> None:
        """Show the entries that have a year; the others are for the list below."""
        self._today = today or self._today
        dated = [event for event in events if event.date.first_day() is not None]
        self._events = tuple(sorted(dated, key=lambda event: event.date.sort_key))
        present = {self._lane_of(event) for event in self._events}
        order = (_MEETINGS, *(lane for lane, _, _ in _LANES))
        self._lanes = tuple(lane for lane in order if lane in present)
        self._current = len(self._events) - 1
        self._hovered = -1
        self._years = self._span()
        self.setAccessibleName(self._describe())
        self._say_current()
        self.updateGeometry()
        self.update()

    @property
    def events(self) -> tuple[Event, ...]:
        """What is painted, oldest first."""
        return self._events

    @property
    def current(self) -> Event | None:
        """The entry the keyboard is at."""
        return self._events[self._current] if 0 <= self._current < len(self._events) else None

    @property
    def lanes(self) -> tuple[str, ...]:
        """The lanes that have entries, from above."""
        return self._lanes

    def placed(self) -> list[Placed]:
        """Where each entry stands, oldest first. Markers of one lane do not cover each other."""
        found: list[Placed | None] = [None] * len(self._events)
        for row, lane in enumerate(self._lanes):
            mine = [place for place, event in enumerate(self._events) if self._lane_of(event) == lane]
            spans = [self._ends(self._events[place]) for place in mine]
            middles = self._spread([(left + right) / 2 for left, right in spans])
            y = Space.SMALL + (row + 0.5) * self._lane_height
            for place, x, (left, right) in zip(mine, middles, spans, strict=True):
                found[place] = Placed(self._events[place], x, y, left, right)
        return [item for item in found if item is not None]

    def sizeHint(self) -> QSize:
        return QSize(600, self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(280, self._height())

    # -- keyboard and mouse --------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key
        last = len(self._events) - 1
        steps = {
            key.Key_Left: self._current - 1,
            key.Key_Right: self._current + 1,
            key.Key_Home: 0,
            key.Key_End: last,
        }
        if event.key() in steps and self._events:
            self._go(max(0, min(last, steps[Qt.Key(event.key())])))
        elif event.key() in (key.Key_Return, key.Key_Enter, key.Key_Space) and self.current is not None:
            self.chosen.emit(self.current)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.pointed.emit(self.current)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.pointed.emit(None)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._at(event.position())
        if place >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._go(place)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self._at(event.position())
        if place >= 0 and place == self._current and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self._events[place])

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._at(QPointF(event.pos()))
            if place >= 0:
                QToolTip.showText(event.globalPos(), plain_tooltip(self._events[place].words), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _hover(self, place: int) -> None:
        if place == self._hovered:
            return
        self._hovered = place
        self.setCursor(Qt.CursorShape.PointingHandCursor if place >= 0 else Qt.CursorShape.ArrowCursor)
        kept = self.current if self.hasFocus() else None
        self.pointed.emit(self._events[place] if place >= 0 else kept)
        self.update()

    def _go(self, place: int) -> None:
        self._current = place
        self._say_current()
        self.pointed.emit(self.current)
        self.update()

    def _say_current(self) -> None:
        words = self.current.words if self.current is not None else ""
        self.setAccessibleDescription(words)
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _at(self, point: QPointF) -> int:
        reach = self._marker() / 2 + 2
        for place, item in reversed(list(enumerate(self.placed()))):
            if abs(item.x - point.x()) <= reach and abs(item.y - point.y()) <= reach:
                return place
        return -1

    # -- measure -------------------------------------------------------------------------------------------

    def _describe(self) -> str:
        if not self._events:
            return self.tr("{0}: chưa có mục nào").format(self._name)
        return self.tr("{0}: {1} mục, từ {2} đến {3}. Phím trái, phải để đi, Enter để mở.").format(
            self._name, len(self._events), self._events[0].date.year, self._events[-1].date.year
        )

    def _span(self) -> tuple[int, int]:
        if not self._events:
            return self._today.year, self._today.year
        first = min(event.date.year or self._today.year for event in self._events)
        days = [event.date.last_day() for event in self._events]
        last = max(day.year for day in days if day is not None)
        while last - first + 1 < _FEWEST_YEARS:
            first, last = (first, last + 1) if last < self._today.year else (first - 1, last)
        return first, last

    def _caption_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(Size.CAPTION)
        return font

    def _lane_of(self, event: Event) -> str:
        return _MEETINGS if self._is_strip and event.lane != "agreement" else event.lane

    def _height(self) -> int:
        axis = QFontMetrics(self._caption_font()).height() + Space.TIGHT
        return Space.SMALL + max(1, len(self._lanes)) * self._lane_height + axis

    def _marker(self) -> float:
        return min(22.0, self._lane_height - 4.0)

    def _left(self) -> float:
        metrics = QFontMetrics(self._caption_font())
        return (
            max((metrics.horizontalAdvance(self._lane_name(lane)) for lane in self._lanes), default=0) + 20.0
        )

    def _lane_name(self, lane: str) -> str:
        return {
            "out": self.tr("Đoàn ra"),
            "agreement": self.tr("Thỏa thuận"),
            "in": self.tr("Đoàn vào"),
            "other": self.tr("Gặp gỡ khác"),
            _MEETINGS: self.tr("Gặp gỡ"),
        }[lane]

    def _x_of(self, day: dt.date) -> float:
        first, last = dt.date(self._years[0], 1, 1), dt.date(self._years[1], 12, 31)
        share = (day - first).days / max(1, (last - first).days)
        left = self._left() + self._marker() / 2
        return left + share * max(1.0, self.width() - left - self._marker() / 2 - Space.SMALL)

    def _ends(self, event: Event) -> tuple[float, float]:
        first, last = event.date.first_day(), event.date.last_day()
        if first is None or last is None:
            return 0.0, 0.0
        return self._x_of(first), self._x_of(last)

    def _spread(self, middles: list[float]) -> list[float]:
        """Move markers apart so that each can be seen; they stay in order and inside."""
        step = self._marker() + 2
        result = list(middles)
        for place in range(1, len(result)):
            result[place] = max(result[place], result[place - 1] + step)
        limit = self.width() - self._marker() / 2 - 2.0
        for place in reversed(range(len(result))):
            result[place] = min(result[place], limit)
            limit = result[place] - step
        return result

    # -- painting ------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._caption_font())
        if not self._events:
            painter.setPen(theme().colour("text_muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("Chưa có mục nào có năm"))
            return
        self._paint_scale(painter)
        self._paint_lanes(painter)
        for place, item in enumerate(self.placed()):
            self._paint_marker(painter, item, place)

    def _paint_scale(self, painter: QPainter) -> None:
        bottom = Space.SMALL + len(self._lanes) * self._lane_height
        metrics = painter.fontMetrics()
        first, last = self._years
        wide = metrics.horizontalAdvance("2026") + Space.MEDIUM
        room = max(1.0, self.width() - self._left())
        step = max(1, -(-(last - first + 1) * wide // int(room)))
        for year in range(first, last + 2):
            x = self._x_of(dt.date(year, 1, 1)) if year <= last else self._x_of(dt.date(last, 12, 31))
            painter.setPen(QPen(theme().colour("border"), 1))
            painter.drawLine(QPointF(x, Space.SMALL), QPointF(x, bottom))
            if year <= last and (year - first) % step == 0:
                painter.setPen(theme().colour("text_muted"))
                painter.drawText(QPointF(x + 3, bottom + metrics.ascent() + 3), str(year))
        if first <= self._today.year <= last:
            x = self._x_of(self._today)
            painter.setPen(QPen(theme().colour("accent"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, Space.SMALL), QPointF(x, bottom))

    def _paint_lanes(self, painter: QPainter) -> None:
        for row, lane in enumerate(self._lanes):
            y = Space.SMALL + (row + 0.5) * self._lane_height
            painter.setPen(theme().colour("text_muted"))
            box = QRectF(0, y - self._lane_height / 2, self._left() - 12, self._lane_height)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(box, flags, self._lane_name(lane))
            painter.setPen(QPen(theme().colour("border_strong"), 1))
            painter.drawLine(QPointF(self._left(), y), QPointF(self.width() - Space.SMALL, y))

    def _paint_marker(self, painter: QPainter, item: Placed, place: int) -> None:
        _, kind, icon_name = next(lane for lane in _LANES if lane[0] == item.event.lane)
        look = theme().highlight(kind)
        half = self._marker() / 2
        if item.right - item.left > 3:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.line)
            painter.drawRoundedRect(QRectF(item.left, item.y - 2, item.right - item.left, 4), 2, 2)
        style = Qt.PenStyle.DashLine if item.event.date.inferred else Qt.PenStyle.SolidLine
        painter.setPen(QPen(look.line, 1.5, style))
        painter.setBrush(look.background)
        middle = QPointF(item.x, item.y)
        _shape(painter, item.event.lane, middle, half - 1)
        if icon_name:
            side = self._marker() - 8
            drawn = pixmap(icon_name, round(side), "text", self.devicePixelRatioF())
            painter.drawPixmap(QPointF(item.x - side / 2, item.y - side / 2), drawn)
        is_current = place == self._current and self.hasFocus()
        if is_current or place == self._hovered:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().colour("accent"), 2))
            _shape(painter, item.event.lane, middle, half + 2)

    def point_of(self, place: int) -> QPoint:
        """The middle of the marker of entry ``place`` (oldest is 0)."""
        item = self.placed()[place]
        return QPoint(round(item.x), round(item.y))


def _shape(painter: QPainter, lane: str, middle: QPointF, half: float) -> None:
    if lane == "agreement":
        points = [QPointF(0, -half), QPointF(half, 0), QPointF(0, half), QPointF(-half, 0)]
        painter.drawPolygon(QPolygonF([middle + point for point in points]))
    elif lane == "other":
        side = half * 0.85
        painter.drawRoundedRect(QRectF(middle.x() - side, middle.y() - side, 2 * side, 2 * side), 3, 3)
    else:
        painter.drawEllipse(middle, half, half)
