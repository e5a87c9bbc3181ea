"""What ``extract`` writes of a project in which people have decided."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

from cli.commands.extract import Outcome, finished_documents
from engine.export import About, write_extractions
from engine.store import Project
from engine.types import Edit, Field, ReviewState, Target, cell_id
from tests.unit.store.records import document, extraction, mention


@pytest.mark.parametrize("kind", ["jsonl", "csv", "xlsx"])
def test_decisions_outlive_a_run_that_found_something_else(tmp_path: Path, kind: str) -> None:
    """``Fee`` was accepted and is found differently now; ``Law`` was typed and never found."""
    doc, out = document(), tmp_path / f"out.{kind}"
    with Project.create(tmp_path / "a.cdesk") as project:
        project.documents.append([doc])
        project.cells.append([extraction(doc, mention(doc, "Fee", "30,000 USD"))])
        project.edits.apply(Edit(Target.CELL, cell_id(doc.id, "Fee"), ReviewState.ACCEPTED))
        law = Edit(Target.CELL, cell_id(doc.id, "Law"), ReviewState.EDITED, "England")
        project.edits.apply(law)
        again = extraction(doc, mention(doc, "Fee", "30 days"))
        project.cells.append([again], "run 2", ["Fee", "Law"])
        outcome, session = Outcome(None), SimpleNamespace(project=project)
        outcome.extracted.append(doc.id)
        outcome.read[doc.id] = ["a.pdf", "copy.pdf"]
        fields = [Field("Fee"), Field("Law")]
        rows = finished_documents(session, outcome, fields, ("a.pdf",))  # type: ignore[arg-type]
        write_extractions(out, rows, fields, About())
    expected = ("30,000 USD", "England")
    assert shown(out) == {"a.pdf": expected, "copy.pdf": expected}


def test_rows_come_in_the_order_of_the_paths(tmp_path: Path) -> None:
    """A run that was resumed finishes its documents in another order than one that was not."""
    documents = [document(number) for number in (1, 2, 3)]
    with Project.create(tmp_path / "a.cdesk") as project:
        project.documents.append(documents)
        outcome, session = Outcome(None), SimpleNamespace(project=project)
        for doc in reversed(documents):
            project.cells.append([extraction(doc)])
            outcome.extracted.append(doc.id)
            outcome.read[doc.id] = [doc.path]
        paths = [doc.path for doc in documents]
        rows = list(finished_documents(session, outcome, [Field("Fee")], paths))  # type: ignore[arg-type]
    assert [row.document.path for row in rows] == paths


def shown(out: Path) -> dict[str, tuple[Any, ...]]:
    """The two values that stand in each document's row."""
    if out.suffix == ".jsonl":
        lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
        return {
            line["document"]: tuple(
                next(value["text"] for value in line["fields"][name] if value["chosen"])
                for name in ("Fee", "Law")
            )
            for line in lines
        }
    if out.suffix == ".csv":
        with out.open(encoding="utf-8-sig", newline="") as stream:
            return {row[0]: tuple(row[1:3]) for row in list(csv.reader(stream))[1:]}
    rows = openpyxl.load_workbook(out)["Values"].iter_rows(2, max_col=3, values_only=True)
    return {str(row[0]): row[1:] for row in rows}
