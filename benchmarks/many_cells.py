"""The fields page over many documents: how long the main thread works at a stretch while a person
opens it, scrolls, sorts, filters and reviews.

``QT_QPA_PLATFORM=offscreen python -m benchmarks.many_cells [--documents 10000] [--fields 20]``
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.store import PENDING, Project
from engine.types import Document, DocumentKind, Extraction, Mention, Source, stable_id
from gui.app import App
from gui.desk import Desk
from gui.workspaces.fields.facets import EVERY_ROW, Facet

TEXT = "Dated 1 May 2024 and renewed on 2 June 2025 by the parties to this agreement. " * 12
BATCH = 500


def fill(project: Project, documents: int, fields: Sequence[str], seed: int = 1) -> None:
    """Documents with two candidates for nine in ten cells, one in twenty of them doubtful."""
    chance = random.Random(seed)
    for start in range(0, documents, BATCH):
        numbers = range(start, min(start + BATCH, documents))
        project.documents.append(
            Document(f"d{n}", f"/c/{n:05}.txt", f"{n:05}.txt", "s", DocumentKind.TEXT, TEXT)
            for n in numbers
        )
        found = [Extraction(f"d{n}", tuple(_mentions(n, fields, chance)), 1.0) for n in numbers]
        project.cells.append(found, "run", fields)


def _mentions(number: int, fields: Sequence[str], chance: random.Random) -> Iterator[Mention]:
    for field in fields:
        if chance.random() < 0.1:
            continue
        for rank in range(2):
            start = chance.randrange(len(TEXT) - 20)
            score = 0.7 + 0.3 * chance.random() if rank == 0 else 0.3
            doubt = "ambiguous_date" if chance.random() < 0.05 else None
            source = Source.MODEL if chance.random() < 0.7 else Source.RULE
            yield Mention(
                stable_id(number, field, rank), f"d{number}", field, start, start + 12,
                TEXT[start : start + 12], score, source, None, f"value {chance.randrange(3000)}",
                doubt, rank == 0,
            )  # fmt: skip


class Watch:
    """The longest stretch of the main thread's own work (processor time) since it was asked."""

    def __init__(self) -> None:
        self._worst = 0.0
        self._last = time.thread_time()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.thread_time()
        self._worst = max(self._worst, now - self._last)
        self._last = now

    def take(self) -> float:
        """Seconds; starts anew."""
        self._beat()
        worst, self._worst = self._worst, 0.0
        return worst

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()


def wait(until: Callable[[], bool], seconds: float = 60.0) -> None:
    """Let the event loop run until something holds."""
    loop, end = QEventLoop(), time.monotonic() + seconds
    timer = QTimer()
    timer.timeout.connect(lambda: loop.quit() if until() or time.monotonic() > end else None)
    timer.start(10)
    loop.exec()
    timer.stop()


def rest(desk: Desk, seconds: float = 0.3) -> None:
    """Until everything that was asked for is shown."""
    end = time.monotonic() + seconds
    wait(lambda: time.monotonic() > end and not desk.controller.background.busy)


def steps(desk: Desk, share: float = 1.0) -> Iterator[tuple[str, Callable[[], None]]]:
    """What a person does, one thing after the other; a ``share`` of the presses of a key."""
    fields, table = desk.fields, desk.fields.table
    rows = fields.model.rowCount

    def press(key: Qt.Key, times: int) -> None:
        for _ in range(max(round(times * share), 1)):
            QTest.keyClick(table, key)
            wait(lambda: True)

    def doubtful() -> None:
        for _ in range(max(round(10 * share), 1)):
            fields.next_doubtful()
            rest(desk, 0.02)

    def undo() -> None:
        # Not by its keys: a window that no desktop has made the active one does not hear them.
        for _ in range(max(round(20 * share), 1)):
            desk.window.actions_.undo.trigger()
            wait(lambda: True)

    yield "open the page", lambda: desk.window.open(fields)
    yield "go down 40 rows", lambda: press(Qt.Key.Key_Down, 40)
    yield "turn 20 pages", lambda: press(Qt.Key.Key_PageDown, 20)
    yield "go to the last row", lambda: table.go_to(rows() - 1, 3)
    yield "sort by a field", lambda: table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    yield "doubtful rows first", lambda: fields.results.facets._order.setCurrentIndex(1)
    yield "accept 20 values", lambda: press(Qt.Key.Key_Return, 20)
    yield "next doubtful, 10 times", doubtful
    yield "undo 20 times", undo
    yield (
        "filter: to review in one field",
        lambda: fields.results.facets.choose(Facet(PENDING), "Field 3"),
    )
    yield "accept 20 of the filtered", lambda: press(Qt.Key.Key_Return, 20)
    yield "filter: all rows", lambda: fields.results.facets.choose(EVERY_ROW)
    yield "look for words", lambda: fields.results.facets._words.setText("value 17")


def measure(desk: Desk, share: float = 1.0) -> list[tuple[str, float, float]]:
    """Each step with the longest stretch of work in it and its time in all, in seconds."""
    watch = Watch()
    found = []
    for name, act in steps(desk, share):
        watch.take()
        started = time.perf_counter()
        act()
        rest(desk)
        found.append((name, watch.take(), time.perf_counter() - started - 0.3))
    watch.stop()
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.many_cells", description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--fields", type=int, default=20)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        os.environ["CLAUSEDESK_HOME"] = home
        path = Path(home) / "many.cdesk"
        names = [f"Field {number}" for number in range(given.fields)]
        with Project.create(path) as project:
            fill(project, given.documents, names)
        app = App(QApplication([sys.argv[0]]))
        app.start((), path)
        wait(lambda: app.desk is not None)
        if app.desk is None:
            return 1
        app.desk.window.resize(1360, 860)
        rest(app.desk, 1.0)
        print(f"{given.documents} documents x {given.fields} fields")
        print(f"{'step':34} {'longest stretch':>16} {'in all':>9}")
        for name, stretch, total in measure(app.desk):
            print(f"{name:34} {stretch * 1e3:13.0f} ms {total:7.2f} s")
        app.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
