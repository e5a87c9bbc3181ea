"""How long the window stands still over 100,000 verdicts, as a list and as a matrix.

``python -m benchmarks.many_verdicts [COUNT]`` (offscreen). For each step, of the longest turn of the
event loop in milliseconds: how long it took, and how much of that the window's thread computed; the
worst of three rounds. On a busy machine only the second says something of the program: compare the
first with the line "nothing".
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

COUNT = 100_000
TURNS = 3


def verdicts(count: int) -> Iterator[object]:
    """``count`` contradictions between the clauses of forty documents."""
    from engine.types import ClauseRef, Label, Reason, ReasonKind, Verdict, stable_id

    kinds = (ReasonKind.NUMBER, ReasonKind.AMOUNT, ReasonKind.MODEL, ReasonKind.DATE)
    for number in range(count):
        left, right = f"d{number % 40}", f"d{(number + number // 40 % 2) % 40}"
        text = f"The Client shall pay invoice {number} within thirty (30) days after receipt."
        other = text.replace("thirty (30)", "forty-five (45)")
        share = 0.5 + (number * 7919 % 1000) / 2000
        yield Verdict(
            stable_id("v", number),
            ClauseRef(left, f"{number % 97}.{number % 7}", number % 9000, len(text), text),
            ClauseRef(right, f"{number % 89}.{number % 5}", number % 7000, len(other), other),
            Label.CONTRADICTION,
            (1 - share) / 2,
            (1 - share) / 2,
            share,
            (Reason(kinds[number % 4], "thirty (30) days", "forty-five (45) days", 0, 5, 0, 5),),
        )


def filled(path: Path, count: int) -> None:
    """A project with forty documents and ``count`` verdicts."""
    from engine.store import Project
    from engine.types import Document, DocumentKind

    text = "The Client shall pay each invoice. " * 300
    documents = [
        Document(f"d{n}", f"/in/{n}.txt", f"{n}.txt", "ab" * 32, DocumentKind.TEXT, text)
        for n in range(40)
    ]
    with Project.create(path) as project:
        project.documents.append(documents)
        project.verdicts.append(verdicts(count), "run")  # type: ignore[arg-type]


class Watch:
    """Turns the event loop as fast as it goes and remembers the longest turn."""

    def __init__(self) -> None:
        from PySide6.QtCore import QTimer

        self.longest = self.computed = 0.0
        self._last, self._spent = time.perf_counter(), time.thread_time()
        self._timer = QTimer()
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._turn)

    def over(self, act: Callable[[], object], until: Callable[[], bool]) -> tuple[float, float]:
        """Do ``act``, wait ``until`` it is done; the longest turn in milliseconds, and the most that
        was computed in one."""
        from PySide6.QtWidgets import QApplication

        self.longest = self.computed = 0.0
        self._last, self._spent = time.perf_counter(), time.thread_time()
        self._timer.start()
        act()
        end = time.perf_counter() + 0.4
        while time.perf_counter() < end or not until():
            QApplication.processEvents()
        self._timer.stop()
        return self.longest * 1000, self.computed * 1000

    def _turn(self) -> None:
        now, spent = time.perf_counter(), time.thread_time()
        self.longest = max(self.longest, now - self._last)
        self.computed = max(self.computed, spent - self._spent)
        self._last, self._spent = now, spent


def main() -> int:
    """Make the project, open it, drive the page; returns the exit status."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        os.environ["CLAUSEDESK_HOME"] = home
        path = Path(home) / "many.cdesk"
        filled(path, count)
        print(f"{'':<28}{'turn':>10}{'computed':>12}")
        for name, (turn, computed) in measured(path).items():
            print(f"{name:<28}{turn:>7.1f} ms{computed:>9.1f} ms")
    return 0


def measured(path: Path) -> dict[str, tuple[float, float]]:
    """The longest turn of each step, and the most that was computed in one."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    from gui.app import App
    from gui.screenshots import wait
    from gui.workspaces.contradictions.modes import Mode

    application = QApplication(sys.argv[:1])
    app = App(application)
    app.start((), path)
    wait(lambda: app.desk is not None)
    desk = app.desk
    assert desk is not None
    page, watch = desk.contradictions, Watch()
    header, bar = page.table.horizontalHeader(), page.table.verticalScrollBar()

    def idle() -> bool:
        return not desk.controller.background.busy

    steps: dict[str, Callable[[], object]] = {
        "nothing (this machine)": lambda: None,
        "open the page": lambda: desk.window.open(page),
        "sort by document": lambda: header.setSortIndicator(3, Qt.SortOrder.AscendingOrder),
        "sort by severity": lambda: header.setSortIndicator(0, Qt.SortOrder.DescendingOrder),
        "filter by severity": lambda: page.choices().buttons["severity"].choose(3),
        "filter by words": lambda: page._words.setText("invoice 99"),
        "clear the filters": page._clear,
        "scroll to the middle": lambda: bar.setValue(bar.maximum() // 2),
        "scroll to the end": lambda: bar.setValue(bar.maximum()),
        "accept": lambda: (page.table.go_to(50_000 % page.model.rowCount()), page.accept()),
        "between documents": lambda: page.head.modes.choose(Mode.ACROSS),
        "show the matrix": page.head.as_matrix.click,
        "walk the matrix": lambda: [page.chart.matrix._step(1, 0, False) for _ in range(20)],
        "back to the list": page.head.as_list.click,
    }
    found: dict[str, tuple[float, float]] = {}
    for _ in range(TURNS):
        for name, act in steps.items():
            turn, before = watch.over(act, idle), found.get(name, (0.0, 0.0))
            found[name] = max(turn[0], before[0]), max(turn[1], before[1])
        page.head.modes.choose(Mode.INSIDE)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        watch.over(lambda: None, idle)
    app.shutdown()
    return found


if __name__ == "__main__":
    sys.exit(main())
