"""A record as one line of a card: what it is, below it a badge and a caption; all of it is one button."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.ui.icons import pixmap
from desktop_app.ui.theme import theme
from desktop_app.ui.tokens import Size, Space
from desktop_app.ui.widgets.labels import Badge, plain_tooltip

_USUAL_WIDTH = 420


class ClampedLabel(QWidget):
    """Words on at most ``lines`` lines; what does not fit ends in "…" and is in the tooltip."""

    def __init__(
        self, text: str = "", *, lines: int = 2, is_caption: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._lines = lines
        self._text = " ".join(text.split())
        self._token = "text_muted" if is_caption else "text"
        if is_caption:
            font = self.font()
            font.setPointSizeF(Size.CAPTION)
            self.setFont(font)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self._text)
        self._fit(_USUAL_WIDTH)

    def text(self) -> str:
        """The whole text."""
        return self._text

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        width = math.ceil(metrics.horizontalAdvance(self._text)) + 2
        return QSize(min(width, _USUAL_WIDTH), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit(self.width())

    def _fit(self, width: int) -> None:
        # A height that layouts must ask for by width gets lost in nested layouts that scroll.
        lines, _ = self._break(width)
        self.setFixedHeight(math.ceil(len(lines) * QFontMetricsF(self.font()).height()) + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(theme().colour(self._token))
        metrics = QFontMetricsF(self.font())
        lines, is_cut = self._break(self.width())
        for place, line in enumerate(lines):
            painter.drawText(QPointF(0, place * metrics.height() + metrics.ascent()), line)
        tip = plain_tooltip(self._text) if is_cut else ""
        if tip != self.toolTip():
            self.setToolTip(tip)

    def _break(self, width: int) -> tuple[list[str], bool]:
        """The lines shown in ``width`` pixels, and whether something was cut off."""
        layout = QTextLayout(self._text, self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        lines: list[str] = []
        data = self._text.encode("utf-16-le")
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 20))
            start, length = line.textStart(), line.textLength()
            if len(lines) == self._lines - 1:
                rest = data[2 * start :].decode("utf-16-le").strip()
                metrics = QFontMetricsF(self.font())
                shown = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, max(width, 20))
                layout.endLayout()
                return [*lines, shown], shown != rest
            lines.append(data[2 * start : 2 * (start + length)].decode("utf-16-le").strip())
        layout.endLayout()
        return lines or [""], False


class RecordLine(QAbstractButton):
    """One record of a card. Click, Enter or Space opens it.

    Signals:
        clicked: as every button.
    """

    def __init__(
        self,
        title: str,
        caption: str = "",
        *,
        badge: str = "",
        badge_kind: str = "",
        icon_name: str = "",
        icon_token: str = "text_muted",
        lines: int = 2,
        caption_lines: int = 1,
        opens: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = (icon_name, icon_token)
        self._opens = opens
        self._sign = QLabel()
        self.title = ClampedLabel(title, lines=lines)
        self.caption = ClampedLabel(caption, lines=caption_lines, is_caption=True)
        self.badge = Badge(badge, badge_kind)
        self.setAccessibleName(". ".join(part for part in (title, badge, caption) if part))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if opens:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._lay_out()
        theme().changed.connect(self._show_sign)
        self._show_sign()

    def add(self, widget: QWidget) -> None:
        """Put a small button at the right."""
        layout = self.layout()
        if isinstance(layout, QHBoxLayout):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return layout.minimumSize() if layout is not None else super().minimumSizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            event.accept()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._opens and (self.underMouse() or self.isDown()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().colour("pressed" if self.isDown() else "hover"))
            painter.drawRoundedRect(box, Space.RADIUS, Space.RADIUS)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().colour("accent"), 2))
            painter.drawRoundedRect(box, Space.RADIUS, Space.RADIUS)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        below = QHBoxLayout()
        below.setSpacing(Space.SMALL)
        below.addWidget(self.badge)
        below.addWidget(self.caption, 1)
        words.addLayout(below)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.SMALL, Space.TIGHT // 2, Space.SMALL, Space.TIGHT)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        # Only ever hidden here: shown before it has a parent, a label would be a window for a moment.
        for part, is_needed in (
            (self.caption, bool(self.caption.text())),
            (self.badge, bool(self.badge.text())),
            (self._sign, bool(self._icon[0])),
        ):
            if not is_needed:
                part.hide()

    def _show_sign(self) -> None:
        name, token = self._icon
        if name:
            self._sign.setPixmap(pixmap(name, Space.ICON, token, self.devicePixelRatioF()))
