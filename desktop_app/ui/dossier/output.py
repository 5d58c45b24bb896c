"""Where a dossier goes: a file the person names, or the printer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desktop_app.progress import Reporter
from desktop_app.services.dossiers import BuiltDossier, DossierRequest
from desktop_app.ui.dossier.printing import make_printer, print_pages
from desktop_app.ui.frame import Frame

_LAST_FOLDER = "dossier/folder"

AskPath = Callable[[str, str], Path | None]
"""Takes the offered place with name and the file kinds; returns what the person chose."""


class DossierOutput(QObject):
    """Saves and prints; the answers come as words at the lower edge of the window."""

    def __init__(self, frame: Frame, page: QWidget) -> None:
        super().__init__(page)
        self._frame = frame
        self._page = page
        self.ask_path: AskPath = self._ask_path
        self.open_folder: Callable[[Path], object] = _open_folder
        self._printing: tuple[QPrinter, QPrintDialog] | None = None

    def save_file(self, request: DossierRequest, name: str, suffix: str, kinds: str) -> None:
        """Ask where, then write the dossier there; ``suffix`` (".pdf", ".docx") is added if missing."""
        folder = self._frame.state.text(_LAST_FOLDER) or _documents()
        path = self.ask_path(str(Path(folder) / Path(name).with_suffix(suffix).name), kinds)
        if path is None:
            return
        if path.suffix.lower() != suffix:
            path = path.with_name(path.name + suffix)
        self._frame.state.set_text(_LAST_FOLDER, str(path.parent))
        dossiers = self._frame.services.dossiers
        self._frame.runner.run(
            self.tr("Lưu hồ sơ"),
            lambda reporter: dossiers.build(request, path, reporter),
            on_success=self._on_saved,
        )

    def ask_printer(self, request: DossierRequest, pages: int) -> None:
        """Ask for the printer, then print."""
        printer = make_printer()
        dialog = QPrintDialog(printer, self._page)
        dialog.setWindowTitle(self.tr("In hồ sơ"))
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, on=True)
        dialog.setMinMax(1, pages)
        # Qt keeps neither; without these names both would be gone before the person answers.
        self._printing = (printer, dialog)
        dialog.accepted.connect(lambda: self.print_on(printer, request))
        QDialog.open(dialog)

    def print_on(self, printer: QPrinter, request: DossierRequest) -> None:
        """Print the dossier on ``printer``."""
        dossiers = self._frame.services.dossiers

        def work(reporter: Reporter) -> int:
            return print_pages(printer, dossiers.preview(request, reporter), reporter)

        said = self.tr("Đã gửi {0} trang tới máy in.")
        self._frame.runner.run(
            self.tr("In hồ sơ"),
            work,
            on_success=lambda count: self._frame.toast(said.format(count)),
            on_cancelled=lambda: self._frame.toast(self.tr("Đã dừng in.")),
        )

    def _on_saved(self, built: BuiltDossier) -> None:
        folder = built.path.parent
        self._frame.toast(
            self.tr("Đã lưu {0}").format(built.path.name),
            self.tr("Mở thư mục"),
            lambda: self.open_folder(folder),
        )

    def _ask_path(self, offered: str, kinds: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self._page, self.tr("Lưu hồ sơ"), offered, kinds)
        return Path(chosen) if chosen else None


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)


def _open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
