"""Decisions are edits in the store, each undone and redone as a whole, and named in the menu."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from engine.errors import UserError
from engine.store import Project
from engine.types import (
    Address,
    ClauseRef,
    Document,
    DocumentKind,
    Edit,
    Extraction,
    Label,
    Mention,
    Pair,
    Record,
    ReviewState,
    Source,
    Target,
    Verdict,
)
from gui.review import Review

TEXT = "Dated 1 May 2024 and renewed on 2 June 2025."


@pytest.fixture
def project(tmp_path: Path):  # type: ignore[no-untyped-def]
    made = Project.create(tmp_path / "p.cdesk")
    made.documents.append([Document("d1", "/lease.txt", "lease.txt", "s", DocumentKind.TEXT, TEXT)])
    mentions = (
        Mention(
            "m1",
            "d1",
            "Date",
            6,
            16,
            "1 May 2024",
            0.9,
            Source.MODEL,
            None,
            "2024-05-01",
            None,
            True,
        ),
        Mention("m2", "d1", "Date", 32, 43, "2 June 2025", 0.4, Source.RULE, None, "2025-06-02"),
    )
    made.cells.append([Extraction("d1", mentions, 1.0)], "r1", ["Date", "Seller"])
    yield made
    made.close()


@pytest.fixture
def review(qtbot: QtBot, project: Project) -> Review:
    return Review(project)


@pytest.fixture
def stack(review: Review) -> QUndoStack:
    return review.stack


def date(project: Project):  # type: ignore[no-untyped-def]
    return project.cells.cell("d1", "Date")


def test_accepting_is_undone_and_redone(
    project: Project, review: Review, stack: QUndoStack
) -> None:
    told: list[Target] = []
    review.changed.connect(told.append)
    assert review.accept_cells([(date(project), "lease.txt")])
    assert date(project).state is ReviewState.ACCEPTED
    assert stack.undoText() == "Accept “Date” · lease.txt"
    stack.undo()
    assert date(project).state is ReviewState.PROPOSED
    assert project.edits.get(Target.CELL, date(project).id) is None
    stack.redo()
    assert date(project).state is ReviewState.ACCEPTED
    assert told == [Target.CELL] * 3


def test_a_typed_value_comes_back_as_it_was_before(
    project: Project, review: Review, stack: QUndoStack
) -> None:
    review.set_value(date(project), "lease.txt", "2024-05-09")
    review.set_value(date(project), "lease.txt", "2024-05-10")
    review.reject_cells([(date(project), "lease.txt")])
    seen = []
    for _ in range(3):
        stack.undo()
        seen.append((date(project).value, date(project).state))
    assert seen == [
        ("2024-05-10", ReviewState.EDITED),
        ("2024-05-09", ReviewState.EDITED),
        ("2024-05-01", ReviewState.PROPOSED),
    ]
    for _ in range(3):
        stack.redo()
    assert date(project).state is ReviewState.REJECTED


def test_a_candidate_brings_its_place_along(project: Project, review: Review) -> None:
    first, second = project.cells.candidates("d1", "Date")
    review.pick_candidate(date(project), "lease.txt", second)
    cell = date(project)
    assert (cell.value, cell.start, cell.end) == ("2025-06-02", 32, 43)
    assert cell.state is ReviewState.EDITED
    review.reset_cells([(date(project), "lease.txt")])
    review.pick_candidate(date(project), "lease.txt", first)
    assert date(project).state is ReviewState.ACCEPTED


def test_several_cells_are_one_step(project: Project, review: Review, stack: QUndoStack) -> None:
    cells = [(date(project), "lease.txt"), (project.cells.cell("d1", "Seller"), "lease.txt")]
    review.reject_cells(cells)
    assert stack.undoText() == "Reject “Date” · lease.txt and 1 more"
    assert len(list(project.edits.all())) == 2
    stack.undo()
    assert list(project.edits.all()) == []


def test_pairs_and_verdicts_are_judged_alike(
    project: Project, review: Review, stack: QUndoStack
) -> None:
    project.tables.add("/t.csv", "t", ["Name"])
    left, right = Address("/t.csv", "t", 2), Address("/t.csv", "t", 7)
    project.tables.append([Record("a", left, ("Ada",)), Record("b", right, ("Adah",))])
    project.pairs.append([Pair("p1", "a", "b", left, right, 0.8)], "r")
    side = ClauseRef("d1", "1", 0, 5, "Dated")
    verdict = Verdict("v1", side, side, Label.CONTRADICTION, 0.1, 0.1, 0.8)
    project.verdicts.append([verdict], "r")
    review.judge_pairs(project.pairs.page(0, 1), ReviewState.ACCEPTED)
    assert stack.undoText() == "Accept pair row 2 and row 7"
    review.judge_verdicts(project.verdicts.page(0, 1), ReviewState.REJECTED)
    assert project.verdicts.page(0, 1)[0].state is ReviewState.REJECTED
    stack.undo()
    stack.undo()
    assert project.pairs.page(0, 1)[0].state is ReviewState.PROPOSED
    assert project.verdicts.page(0, 1)[0].state is ReviewState.PROPOSED


def test_removed_documents_come_back_with_their_values(
    project: Project, review: Review, stack: QUndoStack
) -> None:
    review.remove_documents(["d1"], ["lease.txt"])
    assert project.documents.count() == 0
    assert stack.undoText() == "Remove lease.txt"
    stack.undo()
    assert project.documents.count() == 1
    assert date(project).value == "2024-05-01"


class Refusing:
    """An edit store that has run out of disk."""

    def apply_many(self, edits: list[Edit]) -> list[Edit]:
        raise UserError("disk_full", path="/")


def test_a_decision_that_cannot_be_kept_is_told_and_not_listed(
    project: Project, review: Review, stack: QUndoStack
) -> None:
    cell = date(project)
    told = []
    review.failed.connect(lambda error: told.append(error.code))
    real, project.edits = project.edits, Refusing()  # type: ignore[assignment]
    assert not review.accept_cells([(cell, "lease.txt")])
    project.edits = real
    assert told == ["disk_full"]
    assert stack.count() == 0
