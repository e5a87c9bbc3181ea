"""Intents become jobs of the real engine; their events reach tables, tracker and run list."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.control import JobControl
from engine.errors import UserError
from engine.events import Finished, JobEvent, Progress
from engine.jobs.services import Services
from engine.types import RunStatus
from gui import launch
from gui.desk import Desk
from gui.jobs import JobTracker
from tests.gui.conftest import settle, write_contracts


def test_documents_then_fields_then_contradictions(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.controller.read(write_contracts(tmp_path / "in", 4))
    settle(desk, qtbot)
    assert desk.documents.count() == 4
    desk.window.open(desk.fields)
    desk.fields.box.set_text("Client, Agreement date(YYYY-MM-DD), Governing law")
    desk.fields.run()
    settle(desk, qtbot)
    assert desk.fields.model.rowCount() == 4
    assert [column.title for column in desk.fields.model._columns[:-1]] == [
        "Client",
        "Agreement date",
        "Governing law",
    ]
    assert "1990-03-01" in {desk.fields.model.index(row, 1).data() for row in range(4)}
    desk.window.open(desk.contradictions)
    desk.contradictions.run()
    settle(desk, qtbot)
    assert desk.contradictions.model.rowCount() >= 4
    clash = desk.contradictions.model.index(0, 1).data()
    assert "thirty (30) days" in clash and "forty-five (45) days" in clash
    jobs = [desk.activity.runs.row(row).job for row in range(desk.activity.runs.rowCount())]  # type: ignore[union-attr]
    assert jobs == ["check", "extract", "read_documents"]


def test_a_job_can_be_paused_resumed_and_stopped(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def slow(_settings: object, _services: Services, control: JobControl):  # type: ignore[no-untyped-def]
        for number in range(100_000):
            control.checkpoint()
            seen.append(number)
            yield Progress("reading_documents", number, 100_000, "documents", f"{number}")
            time.sleep(0.002)

    monkeypatch.setitem(launch._JOBS, launch.READ, slow)
    job = desk.controller.read(["/x"])
    state = desk.tracker.get(job)
    assert state is not None
    qtbot.waitUntil(lambda: state.done > 5)
    desk.controller.pause(job, True)
    qtbot.wait(60)
    held = len(seen)
    qtbot.wait(120)
    assert len(seen) == held
    assert state.paused
    desk.controller.pause(job, False)
    qtbot.waitUntil(lambda: len(seen) > held)
    desk.controller.cancel(job)
    assert state.stopping
    settle(desk, qtbot)
    assert state.status is RunStatus.CANCELLED
    run = desk.project.runs.get(job)
    assert run is not None and run.status is RunStatus.CANCELLED


def test_a_job_stopped_before_its_turn_leaves_no_run_open(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(_settings: object, _services: Services, control: JobControl):  # type: ignore[no-untyped-def]
        while True:
            control.checkpoint()
            yield Progress("reading_documents", 0, None, "documents")
            time.sleep(0.002)

    monkeypatch.setitem(launch._JOBS, launch.READ, endless)
    first, second = desk.controller.read(["/x"]), desk.controller.read(["/y"])
    desk.controller.cancel(second)
    qtbot.waitUntil(lambda: desk.tracker.get(second).over)  # type: ignore[union-attr]
    assert desk.project.runs.get(second).status is RunStatus.CANCELLED  # type: ignore[union-attr]
    desk.controller.cancel(first)
    settle(desk, qtbot)


def test_a_job_that_fails_says_why_in_the_banner(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object):  # type: ignore[no-untyped-def]
        raise UserError("disk_full", path="/full")
        yield

    monkeypatch.setitem(launch._JOBS, launch.READ, failing)
    desk.controller.read(["/x"])
    settle(desk, qtbot)
    assert desk.banner.isVisible()
    assert "/full" in desk.banner.words


def test_failed_files_are_retried_alone(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    good = write_contracts(tmp_path / "in", 2)
    late = tmp_path / "late.txt"
    desk.controller.read([*good, str(late)])
    settle(desk, qtbot)
    assert desk.activity.failures.rowCount() == 1
    late.write_text("It came late.", encoding="utf-8")
    desk.activity.retry()
    settle(desk, qtbot)
    assert desk.activity.failures.rowCount() == 0
    assert desk.documents.count() == 3
    run = desk.activity.runs.row(0)
    assert run is not None and dict(run.settings)["paths"] == [str(late)]


def test_events_of_unknown_jobs_are_dropped(desk: Desk) -> None:
    finished = Finished(RunStatus.DONE, 1, 0, 0.1)
    desk.controller.on_events([JobEvent("another project's", finished)])
    assert desk.tracker.active() == []


def test_rate_and_time_left_leave_pauses_out() -> None:
    now = 100.0
    tracker = JobTracker(lambda: now)
    state = tracker.add("j", "extract", "Extract")
    tracker.take(JobEvent("j", Progress("a", 0, 100, "documents")))
    now = 110.0
    tracker.take(JobEvent("j", Progress("a", 20, 100, "documents")))
    assert state.rate(now) == 2.0
    assert state.seconds_left(now) == 40.0
    state.hold(True, 110.0)
    assert state.rate(500.0) == 2.0
    state.hold(False, 500.0)
    now = 505.0
    tracker.take(JobEvent("j", Progress("a", 30, 100, "documents")))
    assert state.rate(now) == 2.0
    tracker.take(JobEvent("j", Progress("b", 0, None, "pairs")))
    assert state.rate(now) is None and state.share is None


def test_pasted_text_becomes_a_document(desk: Desk, qtbot: QtBot) -> None:
    desk.controller.paste("The Buyer pays within 30 days.", "A note")
    settle(desk, qtbot)
    row = desk.documents.model.row(0)
    assert row is not None and row.name == "A note"
