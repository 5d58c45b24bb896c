"""The answers of a search as a list: loaded as one scrolls, painted with the found words marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from db.records import RecordKind
from desktop_app.labels import label
from desktop_app.services.searching import SearchHit
from desktop_app.ui.icons import pixmap
from desktop_app.ui.theme import theme
from desktop_app.ui.tokens import Size, Space
from desktop_app.ui.widgets.labels import plain_tooltip
from desktop_app.ui.widgets.vietnamese import Utf16Map

ICONS = {
    RecordKind.ARTICLE: "newspaper",
    RecordKind.PARTNER: "handshake",
    RecordKind.VISIT: "plane",
    RecordKind.AGREEMENT: "file-signature",
    RecordKind.COMMITMENT: "flag",
    RecordKind.FIGURE: "chart-column",
    RecordKind.PERSON: "user",
}
PAGE_OF = {
    RecordKind.ARTICLE: "articles",
    RecordKind.PARTNER: "partners",
    RecordKind.PERSON: "people",
    RecordKind.VISIT: "visits",
    RecordKind.AGREEMENT: "agreements",
    RecordKind.COMMITMENT: "commitments",
    RecordKind.FIGURE: "figures",
}
"""The page where a record of a kind is opened."""

_SNIPPET_LINES = 2
AnyIndex = QModelIndex | QPersistentModelIndex


class HitModel(QAbstractListModel):
    """The answers loaded so far.

    Signals:
        more_wanted: one scrolled to the end and there are more.
    """

    more_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hits: list[SearchHit] = []
        self._total = 0
        self._is_waiting = False

    @property
    def hits(self) -> tuple[SearchHit, ...]:
        """The answers loaded so far."""
        return tuple(self._hits)

    def hit(self, row: int) -> SearchHit:
        """The answer in ``row``."""
        return self._hits[row]

    def set_hits(self, hits: Sequence[SearchHit], total: int) -> None:
        """Show the first answers of another search."""
        self.beginResetModel()
        self._hits, self._total, self._is_waiting = list(hits), total, False
        self.endResetModel()

    def more_failed(self) -> None:
        """The next answers could not be read; scrolling on asks for them again."""
        self._is_waiting = False

    def add_hits(self, hits: Sequence[SearchHit]) -> None:
        """Add the next answers; none means that there are no more."""
        self._is_waiting = False
        if not hits:
            self._total = len(self._hits)
            return
        first = len(self._hits)
        self.beginInsertRows(QModelIndex(), first, first + len(hits) - 1)
        self._hits += hits
        self.endInsertRows()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._hits)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        hit = self._hits[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ". ".join(
                part for part in (kind_and_detail(hit), hit.title, hit.date, hit.snippet) if part
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(hit.title)
        return None

    def canFetchMore(self, parent: AnyIndex) -> bool:
        return not parent.isValid() and not self._is_waiting and len(self._hits) < self._total

    def fetchMore(self, parent: AnyIndex) -> None:
        if self.canFetchMore(parent):
            self._is_waiting = True
            self.more_wanted.emit()


class HitDelegate(QStyledItemDelegate):
    """Paints an answer: icon, title and date, kind and detail, two lines of text with the words marked."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        body, caption = QFontMetrics(_font(Size.BODY)), QFontMetrics(_font(Size.CAPTION))
        height = body.height() * (1 + _SNIPPET_LINES) + caption.height() + 2 * Space.SMALL + Space.TIGHT
        return QSize(200, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        model = index.model()
        if not isinstance(model, HitModel):
            return
        hit = model.hit(index.row())
        area: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if is_chosen:
            painter.fillRect(area, theme().colour("accent_soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, theme().colour("hover"))
        painter.setPen(theme().colour("border"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        ratio = painter.device().devicePixelRatio()
        sign = pixmap(ICONS.get(hit.kind, "file-text"), Space.ICON, "accent", ratio)
        painter.drawPixmap(area.left() + Space.MEDIUM, area.top() + Space.SMALL + 2, sign)
        left = area.left() + Space.MEDIUM + Space.ICON + Space.MEDIUM
        inside = QRect(left, area.top() + Space.SMALL, area.right() - Space.LARGE - left, area.height())
        ink = theme().colour("on_accent_soft" if is_chosen else "text")
        soft = theme().colour("on_accent_soft" if is_chosen else "text_muted")
        inside.setTop(inside.top() + _paint_title(painter, inside, hit, ink, soft))
        painter.setFont(_font(Size.CAPTION))
        metrics = painter.fontMetrics()
        painter.setPen(soft)
        words = metrics.elidedText(kind_and_detail(hit), Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside.left(), inside.top() + metrics.ascent(), words)
        inside.setTop(inside.top() + metrics.height() + Space.TIGHT)
        painter.setPen(ink)
        _paint_snippet(painter, inside, hit)
        painter.restore()


class HitView(QListView):
    """The list of answers.

    Signals:
        hit_opened: the answer that was entered or double-clicked.
        left_upwards: arrow up was pressed on the first answer.
        copy_requested: Ctrl+C.
    """

    hit_opened = Signal(object)
    left_upwards = Signal()
    copy_requested = Signal()

    def __init__(self, model: HitModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hits = model
        self.setAccessibleName(self.tr("Kết quả tìm kiếm"))
        self.setModel(model)
        self.setItemDelegate(HitDelegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(lambda index: self.hit_opened.emit(model.hit(index.row())))
        theme().changed.connect(self.viewport().update)

    def show_hits(self, hits: Sequence[SearchHit], total: int, *, keep_place: bool) -> None:
        """Show other answers; ``keep_place``: what was selected and seen stays so, as far as it is there."""
        chosen = {(hit.kind, hit.record_id) for hit in self.chosen()} if keep_place else set()
        place = self.verticalScrollBar().value() if keep_place else 0
        self._hits.set_hits(hits, total)
        flags = QItemSelectionModel.SelectionFlag
        for row, hit in enumerate(hits):
            if (hit.kind, hit.record_id) in chosen:
                index = self._hits.index(row)
                self.selectionModel().setCurrentIndex(index, flags.NoUpdate)
                self.selectionModel().select(index, flags.Select)
        self.doItemsLayout()
        self.verticalScrollBar().setValue(place)

    def enter(self) -> None:
        """Take the focus and stand on the first answer."""
        if self._hits.rowCount():
            self.setFocus()
            if not self.selectionModel().hasSelection():
                self.setCurrentIndex(self._hits.index(0))
                self.selectionModel().select(
                    self._hits.index(0), QItemSelectionModel.SelectionFlag.ClearAndSelect
                )

    def chosen(self) -> list[SearchHit]:
        """The selected answers in the order shown."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self._hits.hit(row) for row in rows]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.hit_opened.emit(self._hits.hit(index.row()))
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        elif event.key() == Qt.Key.Key_Up and index.row() <= 0:
            self.left_upwards.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()


def kind_and_detail(hit: SearchHit) -> str:
    """The kind of the record and its partners or newspaper."""
    return " · ".join(part for part in (label(hit.kind), hit.detail) if part)


def _font(points: float, *, strong: bool = False) -> QFont:
    font = QFont()
    font.setPointSizeF(points)
    if strong:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def _paint_title(painter: QPainter, area: QRect, hit: SearchHit, ink: Any, soft: Any) -> int:
    """Paint title and date in one line; return its height."""
    painter.setFont(_font(Size.CAPTION))
    date_width = painter.fontMetrics().horizontalAdvance(hit.date) + Space.MEDIUM if hit.date else 0
    strong = _font(Size.BODY, strong=True)
    metrics = QFontMetrics(strong)
    if hit.date:
        painter.setPen(soft)
        painter.drawText(area.right() - date_width + Space.MEDIUM, area.top() + metrics.ascent(), hit.date)
    painter.setFont(strong)
    painter.setPen(ink)
    title = " ".join(hit.title.split())
    shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, area.width() - date_width)
    painter.drawText(area.left(), area.top() + metrics.ascent(), shown)
    return metrics.height()


def _paint_snippet(painter: QPainter, area: QRect, hit: SearchHit) -> None:
    """Paint at most two lines, letter by letter, with the found words marked."""
    layout = QTextLayout(hit.snippet, _font(Size.BODY))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(marked_ranges(hit.snippet, hit.marks, painter.pen().color()))
    layout.beginLayout()
    top = 0.0
    for _ in range(_SNIPPET_LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(area.width())
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    layout.draw(painter, QPointF(area.topLeft()))


def marked_ranges(text: str, marks: Sequence[tuple[int, int]], ink: Any) -> list[QTextLayout.FormatRange]:
    """The marks, in code points of ``text``, as Qt counts them, with their look."""
    look, units = theme().highlight("search"), Utf16Map(text)
    ranges: list[QTextLayout.FormatRange] = []
    for start, end in marks:
        form = QTextCharFormat()
        form.setBackground(look.background)
        form.setForeground(theme().colour("text") if theme().tokens.name == "light" else ink)
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        form.setUnderlineColor(look.line)
        piece = QTextLayout.FormatRange()
        piece.start = units.to_units(start)
        piece.length = units.to_units(end) - piece.start
        piece.format = form
        ranges.append(piece)
    return ranges
