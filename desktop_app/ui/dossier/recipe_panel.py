"""The left side of the dossier page: for whom, what for, which sections, and what people type."""

from __future__ import annotations

import datetime as dt
import unicodedata

from PySide6.QtCore import QDate, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.services.dossiers import DossierRequest, Profile, TypedNotes, profile_label
from desktop_app.ui.dossier.partner_picker import PartnerPicker
from desktop_app.ui.dossier.recipe import Recipe
from desktop_app.ui.dossier.section_list import SectionList
from desktop_app.ui.forms.fields import ChoiceBox, TextBox
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.labels import PlainLabel
from desktop_app.ui.widgets.scroll_column import ScrollColumn


class RecipePanel(QWidget):
    """The choices of one dossier.

    Signals:
        recipe_changed: something that is remembered as the recipe changed, or the date.
        notes_changed: what people type changed.
    """

    recipe_changed = Signal()
    notes_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_loading = False
        self.picker = PartnerPicker()
        self.purpose = QLineEdit()
        self.purpose.setMaxLength(300)
        self.purpose.setPlaceholderText(self.tr("Ví dụ: Tiếp đoàn Phó Thị trưởng"))
        self.as_of = QDateEdit(QDate.currentDate())
        self.as_of.setCalendarPopup(True)
        self.as_of.setDisplayFormat("dd/MM/yyyy")
        self.profile = ChoiceBox([(profile.value, profile_label(profile)) for profile in Profile])
        self.drafter = QLineEdit()
        self.drafter.setMaxLength(120)
        self.people_notes = QCheckBox(self.tr("In cả ghi chú riêng về nhân vật"))
        self.people_notes.setToolTip(self.tr("Ghi chú riêng là dữ liệu cá nhân: chỉ in khi thật cần."))
        self.sections = SectionList()
        self.notes: dict[str, QPlainTextEdit] = {}
        self._lay_out()
        self._connect()

    # -- reading and filling ---------------------------------------------------------------------------

    def load(self, recipe: Recipe, notes: TypedNotes) -> None:
        """Show what is remembered, without announcing it."""
        self._is_loading = True
        self.purpose.setText(recipe.purpose)
        self.drafter.setText(recipe.drafter)
        self.profile.set_value(recipe.profile.value)
        self.people_notes.setChecked(recipe.people_notes)
        self.sections.set_sections(recipe.sections)
        for name, box in self.notes.items():
            if box.toPlainText() != getattr(notes, name):
                box.setPlainText(getattr(notes, name))
        self._is_loading = False
        self._count_notes()

    def recipe(self) -> Recipe:
        """What is chosen now."""
        return Recipe(
            purpose=_nfc(self.purpose.text()),
            drafter=_nfc(self.drafter.text()),
            profile=Profile(self.profile.currentData()),
            people_notes=self.people_notes.isChecked(),
            sections=self.sections.sections(),
        )

    def typed(self) -> TypedNotes:
        """What people typed."""
        return TypedNotes(**{name: _nfc(box.toPlainText()) for name, box in self.notes.items()})

    def request(self, partner_id: int) -> DossierRequest:
        """The dossier that is asked for; letters an input method still holds are committed first."""
        recipe = self.recipe()
        day = self.as_of.date()
        return DossierRequest(
            partner_id,
            purpose=recipe.purpose,
            as_of=dt.date(day.year(), day.month(), day.day()),
            sections=recipe.printed,
            profile=recipe.profile,
            include_people_notes=recipe.people_notes,
            notes=self.typed(),
            drafter=recipe.drafter,
        )

    def commit(self) -> None:
        """Take in the letters an input method still holds."""
        QGuiApplication.inputMethod().commit()

    # -- layout ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        how = ScrollColumn(margin=Space.MEDIUM)
        how.body.setSpacing(Space.SMALL)
        _add(how, self.tr("Phục vụ việc gì"), self.purpose)
        _add(how, self.tr("Kiểu in"), self.profile)
        _add(how, self.tr("Số liệu đến ngày"), self.as_of)
        _add(how, self.tr("Người soạn"), self.drafter)
        _add(how, self.tr("Các phần, theo thứ tự in (kéo để đổi chỗ)"), self.sections, self.sections.view)
        how.body.addWidget(self.people_notes)
        how.body.addStretch(1)
        typed = ScrollColumn(margin=Space.MEDIUM)
        typed.body.setSpacing(Space.SMALL)
        for name, words in (
            ("objectives", self.tr("Mục tiêu của ta")),
            ("their_objectives", self.tr("Bạn có thể muốn")),
            ("points", self.tr("Nội dung ta nêu")),
            ("avoid", self.tr("Nên tránh")),
            ("programme", self.tr("Chương trình")),
            ("protocol", self.tr("Lễ tân, quà tặng, ăn uống, phiên dịch")),
        ):
            box = TextBox(3)
            box.setPlaceholderText(self.tr("Mỗi ý một dòng"))
            self.notes[name] = box
            _add(typed, words, box)
        typed.body.addStretch(1)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("Cách in và phần tự viết"))
        self.tabs.addTab(how, self.tr("Cách in"))
        self.tabs.addTab(typed, "")
        caption = PlainLabel(self.tr("Đối tác"), role="label")
        caption.setBuddy(self.picker)
        self.picker.setAccessibleName(self.tr("Đối tác"))
        top = QVBoxLayout()
        top.setContentsMargins(Space.MEDIUM, Space.MEDIUM, Space.MEDIUM, Space.SMALL)
        top.setSpacing(2)
        top.addWidget(caption)
        top.addWidget(self.picker)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.tabs, 1)
        self._count_notes()

    def _connect(self) -> None:
        self.purpose.textChanged.connect(self._on_recipe)
        self.drafter.textChanged.connect(self._on_recipe)
        self.profile.currentIndexChanged.connect(self._on_recipe)
        self.people_notes.toggled.connect(self._on_recipe)
        self.as_of.dateChanged.connect(self._on_recipe)
        self.sections.changed.connect(self._on_recipe)
        for box in self.notes.values():
            box.textChanged.connect(self._on_notes)

    def _on_recipe(self) -> None:
        if not self._is_loading:
            self.recipe_changed.emit()

    def _on_notes(self) -> None:
        if not self._is_loading:
            self._count_notes()
            self.notes_changed.emit()

    def _count_notes(self) -> None:
        filled = sum(bool(box.toPlainText().strip()) for box in self.notes.values())
        self.tabs.setTabText(1, self.tr("Phần tự viết ({0}/{1})").format(filled, len(self.notes)))


def _add(column: ScrollColumn, words: str, widget: QWidget, named: QWidget | None = None) -> None:
    caption = PlainLabel(words, role="label")
    caption.setBuddy(named or widget)
    if named is None:
        widget.setAccessibleName(words)
    box = QVBoxLayout()
    box.setSpacing(2)
    box.addWidget(caption)
    box.addWidget(widget)
    column.body.addLayout(box)


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()
