"""Lễ tân: what people write themselves for the dossier; kept without anybody pressing a button."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import fields, replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_app.services.office import TypedNotes
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.labels import PlainLabel

_QUIET_MS = 2000


class NotesTab(QWidget):
    """Six plain texts, stored when the cursor leaves a field, after two quiet seconds, and on Ctrl+S.

    Signals:
        save_wanted: the id of the partner and the ``TypedNotes`` as typed.
    """

    save_wanted = Signal(int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.partner_id = 0
        self.editors: dict[str, QPlainTextEdit] = {}
        self._stored = TypedNotes()
        self._asked = TypedNotes()
        self.state_words = PlainLabel(role="muted")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_QUIET_MS)
        self._soon.timeout.connect(self.ask_to_save)
        self._lay_out()

    # -- content -----------------------------------------------------------------------------------------

    def show_notes(self, partner_id: int, notes: TypedNotes, *, may_edit: bool) -> None:
        """Show what is stored; what a person is writing for the same partner stays as it is."""
        for editor in self.editors.values():
            editor.setReadOnly(not may_edit)
        if partner_id == self.partner_id and self.is_dirty:
            return
        is_same = partner_id == self.partner_id and notes == self.typed()
        self.partner_id = partner_id
        self._stored = self._asked = notes
        if not is_same:
            for name, editor in self.editors.items():
                editor.setPlainText(getattr(notes, name))
        self._soon.stop()
        self._say("")

    def typed(self) -> TypedNotes:
        """What the fields say, NFC."""
        values = {
            name: unicodedata.normalize("NFC", editor.toPlainText()) for name, editor in self.editors.items()
        }
        return replace(self._stored, **values)

    @property
    def is_dirty(self) -> bool:
        """Whether something typed is not stored yet."""
        return self.partner_id != 0 and self.typed() != self._stored

    def ask_to_save(self) -> None:
        """Ask for what differs to be stored; letters an input method holds are committed first."""
        QGuiApplication.inputMethod().commit()
        self._soon.stop()
        typed = self.typed()
        if self.partner_id and typed not in (self._stored, self._asked):
            self._asked = typed
            self._say(self.tr("Đang lưu…"))
            self.save_wanted.emit(self.partner_id, typed)

    def note_saved(self, partner_id: int, notes: TypedNotes) -> None:
        """Take note that ``notes`` are stored."""
        if partner_id != self.partner_id:
            return
        self._stored = notes
        now = dt.datetime.now()
        if self.is_dirty:
            self._say(self.tr("Chưa lưu"))
            self._soon.start()
        else:
            self._say(self.tr("Đã lưu lúc {0}").format(f"{now:%H:%M}"))

    def note_failed(self) -> None:
        """Take note that storing failed: the words stay, the next attempt tries again."""
        self._asked = self._stored
        self._say(self.tr("Chưa lưu được. Nhấn Ctrl+S để thử lại."))

    # -- inside ------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.ask_to_save()
        return super().eventFilter(watched, event)

    def _on_text_changed(self) -> None:
        if self.is_dirty:
            self._say(self.tr("Chưa lưu"))
            self._soon.start()

    def _say(self, state: str) -> None:
        hint = self.tr("Những gì gõ ở đây được in vào hồ sơ và tự lưu.")
        self.state_words.setText(f"{hint} {state}".strip())

    def _fields(self) -> tuple[tuple[str, str, str], ...]:
        return (
            ("objectives", self.tr("Mục tiêu của ta"), self.tr("Ta cần đạt được gì lần này?")),
            ("their_objectives", self.tr("Mục tiêu của bạn"), self.tr("Bạn có thể muốn gì?")),
            ("points", self.tr("Nội dung ta nêu"), self.tr("Mỗi ý một dòng")),
            ("avoid", self.tr("Nên tránh"), self.tr("Điều không nên nhắc, cách xử lý nếu bạn nêu")),
            ("programme", self.tr("Chương trình"), self.tr("Giờ, nơi, việc: mỗi mục một dòng")),
            (
                "protocol",
                self.tr("Lễ tân, quà tặng, ăn uống, phiên dịch"),
                self.tr("Cách xưng hô, chỗ ngồi, quà tặng, món kiêng, người phiên dịch"),
            ),
        )

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.LARGE)
        grid.setVerticalSpacing(Space.MEDIUM)
        known = {item.name for item in fields(TypedNotes)}
        for place, (name, label, hint) in enumerate(self._fields()):
            if name not in known:
                raise KeyError(name)
            grid.addLayout(self._field(name, label, hint), place // 2, place % 2)
        head = QHBoxLayout()
        head.addWidget(self.state_words, 1)
        body = QWidget()
        body.setObjectName("scrollBody")
        inner = QVBoxLayout(body)
        inner.setContentsMargins(Space.WIDE, Space.MEDIUM, Space.WIDE, Space.MEDIUM)
        inner.setSpacing(Space.SMALL)
        inner.addLayout(head)
        inner.addLayout(grid, 1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        self._say("")

    def _field(self, name: str, label: str, hint: str) -> QVBoxLayout:
        editor = QPlainTextEdit()
        editor.setPlaceholderText(hint)
        editor.setAccessibleName(label)
        editor.setTabChangesFocus(True)
        editor.setMinimumHeight(96)
        editor.installEventFilter(self)
        editor.textChanged.connect(self._on_text_changed)
        self.editors[name] = editor
        caption = PlainLabel(label, role="label")
        caption.setBuddy(editor)
        box = QVBoxLayout()
        box.setSpacing(2)
        box.addWidget(caption)
        box.addWidget(editor, 1)
        return box
