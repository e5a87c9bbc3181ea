"""Projects save themselves, reopen with their results, resume what was cut off, and close at any time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from engine.control import JobControl
from engine.events import Progress
from engine.jobs.services import Services
from engine.paths import autosave_dir
from engine.settings import LANGUAGE
from engine.store import Project
from engine.types import RunStatus
from gui import launch
from gui.app import App
from gui.desk import Desk
from tests.gui.conftest import open_desk, rules_alone, settle, write_contracts


def another(qapp: QApplication) -> App:
    """The program, started once more."""
    return App(qapp, rules_alone)


def leave(app: App, qapp: QApplication) -> None:
    assert app.shutdown()
    app.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def endless(_settings: object, _services: Services, control: JobControl) -> Iterator[Progress]:
    """A job that only a cancel ends."""
    number = 0
    while True:
        control.checkpoint()
        number += 1
        yield Progress("reading_documents", number, None, "documents")
        time.sleep(0.002)


def press(box: QMessageBox, words: str) -> None:
    [found] = [b for b in box.findChildren(QPushButton) if b.text().replace("&", "") == words]
    found.click()


def question(desk: Desk, qtbot: QtBot) -> QMessageBox:
    qtbot.waitUntil(lambda: any(b.isVisible() for b in desk.window.findChildren(QMessageBox)))
    return next(b for b in desk.window.findChildren(QMessageBox) if b.isVisible())


def test_an_unnamed_project_is_on_disk_at_once_and_gone_when_nothing_was_done(
    qapp: QApplication, qtbot: QtBot, home: Path
) -> None:
    app = another(qapp)
    desk = open_desk(app, qtbot)
    assert desk.project.path.parent == autosave_dir()
    assert desk.project.path.exists()
    assert desk.window.windowTitle() == "Unnamed project – ClauseDesk"
    leave(app, qapp)
    assert list(autosave_dir().iterdir()) == []


def test_work_in_an_unnamed_project_is_there_at_the_next_start(
    qapp: QApplication, qtbot: QtBot, home: Path, tmp_path: Path
) -> None:
    app = another(qapp)
    desk = open_desk(app, qtbot)
    desk.controller.read(write_contracts(tmp_path / "in", 2))
    settle(desk, qtbot)
    desk.fields.box.set_text("Client")
    desk.fields.run()
    settle(desk, qtbot)
    leave(app, qapp)
    app = another(qapp)
    desk = open_desk(app, qtbot)
    assert desk.documents.count() == 2
    assert desk.fields.box.text() == "Client"
    assert desk.fields.model.rowCount() == 2
    assert not desk.banner.isVisible()
    leave(app, qapp)


def test_saving_under_a_name_goes_on_in_the_copy(
    app: App, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.controller.read(write_contracts(tmp_path / "in", 2))
    settle(desk, qtbot)
    target = tmp_path / "Leases 2024 😀.cdesk"
    with qtbot.waitSignal(app.ready, timeout=10_000):
        app.projects.save_copy(desk.project, target)
    assert app.desk is not None and app.desk is not desk
    assert app.desk.project.path == target
    assert app.desk.documents.count() == 2
    assert app.desk.window.windowTitle() == "Leases 2024 😀 – ClauseDesk"
    assert app.projects.recent() == [str(target)]
    assert list(autosave_dir().glob("*.cdesk")) == []


def test_a_file_that_is_no_project_is_explained_and_the_open_one_stays(
    app: App, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.cdesk"
    bad.write_bytes(b"not a project at all" * 400)
    with qtbot.waitSignal(app.projects.failed, timeout=10_000):
        desk.take_paths([str(bad)])
    assert app.desk is desk
    assert "bad.cdesk" in desk.banner.words


def test_an_interrupted_run_is_offered_and_resumed(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "p.cdesk"
    with Project.create(path) as project:
        project.runs.begin("read_documents", {"paths": write_contracts(tmp_path / "in", 3)})
    desk = open_desk(app, qtbot, path)
    assert desk.banner.isVisible()
    assert "Read documents" in desk.banner.words
    [offer] = desk.banner.findChildren(QPushButton)
    offer.click()
    settle(desk, qtbot)
    assert desk.documents.count() == 3
    assert desk.project.runs.interrupted() == []


def test_files_on_the_command_line_are_read(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    paths = write_contracts(tmp_path / "in", 2)
    with qtbot.waitSignal(app.ready, timeout=10_000):
        app.start(paths)
    assert app.desk is not None
    settle(app.desk, qtbot)
    assert app.desk.documents.count() == 2


def test_closing_in_the_middle_of_a_job_asks_and_can_be_declined(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(launch._JOBS, launch.READ, endless)
    job = desk.controller.read(["/x"])
    qtbot.waitUntil(lambda: desk.tracker.get(job).done > 3)  # type: ignore[union-attr]
    assert not desk.window.close()
    press(question(desk, qtbot), "Keep running")
    assert desk.window.isVisible() and desk.controller.busy
    assert not desk.window.close()
    started = time.monotonic()
    press(question(desk, qtbot), "Stop and quit")
    qtbot.waitUntil(lambda: not desk.window.isVisible(), timeout=5_000)
    assert time.monotonic() - started < 3
    assert desk.project.runs.get(job).status is RunStatus.CANCELLED  # type: ignore[union-attr]


def test_shutting_down_in_the_middle_of_a_job_loses_nothing(
    qapp: QApplication, qtbot: QtBot, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the system logs the user out: no question, and the rest is offered next time."""
    app = another(qapp)
    desk = open_desk(app, qtbot)
    desk.controller.read(write_contracts(tmp_path / "in", 2))
    settle(desk, qtbot)
    with monkeypatch.context() as patched:
        patched.setitem(launch._JOBS, launch.EXTRACT, endless)
        job = desk.controller.extract("Client", ["Client"], desk.project.documents.ids())
        qtbot.waitUntil(lambda: desk.tracker.get(job).done > 3)  # type: ignore[union-attr]
        started = time.monotonic()
        leave(app, qapp)
        assert time.monotonic() - started < 5
    app = another(qapp)
    desk = open_desk(app, qtbot)
    assert desk.documents.count() == 2
    assert "Extract fields" in desk.banner.words
    leave(app, qapp)


