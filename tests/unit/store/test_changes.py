"""Comparisons in the project: what was said comes back, review states, filters, re-runs."""

from __future__ import annotations

from dataclasses import replace

from engine.events import Finished
from engine.store import Filter, Project, Query
from engine.types import (
    Basis,
    Bearing,
    Change,
    ClauseChange,
    ClauseRef,
    Comparison,
    ComparisonMode,
    DiffOp,
    DiffPart,
    Edit,
    Meaning,
    Reason,
    ReasonKind,
    ReviewState,
    RunStatus,
    Target,
    comparison_id,
    stable_id,
)
from tests.unit.store.records import document

OLD, NEW = document(1), document(2, "付款期限为三十日。 The fee is due within 15 days.")
COMPARED = Comparison(comparison_id(OLD.id, NEW.id), OLD.id, NEW.id, ComparisonMode.VERSIONS, 2, 2)
MEANING = Meaning(
    Bearing.STRICTER,
    "Buyer",
    Basis.BOTH,
    (Reason(ReasonKind.NUMBER, "30 days", "15 days", 4, 11, 7, 14),),
    (0.1, 0.2, 0.7),
    (0.6, 0.3, 0.1),
)


def change(
    position: int, kind: Change = Change.EDITED, meaning: Meaning | None = None
) -> ClauseChange:
    """A change of clause 4.``position``."""
    old = ClauseRef(OLD.id, f"4.{position}", 0, 7, "30 days")
    new = ClauseRef(NEW.id, f"5.{position}", 0, 7, "15 days\ud83d")
    return ClauseChange(
        stable_id("change", COMPARED.id, position),
        COMPARED.id,
        position,
        kind,
        () if kind is Change.ADDED else (old,),
        () if kind is Change.REMOVED else (new,),
        0.75,
        edited=kind is Change.EDITED,
        renumbered=True,
        diff=(DiffPart(DiffOp.DELETE, "30"), DiffPart(DiffOp.INSERT, "15"), DiffPart(DiffOp.EQUAL, " days")),
        meaning=meaning,
    )  # fmt: skip


def fill(project: Project) -> list[ClauseChange]:
    """Three changes in a comparison of two documents of the project."""
    changes = [change(1, meaning=MEANING), change(2, Change.ADDED), change(12, Change.REMOVED)]
    project.documents.append([OLD, NEW])
    project.changes.begin([COMPARED], "run")
    project.changes.append(changes, "run")
    return changes


def test_what_was_stored_comes_back(project: Project) -> None:
    changes = fill(project)
    assert [row.change for row in project.changes.page(0, 9)] == changes
    assert [one for one, _ in project.changes.all(COMPARED.id)] == changes
    (row,) = project.changes.comparisons()
    assert (row.comparison, row.old_name, row.new_name) == (COMPARED, OLD.name, NEW.name)
    assert project.changes.counts(COMPARED.id) == {
        Change.EDITED: 1,
        Change.ADDED: 1,
        Change.REMOVED: 1,
    }


def test_filters_search_and_facets(project: Project) -> None:
    fill(project)
    changes = project.changes
    stricter = Query(filters=(Filter("bearing", "=", "stricter"),))
    assert [row.change.position for row in changes.page(0, 9, stricter)] == [1]
    assert changes.count(Query(text="30 days")) == 2
    assert changes.facets(stricter)["bearing"] == {"stricter": 1, "": 2}
    by_clause = Query(sort="old_clause", descending=True)
    assert next(row.change.position for row in changes.page(0, 9, by_clause)) == 12
    assert changes.rows([*changes.keys(), 99])[-1] is None


def test_a_decision_stays_with_the_change_and_can_be_undone(project: Project) -> None:
    changes = fill(project)
    edit = Edit(Target.CHANGE, changes[0].id, ReviewState.REJECTED, reason="not agreed")
    before = project.edits.apply(edit)
    row = project.changes.get(changes[0].id)
    assert row is not None and (row.state, row.reason) == (ReviewState.REJECTED, "not agreed")
    project.changes.append([replace(changes[0], similarity=0.5)], "again")
    row = project.changes.get(changes[0].id)
    assert row is not None and row.state is ReviewState.REJECTED and row.change.similarity == 0.5
    project.edits.apply(before)
    row = project.changes.get(changes[0].id)
    assert row is not None and row.state is ReviewState.PROPOSED


def test_a_new_run_replaces_the_changes_of_its_comparison(project: Project) -> None:
    fill(project)
    run = project.runs.begin("compare", {})
    sink = project.sink(run.id)
    sink.store([COMPARED], [])
    sink.store([change(1)], [])
    assert project.changes.count() == 3
    sink.finish(Finished(RunStatus.DONE, 1, 0, 0.1))
    assert [row.change.position for row in project.changes.page(0, 9)] == [1]


def test_a_removed_document_takes_its_comparisons_along(project: Project) -> None:
    fill(project)
    project.documents.remove([OLD.id])
    assert project.changes.comparisons() == []
    project.documents.restore([OLD.id])
    assert len(project.changes.comparisons()) == 1
    project.documents.remove([OLD.id])
    project.documents.purge()
    assert project.changes.count() == 0
    project.changes.delete(COMPARED.id)
