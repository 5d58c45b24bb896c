"""The passages a record rests on ("Căn cứ"): what was written where, one step from the article."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.services.editing import Source
from desktop_app.ui.navigation import Address
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.labels import PlainLabel

_SOURCE = Qt.ItemDataRole.UserRole + 1


def address_of(source: Source) -> Address:
    """Where the passage is read in its article."""
    evidence = source.evidence
    return Address("articles", evidence.article_id, f"{evidence.start}-{evidence.end}")


class SourceList(QWidget):
    """Quotes with article and day; Enter or double click asks for the passage.

    Signals:
        passage_chosen: the ``Address`` of the passage.
    """

    passage_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Căn cứ"))
        self.list.setWordWrap(True)
        self.list.setAlternatingRowColors(False)
        self.list.setSpacing(2)
        self.list.setItemDelegate(_Wrapped(self.list))
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._on_activated)
        self._nothing = PlainLabel(role="muted", wrap=True)
        self._hint = PlainLabel(self.tr("Nhấn đúp để mở tin bài đúng đoạn này."), role="caption", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.TIGHT)
        layout.addWidget(PlainLabel(self.tr("Căn cứ"), role="section"))
        layout.addWidget(self._nothing)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._hint)
        self.set_sources(())

    def set_sources(self, sources: Sequence[Source]) -> None:
        """Show these passages; the same words quoted twice stand once."""
        self.list.clear()
        for source in _distinct(sources):
            where = " · ".join(part for part in (source.outlet or source.title, source.published) if part)
            item = QListWidgetItem(f"“{source.evidence.quote}”\n{where}")
            item.setData(_SOURCE, source)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{source.evidence.quote} – {where}")
            self.list.addItem(item)
        has_any = self.list.count() > 0
        self.list.setVisible(has_any)
        self._hint.setVisible(has_any)
        self._nothing.setVisible(not has_any)
        self._nothing.setText(self.tr("Chưa có đoạn văn nào làm căn cứ: mục này do người dùng nhập tay."))

    def _on_activated(self, item: QListWidgetItem) -> None:
        source = item.data(_SOURCE)
        if isinstance(source, Source):
            self.passage_chosen.emit(address_of(source))


class _Wrapped(QStyledItemDelegate):
    """Gives a quote all the lines it needs: the style's own measure forgets the padding at both sides."""

    def __init__(self, view: QListWidget) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        width = self._view.viewport().width() - 2 * Space.TIGHT
        room = QRect(0, 0, max(width - 2 * Space.LARGE, 40), 100_000)
        metrics = QFontMetrics(self._view.font())
        words = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), str(index.data()))
        return QSize(width, words.height() + Space.SMALL)


def _distinct(sources: Sequence[Source]) -> list[Source]:
    """One entry for each passage; a passage inside a longer one of the same article is not repeated."""
    kept: list[Source] = []
    for source in sorted(sources, key=lambda one: one.evidence.start - one.evidence.end):
        mine = source.evidence
        if not any(
            other.evidence.article_id == mine.article_id
            and other.evidence.start <= mine.start
            and mine.end <= other.evidence.end
            for other in kept
        ):
            kept.append(source)
    return sorted(kept, key=lambda one: (one.evidence.article_id, one.evidence.start))
