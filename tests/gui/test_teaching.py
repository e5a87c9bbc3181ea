"""Answers teach: the next question, how good the scores are, new scores for all pairs and back."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from engine.dedupe.board import Answer
from engine.dedupe.learning import Taught
from engine.jobs import rescore
from engine.jobs import teaching as engine_teaching
from engine.jobs.rescore import UNFINISHED, Change, unfinished
from engine.jobs.teaching import apply_taught
from engine.store import Project
from gui.app import App
from gui.desk import Desk
from gui.workspaces.duplicates.page import DuplicatesWorkspace
from tests.gui.conftest import settle
from tests.gui.test_duplicates import finish

TOWNS = ("Leeds", "York", "Hull", "Bath", "Ely", "Wells")


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, tmp_path: Path) -> DuplicatesWorkspace:
    """Forty companies; half of them twice, in other spellings."""
    lines = ["Company,Town,Phone"]
    for number in range(40):
        town, phone = TOWNS[number % 6], f"0{number:02} 555{number * 37 % 1000:03}"
        lines.append(f"Firm {chr(65 + number % 26)}{number} Works Ltd,{town},{phone}")
        if number % 2:
            other = phone if number % 4 == 1 else ""
            lines.append(f"Firm {chr(65 + number % 26)}{number} Work Limited,{town},{other}")
    table = tmp_path / "firms.csv"
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    desk.take_paths([str(table)])
    finish(desk, qtbot)
    desk.duplicates.setup.tick(["Company", "Town", "Phone"])
    desk.duplicates.run()
    finish(desk, qtbot)
    return desk.duplicates


def scores(desk: Desk) -> dict[str, float]:
    return {pair.id: pair.score for pair, _ in desk.project.pairs.all()}


def rest(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not desk.duplicates.remaking.busy)
    qtbot.wait(200)
    finish(desk, qtbot)


def test_the_most_telling_pair_is_asked_about_next(
    page: DuplicatesWorkspace, desk: Desk, qtbot: QtBot
) -> None:
    page.table.go_to(0, 0)
    page.pairs.lessons.tick.setChecked(True)
    rest(desk, qtbot)
    assert page.pairs.lessons.words() == "Answer a few pairs."
    for _ in range(6):
        wanted = page.pairs.teaching.next_pair()
        pair = page.detail.pair
        assert pair is not None
        name = dict(zip(page.header(pair.left), pair.left_values, strict=True))["Company"]
        other = dict(zip(page.header(pair.right), pair.right_values, strict=True))["Company"]
        same = str(name).split()[1] == str(other).split()[1]
        page.pairs.answer(Answer.YES if same else Answer.NO)
        rest(desk, qtbot)
    assert wanted is not None
    assert page.pairs.lessons.words().startswith("6 answers")
    assert "%" in page.pairs.lessons.words()


def test_what_was_taught_is_applied_to_all_and_taken_back(
    page: DuplicatesWorkspace, desk: Desk, qtbot: QtBot
) -> None:
    before = scores(desk)
    page.pairs.lessons.tick.setChecked(True)
    for number in range(4):
        page.table.go_to(number, 0)
        page.pairs.answer(Answer.NO)
    rest(desk, qtbot)
    page.pairs.lessons.applied.emit()
    rest(desk, qtbot)
    taught = scores(desk)
    assert taught != before and taught.keys() == before.keys()
    assert desk.undo.undoText() == "Score all pairs as 4 answers taught"
    shown = page.detail.pair
    assert shown is not None
    explained = page.detail.explain(shown)
    assert explained is not None
    assert explained.score == pytest.approx(taught[shown.id], abs=1e-3)
    page.run()  # What was taught holds for the pairs of a new search, too.
    rest(desk, qtbot)
    assert scores(desk) == pytest.approx(taught, abs=2e-4)
    desk.undo.undo()
    rest(desk, qtbot)
    assert scores(desk) == pytest.approx(before, abs=2e-4)
    assert page.remaking.taught is None


def test_clusters_follow_what_was_taught(
    page: DuplicatesWorkspace, desk: Desk, qtbot: QtBot
) -> None:
    def joined() -> set[str]:
        return {pair.id for pair, _ in desk.project.pairs.all() if pair.cluster is not None}

    made, before = page.board.bands.sure, joined()
    page.pairs.lessons.tick.setChecked(True)
    for number in range(12):
        page.table.go_to(number, 0)
        page.pairs.answer(Answer.NO)
    rest(desk, qtbot)
    page.pairs.lessons.applied.emit()
    rest(desk, qtbot)
    qtbot.waitUntil(lambda: not page.remaking.busy)
    now, taught = joined(), scores(desk)
    assert now != before
    assert all(taught[one] >= made for one in now)
    assert page.board.bands.sure == made
    desk.undo.undo()
    rest(desk, qtbot)
    qtbot.waitUntil(lambda: not page.remaking.busy)
    assert joined() == before


def test_scores_taken_back_while_they_are_written_come_back_whole(
    page: DuplicatesWorkspace, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work: list[str] = []

    def slowly(project: Project, taught: Taught, *steering: Any) -> int:
        assert not at_work, "scores are written by two at a time"
        at_work.append("")
        time.sleep(0.2)
        try:
            return apply_taught(project, taught, *steering)
        finally:
            at_work.pop()

    monkeypatch.setattr(rescore, "apply_taught", slowly)
    before = scores(desk)
    page.pairs.lessons.tick.setChecked(True)
    for number in range(4):
        page.table.go_to(number, 0)
        page.pairs.answer(Answer.NO)
    rest(desk, qtbot)
    page.pairs.lessons.applied.emit()
    desk.undo.undo()
    desk.undo.redo()
    desk.undo.undo()
    rest(desk, qtbot)
    assert scores(desk) == pytest.approx(before, abs=2e-4)
    assert page.remaking.taught is None


def test_what_was_begun_before_the_end_of_the_program_is_finished(
    page: DuplicatesWorkspace, desk: Desk, qtbot: QtBot
) -> None:
    before = scores(desk)
    page.pairs.lessons.tick.setChecked(True)
    for number in range(4):
        page.table.go_to(number, 0)
        page.pairs.answer(Answer.NO)
    rest(desk, qtbot)
    lesson = page.pairs.teaching.lesson
    assert lesson is not None
    run = desk.project.runs.page(0, 1)[0].id
    # As a killed program leaves it: the intent is there, and some pairs have their score by then.
    change = Change(page.remaking.made, True, lesson.taught, run)
    desk.project.set_meta(UNFINISHED, change.as_json())
    half = list(enumerate(before.items()))[::2]
    positions = desk.project.pairs.positions([key for _, (key, _) in half])
    desk.project.pairs.rescore([(0.1234, position) for position in positions])
    again = DuplicatesWorkspace(desk.controller, desk.explain)
    qtbot.addWidget(again)
    qtbot.waitUntil(lambda: not again.remaking.busy and not again.board.busy)
    settle(desk, qtbot)
    taught = scores(desk)
    assert 0.1234 not in taught.values() and taught != before
    assert again.remaking.taught == lesson.taught
    assert unfinished(desk.project) is None
    joined = {pair.id for pair, _ in desk.project.pairs.all() if pair.cluster is not None}
    assert all(taught[one] >= again.remaking.made for one in joined)


def test_how_far_all_pairs_are_scored_is_said(
    page: DuplicatesWorkspace, desk: Desk, qtbot: QtBot
) -> None:
    said: list[str] = []
    page.pairs.lessons.tick.setChecked(True)
    for number in range(4):
        page.table.go_to(number, 0)
        page.pairs.answer(Answer.NO)
    rest(desk, qtbot)
    page.remaking.began.connect(lambda: said.append(page.pairs.lessons.words()))
    page.remaking.told.connect(lambda *_: said.append(page.pairs.lessons.words()))
    page.pairs.lessons.applied.emit()
    assert not page.ask_export() or not page.findChildren(
        QDialog
    )  # Not while half of it is written.
    rest(desk, qtbot)
    assert said[0].startswith("Scoring all pairs") and "Making clusters…" in said
    assert page.pairs.lessons.words().startswith("4 answers")


def test_closing_breaks_off_what_is_written_and_keeps_the_intent(
    page: DuplicatesWorkspace, app: App, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_teaching, "SLICE", 1)
    page.pairs.lessons.tick.setChecked(True)
    for number in range(4):
        page.table.go_to(number, 0)
        page.pairs.answer(Answer.NO)
    rest(desk, qtbot)
    written: list[int] = []
    rescored = desk.project.pairs.rescore

    def slowly(lines: list[tuple[float, int]]) -> None:
        rescored(lines)
        written.append(len(lines))
        time.sleep(0.2)

    monkeypatch.setattr(desk.project.pairs, "rescore", slowly)
    lesson, run = page.pairs.teaching.lesson, desk.project.runs.page(0, 1)[0].id
    page.pairs.lessons.applied.emit()
    qtbot.waitUntil(lambda: bool(written))
    app.background.close()
    assert 0 < len(written) < len(scores(desk))
    assert lesson is not None
    assert unfinished(desk.project) == Change(page.remaking.made, True, lesson.taught, run)
