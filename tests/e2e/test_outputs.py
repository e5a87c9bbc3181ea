"""What is written where: never over an input, never nothing over something, nothing left unsaid."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl

from tests.e2e.conftest import Program, read_jsonl


def test_an_input_survives_being_named_as_output(
    program: Program, samples: Path, tmp_path: Path
) -> None:
    table = tmp_path / "customers.xlsx"
    shutil.copy(samples / "customers.xlsx", table)
    before = table.read_bytes()
    done = program("dedupe", table, "--columns", "Company", "--out", table)
    assert done.returncode == 2
    assert table.read_bytes() == before


def test_a_failed_run_leaves_the_older_output_alone(program: Program, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("yesterday", encoding="utf-8")
    done = program("pairs", tmp_path / "nowhere.jsonl", "--task", "nli", "--out", out)
    assert done.returncode == 3
    assert out.read_text(encoding="utf-8") == "yesterday"


def test_two_files_with_one_content_are_both_reported(
    program: Program, samples: Path, tmp_path: Path
) -> None:
    names = ("draft.docx", "copy of draft.docx")
    for name in names:
        shutil.copy(samples / "services-conflicts.docx", tmp_path / name)
    done = program("check", *[tmp_path / name for name in names], "--out", "-")
    assert done.returncode == 0, done.stderr
    documents = [Path(json.loads(line)["document"]).name for line in done.stdout.splitlines()]
    assert sorted(set(documents)) == sorted(names)
    assert documents.count(names[0]) == documents.count(names[1])


def test_what_was_left_out_of_a_table_is_said(program: Program, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["name", "city"])
    workbook.active.append(["Acme Pumps", "Leeds"])
    workbook.active.append(["Acme Pumps Ltd", "Leeds"])
    hidden = workbook.create_sheet("old")
    hidden.sheet_state = "hidden"
    hidden.append(["name", "city"])
    workbook.save(tmp_path / "t.xlsx")
    done = program(
        "dedupe", tmp_path / "t.xlsx", "--columns", "name,city", "--out", tmp_path / "o.xlsx"
    )
    assert done.returncode == 0, done.stderr
    assert "hidden" in done.stderr
    run = openpyxl.load_workbook(tmp_path / "o.xlsx").worksheets[-1]
    assert any("hidden" in str(row[1]) for row in run.iter_rows(values_only=True))


def test_gold_labels_of_the_input_stay(program: Program, tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    pair = {"text1": "The cat sleeps.", "text2": "The cat is awake.", "label": "gold"}
    source.write_text(json.dumps(pair) + "\n", encoding="utf-8")
    done = program("pairs", source, "--task", "nli", "--out", out)
    assert done.returncode == 0, done.stderr
    (line,) = read_jsonl(out)
    assert line["input_label"] == "gold"
    assert line["label"] in ("entailment", "neutral", "contradiction")
