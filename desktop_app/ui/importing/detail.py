"""One file of the plan: its text and facts, what it resembles, or why it is not taken in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.services.importing import PlanState
from desktop_app.ui.importing.compare import CompareView
from desktop_app.ui.importing.fields import FieldsPane
from desktop_app.ui.importing.plan_model import Entry
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.marked_text import MarkedText


class EntryDetail(QStackedWidget):
    """Shows the chosen entry.

    Signals:
        known_requested: open the article of this id.
        trash_requested: show the trash, the known article is there.
        paste_requested: the person wants to paste instead of reading the file.
        distinct_changed: whether the near-duplicate is none.
    """

    known_requested = Signal(int)
    trash_requested = Signal()
    paste_requested = Signal()
    distinct_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entry: Entry | None = None
        self.text = MarkedText()
        self.fields = FieldsPane()
        self.compare = CompareView()
        self.verdict = Banner()
        self.verdict_text = MarkedText()
        self.note = Banner()
        self.addWidget(QWidget())
        self.addWidget(self._reading())
        self.addWidget(self.compare)
        self.addWidget(self._refusing())
        self.compare.distinct_chosen.connect(lambda: self.distinct_changed.emit(True))
        self.compare.skip_chosen.connect(lambda: self.distinct_changed.emit(False))
        self.compare.known_requested.connect(self._open_known)

    def show_entry(self, entry: Entry | None, *, lacking_outlet: int = 0) -> None:
        """Show ``entry`` as it stands now; None shows nothing."""
        was, self._entry = self._entry, entry
        if entry is None:
            self.setCurrentIndex(0)
        elif entry.can_take:
            self._show_reading(entry, lacking_outlet)
        elif entry.item.state is PlanState.NEAR:
            if was is None or was.item.imported is not entry.item.imported or self.currentIndex() != 2:
                self.compare.show_entry(entry)
            self.setCurrentIndex(2)
        else:
            self._show_verdict(entry)

    # -- inside ------------------------------------------------------------------------------------------

    def _reading(self) -> QWidget:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.fields)
        scroll.setMinimumWidth(300)
        self.fields.setObjectName("scrollBody")
        self.text.setAccessibleName(self.tr("Xem trước nội dung"))
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.text)
        parts.addWidget(scroll)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        parts.setSizes([460, 360])
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.note)
        layout.addWidget(parts, 1)
        return page

    def _refusing(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(Space.LARGE, Space.LARGE, Space.LARGE, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self.verdict)
        layout.addWidget(self.verdict_text, 1)
        layout.addStretch(0)
        return page

    def _show_reading(self, entry: Entry, lacking_outlet: int) -> None:
        imported = entry.item.imported
        text = imported.text if imported is not None else ""
        if self.text.article_text() != text:
            self.text.set_text(text)
        self.fields.show_entry(entry, lacking_outlet=lacking_outlet)
        if entry.distinct:
            self.note.show_text(
                self.tr("Bạn cho biết bài này không trùng với “{0}”.").format(entry.item.known_title),
                "info",
                self.tr("Xem lại so sánh"),
                lambda: self.distinct_changed.emit(False),
            )
        else:
            self.note.hide()
        self.setCurrentIndex(1)

    def _show_verdict(self, entry: Entry) -> None:
        item = entry.item
        self.verdict_text.set_text(item.imported.text if item.imported is not None else "")
        self.verdict_text.setVisible(item.imported is not None)
        if item.state is PlanState.UNREADABLE:
            action = "" if item.marked else self.tr("Dán nội dung bài")
            self.verdict.show_text(item.sentence, "danger", action, self.paste_requested.emit)
        elif item.known_id is None:
            words = self.tr("Giống hệt một tệp khác trong lần nhập này: {0}. Chỉ nhập một lần.")
            self.verdict.show_text(words.format(item.known_title), "info")
        elif item.known_trashed:
            words = self.tr("Bài này đã nhập trước đây và đang ở trong thùng rác: {0}. Hãy khôi phục bài đó.")
            self.verdict.show_text(
                words.format(item.known_title), "warning", self.tr("Mở thùng rác"), self.trash_requested.emit
            )
        else:
            words = self.tr("Bài này giống hệt một bài đã có trong kho: {0}. Không cần nhập lại.")
            self.verdict.show_text(
                words.format(item.known_title), "info", self.tr("Mở bài đã có"), self._open_known
            )
        self.setCurrentIndex(3)

    def _open_known(self) -> None:
        if self._entry is not None and self._entry.item.known_id is not None:
            self.known_requested.emit(self._entry.item.known_id)
