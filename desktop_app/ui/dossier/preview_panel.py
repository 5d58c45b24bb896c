"""The right side of the dossier page: the pages as they will be printed, and what they leave open."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QImage, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QListWidget,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.services.dossiers import Preview
from desktop_app.ui.background import Runner
from desktop_app.ui.dossier.printing import page_image
from desktop_app.ui.icons import set_icon
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.labels import ElidedLabel, PlainLabel
from desktop_app.ui.widgets.pdf_pages import PageThumbnails, PdfPagesView
from desktop_app.ui.widgets.search_field import SearchField

_NARROW, _VERY_NARROW, _SMALLEST = 640, 480, 340
_GAPS_HEIGHT = 132


class PreviewPanel(QWidget):
    """Pages, thumbnails, zoom, search, and the points that are not clear.

    Signals:
        find_requested: words to look for in the pages.
    """

    find_requested = Signal(str)

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages = PdfPagesView(runner)
        self.thumbs = PageThumbnails(runner)
        self.banner = Banner()
        self.empty = EmptyState()
        self.status = ElidedLabel(role="muted")
        self.finder = SearchField(self.tr("Tìm trong hồ sơ…"))
        self.page_box = QSpinBox()
        self.page_total = PlainLabel(role="muted")
        self.zoom_words = PlainLabel(role="muted")
        self.gaps_button = QPushButton()
        self.gaps = QListWidget()
        self._body = QStackedWidget()
        self._found: tuple[int, ...] = ()
        # What is hidden when it gets narrow must not keep it from getting narrow.
        self.setMinimumWidth(_SMALLEST)
        self._make_tools()
        self._lay_out()
        self._connect()

    # -- what is shown -----------------------------------------------------------------------------------

    def show_preview(self, preview: Preview, *, prints_gaps: bool) -> None:
        """Show the pages of a dossier; the place in it stays."""

        def render(index: int, scale: float) -> QImage:
            return page_image(preview, index, scale)

        place = min(self.pages.page, len(preview.sizes) - 1)
        self.pages.set_document(preview.sizes, render)
        self.thumbs.set_document(preview.sizes, render)
        self.thumbs.show_page(place)
        self.page_box.setRange(1, max(1, len(preview.sizes)))
        self.page_total.setText(self.tr("/ {0}").format(len(preview.sizes)))
        self._show_gaps(preview.gaps, prints_gaps=prints_gaps)
        self.banner.hide()
        self._body.setCurrentIndex(0)
        self._show_tools(visible=True)
        self.set_status("")

    def show_message(self, title: str, sentence: str = "", action: QAction | None = None) -> None:
        """Show a sentence in the place of the pages."""
        self.pages.clear()
        self.thumbs.clear()
        self.banner.hide()
        self.empty.show_message(title, sentence, action)
        self._body.setCurrentIndex(1)
        self._show_tools(visible=False)
        self._show_gaps((), prints_gaps=True)
        self.set_status("")

    def show_error(self, text: str) -> None:
        """Say above the pages why they are not those of what was chosen last."""
        self.banner.show_text(text, "danger")
        self.set_status("")

    def set_status(self, text: str) -> None:
        """Say what is going on ("Đang dàn trang…")."""
        self.status.setText(text)

    def show_found(self, pages: tuple[int, ...], words: str) -> None:
        """Go to the next page with the words that were looked for."""
        self._found = pages
        if not pages:
            self.set_status(self.tr("Không thấy “{0}” trong hồ sơ.").format(words))
            return
        later = [page for page in pages if page > self.pages.page]
        self.pages.show_page(later[0] if later else pages[0])
        self.set_status(self.tr("Có ở {0} trang; Enter để sang trang kế tiếp.").format(len(pages)))

    # -- inside ------------------------------------------------------------------------------------------

    def _make_tools(self) -> None:
        tr = self.tr
        self.zoom_out = _tool("zoom-out", tr("Thu nhỏ"))
        self.zoom_in = _tool("zoom-in", tr("Phóng to"))
        self.fit = _tool("", tr("Vừa bề ngang"))
        self.life_size = _tool("", tr("100 %"))
        self.page_box.setAccessibleName(tr("Số trang"))
        self.page_box.setFixedWidth(72)
        self.page_box.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.finder.setMinimumWidth(120)
        self.finder.setMaximumWidth(210)
        self.gaps_button.setProperty("role", "quiet")
        self.gaps_button.setCheckable(True)
        self.gaps_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.gaps.setAccessibleName(tr("Những điểm chưa rõ"))
        self.gaps.setWordWrap(True)
        self.gaps.setResizeMode(QListView.ResizeMode.Adjust)
        self.gaps.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.gaps.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.gaps.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.gaps.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.gaps.setFixedHeight(_GAPS_HEIGHT)
        self.gaps.hide()

    def _lay_out(self) -> None:
        self.tools = QWidget()
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(Space.MEDIUM, Space.TIGHT, Space.MEDIUM, Space.TIGHT)
        row.setSpacing(Space.TIGHT)
        self._page_words = PlainLabel(self.tr("Trang"), role="muted")
        self._page_words.setBuddy(self.page_box)
        for widget in (self._page_words, self.page_box, self.page_total):
            row.addWidget(widget)
        row.addSpacing(Space.SMALL)
        for widget in (self.zoom_out, self.zoom_words, self.zoom_in, self.fit, self.life_size):
            row.addWidget(widget)
        row.addSpacing(Space.SMALL)
        row.addWidget(self.status, 1)
        row.addWidget(self.finder)
        both = QHBoxLayout()
        both.setSpacing(0)
        both.addWidget(self.thumbs)
        both.addWidget(self.pages, 1)
        papers = QWidget()
        papers.setLayout(both)
        both.setContentsMargins(0, 0, 0, 0)
        self._body.addWidget(papers)
        self._body.addWidget(self.empty)
        foot = QVBoxLayout()
        foot.setContentsMargins(Space.SMALL, 2, Space.SMALL, 2)
        foot.addWidget(self.gaps_button)
        foot.addWidget(self.gaps)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tools)
        layout.addWidget(self.banner)
        layout.addWidget(self._body, 1)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self.pages.page_changed.connect(self._on_page)
        self.pages.zoom_changed.connect(lambda zoom: self.zoom_words.setText(f"{zoom * 100:.0f} %"))
        self.thumbs.page_chosen.connect(self.pages.show_page)
        self.page_box.valueChanged.connect(lambda number: self.pages.show_page(number - 1))
        self.zoom_out.clicked.connect(lambda: self.pages.set_zoom(self.pages.zoom / 1.2))
        self.zoom_in.clicked.connect(lambda: self.pages.set_zoom(self.pages.zoom * 1.2))
        self.fit.clicked.connect(self.pages.fit_width)
        self.life_size.clicked.connect(lambda: self.pages.set_zoom(1.0))
        self.finder.search_submitted.connect(self.find_requested)
        self.gaps_button.toggled.connect(self._on_gaps_toggled)

    def _on_page(self, page: int) -> None:
        self.thumbs.show_page(page)
        was_silent = self.page_box.blockSignals(True)
        self.page_box.setValue(page + 1)
        self.page_box.blockSignals(was_silent)

    def _show_gaps(self, gaps: tuple[str, ...], *, prints_gaps: bool) -> None:
        self.gaps.clear()
        self.gaps.addItems(list(gaps))
        words = self.tr("Những điểm chưa rõ mà hồ sơ này sẽ in ({0})")
        if not prints_gaps:
            words = self.tr("Những điểm chưa rõ, hiện không in trong hồ sơ ({0})")
        self.gaps_button.setText(" " + words.format(len(gaps)))
        self.gaps_button.setAccessibleName(words.format(len(gaps)))
        self.gaps_button.setVisible(bool(gaps))
        self._on_gaps_toggled(self.gaps_button.isChecked())

    def _on_gaps_toggled(self, is_open: bool) -> None:
        self.gaps.setVisible(is_open and self.gaps.count() > 0)
        set_icon(self.gaps_button, "chevron-down" if is_open else "chevron-right", "warning")

    def _show_tools(self, *, visible: bool) -> None:
        self.tools.setVisible(visible)

    # -- Qt ----------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        is_narrow = width < _NARROW
        for widget in (self.fit, self.status):
            widget.setVisible(width >= _VERY_NARROW)
        self.thumbs.setVisible(not is_narrow)
        self.life_size.setVisible(not is_narrow)
        self.zoom_words.setVisible(not is_narrow)
        self._page_words.setVisible(not is_narrow)


def _tool(icon_name: str, words: str) -> QToolButton:
    button = QToolButton()
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(words)
    button.setToolTip(words)
    if icon_name:
        button.setIconSize(QSize(Space.ICON, Space.ICON))
        set_icon(button, icon_name)
    else:
        button.setText(words)
    return button
