"""A search or filter box that waits for the fingers and knows words still being composed."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QHideEvent, QInputMethodEvent, QKeyEvent, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_app.ui.icons import set_icon
from desktop_app.ui.widgets.vietnamese import Utf16Map


class SearchField(QLineEdit):
    """A line for searching.

    Signals:
        search_changed: the text (NFC, ends trimmed) 200 ms after the last key, composed letters included.
        search_submitted: Enter was pressed; the text.
        typed: a person changed the text, composed letters included; at every key.
    """

    search_changed = Signal(str)
    typed = Signal()
    search_submitted = Signal(str)
    DELAY_MS = 200

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preedit = ""
        self._told = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(self.DELAY_MS)
        self._timer.timeout.connect(self.flush)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setMaxLength(400)
        self.setClearButtonEnabled(True)
        self._glass = QAction(self)
        set_icon(self._glass, "search", "text_muted")
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._glass.setEnabled(False)
        self.textChanged.connect(lambda _text: self._timer.start())
        self.textEdited.connect(lambda _text: self.typed.emit())
        self.returnPressed.connect(self._on_return)

    def search_text(self) -> str:
        """The text with what an input method still holds, in NFC, ends trimmed."""
        return "".join(self.around_cursor()).strip()

    def around_cursor(self) -> tuple[str, str]:
        """The text before and after the cursor, in NFC; what is being composed stands before it."""
        text = self.text()
        place = Utf16Map(text).to_points(self.cursorPosition())
        parts = text[:place] + self._preedit, text[place:]
        return unicodedata.normalize("NFC", parts[0]), unicodedata.normalize("NFC", parts[1])

    @property
    def is_composing(self) -> bool:
        """Whether an input method still holds letters."""
        return bool(self._preedit)

    def put(self, text: str) -> None:
        """Take ``text`` in place of everything, composed letters included, and announce it."""
        # Setting a text under an input method that composes would leave its letters in both.
        QGuiApplication.inputMethod().commit()
        self._preedit = ""
        self.setText(text)
        self.flush()

    def set_quietly(self, text: str) -> None:
        """Show ``text`` without announcing it."""
        self.setText(text)
        self._timer.stop()
        self._told = self.search_text()

    def flush(self) -> None:
        """Announce the text now if it was not announced yet."""
        self._timer.stop()
        text = self.search_text()
        if text != self._told:
            self._told = text
            self.search_changed.emit(text)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        preedit = event.preeditString()
        super().inputMethodEvent(event)
        self._preedit = preedit
        self._timer.start()
        self.typed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        # Whoever is told later may have gone by then.
        self.flush()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            event.accept()
            return
        super().keyPressEvent(event)

    def _on_return(self) -> None:
        QGuiApplication.inputMethod().commit()
        self.flush()
        self.search_submitted.emit(self.search_text())
