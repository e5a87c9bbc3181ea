"""Verdicts and scored lines."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

from engine.store import Filter, Project, Query
from engine.store.schema import MIGRATIONS, migrate
from engine.types import (
    Basis,
    ClauseRef,
    Document,
    Edit,
    Evidence,
    EvidenceRole,
    Expectation,
    ItemFailure,
    Label,
    Reason,
    ReasonKind,
    ReviewState,
    ScoredPair,
    Severity,
    Side,
    Target,
    Verdict,
    playbook_id,
)
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


def reasoned(doc: Document, part: int, share: float, *kinds: ReasonKind) -> Verdict:
    """A contradiction inside one document that rests on ``kinds``."""
    made = verdict(doc, doc, share, part=part)
    return replace(made, reasons=tuple(Reason(kind, "30", "45") for kind in kinds))


def test_what_a_verdict_rests_on_and_how_much_it_matters_follow_from_itself(
    project: Project,
) -> None:
    project.documents.append([FIRST])
    project.verdicts.append(
        [
            reasoned(FIRST, 1, 0.95, ReasonKind.NUMBER, ReasonKind.MODEL),
            reasoned(FIRST, 2, 0.7, ReasonKind.AMOUNT),
            reasoned(FIRST, 3, 0.92, ReasonKind.MODEL),
            reasoned(FIRST, 4, 0.6, ReasonKind.MODEL),
            verdict(FIRST, FIRST, 0.1, Label.NEUTRAL, part=5),
        ]
    )
    rows = project.verdicts.page(0, 9, Query(sort="severity", descending=True))
    found = [(row.severity, row.basis, row.contradiction) for row in rows]
    assert found[:4] == [
        (Severity.HIGH, Basis.BOTH, 0.95),
        (Severity.MEDIUM, Basis.MODEL, 0.92),
        (Severity.MEDIUM, Basis.RULE, 0.7),
        (Severity.LOW, Basis.MODEL, 0.6),
    ]
    assert found[4][0] is Severity.NONE
    contradictions = Filter("label", "=", "contradiction")
    query = Query(filters=(contradictions, Filter("basis", "=", "model")))
    facets = project.verdicts.facets(query)
    assert facets["severity"] == {2: 1, 1: 1}
    assert facets["basis"] == {"both": 1, "rule": 1, "model": 2}
    assert facets["scope"] == {"inside": 2}
    assert facets["state"] == {"proposed": 2}


def test_a_frozen_listing_shows_rows_as_they_stand_now_and_holds_the_place_of_those_gone(
    project: Project,
) -> None:
    fill(project)
    keys = project.verdicts.keys(Query(sort="contradiction"))
    shown = [row.contradiction for row in project.verdicts.rows(keys) if row]
    assert shown == [0.2, 0.8, 0.9]
    gone = project.verdicts.rows(keys)[1]
    assert gone is not None
    with project.database.write() as connection:
        connection.execute("DELETE FROM verdicts WHERE id = ?", (gone.id,))
    rows = project.verdicts.rows(keys)
    assert [row and row.contradiction for row in rows] == [0.2, None, 0.9]


def test_a_project_of_the_first_version_gains_the_facets(tmp_path: Path) -> None:
    path = tmp_path / "old.cdesk"
    connection = sqlite3.connect(path, isolation_level=None)
    migrate(connection, path, MIGRATIONS[:1])
    sql = """INSERT INTO verdicts (id, label, entailment, neutral, contradiction, premise_document,
        premise_clause, premise, hypothesis_document, hypothesis_clause, hypothesis, reasons,
        state, run_id) VALUES (?, 'contradiction', 0, 0.1, 0.9, 'd', '1', '["d","1",0,1,"a"]',
        'e', '2', '["e","2",0,1,"b"]', ?, 'proposed', 'r')"""
    connection.execute(sql, ("v", '[["date","a","b",0,1,0,1]]'))
    connection.execute(sql, ("w", "[["))
    connection.close()
    with Project.open(path) as project:
        facets = project.verdicts.facets()
    assert facets["kind"] == {"date": 1, "": 1}
    assert facets["severity"] == {3: 1, 2: 1}
    assert facets["scope"] == {"across": 2}


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


def test_everything_a_verdict_says_is_kept(project: Project) -> None:
    project.documents.append([FIRST, SECOND])
    place = ClauseRef(FIRST.id, "1.1", 0, 4, FIRST.text[:4])
    plain = replace(
        verdict(FIRST, SECOND, 0.9, part=1),
        severity=Severity.LOW,
        evidence=(
            Evidence(EvidenceRole.PRECEDENCE, place),
            Evidence(EvidenceRole.CLAUSE, place, Label.NEUTRAL, 0.5),
        ),
        prevails=Side.PREMISE,
        disagree=True,
        identity="same words",
    )
    asked = replace(
        verdict(FIRST, FIRST, 0.9, part=2),
        hypothesis=ClauseRef(playbook_id("nda"), "nda-2", 0, 2, "It"),
        severity=Severity.HIGH,
        expectation=Expectation("House NDA", "nda-2", (Label.ENTAILMENT,), Severity.HIGH, "Ask."),
    )
    project.verdicts.append([plain, asked])
    kept = {one.id: one for one, _ in project.verdicts.all()}
    assert kept == {plain.id: plain, asked.id: asked}
    row = project.verdicts.get(plain.id)
    assert row is not None
    assert (row.severity, row.prevails, row.disagree) == (Severity.LOW, Side.PREMISE, True)
    assert row.evidence == plain.evidence
    row = project.verdicts.get(asked.id)
    assert row is not None
    assert (row.hypothesis_name, row.expectation) == ("House NDA", asked.expectation)
    facets = project.verdicts.facets()
    assert facets["scope"] == {"across": 1, "playbook": 1}
    assert facets["disagree"] == {0: 1, 1: 1}
    # A playbook's verdict is no contradiction inside the document.
    assert [one.contradictions for one in project.documents.page(0, 2)] == [1, 1]


def test_a_decision_carries_over_to_the_next_version_once(project: Project) -> None:
    project.documents.append([FIRST, SECOND])
    old = replace(verdict(FIRST, FIRST, 0.9, part=1), identity="same words")
    new = replace(verdict(SECOND, SECOND, 0.9, part=1), identity="same words")
    twin = replace(verdict(FIRST, FIRST, 0.9, part=2), identity="same words")
    project.verdicts.append([old])
    project.edits.apply(Edit(Target.VERDICT, old.id, ReviewState.REJECTED, reason="schedule"))
    project.verdicts.append([new, twin])
    row = project.verdicts.get(new.id)
    assert row is not None
    assert (row.state, row.reason) == (ReviewState.REJECTED, "schedule")
    beside = project.verdicts.get(twin.id)
    assert beside is not None and beside.state is ReviewState.PROPOSED
    project.edits.apply(Edit(Target.VERDICT, new.id, ReviewState.PROPOSED))
    project.verdicts.append([new])
    row = project.verdicts.get(new.id)
    assert row is not None and row.state is ReviewState.PROPOSED


def test_a_decision_outlives_the_verdict_it_was_about(project: Project) -> None:
    project.documents.append([FIRST, SECOND])
    old = replace(verdict(FIRST, FIRST, 0.9, part=1), identity="same words")
    project.verdicts.append([old])
    project.edits.apply(Edit(Target.VERDICT, old.id, ReviewState.REJECTED, reason="schedule"))
    with project.database.write() as connection:
        connection.execute("DELETE FROM verdicts")
    new = replace(verdict(SECOND, SECOND, 0.9, part=1), identity="same words")
    project.verdicts.append([new])
    row = project.verdicts.get(new.id)
    assert row is not None and row.state is ReviewState.REJECTED
