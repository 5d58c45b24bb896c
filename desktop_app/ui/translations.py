"""Qt's own words in Vietnamese, and Vietnamese numbers and dates. Qt ships no Vietnamese of its own."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from resources import read_bytes


class _Kept(QTranslator):
    """A translator that keeps its bytes: ``load`` does not copy them."""

    def __init__(self, data: bytes, parent: QApplication) -> None:
        super().__init__(parent)
        self._data = data
        self.is_loaded = self.load(self._data)


def install_translations(app: QApplication) -> bool:
    """Make Qt speak Vietnamese; return whether the words were found."""
    QLocale.setDefault(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
    translator = _Kept(read_bytes("i18n/qtbase_vi.qm"), app)
    return translator.is_loaded and app.installTranslator(translator)
