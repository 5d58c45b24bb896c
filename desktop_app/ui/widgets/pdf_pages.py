"""Pages of a document as pictures, drawn on a worker thread when they are about to be seen."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QListView, QListWidget, QListWidgetItem, QWidget

from desktop_app.progress import Reporter
from desktop_app.ui.background import Runner
from desktop_app.ui.theme import theme
from desktop_app.ui.tokens import Space

RenderPage = Callable[[int, float], bytes | QImage]
"""Takes the page (from 0) and pixels per point; returns a picture or a PNG. Called on a worker thread."""

_PIXELS_PER_POINT = 96 / 72


class PdfPagesView(QAbstractScrollArea):
    """Pages one below the other.

    Signals:
        page_changed: the page (from 0) that fills most of the view.
        zoom_changed: the zoom, 1.0 being life size.
        page_drawn: a picture arrived.
    """

    page_changed = Signal(int)
    zoom_changed = Signal(float)
    page_drawn = Signal(int)
    KEPT = 16

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Các trang"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._runner = runner
        self._render: RenderPage | None = None
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._boxes: list[QRect] = []
        self._pictures: OrderedDict[tuple[int, float], QImage] = OrderedDict()
        self._asked: set[tuple[int, float]] = set()
        self._edition = 0
        self._zoom = 1.0
        self._fits_width = True
        self._page = 0
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        theme().changed.connect(self.viewport().update)

    def set_document(self, sizes: Sequence[tuple[float, float]], render: RenderPage) -> None:
        """Show pages of these sizes (width, height in points); the place in the document stays."""
        self._edition += 1
        self._render = render
        self._sizes = tuple(sizes)
        self._pictures.clear()
        self._asked.clear()
        self._lay_out()

    def clear(self) -> None:
        """Show nothing."""
        self._edition += 1
        self._render = None
        self._sizes = ()
        self._pictures.clear()
        self._asked.clear()
        self._lay_out()

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    @property
    def page(self) -> int:
        """The page (from 0) that is looked at."""
        return self._page

    @property
    def zoom(self) -> float:
        """The zoom, 1.0 being life size."""
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        """Set the zoom (0.25 to 4), keeping the place."""
        self._fits_width = False
        self._apply_zoom(zoom)

    def fit_width(self) -> None:
        """Make the widest page as wide as the view, now and when the view changes."""
        self._fits_width = True
        self._lay_out()

    def show_page(self, page: int) -> None:
        """Scroll to ``page``."""
        if 0 <= page < len(self._boxes):
            self.verticalScrollBar().setValue(self._boxes[page].top() - Space.MEDIUM)

    # -- inside ------------------------------------------------------------------------------------------

    def _apply_zoom(self, zoom: float) -> None:
        bar = self.verticalScrollBar()
        share = bar.value() / max(1, bar.maximum() + bar.pageStep())
        self._zoom = max(0.25, min(zoom, 4.0))
        self._measure()
        bar.setValue(round(share * (bar.maximum() + bar.pageStep())))
        self.zoom_changed.emit(self._zoom)
        self.viewport().update()

    def _lay_out(self) -> None:
        if self._fits_width and self._sizes:
            widest = max(width for width, _ in self._sizes) * _PIXELS_PER_POINT
            self._apply_zoom((self.viewport().width() - 2 * Space.LARGE) / widest)
            return
        self._measure()
        self.viewport().update()

    def _measure(self) -> None:
        factor = self._zoom * _PIXELS_PER_POINT
        self._boxes = []
        top = Space.LARGE
        widest = 0
        for width, height in self._sizes:
            box = QRect(0, top, round(width * factor), round(height * factor))
            self._boxes.append(box)
            widest = max(widest, box.width())
            top = box.bottom() + 1 + Space.LARGE
        room = self.viewport().size()
        self._set_bar_range(top, widest + 2 * Space.LARGE, room)
        ground = max(room.width(), widest + 2 * Space.LARGE)
        for box in self._boxes:
            box.moveLeft((ground - box.width()) // 2)
        self._on_scrolled()

    def _set_bar_range(self, height: int, width: int, room: QSize) -> None:
        for bar, whole, part in (
            (self.verticalScrollBar(), height if self._sizes else 0, room.height()),
            (self.horizontalScrollBar(), width if self._sizes else 0, room.width()),
        ):
            bar.setPageStep(part)
            bar.setSingleStep(48)
            bar.setRange(0, max(0, whole - part))

    def _visible(self) -> list[int]:
        top = self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        return [page for page, box in enumerate(self._boxes) if box.bottom() >= top and box.top() <= bottom]

    def _on_scrolled(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        page = next(
            (page for page, box in enumerate(self._boxes) if box.bottom() >= middle), len(self._boxes) - 1
        )
        if page != self._page and page >= 0:
            self._page = page
            self.page_changed.emit(page)
        self.viewport().update()

    def _scale(self) -> float:
        return round(self._zoom * _PIXELS_PER_POINT * self.devicePixelRatioF(), 3)

    def _ask(self, page: int, scale: float) -> None:
        wanted = (page, scale)
        render, edition = self._render, self._edition
        if render is None or wanted in self._asked:
            return
        self._asked.add(wanted)

        def draw(_reporter: Reporter) -> tuple[int, int, float, QImage]:
            return edition, page, scale, _picture_of(render(page, scale))

        self._runner.run("", draw, on_success=self._on_drawn)

    def _on_drawn(self, drawn: tuple[int, int, float, QImage]) -> None:
        edition, page, scale, picture = drawn
        if edition != self._edition:
            return
        self._asked.discard((page, scale))
        self._pictures[page, scale] = picture
        while len(self._pictures) > self.KEPT:
            self._pictures.popitem(last=False)
        self.viewport().update()
        self.page_drawn.emit(page)

    def _picture(self, page: int, scale: float) -> QImage | None:
        """The sharp picture, or any other of the page until it is there."""
        exact = self._pictures.get((page, scale))
        if exact is not None:
            self._pictures.move_to_end((page, scale))
            return exact
        return next((picture for (other, _), picture in self._pictures.items() if other == page), None)

    # -- Qt ----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme().colour("paper_ground"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        scale = self._scale()
        for page in self._visible():
            box = self._boxes[page].translated(-left, -top)
            painter.fillRect(box, Qt.GlobalColor.white)
            picture = self._picture(page, scale)
            if picture is not None:
                painter.drawImage(box, picture)
            if (page, scale) not in self._pictures:
                self._ask(page, scale)
            painter.setPen(theme().colour("border"))
            painter.drawRect(box.adjusted(-1, -1, 0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom * (1.1 if event.angleDelta().y() > 0 else 1 / 1.1))
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        key = Qt.Key(event.key())
        if key in steps:
            self.show_page(max(0, min(self._page + steps[key], len(self._boxes) - 1)))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.show_page(0 if key == Qt.Key.Key_Home else len(self._boxes) - 1)
        else:
            super().keyPressEvent(event)


class PageThumbnails(QListWidget):
    """Small pictures of the pages, drawn one after the other.

    Signals:
        page_chosen: the page (from 0).
    """

    page_chosen = Signal(int)
    WIDTH = 96

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Trang thu nhỏ"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setFlow(QListView.Flow.TopToBottom)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setFixedWidth(self.WIDTH + 2 * Space.WIDE)
        self._runner = runner
        self._edition = 0
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._render: RenderPage | None = None
        self.currentRowChanged.connect(self._on_row_changed)

    def set_document(self, sizes: Sequence[tuple[float, float]], render: RenderPage) -> None:
        """Show the pages of this document."""
        self._edition += 1
        # Taking the entries away moves the mark from page to page: nobody chose those pages.
        was_silent = self.blockSignals(True)
        self.clear()
        self.blockSignals(was_silent)
        highest = max((height / width for width, height in sizes), default=1.4142)
        picture = QSize(self.WIDTH, round(self.WIDTH * highest))
        self.setIconSize(picture)
        entry = QSize(self.WIDTH + Space.LARGE, picture.height() + Space.WIDE + Space.SMALL)
        for page in range(len(sizes)):
            item = QListWidgetItem(str(page + 1))
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
            item.setSizeHint(entry)
            self.addItem(item)
        self._sizes, self._render = tuple(sizes), render
        self._ask(0)

    def show_page(self, page: int) -> None:
        """Mark ``page`` without announcing it."""
        was_silent = self.blockSignals(True)
        self.setCurrentRow(page)
        self.blockSignals(was_silent)

    def _ask(self, page: int) -> None:
        render, edition = self._render, self._edition
        if render is None or page >= len(self._sizes):
            return
        scale = self.WIDTH / self._sizes[page][0] * self.devicePixelRatioF()

        def draw(_reporter: Reporter) -> tuple[int, int, QImage]:
            return edition, page, _picture_of(render(page, scale))

        self._runner.run("", draw, on_success=self._on_drawn)

    def _on_drawn(self, drawn: tuple[int, int, QImage]) -> None:
        edition, page, picture = drawn
        if edition != self._edition:
            return
        self.item(page).setIcon(QIcon(QPixmap.fromImage(picture)))
        self._ask(page + 1)

    def _on_row_changed(self, row: int) -> None:
        if row >= 0:
            self.page_chosen.emit(row)


def _picture_of(made: bytes | QImage) -> QImage:
    return made if isinstance(made, QImage) else QImage.fromData(made)
