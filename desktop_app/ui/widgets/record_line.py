"""A record as one line of a card: what it is, a line below, a badge; the whole line is a button."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.ui.icons import pixmap
from desktop_app.ui.theme import theme
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.labels import Badge, PlainLabel, plain_tooltip


class ClampedLabel(QWidget):
    """Words on at most ``lines`` lines; what does not fit ends in "…" and is in the tooltip."""

    def __init__(
        self, text: str = "", *, lines: int = 2, strong: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._lines = lines
        self._text = " ".join(text.split())
        if strong:
            font = self.font()
            font.setWeight(font.Weight.DemiBold)
            self.setFont(font)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self._text)

    def text(self) -> str:
        """The whole text."""
        return self._text

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines, _ = self._break(width)
        return math.ceil(len(lines) * QFontMetricsF(self.font()).height()) + 1

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        width = math.ceil(metrics.horizontalAdvance(self._text)) + 2
        return QSize(min(width, 420), self.heightForWidth(420))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, math.ceil(QFontMetricsF(self.font()).height()) + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
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
        opens: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = (icon_name, icon_token)
        self._opens = opens
        self._sign = QLabel()
        self.title = ClampedLabel(title, lines=lines)
        self.caption = PlainLabel(caption, role="caption", wrap=True)
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
        words.addWidget(self.caption)
        self.caption.setVisible(bool(self.caption.text()))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.SMALL, Space.TIGHT, Space.SMALL, Space.TIGHT)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        layout.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignTop)
        self.badge.setVisible(bool(self.badge.text()))
        self._sign.setVisible(bool(self._icon[0]))
        # The title keeps the mouse for its tooltip and passes clicks on.
        for part in (self._sign, self.caption, self.badge):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def _show_sign(self) -> None:
        name, token = self._icon
        if name:
            self._sign.setPixmap(pixmap(name, Space.ICON, token, self.devicePixelRatioF()))
