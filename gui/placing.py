"""A window stays where a person can reach it: on a screen that is there, and no larger than it.

Screens go (a laptop leaves its desk), change their size and their scale, and a project's window is restored on
a machine that may have other ones.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, QRect, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

TITLE = 32
"""Room above the window's content for its title bar, by which it is moved."""
_WIDE_ENOUGH = 160
"""So much of the title bar must be on one screen."""
_SETTLE_MS = 250
"""Systems tell a change of screens in several steps."""


def fitted(window: QRect, screens: Sequence[QRect]) -> QRect:
    """Where a window (its content, without frame) is to be on ``screens`` (the room that each leaves to
    windows): unchanged where its title bar can be reached and it is not larger than its screen, else
    made to fit and moved onto the screen that it is on, or next to."""
    if not screens or window.isEmpty():
        return window
    screen = max(screens, key=lambda one: (_shared(window, one), -_distance(window, one)))
    room = screen.adjusted(0, min(TITLE, screen.height() // 4), 0, 0)
    width, height = min(window.width(), room.width()), min(window.height(), room.height())
    if (width, height) == (window.width(), window.height()) and _reachable(window, screens):
        return window
    left = min(max(window.left(), room.left()), room.right() + 1 - width)
    top = min(max(window.top(), room.top()), room.bottom() + 1 - height)
    return QRect(left, top, width, height)


def _reachable(window: QRect, screens: Sequence[QRect]) -> bool:
    bar = QRect(window.left(), window.top() - TITLE, window.width(), TITLE)
    wide = min(_WIDE_ENOUGH, window.width())
    seen = [bar.intersected(screen) for screen in screens]
    return any(part.width() >= wide and part.height() >= TITLE // 2 for part in seen)


def _shared(window: QRect, screen: QRect) -> int:
    part = window.intersected(screen)
    return part.width() * part.height() if part.isValid() else 0


def _distance(window: QRect, screen: QRect) -> int:
    between: QPoint = window.center() - screen.center()
    return between.manhattanLength()


class Placing(QObject):
    """Keeps ``window`` within reach as screens come, go and change. Thread: GUI."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self.place)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self._watch)
            application.screenRemoved.connect(self._soon)
            application.primaryScreenChanged.connect(self._soon)
        for screen in QGuiApplication.screens():
            self._watch(screen)

    @Slot()
    def place(self) -> None:
        """Move and shrink the window as :func:`fitted` says; a maximised one is the system's affair."""
        window = self._window
        if window.isMaximized() or window.isFullScreen() or window.isMinimized():
            return
        rooms = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        wanted = fitted(window.geometry(), rooms)
        if wanted != window.geometry():
            window.setGeometry(wanted)

    @Slot(object)
    def _watch(self, screen: QScreen) -> None:
        screen.availableGeometryChanged.connect(self._soon)
        self._soon()

    @Slot()
    @Slot(object)
    def _soon(self, _changed: object = None) -> None:
        self._timer.start()
