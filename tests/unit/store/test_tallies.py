"""The review as a whole: standings follow values and edits, counts add up, the past of a cell stays."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from engine.store import Filter, Project, Query, Standing
from engine.store.schema import MIGRATIONS, migrate
from engine.types import Edit, ReviewState, Source, Target, cell_id
from tests.unit.store.records import document, extraction, mention

FIELDS = ("Fee", "Term")
DOCS = [document(number) for number in range(4)]


@pytest.fixture
def filled(project: Project) -> Project:
    """Four documents: a sure fee in two, a doubtful one in two, a term in none."""
    project.documents.append(DOCS)
    project.cells.append(
        [
            extraction(doc, mention(doc, "Fee", "30,000 USD", 0.95 if n < 2 else 0.6 + n / 100))
            for n, doc in enumerate(DOCS)
        ],
        "run",
        FIELDS,
    )
    return project


def fee(number: int) -> str:
    return cell_id(DOCS[number].id, "Fee")


def standings(project: Project) -> dict[tuple[str, Standing], int]:
    return {(tally.field, tally.standing): tally.count for tally in project.tallies.tallies()}


def judge(project: Project, number: int, state: ReviewState, value: str | None = None) -> Edit:
    return project.edits.apply(Edit(Target.CELL, fee(number), state, value))


def test_cells_are_counted_by_how_they_stand(filled: Project) -> None:
    assert standings(filled) == {
        ("Fee", Standing.SURE): 2,
        ("Fee", Standing.DOUBTFUL): 2,
        ("Term", Standing.EMPTY): 4,
    }
    judge(filled, 0, ReviewState.ACCEPTED)
    undo = judge(filled, 2, ReviewState.EDITED, "31,000 USD")
    assert standings(filled)["Fee", Standing.ACCEPTED] == 1
    assert standings(filled)["Fee", Standing.EDITED] == 1
    filled.edits.apply(undo)
    assert standings(filled)["Fee", Standing.DOUBTFUL] == 2
    filled.documents.remove([DOCS[2].id])
    assert standings(filled)["Fee", Standing.DOUBTFUL] == 1


def test_a_run_that_comes_again_leaves_a_judged_cell_judged(filled: Project) -> None:
    judge(filled, 0, ReviewState.REJECTED)
    filled.cells.append([extraction(DOCS[0], mention(DOCS[0], "Fee", "30"))], "again", FIELDS)
    assert standings(filled)["Fee", Standing.REJECTED] == 1


def test_rows_are_found_and_sorted_by_how_their_cells_stand(filled: Project) -> None:
    def ids(query: Query) -> list[str]:
        return [row.document_id for row in filled.cells.page(0, 9, query, FIELDS)]

    doubtful = Query(filters=(Filter("standing", "=", json.dumps(["doubtful"])),))
    assert ids(doubtful) == [DOCS[2].id, DOCS[3].id]
    one = Query(filters=(Filter("standing:Fee", "in", ("sure", "accepted")),))
    assert ids(one) == [DOCS[0].id, DOCS[1].id]
    assert ids(Query(sort="doubt"))[:2] == [DOCS[2].id, DOCS[3].id]
    assert filled.tallies.documents_with([Standing.DOUBTFUL]) == {DOCS[2].id, DOCS[3].id}
    assert filled.tallies.documents_with([Standing.EMPTY], ["Fee"]) == set()


def test_an_order_that_is_kept_reads_the_rows_as_they_are_now(filled: Project) -> None:
    keys = filled.cells.keys(Query(sort="doubt"), FIELDS)
    judge(filled, 2, ReviewState.ACCEPTED)
    first, second, gone = filled.cells.rows([*keys[:2], 999], FIELDS)
    assert first is not None and second is not None and gone is None
    assert [first.document_id, second.document_id] == [DOCS[2].id, DOCS[3].id]
    assert first.cells[0].state is ReviewState.ACCEPTED
    assert [mention.text for mention in filled.cells.chosen(DOCS[2].id)] == ["30,000 USD"]


def test_cells_with_the_same_value_are_found(filled: Project) -> None:
    judge(filled, 1, ReviewState.ACCEPTED)
    judge(filled, 0, ReviewState.EDITED, "31,000 USD")
    found = filled.tallies.alike(fee(0))
    assert [(place.id, place.field) for place in found] == [(fee(2), "Fee"), (fee(3), "Fee")]
    assert filled.tallies.alike(cell_id(DOCS[0].id, "Term")) == []


def test_a_cell_keeps_its_past_and_each_step_can_come_back(filled: Project) -> None:
    for value in ("one", "two"):
        judge(filled, 0, ReviewState.EDITED, value)
    judge(filled, 0, ReviewState.REJECTED)
    past = filled.edits.history(Target.CELL, fee(0))
    assert [(edit.state, edit.value) for edit in past] == [
        (ReviewState.EDITED, "one"),
        (ReviewState.EDITED, "two"),
        (ReviewState.REJECTED, None),
    ]
    filled.edits.apply(past[0])
    assert filled.cells.cell(DOCS[0].id, "Fee").value == "one"
    assert filled.edits.history(Target.CELL, fee(0)) == past


def test_an_accepted_value_comes_back_as_it_was_seen_in_another_session(tmp_path: Path) -> None:
    path = tmp_path / "p.cdesk"
    with Project.create(path) as project:
        project.documents.append(DOCS[:1])
        project.cells.append([extraction(DOCS[0], mention(DOCS[0], "Fee", "30,000 USD"))], "r")
        judge(project, 0, ReviewState.ACCEPTED)
        judge(project, 0, ReviewState.PROPOSED)
        project.cells.append([extraction(DOCS[0], mention(DOCS[0], "Fee", "17"))], "s")
    with Project.open(path) as project:
        assert project.cells.cell(DOCS[0].id, "Fee").value == "17"
        project.edits.apply(project.edits.history(Target.CELL, fee(0))[0])
        cell = project.cells.cell(DOCS[0].id, "Fee")
        assert (cell.value, cell.offer, cell.source) == ("30,000 USD", "17", Source.MODEL)


def test_a_project_of_an_earlier_version_gains_standings_and_history(tmp_path: Path) -> None:
    path = tmp_path / "old.cdesk"
    connection = sqlite3.connect(path, isolation_level=None)
    migrate(connection, path, MIGRATIONS[:2])
    connection.execute(
        """INSERT INTO cells VALUES ('c', 'd', 'Fee', 'x', 'x', NULL, 0.9, 'model', 0, 1, 1, NULL,
        1, 0, 'r')"""
    )
    connection.execute(
        "INSERT INTO edits VALUES ('cell', 'c', 'accepted', NULL, -1, -1, '', 5.0, NULL)"
    )
    migrate(connection, path)
    assert connection.execute("SELECT standing FROM cells").fetchall() == [("accepted",)]
    assert connection.execute("SELECT at FROM history").fetchall() == [(5.0,)]
    connection.close()
