"""The duplicates page in every state: waiting for another job, stopped, changed files, tables taken out."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.control import JobControl
from engine.events import Payload, Progress
from engine.jobs.rescore import MADE
from engine.jobs.runner import NoSink
from engine.jobs.services import Services
from gui.desk import Desk
from gui.launch import EXTRACT, SCORE
from gui.workspaces.duplicates.exporting import ExportDialog
from gui.workspaces.duplicates.page import DuplicatesWorkspace
from gui.workspaces.duplicates.running import RunningLine
from tests.gui.conftest import settle
from tests.gui.test_duplicates import finish, sizes, write

COLUMNS = ["Company", "Street", "Phone"]


class Elsewhere:
    """A job of another page that stands at a checkpoint until it is stopped or let go."""

    def __init__(self, desk: Desk) -> None:
        self._go = threading.Event()
        self.state = desk.tracker.add("elsewhere", EXTRACT, "Extract fields")
        desk.controller._host.submit("elsewhere", self._start)

    def let_go(self) -> None:
        self._go.set()

    def _start(self, _services: Services, control: JobControl) -> tuple[Iterator[Payload], NoSink]:
        return self._work(control), NoSink()

    def _work(self, control: JobControl) -> Iterator[Payload]:
        while not self._go.wait(0.01):
            yield Progress("extracting", 2, 5, "documents")
            control.checkpoint()


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, tmp_path: Path) -> DuplicatesWorkspace:
    """A table whose columns are ticked; nothing was looked for yet."""
    desk.take_paths([write(tmp_path)])
    settle(desk, qtbot)
    desk.duplicates.setup.tick(COLUMNS)
    return desk.duplicates


@pytest.fixture
def searched(page: DuplicatesWorkspace, desk: Desk, qtbot: QtBot) -> DuplicatesWorkspace:
    page.run()
    finish(desk, qtbot)
    return page


@pytest.mark.parametrize("stopped", (True, False))
def test_a_search_says_what_it_waits_for(
    page: DuplicatesWorkspace, desk: Desk, qtbot: QtBot, stopped: bool
) -> None:
    other = Elsewhere(desk)
    page.run()
    qtbot.waitUntil(lambda: "Extract fields" in page.running.words())
    qtbot.waitUntil(lambda: "40 %" in page.running._figures.text())
    assert page.running.isVisibleTo(page)
    assert page._results.words()[0] == "Looking for duplicates"
    assert not page.setup._start.isEnabled()
    page.run()  # It is not begun a second time.
    assert len(desk.tracker.active()) == 2
    if stopped:
        assert "Extract fields" in page.running._stop_other.text()
        page.running._stop_other.click()
    else:
        other.let_go()
    finish(desk, qtbot)
    assert not page.running.isVisibleTo(page)
    assert page.setup._start.isEnabled() and page.model.rowCount()


def test_a_search_that_need_not_wait_any_more_is_taken_out(
    page: DuplicatesWorkspace, desk: Desk, qtbot: QtBot
) -> None:
    other = Elsewhere(desk)
    page.run()
    qtbot.waitUntil(lambda: "Extract fields" in page.running.words())
    page.running._stop.click()
    qtbot.waitUntil(lambda: not page.running.isVisibleTo(page))
    assert desk.tracker.active() == [other.state]
    other.let_go()
    finish(desk, qtbot)
    assert page.setup._start.isEnabled() and not page.model.rowCount()


def test_a_preview_is_made_beside_the_job_of_another_page(
    page: DuplicatesWorkspace, desk: Desk, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: "pairs to compare" in page.setup.preview(), timeout=20_000)
    other = Elsewhere(desk)
    page.setup.tick(["Company"])
    assert desk.controller.busy
    qtbot.waitUntil(lambda: page.setup.preview() == "Estimating…", timeout=5_000)
    qtbot.waitUntil(lambda: "pairs to compare" in page.setup.preview(), timeout=20_000)
    other.let_go()
    settle(desk, qtbot)


def test_the_line_of_a_page_is_for_its_own_jobs(desk: Desk, qtbot: QtBot) -> None:
    line = RunningLine(desk.controller, desk.explain, SCORE)
    qtbot.addWidget(line)
    other = Elsewhere(desk)
    assert line.own is None and line.isHidden()
    other.let_go()
    settle(desk, qtbot)


def test_the_first_pair_is_at_hand_and_has_the_keyboard(
    page: DuplicatesWorkspace, desk: Desk, qtbot: QtBot
) -> None:
    desk.window.open(page)
    desk.window.activateWindow()
    page.activate()
    assert QApplication.focusWidget() is page.setup._start
    page.run()
    finish(desk, qtbot)
    assert page.table.currentIndex().row() == 0 and page.detail.pair is not None
    assert QApplication.focusWidget() is page.table


def test_tab_reaches_the_filters_before_the_words(
    searched: DuplicatesWorkspace, desk: Desk, qtbot: QtBot
) -> None:
    desk.window.open(searched)
    desk.window.activateWindow()
    filters = searched.pairs.filters
    searched.pairs.thresholds.spectrum.doubtful.setFocus()
    for name in ("answer", "band", "differs"):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is filters.bar.buttons[name]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is filters.words


def test_the_doubtful_pairs_are_listed_by_one_button(searched: DuplicatesWorkspace) -> None:
    searched.board.bands = type(searched.board.bands)(1.0, 0.0)
    searched.pairs.show_bands()
    everything = searched.model.rowCount()
    searched.pairs.progress._list.click()
    wanted = searched.pairs.filters.query()
    assert {part.column for part in wanted.filters} == {"answer", "band"}
    assert 0 < searched.model.rowCount() <= everything


def test_a_file_that_was_changed_or_moved_is_said(
    searched: DuplicatesWorkspace, desk: Desk, qtbot: QtBot
) -> None:
    note = searched.frame.stale
    assert note.isHidden()
    path = Path(desk.project.tables.all()[0].path)
    later = desk.project.runs.page(0, 1)[0].started + 60
    os.utime(path, (later, later))
    searched.activate()
    qtbot.waitUntil(lambda: "Changed since the search: customers.csv" in note.text())
    path.unlink()
    searched.activate()
    qtbot.waitUntil(lambda: "Not where it was: customers.csv" in note.text())
    assert "Changed" not in note.text()


def test_a_table_is_taken_out_and_brought_back(
    searched: DuplicatesWorkspace, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    before = len(searched.board.pairs)
    other = tmp_path / "more" / "others.csv"
    other.parent.mkdir()
    other.write_text("Company,Street,Phone\nAlder Works Ltd,12 Mill Lane,0123 555001\n", "utf-8")
    desk.take_paths([str(other)])
    settle(desk, qtbot)
    searched.run()
    finish(desk, qtbot)
    assert max(sizes(searched)) == 4
    listed = searched.setup._tables
    desk.window.open(searched)
    desk.window.activateWindow()
    searched.setup.fold(False)
    listed.setFocus()
    listed.setCurrentRow(1)
    qtbot.keyClick(listed, Qt.Key.Key_Delete)
    finish(desk, qtbot)
    assert desk.undo.undoText() == "Remove the table others.csv"
    assert [table.rows for table in desk.project.tables.all()] == [37]
    assert len(searched.board.pairs) == before
    assert max(sizes(searched)) == 3  # The rows of the other table hold together without it.
    desk.undo.undo()
    finish(desk, qtbot)
    assert [Path(table.path).name for table in desk.project.tables.all()] == [
        "customers.csv", "others.csv",
    ]  # fmt: skip
    assert len(searched.setup.chosen_tables()) == 2
    searched.run()
    finish(desk, qtbot)
    assert max(sizes(searched)) == 4


def test_a_stopped_export_leaves_what_was_there(
    searched: DuplicatesWorkspace, qtbot: QtBot, tmp_path: Path
) -> None:
    target = tmp_path / "out.xlsx"
    target.write_bytes(b"earlier")
    searched.ask_export()
    dialog = searched.findChild(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    dialog.save_to(target)
    dialog.reject()
    qtbot.waitUntil(lambda: "Stopped" in dialog.message())
    assert target.read_bytes() == b"earlier" and dialog.isVisible()
    assert list(tmp_path.glob("out*")) == [target]
    with qtbot.waitSignal(searched.exported, timeout=20_000):
        dialog.save_to(target)
    assert target.read_bytes() != b"earlier"


def test_a_search_without_a_find_says_so(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    table = tmp_path / "unlike.csv"
    table.write_text("Name\nalpha one\nbeta two\ngamma three\n", encoding="utf-8")
    desk.take_paths([str(table)])
    settle(desk, qtbot)
    page = desk.duplicates
    assert page._results.words()[0] == "Which rows are the same?"
    page.setup.tick(["Name"])
    page.run()
    finish(desk, qtbot)
    assert page._results.words()[0] == "No duplicates found"


def test_the_clusters_threshold_is_that_of_the_search_that_made_them(
    searched: DuplicatesWorkspace, desk: Desk, qtbot: QtBot
) -> None:
    assert searched.remaking.made == 0.5
    searched.pairs.thresholds.spectrum.sure.setValue(800)
    other = Elsewhere(desk)
    searched.run()
    qtbot.waitUntil(lambda: "Extract fields" in searched.running.words())
    searched.running._stop.click()
    other.let_go()
    finish(desk, qtbot)
    assert searched.remaking.made == 0.5  # The search was taken out: its clusters were never made.
    searched.run()
    finish(desk, qtbot)
    assert searched.remaking.made == searched.board.bands.sure == 0.8
    assert desk.project.get_meta(MADE) == "0.8"
