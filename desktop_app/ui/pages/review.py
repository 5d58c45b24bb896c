"""The review desk: what the rules found beside the passage it was found in, and a person who decides."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from db.records import SuggestionKind
from desktop_app.errors import AppError, ConflictError, UserFixable
from desktop_app.labels import label
from desktop_app.progress import Reporter
from desktop_app.services.drafts import Draft
from desktop_app.services.editing import FormChoices
from desktop_app.services.review import Desk, MergeCandidate
from desktop_app.services.selection import from_selection
from desktop_app.services.unfinished import Unfinished
from desktop_app.ui.dialogs.question import may_do
from desktop_app.ui.navigation import Address
from desktop_app.ui.pages.base import Frame, Page, page_action
from desktop_app.ui.review.article_panel import ArticlePanel
from desktop_app.ui.review.card import SuggestionCard
from desktop_app.ui.review.card_list import CardList
from desktop_app.ui.review.columns import DeskColumns
from desktop_app.ui.review.deciding import Deciding, Decision, Failure
from desktop_app.ui.review.edit_panel import EditPanel
from desktop_app.ui.review.keeping import Edited, OpenEdit
from desktop_app.ui.review.keys import command, is_arrow, is_typing
from desktop_app.ui.review.queue import ReviewQueue
from desktop_app.ui.review.snapshot import Snapshot, desk_or_none, light, read_snapshot
from desktop_app.ui.review.wording import kind_words
from desktop_app.ui.widgets.banner import Banner


class ReviewPage(Page):
    """Queue, article, cards. Every read and every change runs beside the window."""

    name: ClassVar[str] = "review"
    help_topic: ClassVar[str] = "duyet-goi-y"

    def __init__(self, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(frame, parent)
        self.queue = ReviewQueue()
        self.article = ArticlePanel()
        self.cards = CardList()
        self.editor = EditPanel()
        self.notice = Banner()
        self._desk: Desk | None = None
        self._ahead: Desk | None = None
        self._wanted = 0
        self._request = 0
        self._edited: Edited | None = None
        self._has_decided = False
        self._wish = 0
        self._is_backwards = False
        self._resumed: Unfinished | None = None
        self._open_edit = OpenEdit(frame.services.unfinished, self._unfinished, self)
        self._deciding = Deciding(frame.services, frame.runner, self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._read_everything)
        self._import = page_action(self, self.tr("Nhập tin bài"), "download", self._on_import)
        self._all = page_action(self, self.tr("Duyệt tất cả (A)"), "list-checks", self._accept_all)
        self._undo = page_action(self, self.tr("Hoàn tác"), "undo-2", self._on_undo)
        self._undo.setToolTip(self.tr("Hoàn tác việc vừa làm ở đây (Ctrl+Z)"))
        self._all.setToolTip(self.tr("Duyệt mọi gợi ý của bài này, trừ mục nghi ngờ"))
        self._columns = DeskColumns(frame, self.queue, self.article, (self.notice, self.cards), self.editor)
        self.set_body(self._columns)
        self._connect()
        self.set_title(self.tr("Duyệt gợi ý"))
        self.set_actions(None, (self._undo, self._all))
        self._settle_actions()

    # -- Page --------------------------------------------------------------------------------------------

    def open(self, address: Address) -> None:
        if self.queue.filter.hasFocus():
            # Qt hands the focus of the page before to the first field here, which would swallow the keys.
            self.setFocus()
        if address.record_id is None and self._desk is not None and not self.cards.cards:
            # Coming back to a finished article would show nothing to do.
            self._wanted = 0
            self._has_decided = False
        wanted = address.record_id or self._wanted
        if wanted != self._wanted and not self._close_editor():
            return
        if self._desk is not None and self._desk.article.id == wanted:
            self._focus_cards()
            return
        self._wanted = wanted
        self._read_everything()

    def refresh(self, changes: object | None = None) -> None:
        if changes is not None and self._deciding.is_own(getattr(changes, "action_id", None)):
            return
        if changes is None:
            self._has_decided = False
        self._soon.start()

    def find_here(self) -> None:
        self.queue.filter.setFocus()
        self.queue.filter.selectAll()

    def edit(self) -> None:
        self._run_command("edit")

    def save(self) -> None:
        if self._edited is not None:
            self.editor.finish()

    def may_leave(self) -> bool:
        return self._edited is None or self.editor.may_leave()

    def may_close(self) -> bool:
        # What is being edited is kept and offered again: no question at the end of the day.
        return self._edited is None or not self.editor.is_dirty or self._open_edit.keep() or self.may_leave()

    # -- reading -----------------------------------------------------------------------------------------

    def _read_everything(self) -> None:
        self._ahead = None
        self._read(self._wanted, with_queue=True)

    def _read(self, article_id: int, *, with_queue: bool) -> None:
        self._request += 1
        number = self._request
        review = self.frame.services.review

        def work(_reporter: Reporter) -> Snapshot:
            return read_snapshot(review, article_id, with_queue=with_queue)

        self.frame.runner.run("", work, on_success=lambda found: self._on_read(number, found))

    def _on_read(self, number: int, found: Snapshot) -> None:
        if number != self._request:
            return
        desk = found.desk
        is_over = found.queue == [] and desk is not None and not desk.pending and not self._has_decided
        if desk is None or is_over:
            self._show_nothing()
            return
        self.show_body()
        same = self._desk is not None and self._desk.article.id == desk.article.id
        if found.queue is not None:
            self.queue.set_articles(found.queue, light(desk))
        self._show_desk(desk, same_article=same)
        self._read_ahead()
        self._offer_unfinished()

    def _read_ahead(self) -> None:
        following = self.queue.after_current()
        if not following or (self._ahead is not None and self._ahead.article.id == following):
            return
        review = self.frame.services.review
        number = self._request
        self.frame.runner.run(
            "",
            lambda _reporter: desk_or_none(review, following),
            on_success=lambda desk: self._on_ahead(number, desk),
            on_failure=_ignore,
        )

    def _on_ahead(self, number: int, desk: Desk | None) -> None:
        if number == self._request:
            self._ahead = desk

    # -- showing -----------------------------------------------------------------------------------------

    def _show_nothing(self) -> None:
        self._desk = None
        self._wanted = 0
        self.set_title(self.tr("Duyệt gợi ý"))
        self.show_empty(
            self.tr("Không còn gợi ý nào chờ duyệt"),
            self.tr("Nhập tin bài vào kho, gợi ý tìm được trong bài sẽ hiện ở đây để duyệt."),
            self._import,
        )
        self._settle_actions()

    def _show_desk(self, desk: Desk, *, same_article: bool) -> None:
        self._desk = desk
        self._wanted = desk.article.id
        if not same_article:
            self._has_decided = False
            self.notice.hide()
            self.cards.clear()
            self.frame.note_address(Address(self.name, desk.article.id))
        self.queue.set_articles(
            [replace(a, pending=len(desk.pending)) if a.id == desk.article.id else a for a in self.queue.all],
            light(desk),
        )
        self.queue.set_current(desk.article.id)
        decided = frozenset(c.suggestion.id for c in desk.cards if c not in desk.pending)
        self.article.show_desk(desk)
        self.cards.show_cards(desk.cards, decided)
        if self._wish:
            self.cards.set_current(self._wish, focus=not is_typing() and self._edited is None)
            self._wish = 0
        if self._is_backwards and self.cards.cards:
            self.cards.set_current(self.cards.cards[-1].id)
        self._is_backwards = False
        self._settle(focus=not same_article)

    def _settle(self, *, focus: bool = False) -> None:
        """Bring marks, the bar at the end and the focus in step with the cards."""
        waiting = self.cards.cards
        current = self.cards.current
        self.article.show_marks([card.card for card in waiting], current.id if current is not None else 0)
        if not waiting and self._has_decided:
            following = self.queue.after_current()
            if following:
                self.cards.show_done(self.tr("Đã xong bài này."), self.tr("Bài tiếp theo (N)"))
            else:
                self.cards.show_done(self.tr("Đã xong tất cả các bài."), self.tr("Nhập tin bài"))
        else:
            self.cards.hide_done()
        self._settle_actions()
        if (focus or not waiting) and not is_typing() and self._edited is None and self.isVisible():
            self._focus_cards()

    def _settle_actions(self) -> None:
        waiting = self.cards.cards
        certain = [card for card in waiting if not card.card.doubtful]
        self._all.setEnabled(bool(certain) and self._edited is None)
        self._show_count()
        self._undo.setEnabled(self._deciding.can_undo)
        self.article.previous_button.setEnabled(bool(self.queue.neighbour(-1)))
        self.article.next_button.setEnabled(bool(self.queue.after_current()))

    def _show_count(self) -> None:
        """Say in the head what is left, so that it is seen while the form hides the queue too."""
        left, articles = self.queue.total, len(self.queue.articles)
        words = self.tr("Còn {0} gợi ý trong {1} bài").format(left, articles) if left else ""
        self.set_title(self.tr("Duyệt gợi ý"), words)

    def _focus_cards(self) -> None:
        if self._edited is None:
            self.cards.focus_current()

    def _go_to(self, article_id: int) -> None:
        """Put another article on the desk; one read ahead appears at once."""
        if not article_id or (self._desk is not None and self._desk.article.id == article_id):
            return
        if not self._close_editor():
            self.queue.set_current(self._wanted)
            return
        self._wanted = article_id
        self.queue.set_current(article_id)
        self.queue.drop_finished()
        ahead, self._ahead = self._ahead, None
        if ahead is not None and ahead.article.id == article_id:
            self._request += 1
            self._show_desk(ahead, same_article=False)
            self._read_ahead()
            return
        self._read(article_id, with_queue=False)

    # -- deciding ----------------------------------------------------------------------------------------

    def _accept(self, card: SuggestionCard) -> None:
        may, edited = card.edited_draft()
        if may:
            card.say("")
            self.cards.set_busy(card.id, busy=True)
            self._deciding.accept(card.card.suggestion, edited, card.card.all_ids[1:])
            self._settle()

    def _reject(self, card: SuggestionCard) -> None:
        self.cards.set_busy(card.id, busy=True)
        self._deciding.reject(card.card.suggestion, card.card.all_ids[1:])
        self._settle()

    def _merge(self, card: SuggestionCard, found: MergeCandidate) -> None:
        self.cards.set_busy(card.id, busy=True)
        self._deciding.merge(card.card.suggestion, found, card.card.all_ids[1:])
        self._settle()

    def _accept_all(self) -> None:
        desk = self._desk
        certain = [card for card in self.cards.cards if not card.card.doubtful]
        if desk is None or not certain or self._edited is not None:
            return
        left = len(self.cards.cards) - len(certain)
        rest = (
            self.tr("{0} mục nghi ngờ để lại cho bạn xem từng mục.").format(left)
            if left
            else self.tr("Không có mục nào nghi ngờ.")
        )
        question = self.tr("Duyệt {0} gợi ý của bài này?").format(len(certain))
        if may_do(self, question, self.tr("Duyệt {0} gợi ý").format(len(certain)), rest):
            self._deciding.accept_all(desk.article.id)

    def _on_decided(self, decision: Decision) -> None:
        self._has_decided = True
        if self._edited is not None and decision.what in ("create", "accept"):
            edited = self._edited.suggestion
            if decision.suggestion_id == (edited.id if edited is not None else 0):
                self._end_editing()
        words = _DONE_WORDS[decision.what].format(decision.count)
        self.frame.toast(self.tr(words), self.tr("Hoàn tác"), lambda: self._deciding.take_back(decision))
        self._after_change(with_queue=decision.concerns_others)

    def _on_taken_back(self, decision: Decision) -> None:
        words = self.tr("Đã hoàn tác") if decision.what == "undo" else self.tr("Đã làm lại")
        self.frame.toast(words)
        if decision.article_id and self._edited is None:
            # What came back may belong to an article one has left already.
            self._wanted = decision.article_id
        select = decision.suggestion_id if decision.what == "undo" else 0
        self._after_change(select, with_queue=decision.concerns_others)

    def _after_change(self, select: int = 0, *, with_queue: bool = False) -> None:
        # What was read ahead may now offer a merge with what was just accepted.
        self._ahead = None
        self._wish = select
        self._read(self._wanted, with_queue=with_queue or select != 0)

    def _on_failed(self, failure: Failure) -> None:
        error, suggestion_id = failure.error, failure.decision.suggestion_id
        if suggestion_id:
            self.cards.set_busy(suggestion_id, busy=False)
        text = str(error) if isinstance(error, AppError) else ""
        if self._edited is not None and isinstance(error, UserFixable):
            self.editor.say(text)
        elif isinstance(error, ConflictError):
            self.notice.show_text(text, "warning", self.tr("Đóng"), self.notice.hide)
        elif isinstance(error, UserFixable) and suggestion_id and failure.decision.what != "undo":
            self.cards.set_current(suggestion_id, focus=True)
            card = self.cards.current
            if card is not None:
                card.say(text)
            self._settle()
            return
        elif isinstance(error, UserFixable):
            self.notice.show_text(text, "warning", self.tr("Đóng"), self.notice.hide)
        else:
            self.editor.allow_again()
            self.frame.show_error(error)
        self._read_everything()

    def _on_undo(self) -> None:
        if not self._deciding.undo():
            self.frame.toast(self.tr("Không có việc nào ở bàn duyệt để hoàn tác."))

    def _on_redo(self) -> None:
        if not self._deciding.redo():
            self.frame.toast(self.tr("Không có việc nào để làm lại."))

    # -- what was left unfinished ------------------------------------------------------------------------

    def _unfinished(self) -> Unfinished | None:
        """What is being edited as it is now, None when nothing would be lost."""
        edited = self._edited
        item = self.editor.current_draft() if edited is not None and self.editor.is_dirty else None
        return edited.unfinished(item) if edited is not None and item is not None else None

    def _offer_unfinished(self) -> None:
        """Say once that an edit was left open, with the way back to it."""
        if self._resumed is not None:
            self._resume()
            return
        kept = self._open_edit.left_over()
        if kept is None or self._edited is not None:
            return
        words = self.tr("Lần trước bạn đang làm dở: {0}. Nội dung vẫn còn.").format(kept.title)
        self.notice.show_text(words, "info", self.tr("Làm tiếp"), lambda: self._go_on_with(kept))

    def _go_on_with(self, kept: Unfinished) -> None:
        if not self._close_editor():
            return
        self.notice.hide()
        self._resumed = kept
        self._wanted = kept.article_id
        self._read(kept.article_id, with_queue=True)

    def _resume(self) -> None:
        """Open the form as it was left, unless it was decided elsewhere in the meantime."""
        kept, self._resumed = self._resumed, None
        desk = self._desk
        if kept is None or desk is None:
            return
        card = next((one for one in desk.pending if one.suggestion.id == kept.suggestion_id), None)
        if desk.article.id != kept.article_id or (kept.suggestion_id and card is None):
            self._open_edit.drop()
            words = self.tr("Mục đang làm dở đã được xử lý hoặc bài không còn nữa.")
            self.notice.show_text(words, "warning", self.tr("Đóng"), self.notice.hide)
            return
        self._open_editor(
            Edited(
                card.suggestion if card is not None else None,
                kept.article_id,
                kept.draft,
                kept.title,
                kept.start,
                kept.end,
                card.all_ids[1:] if card is not None else (),
                is_restored=True,
            )
        )

    # -- editing and making ------------------------------------------------------------------------------

    def _edit_card(self, card: SuggestionCard) -> None:
        found = card.card.suggestion
        item = card.filled_draft() or card.card.draft
        title = self.tr("Sửa: {0}").format(kind_words(card.card))
        self._open_editor(Edited(found, found.article_id, item, title, also=card.card.all_ids[1:]))

    def _create(self, kind: SuggestionKind, start: int, end: int) -> None:
        if self._desk is None or not self._close_editor():
            return
        article = self._desk.article
        drafts = [card.draft for card in self._desk.cards]
        title = self.tr("Tạo {0} từ đoạn đã chọn").format(label(kind).lower())
        item = from_selection(kind, article, start, end, drafts)
        self._open_editor(Edited(None, article.id, item, title, start, end))

    def _open_editor(self, edited: Edited) -> None:
        self._edited = edited
        editing = self.frame.services.editing
        self.frame.runner.run(
            "",
            lambda _reporter: editing.choices(),
            on_success=lambda choices: self._on_choices(edited, choices),
        )

    def _on_choices(self, edited: Edited, choices: FormChoices) -> None:
        if self._edited is not edited or self._desk is None:
            return
        verb = self.tr("Lưu và duyệt") if edited.suggestion is not None else self.tr("Ghi vào sổ")
        quote = self._desk.article.text[edited.start : edited.end]
        self._columns.show_form()
        self.editor.open(edited.draft, choices, edited.title, verb, quote, is_restored=edited.is_restored)
        self._open_edit.start(is_restored=edited.is_restored)
        if edited.suggestion is None:
            self.article.text.show_passage(edited.start)
        else:
            self.article.show_evidence(edited.suggestion.id)
        self._settle_actions()

    def _on_edited(self, item: Draft) -> None:
        edited = self._edited
        if edited is None:
            return
        if edited.suggestion is not None:
            self._deciding.accept(edited.suggestion, item, edited.also)
        else:
            self._deciding.create(edited.article_id, item, [(edited.start, edited.end, "")])

    def _close_editor(self) -> bool:
        """Leave the form if it is open; return whether it is closed now."""
        if self._edited is None:
            return True
        if not self.editor.may_leave():
            return False
        self._end_editing()
        return True

    def _end_editing(self) -> None:
        self._edited = None
        self._open_edit.stop()
        self._columns.show_cards()
        self._settle_actions()
        self._focus_cards()

    # -- keys --------------------------------------------------------------------------------------------

    def _run_command(self, what: str) -> None:
        if what in ("undo", "redo"):
            (self._on_undo if what == "undo" else self._on_redo)()
            return
        if self._edited is not None:
            return
        card = self.cards.current
        if what in _CARD_COMMANDS:
            if card is not None and what in card.buttons:
                card.buttons[what].click()
            return
        match what:
            case "choose_1" | "choose_2" | "choose_3" | "choose_4":
                if card is not None and card.tellings is not None:
                    card.tellings.choose(int(what[-1]))
            case "accept_all":
                self._accept_all()
            case "next_card":
                if not self.cards.step(1):
                    self._go_to(self.queue.after_current())
            case "previous_card":
                if not self.cards.step(-1):
                    self._is_backwards = bool(self.queue.neighbour(-1))
                    self._go_to(self.queue.neighbour(-1))
            case "next_article":
                self._go_to(self.queue.after_current())
            case "previous_article":
                self._go_to(self.queue.neighbour(-1))
            case "show_evidence":
                self.article.show_evidence(card.id if card is not None else 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        what = command(event)
        if not what or (self._edited is not None and what not in ("undo", "redo")):
            super().keyPressEvent(event)
            return
        self._run_command(what)
        event.accept()

    def event(self, event: QEvent) -> bool:
        # The window has Ctrl+Z too; on the desk it means the latest decision made here.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and command(event) in ("undo", "redo")
        ):
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_key = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if is_key and isinstance(event, QKeyEvent) and not is_arrow(event) and self._edited is None:
            what = command(event)
            if what:
                self._run_command(what)
                return True
        return super().eventFilter(watched, event)

    # -- layout ------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.queue.article_chosen.connect(self._go_to)
        self.article.card_wanted.connect(lambda which: self.cards.set_current(which, focus=True))
        self.article.create_wanted.connect(self._create)
        self.article.evidence_wanted.connect(self._on_evidence_wanted)
        self.article.step_wanted.connect(
            lambda by: self._run_command("next_article" if by > 0 else "previous_article")
        )
        self.article.text.installEventFilter(self)
        self.cards.current_changed.connect(self._on_card_changed)
        self.cards.accept_wanted.connect(self._accept)
        self.cards.edit_wanted.connect(self._edit_card)
        self.cards.reject_wanted.connect(self._reject)
        self.cards.merge_wanted.connect(self._merge)
        self.cards.reopen_wanted.connect(self._deciding.reopen)
        self.cards.next_article_wanted.connect(self._on_done_pressed)
        self.editor.finished.connect(self._on_edited)
        self.editor.left.connect(self._end_editing)
        self._deciding.decided.connect(self._on_decided)
        self._deciding.taken_back.connect(self._on_taken_back)
        self._deciding.failed.connect(self._on_failed)

    def _on_card_changed(self, suggestion_id: int) -> None:
        waiting = [card.card for card in self.cards.cards]
        self.article.show_marks(waiting, suggestion_id)

    def _on_evidence_wanted(self, found: MergeCandidate, start: int, end: int) -> None:
        if self._desk is not None:
            self._deciding.add_evidence(found, self._desk.article.id, start, end)

    def _on_done_pressed(self) -> None:
        if self.queue.after_current():
            self._run_command("next_article")
        else:
            self._on_import()

    def _on_import(self) -> None:
        self.frame.go(Address("articles", extra="import"))


_CARD_COMMANDS = ("accept", "edit", "reject", "merge")
_DONE_WORDS = {
    "accept": "Đã duyệt",
    "accept_all": "Đã duyệt {0} gợi ý",
    "reject": "Đã bác bỏ",
    "merge": "Đã gộp vào mục đã có",
    "create": "Đã ghi vào sổ",
    "evidence": "Đã thêm căn cứ",
}


def _ignore(_error: object) -> None:
    """What was only read ahead is read again when it is wanted."""
