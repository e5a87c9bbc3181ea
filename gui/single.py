"""One running program a user: a second start hands its files to the first and ends.

Who is first is decided by a lock file, which the system's own bookkeeping of processes clears of crashed
owners; files travel over a local socket that only this user can open. Nothing here touches the network.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QLockFile, QObject, QTimer, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

LOCK = "instance.lock"
SOCKET = "instance.sock"
PATIENCE_MS = 4000
"""How long a second start tries to be heard. The first one may be starting itself, or be busy."""

_LONGEST_SOCKET_PATH = 100
"""Systems allow 104 to 108 bytes."""
_LARGEST_REQUEST = 4 * 2**20
_SILENCE_MS = 5000
_HEARD = b"heard\n"
_TOKEN = "XDG_ACTIVATION_TOKEN"


class SingleInstance(QObject):
    """``received`` carries the paths (``list[str]``, absolute) that a second start handed over; an empty
    list asks for the window alone.

    ``folder`` is the data folder: programs with folders of their own (``CLAUSEDESK_HOME``) are programs
    of their own. Thread: GUI; :meth:`hand_over` blocks and is for a start that has no window yet.
    """

    received = Signal(list)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = socket_name(folder)
        self._lock = QLockFile(str(folder / LOCK))
        # Held as long as the program runs: only its owner's death makes it stale, never its age.
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Become the program that others hand their files to; ``False`` where one runs already.

        Where the lock cannot be written at all, or no socket can be made, the program runs without
        being found by others.
        """
        if not self._lock.tryLock(0):
            return self._lock.error() != QLockFile.LockError.LockFailedError
        # The lock is ours: a socket that is there is what a crash left behind.
        QLocalServer.removeServer(self._name)
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        if server.listen(self._name):
            server.newConnection.connect(self._on_connection)
            self._server = server
        return True

    def hand_over(self, paths: Sequence[str], patience_ms: int = PATIENCE_MS) -> bool:
        """Give ``paths`` to the running program; whether it has heard."""
        request = {"paths": list(paths), "token": os.environ.get(_TOKEN, "")}
        content = json.dumps(request).encode("ascii") + b"\n"
        _let_it_come_to_front()
        clock = QElapsedTimer()
        clock.start()
        while clock.elapsed() < patience_ms:
            if self._send(content, max(1, patience_ms - clock.elapsed())):
                return True
            time.sleep(0.05)
        return False

    def close(self) -> None:
        """Be found no more; calling it twice does no harm."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
        self._lock.unlock()

    def _send(self, content: bytes, patience_ms: int) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        try:
            if not socket.waitForConnected(patience_ms):
                return False
            socket.write(content)
            while socket.bytesToWrite():
                if not socket.waitForBytesWritten(patience_ms):
                    return False
            heard = b""
            while not heard.endswith(b"\n"):
                if not socket.waitForReadyRead(patience_ms):
                    return False
                heard += bytes(socket.readAll().data())
            return heard == _HEARD
        finally:
            socket.abort()

    @Slot()
    def _on_connection(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            _Request(self._server.nextPendingConnection(), self._hear, self)

    def _hear(self, paths: list[str], token: str) -> None:
        if token:
            # Wayland raises a window for the program that the user started last, by this token.
            os.environ[_TOKEN] = token
        self.received.emit(paths)


class _Request(QObject):
    """One second start that says what it was given; gone with its connection."""

    def __init__(
        self, socket: QLocalSocket, heard: Callable[[list[str], str], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        socket.setParent(self)
        self._socket = socket
        self._heard = heard
        self._content = b""
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._give_up)
        # Who says nothing is not waited for.
        self._patience.start(_SILENCE_MS)
        socket.readyRead.connect(self._read)
        socket.disconnected.connect(self.deleteLater)
        self._read()

    @Slot()
    def _give_up(self) -> None:
        self._socket.abort()

    @Slot()
    def _read(self) -> None:
        self._content += bytes(self._socket.readAll().data())
        if len(self._content) > _LARGEST_REQUEST:
            self._socket.abort()
        elif self._content.endswith(b"\n"):
            request, self._content = _parsed(self._content), b""
            if request is None:
                self._socket.abort()
                return
            self._socket.write(_HEARD)
            self._socket.flush()
            self._socket.disconnectFromServer()
            self._heard(*request)


def socket_name(folder: Path, system: str = sys.platform) -> str:
    """The local socket of the program whose data folder is ``folder``: a pipe's name on Windows, else a
    path, in that folder where it is short enough."""
    mark = hashlib.sha256(os.fsencode(folder.absolute())).hexdigest()[:16]
    if system == "win32":
        return f"clausedesk-{mark}"
    path = folder.absolute() / SOCKET
    if len(os.fsencode(path)) <= _LONGEST_SOCKET_PATH:
        return str(path)
    runtime = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
    return str(Path(runtime) / f"clausedesk-{mark}.sock")


def absolute_paths(arguments: Sequence[str]) -> list[str]:
    """File arguments as absolute paths (no look at the disk)."""
    return [str(Path(argument).absolute()) for argument in arguments if argument]


def _parsed(content: bytes) -> tuple[list[str], str] | None:
    """What was asked; ``None`` for anything that a start of this program would not say."""
    try:
        request = json.loads(content)
        paths, token = request["paths"], request.get("token", "")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths):
        return None
    return paths, token if isinstance(token, str) else ""


def _let_it_come_to_front() -> None:
    """Windows lets only the program that the user started last put a window in front, or whom it names."""
    if sys.platform != "win32":
        return
    import ctypes

    any_process = -1
    with contextlib.suppress(AttributeError, OSError):
        ctypes.windll.user32.AllowSetForegroundWindow(any_process)
