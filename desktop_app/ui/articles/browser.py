"""The list of articles and the reader beside it, with everything one can do to an article."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QSplitter, QVBoxLayout, QWidget

from db.records import Article, RecordKind
from desktop_app.ui.articles.columns import article_columns, make_keep
from desktop_app.ui.articles.dialogs import ArticleDialog
from desktop_app.ui.articles.reader import Reader, Reading
from desktop_app.ui.background import Lane
from desktop_app.ui.dialogs.question import may_do
from desktop_app.ui.frame import Frame
from desktop_app.ui.navigation import Address
from desktop_app.ui.tables.record_table import RecordTable
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.action_button import page_action

_FILTERS = ("outlet", "year", "state", "tag")
_SMALLEST, _LARGEST = -3, 10
_PAGES = {
    RecordKind.VISIT: "visits",
    RecordKind.AGREEMENT: "agreements",
    RecordKind.COMMITMENT: "commitments",
    RecordKind.FIGURE: "figures",
    RecordKind.PERSON: "people",
    RecordKind.PARTNER: "partners",
}


class ArticleBrowser(QWidget):
    """List and reader.

    Signals:
        loaded: how many articles the library has.
    """

    loaded = Signal(int)

    def __init__(self, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame = frame
        self._articles: list[Article] = []
        self._wanted: int | None = None
        self._asked = 0
        self._make_actions()
        self.table = RecordTable(
            "articles",
            article_columns(self),
            lambda article: article.id,
            frame.state,
            title=self.tr("Tin bài"),
            make_menu=self._menu,
        )
        self.reader = Reader(self.review_action, (self.edit_action, self.original_action, self.trash_action))
        self._parts = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()
        self._connect()

    # -- what the page asks ------------------------------------------------------------------------------

    @property
    def read_only(self) -> bool:
        """Whether somebody else holds the library."""
        return self._frame.services.held_by is not None

    def want(self, article_id: int, passage: tuple[int, int] | None = None) -> None:
        """Show this article at the next ``load``, and pulse a passage of it."""
        self._wanted = article_id
        self.reader.await_passage(passage)

    def load(self) -> None:
        """Read the list again; what is selected stays selected."""
        services = self._frame.services
        self.reader.set_steps(int(services.settings.get("article_zoom")))
        self.reader.set_read_only(self.read_only)
        self._frame.runner.run("", lambda _reporter: services.records.articles(), on_success=self._on_loaded)

    def edit(self) -> None:
        """Edit the facts of the article that is read."""
        article = self.reader.article
        if article is None or self.read_only:
            return
        editing = self._frame.services.editing
        self._frame.runner.run(
            "", lambda _reporter: (article, editing.choices()), on_success=self._on_choices
        )

    # -- reading -----------------------------------------------------------------------------------------

    def _on_loaded(self, articles: list[Article]) -> None:
        self._articles = articles
        self._fill_filters()
        self.table.set_records(articles[::-1])
        self.loaded.emit(len(articles))
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            if not any(article.id == wanted for article in self.table.model.shown_records):
                self._clear_filters()
            self._asked = wanted
            self.table.select_keys({wanted})
            self._read(wanted)
        elif self.table.selected():
            self._read(self.table.selected()[0].id)
        elif self.table.model.rowCount():
            self.table.view.selectRow(0)

    def _read(self, article_id: int) -> None:
        self._asked = article_id
        records = self._frame.services.records

        def work(_reporter: object) -> Reading:
            article = records.get(RecordKind.ARTICLE, article_id)
            return Reading(article, tuple(records.evidence_in(article_id)), tuple(records.tags()))

        self._frame.runner.run("", work, on_success=self._on_read)

    def _on_read(self, reading: Reading) -> None:
        article = reading.article
        if article.id != self._asked:
            return
        self.reader.show_reading(reading)
        pending = next((one.pending for one in self._articles if one.id == article.id), article.pending)
        words = self.tr("Duyệt {0} gợi ý").format(pending) if pending else self.tr("Xem phần duyệt")
        self.review_action.setText(words)
        if self.isVisible():
            self._frame.note_address(Address("articles", article.id))

    def _on_selection_changed(self, articles: list[Article]) -> None:
        if len(articles) == 1 and articles[0].id != self._asked:
            self._read(articles[0].id)
        elif not articles:
            self._asked = 0
            self.reader.show_nothing()

    # -- changing ----------------------------------------------------------------------------------------

    def _write(self, work: Any, on_success: Any) -> None:
        self._frame.runner.run("", lambda _reporter: work(), lane=Lane.WRITE, on_success=on_success)

    def _on_choices(self, found: tuple[Article, Any]) -> None:
        dialog = ArticleDialog(self, *found)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.save_requested.connect(self._on_save)
        dialog.open()

    def _on_save(self, article: Article) -> None:
        services, before = self._frame.services, self.reader.article

        def work() -> int | None:
            services.records.save(article)
            dated_anew = before is None or before.published != article.published
            return services.importing.reread(article.id) if dated_anew else None

        self._write(work, self._on_saved)

    def _on_saved(self, found: int | None) -> None:
        words = self.tr("Đã lưu.")
        if found is not None:
            words = self.tr("Đã lưu. Tìm lại theo ngày đăng mới: {0} gợi ý chờ duyệt.").format(found)
        self._frame.toast(words)
        self.load()

    def _on_tags_changed(self, added: tuple[str, ...], removed: tuple[str, ...]) -> None:
        article, records = self.reader.article, self._frame.services.records
        if article is not None:
            self._write(
                lambda: records.set_tags(RecordKind.ARTICLE, [article.id], add=added, remove=removed),
                lambda _done: self.load(),
            )

    def _on_trash(self) -> None:
        articles = self.table.selected()
        if not articles or self.read_only:
            return
        if len(articles) > 1 and not may_do(
            self,
            self.tr("Chuyển {0} tin bài vào thùng rác?").format(len(articles)),
            self.tr("Chuyển vào thùng rác"),
            self.tr("Có thể khôi phục lại từ Thùng rác. Nội dung đã duyệt từ các bài này vẫn giữ."),
        ):
            return
        ids, records = [article.id for article in articles], self._frame.services.records
        self._write(lambda: records.trash(RecordKind.ARTICLE, ids), lambda _done: self._on_trashed(ids))

    def _on_trashed(self, ids: list[int]) -> None:
        records = self._frame.services.records

        def undo() -> None:
            self._write(lambda: records.restore(RecordKind.ARTICLE, ids), lambda _done: self.load())

        words = self.tr("Đã chuyển {0} tin bài vào thùng rác.").format(len(ids))
        self._frame.toast(words, self.tr("Hoàn tác"), undo)
        self.load()

    # -- going elsewhere ---------------------------------------------------------------------------------

    def _on_review(self) -> None:
        if self.reader.article is not None:
            self._frame.go(Address("review", self.reader.article.id))

    def _on_record_requested(self, kind: RecordKind, record_id: int) -> None:
        if kind in _PAGES:
            self._frame.go(Address(_PAGES[kind], record_id))
            return
        records = self._frame.services.records
        self._frame.runner.run(
            "",
            lambda _reporter: records.get(kind, record_id).partner_id,
            on_success=lambda partner_id: self._frame.go(Address("partners", partner_id)),
        )

    def _on_size_changed(self, steps: int) -> None:
        services = self._frame.services
        steps = max(_SMALLEST, min(steps, _LARGEST))
        if services.settings.get("article_zoom") != steps:
            services.change_setting("article_zoom", steps)

    def _on_original(self) -> None:
        article, records = self.reader.article, self._frame.services.records
        if article is not None:
            self._frame.runner.run(
                "", lambda _reporter: records.original(article.id), on_success=self._on_original_read
            )

    def _on_original_read(self, original: tuple[str, bytes]) -> None:
        file_name, data = original
        folder = self._frame.state.text("articles/original")
        proposed = str(Path(folder) / _with_suffix(file_name, data))
        chosen, _kind = QFileDialog.getSaveFileName(self, self.tr("Lưu tệp gốc"), proposed)
        if not chosen:
            return
        self._frame.state.set_text("articles/original", str(Path(chosen).parent))
        words = self.tr("Đã lưu tệp gốc: {0}").format(Path(chosen).name)
        self._frame.runner.run(
            "",
            lambda _reporter: Path(chosen).write_bytes(data),
            on_success=lambda _count: self._frame.toast(words),
        )

    # -- filters -----------------------------------------------------------------------------------------

    def _fill_filters(self) -> None:
        bar = self.table.filter_bar
        outlets = sorted({article.outlet for article in self._articles if article.outlet})
        years = sorted(
            {str(one.published.year) for one in self._articles if one.published.year}, reverse=True
        )
        tags = sorted({tag for article in self._articles for tag in article.tags})
        bar.set_values("outlet", self.tr("Mọi báo"), [(name, name) for name in outlets])
        unknown = ("?", self.tr("Chưa rõ năm"))
        bar.set_values("year", self.tr("Mọi năm"), [*((year, year) for year in years), unknown])
        bar.set_values("tag", self.tr("Mọi nhãn"), [(tag, tag) for tag in tags])
        self._apply_filters()

    def _apply_filters(self) -> None:
        bar = self.table.filter_bar
        self.table.set_keep(make_keep(*(bar.chosen(name) for name in _FILTERS)))

    def _clear_filters(self) -> None:
        bar = self.table.filter_bar
        bar.search.clear()
        bar.search.flush()
        for name in _FILTERS:
            bar.choose(name, "")

    # -- layout ------------------------------------------------------------------------------------------

    def _menu(self, articles: list[Any]) -> list[QAction | None]:
        if len(articles) != 1:
            return [self.trash_action]
        return [
            self.review_action,
            self.reader.copy_citation,
            self.edit_action,
            self.original_action,
            None,
            self.trash_action,
        ]

    def _make_actions(self) -> None:
        self.review_action = page_action(self, self.tr("Duyệt gợi ý"), "list-checks", self._on_review)
        self.edit_action = page_action(self, self.tr("Sửa thông tin"), "pencil", self.edit)
        self.original_action = page_action(self, self.tr("Lưu tệp gốc…"), "file-output", self._on_original)
        self.trash_action = page_action(self, self.tr("Chuyển vào thùng rác"), "trash-2", self._on_trash)
        self.edit_action.setToolTip(self.tr("Sửa thông tin (F2)"))
        for action in (self.edit_action, self.trash_action):
            action.setEnabled(not self.read_only)

    def _lay_out(self) -> None:
        bar = self.table.filter_bar
        bar.add_choice("outlet", self.tr("Mọi báo"), [])
        bar.add_choice("year", self.tr("Mọi năm"), [])
        states = [("pending", self.tr("Còn gợi ý chờ")), ("done", self.tr("Đã duyệt hết"))]
        bar.add_choice("state", self.tr("Mọi tình trạng"), states)
        bar.add_choice("tag", self.tr("Mọi nhãn"), [])
        holder = QWidget()
        above = QVBoxLayout()
        above.setContentsMargins(Space.LARGE, Space.SMALL, Space.LARGE, Space.SMALL)
        # Over both parts: beside the reader the list is too narrow for its filters.
        above.addWidget(bar)
        column = QVBoxLayout(holder)
        column.setContentsMargins(Space.LARGE, 0, Space.SMALL, Space.SMALL)
        column.addWidget(self.table)
        self._parts.setChildrenCollapsible(False)
        self._parts.addWidget(holder)
        self._parts.addWidget(self.reader)
        self._parts.setSizes([606, 554])
        self._frame.state.restore_splitter("articles", self._parts)
        self._parts.splitterMoved.connect(
            lambda *_where: self._frame.state.save_splitter("articles", self._parts)
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(above)
        layout.addWidget(self._parts, 1)

    def _connect(self) -> None:
        self.table.filter_bar.choice_changed.connect(lambda _name, _value: self._apply_filters())
        self.table.selection_changed.connect(self._on_selection_changed)
        self.table.activated.connect(lambda _article: self.reader.text.setFocus())
        self.reader.tags_changed.connect(self._on_tags_changed)
        self.reader.record_requested.connect(self._on_record_requested)
        self.reader.size_changed.connect(self._on_size_changed)
        self.reader.copied.connect(lambda words: self._frame.toast(words))
        scope = Qt.ShortcutContext.WidgetShortcut
        QShortcut(QKeySequence("Del"), self.table.view, self._on_trash, context=scope)


def _with_suffix(file_name: str, data: bytes) -> str:
    """A name for the original; what was pasted had none."""
    if Path(file_name).suffix:
        return file_name
    return f"{file_name}.html" if data.lstrip()[:1] == b"<" else f"{file_name}.txt"
