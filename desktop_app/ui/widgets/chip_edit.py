"""Several short words in one field: fields of co-operation, tags, other names."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QToolButton, QVBoxLayout, QWidget

from desktop_app.ui.icons import set_icon
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.labels import plain_tooltip
from desktop_app.ui.widgets.vietnamese import fold, matches, sort_key

_LONGEST_SHOWN = 32


class ChipEdit(QWidget):
    """Words as chips with a line to add more; Enter or a comma adds, Backspace at the start removes the last.

    Suggestions ignore marks: "nong" offers "Nông nghiệp".

    Signals:
        changed: the words are different now.
    """

    changed = Signal()

    def __init__(
        self, choices: Sequence[str] = (), parent: QWidget | None = None, *, only_choices: bool = False
    ) -> None:
        super().__init__(parent)
        self._choices = sorted(choices, key=sort_key)
        self._only_choices = only_choices
        self._words: list[str] = []
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Gõ rồi nhấn Enter để thêm"))
        self.line.setMaxLength(120)
        self._offers = QStringListModel(self)
        self._completer = QCompleter(self._offers, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._popup = QListView()
        self._completer.setPopup(self._popup)
        self._completer.setWidget(self.line)
        self._completer.activated.connect(self.add)
        self.line.textEdited.connect(self._on_text_edited)
        self.line.returnPressed.connect(self._on_return)
        self.line.editingFinished.connect(self._on_left)
        self.line.installEventFilter(self)
        self.setFocusProxy(self.line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._chips)
        layout.addWidget(self.line)
        self._chips.hide()

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    @property
    def words(self) -> tuple[str, ...]:
        """The words, in the order they were added."""
        return tuple(self._words)

    def set_words(self, words: Sequence[str]) -> None:
        """Show these words."""
        self._words = list(words)
        self._show_chips()

    def set_choices(self, choices: Sequence[str]) -> None:
        """Offer other words from now on."""
        self._choices = sorted(choices, key=sort_key)

    def offers(self, typed: str) -> list[str]:
        """Return the choices that match ``typed``, marks aside; those that begin with it come first."""
        left = [choice for choice in self._choices if choice not in self._words and matches(typed, choice)]
        return sorted(left, key=lambda choice: not fold(choice).startswith(fold(typed)))

    def add(self, word: str) -> None:
        """Add ``word`` unless it is there already (marks and case aside) or not allowed."""
        word = " ".join(unicodedata.normalize("NFC", word).split())
        known = next((choice for choice in self._choices if fold(choice) == fold(word)), None)
        self.line.clear()
        if not word or (self._only_choices and known is None):
            return
        word = known or word
        if any(word.casefold() == there.casefold() for there in self._words):
            return
        self._words.append(word)
        self._show_chips()
        self.changed.emit()

    def remove(self, word: str) -> None:
        """Take ``word`` away."""
        if word in self._words:
            self._words.remove(word)
            self._show_chips()
            self.changed.emit()

    def _show_chips(self) -> None:
        self._flow.clear()
        for word in self._words:
            self._flow.addWidget(self._chip(word))
        self._chips.setVisible(bool(self._words))
        self._chips.updateGeometry()

    def _chip(self, word: str) -> QToolButton:
        chip = QToolButton(self._chips)
        short = word if len(word) <= _LONGEST_SHOWN else word[: _LONGEST_SHOWN - 1] + "…"
        chip.setText(short.replace("&", "&&"))
        chip.setProperty("role", "chip")
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        chip.setToolTip(plain_tooltip(self.tr("Bỏ “{0}”").format(word)))
        chip.setAccessibleName(self.tr("Bỏ {0}").format(word))
        set_icon(chip, "x", "on_accent_soft")
        chip.clicked.connect(lambda: self.remove(word))
        return chip

    def _on_text_edited(self, text: str) -> None:
        if text.endswith((",", ";")):
            self.add(text[:-1])
            return
        offers = self.offers(text)[:12] if text.strip() else []
        self._offers.setStringList(offers)
        if offers:
            self._completer.complete()
        else:
            self._popup.hide()

    def _on_return(self) -> None:
        self.add(self.line.text())

    def _on_left(self) -> None:
        if self.line.text().strip() and not self._popup.isVisible():
            self.add(self.line.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.line
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Backspace
            and not self.line.text()
            and self._words
        ):
            self.remove(self._words[-1])
            return True
        return super().eventFilter(watched, event)
