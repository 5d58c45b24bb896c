"""Two similar articles side by side, with the sentences that differ marked."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from desktop_app.ui.importing.plan_model import Entry
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.labels import ElidedLabel, PlainLabel
from desktop_app.ui.widgets.marked_text import Mark, MarkedText


class CompareView(QWidget):
    """The fresh article at the left, the one it resembles at the right.

    Signals:
        distinct_chosen: it is no duplicate, import it.
        skip_chosen: leave it out.
        known_requested: open the article that is there already.
    """

    distinct_chosen = Signal()
    skip_chosen = Signal()
    known_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = PlainLabel(wrap=True)
        self.place = PlainLabel(role="muted")
        self.fresh = MarkedText()
        self.known = MarkedText()
        self.known_title = ElidedLabel(role="strong")
        self.distinct = QPushButton(self.tr("Không trùng – nhập như bài mới"))
        self.skip = QPushButton(self.tr("Bỏ qua"))
        self.open_known = QPushButton(self.tr("Mở bài đã có"))
        self.before = QPushButton(self.tr("Chỗ khác trước"))
        self.after = QPushButton(self.tr("Chỗ khác sau"))
        self._count = 0
        self._at = -1
        self._lay_out()
        self.distinct.clicked.connect(self.distinct_chosen)
        self.skip.clicked.connect(self.skip_chosen)
        self.open_known.clicked.connect(self.known_requested)
        self.before.clicked.connect(lambda: self._step(-1))
        self.after.clicked.connect(lambda: self._step(1))
        self.fresh.mark_clicked.connect(self._show)
        self.known.mark_clicked.connect(self._show)

    def show_entry(self, entry: Entry) -> None:
        """Show a near-duplicate."""
        item = entry.item
        if item.imported is None:
            return
        self.fresh.set_text(item.imported.text)
        self.known.set_text(item.known_text)
        fresh = [(n, one.fresh_span) for n, one in enumerate(item.differences) if one.fresh_span]
        known = [(n, one.known_span) for n, one in enumerate(item.differences) if one.known_span]
        self.fresh.set_marks([Mark(start, end, "commitment", n) for n, (start, end) in fresh])
        self.known.set_marks([Mark(start, end, "visit", n) for n, (start, end) in known])
        where = self.tr("trong thùng rác") if item.known_trashed else self.tr("đã có trong kho")
        if item.known_id is None:
            where = self.tr("trong lần nhập này")
        self.known_title.setText(self.tr("Bài {0}: {1}").format(where, item.known_title))
        self._count, self._at = len(item.differences), -1
        share = min(99, round(item.similarity * 100))
        self.words.setText(
            self.tr("Bài này giống khoảng {0} % một bài {1}. {2} chỗ khác nhau được tô màu.").format(
                share, where, self._count
            )
        )
        self.open_known.setVisible(item.known_id is not None and not item.known_trashed)
        for button in (self.before, self.after):
            button.setEnabled(self._count > 0)
        self.place.setText("")
        if self._count:
            # The lines have their places only after the layout of a view shown for the first time.
            QTimer.singleShot(0, self, lambda: self._show(0))

    # -- inside ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.distinct.setProperty("role", "primary")
        for text, name in ((self.fresh, self.tr("Bài đang nhập")), (self.known, self.tr("Bài giống nó"))):
            text.setAccessibleName(name)
        pair = QSplitter(Qt.Orientation.Horizontal)
        pair.setChildrenCollapsible(False)
        for heading, text in (
            (ElidedLabel(self.tr("Bài đang nhập"), role="strong"), self.fresh),
            (self.known_title, self.known),
        ):
            side = QWidget()
            column = QVBoxLayout(side)
            column.setContentsMargins(Space.MEDIUM, Space.SMALL, 0, 0)
            column.setSpacing(Space.TIGHT)
            column.addWidget(heading)
            column.addWidget(text, 1)
            pair.addWidget(side)
        head = QHBoxLayout()
        head.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, 0)
        head.setSpacing(Space.SMALL)
        head.addWidget(self.words, 1)
        for widget in (self.place, self.before, self.after):
            head.addWidget(widget)
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, Space.SMALL)
        foot.setSpacing(Space.SMALL)
        foot.addWidget(self.open_known)
        foot.addStretch(1)
        foot.addWidget(self.skip)
        foot.addWidget(self.distinct)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(pair, 1)
        layout.addLayout(foot)

    def _step(self, by: int) -> None:
        if self._count:
            self._show((self._at + by) % self._count)

    def _show(self, number: int) -> None:
        self._at = number
        self.fresh.show_mark(number)
        self.known.show_mark(number)
        self.place.setText(self.tr("{0}/{1}").format(number + 1, self._count))
