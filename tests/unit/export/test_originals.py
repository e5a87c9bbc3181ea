"""Duplicates written back: what a workbook's cells were, they are."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from engine.control import JobControl
from engine.dedupe.decisions import exclude, merge, pin, split
from engine.events import Results
from engine.export import About
from engine.export.originals import holds
from engine.jobs.dedupe import DedupeRequest, dedupe
from engine.jobs.export import export_duplicates
from engine.jobs.services import NoCache, Services
from engine.store import Project
from engine.types import Record

ROWS: list[list[Any]] = [
    ["Code", "Company", "Net", "Tax", "Gross", "Since", "Share", "Note"],
    ["007", "Alder Paper Mills Ltd", 100, "=C2*0.2", "=C2+D2", dt.date(2024, 3, 5), 0.25, "=1+1?"],
    ["0042", "ALDER PAPER MILS", 50, "=C3*0.2", "=SUM(C3:D3)", dt.date(2024, 3, 6), 0.5, None],
    [],
    [81, "Birch Dental Group", 10, "=Other!A1", "=C5+Rate", None, None, "x"],
    ["9", "Cedar Robotics", 1, "=[1]S!A1", '=C6&"a\'b!c"', None, None, "y"],
]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Clients"
    for row in ROWS:
        sheet.append(row)
    sheet["H2"].data_type = "s"
    sheet["A5"].number_format = "00000"
    sheet["G2"].number_format = "0%"
    workbook.create_sheet("Other").append(["Name"])
    path = tmp_path / "clients.xlsx"
    workbook.save(path)
    return path


def searched(project: Project, path: Path) -> dict[int, str]:
    """Search ``path`` into ``project``; the id of each row's record."""
    asked = DedupeRequest((str(path),), ("Company",), sheets=("Clients",), threads=1)
    settings = {"paths": [str(path)], "columns": ["Company"], "sheets": ["Clients"]}
    run = project.runs.begin("dedupe", settings)
    sink = project.sink(run.id)
    nothing: Any = None
    ids: dict[int, str] = {}
    for payload in dedupe(asked, Services(nothing, nothing, NoCache()), JobControl()):
        if isinstance(payload, Results):
            sink.store(payload.items, [])
            ids |= {item.address.row: item.id for item in payload.items if isinstance(item, Record)}
    return ids


def exported(project: Project, target: Path) -> Any:
    export_duplicates(project, target, about=About())
    return openpyxl.load_workbook(target)


def test_formulas_formats_and_zeros_are_as_they_were(tmp_path: Path, book: Path) -> None:
    with Project.create(tmp_path / "p.cdesk") as project:
        searched(project, book)
        sheet = exported(project, tmp_path / "out.xlsx")["Clients"]
    assert [sheet.cell(1, column).value for column in range(1, 9)] == ROWS[0]
    assert (sheet["A2"].value, sheet["A3"].value) == ("007", "0042")
    assert (sheet["D2"].value, sheet["E2"].value, sheet["E3"].value) == (
        "=C2*0.2",
        "=C2+D2",
        "=SUM(C3:D3)",
    )
    assert sheet["F2"].value == dt.datetime.fromisoformat("2024-03-05")
    assert (sheet["G2"].value, sheet["G2"].number_format) == (0.25, "0%")
    assert (sheet["H2"].value, sheet["H2"].data_type) == ("=1+1?", "s")
    # A blank row keeps its place, so that what stands below does.
    assert sheet["B4"].value is None
    assert (sheet["A5"].value, sheet["A5"].number_format) == (81, "00000")
    assert not str(sheet["D5"].value or "").startswith("=")
    assert sheet["E6"].value == '=C6&"a\'b!c"'


def test_a_file_that_is_another_by_now_gives_nothing(tmp_path: Path, book: Path) -> None:
    with Project.create(tmp_path / "p.cdesk") as project:
        searched(project, book)
        workbook = openpyxl.load_workbook(book)
        workbook["Clients"]["B2"] = "Somebody else"
        workbook.save(book)
        sheet = exported(project, tmp_path / "out.xlsx")["Clients"]
        assert sheet["B2"].value == "Alder Paper Mills Ltd"
        book.unlink()
        sheet = exported(project, tmp_path / "gone.xlsx")["Clients"]
        assert sheet["A2"].value == "007"
        assert sheet["E2"].value is None


def test_what_people_decided_stands_in_the_export_after_another_search(
    tmp_path: Path, book: Path
) -> None:
    def roles(project: Project, name: str) -> dict[str, str]:
        sheet = exported(project, tmp_path / name)["Clients"]
        rows = sheet.iter_rows(min_row=2, values_only=True)
        return {row[1]: row[9] for row in rows if row[1]}

    with Project.create(tmp_path / "p.cdesk") as project:
        ids = searched(project, book)
        project.edits.apply_many([*merge([ids[5]], [ids[6]]), pin(ids[6]), pin(ids[3])])
        searched(project, book)
        assert roles(project, "merged.xlsx") == {
            "Alder Paper Mills Ltd": "duplicate",
            "ALDER PAPER MILS": "survivor",
            "Birch Dental Group": "duplicate",
            "Cedar Robotics": "survivor",
        }
        project.edits.apply_many([*split([ids[2]], [ids[3]]), exclude(ids[6])])
        searched(project, book)
        assert set(roles(project, "split.xlsx").values()) == {"unique"}


@pytest.mark.parametrize(
    ("formula", "kept"),
    [
        ("=A1", True),
        ("=SUM($B$2:B9)*1.5", True),
        ('=IF(C2>3,"a!b",TRUE)', True),
        ("=SUM(B:B)", True),
        ("=Other!A1", False),
        ("=Rate*2", False),
        ("=[1]Book!A1", False),
        ("=Table1[Net]", False),
        ("=cmd|'/c calc'!A0", False),
        ("no formula", False),
    ],
)
def test_a_formula_is_kept_where_it_means_the_same(formula: str, kept: bool) -> None:
    assert holds(formula) is kept
