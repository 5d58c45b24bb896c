import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop_app.bootstrap import Services, open_library
from desktop_app.ui.background import ImmediateRunner
from desktop_app.ui.forms.dialog import RecordDialog
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.navigation import Address
from desktop_app.ui.state import WindowState


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with the shipped samples, made once and copied for every test."""
    folder = tmp_path_factory.mktemp("samples")
    with open_library(folder / "library", config=folder / "config") as services:
        services.samples.load()
    return folder


@pytest.fixture
def services(sample_folder: Path, tmp_path: Path) -> Iterator[Services]:
    shutil.copytree(sample_folder / "library", tmp_path / "library")
    with open_library(tmp_path / "library", config=tmp_path / "config") as opened:
        yield opened


@pytest.fixture
def empty_services(tmp_path: Path) -> Iterator[Services]:
    with open_library(tmp_path / "empty", config=tmp_path / "config") as opened:
        yield opened


@pytest.fixture
def open_page(qtbot, state: WindowState, run_now: ImmediateRunner) -> Callable[..., MainWindow]:
    """Open the window on a page."""

    def make(services: Services, address: Address) -> MainWindow:
        window = MainWindow(services, run_now, state)
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.start(address)
        with qtbot.waitExposed(window):
            window.show()
        return window

    return make


@pytest.fixture
def dialog(qtbot) -> Callable[[], RecordDialog]:
    """The record dialog on screen."""

    def find() -> RecordDialog:
        def shown() -> list[RecordDialog]:
            widgets = QApplication.topLevelWidgets()
            return [one for one in widgets if isinstance(one, RecordDialog) and one.isVisible()]

        qtbot.waitUntil(lambda: bool(shown()))
        return shown()[0]

    return find
