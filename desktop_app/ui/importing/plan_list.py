"""The list of files in a plan: a box to take or leave, title, file, state, what is missing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_app.services.importing import PlanState
from desktop_app.ui.importing.plan_model import Entry, PlanModel, headline, second_line
from desktop_app.ui.theme import theme
from desktop_app.ui.tokens import Size, Space

_BOX = 16
_TOKENS = {
    PlanState.NEW: "success",
    PlanState.IDENTICAL: "text_muted",
    PlanState.NEAR: "warning",
    PlanState.UNREADABLE: "danger",
}


class PlanList(QListView):
    """Rows of two lines; the space bar takes or leaves the current one."""

    def __init__(self, model: PlanModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(_PlanDelegate(self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Các tệp sắp nhập"))


class _PlanDelegate(QStyledItemDelegate):
    """Paints an ``Entry``."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        line = QFontMetrics(option.font).height()
        return QSize(200, 2 * line + 3 * Space.SMALL)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry = index.data(PlanModel.ENTRY_ROLE)
        if not isinstance(entry, Entry):
            return
        painter.save()
        rect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, theme().colour("accent_soft"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme().colour("hover"))
        painter.setPen(theme().colour("border"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        self._paint_box(painter, _box(rect), entry)
        words = rect.adjusted(2 * Space.MEDIUM + _BOX, Space.SMALL, -Space.MEDIUM, -Space.SMALL)
        self._paint_words(painter, words, option.font, entry, chosen=chosen)
        painter.restore()

    def _paint_box(self, painter: QPainter, box: QRect, entry: Entry) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not entry.can_take:
            painter.setPen(QPen(theme().colour("text_disabled"), 2))
            painter.drawLine(box.center() - QPointF(4, 0).toPoint(), box.center() + QPointF(4, 0).toPoint())
            return
        taken = entry.item.take
        painter.setPen(theme().colour("accent" if taken else "border_strong"))
        painter.setBrush(theme().colour("accent" if taken else "surface"))
        painter.drawRoundedRect(box, 4, 4)
        if taken:
            painter.setPen(QPen(theme().colour("on_accent"), 2))
            x, y = box.x(), box.y()
            painter.drawPolyline([QPointF(x + 4, y + 8), QPointF(x + 7, y + 11), QPointF(x + 12, y + 5)])

    def _paint_words(
        self, painter: QPainter, rect: QRect, font: QFont, entry: Entry, *, chosen: bool
    ) -> None:
        bold = QFont(font)
        bold.setWeight(QFont.Weight.DemiBold)
        top = QRect(rect.x(), rect.y(), rect.width(), QFontMetrics(bold).height())
        needs_title = entry.can_take and not entry.item.title.strip()
        ink = "on_accent_soft" if chosen else "warning" if needs_title else "text"
        _write(painter, top, bold, theme().colour(ink), headline(entry))
        small = QFont(font)
        small.setPointSizeF(Size.CAPTION)
        below = QRect(rect.x(), top.bottom() + Space.TIGHT, rect.width(), QFontMetrics(small).height())
        file_name, state, missing = second_line(entry)
        token = "success" if entry.can_take else _TOKENS[entry.item.state]
        parts = [(state, token), (missing, "warning"), (file_name, "text_muted")]
        left = below.x()
        for place, (text, colour) in enumerate(part for part in parts if part[0]):
            shown = f"· {text}" if place else text
            space = QRect(left, below.y(), max(0, below.right() - left), below.height())
            ground = theme().colour("on_accent_soft") if chosen else theme().colour(colour)
            left += _write(painter, space, small, ground, shown) + Space.TIGHT

    def editorEvent(
        self,
        event: QEvent,
        model: object,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        entry = index.data(PlanModel.ENTRY_ROLE)
        if not isinstance(entry, Entry) or not entry.can_take or not isinstance(model, PlanModel):
            return False
        by_key = (
            event.type() == QEvent.Type.KeyPress and getattr(event, "key", lambda: 0)() == Qt.Key.Key_Space
        )
        by_mouse = (
            isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonRelease
            and _box(option.rect).adjusted(-8, -8, 8, 8).contains(event.position().toPoint())
        )
        if not (by_key and event.type() == QEvent.Type.KeyPress) and not by_mouse:
            return False
        state = Qt.CheckState.Unchecked if entry.item.take else Qt.CheckState.Checked
        return model.setData(index, state, Qt.ItemDataRole.CheckStateRole)


def _box(rect: QRect) -> QRect:
    return QRect(rect.x() + Space.MEDIUM, rect.y() + Space.MEDIUM, _BOX, _BOX)


def _write(painter: QPainter, rect: QRect, font: QFont, ink: QColor, text: str) -> int:
    """Write one line that ends in "…" when there is no room; return how wide it came out."""
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, rect.width())
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
    return metrics.horizontalAdvance(shown)
