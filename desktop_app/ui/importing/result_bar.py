"""What an import did, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop_app.services.importing import ImportResult
from desktop_app.ui.icons import set_icon
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.labels import PlainLabel, restyle

_MOST_FAILURES = 4


class ResultBar(QFrame):
    """Stands above the list until it is closed or another import is done.

    Signals:
        review_requested: review what was found, beginning with the article of this id.
        undo_requested: take the import of this batch back.
    """

    review_requested = Signal(int)
    undo_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("frameRole", "banner")
        self._batch_id: int | None = None
        self._first_id = 0
        self.words = PlainLabel(role="strong", wrap=True)
        self.failures = PlainLabel(wrap=True)
        self.review = QPushButton(self.tr("Duyệt gợi ý"))
        self.review.setProperty("role", "primary")
        self.undo = QPushButton(self.tr("Hoàn tác lần nhập"))
        self._close = QToolButton()
        self._close.setAccessibleName(self.tr("Đóng thông báo"))
        self._close.setToolTip(self.tr("Đóng thông báo"))
        set_icon(self._close, "x", "text_muted")
        self.review.clicked.connect(lambda: self.review_requested.emit(self._first_id))
        self.undo.clicked.connect(self._on_undo)
        self._close.clicked.connect(self.hide)
        top = QHBoxLayout()
        top.setSpacing(Space.SMALL)
        top.addWidget(self.words, 1)
        for button in (self.review, self.undo, self._close):
            top.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.SMALL, Space.SMALL)
        layout.setSpacing(Space.TIGHT)
        layout.addLayout(top)
        layout.addWidget(self.failures)
        self.hide()

    def show_result(self, result: ImportResult) -> None:
        """Say what was imported and what was not, and why."""
        self._batch_id = result.batch_id
        self._first_id = result.article_ids[0] if result.article_ids else 0
        count = len(result.article_ids)
        self.words.setText(self.tr("Đã nhập {0} tin bài.").format(count))
        self.review.setVisible(count > 0)
        self.undo.setVisible(count > 0 and result.batch_id is not None)
        lines = [f"{name}: {why}" for name, why in result.failed[:_MOST_FAILURES]]
        left = len(result.failed) - _MOST_FAILURES
        if left > 0:
            lines.append(self.tr("và {0} tệp khác.").format(left))
        heading = self.tr("Không nhập được {0} tệp:").format(len(result.failed))
        self.failures.setText("\n".join([heading, *lines]) if lines else "")
        self.failures.setVisible(bool(lines))
        self.setProperty("kind", "warning" if lines else "success")
        self.setAccessibleName(self.words.text())
        restyle(self)
        self.show()

    def _on_undo(self) -> None:
        if self._batch_id is not None:
            self.undo_requested.emit(self._batch_id)
