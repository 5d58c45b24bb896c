"""Changes with their way back, and lists as files: what the partner page and the desk do alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.progress import Reporter
from desktop_app.services.tables import export_table
from desktop_app.ui.background import Lane, Work
from desktop_app.ui.frame import Frame


class Doing:
    """Runs changes of ``page`` on the write lane.

    ``read_again`` is called after each; ``title`` names the file of a list.
    """

    def __init__(
        self, frame: Frame, page: QWidget, read_again: Callable[[], object], title: Callable[[], str]
    ) -> None:
        self._frame = frame
        self._page = page
        self._read_again = read_again
        self._title = title

    def change(self, work: Work, text: str, name: str = "") -> None:
        """Do ``work``, then say ``text``; when it returns the id of an action, offer to take it back."""

        def done(action_id: object) -> None:
            self._read_again()
            self.say(text, action_id)

        self._frame.runner.run(name, work, lane=Lane.WRITE, on_success=done)

    def say(self, text: str, action_id: object) -> None:
        """Say ``text``, with a way back when there is an action to take back."""
        if isinstance(action_id, int):
            self._frame.toast(text, self._page.tr("Hoàn tác"), lambda: self.undo(action_id))
        else:
            self._frame.toast(text)

    def undo(self, action_id: int) -> None:
        """Take an action back."""
        history = self._frame.services.history

        def done(_action: object) -> None:
            self._read_again()
            self._frame.toast(self._page.tr("Đã hoàn tác"))

        self._frame.runner.run(
            "", lambda _reporter: history.undo(action_id), lane=Lane.WRITE, on_success=done
        )

    def export(self, header: list[str], rows: list[list[str]]) -> None:
        """Ask for a file and write a list into it."""
        title = self._title()
        name = "".join(letter if letter.isalnum() or letter in " -." else " " for letter in title).strip()
        filters = self._page.tr("Bảng tính Excel (*.xlsx);;Bảng chữ CSV (*.csv)")
        words = self._page.tr("Xuất danh sách")
        chosen, _ = QFileDialog.getSaveFileName(self._page, words, f"{name}.xlsx", filters)
        if not chosen:
            return
        path = Path(chosen)
        if not path.suffix:
            path = path.with_suffix(".xlsx")

        def work(_reporter: Reporter) -> object:
            export_table(path, title, header, rows)
            return path

        def done(written: Path) -> None:
            self._frame.toast(self._page.tr("Đã xuất vào tệp {0}").format(written.name))

        self._frame.runner.run(words, work, on_success=done)
