"""Thousands of pairs: the main thread never works long at a stretch, and a dragged threshold follows."""

from __future__ import annotations

import statistics
from pathlib import Path

from pytestqt.qtbot import QtBot

from benchmarks.many_pairs import dragged, filled, measured, resting
from gui.app import App
from tests.gui.conftest import open_desk

PAIRS = 4000
WORK = 50.0
"""Milliseconds of its own work that the main thread may do at a stretch."""
FRAME = 30.0
"""Milliseconds that the main thread may compute for one frame of a drag."""
ALLOWED = 2
"""Steps that may take longer once: a machine that runs tests is a busy one."""


def test_thousands_of_pairs_stay_fluent(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "many.cdesk"
    filled(path, PAIRS)
    desk = open_desk(app, qtbot, path)
    desk.window.resize(1360, 860)
    desk.window.open(desk.duplicates)
    page = desk.duplicates
    qtbot.waitUntil(
        lambda: page.board.curve is not None and page.model.rowCount() == PAIRS, timeout=30_000
    )
    qtbot.waitUntil(lambda: resting(desk), timeout=30_000)
    found = measured(desk, rounds=1)
    slow = [(name, round(computed)) for name, (_turn, computed) in found.items() if computed > WORK]
    assert len(slow) <= ALLOWED, slow
    assert max(computed for _turn, computed in found.values()) < 4 * WORK
    before = page.pairs.thresholds.words()
    frames = [computed for _turn, computed in dragged(desk, 40)]
    assert statistics.median(frames) < FRAME
    assert page.pairs.thresholds.words() != before
    assert page.board.curve is not None
    outcome = page.board.curve.at(page.board.bands.sure)
    assert 0 <= outcome.clusters <= outcome.pairs
