"""Answers to a question, from accepted records: cards in a row above the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_app.labels import label
from desktop_app.ui.icons import pixmap
from desktop_app.ui.searching.hits import ICONS
from desktop_app.ui.theme import theme
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.labels import PlainLabel, plain_tooltip

_NARROWEST, _WIDEST = 216, 420
_MOST_LINES = 3


class CardStrip(QScrollArea):
    """Hidden while there are no answers; arrows go from card to card.

    Signals:
        opened: kind and id of the record of a card.
    """

    opened = Signal(object, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Trả lời từ các mục đã duyệt"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cards: list[AnswerButton] = []
        holder = QWidget()
        holder.setObjectName("scrollBody")
        self._row = QHBoxLayout(holder)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Space.SMALL)
        self._is_low = False
        self.setWidget(holder)
        self.hide()

    def show_cards(self, answers: Sequence[Any]) -> None:
        """Show a card for each answer."""
        for card in self.cards:
            card.hide()
            card.deleteLater()
        while self._row.takeAt(0) is not None:
            pass
        self.cards = [AnswerButton(answer) for answer in answers]
        for card in self.cards:
            card.clicked.connect(
                lambda _checked=False, answer=card.answer: self.opened.emit(answer.kind, answer.record_id)
            )
            card.set_low(self._is_low)
            self._row.addWidget(card, 1)
            card.show()
        if len(self.cards) == 1:
            self._row.addStretch(0)
        self.horizontalScrollBar().setValue(0)
        self.setVisible(bool(self.cards))
        self._settle_height()

    def set_low(self, is_low: bool) -> None:
        """Show one line of each answer only: a low window has more need of the list."""
        if is_low != self._is_low:
            self._is_low = is_low
            for card in self.cards:
                card.set_low(is_low)
            self._settle_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle_height()

    def _settle_height(self) -> None:
        """As high as the highest card, and the scroll bar when there is one."""
        if not self.cards:
            return
        needed = len(self.cards) * (_NARROWEST + Space.SMALL) - Space.SMALL
        bar = self.horizontalScrollBar().sizeHint().height() if needed > self.width() else 0
        height = max(card.sizeHint().height() for card in self.cards) + bar
        if height != self.height():
            self.setFixedHeight(height)


class AnswerButton(QPushButton):
    """One answer: icon, title, kind and date, a few lines; a click opens the record."""

    def __init__(self, answer: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answer = answer
        self.setProperty("role", "answer")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        lines = [" ".join(line.split()) for line in answer.lines[:_MOST_LINES]]
        kind = " · ".join(part for part in (label(answer.kind), answer.date) if part)
        self.setAccessibleName(". ".join(part for part in (answer.title, kind, *lines) if part))
        self.setToolTip(plain_tooltip("\n".join([answer.title, *answer.lines])))
        self._sign = QLabel()
        self._title = PlainLabel(role="strong")
        self._words = [PlainLabel() for _ in lines]
        self._whole = [" ".join(answer.title.split()), *lines]
        head = QHBoxLayout()
        head.setSpacing(Space.SMALL)
        head.addWidget(self._sign)
        head.addWidget(self._title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, Space.SMALL)
        column.setSpacing(1)
        column.addLayout(head)
        column.addWidget(PlainLabel(kind, role="caption"))
        for words in self._words:
            column.addWidget(words)
        column.addStretch(1)
        for child in self.findChildren(QLabel):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            child.setMinimumWidth(0)
        self.setMinimumWidth(_NARROWEST)
        self.setMaximumWidth(_WIDEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme().changed.connect(self._show_sign)
        self._show_sign()
        self._elide()

    def set_low(self, is_low: bool) -> None:
        """Show the first line only, or all."""
        for words in self._words[1:]:
            words.setVisible(not is_low)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        layout = self.layout()
        height = layout.sizeHint().height() if layout is not None else 0
        return QSize(_NARROWEST, height)

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROWEST, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _show_sign(self) -> None:
        name = ICONS.get(self.answer.kind, "file-text")
        self._sign.setPixmap(pixmap(name, Space.ICON, "accent", self.devicePixelRatioF()))

    def _elide(self) -> None:
        inside = max(0, self.width() - 2 * Space.MEDIUM - 2)
        for place, words in enumerate((self._title, *self._words)):
            words.ensurePolished()
            room = inside - (Space.ICON + Space.SMALL if place == 0 else 0)
            metrics = QFontMetrics(words.font())
            words.setText(metrics.elidedText(self._whole[place], Qt.TextElideMode.ElideRight, room))
