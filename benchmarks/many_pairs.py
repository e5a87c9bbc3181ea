"""How long the window stands still over a million pairs of rows, and how fast a threshold is dragged.

``python -m benchmarks.many_pairs [COUNT [FILE]]`` (offscreen; FILE is a project to keep, or one that
was kept: writing a million pairs takes minutes). For each step, of the longest turn of the
event loop in milliseconds: how long it took, and how much of that the window's thread computed; the
worst of three rounds. For the drag: every frame is one step of the handle with all its counts, and the
painting of the histogram. On a busy machine only the second figure says something of the program:
compare the first with the line "nothing".
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.many_verdicts import Watch

if TYPE_CHECKING:
    from engine.types import Cluster, Pair, Record
    from gui.desk import Desk

COUNT = 1_000_000
ROUNDS = 3
FRAMES = 120
COLUMNS = ("Company", "Address", "Phone")
ROWS_A_CLUSTER = 3
PATH, SHEET = "/in/customers.xlsx", "Customers"


def records(count: int) -> Iterator[Record]:
    """Rows of companies, three in a row of one name."""
    from engine.types import Address, Record, stable_id

    for number in range(count):
        company = number // ROWS_A_CLUSTER
        ending = ("Ltd", "Limited", "Ltd.")[number % ROWS_A_CLUSTER]
        yield Record(
            stable_id("row", number),
            Address(PATH, SHEET, number + 2),
            (f"Alder {company} {ending}", f"{company % 997} Mill Lane", f"0{company:09}"),
        )


def pairs(count: int) -> Iterator[Pair]:
    """``count`` pairs: rows of one company, and here and there with the next one."""
    from engine.types import Address, Pair, stable_id

    for number in range(count):
        left = number // 2 * ROWS_A_CLUSTER // 2 + number % 2
        right = left + 1 + (number * 7919) % 2
        share = (number * 104_729 % 9000 + 1000) / 10_000
        same = left // ROWS_A_CLUSTER == right // ROWS_A_CLUSTER
        why = (("Company", share), ("Address", (number % 11) / 10), ("Phone", 1.0 if same else 0.3))
        yield Pair(
            stable_id("pair", number),
            stable_id("row", left),
            stable_id("row", right),
            Address(PATH, SHEET, left + 2),
            Address(PATH, SHEET, right + 2),
            share,
            left // ROWS_A_CLUSTER + 1 if same and share >= 0.5 else None,
            why,
        )


def clusters(rows: int) -> Iterator[Cluster]:
    """A cluster for each company."""
    from engine.types import Cluster, stable_id

    for number in range(rows // ROWS_A_CLUSTER):
        first = number * ROWS_A_CLUSTER
        ids = tuple(stable_id("row", first + one) for one in range(ROWS_A_CLUSTER))
        yield Cluster(number + 1, ids, ids[0])


def filled(path: Path, count: int) -> None:
    """A project with ``count`` pairs, their rows and clusters."""
    from engine.store import Project

    rows = count * ROWS_A_CLUSTER // 4 + ROWS_A_CLUSTER
    with Project.create(path) as project:
        project.tables.add(PATH, SHEET, COLUMNS)
        project.tables.append(records(rows))
        project.pairs.append(pairs(count), "run")
        project.clusters.append(clusters(rows), "run")


def main() -> int:
    """Make the project, open it, drive the page; returns the exit status."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        os.environ["CLAUSEDESK_HOME"] = home
        path = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(home) / "many.cdesk"
        if not path.exists():
            start = time.perf_counter()
            filled(path, count)
            print(f"{count:,} pairs written in {time.perf_counter() - start:.0f} s")
        desk, close = opened(path)
        print(f"open to the pairs listed: {ready(desk):.1f} s")
        print(f"{'':<28}{'turn':>10}{'computed':>12}")
        for name, (turn, computed) in measured(desk).items():
            print(f"{name:<28}{turn:>7.1f} ms{computed:>9.1f} ms")
        for name, frames in zip(
            ("turn", "computed"), zip(*dragged(desk), strict=True), strict=True
        ):
            middle, longest = statistics.median(frames), max(frames)
            print(f"threshold drag, {name}: median {middle:.1f} ms, longest {longest:.1f} ms")
        close()
    return 0


