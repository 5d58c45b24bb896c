"""Files, folders and text dropped anywhere on the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.ui.importing.incoming import incoming_from, may_come_in
from desktop_app.ui.theme import theme
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.labels import PlainLabel


class DropHint(QWidget):
    """Lies over the window while something is dragged across it; never takes the mouse."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        title = PlainLabel(self.tr("Thả vào đây để nhập tin bài"), role="title")
        words = PlainLabel(
            self.tr(
                "Tệp, thư mục, hoặc đoạn chữ kéo từ trình duyệt. Chưa có gì được lưu cho đến khi bạn đồng ý."
            ),
            role="muted",
            wrap=True,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.HUGE, Space.HUGE, Space.HUGE, Space.HUGE)
        layout.addStretch(1)
        for label in (title, words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addStretch(1)
        self.hide()

    def show_over(self) -> None:
        """Cover the window."""
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = theme().colour("surface")
        ground.setAlphaF(0.94)
        painter.fillRect(self.rect(), ground)
        painter.setPen(QPen(theme().colour("accent"), 2, Qt.PenStyle.DashLine))
        gap = Space.LARGE
        painter.drawRoundedRect(self.rect().adjusted(gap, gap, -gap, -gap), Space.RADIUS, Space.RADIUS)


class DropCatcher(QObject):
    """Watches ``window`` for drops.

    Signals:
        dropped: an ``Incoming``.
    """

    dropped = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.hint = DropHint(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            # What is dragged inside the program (rows, selected words) is no article to import.
            if event.source() is None and may_come_in(event.mimeData()):
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
                self.hint.show_over()
            else:
                event.ignore()
            return True
        if kind == QEvent.Type.DragMove:
            event.accept()
            return True
        if kind == QEvent.Type.DragLeave:
            self.hint.hide()
            return True
        if kind == QEvent.Type.Drop and isinstance(event, QDropEvent):
            self.hint.hide()
            incoming = incoming_from(event.mimeData())
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            if incoming is not None:
                self.dropped.emit(incoming)
            return True
        return super().eventFilter(watched, event)
