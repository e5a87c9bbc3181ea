"""A file of pairs of texts: read, scored, listed by what was answered, exported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.types import ItemFailure, ScoredPair
from gui.desk import Desk
from gui.workspaces.pairs.page import PairsWorkspace
from tests.gui.conftest import settle
from tests.gui.test_duplicates_states import Elsewhere

ROWS = [("Alder pays.", "Birch is paid by Alder."), ("Alder pays.", "Nobody pays."), ("", "x")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "claims.jsonl"
    lines = [json.dumps({"premise": one, "hypothesis": two, "id": "007"}) for one, two in ROWS]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def scored(desk: Desk, qtbot: QtBot, file: Path) -> PairsWorkspace:
    """A run of three lines, as the job leaves it."""
    settings = {"path": str(file), "task": "nli", "left": "premise", "right": "hypothesis"}
    run = desk.project.runs.begin("score_pairs", settings)
    answers = (("entailment", 0.9), ("contradiction", 0.7))
    lines = [
        ScoredPair(n, tuple(zip(("premise", "hypothesis"), ROWS[n - 1], strict=True)),
                   ((label, share), ("neutral", 1 - share)), label)
        for n, (label, share) in enumerate(answers, 1)
    ]  # fmt: skip
    missing = ItemFailure("claims.jsonl:3", "pair_missing_side", (("column", "premise"),))
    desk.project.scored.append([*lines, ScoredPair(3, (), failure=missing)], run.id)
    desk.window.open(desk.pairs)
    desk.controller.changed.emit("scored")
    settle(desk, qtbot)
    return desk.pairs


def shown(page: PairsWorkspace) -> list[int]:
    lines = (page.model.row(number) for number in range(page.model.rowCount()))
    return [line.line for line in lines if line is not None]


def test_a_dropped_file_shows_its_columns(desk: Desk, qtbot: QtBot, file: Path) -> None:
    desk.window.open(desk.pairs)
    desk.take_paths([str(file)])
    settle(desk, qtbot)
    assert desk.pairs.source.path == str(file)
    assert desk.pairs.source.sides() == ("premise", "hypothesis")
    assert not desk.project.tables.all()  # On this page a table is a file of pairs.


def test_scored_lines_are_sorted_and_narrowed(scored: PairsWorkspace, qtbot: QtBot) -> None:
    assert shown(scored) == [1, 2, 3]
    header = scored.table.horizontalHeader()
    header.setSortIndicator(3, Qt.SortOrder.AscendingOrder)
    qtbot.waitUntil(lambda: shown(scored) == [3, 2, 1])
    header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    scored.choices().buttons["label"].choose("contradiction")
    assert shown(scored) == [2]
    scored.choices().buttons["label"].choose("")
    assert shown(scored) == [3]
    scored.choices().reset()
    scored._words.setText("nobody")
    qtbot.waitUntil(lambda: shown(scored) == [2])


def test_scored_lines_are_exported(
    scored: PairsWorkspace, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    target = tmp_path / "out.jsonl"
    assert scored.can_export()
    desk.export("scored", target, scored.subject())
    settle(desk, qtbot)
    lines = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [line.get("label") for line in lines] == ["entailment", "contradiction", None]
    assert lines[2]["failure"]


def test_a_model_that_is_missing_is_said(desk: Desk, qtbot: QtBot, file: Path) -> None:
    desk.window.open(desk.pairs)
    desk.pairs.add_file(str(file))
    settle(desk, qtbot)
    desk.pairs.run()
    settle(desk, qtbot)
    assert desk.banner.isVisible()


def test_scoring_says_what_it_waits_for_and_is_not_begun_twice(
    desk: Desk, qtbot: QtBot, file: Path
) -> None:
    desk.window.open(desk.pairs)
    desk.window.activateWindow()
    desk.pairs.add_file(str(file))
    settle(desk, qtbot)
    assert QApplication.focusWidget() is desk.pairs.source._start
    other = Elsewhere(desk)
    desk.pairs.run()
    qtbot.waitUntil(lambda: "Extract fields" in desk.pairs.running.words())
    assert desk.pairs._standing()[0] == "Scoring"
    assert not desk.pairs.source._start.isEnabled()
    desk.pairs.run()
    assert len(desk.tracker.active()) == 2
    desk.pairs.running._stop.click()
    other.let_go()
    settle(desk, qtbot)
    assert desk.pairs._standing()[0] == "Stopped"
    assert desk.pairs.source._start.isEnabled()
