"""Window tests run offscreen; a Qt warning, a running thread or an active timer left behind fails."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QThread, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from engine.errors import UserError
from engine.jobs.services import NoCache, Services
from gui.app import App
from gui.desk import Desk

# The offscreen platform says these of itself; they are nobody's fault.
HARMLESS = (
    "This plugin does not support",
    "QFontDatabase: Cannot find font directory",
    "Could not find the Qt platform plugin",
    "propagateSizeHints",
)


PATIENCE = 60_000
"""Milliseconds. A wait ends with what it waits for; a busy machine must not be what ends it."""


class PatientBot(QtBot):
    """Waits for as long as anything may take."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE) -> None:  # noqa: N802
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE, **more: Any) -> Any:  # noqa: N802
        return super().waitSignal(signal, timeout=timeout, **more)

    def waitExposed(self, widget: QWidget, *, timeout: int = PATIENCE) -> Any:  # noqa: N802
        return super().waitExposed(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """The robot of pytest-qt, with more patience."""
    return PatientBot(request)


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


@pytest.fixture(autouse=True, scope="session")
def set_modules_aside() -> Iterator[None]:
    """What was imported stays for good: the collector, which every test calls, need not walk it anew."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(autouse=True)
def fail_on_dangling() -> Iterator[None]:
    """A QThread still running, or a timer still ticking without a living parent, is named."""
    yield
    application = QApplication.instance()
    if application is None:
        return
    application.processEvents()
    gc.collect()
    left = []
    # type(), not isinstance(): that would ask torch's deprecated stand-ins for their class, loudly.
    for item in gc.get_objects():
        if issubclass(type(item), QThread) and item is not application.thread():
            left += [item] if _alive(item) and item.isRunning() else []
        elif issubclass(type(item), QTimer) and _alive(item) and item.parent() is None:
            left += [item] if item.isActive() else []
    if left:
        names = [item.objectName() or repr(item) for item in left]
        pytest.fail("left running: " + ", ".join(names))


def _alive(item: object) -> bool:
    from shiboken6 import isValid

    return bool(isValid(item))


class NoModels:
    """A model provider without a model: jobs work by rules alone, and no runtime is loaded."""

    def extractor(self, name: str | None = None, language: str | None = None) -> NoReturn:
        raise UserError("model_missing", name="extractor", known="")

    def embedder(self, name: str | None = None) -> NoReturn:
        raise UserError("model_missing", name="embedder", known="")

    def classifier(self, task: str, name: str | None = None) -> NoReturn:
        raise UserError("model_missing", name=task, known="")


def rules_alone() -> Services:
    """Services for jobs that need no model."""
    from engine.documents import PathSource

    return Services(NoModels(), PathSource(), NoCache())


@pytest.fixture
def app(qapp: QApplication, qtbot: QtBot, home: Path) -> Iterator[App]:
    """The whole program in a home of its own, without models; shut down at the end."""
    program = App(qapp, rules_alone)
    yield program
    assert program.shutdown()
    program.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()


@pytest.fixture
def desk(app: App, qtbot: QtBot) -> Desk:
    """An unnamed project on its desk, shown."""
    return open_desk(app, qtbot)


def open_desk(app: App, qtbot: QtBot, project: Path | None = None) -> Desk:
    """Start the program and wait for its window."""
    with qtbot.waitSignal(app.ready):
        app.start((), project)
    assert app.desk is not None
    qtbot.waitExposed(app.desk.window)
    return app.desk


def settle(desk: Desk, qtbot: QtBot, timeout: int = PATIENCE) -> None:
    """Wait until no job runs and everything that came of it is shown."""
    qtbot.waitUntil(lambda: not desk.controller.busy, timeout=timeout)
    qtbot.waitUntil(lambda: not desk.controller.background.busy, timeout=timeout)
    desk.controller.flush()


CONTRACT = (
    "SERVICE AGREEMENT\n\n"
    'This Agreement is made on 12 March 2024 between Alder Works Ltd. (the "Client") and '
    'Birch Cleaning Ltd. (the "Contractor").\n\n'
    "1. Term\n1.1 This Agreement continues for two (2) years.\n"
    "2. Fees\n2.1 The Client shall pay a monthly fee of £4,200.\n"
    "2.2 The Client shall pay each invoice within thirty (30) days after receipt.\n"
    "3. Invoicing\n3.1 The Client shall pay each invoice within forty-five (45) days after "
    "receipt.\n4. Law\n4.1 This Agreement is governed by the laws of England and Wales.\n"
)


def write_contracts(folder: Path, count: int) -> list[str]:
    """``count`` short contracts that differ in their dates."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(count):
        path = folder / f"contract {number:03}.txt"
        text = CONTRACT.replace("12 March 2024", f"{number % 28 + 1} March {1990 + number % 35}")
        path.write_text(f"{text}\nReference {number}.\n", encoding="utf-8")
        paths.append(str(path))
    return paths
