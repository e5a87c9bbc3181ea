"""``dedupe`` on the sample table and on tables with gold clusters."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl

from tests.e2e.conftest import Program, read_jsonl


def test_sample_duplicates_are_found(program: Program, samples: Path, tmp_path: Path) -> None:
    key = json.loads((samples / "customers.answers.json").read_text(encoding="utf-8"))
    out = tmp_path / "pairs.jsonl"
    done = program(
        "dedupe", samples / "customers.xlsx", "--columns", ",".join(key["columns"]), "--out", out
    )
    assert done.returncode == 0, done.stderr
    lines = read_jsonl(out)
    clusters: dict[int, set[int]] = {}
    for line in lines:
        if line["cluster"] is not None:
            members = clusters.setdefault(line["cluster"], set())
            members |= {line["left"]["row"], line["right"]["row"]}
    found = {frozenset(rows) for rows in clusters.values()}
    wanted = {frozenset(rows) for rows in key["duplicates"]}
    assert len(found & wanted) >= 0.85 * len(wanted), wanted - found
    assert len(found - wanted) <= 2, found - wanted


def test_workbook_keeps_every_row(program: Program, samples: Path, tmp_path: Path) -> None:
    out = tmp_path / "clean.xlsx"
    done = program(
        "dedupe", samples / "customers.xlsx", "--columns", "Company,Phone,Address", "--out", out
    )
    assert done.returncode == 0, done.stderr
    source = openpyxl.load_workbook(samples / "customers.xlsx").active
    sheet = openpyxl.load_workbook(out)["Customers"]
    rows = list(sheet.iter_rows(values_only=True))
    original = list(source.iter_rows(values_only=True))
    assert len(rows) == len(original)
    for row, before in zip(rows[1:], original[1:], strict=True):
        assert str(row[0]) == before[0], "a leading zero was lost"
        assert row[5] == before[5], "an identity number changed"


def test_unknown_column_lists_the_columns(program: Program, samples: Path, tmp_path: Path) -> None:
    done = program(
        "dedupe", samples / "customers.xlsx", "--columns", "Firm", "--out", tmp_path / "o.jsonl"
    )
    assert done.returncode in (2, 3)
    assert "Company" in done.stderr


def test_real_table_with_gold_clusters(program: Program, shared_data: Path, tmp_path: Path) -> None:
    out = tmp_path / "febrl.jsonl"
    done = program(
        "dedupe",
        shared_data / "er_tables" / "febrl1.csv",
        "--columns",
        "given_name,surname,street_number,address_1,suburb,postcode,date_of_birth,soc_sec_id",
        "--out",
        out,
    )
    assert done.returncode == 0, done.stderr
    gold: dict[int, str] = {}
    text = (shared_data / "er_tables" / "febrl1.csv").read_text(encoding="utf-8")
    for number, row in enumerate(text.splitlines()[1:], start=2):
        gold[number] = row.split(",")[1]
    accepted = [line for line in read_jsonl(out) if line["cluster"] is not None]
    right = sum(gold[line["left"]["row"]] == gold[line["right"]["row"]] for line in accepted)
    assert right >= 0.9 * len(accepted)
    assert right >= 0.9 * 500
