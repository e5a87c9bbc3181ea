"""A workbook that a person edited comes back into the review: what changed, and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.control import JobControl
from engine.errors import Cancelled, UserError
from engine.export import Watch
from engine.extraction import parse_fields
from engine.jobs.cell_text import same_cell, text_of
from engine.jobs.export import export_fields
from engine.jobs.reimport import edits_of, read_back
from engine.store import Project
from engine.types import (
    Edit,
    Extraction,
    FoundRecord,
    Layout,
    Mention,
    ReviewState,
    Source,
    Target,
    cell_id,
)
from tests.unit.store.records import document, mention

ASKED = "Party, Date(YYYY-MM-DD), Fee(US$), Share(%)\nLines{Product, Amount(US$)}"
TEXT = "Acme 2024-03-05 30,000.50 USD 5% bolts 10.00 nuts 20.00"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "a.cdesk") as project:
        fields = parse_fields(ASKED)
        run = project.runs.begin("extract", {"fields_text": ASKED})
        sink = project.sink(run.id, [field.name for field in fields])
        for number in (1, 2):
            doc = document(number, TEXT)
            mentions = (
                mention(doc, "Party", "Acme"),
                mention(doc, "Date", "2024-03-05", normalized="2024-03-05"),
                mention(doc, "Fee", "30,000.50 USD", normalized="30000.50"),
                mention(doc, "Share", "5%", normalized="5"),
            )
            records = tuple(
                FoundRecord(f"@{n}", doc.id, "Lines", n, values, Layout.LINE)
                for n, values in enumerate(
                    (_line(doc, "bolts", "10.00"), _line(doc, "nuts", "20.00")), 1
                )
            )
            sink.store([doc], [])
            sink.store([Extraction(doc.id, mentions, 1.0, (), records)], [])
        yield project


def _line(doc: Any, product: str, amount: str) -> tuple[Mention, ...]:
    return (
        mention(doc, "Product", product),
        mention(doc, "Amount", amount, normalized=amount, source=Source.RULE),
    )


@pytest.fixture
def edited(project: Project, tmp_path: Path) -> Callable[..., Path]:
    """Exports, lets ``change`` have the workbook, and saves it as Excel would."""

    def export(change: Callable[[Any], object] = lambda _book: None) -> Path:
        path = tmp_path / "out.xlsx"
        export_fields(project, path)
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(path)
        return path

    return export


def test_an_untouched_workbook_changes_nothing(project: Project, edited: Any) -> None:
    found = read_back(project, edited())
    assert (found.changes, found.conflicts, found.problems) == ([], [], [])
    assert found.same == 2 * (4 + 4)


def test_changed_cells_are_found_by_hidden_ids_wherever_their_rows_went(
    project: Project, edited: Any
) -> None:
    first, second = project.documents.ids()

    def change(book: Any) -> None:
        values = book["Values"]
        rows = [[cell.value for cell in row] for row in values.iter_rows(2)]
        for number, row in enumerate(reversed(rows), 2):
            for at, value in enumerate(row, 1):
                values.cell(number, at).value = value
        values["B2"], values["C2"] = "Bolt & Co", dt.date(2024, 5, 3)
        values["D3"], values["E3"] = 31000, None
        book["Lines"]["D2"] = 11.5

    found = read_back(project, edited(change))
    told = {(c.document_id, c.field): (c.before, c.after) for c in found.changes}
    assert told == {
        (second, "Party"): ("Acme", "Bolt & Co"),
        (second, "Date"): ("2024-03-05", "2024-05-03"),
        (first, "Fee"): ("30000.50", "31000.00"),
        (first, "Share"): ("5", ""),
        (first, "Lines › @1 › Amount"): ("10.00", "11.50"),
    }
    assert not found.conflicts and not found.problems


def test_applied_as_one_step_and_undone_as_one(project: Project, edited: Any) -> None:
    (first, _) = project.documents.ids()

    def change(book: Any) -> None:
        book["Values"]["B2"], book["Values"]["C2"] = "Bolt", None

    previous = project.edits.apply_many(edits_of(read_back(project, edited(change)).changes))
    assert project.cells.cell(first, "Party").value == "Bolt"
    assert project.cells.cell(first, "Date").state is ReviewState.REJECTED
    project.edits.apply_many(previous)
    assert project.cells.cell(first, "Party").value == "Acme"
    assert project.cells.cell(first, "Date").state is ReviewState.PROPOSED


def test_a_cell_that_changed_on_both_sides_is_a_conflict(project: Project, edited: Any) -> None:
    (first, second) = project.documents.ids()
    path = edited(lambda book: book["Values"].__setitem__("B2", "From Excel"))
    mine = Edit(Target.CELL, cell_id(first, "Party"), ReviewState.EDITED, "From the window")
    project.edits.apply(mine)
    found = read_back(project, path)
    (conflict,) = found.conflicts
    assert (conflict.before, conflict.after, conflict.now) == (
        "Acme",
        "From Excel",
        "From the window",
    )
    assert not found.changes
    project.edits.apply(
        Edit(Target.CELL, cell_id(first, "Party"), ReviewState.EDITED, "From Excel")
    )
    again = read_back(project, path)
    assert not again.conflicts and not again.changes
    assert project.cells.cell(second, "Party").value == "Acme"


def test_rows_that_cannot_be_matched_are_told(project: Project, edited: Any) -> None:
    def change(book: Any) -> None:
        values = book["Values"]
        values.append(["new.pdf", "Nobody"])
        foreign = [cell.value for cell in values[2]]
        values.append([*foreign[:-1], "another-document"])
        values.append(["copy", "Other", *foreign[2:]])
        values["B2"] = "First"

    found = read_back(project, edited(change))
    codes = ["row_without_id", "row_of_other_document", "row_repeated"]
    assert [problem.code for problem in found.problems] == codes
    assert [(problem.params[1][1]) for problem in found.problems] == [4, 5, 6]
    assert [change.after for change in found.changes] == ["First"]


def test_a_workbook_of_another_program_is_refused(project: Project, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "b.xlsx")
    with pytest.raises(UserError, match="workbook_not_exported"):
        read_back(project, tmp_path / "b.xlsx")
    (tmp_path / "c.xlsx").write_bytes(b"PK no workbook")
    with pytest.raises(UserError, match="table_damaged"):
        read_back(project, tmp_path / "c.xlsx")


def test_a_cancelled_export_leaves_what_was_there(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"yesterday")
    control, heard = JobControl(), []

    def tell(done: int, total: int | None) -> None:
        heard.append((done, total))
        control.cancel()

    with pytest.raises(Cancelled):
        export_fields(project, path, watch=Watch(control, tell))
    assert path.read_bytes() == b"yesterday"
    assert heard[0] == (0, 2)
    assert [entry.name for entry in tmp_path.iterdir() if ".part" in entry.name] == []


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("D(date)", "2024-03-05"),
        ("D(date)", "2024-03"),
        ("D(date)", "within ten days"),
        ("F(US$)", "1200000.00"),
        ("F", "30000.50 USD"),
        ("N(台)", "30"),
        ("S(%)", "0.05"),
        ("S(%)", "12.5"),
        ("T", "=1+1"),
        ("T", "00123"),
        ("T", "a\x07b\r\nc"),
        ("I(18位)", "11010519491231002X"),
        ("C(bank account)", "6222021234567890123"),
    ],
)
def test_what_was_written_is_known_again(tmp_path: Path, asked: str, text: str) -> None:
    from engine.export.cells import typed_text
    from engine.export.sheets import workbook
    from engine.tables import workbook as tables
    from engine.tables.model import Remarks

    (field,) = parse_fields(asked)
    with workbook(tmp_path / "a.xlsx") as book:
        book.sheet("S", ["x"]).row([typed_text(field, text)[0]])
    (_, (value,)) = list(tables.rows(tmp_path / "a.xlsx", "S", Remarks()))[1]  # type: ignore[misc]
    assert same_cell(field, text, value)


@given(st.decimals(-(10**9), 10**9, places=2, allow_nan=False))
@settings(deadline=None)
def test_numbers_come_back_as_they_were(number: Any) -> None:
    (amount,), (share,) = parse_fields("Fee(US$)"), parse_fields("Rate(%)")
    text = f"{number:.2f}"
    assert text_of(amount, float(number)) == text.replace("-0.00", "0.00") or number == 0
    assert same_cell(share, text_of(share, float(number)), float(number))
