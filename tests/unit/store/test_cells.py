"""The fields workspace: winners, edits over them, and what a re-run may change."""

from __future__ import annotations

import pytest

from engine.store import Filter, Project, Query
from engine.types import Edit, ReviewState, Source, Target, cell_id
from tests.unit.store.records import document, extraction, mention

DOC = document()
FEE = mention(DOC, "Fee", "30,000 USD", normalized="30000")
KEY = cell_id(DOC.id, "Fee")


@pytest.fixture
def filled(project: Project) -> Project:
    """One document with a fee."""
    project.documents.append([DOC])
    project.cells.append([extraction(DOC, FEE)], "run 1", ["Fee", "Term"])
    return project


def test_a_cell_shows_the_normalised_winner(filled: Project) -> None:
    cell = filled.cells.cell(DOC.id, "Fee")
    assert (cell.value, cell.raw, cell.normalized) == ("30000", "30,000 USD", "30000")
    assert DOC.text[cell.start : cell.end] == cell.raw
    assert cell.source is Source.MODEL
    assert cell.state is ReviewState.PROPOSED


def test_a_field_without_a_mention_is_an_empty_cell(filled: Project) -> None:
    assert filled.cells.fields() == ["Fee", "Term"]
    (row,) = filled.cells.page(0, 10)
    assert [cell.value for cell in row.cells] == ["30000", ""]
    assert row.coverage == 1.0


def test_columns_come_in_the_order_asked_for_even_before_any_run(filled: Project) -> None:
    (row,) = filled.cells.page(0, 10, fields=["Later", "Fee"])
    assert [cell.field for cell in row.cells] == ["Later", "Fee"]


def test_several_values_are_joined_and_candidates_kept(project: Project) -> None:
    project.documents.append([DOC])
    mentions = [
        mention(DOC, "Terms", "30 days", 0.9),
        mention(DOC, "Terms", "30,000 USD", 0.8),
        mention(DOC, "Terms", "The fee", 0.2, chosen=False),
    ]
    project.cells.append([extraction(DOC, *mentions)])
    cell = project.cells.cell(DOC.id, "Terms")
    assert cell.value == "30 days; 30,000 USD"
    assert cell.candidates == 3
    assert project.cells.candidates(DOC.id, "Terms") == mentions


def test_model_and_rule_in_disagreement_are_marked(project: Project) -> None:
    project.documents.append([DOC])
    other = mention(DOC, "Fee", "30", 0.7, Source.RULE, "30", chosen=False)
    project.cells.append([extraction(DOC, FEE, other)])
    assert project.cells.cell(DOC.id, "Fee").disagree
    assert project.cells.count(Query(filters=(Filter("disagree", ">", 0),))) == 1


def test_the_whole_extraction_comes_back(filled: Project) -> None:
    assert filled.cells.extraction(DOC.id) == extraction(DOC, FEE)


def test_an_edit_lies_over_the_value_and_undo_takes_it_away(filled: Project) -> None:
    before = filled.cells.cell(DOC.id, "Fee")
    previous = filled.edits.apply(Edit(Target.CELL, KEY, ReviewState.EDITED, "31000"))
    edited = filled.cells.cell(DOC.id, "Fee")
    assert (edited.value, edited.state, edited.source) == (
        "31000",
        ReviewState.EDITED,
        Source.PERSON,
    )
    assert (edited.start, edited.end) == (-1, -1)
    filled.edits.apply(previous)
    assert filled.cells.cell(DOC.id, "Fee") == before
    assert filled.edits.get(Target.CELL, KEY) is None


def test_a_value_typed_into_a_column_that_never_ran_is_shown(filled: Project) -> None:
    filled.edits.apply(Edit(Target.CELL, cell_id(DOC.id, "New"), ReviewState.EDITED, "x"))
    assert filled.cells.cell(DOC.id, "New").value == "x"
    query = Query(filters=(Filter("New", "=", "x"),))
    assert filled.cells.count(query, ["New"]) == 1


def test_a_value_may_be_edited_to_nothing(filled: Project) -> None:
    filled.edits.apply(Edit(Target.CELL, KEY, ReviewState.EDITED, ""))
    assert filled.cells.cell(DOC.id, "Fee").value == ""


def test_a_rerun_keeps_the_edit(filled: Project) -> None:
    filled.edits.apply(Edit(Target.CELL, KEY, ReviewState.EDITED, "31000", 3, 9))
    filled.cells.append([extraction(DOC)], "run 2", ["Fee"])
    cell = filled.cells.cell(DOC.id, "Fee")
    assert (cell.value, cell.state, cell.start, cell.end) == ("31000", ReviewState.EDITED, 3, 9)


