"""200 documents dropped at once: the main thread stays awake, everything arrives."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from gui.desk import Desk
from tests.gui.conftest import settle, write_contracts

COUNT = 200
WORK = 0.05
"""Seconds of its own work that the main thread may do at a stretch."""
STALL = 1.0
"""Seconds between two beats, whoever is to blame: a machine that runs tests is a busy one."""


class Heartbeat:
    """A timer of the event loop: the longest gap between two beats is the worst stall, and the
    processor time of the main thread in a gap is its own share of it."""

    def __init__(self) -> None:
        self.stall = 0.0
        self.work = 0.0
        self._last = (time.perf_counter(), time.thread_time())
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = (time.perf_counter(), time.thread_time())
        self.stall = max(self.stall, now[0] - self._last[0])
        self.work = max(self.work, now[1] - self._last[1])
        self._last = now

    def stop(self) -> str:
        """The measure, for people."""
        self._timer.stop()
        return f"worst stall {self.stall * 1e3:.0f} ms, own work {self.work * 1e3:.0f} ms"


def test_two_hundred_documents_do_not_stall_the_window(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    paths = write_contracts(tmp_path / "in", COUNT)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    heart = Heartbeat()
    started = time.perf_counter()
    desk.window.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, buttons, keys))
    settle(desk, qtbot, 120_000)
    reading = heart
    words = heart.stop()
    read_in = time.perf_counter() - started
    assert desk.documents.model.rowCount() == COUNT
    assert desk.activity.failures.rowCount() == 0

    desk.window.open(desk.fields)
    desk.fields.box.set_text("Client, Contractor, Agreement date, Term, Governing law")
    heart = Heartbeat()
    desk.fields.run()
    settle(desk, qtbot, 120_000)
    print(f"{COUNT} documents read in {read_in:.1f} s: {words}; extracting: {heart.stop()}")
    assert desk.fields.model.rowCount() == COUNT
    for beat in (reading, heart):
        assert beat.work < WORK
        assert beat.stall < STALL
