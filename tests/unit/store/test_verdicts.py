"""Verdicts and scored lines."""

from __future__ import annotations

from engine.store import Filter, Project, Query
from engine.types import Edit, ItemFailure, Label, ReviewState, ScoredPair, Target
from tests.unit.store.records import document, verdict

FIRST, SECOND = document(1), document(2, "付款期限为三十日。 The fee is due.")


def fill(project: Project) -> None:
    """Three verdicts over two documents."""
    project.documents.append([FIRST, SECOND])
    project.verdicts.append(
        [
            verdict(FIRST, FIRST, 0.2, Label.NEUTRAL, part=1),
            verdict(FIRST, SECOND, 0.9, part=2),
            verdict(SECOND, SECOND, 0.8, part=3),
        ],
        "run",
    )


def test_the_most_contradicting_comes_first_with_all_it_shows(project: Project) -> None:
    fill(project)
    rows = project.verdicts.page(0, 10)
    assert [row.contradiction for row in rows] == [0.9, 0.8, 0.2]
    assert (rows[0].premise_name, rows[0].hypothesis_name) == (FIRST.name, SECOND.name)
    expected = verdict(FIRST, SECOND, 0.9, part=2)
    assert (rows[0].premise, rows[0].hypothesis) == (expected.premise, expected.hypothesis)
    assert rows[0].reasons == expected.reasons
    assert project.verdicts.get(expected.id) == rows[0]
    assert next(project.verdicts.all())[0] == expected


def test_a_document_is_found_on_either_side(project: Project) -> None:
    fill(project)
    query = Query(filters=(Filter("document_id", "=", SECOND.id),))
    assert project.verdicts.count(query) == 2
    assert project.verdicts.count(Query(filters=(Filter("label", "=", "neutral"),))) == 1
    assert project.verdicts.count(Query(text="付款")) == 2


def test_a_dismissal_keeps_its_reason_over_a_rerun(project: Project) -> None:
    fill(project)
    key = verdict(FIRST, SECOND, 0, part=2).id
    project.edits.apply(Edit(Target.VERDICT, key, ReviewState.REJECTED, reason="other party"))
    project.verdicts.append([verdict(FIRST, SECOND, 0.7, part=2)], "run 2")
    row = project.verdicts.get(key)
    assert row is not None
    assert (row.state, row.reason, row.contradiction) == (
        ReviewState.REJECTED,
        "other party",
        0.7,
    )


def test_an_accepted_label_stays_the_accepted_label(project: Project) -> None:
    fill(project)
    key = verdict(FIRST, SECOND, 0, part=2).id
    project.edits.apply(Edit(Target.VERDICT, key, ReviewState.ACCEPTED))
    project.verdicts.append([verdict(FIRST, SECOND, 0.1, Label.NEUTRAL, part=2)], "run 2")
    row = project.verdicts.get(key)
    assert row is not None
    assert (row.label, row.decided) == (Label.NEUTRAL, Label.CONTRADICTION)


def test_a_person_may_pick_the_label(project: Project) -> None:
    fill(project)
    key = verdict(FIRST, SECOND, 0, part=2).id
    project.edits.apply(Edit(Target.VERDICT, key, ReviewState.EDITED, "entailment"))
    row = project.verdicts.get(key)
    assert row is not None
    assert row.decided is Label.ENTAILMENT


def test_scored_lines_come_back_in_order(project: Project) -> None:
    lines = [
        ScoredPair(2, (("text1", "a"), ("text2", {"b": [1]})), (("score", 0.5),)),
        ScoredPair(1, (("n", None),), failure=ItemFailure("1", "line_not_json", (("column", 3),))),
    ]
    project.scored.append(lines, "run")
    assert list(project.scored.all("run")) == lines[::-1]
    assert project.scored.page(1, 5, "run") == lines[:1]
    assert project.scored.count("run") == 2
    assert project.scored.count("other") == 0
