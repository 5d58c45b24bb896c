"""A draft as a form, beside the article it comes from: editing a card, or making a record of a passage."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_app.services.drafts import AliasDraft, Draft, FieldDraft
from desktop_app.services.editing import FormChoices
from desktop_app.ui.dialogs.question import may_do
from desktop_app.ui.forms.base import RecordForm
from desktop_app.ui.forms.fields import SuggestLine
from desktop_app.ui.forms.kinds import draft_of, form_for_draft
from desktop_app.ui.icons import set_icon
from desktop_app.ui.review.wording import short
from desktop_app.ui.tokens import Space
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.form import FormSheet
from desktop_app.ui.widgets.labels import ElidedLabel, PlainLabel


class WordForm(FormSheet):
    """The form of drafts that are one or two names: a field of cooperation, another spelling."""

    def __init__(self, draft: FieldDraft | AliasDraft, choices: FormChoices) -> None:
        super().__init__()
        for shortcut in self.findChildren(QShortcut):
            shortcut.setEnabled(False)
        self._draft = draft
        if isinstance(draft, FieldDraft):
            self._lines = {"name": SuggestLine(choices.fields)}
            self._lines["name"].setText(draft.name)
            self.add("name", self.tr("Lĩnh vực"), self._lines["name"], required=True)
        else:
            names = [item.name for item in choices.partners] + list(choices.people)
            self._lines = {"alias": QLineEdit(draft.alias), "canonical": SuggestLine(names)}
            self._lines["canonical"].setText(draft.canonical)
            self.add("alias", self.tr("Cách viết trong bài"), self._lines["alias"], required=True)
            self.add("canonical", self.tr("Là tên gọi khác của"), self._lines["canonical"], required=True)
        self.mark_clean()

    def draft(self) -> Draft:
        """The draft as the fields say."""
        return replace(self._draft, **self.values())


class EditPanel(QWidget):
    """Head, form, and the two ways out.

    Signals:
        finished: the edited ``Draft``.
        left: the person turned away.
    """

    finished = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft: Draft | None = None
        self._form: RecordForm | WordForm | None = None
        self._is_restored = False
        self._title = ElidedLabel(role="section")
        self._quote = PlainLabel(role="caption", wrap=True)
        self.problem = Banner()
        self.problem.button.hide()
        self.save = QPushButton()
        self.save.setProperty("role", "primary")
        self.save.setToolTip(self.tr("Ctrl+S"))
        set_icon(self.save, "check", "on_accent")
        self.save.clicked.connect(self.finish)
        self.cancel = QPushButton(self.tr("Hủy"))
        self.cancel.setToolTip(self.tr("Esc"))
        self.cancel.clicked.connect(self.leave)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._lay_out()
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Esc"), self, self.leave, context=scope)

    @property
    def form(self) -> RecordForm | WordForm | None:
        """The form shown."""
        return self._form

    @property
    def is_dirty(self) -> bool:
        """Whether the person changed something."""
        form = self._form
        if isinstance(form, WordForm):
            return self._is_restored or form.is_dirty
        return form is not None and (self._is_restored or form.is_dirty())

    def current_draft(self) -> Draft | None:
        """The draft as the fields say now; None when there is no form or a field cannot be read."""
        form, before = self._form, self._draft
        if form is None or before is None:
            return None
        try:
            return form.draft() if isinstance(form, WordForm) else draft_of(form, before)
        except ValueError:
            return None

    def open(
        self,
        draft: Draft,
        choices: FormChoices,
        title: str,
        verb: str,
        quote: str = "",
        *,
        is_restored: bool = False,
    ) -> None:
        """Show ``draft`` in its form.

        Args:
            draft: what the fields say.
            choices: what they offer.
            title: what the form is about.
            verb: the words of the button.
            quote: the passage the draft is made of.
            is_restored: the draft holds changes that were not stored, so leaving has to be asked for.
        """
        self._draft = draft
        self._is_restored = is_restored
        self._title.setText(title)
        self._quote.setText(self.tr("Từ đoạn: “{0}”").format(short(quote, 220)) if quote else "")
        self._quote.setVisible(bool(quote))
        self.problem.hide()
        self.save.setText(verb)
        self.save.setEnabled(True)
        form: RecordForm | WordForm | None = form_for_draft(draft, choices)
        if form is None and isinstance(draft, FieldDraft | AliasDraft):
            form = WordForm(draft, choices)
        if form is None:
            raise TypeError(type(draft).__name__)
        self._form = form
        body = QWidget()
        body.setObjectName("scrollBody")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        layout.addWidget(form)
        layout.addStretch(1)
        self._scroll.setWidget(body)
        self._scroll.verticalScrollBar().setValue(0)
        if isinstance(form, WordForm):
            next(iter(form.findChildren(QLineEdit))).setFocus()
        else:
            form.focus_first()

    def finish(self) -> None:
        """Check the fields and hand the draft over."""
        QGuiApplication.inputMethod().commit()
        form, before = self._form, self._draft
        if form is None or before is None or not form.check():
            return
        self.save.setEnabled(False)
        self.finished.emit(form.draft() if isinstance(form, WordForm) else draft_of(form, before))

    def leave(self) -> None:
        """Turn away; asks when something was changed."""
        if self.may_leave():
            self.left.emit()

    def may_leave(self) -> bool:
        """Whether nothing is lost by closing, or the person agrees."""
        return not self.is_dirty or may_do(
            self,
            self.tr("Bỏ những gì vừa sửa?"),
            self.tr("Bỏ sửa"),
            self.tr("Gợi ý vẫn còn đó, chỉ mất những ô vừa sửa."),
            danger=True,
            cancel=self.tr("Ở lại sửa tiếp"),
        )

    def say(self, text: str) -> None:
        """Say why it could not be stored; the fields stay as they are."""
        self.problem.show_text(text, "danger")
        self.allow_again()

    def allow_again(self) -> None:
        """Let the person try once more; the fields are as they were."""
        self.save.setEnabled(True)

    def _lay_out(self) -> None:
        head = QFrame()
        head.setObjectName("pageHead")
        words = QVBoxLayout(head)
        words.setContentsMargins(Space.LARGE, Space.SMALL, Space.LARGE, Space.SMALL)
        words.setSpacing(Space.TIGHT)
        words.addWidget(self._title)
        words.addWidget(self._quote)
        words.addWidget(self.problem)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(Space.LARGE, Space.SMALL, Space.LARGE, Space.SMALL)
        buttons.setSpacing(Space.SMALL)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(buttons)