def opened(path: Path) -> tuple[Desk, Callable[[], object]]:
    """The program with the project on its desk, and what ends it."""
    from PySide6.QtWidgets import QApplication

    from gui.app import App
    from gui.gallery.stage import wait

    app = App(QApplication(sys.argv[:1]))
    app.start((), path)
    wait(lambda: app.desk is not None)
    assert app.desk is not None
    app.desk.window.resize(1360, 860)
    return app.desk, app.shutdown


def ready(desk: Desk) -> float:
    """Wait until the pairs are listed and every threshold is counted; seconds."""
    from gui.gallery.stage import wait

    start = time.perf_counter()
    page = desk.duplicates
    desk.window.open(page)
    wait(lambda: page.board.curve is not None and page.model.rowCount() > 0 and resting(desk))
    return time.perf_counter() - start


def resting(desk: Desk) -> bool:
    """Whether nothing is under way."""
    return not desk.controller.background.busy and not desk.duplicates.board.busy


def measured(desk: Desk, rounds: int = ROUNDS) -> dict[str, tuple[float, float]]:
    """The longest turn of each step, and the most that was computed in one; milliseconds."""
    from PySide6.QtCore import Qt

    from engine.dedupe.board import Answer, Band

    page, watch = desk.duplicates, Watch()
    tab, header = page.pairs, page.table.horizontalHeader()
    bar, up, down = page.table.verticalScrollBar(), Qt.SortOrder.AscendingOrder, Qt.SortOrder
    steps: dict[str, Callable[[], object]] = {
        "nothing (this machine)": lambda: None,
        "open the page": lambda: desk.window.open(page),
        "scroll to the middle": lambda: bar.setValue(bar.maximum() // 2),
        "scroll to the end": lambda: bar.setValue(bar.maximum()),
        "sort by row": lambda: header.setSortIndicator(1, up),
        "sort by cluster": lambda: header.setSortIndicator(5, down.DescendingOrder),
        "sort by score": lambda: header.setSortIndicator(0, down.DescendingOrder),
        "filter by what differs": lambda: tab.choices().buttons["differs"].choose(1),
        "filter by doubtful": lambda: tab.choices().buttons["band"].choose(int(Band.DOUBTFUL)),
        "filter by words": lambda: tab.words().setText("Alder 99"),
        "clear the filters": tab.clear,
        "answer a pair": lambda: (page.table.go_to(7), tab.answer(Answer.NO)),
        "take it back": desk.undo.undo,
        "show the clusters": lambda: page.tabs.setCurrentIndex(1),
        "sort the clusters": lambda: page.clusters.table.horizontalHeader().setSortIndicator(3, up),
        "back to the pairs": lambda: page.tabs.setCurrentIndex(0),
    }
    found: dict[str, tuple[float, float]] = {}
    for _ in range(rounds):
        for name, act in steps.items():
            turn, before = watch.over(act, lambda: resting(desk)), found.get(name, (0.0, 0.0))
            found[name] = max(turn[0], before[0]), max(turn[1], before[1])
        header.setSortIndicator(-1, up)
        watch.over(lambda: None, lambda: resting(desk))
    return found


def dragged(desk: Desk, frames: int = FRAMES) -> list[tuple[float, float]]:
    """Drag the sure threshold from end to end with the mouse: how long each frame took, painted, and
    how much of it the window's thread computed; milliseconds."""
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    spectrum = desk.duplicates.pairs.thresholds.spectrum
    left, right = spectrum.place_of(0.25), spectrum.place_of(0.99)
    height = spectrum.height() // 2
    QTest.mousePress(
        spectrum, Qt.MouseButton.LeftButton, pos=QPoint(spectrum.place_of(0.5), height)
    )
    taken = []
    for frame in range(frames):
        place = left + (right - left) * frame // max(frames - 1, 1)
        start, spent = time.perf_counter(), time.thread_time()
        QTest.mouseMove(spectrum, QPoint(place, height))
        QApplication.processEvents()
        spectrum.grab()
        taken.append(((time.perf_counter() - start) * 1e3, (time.thread_time() - spent) * 1e3))
    QTest.mouseRelease(spectrum, Qt.MouseButton.LeftButton, pos=QPoint(right, height))
    return taken


if __name__ == "__main__":
    sys.exit(main())
