"""``check`` from the command line: across documents, and against a playbook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli import exit_codes
from cli.main import main

MAIN = """1. The Client shall pay each invoice within thirty (30) days after receipt.

2. The Contractor shall clean all wards of the hospital every day.

3. In the event of a conflict between this Agreement and an Annex, this Agreement shall prevail.
"""
ANNEX = """Annex 1

1. The Contractor shall not use subcontractors.

2. The Client shall pay each invoice within 45 days after receipt.
"""
HOUSE = """title: House
statements:
  - id: payment
    statement: The Client shall pay each invoice within sixty (60) days after receipt.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two contracts, a playbook, and no model."""
    import cli.session

    monkeypatch.setattr(cli.session.Session, "registry", _no_models)
    monkeypatch.setenv("CLAUSEDESK_HOME", str(tmp_path / "home"))
    for name, text in (("main.txt", MAIN), ("annex.txt", ANNEX), ("house.yaml", HOUSE)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def _no_models(session: object) -> Any:
    from engine.models.registry import ModelRegistry

    return ModelRegistry([])


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def check(folder: Path, *arguments: str) -> int:
    files = [str(folder / "main.txt"), str(folder / "annex.txt")]
    return main(["check", *files, "--out", str(folder / "out.jsonl"), "--quiet", *arguments])


def test_across_names_both_documents_and_what_prevails(folder: Path) -> None:
    assert check(folder) == exit_codes.DONE
    assert lines(folder / "out.jsonl") == []
    assert check(folder, "--across") == exit_codes.DONE
    (line,) = lines(folder / "out.jsonl")
    names = {Path(line["document"]).name, Path(line["hypothesis"]["document"]).name}
    assert names == {"main.txt", "annex.txt"}
    assert (line["severity"], line["reasons"][0]["kind"]) == ("medium", "payment")
    assert line["evidence"][0]["role"] == "precedence"


def test_a_playbook_gives_a_line_for_each_document_and_statement(folder: Path) -> None:
    assert check(folder, "--playbook", str(folder / "house.yaml")) == exit_codes.DONE
    first, second = lines(folder / "out.jsonl")
    assert [line["id"] for line in (first, second)] == ["payment", "payment"]
    assert (first["label"], first["as_expected"]) == ("contradiction", False)
    assert first["evidence"][0]["clause"] == "1"


def test_a_playbook_with_a_fault_is_told_with_its_place(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "bad.yaml"
    path.write_text("statements:\n  - statment: x\n", encoding="utf-8")
    assert check(folder, "--playbook", str(path)) == exit_codes.USAGE
    said = capsys.readouterr().err
    assert "bad.yaml" in said and "2" in said and "statment" in said
    assert not (folder / "out.jsonl").exists()
