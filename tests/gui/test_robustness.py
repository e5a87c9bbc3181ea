"""Clocks that jump, names without end, ten thousand documents, and an end in the middle of anything."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QDialog, QToolBar
from pytestqt.qtbot import QtBot

from engine.documents import paste
from engine.hub.task import Task
from engine.hub.transfer import Stage, unfinished
from engine.store import Project
from engine.store import edits as store_edits
from engine.store import runs as store_runs
from engine.types import RunStatus
from gui import exporting, jobs
from gui.app import App
from gui.desk import Desk
from gui.exporting import FIELDS
from tests.gui.conftest import open_desk, rules_alone, settle, write_contracts
from tests.gui.test_many_documents import Heartbeat

WORK = 0.05
"""Seconds of its own work that the main thread may do at a stretch."""
ALLOWED = 2
"""Steps that may take longer once: a machine that runs tests is a busy one."""
MANY = 10_000
ROOM = 790
"""The width of a small window, on the smallest of screens."""
NIGHT = 9 * 3600.0


class Clock(ModuleType):
    """``time`` with a hand that can be moved, as a sleeping laptop's is."""

    def __init__(self) -> None:
        super().__init__("time")
        self.wall = 0.0
        self.since_start = 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)

    def time(self) -> float:
        return time.time() + self.wall

    def monotonic(self) -> float:
        return time.monotonic() + self.since_start


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of what keeps times: runs, edits, the strip of jobs, the runner."""
    from engine.jobs import runner

    moved = Clock()
    for module in (store_runs, store_edits, jobs, runner):
        if hasattr(module, "time"):
            monkeypatch.setattr(module, "time", moved)
    return moved


@pytest.mark.parametrize(("wall", "since_start"), [(NIGHT, 0.0), (NIGHT, NIGHT), (-NIGHT, 0.0)])
def test_a_job_outlives_a_night_and_a_clock_that_is_put_back(
    desk: Desk, qtbot: QtBot, tmp_path: Path, clock: Clock, wall: float, since_start: float
) -> None:
    """Systems differ in whether the time asleep counts for the monotonic clock."""
    job = desk.controller.read(write_contracts(tmp_path / "in", 40))
    qtbot.waitUntil(lambda: desk.tracker.get(job).done > 2, timeout=20_000)  # type: ignore[union-attr]
    clock.wall, clock.since_start = wall, since_start
    settle(desk, qtbot)
    assert desk.documents.count() == 40
    run = desk.project.runs.get(job)
    assert run is not None and run.status is RunStatus.DONE
    assert desk.activity.failures.rowCount() == 0
    desk.window.open(desk.activity)
    shown = " ".join(str(desk.activity.runs.index(0, c).data()) for c in range(6))
    assert "-" not in shown.replace("–", "").replace("—", "") or wall > 0


def test_decisions_stay_in_their_order_when_the_clock_is_put_back(
    desk: Desk, qtbot: QtBot, tmp_path: Path, clock: Clock
) -> None:
    desk.controller.read(write_contracts(tmp_path / "in", 1))
    settle(desk, qtbot)
    desk.fields.box.set_text("Client")
    desk.fields.run()
    settle(desk, qtbot)
    [document] = desk.project.documents.ids()
    for number, hour in enumerate((0.0, -NIGHT, -2 * NIGHT)):
        clock.wall = hour
        cell = desk.project.cells.row(document, ["Client"])[0]
        desk.review.set_value(cell, "contract", f"Client {number}")
    assert desk.project.cells.row(document, ["Client"])[0].value == "Client 2"
    desk.undo.undo()
    assert desk.project.cells.row(document, ["Client"])[0].value == "Client 1"


def test_names_without_end_break_nothing(
    app: App, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.window.resize(ROOM, 700)
    qtbot.wait(50)
    before = buttons(desk)
    [source] = write_contracts(tmp_path / "in", 1)
    name = "很长的文件名" * 13 + ".txt"  # 238 bytes.
    long = tmp_path / name
    long.write_bytes(Path(source).read_bytes())
    desk.take_paths([str(long)])
    settle(desk, qtbot)
    assert [document.name for document in desk.project.documents.page(0, 9)] == [name]
    target = tmp_path / ("Leases and annexes " * 10 + ".cdesk")
    with qtbot.waitSignal(app.ready, timeout=10_000):
        app.projects.save_copy(desk.project, target)
    assert app.desk is not None and app.desk.project.path == target
    window = app.desk.window
    window.resize(ROOM, 700)
    qtbot.wait(50)
    assert window.width() == ROOM
    assert buttons(app.desk) == before
    app.desk.banner.say(f"{target} " * 4)
    app.desk.window.open(app.desk.fields)
    app.desk.fields.box.set_text("甲方" * 200)
    qtbot.wait(50)
    assert window.minimumSizeHint().width() <= ROOM and window.width() == ROOM


def test_ten_thousand_documents_in_the_list(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "many.cdesk"
    with Project.create(path) as project:
        one = paste("SERVICE AGREEMENT between Alder Works Ltd. and Birch Ltd.", "contract")
        project.documents.append(
            replace(one, id=f"{number:020}", name=f"contract {number:05}.txt", sha256=str(number))
            for number in range(MANY)
        )
    desk = open_desk(app, qtbot, path)
    settle(desk, qtbot)
    model, view = desk.documents.model, desk.documents.table
    qtbot.waitUntil(lambda: model.rowCount() == MANY)
    steps: list[tuple[str, float]] = []

    def step(name: str, act: Any) -> None:
        heart = Heartbeat()
        act()
        qtbot.wait(120)
        qtbot.waitUntil(lambda: not desk.controller.background.busy, timeout=20_000)
        heart.stop()
        steps.append((name, heart.work))

    step("to the end", view.scrollToBottom)
    step("sorted", lambda: model.sort(0, Qt.SortOrder.DescendingOrder))
    step("filtered", lambda: desk.documents._filter.setText("0999"))
    qtbot.waitUntil(lambda: 0 < model.rowCount() < 50)
    step("all again", lambda: desk.documents._filter.setText(""))
    qtbot.waitUntil(lambda: model.rowCount() == MANY)
    step("page by page", lambda: [view.verticalScrollBar().setValue(n) for n in range(0, MANY, 97)])
    step("all selected", view.selectAll)
    step(
        "another page and back",
        lambda: (desk.window.open_workspace(1), desk.window.open_workspace(0)),
    )
    slow = [(name, round(work * 1e3)) for name, work in steps if work > WORK]
    assert len(slow) <= ALLOWED, steps
    assert dict(steps)["all selected"] < WORK, steps
    assert max(work for _, work in steps) < 4 * WORK, steps


def test_the_end_in_the_middle_of_an_export_leaves_a_whole_file(
    qapp: QApplication, qtbot: QtBot, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = App(qapp, rules_alone)
    desk = open_desk(app, qtbot)
    desk.controller.read(write_contracts(tmp_path / "in", 2))
    settle(desk, qtbot)
    desk.fields.box.set_text("Client")
    desk.fields.run()
    settle(desk, qtbot)
    write, began = exporting.write, []

    def slowly(*arguments: Any, **named: Any) -> Path:
        began.append(True)
        time.sleep(0.4)
        return write(*arguments, **named)

    monkeypatch.setattr(exporting, "write", slowly)
    target = tmp_path / "values.xlsx"
    target.write_bytes(b"an older file")
    desk.export(FIELDS, target)
    qtbot.waitUntil(lambda: bool(began))
    leave(app, qapp)
    assert target.read_bytes().startswith(b"PK")
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["values.xlsx"]


def test_the_end_in_the_middle_of_a_download_goes_on_next_time(
    qapp: QApplication, qtbot: QtBot, home: Path, tmp_path: Path
) -> None:
    """A server that never answers stands for a long download."""
    import socket

    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        app = App(qapp, rules_alone)
        open_desk(app, qtbot)
        task = Task("huggingface", "someone/model", home / "models", "model", address)
        app.shelf.bring(task)
        qtbot.waitUntil(
            lambda: any(one.poll().stage is Stage.RUNNING for one in app.shelf.transfers),
            timeout=20_000,
        )
        started = time.monotonic()
        leave(app, qapp)
        assert time.monotonic() - started < 5
    assert all(task.reference == "someone/model" for task in unfinished(home / "models"))


def test_the_end_with_a_dialog_open_is_quiet(
    qapp: QApplication, qtbot: QtBot, home: Path, tmp_path: Path
) -> None:
    """As when the system shuts down: no dialog holds it up, and what was typed on pages is kept."""
    app = App(qapp, rules_alone)
    desk = open_desk(app, qtbot)
    desk.controller.read(write_contracts(tmp_path / "in", 1))
    settle(desk, qtbot)
    desk.fields.box.set_text("Client, Contractor")
    desk.window.actions_.paste.trigger()
    qtbot.waitUntil(lambda: isinstance(qapp.activeModalWidget(), QDialog))
    leave(app, qapp)
    app = App(qapp, rules_alone)
    desk = open_desk(app, qtbot)
    assert desk.documents.count() == 1
    assert desk.fields.box.text() == "Client, Contractor"
    leave(app, qapp)


def buttons(desk: Desk) -> list[str]:
    """What can be clicked in the toolbar without unfolding it."""
    [bar] = [one for one in desk.window.findChildren(QToolBar) if one.isVisible()]
    widgets = [(action, bar.widgetForAction(action)) for action in bar.actions()]
    return [action.text() for action, widget in widgets if widget and widget.isVisible()]


def leave(app: App, qapp: QApplication) -> None:
    """The program's end, as the system or the person brings it about."""
    assert app.shutdown()
    app.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
