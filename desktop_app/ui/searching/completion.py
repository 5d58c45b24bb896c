"""What one may mean to type, offered under a search box.

The list is no window of its own and never takes the focus: an input method that composes a word loses it when
the focus goes. Enter asks what was typed unless an offer was chosen with the arrow keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_app.ui.background import Job
from desktop_app.ui.frame import Frame
from desktop_app.ui.icons import pixmap
from desktop_app.ui.theme import theme
from desktop_app.ui.tokens import Size, Space
from desktop_app.ui.widgets.search_field import SearchField

_DELAY_MS = 90
_NARROWEST = 360
_OFFER = Qt.ItemDataRole.UserRole
_ICONS = {"partner": "handshake", "person": "user", "saved": "star", "field": "list-filter", "word": "search"}
_KINDS = {
    "partner": "Đối tác",
    "person": "Người",
    "saved": "Tìm kiếm đã lưu",
    "field": "Điều kiện",
}


class CompletionList(QListView):
    """The offers, floating over the window of their box."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.offers = QStandardItemModel(self)
        self.setObjectName("completions")
        self.setAccessibleName(self.tr("Gợi ý khi gõ"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setModel(self.offers)
        self.setItemDelegate(_OfferDelegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.hide()

    def show_offers(self, offers: Sequence[Any]) -> None:
        """Fill the list; nothing is chosen at first."""
        self.offers.clear()
        for offer in offers:
            item = QStandardItem(offer.label)
            detail = offer.detail or self.tr(_KINDS.get(offer.kind, ""))
            item.setData(offer, _OFFER)
            item.setData(
                ". ".join(part for part in (offer.label, detail) if part), Qt.ItemDataRole.AccessibleTextRole
            )
            self.offers.appendRow(item)

    def offer(self, row: int) -> Any:
        """The offer in ``row``."""
        return self.offers.item(row).data(_OFFER)

    def chosen_row(self) -> int:
        """The row the arrow keys stand on, -1 when on none."""
        return self.currentIndex().row()

    def place_under(self, field: QWidget) -> None:
        """Stand under ``field``, inside its window."""
        window = field.window()
        corner = field.mapTo(window, QPoint(0, field.height() + 2))
        width = min(max(field.width(), _NARROWEST), window.width() - 2 * Space.SMALL)
        height = self.offers.rowCount() * max(1, self.sizeHintForRow(0)) + 2 * self.frameWidth() + 2
        left = max(Space.SMALL, min(corner.x(), window.width() - width - Space.SMALL))
        self.setGeometry(
            QRect(left, corner.y(), width, min(height, window.height() - corner.y() - Space.SMALL))
        )


class Completer(QObject):
    """Asks for offers while one types into ``field`` and takes the chosen one over.

    Signals:
        accepted: the offer whose text stands in the box now.
    """

    accepted = Signal(object)

    def __init__(self, field: SearchField, frame: Frame) -> None:
        super().__init__(field)
        self._field = field
        self._frame = frame
        self._asked = 0
        self._job: Job | None = None
        self._list: CompletionList | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self.ask_now)
        field.typed.connect(self._on_typed)
        field.installEventFilter(self)

    @property
    def list(self) -> CompletionList:
        """The list of offers, made when it is first needed."""
        if self._list is None or self._list.parentWidget() is not self._field.window():
            self._list = CompletionList(self._field.window())
            self._list.clicked.connect(lambda index: self.accept(index.row()))
        return self._list

    @property
    def is_open(self) -> bool:
        """Whether offers are shown."""
        return self._list is not None and self._list.isVisible()

    def ask_now(self) -> None:
        """Ask for offers for what stands in the box now."""
        self._timer.stop()
        before, after = self._field.around_cursor()
        if not before.strip():
            self.close()
            return
        self._asked += 1
        mine, search = self._asked, self._frame.services.search
        if self._job is not None:
            self._job.cancel()
        self._job = self._frame.runner.run(
            "",
            lambda _reporter: (mine, search.complete(before + after, len(before))),
            on_success=self._on_offers,
            # Offers are a help: without them one still finds.
            on_failure=lambda _error: self.close(),
        )

    def close(self) -> None:
        """Hide the list; answers under way come too late."""
        self._asked += 1
        self._timer.stop()
        if self.is_open:
            self.list.hide()
            self._field.setAccessibleDescription("")
            QCoreApplication.instance().removeEventFilter(self)  # pyright: ignore[reportOptionalMemberAccess]

    def accept(self, row: int) -> None:
        """Take over the offer in ``row``."""
        offer = self.list.offer(row)
        self.close()
        self._field.put(offer.text)
        self.accepted.emit(offer)
        if not is_whole(offer):
            # What comes next is a value, and those can be offered too.
            self.ask_now()

    # -- inside ------------------------------------------------------------------------------------------

    def _on_typed(self) -> None:
        self._asked += 1
        self._timer.start()

    def _on_offers(self, answer: tuple[int, Sequence[Any]]) -> None:
        number, offers = answer
        if number != self._asked or not self._field.hasFocus() or not self._field.isVisible():
            return
        typed = "".join(self._field.around_cursor()).strip()
        offers = [offer for offer in offers if offer.text.strip() != typed or offer.kind == "saved"]
        if not offers:
            self.close()
            return
        was_open, shown = self.is_open, self.list
        shown.show_offers(offers)
        shown.place_under(self._field)
        shown.show()
        shown.raise_()
        if not was_open:
            QCoreApplication.instance().installEventFilter(self)  # pyright: ignore[reportOptionalMemberAccess]

    def _step(self, by: int) -> None:
        """Go up or down; before the first and after the last offer stands what was typed."""
        shown = self.list
        places = shown.offers.rowCount() + 1
        row = (shown.chosen_row() + 1 + by) % places - 1
        if row < 0:
            shown.setCurrentIndex(QModelIndex())
            shown.clearSelection()
            self._field.setAccessibleDescription("")
        else:
            shown.setCurrentIndex(shown.offers.index(row, 0))
            self._field.setAccessibleDescription(shown.offers.item(row).text())

    def _key(self, event: QKeyEvent) -> bool:
        """Answer a key while offers are shown; return whether the box must not see it."""
        row = self.list.chosen_row()
        match event.key():
            case Qt.Key.Key_Down:
                self._step(1)
            case Qt.Key.Key_Up:
                self._step(-1)
            case Qt.Key.Key_Escape:
                self.close()
            case Qt.Key.Key_Tab if not event.modifiers():
                self.accept(max(row, 0))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if row >= 0:
                self.accept(row)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.close()
                return False
            case _:
                return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._field:
            if kind in (QEvent.Type.FocusOut, QEvent.Type.Hide):
                self.close()
            elif isinstance(event, QKeyEvent):
                return self._on_key(kind, event)
        elif self.is_open and self._leads_away(watched, kind):
            self.close()
        return False

    def _on_key(self, kind: QEvent.Type, event: QKeyEvent) -> bool:
        if kind == QEvent.Type.ShortcutOverride and self.is_open and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        if kind != QEvent.Type.KeyPress:
            return False
        if self.is_open:
            return self._key(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # Offers that come after Enter would open over the answers.
            self.close()
        return False

    def _leads_away(self, watched: QObject, kind: QEvent.Type) -> bool:
        """Whether an event elsewhere means that the offers are not wanted any more."""
        if kind == QEvent.Type.Resize:
            return watched is self._field.window()
        if kind != QEvent.Type.MouseButtonPress or not isinstance(watched, QWidget):
            return False
        return watched is not self.list and not self.list.isAncestorOf(watched)


def is_whole(offer: Any) -> bool:
    """Whether an offer can be asked: a filter still lacks its value after the colon."""
    return not (offer.kind == "field" and offer.text.rstrip().endswith(":"))


class _OfferDelegate(QStyledItemDelegate):
    """Icon, words, and at the right what they are."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, option.fontMetrics.height() + Space.MEDIUM)  # pyright: ignore[reportAttributeAccessIssue]

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        area: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]
        offer = index.data(_OFFER)
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if is_chosen:
            painter.fillRect(area, theme().colour("accent_soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, theme().colour("hover"))
        ratio = painter.device().devicePixelRatio()
        sign = pixmap(_ICONS.get(offer.kind, "search"), Space.LARGE, "text_muted", ratio)
        painter.drawPixmap(area.left() + Space.SMALL, area.center().y() - Space.LARGE // 2 + 1, sign)
        inside = area.adjusted(Space.SMALL * 2 + Space.LARGE, 0, -Space.MEDIUM, 0)
        detail = offer.detail or self.tr(_KINDS.get(offer.kind, ""))
        font = painter.font()
        font.setPointSizeF(Size.CAPTION)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(detail, Qt.TextElideMode.ElideRight, inside.width() // 2)
        width = metrics.horizontalAdvance(shown)
        painter.setPen(theme().colour("on_accent_soft" if is_chosen else "text_muted"))
        painter.drawText(inside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)
        font.setPointSizeF(Size.BODY)
        painter.setFont(font)
        painter.setPen(theme().colour("on_accent_soft" if is_chosen else "text"))
        words = painter.fontMetrics().elidedText(
            " ".join(offer.label.split()), Qt.TextElideMode.ElideRight, inside.width() - width - Space.MEDIUM
        )
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()
