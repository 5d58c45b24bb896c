"""The left column of the desk: the articles that have something waiting."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from db.records import Article
from desktop_app.ui.theme import theme
from desktop_app.ui.tokens import Size, Space
from desktop_app.ui.widgets.labels import ElidedLabel, plain_tooltip
from desktop_app.ui.widgets.search_field import SearchField
from desktop_app.ui.widgets.vietnamese import matches

_ARTICLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class QueueModel(QAbstractListModel):
    """Articles that wait, without their texts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._articles: list[Article] = []

    @property
    def articles(self) -> tuple[Article, ...]:
        """What is listed, top to bottom."""
        return tuple(self._articles)

    def set_articles(self, articles: Sequence[Article]) -> None:
        """List these articles; rows that stay keep their selection."""
        fresh = list(articles)
        if [a.id for a in fresh] == [a.id for a in self._articles]:
            self._articles = fresh
            if fresh:
                self.dataChanged.emit(self.index(0), self.index(len(fresh) - 1))
            return
        self.beginResetModel()
        self._articles = fresh
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._articles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        article = self._articles[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return article.label
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(article.label)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("{0}, {1} gợi ý chờ duyệt").format(article.label, article.pending)
        return article if role == _ARTICLE else None


class QueueDelegate(QStyledItemDelegate):
    """Title in two lines, source and date below, the count at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = option.fontMetrics.height()
        return QSize(120, 3 * line + 2 * Space.SMALL)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        article = index.data(_ARTICLE)
        if not isinstance(article, Article):
            return
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(option.rect, theme().colour("accent_soft"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, theme().colour("hover"))
        ink = theme().colour("on_accent_soft" if chosen else "text")
        box = option.rect.adjusted(Space.MEDIUM, Space.SMALL, -Space.SMALL, -Space.SMALL)
        self._paint_count(painter, box, article.pending)
        self._paint_words(painter, box.adjusted(0, 0, -40, 0), article, ink, option.font)
        painter.restore()

    def _paint_words(self, painter: QPainter, box: QRect, article: Article, ink: QColor, font: QFont) -> None:
        painter.setFont(font)
        painter.setPen(ink)
        metrics = painter.fontMetrics()
        first, rest = _split(article.label, box.width(), lambda text: metrics.horizontalAdvance(text))
        line = metrics.height()
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(box.left(), box.top(), box.width(), line), flags, first)
        second = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(QRect(box.left(), box.top() + line, box.width(), line), flags, second)
        small = QFont(font)
        small.setPointSizeF(Size.CAPTION)
        painter.setFont(small)
        painter.setPen(ink if ink != theme().colour("text") else theme().colour("text_muted"))
        words = " · ".join(part for part in (article.outlet, _day(article)) if part)
        low = QRect(box.left(), box.top() + 2 * line, box.width() + 40, line)
        painter.drawText(
            low, flags, painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, low.width())
        )

    def _paint_count(self, painter: QPainter, box: QRect, count: int) -> None:
        font = painter.font()
        font.setPointSizeF(Size.CAPTION)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        text = str(count) if count else "✓"
        width = max(metrics.horizontalAdvance(text) + 12, metrics.height() + 2)
        pill = QRect(box.right() - width, box.top() + 1, width, metrics.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("hover" if count else "success_soft"))
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.setPen(theme().colour("text" if count else "success"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


class QueueView(QListView):
    """The list; letters are left to the page, so that D means "Duyệt" here too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setProperty("flat", "true")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        own = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)
        own += (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
        if event.key() in own:
            super().keyPressEvent(event)
            return
        event.ignore()


class ReviewQueue(QWidget):
    """Filter, list, and how much waits altogether.

    Signals:
        article_chosen: the id of the article the person went to.
    """

    article_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all: list[Article] = []
        self._current = 0
        self.filter = SearchField(self.tr("Lọc tin bài"))
        self.filter.search_changed.connect(self._on_filter_changed)
        self.model = QueueModel(self)
        self.view = QueueView()
        self.view.setAccessibleName(self.tr("Tin bài chờ duyệt"))
        self.view.setModel(self.model)
        self.view.setItemDelegate(QueueDelegate(self.view))
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        self._total = ElidedLabel(role="caption")
        low = QVBoxLayout()
        low.setContentsMargins(Space.MEDIUM, Space.TIGHT, Space.MEDIUM, Space.SMALL)
        low.addWidget(self._total)
        high = QVBoxLayout()
        high.setContentsMargins(Space.SMALL, Space.SMALL, Space.SMALL, Space.SMALL)
        high.addWidget(self.filter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(high)
        layout.addWidget(self.view, 1)
        layout.addLayout(low)

    @property
    def current(self) -> int:
        """The id of the article on the desk, 0 when there is none."""
        return self._current

    @property
    def all(self) -> tuple[Article, ...]:
        """Everything listed or filtered out, the finished article on the desk included."""
        return tuple(self._all)

    @property
    def total(self) -> int:
        """How many suggestions wait in all articles."""
        return sum(article.pending for article in self._all)

    @property
    def articles(self) -> tuple[Article, ...]:
        """All articles that wait, whether the filter shows them or not."""
        return tuple(article for article in self._all if article.pending)

    def set_articles(self, articles: Sequence[Article], on_desk: Article | None = None) -> None:
        """List what waits; the article on the desk stays in its place until one leaves it."""
        fresh = list(articles)
        if on_desk is not None and all(article.id != on_desk.id for article in fresh):
            place = sum(article.id < on_desk.id for article in fresh)
            fresh.insert(place, on_desk)
        self._all = fresh
        self._show()

    def set_current(self, article_id: int) -> None:
        """Mark the article on the desk."""
        self._current = article_id
        self._mark()

    def drop_finished(self) -> None:
        """Take away articles that are done and no longer on the desk."""
        self._all = [a for a in self._all if a.pending or a.id == self._current]
        self._show()

    def neighbour(self, by: int) -> int:
        """The id of the article ``by`` places away that still waits, 0 when there is none that way."""
        shown = [a.id for a in self.model.articles if a.pending or a.id == self._current]
        if self._current not in shown:
            return shown[0] if shown else 0
        place = shown.index(self._current) + by
        return shown[place] if 0 <= place < len(shown) else 0

    def after_current(self) -> int:
        """The id of the next article that waits, from the top again at the end; 0 when none does."""
        forward = self.neighbour(1)
        waiting = [a.id for a in self.model.articles if a.pending and a.id != self._current]
        waiting = waiting or [a.id for a in self.articles if a.id != self._current]
        return forward or (waiting[0] if waiting else 0)

    def _show(self) -> None:
        typed = self.filter.search_text()
        self.model.set_articles(
            [a for a in self._all if not typed or matches(typed, f"{a.label} {a.outlet}")]
        )
        self._mark()
        self._total.setText(self.tr("{0} gợi ý còn chờ trong {1} bài").format(self.total, len(self.articles)))

    def _mark(self) -> None:
        for row, article in enumerate(self.model.articles):
            if article.id == self._current:
                index = self.model.index(row)
                if self.view.currentIndex() != index:
                    self.view.setCurrentIndex(index)
                self.view.scrollTo(index)
                return

    def _on_filter_changed(self, _text: str) -> None:
        self._show()

    def _on_current_changed(self, index: QModelIndex) -> None:
        article = index.data(_ARTICLE)
        if isinstance(article, Article) and article.id != self._current:
            self.article_chosen.emit(article.id)


def _day(article: Article) -> str:
    return article.published.display() if article.published.known else ""


def _split(text: str, width: int, measure) -> tuple[str, str]:  # noqa: ANN001
    """Words that fit on the first line, and the rest."""
    words = text.split()
    first: list[str] = []
    while words and measure(" ".join([*first, words[0]])) <= width:
        first.append(words.pop(0))
    if not first and words:
        return words[0], " ".join(words[1:])
    return " ".join(first), " ".join(words)
