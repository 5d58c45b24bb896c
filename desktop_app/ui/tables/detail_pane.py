"""The pane beside a list: the selected record to read, with the passages it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from desktop_app.services.editing import Source
from desktop_app.ui.icons import set_icon
from desktop_app.ui.tables.details import Detail, Sheet
from desktop_app.ui.tables.sources import SourceList
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.labels import Badge, PlainLabel


class DetailPane(QFrame):
    """Shows one ``Sheet``; says what to do while nothing is selected."""

    def __init__(self, edit: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(240)
        self.setAccessibleName(self.tr("Chi tiết mục đang chọn"))
        self.sources = SourceList()
        self._title = PlainLabel(role="section", wrap=True)
        self._title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._badge_row = QWidget()
        self._badges = FlowLayout(self._badge_row)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(Space.SMALL)
        self._edit = QPushButton(edit.text())
        set_icon(self._edit, "pencil")
        self._edit.setToolTip(self.tr("Sửa mục này (F2)"))
        self._edit.clicked.connect(edit.trigger)
        self._message = PlainLabel(role="muted", wrap=True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._framed_message())
        self._stack.addWidget(self._lay_out())
        self.show_message(self.tr("Chọn một dòng để xem chi tiết và căn cứ."))

    def show_message(self, text: str) -> None:
        """Show words instead of a record."""
        self._message.setText(text)
        self._stack.setCurrentIndex(0)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show a record; its sources come with ``show_sources``."""
        self._title.setText(sheet.title)
        self._badges.clear()
        for words, kind in sheet.badges:
            self._badges.addWidget(Badge(words, kind))
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for detail in sheet.details:
            self._lines.addWidget(_Line(detail))
        self._scroll.verticalScrollBar().setValue(0)
        self._stack.setCurrentIndex(1)

    def show_sources(self, sources: Sequence[Source]) -> None:
        """Show the passages."""
        self.sources.set_sources(sources)

    def text(self) -> str:
        """Everything the pane says about the record, for tests and for copying."""
        if self._stack.currentIndex() == 0:
            return self._message.text()
        items = (self._lines.itemAt(place) for place in range(self._lines.count()))
        lines = [item.widget() for item in items if item is not None]
        return "\n".join([self._title.text(), *(line.words() for line in lines if isinstance(line, _Line))])

    def _framed_message(self) -> QWidget:
        framed = QWidget()
        layout = QVBoxLayout(framed)
        layout.setContentsMargins(Space.WIDE, Space.WIDE, Space.WIDE, Space.WIDE)
        layout.addWidget(self._message)
        return framed

    def _lay_out(self) -> QWidget:
        inner = QWidget()
        inner.setObjectName("scrollBody")
        body = QVBoxLayout(inner)
        body.setContentsMargins(Space.LARGE, Space.TIGHT, Space.SMALL, Space.SMALL)
        body.setSpacing(Space.SMALL)
        body.addWidget(self._title)
        body.addWidget(self._badge_row)
        body.addWidget(self._edit, 0, Qt.AlignmentFlag.AlignLeft)
        body.addLayout(self._lines)
        body.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(self.tr("Chi tiết"))
        self._scroll.setWidget(inner)
        self.sources.setContentsMargins(Space.LARGE, Space.SMALL, 0, 0)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self._scroll)
        splitter.addWidget(self.sources)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setChildrenCollapsible(False)
        return splitter


class _Line(QWidget):
    """A heading with its words below."""

    def __init__(self, detail: Detail) -> None:
        super().__init__()
        self._detail = detail
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(PlainLabel(detail.label, role="label"))
        if detail.kind:
            layout.addWidget(Badge(detail.text, detail.kind), 0, Qt.AlignmentFlag.AlignLeft)
            return
        words = PlainLabel(detail.text, wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(words)

    def words(self) -> str:
        return f"{self._detail.label}: {self._detail.text}"
