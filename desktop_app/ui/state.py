"""What the window remembers between two sessions: sizes, columns, choices of look. Never contents."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QHeaderView, QSplitter, QWidget


class WindowState:
    """A small file ``window.ini`` in ``folder``."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)

    def text(self, key: str, default: str = "") -> str:
        """Return the text kept under ``key``."""
        value = self._settings.value(key, default)
        return value if isinstance(value, str) else default

    def set_text(self, key: str, value: str) -> None:
        """Keep ``value`` under ``key``."""
        self._settings.setValue(key, value)

    def save_geometry(self, window: QWidget) -> None:
        """Keep size and place of ``window``."""
        self._settings.setValue("window/geometry", window.saveGeometry())

    def restore_geometry(self, window: QWidget) -> bool:
        """Give ``window`` its size and place back; return whether there was something to give."""
        value = self._bytes("window/geometry")
        return value is not None and window.restoreGeometry(value)

    def save_splitter(self, name: str, splitter: QSplitter) -> None:
        """Keep the parts of ``splitter``."""
        self._settings.setValue(f"splitters/{name}", splitter.saveState())

    def restore_splitter(self, name: str, splitter: QSplitter) -> bool:
        """Give ``splitter`` its parts back; return whether there was something to give."""
        value = self._bytes(f"splitters/{name}")
        return value is not None and splitter.restoreState(value)

    def save_header(self, name: str, header: QHeaderView) -> None:
        """Keep widths, order and sort of the columns."""
        self._settings.setValue(f"columns/{name}", header.saveState())

    def restore_header(self, name: str, header: QHeaderView) -> bool:
        """Give the columns their widths, order and sort back; return whether there was something to give."""
        value = self._bytes(f"columns/{name}")
        return value is not None and header.restoreState(value)

    def sync(self) -> None:
        """Write to the disk now."""
        self._settings.sync()

    def _bytes(self, key: str) -> QByteArray | None:
        value = self._settings.value(key)
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None
