"""A column that scrolls when there is no room: cards, forms, settings. Nothing in it is ever squeezed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStyle, QVBoxLayout, QWidget

from desktop_app.ui.tokens import Space


class ScrollColumn(QScrollArea):
    """Put widgets into ``body``; a stretch at its end keeps them at the top."""

    def __init__(self, parent: QWidget | None = None, *, margin: int = Space.LARGE) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QWidget()
        holder.setObjectName("scrollBody")
        self.body = QVBoxLayout(holder)
        self.body.setContentsMargins(margin, margin, margin, margin)
        self.body.setSpacing(Space.MEDIUM)
        self.setWidget(holder)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # It scrolls up and down only: what stands in it must never be cut at the side.
        holder = self.widget()
        if holder is not None and watched is holder and event.type() == QEvent.Type.LayoutRequest:
            bar = self.style().pixelMetric(
                QStyle.PixelMetric.PM_ScrollBarExtent, None, self.verticalScrollBar()
            )
            self.setMinimumWidth(holder.minimumSizeHint().width() + bar)
        return super().eventFilter(watched, event)
