import os
import sys

if sys.platform.startswith("linux"):
    os.environ["QT_QPA_PLATFORM"] = os.environ.get("BANG_GIAO_TEST_PLATFORM", "offscreen")

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox, QWidget

from desktop_app.ui.background import ImmediateRunner, JobRunner
from desktop_app.ui.state import WindowState
from desktop_app.ui.theme import Scheme, theme
from desktop_app.ui.translations import install_translations


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["bang-giao"]


@pytest.fixture(scope="session")
def themed(qapp: QApplication) -> QApplication:
    theme().start(qapp, Scheme.LIGHT)
    install_translations(qapp)
    return qapp


@pytest.fixture(autouse=True)
def _light(themed: QApplication) -> None:
    if theme().scheme is not Scheme.LIGHT:
        theme().choose(Scheme.LIGHT)


@pytest.fixture(autouse=True)
def _no_dialog_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dialog that waits for a person would hang the tests: it fails unless the test answers."""

    def refuse(*_args: object, **_keywords: object) -> int:
        raise AssertionError("a dialog waits for a person")

    for cls in (QDialog, QMessageBox, QFileDialog):
        monkeypatch.setattr(cls, "exec", refuse)
    for name in ("getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory"):
        monkeypatch.setattr(QFileDialog, name, refuse)


@pytest.fixture
def answer_dialogs(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[QDialog]]:
    """Answer every `desktop_app.ui.dialogs.base.Dialog` with `reply`; returns those seen."""

    def answer(reply: str) -> list[QDialog]:
        seen: list[QDialog] = []

        def execute(dialog: QDialog) -> int:
            seen.append(dialog)
            dialog.answer = reply
            return int(bool(reply))

        monkeypatch.setattr(QDialog, "exec", execute)
        return seen

    return answer


@pytest.fixture
def runner(themed: QApplication):
    made = JobRunner()
    yield made
    made.shut_down()


@pytest.fixture
def run_now(themed: QApplication) -> ImmediateRunner:
    return ImmediateRunner()


@pytest.fixture
def state(tmp_path: Path) -> WindowState:
    return WindowState(tmp_path / "config")


@pytest.fixture
def type_text() -> Callable[[QWidget, str], None]:
    """Press keys with any letters in them; `qtbot.keyClicks` aborts on letters outside ASCII."""

    def press(widget: QWidget, text: str) -> None:
        for letter in text:
            key = ord(letter.upper()) if ord(letter) < 128 else 0
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter)
                QCoreApplication.sendEvent(widget, event)

    return press


@pytest.fixture
def compose() -> Callable[[QWidget, str, str], None]:
    """Send what an input method sends: letters still being composed, and letters committed."""

    def send(widget: QWidget, preedit: str, commit: str = "") -> None:
        event = QInputMethodEvent(preedit, [])
        if commit:
            event.setCommitString(commit)
        QCoreApplication.sendEvent(widget, event)

    return send


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The platform without a screen complains about what only a screen can do."""
    for item in items:
        if "gui" in item.path.parts:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))
