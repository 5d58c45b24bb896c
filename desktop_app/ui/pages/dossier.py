"""Hồ sơ in: choose a partner and what to print, see the pages, save them or send them to the printer."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QSplitter, QWidget

from db.records import PartnerSummary, RecordKind
from desktop_app.progress import Reporter
from desktop_app.services.dossiers import Preview, Section, TypedNotes
from desktop_app.ui.background import Job, Lane
from desktop_app.ui.dossier.output import DossierOutput
from desktop_app.ui.dossier.preview_panel import PreviewPanel
from desktop_app.ui.dossier.recipe import recipe_from
from desktop_app.ui.dossier.recipe_panel import RecipePanel
from desktop_app.ui.messages import describe
from desktop_app.ui.navigation import Address
from desktop_app.ui.pages.base import Frame, Page, page_action

_PREVIEW_MS = 400
_SAVE_MS = 1000
_LONGEST_WAIT = 2.0
_LAST_PARTNER = "dossier/partner"
_PRINTED = (
    RecordKind.PARTNER,
    RecordKind.PLACE,
    RecordKind.PERSON,
    RecordKind.POST,
    RecordKind.VISIT,
    RecordKind.AGREEMENT,
    RecordKind.COMMITMENT,
    RecordKind.FIGURE,
    RecordKind.PROFILE_FACT,
    RecordKind.ARTICLE,
)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is remembered of a partner, and whether there is anything to print about it."""

    partner_id: int
    recipe: Any
    notes: TypedNotes
    is_empty: bool


@dataclass(frozen=True, slots=True)
class _Made:
    """A finished preview: the answer to which question, and what its file would be called."""

    number: int
    preview: Preview
    file_name: str
    prints_gaps: bool


