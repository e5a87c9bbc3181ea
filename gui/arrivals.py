"""Files that come in while the program runs: from a second start, or from the system's file manager."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget


class Arrivals(QObject):
    """Brings the window to the front and gives it what came.

    ``window`` is the window of the moment (``None`` before there is one), ``take`` opens paths of any kind.
    What comes before the window is there waits for :meth:`release`; what comes while a dialog is open
    waits until it is closed, so that nothing typed into it is lost. Thread: GUI.
    """

    def __init__(
        self,
        application: QApplication,
        window: Callable[[], QWidget | None],
        take: Callable[[list[str]], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._application = application
        self._window = window
        self._take = take
        self._paths: list[str] = []
        self._dialog: QDialog | None = None
        if sys.platform == "darwin":
            # Elsewhere files come as arguments; a filter over every event would cost for nothing.
            application.installEventFilter(self)

    @Slot(list)
    def receive(self, paths: Sequence[str]) -> None:
        """Show the window; open ``paths`` as soon as nothing stands in the way."""
        self._paths += paths
        window = self._window()
        if window is not None:
            bring_to_front(window)
            self.release()

    @Slot()
    def release(self) -> None:
        """Open what has come so far, unless there is no window or a dialog is open."""
        if not self._paths or self._window() is None:
            return
        dialog = self._application.activeModalWidget()
        if isinstance(dialog, QDialog):
            if dialog is not self._dialog:
                self._dialog = dialog
                dialog.finished.connect(self.release, Qt.ConnectionType.QueuedConnection)
            return
        self._dialog = None
        paths, self._paths = list(dict.fromkeys(self._paths)), []
        self._take(paths)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """macOS says what was double-clicked by an event to the application."""
        if event.type() == QEvent.Type.FileOpen and isinstance(event, QFileOpenEvent):
            if event.file():
                self.receive([event.file()])
            return True
        return super().eventFilter(watched, event)


def bring_to_front(window: QWidget) -> None:
    """Unfold ``window`` where it is minimised, and put it in front of others."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
