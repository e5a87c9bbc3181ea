"""Records found in documents, doubts between fields and values without a place, in the project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from sqlite3 import Connection

import pytest

from engine.extraction import parse_fields
from engine.store import Filter, Project, Query
from engine.types import (
    Doubt,
    Edit,
    Extraction,
    FoundRecord,
    Layout,
    ReviewState,
    Target,
    Unlocated,
    cell_id,
)
from tests.unit.store.records import document, mention

ASKED = "甲方, 乙方, 合同金额(元)\n明细{品名, 金额(元)}"
TEXT = "江州公司 江州公司 苹果 30.00 梨 40.00 合计100.00"


def found(number: int) -> tuple[object, Extraction]:
    doc = document(number, TEXT)
    lines = [("苹果", "30.00"), ("梨", "40.00")]
    records = tuple(
        FoundRecord(
            f"@{doc.text.index(what)}", doc.id, "明细", place,
            (mention(doc, "品名", what), mention(doc, "金额", much, normalized=much)), Layout.LINE,
        )
        for place, (what, much) in enumerate(lines, 1)
    )  # fmt: skip
    mentions = (
        mention(doc, "甲方", "江州公司", 0.9),
        mention(doc, "乙方", "江州公司", 0.6),
        mention(doc, "合同金额", "100.00", normalized="100.00"),
    )
    unlocated = (Unlocated(doc.id, "甲方", "海外公司", 0.8),)
    return doc, Extraction(doc.id, mentions, 1.0, (), records, unlocated)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "a.cdesk") as project:
        run(project)
        yield project


def run(
    project: Project,
    asked: str = ASKED,
    keep: int | None = None,
    numbers: Sequence[int] = (1, 2),
) -> None:
    begun = project.runs.begin("extract", {"fields_text": asked})
    sink = project.sink(begun.id, [field.name for field in parse_fields(asked)])
    for number in numbers:
        doc, extraction = found(number)
        kept = extraction.records[:keep]
        plain = Extraction(
            extraction.document_id, extraction.mentions, 1.0, (), kept, extraction.unlocated
        )
        sink.store([doc], [])  # type: ignore[list-item]
        sink.store([plain], [])


def first(project: Project) -> str:
    return project.documents.ids()[0]


def codes(project: Project, field: str | None = None) -> list[str]:
    return [doubt.code for doubt in project.lanes.doubts(first(project), field)]


def edit(
    project: Project, field: str, value: str | None, state: ReviewState = ReviewState.EDITED
) -> Edit:
    return project.edits.apply(Edit(Target.CELL, cell_id(first(project), field), state, value))


def test_doubts_are_told_by_document_by_cell_and_in_all(project: Project) -> None:
    assert codes(project) == ["values_same", "sum_differs"]
    assert codes(project, "乙方") == ["values_same"]
    assert codes(project, "明细 › @10 › 金额") == ["sum_differs"]
    assert project.lanes.counts() == {"sum_differs": 2, "values_same": 2}
    (row, _) = project.cells.page(0, 10)
    assert [cell.conflicts for cell in row.cells] == [1, 1, 1, 0]


def test_an_edit_and_its_undo_settle_the_doubt_and_bring_it_back(project: Project) -> None:
    previous = edit(project, "乙方", "临海公司")
    assert codes(project) == ["sum_differs"]
    again = edit(project, "明细 › @10 › 金额", "60.00")
    assert codes(project) == []
    project.edits.apply(again)
    project.edits.apply(previous)
    assert codes(project) == ["values_same", "sum_differs"]
    edit(project, "合同金额", None, ReviewState.REJECTED)
    assert codes(project) == ["values_same"]
    edit(project, "甲方", None, ReviewState.ACCEPTED)
    assert codes(project) == ["values_same"]


def test_taking_an_acceptance_back_checks_what_was_found_since(project: Project) -> None:
    place = first(project)
    cell = cell_id(place, "乙方")
    nothing = project.edits.apply(Edit(Target.CELL, cell, ReviewState.ACCEPTED))
    doc = project.documents.get(place)
    later = Extraction(place, (mention(doc, "乙方", "苹果", 0.9),), 1.0)
    project.cells.append([later], "later", ("乙方",))
    project.lanes.append([later], "later", ("乙方",))
    assert "values_same" in codes(project)
    accepted = project.edits.apply(nothing)
    assert "values_same" not in codes(project)
    project.edits.apply(accepted)
    assert "values_same" in codes(project)


def test_rows_are_filtered_by_their_lanes(project: Project) -> None:
    def count(column: str, value: int | str) -> int:
        return project.cells.count(Query(filters=(Filter(column, "=", value),)))

    edit(project, "乙方", "临海公司")
    assert count("conflict", 1) == 2
    assert count("conflict:乙方", 1) == 1
    assert count("conflicting", '["values_same"]') == 1
    assert count("conflicting", '["sum_differs","values_same"]') == 2
    assert count("unlocated", 1) == 2


def test_many_edits_at_once_are_checked_in_the_background(project: Project) -> None:
    from engine.store import lanes

    edits = [
        Edit(Target.CELL, cell_id(document, "乙方"), ReviewState.EDITED, "临海公司")
        for document in project.documents.ids()
    ]
    at_once, lanes.AT_ONCE = lanes.AT_ONCE, 1
    try:
        project.edits.apply_many(edits)
    finally:
        lanes.AT_ONCE = at_once
    assert project.lanes.counts()["values_same"] == 2
    assert project.lanes.refresh() == 2
    assert "values_same" not in project.lanes.counts()
    assert project.lanes.refresh() == 0


def test_an_edit_while_others_are_checked_is_not_forgotten(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(project, numbers=(3, 4))
    monkeypatch.setattr("engine.store.lanes.AT_ONCE", 1)
    early, late = [
        [
            Edit(Target.CELL, cell_id(document, "乙方"), ReviewState.EDITED, "临海公司")
            for document in documents
        ]
        for documents in (project.documents.ids()[:2], project.documents.ids()[2:])
    ]
    project.edits.apply_many(early)
    waiting = [late]
    write = project.database.write

    def edited_before(bulk: bool = False) -> AbstractContextManager[Connection]:
        if waiting and bulk:
            project.edits.apply_many(waiting.pop())
        return write(bulk)

    monkeypatch.setattr(project.database, "write", edited_before)
    assert project.lanes.refresh() == 4
    assert "values_same" not in project.lanes.counts()


def test_records_are_cells_that_can_be_judged(project: Project) -> None:
    (apple, pear) = project.found.records(first(project), "明细")
    assert [cell.cell.value for cell in apple.cells] == ["苹果", "30.00"]
    assert (apple.number, pear.number, apple.key, apple.layout) == (1, 2, "@10", Layout.LINE)
    for cell in pear.cells:
        edit(project, cell.cell.field, None, ReviewState.REJECTED)
    assert [line.rejected for line in project.found.records(first(project), "明细")] == [
        False,
        True,
    ]
    assert project.found.count(first(project)) == 2
    assert [field.name for field in project.found.groups()] == ["明细"]
    assert dict(dict(project.lanes.doubts(first(project))[1].params))["sum"] == "30"


def test_a_rerun_replaces_records_and_keeps_what_people_said_of_them(project: Project) -> None:
    edit(project, "明细 › @10 › 品名", "红苹果")
    run(project, keep=1)
    (apple,) = project.found.records(first(project), "明细")
    assert apple.cells[0].cell.value == "红苹果"
    assert project.cells.cell(first(project), "明细 › @19 › 品名").value == ""
    run(project)
    assert project.found.count(first(project)) == 2


def test_records_do_not_count_as_columns(project: Project) -> None:
    assert project.cells.fields() == ["甲方", "乙方", "合同金额", "明细"]
    assert {tally.field for tally in project.tallies.tallies()} == {
        "甲方",
        "乙方",
        "合同金额",
        "明细",
    }


def test_fields_and_rules_are_remembered_as_typed(tmp_path: Path) -> None:
    asked = "Fee(US$) >=0.7, Party*\n! Fee <= Fee"
    with Project.create(tmp_path / "b.cdesk") as project:
        run(project, asked)
        defined = project.lanes.defined()
        assert defined.fields[:2] == parse_fields(asked)
        assert [rule.text for rule in defined.rules] == ["! Fee <= Fee"]
    with Project.open(tmp_path / "b.cdesk") as project:
        assert project.lanes.defined() == defined


def test_a_dropped_column_takes_its_doubts_along(project: Project) -> None:
    project.cells.forget_field("甲方")
    assert codes(project) == ["sum_differs"]
    assert project.lanes.unlocated(first(project)) == []
    project.cells.forget_field("明细")
    assert project.found.count(first(project)) == 0


def test_a_removed_document_takes_everything_along(project: Project, tmp_path: Path) -> None:
    gone = first(project)
    project.documents.remove([gone])
    assert project.lanes.counts() == {"sum_differs": 1, "values_same": 1}
    project.documents.purge()
    assert project.found.count(gone) == 0
    assert project.lanes.doubts(gone) == []


def test_unlocated_values_never_stand_in_a_cell(project: Project) -> None:
    (value,) = project.lanes.unlocated(first(project), "甲方")
    assert (value.text, value.score) == ("海外公司", 0.8)
    assert project.cells.cell(first(project), "甲方").value == "江州公司"
    assert project.lanes.doubts(first(project))[0] == Doubt(
        first(project), "values_same", ("甲方", "乙方"),
        (("left_field", "甲方"), ("left", "江州公司"), ("right_field", "乙方"), ("right", "江州公司")),
    )  # fmt: skip


def test_a_threshold_is_previewed_and_applied_from_what_is_stored(project: Project) -> None:
    (field,) = parse_fields("乙方")
    preview = project.cells.preview(field)
    assert preview.steps() == [0.6]
    at = preview.at(0.7)
    assert (at.changed, at.gained, at.lost, at.filled) == (2, 0, 2, 0)
    assert preview.at(0.6).changed == 0
    changed = project.cells.apply_threshold(field, 0.7)
    assert changed == project.documents.ids()
    assert project.cells.cell(first(project), "乙方").value == ""
    assert project.cells.apply_threshold(field, 0.5) == changed
    assert project.cells.cell(first(project), "乙方").value == "江州公司"