@pytest.mark.parametrize("state", [ReviewState.ACCEPTED, ReviewState.REJECTED])
def test_a_judged_value_stays_the_judged_value(filled: Project, state: ReviewState) -> None:
    """A later run that finds another value does not inherit the judgement."""
    filled.edits.apply(Edit(Target.CELL, KEY, state))
    other = mention(DOC, "Fee", "30", normalized="30")
    filled.cells.append([extraction(DOC, other)], "run 2", ["Fee"])
    cell = filled.cells.cell(DOC.id, "Fee")
    assert (cell.value, cell.raw, cell.state, cell.offer) == ("30000", "30,000 USD", state, "30")
    assert filled.cells.count(Query(filters=(Filter("Fee", "=", "30000"),))) == 1


def test_undo_of_an_edit_over_an_accepted_value_returns_to_that_value(filled: Project) -> None:
    filled.edits.apply(Edit(Target.CELL, KEY, ReviewState.ACCEPTED))
    filled.cells.append([extraction(DOC, mention(DOC, "Fee", "30"))], "run 2", ["Fee"])
    previous = filled.edits.apply(Edit(Target.CELL, KEY, ReviewState.EDITED, "99"))
    filled.edits.apply(previous)
    assert filled.cells.cell(DOC.id, "Fee").value == "30000"


def test_a_run_over_other_fields_leaves_the_first_alone(filled: Project) -> None:
    filled.cells.append([extraction(DOC, mention(DOC, "Term", "30 days"))], "run 2", ["Term"])
    (row,) = filled.cells.page(0, 10)
    assert [cell.value for cell in row.cells] == ["30000", "30 days"]


def test_rows_sort_by_number_and_blanks_come_last(project: Project) -> None:
    amounts = ["9", "10", "", "1000"]
    docs = [document(n) for n in range(len(amounts))]
    project.documents.append(docs)
    for doc, amount in zip(docs, amounts, strict=True):
        found = [mention(doc, "Fee", "30", normalized=amount)] if amount else []
        project.cells.append([extraction(doc, *found)], "run", ["Fee"])

    def order(descending: bool) -> list[str]:
        rows = project.cells.page(0, 10, Query("Fee", descending))
        return [row.cells[0].value for row in rows]

    assert order(False) == ["9", "10", "1000", ""]
    assert order(True) == ["1000", "10", "9", ""]


def test_dates_sort_as_dates(project: Project) -> None:
    dates = ["2024-03-05", "2023-12-31", "2024-01"]
    docs = [document(n) for n in range(3)]
    project.documents.append(docs)
    for doc, date in zip(docs, dates, strict=True):
        project.cells.append([extraction(doc, mention(doc, "Date", "30", normalized=date))])
    rows = project.cells.page(0, 10, Query("Date"))
    assert [row.cells[0].value for row in rows] == sorted(dates)


def test_filters_by_state_score_and_what_is_left_to_judge(filled: Project) -> None:
    pending = Query(filters=(Filter("pending", ">", 0),))
    assert filled.cells.count(pending) == 1
    filled.edits.apply(Edit(Target.CELL, KEY, ReviewState.ACCEPTED))
    assert filled.cells.count(pending) == 0
    assert filled.cells.count(Query(filters=(Filter("state:Fee", "=", "accepted"),))) == 1
    assert filled.cells.count(Query(filters=(Filter("score:Fee", "<", 0.5),))) == 0
    assert filled.cells.count(Query(text="3000")) == 1


def test_a_field_name_with_quotes_is_a_name_like_any_other(project: Project) -> None:
    name = 'Owner\'s "share"); DROP TABLE cells;--'
    project.documents.append([DOC])
    project.cells.append([extraction(DOC, mention(DOC, name, "30"))])
    assert project.cells.page(0, 5, Query(name))[0].cells[0].value == "30"
    project.cells.forget_field(name)
    assert project.cells.fields() == []


def test_the_page_of_a_picked_span_is_kept_only_where_it_holds(filled: Project) -> None:
    same = Edit(Target.CELL, KEY, ReviewState.EDITED, "30 thousand", FEE.start, FEE.end)
    filled.edits.apply(same)
    assert filled.cells.cell(DOC.id, "Fee").page == 1
    filled.edits.apply(Edit(Target.CELL, KEY, ReviewState.EDITED, "x", 0, 1))
    assert filled.cells.cell(DOC.id, "Fee").page is None
