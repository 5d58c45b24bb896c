"""Tin bài: the library of articles, and an import under way."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from db.records import ImportBatch
from desktop_app.services.importing import ImportResult
from desktop_app.ui.articles.browser import ArticleBrowser
from desktop_app.ui.articles.dialogs import BatchesDialog
from desktop_app.ui.background import Lane
from desktop_app.ui.importing.incoming import Incoming
from desktop_app.ui.importing.result_bar import ResultBar
from desktop_app.ui.importing.view import ImportView
from desktop_app.ui.navigation import Address
from desktop_app.ui.pages.base import Frame, Page, page_action
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.empty_state import EmptyState

IMPORT = "import"
_BROWSE, _NOTHING, _IMPORT = range(3)
_PASSAGE = re.compile(r"(\d{1,8})-(\d{1,8})\Z")


class ArticlesPage(Page):
    """``Address("articles", id, "120-180")`` opens an article at a passage, ``extra="import"`` the import."""

    name: ClassVar[str] = "articles"
    help_topic: ClassVar[str] = "articles"

    def __init__(self, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(frame, parent)
        self._is_empty = False
        self._head_shown = ""
        self.browser = ArticleBrowser(frame)
        self.importing = ImportView(frame)
        self.result = ResultBar()
        self.waiting = Banner()
        self._faces = QStackedWidget()
        self._nothing = EmptyState()
        self._make_actions()
        self._arrange()
        self._connect()
        self._show_face(_BROWSE)

    # -- Page --------------------------------------------------------------------------------------------

    def open(self, address: Address) -> None:
        if address.extra == IMPORT and not self.browser.read_only:
            self._show_face(_IMPORT)
            return
        self._show_face(_BROWSE)
        if address.record_id is not None:
            self.browser.want(address.record_id, _passage(address.extra))
        self.browser.load()

    def refresh(self, changes: object | None = None) -> None:
        self.browser.load()

    def receive(self, incoming: object) -> None:
        """Take in what was dropped on the window or handed over by another start."""
        if self.browser.read_only:
            self.frame.toast(self.tr("Kho đang mở ở nơi khác nên cửa sổ này chỉ xem được."))
            return
        if isinstance(incoming, Incoming):
            self._show_face(_IMPORT)
            self.importing.receive(incoming)

    def find_here(self) -> None:
        if self._faces.currentIndex() == _BROWSE:
            self.browser.table.focus_filter()

    def edit(self) -> None:
        if self._faces.currentIndex() == _BROWSE:
            self.browser.edit()

    # -- imports -----------------------------------------------------------------------------------------

    def _on_import(self) -> None:
        self.frame.go(Address(self.name, extra=IMPORT))

    def _on_paste(self) -> None:
        if self.browser.read_only:
            return
        if self._faces.currentIndex() != _IMPORT:
            self._on_import()
        self.importing.paste_clipboard()

    def _on_stored(self, result: ImportResult) -> None:
        self.result.show_result(result)
        if result.article_ids:
            self.browser.want(result.article_ids[0])
        self.frame.go(Address(self.name))

    def _on_batches(self) -> None:
        importing = self.frame.services.importing
        self.frame.runner.run("", lambda _reporter: importing.batches(), on_success=self._show_batches)

    def _show_batches(self, batches: list[ImportBatch]) -> None:
        dialog = BatchesDialog(self, batches, read_only=self.browser.read_only)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.undo_requested.connect(self._on_undo_batch)
        dialog.open()

    def _on_undo_batch(self, batch_id: int) -> None:
        importing = self.frame.services.importing
        self.frame.runner.run(
            "",
            lambda _reporter: importing.undo_batch(batch_id),
            lane=Lane.WRITE,
            on_success=self._on_batch_undone,
        )

    def _on_batch_undone(self, count: int) -> None:
        self.result.hide()
        self.frame.toast(self.tr("Đã hoàn tác lần nhập: {0} tin bài vào thùng rác.").format(count))
        self.browser.load()

    def _on_samples(self) -> None:
        services = self.frame.services
        self.samples_action.setEnabled(False)
        words = self.tr("Đã mở kho mẫu: {0} tin bài.")
        job = self.frame.runner.run(
            self.tr("Mở kho mẫu"),
            lambda reporter: services.samples.load(reporter),
            lane=Lane.WRITE,
            on_success=lambda done: self.frame.toast(words.format(done.articles)),
        )
        if job.is_finished:
            self._on_samples_over()
        else:
            self.waiting.show_text(self.tr("Đang mở kho mẫu…"), "info", self.tr("Dừng"), job.cancel)
            job.finished.connect(self._on_samples_over)

    def _on_samples_over(self) -> None:
        self.samples_action.setEnabled(True)
        self._show_waiting()
        self.browser.load()

    # -- faces -------------------------------------------------------------------------------------------

    def _on_loaded(self, count: int) -> None:
        self._is_empty = count == 0
        if self._faces.currentIndex() != _IMPORT:
            self._show_face(_BROWSE)

    def _show_face(self, face: int) -> None:
        self._faces.setCurrentIndex(_NOTHING if face == _BROWSE and self._is_empty else face)
        self._settle_head()

    def _settle_head(self) -> None:
        """Show what can be done now; buttons are made anew only when others are wanted."""
        view = self.importing
        if self._faces.currentIndex() != _IMPORT:
            self.set_title(self.tr("Tin bài"))
            self._set_head("browse", lambda: self.set_actions(self.import_action, (self.batches_action,)))
            self._show_waiting()
            return
        self.waiting.hide()
        count = len(view.model.taken())
        self.store_action.setText(self.tr("Nhập {0} tin bài").format(count))
        self.store_action.setEnabled(count > 0)
        self.leave_action.setEnabled(not view.is_busy)
        words = self.tr("Bỏ lần nhập") if view.has_plan else self.tr("Về danh sách tin bài")
        self.leave_action.setText(words)
        if view.is_planning:
            said = self.tr("Chưa có gì được lưu. Xem lại rồi bấm “Nhập {0} tin bài”.").format(count)
            self.set_title(self.tr("Nhập tin bài"), said if count else self.tr("Không có bài mới để nhập."))
            more = (view.files, view.folder, view.paste)
            self._set_head("plan", lambda: self.set_actions(self.store_action, (self.leave_action,), more))
            return
        self.set_title(self.tr("Nhập tin bài"))
        self._set_head("start", lambda: self.set_actions(None, (self.leave_action,)))

    def _set_head(self, wanted: str, make: Callable[[], None]) -> None:
        if wanted != self._head_shown:
            self._head_shown = wanted
            make()

    def _show_waiting(self) -> None:
        view = self.importing
        if not self.samples_action.isEnabled():
            return
        if not view.has_plan and not view.is_busy:
            self.waiting.hide()
            return
        words = self.tr("Lần nhập đang dở: {0} tệp chờ bạn xem.").format(len(view.model.entries))
        if view.is_busy:
            words = self.tr("Đang đọc hoặc nhập tin bài…")
        self.waiting.show_text(words, "info", self.tr("Quay lại lần nhập"), self._on_import)

    # -- layout ------------------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        view = self.importing
        self.import_action = page_action(self, self.tr("Nhập tin bài"), "download", self._on_import)
        self.import_action.setToolTip(self.tr("Nhập tin bài (Ctrl+I)"))
        self.batches_action = page_action(self, self.tr("Các lần nhập"), "history", self._on_batches)
        self.samples_action = page_action(self, self.tr("Mở kho mẫu"), "book-open", self._on_samples)
        self.store_action = page_action(self, self.tr("Nhập tin bài"), "check", view.apply, "Ctrl+Return")
        self.leave_action = page_action(self, self.tr("Bỏ lần nhập"), "x", view.leave)
        for action in (self.import_action, self.samples_action):
            action.setEnabled(not self.browser.read_only)

    def _arrange(self) -> None:
        self._nothing.show_message(
            self.tr("Chưa có tin bài nào"),
            self.tr(
                "Nhập tin bài để chương trình tìm giúp các đoàn, thỏa thuận, cam kết. "
                "Hoặc mở kho mẫu để xem thử."
            ),
            self.import_action,
            self.samples_action,
        )
        for face in (self.browser, self._nothing, self.importing):
            self._faces.addWidget(face)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        news = QVBoxLayout()
        news.setContentsMargins(Space.LARGE, Space.TIGHT, Space.LARGE, 0)
        news.setSpacing(Space.SMALL)
        news.addWidget(self.waiting)
        news.addWidget(self.result)
        layout.addLayout(news)
        layout.addWidget(self._faces, 1)
        self.set_body(body)

    def _connect(self) -> None:
        self.browser.loaded.connect(self._on_loaded)
        self.importing.changed.connect(self._settle_head)
        self.importing.stored.connect(self._on_stored)
        self.importing.left.connect(lambda: self.frame.go(Address(self.name)))
        self.importing.article_requested.connect(lambda one: self.frame.go(Address(self.name, one)))
        self.importing.trash_requested.connect(lambda: self.frame.go(Address("trash")))
        self.result.review_requested.connect(lambda one: self.frame.go(Address("review", one)))
        self.result.undo_requested.connect(self._on_undo_batch)
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence.StandardKey.Paste, self, self._on_paste, context=scope)


def _passage(extra: str) -> tuple[int, int] | None:
    found = _PASSAGE.match(extra)
    return (int(found[1]), int(found[2])) if found else None