class DossierPage(Page):
    """The recipe at the left, the pages at the right."""

    name: ClassVar[str] = "dossier"
    help_topic: ClassVar[str] = "dossier"

    def __init__(self, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(frame, parent)
        self.recipe = RecipePanel()
        self.preview = PreviewPanel(frame.runner)
        self.output = DossierOutput(frame, self)
        self._wanted: int | None = None
        self._partner_id: int | None = None  # whose choices the fields show; the picker may be ahead
        self._is_chosen_by_hand = False
        self._asked = 0
        self._job: Job | None = None
        self._shown: Preview | None = None
        self._unsaved: set[str] = set()
        self._unwritten: dict[int, tuple[dict[str, Any], TypedNotes]] = {}
        self._file_name = ""
        self._preview_soon = self._timer(_PREVIEW_MS, self._make_preview)
        self._save_soon = self._timer(_SAVE_MS, self._save_typed)
        self._make_actions()
        self._lay_out_body()
        self._connect()
        self.set_title(self.tr("Hồ sơ in"))
        self.set_actions(self.print_action, (self.pdf_action, self.word_action))
        self._settle_actions()

    # -- Page --------------------------------------------------------------------------------------------

    def open(self, address: Address) -> None:
        self._wanted = address.record_id
        self._read_partners()
        (self.recipe.purpose if self.recipe.picker.partner_id else self.recipe.picker).setFocus()

    def refresh(self, changes: object | None = None) -> None:
        concerns = getattr(changes, "concerns", None)
        if concerns is None or concerns(*_PRINTED):
            self._wanted = self.recipe.picker.partner_id
            self._read_partners()

    def find_here(self) -> None:
        self.preview.finder.setFocus()
        self.preview.finder.selectAll()

    def save(self) -> None:
        self.pdf_action.trigger()

    def may_leave(self) -> bool:
        """Leaving is always possible: what was typed is put away first."""
        self.recipe.commit()
        self._preview_soon.stop()
        self._save_typed()
        until = time.monotonic() + _LONGEST_WAIT
        while self._unwritten and time.monotonic() < until:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, 20)
        return True

    def event(self, event: QEvent) -> bool:
        # The window's Ctrl+P leads to this page; here the same keys print.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Print)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Print):
            self.print_action.trigger()
            event.accept()
            return
        super().keyPressEvent(event)

    # -- partners ----------------------------------------------------------------------------------------

    def _read_partners(self) -> None:
        services = self.frame.services
        self.frame.runner.run(
            "", lambda _reporter: services.partners.summaries(), on_success=self._on_partners
        )

    def _on_partners(self, summaries: list[PartnerSummary]) -> None:
        if not summaries:
            self.show_empty(
                self.tr("Chưa có đối tác nào để in hồ sơ"),
                self.tr("Hãy duyệt các gợi ý từ tin bài: đối tác và các đoàn đã duyệt sẽ vào hồ sơ."),
                self.review_action,
            )
            self._settle_actions()
            return
        self.show_body()
        picker = self.recipe.picker
        picker.set_partners([summary.partner for summary in summaries])
        known = {summary.partner.id for summary in summaries}
        kept = self.frame.state.text(_LAST_PARTNER)
        last = int(kept) if kept.isdecimal() else None
        offered = (self._wanted, picker.partner_id, last)
        chosen = next((one for one in offered if one in known), None)
        if chosen is None:
            self._show_no_partner()
            return
        self._choose(chosen)

    def _show_no_partner(self) -> None:
        self.preview.show_message(
            self.tr("Chọn đối tác"),
            self.tr("Gõ hoặc chọn tên đối tác ở bên trái. Các trang của hồ sơ sẽ hiện ở đây."),
        )
        self._settle_actions()

    def _on_partner_chosen(self, partner_id: int) -> None:
        self._is_chosen_by_hand = True
        self._choose(partner_id)

    def _choose(self, partner_id: int) -> None:
        self._save_typed()
        self.recipe.picker.set_partner(partner_id)
        self.frame.state.set_text(_LAST_PARTNER, str(partner_id))
        services = self.frame.services

        def work(_reporter: Reporter) -> _Kept:
            return _Kept(
                partner_id,
                services.office.value(_recipe_key(partner_id)),
                services.office.notes(partner_id),
                services.dossiers.is_empty(partner_id),
            )

        self.frame.runner.run("", work, on_success=self._on_kept)

    def _on_kept(self, kept: _Kept) -> None:
        if kept.partner_id != self.recipe.picker.partner_id:
            return
        if self._is_chosen_by_hand:
            self._is_chosen_by_hand = False
            self.frame.note_address(Address(self.name, kept.partner_id))
        self.set_title(self.tr("Hồ sơ in"), self.recipe.picker.name)
        if self._partner_id != kept.partner_id:
            self._save_typed()
            self._forget_preview()
        self._partner_id = kept.partner_id
        if not self._unsaved:
            drafter = str(self.frame.services.settings.get("user_name"))
            # What waits to be written is newer than what was read.
            recipe, notes = self._unwritten.get(kept.partner_id, (kept.recipe, kept.notes))
            self.recipe.load(recipe_from(recipe, drafter), notes)
        if kept.is_empty:
            self._forget_preview()
            self.preview.show_message(
                self.tr("Chưa có gì được duyệt về {0}").format(self.recipe.picker.name),
                self.tr("Hồ sơ chỉ in điều đã duyệt. Hãy duyệt các gợi ý từ tin bài về đối tác này."),
                self.review_action,
            )
            self._settle_actions()
            return
        self._make_preview()

    # -- preview -----------------------------------------------------------------------------------------

    def _make_preview(self) -> None:
        self._preview_soon.stop()
        partner_id = self._partner_id
        if partner_id is None:
            return
        if self._job is not None:
            self._job.cancel()
        self._asked += 1
        mine, services, request = self._asked, self.frame.services, self.recipe.request(partner_id)
        prints_gaps = Section.GAPS in request.sections
        if not request.sections:
            self._forget_preview()
            self.preview.show_message(
                self.tr("Chưa chọn phần nào"), self.tr("Đánh dấu ít nhất một phần ở bên trái để in.")
            )
            self._settle_actions()
            return

        def work(reporter: Reporter) -> _Made:
            preview = services.dossiers.preview(request, reporter)
            return _Made(mine, preview, services.dossiers.file_name(request), prints_gaps)

        def failed(error: Exception) -> None:
            if mine == self._asked:
                self.preview.show_error(_sentence(error))

        self.preview.set_status(self.tr("Đang dàn trang…"))
        self._job = self.frame.runner.run("", work, on_success=self._on_preview, on_failure=failed)

    def _on_preview(self, made: _Made) -> None:
        if made.number != self._asked:
            return
        self._shown = made.preview
        self._file_name = made.file_name
        self.preview.show_preview(made.preview, prints_gaps=made.prints_gaps)
        self._settle_actions()

    def _forget_preview(self) -> None:
        self._asked += 1
        self._shown = None

    def _on_find(self, words: str) -> None:
        preview = self._shown
        if preview is None or not words:
            return
        self.frame.runner.run(
            "",
            lambda _reporter: preview.pages_with(words),
            on_success=lambda pages: self.preview.show_found(pages, words),
        )

    # -- keeping what was typed ----------------------------------------------------------------------------

    def _on_changed(self, what: str) -> None:
        self._unsaved.add(what)
        self._save_soon.start()
        self._preview_soon.start()

    def _save_typed(self) -> None:
        self._save_soon.stop()
        partner_id, services = self._partner_id, self.frame.services
        unsaved, self._unsaved = self._unsaved, set()
        if partner_id is None or not unsaved or services.held_by is not None:
            return
        mine = (self.recipe.recipe().to_json(), self.recipe.typed())
        self._unwritten[partner_id] = mine

        def work(_reporter: Reporter) -> None:
            if "recipe" in unsaved:
                services.office.set_value(_recipe_key(partner_id), mine[0])
            if "notes" in unsaved:
                services.office.save_notes(partner_id, mine[1])

        def over() -> None:
            if self._unwritten.get(partner_id) is mine:
                del self._unwritten[partner_id]

        job = self.frame.runner.run("", work, lane=Lane.WRITE)
        if job.is_finished:
            over()
        else:
            job.finished.connect(over)

    # -- files and paper ---------------------------------------------------------------------------------

    def _save_file(self, suffix: str, kinds: str) -> None:
        self.recipe.commit()
        if self._partner_id is not None:
            request = self.recipe.request(self._partner_id)
            self.output.save_file(request, self._file_name, suffix, kinds)

    def _on_print(self) -> None:
        self.recipe.commit()
        if self._partner_id is not None and self._shown is not None:
            self.output.ask_printer(self.recipe.request(self._partner_id), len(self._shown.sizes))

    # -- inside ------------------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        tr = self.tr
        self.print_action = page_action(self, tr("In hồ sơ"), "printer", self._on_print)
        self.print_action.setToolTip(tr("In hồ sơ (Ctrl+P)"))
        self.pdf_action = page_action(
            self, tr("Lưu PDF"), "save", lambda: self._save_file(".pdf", tr("Tệp PDF (*.pdf)"))
        )
        self.pdf_action.setToolTip(tr("Lưu PDF (Ctrl+S)"))
        self.word_action = page_action(
            self, tr("Lưu Word"), "file-text", lambda: self._save_file(".docx", tr("Tệp Word (*.docx)"))
        )
        self.review_action: QAction = page_action(
            self, tr("Duyệt gợi ý"), "list-checks", lambda: self.frame.go(Address("review"))
        )

    def _settle_actions(self) -> None:
        for action in (self.print_action, self.pdf_action, self.word_action):
            action.setEnabled(self._shown is not None)

    def _lay_out_body(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.recipe)
        split.addWidget(self.preview)
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        split.setSizes([330, 820])
        split.setChildrenCollapsible(False)
        self.frame.state.restore_splitter(self.name, split)
        split.splitterMoved.connect(lambda *_at: self.frame.state.save_splitter(self.name, split))
        self.set_body(split)

    def _connect(self) -> None:
        self.recipe.picker.partner_chosen.connect(self._on_partner_chosen)
        self.recipe.recipe_changed.connect(lambda: self._on_changed("recipe"))
        self.recipe.notes_changed.connect(lambda: self._on_changed("notes"))
        self.preview.find_requested.connect(self._on_find)

    def _timer(self, milliseconds: int, answer: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(answer)
        return timer


def _recipe_key(partner_id: int) -> str:
    return f"recipe:{partner_id}"


def _sentence(error: Exception) -> str:
    message = describe(error)
    return f"{message.text} {message.remedy}".strip()
