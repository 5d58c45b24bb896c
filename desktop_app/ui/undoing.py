"""Ctrl+Z and Ctrl+Y of the whole program: the latest change to the library, named when it is taken back."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit

from desktop_app.progress import Reporter
from desktop_app.services.history import action_label
from desktop_app.ui.background import Lane
from desktop_app.ui.frame import Frame
from desktop_app.ui.navigation import Address


class UndoKeeper(QObject):
    """Takes back what was done since the window opened; older changes are taken back from the log."""

    def __init__(self, frame: Frame, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._frame = frame
        self._since = 0

    def start_after(self, action_id: int) -> None:
        """Consider only actions after this one."""
        self._since = action_id

    def undo(self) -> None:
        """Take back the latest change; while one types, the text field does it itself."""
        field = typing_field()
        if field is not None:
            field.undo()
            return
        services, since = self._frame.services, self._since

        def work(_reporter: Reporter) -> Any:
            return services.history.undo_last(since)

        self._frame.runner.run("", work, lane=Lane.WRITE, on_success=self._on_undone)

    def redo(self) -> None:
        """Do again what was taken back last."""
        field = typing_field()
        if field is not None:
            field.redo()
            return
        services = self._frame.services

        def work(_reporter: Reporter) -> Any:
            return services.history.redo_last()

        self._frame.runner.run("", work, lane=Lane.WRITE, on_success=self._on_redone)

    def _on_undone(self, action: Any) -> None:
        if action is None:
            self._frame.toast(
                self.tr("Từ khi mở cửa sổ này chưa có việc nào để hoàn tác."),
                self.tr("Xem Nhật ký"),
                lambda: self._frame.go(Address("log")),
            )
            return
        self._frame.toast(
            self.tr("Đã hoàn tác: {0}").format(action_label(action)), self.tr("Làm lại"), self.redo
        )

    def _on_redone(self, action: Any) -> None:
        if action is None:
            self._frame.toast(self.tr("Không có việc nào để làm lại."))
            return
        self._frame.toast(
            self.tr("Đã làm lại: {0}").format(action_label(action)), self.tr("Hoàn tác"), self.undo
        )


def typing_field() -> QLineEdit | QPlainTextEdit | QTextEdit | None:
    """Return the text field one types in now, None when the keys belong to the program."""
    widget = QApplication.focusWidget()
    if isinstance(widget, (QLineEdit, QPlainTextEdit, QTextEdit)) and not widget.isReadOnly():
        return widget
    return None
