"""One window for one library: a second start hands its files to the first and goes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 2000
_LONGEST = 1 << 20


class SingleInstance(QObject):
    """Holds the lock beside the library.

    Signals:
        handed_over: the paths another start was given (maybe none: it only wants the window in front).
    """

    handed_over = Signal(list)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = QLockFile(str(folder / "window.lock"))
        self._lock.setStaleLockTime(0)
        digest = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:24]
        self._address = f"bang-giao-{digest}"
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)

    def take(self) -> bool:
        """Become the one window; False when another has the library open."""
        if not self._lock.tryLock(0):
            return False
        QLocalServer.removeServer(self._address)
        self._server.listen(self._address)
        return True

    def hand_over(self, paths: list[str]) -> bool:
        """Give ``paths`` to the window that is there already; return whether it took them."""
        socket = QLocalSocket()
        socket.connectToServer(self._address)
        if not socket.waitForConnected(_PATIENCE_MS):
            return False
        socket.write(json.dumps(paths).encode())
        is_sent = socket.waitForBytesWritten(_PATIENCE_MS)
        socket.disconnectFromServer()
        return is_sent

    def release(self) -> None:
        """Let go of the library."""
        self._server.close()
        self._lock.unlock()

    def _on_connection(self) -> None:
        socket = self._server.nextPendingConnection()
        if socket is None:
            return
        socket.setParent(self)
        socket.disconnected.connect(self._on_said)

    def _on_said(self) -> None:
        socket = self.sender()
        if not isinstance(socket, QLocalSocket):
            return
        said = bytes(socket.read(_LONGEST).data())
        socket.deleteLater()
        try:
            paths = json.loads(said)
        except ValueError:
            return
        if isinstance(paths, list):
            self.handed_over.emit([path for path in paths if isinstance(path, str)])
