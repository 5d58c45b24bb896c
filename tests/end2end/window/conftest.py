"""The whole program in one process: real library, real lanes, real window, real keys."""

import os
import sys

if sys.platform.startswith("linux"):
    os.environ["QT_QPA_PLATFORM"] = os.environ.get("BANG_GIAO_TEST_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.bootstrap import open_library
from desktop_app.ui.background import JobRunner
from desktop_app.ui.dialogs.base import Dialog
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.session import Session
from desktop_app.ui.state import WindowState
from desktop_app.ui.theme import Scheme, theme
from desktop_app.ui.translations import install_translations

PATIENCE_MS = 30_000
CONTROL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


class Program:
    """Bang Giao as it is started for a person, without the event loop."""

    def __init__(self, qtbot: QtBot, library: Path, config: Path) -> None:
        self.qtbot = qtbot
        self.services = open_library(library, config=config, exclusive=True)
        self.runner = JobRunner()
        self.window = MainWindow(self.services, self.runner, WindowState(config))
        self.session = Session(self.window)
        self.window.start()
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.session.start()
        self.settle()

    def close(self) -> None:
        """Close the window as its cross does, then everything behind it."""
        self.settle()
        assert self.window.close()
        self.session.stop()
        self.runner.shut_down()
        self.services.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    # -- waiting -----------------------------------------------------------------------------------

    def until(self, true: Callable[[], object]) -> None:
        """Let the window live until ``true`` answers yes."""
        self.qtbot.waitUntil(lambda: bool(true()), timeout=PATIENCE_MS)

    def settle(self) -> None:
        """Wait until nothing is on its way: no jobs, no change the pages have not heard of."""
        QApplication.processEvents()
        self.until(lambda: not self.runner.jobs and not self.session._gather.isActive())
        QApplication.processEvents()
        self.until(lambda: not self.runner.jobs and not self.session._gather.isActive())

    # -- what a person does ------------------------------------------------------------------------

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Press a key where the focus is."""
        self.qtbot.keyClick(self._target(), key, modifier)

    def type(self, text: str) -> None:
        """Type any letters where the focus is."""
        for letter in text:
            target = self._target()
            key = ord(letter.upper()) if ord(letter) < 128 else 0
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QCoreApplication.sendEvent(target, QKeyEvent(kind, key, NONE, letter))

    def _target(self) -> QWidget:
        """Where the keys go; without a window manager nobody wakes the window when a dialog closes."""
        dialog = QApplication.activeModalWidget()
        if dialog is None and not self.window.isActiveWindow():
            with self.qtbot.waitActive(self.window):
                self.window.activateWindow()
        top = dialog or self.window
        return QApplication.focusWidget() or top.focusWidget() or top

    def answer_next(self, key: Qt.Key) -> list[str]:
        """Press ``key`` in the next question; returns where its words will be."""
        words: list[str] = []

        def press() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, Dialog):
                QTimer.singleShot(0, press)
                return
            words.extend(texts(dialog))
            target = dialog.focusWidget() or dialog
            self.qtbot.keyClick(target, key)

        QTimer.singleShot(0, press)
        return words


def texts(widget: QWidget) -> list[str]:
    """What the labels and buttons in sight say, also by their accessible names."""
    found = []
    for one in widget.findChildren(QWidget):
        if one.isVisible():
            found.append(one.accessibleName())
            if isinstance(one, QLabel):
                found.append(one.text())
    return [text for text in found if text]


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["bang-giao"]


@pytest.fixture
def themed(qapp: QApplication) -> QApplication:
    theme().start(qapp, Scheme.LIGHT)
    install_translations(qapp)
    return qapp


@pytest.fixture
def open_program(qtbot: QtBot, themed: QApplication) -> Iterator[Callable[[Path, Path], Program]]:
    opened: list[Program] = []

    def start(library: Path, config: Path) -> Program:
        program = Program(qtbot, library, config)
        opened.append(program)
        return program

    yield start
    for program in opened:
        program.runner.shut_down()
        program.services.close()


@pytest.fixture
def choose_file(_no_foreign_dialog_waits: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Decide what the person will choose in the next dialogs for saving."""

    def choose(path: Path) -> None:
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_keywords: (str(path), ""))

    return choose


@pytest.fixture(autouse=True)
def _no_foreign_dialog_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions of the program are answered with keys; a dialog of Qt would wait for ever."""

    def refuse(*_args: object, **_keywords: object) -> int:
        raise AssertionError("a dialog waits for a person")

    monkeypatch.setattr(QMessageBox, "exec", refuse)
    for name in ("getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory"):
        monkeypatch.setattr(QFileDialog, name, refuse)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The platform without a screen complains about what only a screen can do."""
    for item in items:
        if "window" in item.path.parts:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))
