"""Small inputs of the forms: a choice among words, a line that offers known names, tables cells included."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from desktop_app.labels import label
from desktop_app.ui.icons import set_icon
from desktop_app.ui.widgets.vietnamese import fold, matches

_OFFERS = 12


class ChoiceBox(QComboBox):
    """One of several words. The mouse wheel scrolls the form and never changes the choice by accident."""

    def __init__(self, pairs: Sequence[tuple[object, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for value, words in pairs:
            self.addItem(words, value)

    def set_value(self, value: object) -> None:
        """Choose ``value``; the first entry when it is not offered."""
        self.setCurrentIndex(max(0, self.findData(value)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def enum_box(cls: type[StrEnum], parent: QWidget | None = None) -> ChoiceBox:
    """Return a choice among the members of an enumeration, in their Vietnamese words."""
    return ChoiceBox([(member.value, label(member)) for member in cls], parent)


def link_box(pairs: Sequence[tuple[int, str]], nothing: str, parent: QWidget | None = None) -> ChoiceBox:
    """Return a choice among records (id, words); ``nothing`` stands for none (0)."""
    return ChoiceBox([(0, nothing), *pairs], parent)


class SuggestLine(QLineEdit):
    """A line that offers known names while one types, marks aside; any other text is allowed."""

    def __init__(self, offers: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known = tuple(offers)
        self._shown = QStringListModel(self)
        completer = QCompleter(self._shown, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setCompleter(completer)
        self.textEdited.connect(self._on_text_edited)

    def offers(self, typed: str) -> list[str]:
        """Return the names that match ``typed``; those that begin with it come first."""
        if not typed.strip():
            return []
        found = [name for name in self._known if matches(typed, name) and name != typed]
        return sorted(found, key=lambda name: not fold(name).startswith(fold(typed)))[:_OFFERS]

    def _on_text_edited(self, text: str) -> None:
        self._shown.setStringList(self.offers(text))


class DoubtSign:
    """An amber sign inside a line while nothing is known; the words stand in the empty line as well."""

    def __init__(self, line: QLineEdit, words: str) -> None:
        self._line = line
        self._words = words
        self._sign = QAction(line)
        set_icon(self._sign, "triangle-alert", "warning")
        self._sign.setToolTip(words)
        line.setPlaceholderText(words)
        line.addAction(self._sign, QLineEdit.ActionPosition.TrailingPosition)
        line.textChanged.connect(self._on_text_changed)
        self._on_text_changed()

    def _on_text_changed(self) -> None:
        is_unknown = not self._line.text().strip()
        self._sign.setVisible(is_unknown)
        self._line.setAccessibleDescription(self._words if is_unknown else "")


class TextBox(QPlainTextEdit):
    """Several lines of text; Tab goes on to the next field."""

    def __init__(self, lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        height = self.fontMetrics().lineSpacing() * lines + 24
        self.setMinimumHeight(height)
        self.setMaximumHeight(height)
