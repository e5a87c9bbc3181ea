"""Workbooks: row numbers as shown, types untouched, hidden and merged and dated cells."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import UserError
from engine.tables import Table, TableOptions, list_sheets, open_all, open_table, read_objects
from engine.types import Record

# A cell of a spreadsheet has no time zone.
MOMENT = dt.datetime.fromisoformat("2024-03-05T08:30:00")


def records(table: Table) -> list[Record]:
    found = list(table.records())
    assert all(isinstance(record, Record) for record in found)
    return [record for record in found if isinstance(record, Record)]


def save(path: Path, rows: list[list[object]], first_row: int = 1, first_column: int = 1) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            sheet.cell(first_row + r, first_column + c, value)
    book.save(path)
    return path


def test_types_stay_as_they_are(tmp_path: Path) -> None:
    path = save(
        tmp_path / "types.xlsx",
        [
            ["code", "identity", "count", "price", "day", "moment", "paid"],
            ["007", "11010519491231002X", 12, 2.5, dt.date(2024, 3, 5), MOMENT, True],
            ["0000", "440106198001011234", -3, 0.1, None, None, False],
        ],
    )  # fmt: skip
    table = open_table(path)
    first, second = records(table)
    assert table.columns == ("code", "identity", "count", "price", "day", "moment", "paid")
    assert first.values[:4] == ("007", "11010519491231002X", 12, 2.5)
    assert isinstance(first.values[2], int)
    assert first.values[4] == dt.date(2024, 3, 5)
    assert first.values[5] == MOMENT
    assert first.values[6] is True
    assert second.values == ("0000", "440106198001011234", -3, 0.1, None, None, False)


def test_dates_stay_dates_and_become_text_where_json_is_read(tmp_path: Path) -> None:
    moments = [dt.date(2024, 3, 5), MOMENT, dt.time(8, 30)]
    path = save(tmp_path / "dates.xlsx", [["day", "moment", "time"], moments])
    (record,) = records(open_table(path))
    assert [type(value) for value in record.values] == [dt.date, dt.datetime, dt.time]
    assert list(record.values) == moments
    ((_, row),) = read_objects(path)
    assert row == {"day": "2024-03-05", "moment": "2024-03-05T08:30:00", "time": "08:30:00"}


def test_a_date_over_a_column_names_it(tmp_path: Path) -> None:
    path = save(tmp_path / "head.xlsx", [["name", MOMENT], ["Ann", 1], ["Ben", 2]])
    table = open_table(path, options=TableOptions(header=1))
    assert table.columns == ("name", "2024-03-05T08:30:00")


def test_a_long_number_that_lost_digits_is_noticed(tmp_path: Path) -> None:
    path = save(tmp_path / "long.xlsx", [["name", "identity"], ["a", 440106198001011234]])
    table = open_table(path)
    records(table)
    assert [notice.code for notice in table.schema.notices] == ["long_number_lost_digits"]


def test_rows_are_numbered_as_shown(tmp_path: Path) -> None:
    path = save(
        tmp_path / "low.xlsx",
        [["name", "town"], ["Ann", "Oslo"], [None, None], ["Ben", "Bern"]],
        first_row=4,
        first_column=3,
    )
    table = open_table(path)
    assert table.header_row == 4
    assert [record.address.row for record in records(table)] == [5, 7]
    assert [record.values[2:] for record in records(table)] == [("Ann", "Oslo"), ("Ben", "Bern")]
    assert table.columns[2:] == ("name", "town")


def test_merged_cells_keep_their_value_in_the_first(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["team", "name"], ["red", "Ann"], [None, "Ben"]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    book.save(tmp_path / "merged.xlsx")
    table = open_table(tmp_path / "merged.xlsx")
    assert [record.values for record in records(table)] == [("red", "Ann"), (None, "Ben")]
    assert "merged_cells" in [notice.code for notice in table.schema.notices]


def test_hidden_sheets_are_left_out_and_hidden_rows_kept(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    shown = book.active
    shown.title = "Shown"
    for row in (["name", "age"], ["Ann", 1], ["Ben", 2]):
        shown.append(row)
    shown.row_dimensions[2].hidden = True
    secret = book.create_sheet("Secret", 0)
    secret.append(["name", "age"])
    secret.append(["Cy", 3])
    secret.sheet_state = "hidden"
    path = tmp_path / "hidden.xlsx"
    book.active = 1
    book.save(path)
    assert [(sheet.name, sheet.hidden) for sheet in list_sheets(path)] == [
        ("Secret", True),
        ("Shown", False),
    ]
    table = open_table(path)
    assert table.sheet == "Shown"
    assert len(records(table)) == 2
    assert "hidden_sheets" in [notice.code for notice in table.schema.notices]
    whole = list(open_all(path))
    assert [table.sheet for table in whole] == ["Shown"]
    assert "hidden_sheets" in [notice.code for notice in whole[0].schema.notices]
    assert len(list(open_all(path, TableOptions(hidden_sheets=True)))) == 2


def test_formulas_give_their_last_value(tmp_path: Path) -> None:
    # openpyxl writes formulas without a value; the cell then is empty, never the formula's text.
    path = save(tmp_path / "formula.xlsx", [["name", "sum"], ["a", "=1+1"]])
    (record,) = records(open_table(path))
    assert record.values == ("a", None)


def test_a_sheet_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = save(tmp_path / "one.xlsx", [["name"], ["Ann"]])
    with pytest.raises(UserError) as caught:
        open_table(path, "Missing")
    assert caught.value.code == "sheet_missing"
    assert caught.value.params["sheets"] == "Sheet"


cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**50), 2**50),
    st.text(
        st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"),
        min_size=1,
        max_size=12,
    ).filter(lambda text: not text.startswith("=") and "_x" not in text),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=8))
def test_every_cell_comes_back_at_its_place(tmp_path: Path, rows: list[list[object]]) -> None:
    path = save(tmp_path / "any.xlsx", [["one", "two", "three"], *rows])
    table = open_table(path, options=TableOptions(header=1))
    wanted = {
        number: tuple(row)
        for number, row in enumerate(rows, start=2)
        if any(cell not in (None, "") for cell in row)
    }
    found = {record.address.row: record.values for record in records(table)}
    assert found == wanted
    for row, values in found.items():
        assert [type(value) for value in values] == [type(value) for value in wanted[row]]


def test_a_workbook_of_the_old_kind(tmp_path: Path) -> None:
    table = open_table(Path(__file__).parent / "books" / "clients.xls")
    assert table.columns == ("Code", "Company", "Since", "Amount")
    assert [record.values for record in records(table)] == [
        ("007", "Alder Mills Ltd.", dt.date(2024, 3, 5), 12.5),
        ("0042", "北京天宇科技有限公司", dt.date(2023, 12, 31), 3),
    ]


MANIFEST = """<manifest:manifest
 xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""
ODS = """<office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="Clients">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def test_an_open_document_table(tmp_path: Path) -> None:
    def cell(kind: str, value: str) -> str:
        typed = {
            "string": "",
            "float": f'office:value="{value}"',
            "date": f'office:date-value="{value}"',
        }
        return (
            f'<table:table-cell office:value-type="{kind}" {typed[kind]}>'
            f"<text:p>{value}</text:p></table:table-cell>"
        )

    lines = [
        [("string", "Code"), ("string", "Since"), ("string", "Amount")],
        [("string", "007"), ("date", "2024-03-05"), ("float", "12.5")],
    ]
    rows = "".join(
        f"<table:table-row>{''.join(cell(*one) for one in line)}</table:table-row>"
        for line in lines
    )
    path = tmp_path / "clients.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", ODS.format(rows=rows))
    table = open_table(path)
    assert (table.sheet, table.columns) == ("Clients", ("Code", "Since", "Amount"))
    (record,) = records(table)
    assert record.values == ("007", dt.date(2024, 3, 5), 12.5)
