"""The system's request to end, which comes at log-out and from whoever stops a process politely."""

from __future__ import annotations

import signal
import socket
import sys
from types import TracebackType

from PySide6.QtCore import QObject, QSocketNotifier, Signal


class Summons(QObject):
    """``came`` says that SIGTERM came; a context manager around the event loop. Thread: GUI.

    Qt's loop sleeps in the system, where no handler of Python's runs: a byte on a socket wakes it. Windows
    has no such signal and tells windows by closing them.
    """

    came = Signal()

    def __enter__(self) -> Summons:
        if sys.platform == "win32":
            return self
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        self._woken = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._before = signal.signal(signal.SIGTERM, lambda _number, _frame: self.came.emit())
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(lambda: self._reader.recv(64))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if sys.platform == "win32":
            return
        self._notifier.setEnabled(False)
        signal.signal(signal.SIGTERM, self._before)
        signal.set_wakeup_fd(self._woken)
        self._reader.close()
        self._writer.close()
