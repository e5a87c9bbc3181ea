"""From a project to a file, with everything people decided."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from engine.jobs.export import export_duplicates, export_fields, export_verdicts
from engine.store import Project
from engine.types import (
    Cluster,
    Edit,
    Field,
    FieldType,
    ItemFailure,
    ReviewState,
    RunStatus,
    Target,
    cell_id,
)
from tests.unit.store.records import document, extraction, mention, pair, record, verdict


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "a.cdesk") as opened:
        yield opened


def test_fields_with_the_latest_run_and_the_failures(project: Project, tmp_path: Path) -> None:
    docs = [document(1), document(2)]
    project.documents.append(docs)
    run = project.runs.begin("extract", {"fields": "Fee"}, "pack")
    found = [extraction(doc, mention(doc, "Fee", "30,000 USD", normalized="30000")) for doc in docs]
    project.sink(run.id, ["Fee"]).store(found, [ItemFailure("c.pdf", "file_damaged")])
    project.runs.finish(run.id, RunStatus.DONE_WITH_FAILURES, 2, 1)
    project.edits.apply(Edit(Target.CELL, cell_id(docs[0].id, "Fee"), ReviewState.EDITED, "31000"))
    path = tmp_path / "out.xlsx"
    export_fields(project, path, [Field("Fee", FieldType.AMOUNT)], say=lambda f: f"~{f.code}")
    read = openpyxl.load_workbook(path)
    assert [read["Values"][f"B{row}"].value for row in (2, 3)] == [31000, 30000]
    assert read["Failures"]["B2"].value == "~file_damaged"
    facts = dict(read["Run"].iter_rows(2, values_only=True))
    assert (facts["job"], facts["model"], facts["fields"]) == ("extract", "pack", "Fee")


def test_an_accepted_value_is_exported_as_accepted_after_another_run(project: Project) -> None:
    doc = document()
    project.documents.append([doc])
    project.cells.append([extraction(doc, mention(doc, "Fee", "30,000 USD"))])
    project.edits.apply(Edit(Target.CELL, cell_id(doc.id, "Fee"), ReviewState.ACCEPTED))
    project.cells.append([extraction(doc, mention(doc, "Fee", "30 days"))], "run 2", ["Fee"])
    stream = io.StringIO()
    export_fields(project, stream, kind="jsonl")
    values = json.loads(stream.getvalue())["fields"]["Fee"]
    assert [(value["text"], value["chosen"]) for value in values] == [
        ("30,000 USD", True),
        ("30 days", False),
    ]


def test_a_decision_stands_where_a_later_run_found_nothing(project: Project) -> None:
    doc = document()
    project.documents.append([doc])
    project.cells.append([extraction(doc, mention(doc, "Fee", "30,000 USD"))], "", ["Fee", "Law"])
    project.edits.apply(Edit(Target.CELL, cell_id(doc.id, "Fee"), ReviewState.ACCEPTED))
    project.edits.apply(Edit(Target.CELL, cell_id(doc.id, "Law"), ReviewState.EDITED, "England"))
    project.cells.append([extraction(doc)], "run 2", ["Fee", "Law"])
    stream = io.StringIO()
    export_fields(project, stream, kind="jsonl")
    fields = json.loads(stream.getvalue())["fields"]
    (fee,), (law,) = fields["Fee"], fields["Law"]
    assert (fee["text"], doc.text[fee["start"] : fee["end"]]) == ("30,000 USD", "30,000 USD")
    assert (law["text"], law["start"], law["end"], law["page"]) == ("England", None, None, None)
    assert law["source"] == fee["source"] == "person"
    assert law["chosen"] and fee["chosen"]


def test_a_cell_accepted_as_empty_stays_empty(project: Project) -> None:
    doc = document()
    project.documents.append([doc])
    project.cells.append([extraction(doc)], "", ["Fee"])
    project.edits.apply(Edit(Target.CELL, cell_id(doc.id, "Fee"), ReviewState.ACCEPTED))
    project.cells.append([extraction(doc, mention(doc, "Fee", "30,000 USD"))], "run 2", ["Fee"])
    for kind in ("jsonl", "md"):
        stream = io.StringIO()
        export_fields(project, stream, kind=kind)
        if kind == "jsonl":
            (value,) = json.loads(stream.getvalue())["fields"]["Fee"]
            assert value["chosen"] is False
        else:
            assert "30,000" not in stream.getvalue()


def test_only_the_documents_asked_for(project: Project) -> None:
    docs = [document(1), document(2), document(3)]
    project.documents.append(docs)
    project.cells.append(extraction(doc) for doc in docs[:2])
    stream = io.StringIO()
    export_fields(project, stream, documents=[docs[1].id, docs[2].id], kind="jsonl")
    assert [json.loads(line)["document"] for line in stream.getvalue().splitlines()] == [
        docs[1].path
    ]


def test_duplicates_and_verdicts(project: Project, tmp_path: Path) -> None:
    project.tables.add("customers.xlsx", "Sheet1", ["name"])
    project.tables.append([record(2, "Acme"), record(3, "ACME"), record(4, "Solo")])
    project.pairs.append([pair(2, 3, 0.9, 0)])
    project.clusters.append([Cluster(0, (record(2).id, record(3).id), record(2).id)])
    path = tmp_path / "out.xlsx"
    export_duplicates(project, path)
    sheet = openpyxl.load_workbook(path)["Sheet1"]
    assert [cell.value for cell in sheet["C"]] == ["Role", "survivor", "duplicate", "unique"]
    doc = document()
    project.documents.append([doc])
    found = verdict(doc, doc, 0.9)
    project.verdicts.append([found, verdict(doc, doc, 0.5, part=1)])
    project.edits.apply(Edit(Target.VERDICT, found.id, ReviewState.REJECTED, reason="annex"))
    stream = io.StringIO()
    export_verdicts(project, stream, kind="jsonl")
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert first["document"] == doc.path
    assert first["review"]["reason"] == "annex"
    assert "review" not in second
