"""``extract --import-review``: an edited workbook goes into the project, and what could not is told."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

import wording
from cli import exit_codes
from cli.commands.extract import chosen_fields
from cli.commands.reimport import import_review
from cli.output import UsageError
from engine.jobs.export import export_fields
from engine.store import Project
from engine.types import Edit, Extraction, ReviewState, Target, cell_id
from tests.unit.store.records import document, mention


def session(opened: Project, book: Path, out: Path, **more: Any) -> Any:
    said: list[str] = []
    options = {"paths": [], "project": "a.cdesk", "import_review": book, "out": str(out), **more}
    return SimpleNamespace(
        project=opened,
        options=SimpleNamespace(**options),
        language="en",
        said=said,
        say=said.append,
        target=lambda: out,
        explain=lambda code, params: str(wording.sentence(code, params, "en")),
    )


@pytest.fixture
def made(tmp_path: Path) -> Any:
    with Project.create(tmp_path / "a.cdesk") as project:
        run = project.runs.begin("extract", {"fields_text": "Fee, Term"})
        doc = document(1)
        sink = project.sink(run.id, ["Fee", "Term"])
        sink.store([doc], [])
        sink.store(
            [
                Extraction(
                    doc.id,
                    (mention(doc, "Fee", "30,000 USD"), mention(doc, "Term", "30 days")),
                    1.0,
                )
            ],
            [],
        )
        book = tmp_path / "book.xlsx"
        export_fields(project, book)
        edited = openpyxl.load_workbook(book)
        edited["Values"]["B2"], edited["Values"]["C2"] = "31,000 USD", "45 days"
        edited.save(book)
        yield project, doc.id, book


def test_changes_are_taken_over_and_conflicts_told(made: Any, tmp_path: Path) -> None:
    project, doc, book = made
    project.edits.apply(Edit(Target.CELL, cell_id(doc, "Term"), ReviewState.EDITED, "60 days"))
    asked = session(project, book, tmp_path / "out.jsonl")
    assert import_review(asked, "jsonl") == exit_codes.SOME_FAILED
    assert project.cells.cell(doc, "Fee").value == "31,000 USD"
    assert project.cells.cell(doc, "Term").value == "60 days"
    assert asked.said[0].startswith("1 cells taken over, 0 unchanged, 1 in conflict")
    assert "45 days" in asked.said[1] and "60 days" in asked.said[1]
    (line,) = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    chosen = {name: values[0]["text"] for name, values in json.loads(line)["fields"].items()}
    assert chosen == {"Fee": "31,000 USD", "Term": "60 days"}


@pytest.mark.parametrize("wrong", [{"paths": ["a"]}, {"project": None}])
def test_it_needs_a_project_and_no_paths(made: Any, tmp_path: Path, wrong: dict[str, Any]) -> None:
    project, _, book = made
    with pytest.raises(UsageError):
        import_review(session(project, book, tmp_path / "o.csv", **wrong), "csv")
    with pytest.raises(UsageError, match="another file"):
        import_review(session(project, book, book), "xlsx")


def test_a_template_may_be_a_shared_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSEDESK_HOME", str(tmp_path / "home"))
    shared = tmp_path / "mine.txt"
    shared.write_text("# Mine\nParty*\nLines{Product, Amount}\n! Party = Party\n", encoding="utf-8")

    def fields(template: str | None) -> Any:
        options = SimpleNamespace(template=template, fields=None, fields_file=None)
        return chosen_fields(SimpleNamespace(options=options, language="zh"))  # type: ignore[arg-type]

    assert [field.name for field in fields(str(shared)).fields] == ["Party", "Lines"]
    assert len(fields("采购合同").rules) == 3
    with pytest.raises(UsageError):
        fields(None)
    with pytest.raises(UsageError, match="divorce"):
        fields("divorce")
