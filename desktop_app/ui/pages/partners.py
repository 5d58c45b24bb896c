"""Đối tác: the list, and the page of one partner."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget

from db.records import Partner, PartnerSummary, ProfileFact, RecordKind
from desktop_app.errors import AppError
from desktop_app.progress import Reporter
from desktop_app.services.office import TypedNotes
from desktop_app.ui.background import Lane
from desktop_app.ui.dialogs.question import may_do
from desktop_app.ui.forms.dialog import create_record, edit_record
from desktop_app.ui.forms.kinds import empty_record
from desktop_app.ui.messages import describe
from desktop_app.ui.navigation import Address
from desktop_app.ui.pages.base import Frame, Page
from desktop_app.ui.pages.tagging import TagDialog
from desktop_app.ui.partner.doing import Doing
from desktop_app.ui.partner.list import PartnerList
from desktop_app.ui.partner.merge import ask_merge
from desktop_app.ui.partner.view import PartnerLook, PartnerView
from desktop_app.ui.partner.wording import names_line
from desktop_app.ui.widgets.action_button import page_action

_HOMES = {
    RecordKind.VISIT: "visits",
    RecordKind.AGREEMENT: "agreements",
    RecordKind.COMMITMENT: "commitments",
    RecordKind.FIGURE: "figures",
    RecordKind.PERSON: "people",
    RecordKind.ARTICLE: "articles",
}


class PartnersPage(Page):
    """Address: no record for the list; a record and the name of a tab for a partner."""

    name: ClassVar[str] = "partners"
    help_topic: ClassVar[str] = "doi-tac"

    def __init__(self, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(frame, parent)
        self.partner_id = 0
        self._request = 0
        self._is_quiet = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._read)
        self._doing = Doing(frame, self, self._soon.start, lambda: self.title)
        self._make_actions()
        self.list = PartnerList(frame.state, self._doing.export, self._list_menu)
        self.view = PartnerView(frame.state, self._doing.export)
        self._bodies = QStackedWidget()
        self._bodies.addWidget(self.list)
        self._bodies.addWidget(self.view)
        self.set_body(self._bodies)
        self.list.set_empty(self.new_action)
        self._connect()
        self._show_list_head()

    # -- Page --------------------------------------------------------------------------------------------

    def open(self, address: Address) -> None:
        wanted = address.record_id or 0
        if address.extra == "new":
            self.create_partner()
            wanted = 0
        is_other = wanted != self.partner_id or self._request == 0
        if is_other:
            self.view.notes.ask_to_save()
        self.partner_id = wanted
        self._is_quiet = True
        self.view.show_tab(address.extra)
        self._is_quiet = False
        if not wanted:
            self._show_list_head()
        elif is_other:
            self._show_partner_head(None)
        if is_other:
            self._read()

    def refresh(self, changes: object | None = None) -> None:
        self._soon.start()

    def find_here(self) -> None:
        table = self.view.table if self.partner_id else self.list.table
        if table is not None:
            table.focus_filter()

    def edit(self) -> None:
        table = self.view.table if self.partner_id else None
        if self.partner_id and table is not None and table.view.hasFocus() and len(table.selected()) == 1:
            table.activated.emit(table.selected()[0])
            return
        self._edit_partner()

    def save(self) -> None:
        self.view.notes.ask_to_save()

    def dossier_address(self) -> Address:
        """Which dossier Ctrl+P is about."""
        selected = [self.partner_id] if self.partner_id else self._selected_ids()
        return Address("dossier", selected[0]) if len(selected) == 1 else Address("dossier")

    def may_leave(self) -> bool:
        notes = self.view.notes
        if not notes.is_dirty or self.frame.services.held_by is not None:
            return True
        # The window may be closing, and the lanes with it: this one short write cannot wait for its turn.
        typed = notes.typed()
        try:
            self.frame.services.office.save_notes(notes.partner_id, typed)
        except AppError as error:
            question = self.tr("Chưa lưu được phần lễ tân vừa gõ. Bỏ phần đó?")
            return may_do(self, question, self.tr("Bỏ phần vừa gõ"), describe(error).text, danger=True)
        notes.note_saved(notes.partner_id, typed)
        return True

    # -- what one can do -----------------------------------------------------------------------------------

    def create_partner(self) -> None:
        """Open the form of a new partner."""
        create_record(self.frame, self, RecordKind.PARTNER, self._on_saved)

    def print_dossier(self) -> None:
        """Go to the dossier of the partner shown or selected."""
        self.frame.go(self.dossier_address())

    def merge_selected(self) -> None:
        """Make one partner of the two selected."""
        selected = self.list.selected()
        if len(selected) != 2:
            return
        chosen = ask_merge(self, selected[0], selected[1])
        if chosen is None:
            return
        old, new = chosen
        services = self.frame.services
        names = {item.partner.id: item.partner.name for item in selected}
        text = self.tr("Đã gộp {0} vào {1}").format(names[old], names[new])
        self._doing.change(lambda _reporter: services.partners.merge(old, new), text)

    def trash_partners(self) -> None:
        """Move the partner shown, or those selected, to the trash."""
        if self.partner_id:
            ids, names = [self.partner_id], [self.title]
        else:
            chosen = self.list.selected()
            ids = [item.partner.id for item in chosen]
            names = [item.partner.name for item in chosen]
        if not ids or not self.trash_action.isEnabled():
            return
        question = (
            self.tr("Chuyển “{0}” vào thùng rác?").format(names[0])
            if len(ids) == 1
            else self.tr("Chuyển {0} đối tác vào thùng rác?").format(len(ids))
        )
        text = self.tr("Đoàn, thỏa thuận và các mục khác của đối tác vẫn còn. Việc này hoàn tác được.")
        if not may_do(self, question, self.tr("Chuyển vào thùng rác"), text):
            return
        if self.partner_id:
            self.frame.go(Address(self.name))
        self._trash(RecordKind.PARTNER, ids)

    # -- actions and heads -----------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        tr = self.tr
        can_write = self.frame.services.held_by is None
        self.new_action = page_action(self, tr("Thêm đối tác"), "plus", self.create_partner, "Ctrl+N")
        self.merge_action = page_action(self, tr("Gộp hai đối tác…"), "git-merge", self.merge_selected)
        self.trash_action = page_action(self, tr("Chuyển vào thùng rác"), "trash-2", self.trash_partners)
        self.export_action = page_action(
            self, tr("Xuất danh sách…"), "file-spreadsheet", lambda: self.list.table.export_rows()
        )
        self.print_action = page_action(self, tr("In hồ sơ"), "printer", self.print_dossier)
        self.edit_action = page_action(self, tr("Sửa"), "pencil", self._edit_partner)
        self.open_action = page_action(self, tr("Mở trang đối tác"), "handshake", self._open_selected)
        self.tag_action = page_action(self, tr("Gắn nhãn…"), "tag", self._edit_tags)
        self.list_action = page_action(
            self, tr("Mọi đối tác"), "list", lambda: self.frame.go(Address(self.name))
        )
        self.merge_action.setToolTip(tr("Chọn hai dòng (giữ Ctrl rồi nhấp) để gộp thành một"))
        self.print_action.setToolTip(tr("In hồ sơ tóm tắt của đối tác này (Ctrl+P)"))
        self.edit_action.setToolTip(tr("Sửa tên, nước, mức quan hệ (F2)"))
        self.new_action.setEnabled(can_write)
        self.edit_action.setEnabled(can_write)

    def _connect(self) -> None:
        self.list.partner_chosen.connect(lambda partner: self.frame.go(Address(self.name, partner)))
        self.list.selection_changed.connect(lambda _records: self._settle_actions())
        self.list.trash_wanted.connect(self.trash_partners)
        view = self.view
        view.record_chosen.connect(self._open_record)
        view.home_wanted.connect(lambda kind, record: self.frame.go(Address(_HOMES[kind], record)))
        view.trash_wanted.connect(self._trash)
        view.create_wanted.connect(self._create)
        view.passage_chosen.connect(self.frame.go)
        view.tags_wanted.connect(self._edit_tags)
        view.notes_typed.connect(self._on_notes_typed)
        view.tab_changed.connect(self._on_tab_changed)
        view.restore_wanted.connect(self._restore)

    def _settle_actions(self) -> None:
        can_write = self.frame.services.held_by is None
        chosen = 1 if self.partner_id else len(self.list.selected())
        self.merge_action.setEnabled(can_write and not self.partner_id and chosen == 2)
        self.trash_action.setEnabled(can_write and chosen > 0)
        self.tag_action.setEnabled(can_write and chosen > 0)
        self.edit_action.setEnabled(can_write and chosen == 1)
        self.open_action.setEnabled(chosen == 1)
        self.print_action.setEnabled(chosen == 1)

    def _show_list_head(self) -> None:
        self._bodies.setCurrentWidget(self.list)
        self.set_title(self.tr("Đối tác"))
        self.set_actions(
            self.new_action, (self.merge_action, self.export_action), (self.tag_action, self.trash_action)
        )
        self._settle_actions()

    def _show_partner_head(self, partner: Partner | None) -> None:
        self._bodies.setCurrentWidget(self.view)
        if partner is None:
            self.set_title(self.tr("Đối tác"))
        else:
            self.set_title(partner.name, names_line(partner))
        self.set_actions(
            self.print_action, (self.list_action, self.edit_action), (self.tag_action, self.trash_action)
        )
        self._settle_actions()

    def _list_menu(self, records: list[Any]) -> list[QAction | None]:
        return [
            self.open_action,
            self.print_action,
            self.edit_action,
            None,
            self.new_action,
            self.tag_action,
            self.merge_action,
            None,
            self.trash_action,
        ]

    # -- reading ---------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._request += 1
        number, partner_id, services = self._request, self.partner_id, self.frame.services

        def read_list(_reporter: Reporter) -> object:
            return number, services.partners.summaries()

        def read_partner(_reporter: Reporter) -> object:
            return number, PartnerLook(
                services.partners.page(partner_id),
                services.office.notes(partner_id),
                tuple(services.records.tags()),
                services.held_by is None,
            )

        work = read_partner if partner_id else read_list
        self.frame.runner.run("", work, on_success=self._on_read, on_failure=self._on_not_read)

    def _on_read(self, result: tuple[int, Any]) -> None:
        number, found = result
        if number != self._request:
            return
        if isinstance(found, PartnerLook):
            partner = found.page.partner
            self.view.show_look(found)
            self.set_title(partner.name, names_line(partner))
        else:
            self.list.show_summaries(found)
            self._settle_actions()

    def _on_not_read(self, error: BaseException) -> None:
        self.frame.show_error(error)
        if self.partner_id:
            self.frame.go(Address(self.name))

    # -- changing --------------------------------------------------------------------------------------------

    def _edit_partner(self) -> None:
        ids = [self.partner_id] if self.partner_id else self._selected_ids()
        if len(ids) == 1:
            edit_record(self.frame, self, RecordKind.PARTNER, ids[0], self._on_saved)

    def _open_selected(self) -> None:
        ids = self._selected_ids()
        if len(ids) == 1:
            self.frame.go(Address(self.name, ids[0]))

    def _selected_ids(self) -> list[int]:
        chosen: list[PartnerSummary] = self.list.selected()
        return [item.partner.id for item in chosen]

    def _open_record(self, kind: RecordKind, record_id: int) -> None:
        if kind is RecordKind.ARTICLE:
            self.frame.go(Address("articles", record_id))
        else:
            edit_record(self.frame, self, kind, record_id, self._on_saved)

    def _create(self, kind: RecordKind) -> None:
        partner = self.view.look.page.partner if self.view.look is not None else None
        if partner is None:
            return
        if kind is RecordKind.PROFILE_FACT:
            record: Any = ProfileFact(0, partner.id, "", "")
        elif kind is RecordKind.PERSON:
            record = replace(empty_record(kind), partner_id=partner.id, country=partner.country)
        else:
            record = replace(empty_record(kind), partner_ids=(partner.id,), partner_names=(partner.name,))
        create_record(self.frame, self, kind, self._on_saved, record)

    def _on_saved(self, record_id: int, action_id: object) -> None:
        self._read()
        if not self.partner_id:
            self.list.table.select_keys({record_id})
        self._doing.say(self.tr("Đã lưu"), action_id)

    def _trash(self, kind: RecordKind, ids: list[int]) -> None:
        services = self.frame.services
        text = (
            self.tr("Đã chuyển vào thùng rác")
            if len(ids) == 1
            else self.tr("Đã chuyển {0} mục vào thùng rác").format(len(ids))
        )
        self._doing.change(lambda _reporter: services.editing.trash(kind, ids), text)

    def _restore(self) -> None:
        services, partner_id = self.frame.services, self.partner_id

        def work(_reporter: Reporter) -> object:
            services.records.restore(RecordKind.PARTNER, [partner_id])
            return None

        self._doing.change(work, self.tr("Đã khôi phục"))

    def _edit_tags(self) -> None:
        look = self.view.look
        if self.partner_id and look is not None:
            records: list[Partner] = [look.page.partner]
            known = look.tags
        else:
            records = [item.partner for item in self.list.selected()]
            known = self.list.known_tags
        if not records or self.frame.services.held_by is not None:
            return
        dialog = TagDialog(records, known, self.tr("đối tác"), self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._on_tags_chosen)
        dialog.open()

    def _on_tags_chosen(self, ids: list[int], add: tuple[str, ...], remove: tuple[str, ...]) -> None:
        editing = self.frame.services.editing
        self._doing.change(
            lambda _reporter: editing.tag(RecordKind.PARTNER, ids, add=add, remove=remove),
            self.tr("Đã sửa nhãn"),
        )

    def _on_notes_typed(self, partner_id: int, notes: TypedNotes) -> None:
        services = self.frame.services

        def work(_reporter: Reporter) -> object:
            services.office.save_notes(partner_id, notes)
            return partner_id, notes

        def failed(error: BaseException) -> None:
            self.view.notes.note_failed()
            self.frame.show_error(error)

        self.frame.runner.run(
            "",
            work,
            lane=Lane.WRITE,
            on_success=lambda saved: self.view.notes.note_saved(*saved),
            on_failure=failed,
        )

    def _on_tab_changed(self, tab: str) -> None:
        self.view.notes.ask_to_save()
        if self.partner_id and not self._is_quiet:
            self.frame.note_address(Address(self.name, self.partner_id, tab))
