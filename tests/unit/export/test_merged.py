"""The clean sheet as rules merge its rows; the original rows stay as they were."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from engine.dedupe.merging import META, rules_of, rules_text
from engine.dedupe.survivorship import ColumnRule, Rule
from engine.export.merged import MergedRows
from engine.jobs.export import export_duplicates
from engine.store import Project
from engine.tables import open_all
from engine.types import Address, Cluster, Pair, Record, Scalar

HEADER = ("Name", "Code", "Since", "Phone")
PATH = "/in/customers.csv"
ROWS: tuple[tuple[Scalar, ...], ...] = (
    ("Alder", "0007", dt.date(2024, 5, 1), None),
    ("Alder Works Ltd", "0008", dt.date(2023, 1, 2), "0123"),
    ("Birch", "0009", None, "0456"),
)
RULES = {"Name": ColumnRule(Rule.LONGEST), "Code": ColumnRule(Rule.NEWEST, by="Since")}


def records() -> list[Record]:
    return [Record(f"r{n}", Address(PATH, "", n + 2), values) for n, values in enumerate(ROWS)]


def clean(path: Path) -> list[tuple[Scalar, ...]]:
    sheet = next(table for table in open_all(path) if table.sheet == "Clean")
    return [row.values for row in sheet.records() if isinstance(row, Record)]


def test_a_row_that_stays_takes_what_its_cluster_says() -> None:
    sources = [(PATH, HEADER, lambda: iter(records()))]
    merged = MergedRows([Cluster(1, ("r0", "r1"), "r0")], sources, RULES)
    first, _second, other = records()
    assert merged.of(first, HEADER, first.values) == [
        "Alder Works Ltd", "0007", dt.date(2024, 5, 1), "0123",
    ]  # fmt: skip
    assert merged.of(other, HEADER, other.values) == list(other.values)
    plain = MergedRows([Cluster(1, ("r0", "r1"), "r0")], sources, {})
    assert plain.of(first, HEADER, first.values) == list(first.values)


def test_a_project_s_rules_are_followed_by_its_export(tmp_path: Path) -> None:
    with Project.create(tmp_path / "t.cdesk") as project:
        project.tables.add(PATH, "", HEADER)
        project.tables.append(records())
        places = [one.address for one in records()]
        project.pairs.append(
            [Pair("p", "r0", "r1", places[0], places[1], 0.9, 1, (("Name", 1.0),))]
        )
        project.clusters.append([Cluster(1, ("r0", "r1"), "r0")])
        export_duplicates(project, tmp_path / "plain.xlsx")
        project.set_meta(META, rules_text(RULES))
        export_duplicates(project, tmp_path / "merged.xlsx")
    assert [row[0] for row in clean(tmp_path / "plain.xlsx")] == ["Alder", "Birch"]
    found = clean(tmp_path / "merged.xlsx")
    assert [row[0] for row in found] == ["Alder Works Ltd", "Birch"]
    assert [row[1] for row in found] == ["0007", "0009"]
    assert found[0][3] == "0123"


def test_a_csv_says_beside_each_row_what_the_rules_make_of_it(tmp_path: Path) -> None:
    with Project.create(tmp_path / "t.cdesk") as project:
        project.tables.add(PATH, "", HEADER)
        project.tables.append(records())
        project.clusters.append([Cluster(1, ("r0", "r1"), "r0")])
        export_duplicates(project, tmp_path / "plain.csv")
        project.set_meta(META, rules_text(RULES))
        export_duplicates(project, tmp_path / "merged.csv")
    plain, merged = (
        list(csv.DictReader((tmp_path / f"{name}.csv").read_text("utf-8-sig").splitlines()))
        for name in ("plain", "merged")
    )
    ruled = [name for name in HEADER if name in RULES]
    assert list(merged[0]) == [
        *list(plain[0])[:7], *(f"Clean {name}" for name in ruled), *list(plain[0])[7:],
    ]  # fmt: skip
    assert [row["Clean Name"] for row in merged] == ["Alder Works Ltd", "", "Birch"]
    assert [{name: row[name] for name in plain[0]} for row in merged] == plain


def test_rules_come_back_as_they_were_kept() -> None:
    assert rules_of(rules_text(RULES)) == RULES
    assert rules_of("") == rules_of("{") == rules_of('{"Name": {"rule": "best"}}') == {}
    assert rules_text({}) == ""
