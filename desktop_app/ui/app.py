"""Starts the window: application, look, language, one instance, crash net, event loop."""

from __future__ import annotations

import gc
import logging
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from desktop_app.ui.background import JobRunner
from desktop_app.ui.dialogs.base import make_error
from desktop_app.ui.dialogs.crash import CrashDialog
from desktop_app.ui.icons import icon
from desktop_app.ui.instance import SingleInstance
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.messages import Message, trace_of
from desktop_app.ui.navigation import HOME, Address
from desktop_app.ui.session import Session
from desktop_app.ui.state import WindowState
from desktop_app.ui.theme import Scheme, theme
from desktop_app.ui.translations import install_translations

_log = logging.getLogger(__name__)

_SETTLED_MS = 10_000


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """What the starter decides: where the window keeps its state, its lock, its log; what to open first."""

    config_folder: Path
    library_folder: Path
    log_folder: Path
    paths: tuple[str, ...] = ()
    address: Address = field(default=HOME)
    on_ready: Callable[[MainWindow], object] | None = None


class CrashNet(QObject):
    """Catches what nobody caught, in any thread, logs it and shows it on the GUI thread.

    Signals:
        caught: the exception.
    """

    caught = Signal(object)

    def __init__(self, log_folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log_folder = log_folder
        self._is_showing = False
        self.caught.connect(self._on_caught, Qt.ConnectionType.QueuedConnection)

    def spread(self) -> None:
        """Take over the hooks of the interpreter and Qt's messages."""
        sys.excepthook = self._hook
        threading.excepthook = lambda given: self._take(given.exc_value)
        qInstallMessageHandler(_log_qt)

    def fold(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)

    def _hook(self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        self._take(error)

    def _take(self, error: BaseException | None) -> None:
        if error is None or isinstance(error, (KeyboardInterrupt, SystemExit)):
            return
        _log.critical("unexpected error", exc_info=error)
        self.caught.emit(error)

    def _on_caught(self, error: BaseException) -> None:
        # An error that repeats at every repaint must not pile up dialogs.
        if self._is_showing:
            return
        self._is_showing = True
        try:
            dialog = CrashDialog(trace_of(error), str(self._log_folder), QApplication.activeWindow())
            dialog.exec()
            if dialog.answer == "quit":
                QApplication.exit(1)
        finally:
            self._is_showing = False


def make_application(arguments: list[str]) -> QApplication:
    """Return the application with names, language and look; call once, before any widget."""
    app = QApplication(arguments)
    app.setApplicationName("bang-giao")
    app.setApplicationDisplayName("Bang Giao")
    app.setDesktopFileName("bang-giao")
    return app


def run_window(services: Any, options: WindowOptions) -> int:
    """Open the window and stay until it is closed; return the exit status."""
    app = make_application(sys.argv[:1])
    state = WindowState(options.config_folder)
    theme().start(app, Scheme(services.settings.get("theme")))
    install_translations(app)
    app.setWindowIcon(icon("handshake", "accent"))
    instance = SingleInstance(options.library_folder)
    if not instance.take():
        return _leave_to_the_first(instance, options)
    net = CrashNet(options.log_folder)
    net.spread()
    runner = JobRunner()
    session: Session | None = None
    try:
        window = MainWindow(services, runner, state)
        instance.handed_over.connect(window.receive)
        window.start(options.address)
        window.show()
        session = Session(window)
        session.start()
        # What is there by now stays; looking it through for garbage would stop all threads for 0.1 s.
        QTimer.singleShot(_SETTLED_MS, gc.freeze)
        if options.paths:
            window.receive(list(options.paths))
        if options.on_ready is not None:
            options.on_ready(window)
        return app.exec()
    finally:
        if session is not None:
            session.stop()
        runner.shut_down()
        net.fold()
        instance.release()


def _leave_to_the_first(instance: SingleInstance, options: WindowOptions) -> int:
    if instance.hand_over(list(options.paths)):
        return 0
    words = QApplication.translate
    make_error(
        None,
        Message(
            words("Start", "Kho tin bài đang mở"),
            words("Start", "Kho tin bài này đang được mở ở một cửa sổ hoặc một máy khác."),
            words("Start", "Hãy đóng cửa sổ kia rồi mở lại."),
            str(options.library_folder),
        ),
    ).exec()
    return 1


def _log_qt(kind: QtMsgType, _context: object, text: str) -> None:
    level = logging.ERROR if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg) else logging.DEBUG
    _log.log(level if kind != QtMsgType.QtWarningMsg else logging.WARNING, "Qt: %s", text)
