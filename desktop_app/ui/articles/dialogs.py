"""The facts of one article to edit, and the list of past imports."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from db.records import Article, ImportBatch
from desktop_app.services.editing import FormChoices
from desktop_app.ui.dialogs.base import Choice, Dialog
from desktop_app.ui.dialogs.question import may_discard
from desktop_app.ui.forms.article import ArticleForm
from desktop_app.ui.tables.model import Column
from desktop_app.ui.tables.record_table import RecordTable


class ArticleDialog(Dialog):
    """The form of an article.

    Signals:
        save_requested: the article as the fields say.
    """

    save_requested = Signal(object)

    def __init__(self, parent: QWidget | None, article: Article, choices: FormChoices) -> None:
        super().__init__(parent, self.tr("Sửa thông tin tin bài"))
        self.setMinimumWidth(640)
        self.form = ArticleForm(choices)
        self.form.set_record(article)
        self.body.addWidget(self.form)
        self.add_text(
            self.tr(
                "Nội dung bài không sửa được. "
                "Nếu đổi ngày đăng, các gợi ý chưa duyệt được tìm lại theo ngày mới."
            ),
            "caption",
        )
        self.cancel = QPushButton(self.tr("Hủy"))
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self._buttons.addWidget(self.cancel)
        self.save = QPushButton(self.tr("Lưu"))
        self.save.setProperty("role", "primary")
        self.save.setAutoDefault(False)
        self.save.clicked.connect(self._on_save)
        self._buttons.addWidget(self.save)
        QShortcut(QKeySequence("Ctrl+S"), self, self._on_save)
        self.form.focus_first()

    def reject(self) -> None:
        if self.form.is_dirty():
            wish = may_discard(self, self.tr("tin bài này"))
            if wish == "save":
                self._on_save()
            if wish != "discard":
                return
        super().reject()

    def _on_save(self) -> None:
        if self.form.check():
            self.save_requested.emit(self.form.record())
            self.accept()


class BatchesDialog(Dialog):
    """Past imports, newest first.

    Signals:
        undo_requested: take the import with this id back.
    """

    undo_requested = Signal(int)

    def __init__(self, parent: QWidget | None, batches: Sequence[ImportBatch], *, read_only: bool) -> None:
        super().__init__(parent, self.tr("Các lần nhập"))
        self.setMinimumSize(720, 440)
        self._read_only = read_only
        self.table = RecordTable(
            "batches", _columns(self), lambda batch: batch.id, title=self.tr("Các lần nhập")
        )
        self.table.set_empty(self.tr("Chưa có lần nhập nào"), self.tr("Mỗi lần nhập tin bài được ghi ở đây."))
        self.table.set_records([batch for batch in batches if batch.articles])
        self.body.addWidget(self.table, 1)
        self.add_text(
            self.tr("Hoàn tác là chuyển các tin bài của lần nhập đó vào thùng rác; khôi phục lại được."),
            "caption",
        )
        self.undo = QPushButton(self.tr("Hoàn tác lần nhập"))
        self.undo.setEnabled(False)
        self.undo.clicked.connect(self._on_undo)
        self.add_left(self.undo)
        self.add_button(Choice(self.tr("Đóng"), "", "primary"))
        self.table.selection_changed.connect(self._on_selection_changed)

    def _on_selection_changed(self, batches: list[ImportBatch]) -> None:
        can = len(batches) == 1 and batches[0].undone_at is None and not self._read_only
        self.undo.setEnabled(can)

    def _on_undo(self) -> None:
        chosen = self.table.selected()
        if chosen:
            self.undo_requested.emit(chosen[0].id)
            self.accept()


def _columns(parent: QWidget) -> list[Column]:
    return [
        Column(
            "started",
            parent.tr("Lúc"),
            lambda batch: batch.started_at.astimezone().strftime("%d/%m/%Y %H:%M"),
            width=140,
            sort_key=lambda batch: batch.started_at,
        ),
        Column("source", parent.tr("Từ"), lambda batch: batch.source, width=280),
        Column(
            "articles",
            parent.tr("Số bài"),
            lambda batch: str(batch.articles),
            align="right",
            width=70,
            sort_key=lambda batch: batch.articles,
        ),
        Column(
            "state",
            parent.tr("Tình trạng"),
            lambda batch: parent.tr("Đã hoàn tác") if batch.undone_at else parent.tr("Còn trong kho"),
            width=120,
        ),
    ]
