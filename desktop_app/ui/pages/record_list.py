"""What the lists of accepted records have in common: choices, table, reading pane, everything one can do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from db.records import RecordKind
from desktop_app.progress import Reporter
from desktop_app.services.editing import Listing, Source
from desktop_app.services.tables import export_table
from desktop_app.ui.background import Lane
from desktop_app.ui.forms.dialog import create_record, edit_record
from desktop_app.ui.navigation import Address
from desktop_app.ui.pages.base import Frame, Page, page_action
from desktop_app.ui.pages.list_parts import Choice, Words, fit_to_text
from desktop_app.ui.pages.tagging import TagDialog
from desktop_app.ui.tables.columns_records import Names
from desktop_app.ui.tables.detail_pane import DetailPane
from desktop_app.ui.tables.details import sheet_of
from desktop_app.ui.tables.model import Column
from desktop_app.ui.tables.record_table import RecordTable
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.vietnamese import sort_key

_SETTLE_MS = 120


class RecordListPage(Page):
    """A list of records of one kind."""

    kind: ClassVar[RecordKind]
    has_tags: ClassVar[bool] = True
    first_order: ClassVar[tuple[str, Qt.SortOrder]] = ("title", Qt.SortOrder.AscendingOrder)

    def __init__(self, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(frame, parent)
        self.names = Names()
        self._words = self.words()
        self._choices = tuple(self.choices())
        self._listing = Listing()
        self._wanted: int | None = None
        self._is_read = False
        self._reading = 0
        self._shown_id: int | None = None
        self._boxes: dict[str, QComboBox] = {}
        self._make_actions()
        self.table = self.make_table(self.columns())
        self.pane = DetailPane(self.edit_action)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLE_MS)
        self._settled.timeout.connect(self._show_selected)
        self._lay_out_body()
        self.set_title(self.page_title())
        self.set_actions(self.new_action, (self.export_action,), self._more())
        self._connect()

    # -- for subclasses ------------------------------------------------------------------------------

    def page_title(self) -> str:
        """The title in the head."""
        raise NotImplementedError

    def words(self) -> Words:
        """How the page speaks."""
        raise NotImplementedError

    def columns(self) -> Sequence[Column]:
        """The columns of the list."""
        raise NotImplementedError

    def choices(self) -> Sequence[Choice]:
        """The choices above the list."""
        raise NotImplementedError

    def make_table(self, columns: Sequence[Column]) -> RecordTable:
        """The table."""
        return RecordTable(
            self.kind.value,
            columns,
            lambda record: record.id,
            self.frame.state,
            title=self.page_title(),
            export=self._export,
            make_menu=self._menu,
        )

    # -- Page ----------------------------------------------------------------------------------------

    def open(self, address: Address) -> None:
        self._wanted = address.record_id
        if not self._is_read:
            self._read()
        else:
            self._select_wanted()
        if address.extra == "new":
            self.create_new()
        elif address.extra == "edit" and address.record_id is not None:
            edit_record(self.frame, self, self.kind, address.record_id, self._on_saved)

    def refresh(self, changes: object | None = None) -> None:
        concerns = getattr(changes, "concerns", None)
        if concerns is None or concerns(self.kind, RecordKind.PARTNER, RecordKind.ARTICLE):
            self._read()

    def find_here(self) -> None:
        self.table.focus_filter()

    def edit(self) -> None:
        self._edit_current()

    # -- what one can do -----------------------------------------------------------------------------

    def create_new(self) -> None:
        """Open the form of a new record."""
        create_record(self.frame, self, self.kind, self._on_saved)

    def trash_selected(self) -> None:
        """Move the selected records to the trash; the word at the lower edge can take it back."""
        ids = [record.id for record in self.table.selected()]
        if not ids or not self.trash_action.isEnabled():
            return
        services, kind = self.frame.services, self.kind

        def work(_reporter: Reporter) -> object:
            return services.editing.trash(kind, ids)

        text = self.tr("Đã chuyển vào thùng rác")
        if len(ids) > 1:
            text = self.tr("Đã chuyển {0} {1} vào thùng rác").format(len(ids), self._words.noun)
        self._change(work, text)

    def tag_selected(self) -> None:
        """Ask which tags the selected records should bear."""
        records = self.table.selected()
        if not records or not self.has_tags:
            return
        known = sorted({tag for record in self._listing.records for tag in record.tags}, key=sort_key)
        dialog = TagDialog(records, known, self._words.noun, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._on_tags_chosen)
        dialog.open()

    # -- inside --------------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        can_write = self.frame.services.held_by is None
        tr = self.tr
        self.new_action = page_action(self, self._words.new, "plus", self.create_new, "Ctrl+N")
        self.edit_action = page_action(self, tr("Sửa"), "pencil", self._edit_current)
        self.tag_action = page_action(self, tr("Gắn nhãn…"), "tag", self.tag_selected)
        self.trash_action = page_action(self, tr("Chuyển vào thùng rác"), "trash-2", self.trash_selected)
        self.export_action = page_action(
            self, tr("Xuất danh sách…"), "file-spreadsheet", lambda: self.table.export_rows()
        )
        for action in (self.new_action, self.tag_action, self.trash_action):
            action.setEnabled(can_write)

    def _more(self) -> tuple[QAction, ...]:
        return (self.tag_action, self.trash_action) if self.has_tags else (self.trash_action,)

    def _lay_out_body(self) -> None:
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(Space.WIDE, Space.MEDIUM, Space.WIDE, Space.MEDIUM)
        for choice in self._choices:
            box = self.table.filter_bar.add_choice(choice.name, choice.all_text, [])
            self._boxes[choice.name] = box
            fit_to_text(box)
            box.setAccessibleName(self.tr("Lọc theo {0}").format(choice.all_text.lower()))
            box.setToolTip(box.accessibleName())
            box.currentTextChanged.connect(lambda _text, box=box: fit_to_text(box))
        self.table.set_empty(self._words.empty_title, self._words.empty_sentence, self.new_action)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self.table.filter_bar)
        split = QSplitter(Qt.Orientation.Horizontal)
        holder = QWidget()
        left = QHBoxLayout(holder)
        left.setContentsMargins(0, 0, Space.LARGE, 0)
        left.addWidget(self.table)
        split.addWidget(holder)
        split.addWidget(self.pane)
        split.setStretchFactor(0, 5)
        split.setStretchFactor(1, 2)
        split.setSizes([780, 320])
        split.setChildrenCollapsible(False)
        self._split_name = f"list-{self.kind.value}"
        self.frame.state.restore_splitter(self._split_name, split)
        split.splitterMoved.connect(lambda *_at: self.frame.state.save_splitter(self._split_name, split))
        layout.addWidget(split, 1)
        self.set_body(body)
        header = self.table.view.horizontalHeader()
        if not self.frame.state.restore_header(self.kind.value, header):
            name, order = self.first_order
            place = next(i for i, column in enumerate(self.table.model.columns) if column.name == name)
            self.table.view.sortByColumn(place, order)

    def _connect(self) -> None:
        self.table.activated.connect(lambda record: self._edit(record.id))
        self.table.selection_changed.connect(self._on_selection_changed)
        self.table.filter_bar.choice_changed.connect(lambda *_what: self._apply_choices())
        self.table.view.installEventFilter(self)
        self.pane.sources.passage_chosen.connect(self.frame.go)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.table.view
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Delete
        ):
            self.trash_selected()
            return True
        return super().eventFilter(watched, event)

    def _read(self) -> None:
        self._reading += 1
        mine, services, kind = self._reading, self.frame.services, self.kind

        def work(_reporter: Reporter) -> object:
            return mine, services.editing.listing(kind)

        self.frame.runner.run("", work, on_success=self._on_listing)

    def _on_listing(self, result: tuple[int, Listing]) -> None:
        mine, listing = result
        if mine != self._reading:
            return
        self._is_read = True
        self._listing = listing
        self.names.take(listing)
        for choice in self._choices:
            fit_to_text(self._fill(choice))
        self._apply_choices()
        self.table.set_records(listing.records)
        self._shown_id = None
        self._select_wanted()
        self._settled.start()

    def _fill(self, choice: Choice) -> QComboBox:
        pairs = {pair for record in self._listing.records for pair in choice.values(record) if pair[0]}
        ordered = sorted(pairs, key=lambda pair: sort_key(pair[1]), reverse=choice.descending)
        self.table.filter_bar.set_values(choice.name, choice.all_text, ordered)
        return self._boxes[choice.name]

    def _apply_choices(self) -> None:
        bar = self.table.filter_bar
        chosen = [
            (choice.values, bar.chosen(choice.name)) for choice in self._choices if bar.chosen(choice.name)
        ]
        if not chosen:
            self.table.set_keep(None)
            return
        self.table.set_keep(
            lambda record: all(value in {v for v, _ in values(record)} for values, value in chosen)
        )

    def _select_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is None or not self._is_read:
            return
        if not self.table.model.rows_of({wanted}):
            self.table.filter_bar.search.clear()
            self.table.filter_bar.search.flush()
            for choice in self._choices:
                self.table.filter_bar.choose(choice.name, "")
        self.table.select_keys({wanted})
        self.table.view.setFocus()

    def _on_selection_changed(self, records: list[Any]) -> None:
        can_write = self.frame.services.held_by is None
        self.edit_action.setEnabled(len(records) == 1)
        self.trash_action.setEnabled(bool(records) and can_write)
        self.tag_action.setEnabled(bool(records) and can_write and self.has_tags)
        self._settled.start()

    def _show_selected(self) -> None:
        records = self.table.selected()
        if len(records) != 1:
            self._shown_id = None
            words = (
                self.tr("Đang chọn {0} {1}.").format(len(records), self._words.noun)
                if records
                else self.tr("Chọn một dòng để xem chi tiết và căn cứ.")
            )
            self.pane.show_message(words)
            return
        record = records[0]
        if record.id == self._shown_id:
            return
        self._shown_id = record.id
        self.pane.show_sheet(sheet_of(record, self.names))
        self.pane.show_sources(())
        self.frame.note_address(Address(self.name, record.id))
        services, kind = self.frame.services, self.kind

        def work(_reporter: Reporter) -> object:
            return record.id, services.editing.sources(kind, record.id)

        self.frame.runner.run("", work, on_success=self._on_sources)

    def _on_sources(self, result: tuple[int, list[Source]]) -> None:
        record_id, sources = result
        if record_id == self._shown_id:
            self.pane.show_sources(sources)

    def _edit_current(self) -> None:
        records = self.table.selected()
        if len(records) == 1:
            self._edit(records[0].id)

    def _edit(self, record_id: int) -> None:
        edit_record(self.frame, self, self.kind, record_id, self._on_saved)

    def _on_saved(self, record_id: int, action_id: object) -> None:
        self._wanted = record_id
        self._read()
        self._say(self.tr("Đã lưu"), action_id)

    def _on_tags_chosen(self, ids: list[int], add: tuple[str, ...], remove: tuple[str, ...]) -> None:
        services, kind = self.frame.services, self.kind

        def work(_reporter: Reporter) -> object:
            return services.editing.tag(kind, ids, add=add, remove=remove)

        self._change(work, self.tr("Đã sửa nhãn"))

    def _change(self, work: Callable[[Reporter], object], text: str) -> None:
        def done(action_id: object) -> None:
            self._read()
            self._say(text, action_id)

        self.frame.runner.run("", work, lane=Lane.WRITE, on_success=done)

    def _say(self, text: str, action_id: object) -> None:
        if not isinstance(action_id, int):
            self.frame.toast(text)
            return
        self.frame.toast(text, self.tr("Hoàn tác"), lambda: self._undo(action_id))

    def _undo(self, action_id: int) -> None:
        services = self.frame.services

        def work(_reporter: Reporter) -> object:
            return services.history.undo(action_id)

        self.frame.runner.run("", work, lane=Lane.WRITE, on_success=lambda _action: self._read())

    def _menu(self, records: list[Any]) -> list[QAction | None]:
        actions: list[QAction | None] = [self.new_action]
        if records:
            actions += [None, self.edit_action]
            actions += [self.tag_action] if self.has_tags else []
            actions += [self.trash_action]
        return actions

    def _export(self, header: list[str], rows: list[list[str]]) -> None:
        name = f"{self.page_title()}.xlsx"
        filters = self.tr("Bảng tính Excel (*.xlsx);;Bảng chữ CSV (*.csv)")
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Xuất danh sách"), name, filters)
        if not chosen:
            return
        path = Path(chosen)
        if not path.suffix:
            path = path.with_suffix(".xlsx")
        title = self.page_title()

        def work(_reporter: Reporter) -> object:
            export_table(path, title, header, rows)
            return path

        self.frame.runner.run(self.tr("Xuất danh sách"), work, on_success=self._on_exported)

    def _on_exported(self, path: Path) -> None:
        self.frame.toast(self.tr("Đã xuất vào tệp {0}").format(path.name))
