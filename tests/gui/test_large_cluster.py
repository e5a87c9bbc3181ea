"""A cluster of thousands of rows: every one of them can be reached, chosen and decided on."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel
from pytestqt.qtbot import QtBot

from engine.dedupe.survivorship import ColumnRule, Rule
from engine.store import Project
from engine.types import Address, Cluster, Pair, Record, ReviewState, Target
from gui.app import App
from gui.desk import Desk
from gui.workspaces.duplicates.clusters import ClustersTab
from tests.gui.conftest import open_desk, settle

ROWS = 3000
TABLE = ("/in/customers.csv", "customers")


@pytest.fixture
def desk(app: App, qtbot: QtBot, tmp_path: Path) -> Desk:
    """One cluster of three thousand rows, of which the last one stays."""
    path = tmp_path / "large.cdesk"
    with Project.create(path) as project:
        project.tables.add(*TABLE, ("Company", "Town"))
        ids = [f"r{number:05}" for number in range(ROWS)]
        places = [Address(*TABLE, number + 2) for number in range(ROWS)]
        project.tables.append(
            Record(one, place, ("Alder Works", f"Town {place.row}"))
            for one, place in zip(ids, places, strict=True)
        )
        why = (("Company", 1.0),)
        project.pairs.append(
            Pair(f"p{n}", ids[n], ids[n + 1], places[n], places[n + 1], 0.9, 1, why)
            for n in range(ROWS - 1)
        )
        project.clusters.append([Cluster(1, tuple(ids), ids[-1])])
    return open_desk(app, qtbot, path)


@pytest.fixture
def tab(desk: Desk, qtbot: QtBot) -> ClustersTab:
    page = desk.duplicates
    desk.window.open(page)
    qtbot.waitUntil(lambda: not page.board.busy and len(page.clusters.board.groups) == 1)
    settle(desk, qtbot)
    page.tabs.setCurrentIndex(1)
    page.clusters.table.go_to(0, 0)
    wait_for_rows(page.clusters, qtbot, ROWS)
    return page.clusters


def wait_for_rows(tab: ClustersTab, qtbot: QtBot, count: int) -> None:
    qtbot.waitUntil(lambda: tab.members.lines_model.rowCount() == count + 1, timeout=20_000)


def choose(tab: ClustersTab, *numbers: int) -> None:
    flag = QItemSelectionModel.SelectionFlag
    model = tab.members.selectionModel()
    model.clearSelection()
    for number in numbers:
        index = tab.members.lines_model.index(number, 0)
        model.select(index, flag.Select | flag.Rows)


def test_the_last_row_is_shown_like_the_first(tab: ClustersTab) -> None:
    lines = tab.members.lines_model
    first, stays, last = lines.row(0), lines.row(1), lines.row(ROWS)
    assert first is not None and first.record_id is None
    assert stays is not None and stays.record_id == f"r{ROWS - 1:05}" and stays.role == "Stays"
    assert last is not None and last.record_id == f"r{ROWS - 2:05}"
    assert last.cells["Town"].text == f"Town {ROWS}" and last.cells["Town"].spans
    assert "3,000 rows" in tab._title.text()


def test_a_row_far_down_is_pinned_and_taken_out(tab: ClustersTab, desk: Desk, qtbot: QtBot) -> None:
    choose(tab, 2500)
    tab.pin()
    edit = desk.project.edits.get(Target.RECORD, "r02498")
    assert edit is not None and edit.state is ReviewState.ACCEPTED
    qtbot.waitUntil(lambda: "pinned" in getattr(tab.members.lines_model.row(1), "role", ""))
    desk.undo.undo()
    qtbot.waitUntil(lambda: getattr(tab.members.lines_model.row(1), "record_id", "") == "r02999")
    wait_for_rows(tab, qtbot, ROWS)
    choose(tab, 2500)  # It holds those before and those after it together.
    tab.exclude()
    qtbot.waitUntil(lambda: len(tab.board.groups) == 2)
    assert sorted(tab.board.groups.sizes) == [501, 2498]
    desk.undo.undo()
    wait_for_rows(tab, qtbot, ROWS)


def test_the_merged_row_goes_over_all_rows(tab: ClustersTab, qtbot: QtBot) -> None:
    tab.deciding.set_rules({"Town": ColumnRule(Rule.LONGEST)})
    qtbot.waitUntil(lambda: tab.members.lines_model.rowCount() == ROWS + 1)
    merged = tab.members.lines_model.row(0)
    assert merged is not None and len(merged.cells["Town"].text) == len("Town 3000")


def test_nothing_of_another_cluster_is_chosen_while_rows_are_read(tab: ClustersTab) -> None:
    choose(tab, 5)
    tab._show_current()
    assert tab.members.chosen() == []
