"""200 documents by 20 fields: the main thread never works long at a stretch while a person reviews."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from benchmarks.many_cells import fill, measure, rest
from engine.store import Project
from gui.app import App
from tests.gui.conftest import open_desk

WORK = 0.05
"""Seconds of its own work that the main thread may do at a stretch."""
ALLOWED = 2
"""Steps that may take longer once: a machine that runs tests is a busy one."""


def test_two_hundred_documents_by_twenty_fields_stay_fluent(
    app: App, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "many.cdesk"
    with Project.create(path) as project:
        fill(project, 200, [f"Field {number}" for number in range(20)])
    desk = open_desk(app, qtbot, path)
    desk.window.resize(1360, 860)
    rest(desk, 0.5)
    found = measure(desk, share=0.2)
    slow = [(name, round(stretch * 1e3)) for name, stretch, _total in found if stretch > WORK]
    assert len(slow) <= ALLOWED, slow
    assert max(stretch for _, stretch, _ in found) < 4 * WORK
    assert desk.fields.model.rowCount() < 200  # The last step looks for words.
