"""Window tests run offscreen; a Qt warning, a running thread or an active timer left behind fails."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QThread, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

# The offscreen platform says these of itself; they are nobody's fault.
HARMLESS = (
    "This plugin does not support",
    "QFontDatabase: Cannot find font directory",
    "Could not find the Qt platform plugin",
    "propagateSizeHints",
)


@pytest.fixture(autouse=True)
def fail_on_qt_messages() -> Iterator[None]:
    """A Qt warning or worse fails the test that caused it."""
    seen: list[str] = []

    def remember(kind: QtMsgType, _context: object, message: str) -> None:
        loud = kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
        if loud and not any(part in message for part in HARMLESS):
            seen.append(f"{kind.name}: {message}")

    previous = qInstallMessageHandler(remember)
    yield
    qInstallMessageHandler(previous)
    if seen:
        pytest.fail("Qt said: " + "; ".join(seen))


@pytest.fixture(autouse=True)
def fail_on_dangling() -> Iterator[None]:
    """A QThread still running, or a timer still ticking without a living parent, is named."""
    yield
    application = QApplication.instance()
    if application is None:
        return
    application.processEvents()
    gc.collect()
    running = [
        thread
        for thread in gc.get_objects()
        if isinstance(thread, QThread)
        and thread is not application.thread()
        and _alive(thread)
        and thread.isRunning()
    ]
    ticking = [
        timer
        for timer in gc.get_objects()
        if isinstance(timer, QTimer)
        and _alive(timer)
        and timer.isActive()
        and timer.parent() is None
    ]
    if running or ticking:
        names = [item.objectName() or repr(item) for item in [*running, *ticking]]
        pytest.fail("left running: " + ", ".join(names))


def _alive(item: object) -> bool:
    from shiboken6 import isValid

    return bool(isValid(item))
