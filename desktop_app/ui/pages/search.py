"""Tìm kiếm: answers as one types, filters with counts, and the way back to what was found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QPoint, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from db.records import RecordKind
from desktop_app.services.searching import Facet, SearchHit, SearchRequest, SearchResults
from desktop_app.ui.background import Job
from desktop_app.ui.messages import describe
from desktop_app.ui.navigation import Address
from desktop_app.ui.pages.base import Frame, Page, page_action
from desktop_app.ui.searching.asking import Answer, counts_for, found_for
from desktop_app.ui.searching.body import LIST, NOTHING, START, SearchBody
from desktop_app.ui.searching.bubble import HelpBubble
from desktop_app.ui.searching.chosen import ALONE, DATED, STRICT, filters_only, span_of, span_value
from desktop_app.ui.searching.completion import Completer, is_whole
from desktop_app.ui.searching.hits import PAGE_OF
from desktop_app.ui.searching.kept import KeptSearch
from desktop_app.ui.searching.reading import PreviewKeeper
from desktop_app.ui.searching.store import SearchStore
from desktop_app.ui.searching.taking import ask_path, copy_hits, export_hits
from desktop_app.ui.widgets.search_field import SearchField
from desktop_app.ui.widgets.vietnamese import grouped

_AT_ONCE = 30
_LOW_WINDOW = 640
AskPath = Callable[[str, str], Path | None]


class SearchPage(Page):
    """Query and order above, filters at the left, answers in the middle, the preview at the right."""

    name: ClassVar[str] = "search"
    help_topic: ClassVar[str] = "search"

    def __init__(self, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(frame, parent)
        self.parts = parts = SearchBody()
        self.query, self.sort, self.filters = parts.query, parts.sort, parts.filters
        self.banner, self.total, self.suggestion = parts.banner, parts.total, parts.suggestion
        self.model, self.hits, self.start, self.nothing = parts.model, parts.hits, parts.start, parts.nothing
        self.ask_path: AskPath = partial(ask_path, self, self.tr("Xuất danh sách"))
        self.completer = Completer(self.query, frame)
        self.bubble: HelpBubble | None = None
        self.reading = PreviewKeeper(frame, parts.preview, self._current)
        self._asked = 0
        self._job: Job | None = None
        self._results: SearchResults | None = None
        self._store = SearchStore(frame, self.start)
        self._has_read_store = False
        self._make_actions()
        self.set_body(parts)
        frame.state.restore_splitter(self.name, parts.split)
        self._connect()
        self.set_title(self.tr("Tìm kiếm"))
        self.set_actions(None, (self.save_action, self.export_action), (self.copy_action,))
        self._show_face(START)

    # -- Page --------------------------------------------------------------------------------------------

    def open(self, address: Address) -> None:
        self.query.set_quietly(address.extra)
        # While one types into the box of the header, every key comes by here.
        if not address.extra or not self._has_read_store:
            self._has_read_store = True
            self._store.read()
        self._ask()
        # Whoever types into the box of the header keeps it.
        if not isinstance(QApplication.focusWidget(), SearchField):
            self.query.setFocus()

    def refresh(self, changes: object | None = None) -> None:
        if changes is None or getattr(changes, "records", None):
            self._ask(at_least=self.model.rowCount())

    def find_here(self) -> None:
        self.query.setFocus()
        self.query.selectAll()

    def edit(self) -> None:
        self.start.saved.rename_focused()

    def show_help(self) -> bool:
        if self.bubble is None:
            self.bubble = HelpBubble(self)
            self.bubble.tried.connect(self._on_tried)
            self.bubble.more_wanted.connect(lambda: self.frame.go(Address("help", extra=self.help_topic)))
        self.completer.close()
        self.bubble.show_under(self.query)
        return True

    # -- asking ------------------------------------------------------------------------------------------

    def request(self) -> SearchRequest:
        """What is asked now."""
        asked = SearchRequest(self.query.search_text(), limit=_AT_ONCE, sort=str(self.sort.currentData()))
        return self.filters.apply(asked)

    def _ask(self, at_least: int = 0) -> None:
        self._asked += 1
        self._show_chosen()
        mine, request, search = self._asked, self.request(), self.frame.services.search
        request = replace(request, limit=max(_AT_ONCE, at_least))
        if not request.text and not filters_only(self.filters.chosen):
            self._show_no_answers(START)
            return

        # A question that still waits for its turn need not be answered any more.
        if self._job is not None:
            self._job.cancel()
        self._job = self.frame.runner.run(
            "",
            lambda _reporter: Answer(mine, found_for(search, request)),
            on_success=self._on_answer,
            on_failure=lambda error: self._on_failure(mine, error),
        )

    def _on_failure(self, number: int, error: BaseException) -> None:
        if number != self._asked:
            return
        message = describe(error)
        self.nothing.show_message(message.text, message.remedy)
        self.total.setText("")
        self._show_no_answers(NOTHING)

    def _show_no_answers(self, face: int) -> None:
        """Take away what answers another question."""
        self._results = None
        self.banner.hide()
        self.suggestion.hide()
        self.model.set_hits((), 0)
        self.parts.cards.show_cards(())
        self._show_face(face)

    def _on_answer(self, answer: Answer) -> None:
        if answer.number != self._asked:
            return
        if answer.adds:
            self.model.add_hits(answer.results.hits)
            return
        results, before = answer.results, self._results
        self._results = results
        request = results.request
        is_same = before is not None and replace(before.request, limit=request.limit) == request
        self.reading.set_terms(results.terms)
        self.hits.show_hits(results.hits, results.total, keep_place=is_same)
        self.parts.cards.show_cards(results.cards)
        self._show_results(results)
        self.reading.update_soon()
        mine, search = answer.number, self.frame.services.search
        self.frame.runner.run(
            "", lambda _reporter: (mine, counts_for(search, results.request)), on_success=self._on_facets
        )

    def _on_facets(self, result: tuple[int, tuple[tuple[Facet, ...], dict[int, int]]]) -> None:
        number, (facets, years) = result
        if number == self._asked:
            self.filters.set_facets(facets)
            self.parts.span.set_counts(years)

    def _on_more(self) -> None:
        results = self._results
        if results is None:
            return
        mine, search = self._asked, self.frame.services.search
        request = replace(results.request, offset=len(self.model.hits), limit=_AT_ONCE)
        self.frame.runner.run(
            "",
            lambda _reporter: Answer(mine, search.search(request), adds=True),
            on_success=self._on_answer,
            on_failure=lambda error: self._on_more_failed(mine, error),
        )

    def _on_more_failed(self, number: int, error: BaseException) -> None:
        if number != self._asked:
            return
        message = describe(error)
        self.banner.show_text(f"{message.text} {message.remedy}".strip(), "warning")
        self.model.more_failed()

    def _show_results(self, results: SearchResults) -> None:
        if results.fallback:
            words = self.tr("Đang chuẩn bị lại phần tìm kiếm; kết quả tạm thời lấy trực tiếp từ kho.")
            if results.partial:
                words += " " + self.tr("Kho lớn nên chưa đọc hết; lát nữa hãy tìm lại.")
            self.banner.show_text(words, "warning")
        else:
            self.banner.hide()
        self.total.setText(self.tr("{0} kết quả").format(grouped(results.total)))
        self.suggestion.setVisible(bool(results.suggestion))
        self.suggestion.setText(
            self.tr("Có phải bạn muốn tìm: {0}").format(results.suggestion).replace("&", "&&")
        )
        if results.total:
            self._show_face(LIST)
            return
        words = self.tr("Không còn gì khác cho {0}") if results.cards else self.tr("Không tìm thấy {0}")
        self.nothing.show_message(
            words.format(self._now().name),
            self.tr("Hãy gõ ít chữ hơn, hoặc bỏ bớt điều kiện lọc. Phím F1 chỉ các cách tìm."),
            self.clear_action if filters_only(self.filters.chosen) else None,
        )
        self._show_face(NOTHING)

    def _show_face(self, face: int) -> None:
        self.parts.faces.setCurrentIndex(face)
        is_start = face == START
        self.parts.line.setVisible(not is_start)
        self.parts.side.setVisible(face == LIST or bool(filters_only(self.filters.chosen)))
        for action in (self.export_action, self.copy_action):
            action.setEnabled(face == LIST)
        self.save_action.setEnabled(not is_start and self.frame.services.held_by is None)
        self.reading.set_possible(face == LIST)

    def _show_chosen(self) -> None:
        """Let chips, dates and switches say what is chosen."""
        chosen, parts = self.filters.chosen, self.parts
        parts.chips.show_chosen(filters_only(chosen))
        parts.span.set_span(*span_of(chosen))
        for box, is_on in ((parts.strict, STRICT in chosen), (parts.predecessors, ALONE not in chosen)):
            with QSignalBlocker(box):
                box.setChecked(is_on)

    # -- what was found ------------------------------------------------------------------------------------

    def _current(self) -> SearchHit | None:
        """The answer one stands on; the first one before one stands on any."""
        index = self.hits.currentIndex()
        row = index.row() if index.isValid() else 0
        return self.model.hit(row) if row < self.model.rowCount() else None

    def open_hit(self, hit: SearchHit) -> None:
        """Open the record of an answer at its page; an article at the passage with the words."""
        if hit.kind is not RecordKind.ARTICLE:
            self.open_record(hit.kind, hit.record_id)
            return
        terms = self._results.terms if self._results is not None else ()
        search = self.frame.services.search
        self.frame.runner.run(
            "",
            lambda _reporter: search.passage(hit.record_id, terms),
            on_success=lambda passage: self.open_record(hit.kind, hit.record_id, passage),
        )

    def open_record(self, kind: RecordKind, record_id: int, passage: tuple[int, int] | None = None) -> None:
        """Open a record, an article at ``passage``; the way back leads to these answers."""
        self._remember()
        self.frame.note_address(Address(self.name, extra=self.query.search_text()))
        extra = f"{passage[0]}-{passage[1]}" if passage else ""
        self.frame.go(Address(PAGE_OF[kind], record_id, extra))

    def copy_hits(self) -> None:
        """Put the selected answers, or all that are loaded, on the clipboard as a table."""
        count = copy_hits(self.hits.chosen() or self.model.hits)
        self.frame.toast(self.tr("Đã chép {0} dòng; dán được vào Word, Excel.").format(count))

    def _on_export(self) -> None:
        kinds = self.tr("Bảng tính Excel (*.xlsx);;Bảng chữ CSV (*.csv)")
        path = self.ask_path(self.tr("Kết quả tìm kiếm") + ".xlsx", kinds)
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".xlsx")
        search = self.frame.services.search
        request = self._results.request if self._results is not None else self.request()
        title = self.tr("Kết quả tìm kiếm {0}").format(self._now().name)
        said = self.tr("Đã xuất vào tệp {0}")
        self.frame.runner.run(
            self.tr("Xuất danh sách"),
            lambda reporter: export_hits(search, request, path, title, reporter),
            on_success=lambda made: self.frame.toast(said.format(made.name)),
            on_cancelled=lambda: self.frame.toast(self.tr("Đã dừng xuất; chưa có tệp nào được ghi.")),
        )

    def _on_menu(self, place: QPoint) -> None:
        menu = QMenu(self.hits)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chosen = self.hits.chosen()
        if len(chosen) == 1:
            menu.addAction(self.tr("Mở")).triggered.connect(lambda: self.open_hit(chosen[0]))
        menu.addActions([self.copy_action, self.export_action])
        menu.popup(self.hits.viewport().mapToGlobal(place))

    # -- kept searches -------------------------------------------------------------------------------------

    def _now(self) -> KeptSearch:
        return KeptSearch(self.query.search_text(), str(self.sort.currentData()), self.filters.chosen)

    def _remember(self) -> None:
        self._store.remember(self._now())

    def _on_save(self) -> None:
        is_new, name = self._store.save(self._now()), self._now().name
        said = self.tr("Đã lưu tìm kiếm {0}") if is_new else self.tr("{0} đã được lưu từ trước")
        self.frame.toast(said.format(name))

    def ask_again(self, search: KeptSearch) -> None:
        """Ask a kept search."""
        self.query.set_quietly(search.text)
        with QSignalBlocker(self.sort):
            self.sort.set_value(search.sort)
        self.filters.set_chosen(search.filters)
        self.query.setFocus()
        self._store.note_seen(search)
        self._ask()

    def take_completion(self, offer: Any) -> None:
        """Do what an accepted completion means beyond its text: a saved search has filters too."""
        for search in self._store.saved if offer.kind == "saved" else ():
            if offer.label in (search.title, search.text):
                self.ask_again(search)
                return
        if is_whole(offer):
            self._remember()

    # -- inside ------------------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        tr, pane = self.tr, self.parts.preview
        self.save_action = page_action(self, tr("Lưu tìm kiếm này"), "star", self._on_save)
        self.export_action = page_action(self, tr("Xuất danh sách…"), "file-spreadsheet", self._on_export)
        self.copy_action = page_action(self, tr("Chép danh sách"), "copy", self.copy_hits)
        self.clear_action = page_action(self, tr("Bỏ mọi điều kiện lọc"), "x", self.filters.clear_chosen)
        self.next_action = page_action(self, tr("Chỗ sau"), "chevron-down", lambda: self._step(1), "F3")
        self.up_action = page_action(self, tr("Chỗ trước"), "chevron-up", lambda: self._step(-1), "Shift+F3")
        pane.open_requested.connect(
            lambda hit, place: self.open_record(
                hit.kind, hit.record_id, place if hit.kind is RecordKind.ARTICLE else None
            )
        )
        pane.similar_chosen.connect(lambda hit: self.open_record(hit.kind, hit.record_id))

    def _step(self, by: int) -> None:
        """Go from hit to hit; a preview that is not there comes first."""
        if self.parts.preview.isHidden():
            self.reading.choose(is_on=True)
        else:
            self.parts.preview.step(by)

    def _connect(self) -> None:
        parts = self.parts
        self.query.search_changed.connect(lambda _text: self._ask())
        self.query.search_submitted.connect(lambda _text: self._remember())
        self.completer.accepted.connect(self.take_completion)
        parts.help_button.clicked.connect(self.show_help)
        parts.strict.toggled.connect(
            lambda is_on: self.filters.put(STRICT, "1" if is_on else "", self.tr("Đúng dấu"))
        )
        parts.predecessors.toggled.connect(
            lambda is_on: self.filters.put(ALONE, "" if is_on else "1", self.tr("Không gồm đơn vị tiền thân"))
        )
        parts.span.changed.connect(
            lambda first, last, words: self.filters.put(DATED, span_value(first, last), words)
        )
        parts.chips.removed.connect(lambda group, value: self.filters.choose(group, value, "", is_on=False))
        parts.chips.cleared.connect(self.filters.clear_chosen)
        parts.cards.opened.connect(self.open_record)
        parts.preview_button.toggled.connect(lambda is_on: self.reading.choose(is_on=is_on))
        parts.split.splitterMoved.connect(lambda *_at: self.frame.state.save_splitter(self.name, parts.split))
        self.reading.visibility_changed.connect(self._on_preview_visible)
        self.sort.currentIndexChanged.connect(lambda _place: self._ask())
        self.filters.changed.connect(self._ask)
        self.model.more_wanted.connect(self._on_more)
        self.hits.hit_opened.connect(self.open_hit)
        self.hits.left_upwards.connect(self.query.setFocus)
        self.hits.copy_requested.connect(self.copy_hits)
        self.hits.selectionModel().currentChanged.connect(lambda *_at: self.reading.update_soon())
        self.hits.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.hits.customContextMenuRequested.connect(self._on_menu)
        self.start.asked.connect(self.ask_again)
        self.suggestion.clicked.connect(self._on_suggestion)

    def _on_preview_visible(self, is_wanted: bool) -> None:
        with QSignalBlocker(self.parts.preview_button):
            self.parts.preview_button.setChecked(is_wanted)

    def _on_tried(self, text: str) -> None:
        self.filters.set_chosen({})
        self._put(text)

    def _put(self, text: str) -> None:
        self.query.setFocus()
        self.query.set_quietly(text)
        self._ask()

    def _on_suggestion(self) -> None:
        if self._results is not None:
            self._put(self._results.suggestion)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.reading.set_width(self.window().width())
        self.parts.cards.set_low(self.window().height() < _LOW_WINDOW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.query.hasFocus():
            self.query.flush()
            self.hits.enter()
            event.accept()
            return
        super().keyPressEvent(event)