def test_shutting_down_twice_or_before_the_window_is_there(
    qapp: QApplication, qtbot: QtBot, home: Path
) -> None:
    app = another(qapp)
    app.start()
    assert app.shutdown()
    assert app.shutdown()
    app.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_another_project_during_a_run_asks_first(
    app: App, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(launch._JOBS, launch.READ, endless)
    desk.controller.read(["/x"])
    qtbot.waitUntil(lambda: desk.controller.busy)
    desk.window.actions_.new.trigger()
    box = question(desk, qtbot)
    with qtbot.waitSignal(app.ready, timeout=10_000):
        press(box, "Stop and go on")
    assert app.desk is not None and app.desk is not desk
    assert app.desk.documents.count() == 0


def test_the_language_changes_with_the_window_open(app: App, desk: Desk, qtbot: QtBot) -> None:
    app.settings.set(LANGUAGE, "zh")
    app.apply_settings()
    assert app.desk is not None and app.desk is not desk
    assert app.desk.documents.title() == "文档"
    app.settings.set(LANGUAGE, "en")
    app.apply_settings()
    assert app.desk.documents.title() == "Documents"


def test_the_start_finds_the_work_behind_an_empty_and_a_damaged_project(
    qapp: QApplication, qtbot: QtBot, home: Path, tmp_path: Path
) -> None:
    app = another(qapp)
    desk = open_desk(app, qtbot)
    desk.controller.read(write_contracts(tmp_path / "in", 2))
    settle(desk, qtbot)
    work = desk.project.path
    leave(app, qapp)
    empty = work.with_name("2999-01-01 000000.cdesk")
    Project.create(empty).close()
    damaged = work.with_name("2999-01-02 000000.cdesk")
    damaged.write_bytes(work.read_bytes()[:4096] + b"\x00" * 8192)
    app = another(qapp)
    desk = open_desk(app, qtbot)
    assert desk.project.path == work
    assert desk.documents.count() == 2
    qtbot.waitUntil(desk.banner.isVisible, timeout=5_000)
    assert not empty.exists()
    assert damaged.exists()
    leave(app, qapp)
