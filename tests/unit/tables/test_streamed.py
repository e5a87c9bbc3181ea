"""Large workbooks row by row: the same values as from a reader that holds them whole, in little memory."""

from __future__ import annotations

import datetime as dt
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import UserError
from engine.jobs.pair_lines import PairSource
from engine.tables import TableOptions, open_table, read_objects, streamed
from engine.tables.streamed import StreamedBook, is_large
from engine.types import Record

STREAMED = TableOptions(streamed=True)
MOMENT = dt.datetime.fromisoformat("2024-03-05T08:30:00")


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streamed, "LARGE", 0)


def save(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def values(path: Path, options: TableOptions) -> list[tuple[int, tuple[object, ...]]]:
    table = open_table(path, options=options)
    found = [(one.address.row, one.values) for one in table.records() if isinstance(one, Record)]
    return [(0, table.columns), *found]


def test_values_and_types_are_those_of_the_other_reader(tmp_path: Path) -> None:
    path = save(
        tmp_path / "types.xlsx",
        [
            ["code", "count", "price", "day", "moment", "time", "paid", "note"],
            ["007", 12, 2.5, dt.date(2024, 3, 5), MOMENT, dt.time(8, 30), True, "甲 & <b>\n乙"],
            [],
            ["0000", -3, 1e20, None, None, None, False, None],
            [None, 10**17, 0.1],
        ],
    )
    assert values(path, STREAMED) == values(path, TableOptions())
    assert isinstance(dict(values(path, STREAMED))[2][3], dt.date)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=6) | st.integers(-(10**9), 10**9) | st.none(), min_size=2, max_size=2), min_size=1, max_size=6))  # fmt: skip
def test_every_cell_comes_back(tmp_path: Path, rows: list[list[object]]) -> None:
    path = save(tmp_path / "any.xlsx", [["first column", "second column"], *rows])
    options = TableOptions(header=1)
    assert values(path, TableOptions(header=1, streamed=True)) == values(path, options)


def test_texts_are_read_again_where_they_are_used_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streamed, "_RECENT", 100)
    rows: list[list[object]] = [
        ["text1", "text2"],
        *([f"text {n}", f"甲{n % 7}"] for n in range(300)),
    ]
    path = save(tmp_path / "again.xlsx", rows)
    assert values(path, STREAMED) == values(path, TableOptions())


def test_memory_does_not_grow_with_the_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streamed, "_RECENT", 20_000)
    peaks = []
    for count in (500, 5000):
        path = tmp_path / f"{count}.xlsx"
        save(path, [["text1", "text2"], *([f"{n} " * 20, f"other {n}"] for n in range(count))])
        book = StreamedBook(path)
        tracemalloc.start()
        assert sum(1 for _ in book.rows("Sheet", streamed.Remarks())) == count + 1
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]


def test_pairs_and_objects_are_streamed(tmp_path: Path) -> None:
    rows: list[list[object]] = [["id", "text1", "text2"], [1, "a", "b"], [2, "c", None]]
    path = save(tmp_path / "pairs.xlsx", rows)
    lines = list(PairSource(path).lines())
    assert [(line.left, line.right) for line in lines] == [("a", "b"), ("", "")]
    assert lines[1].failure is not None and lines[1].failure.code == "pair_missing_side"
    assert [value["id"] for _, value in read_objects(path)] == [1, 2]


def test_hidden_sheets_and_merged_cells_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["name", "town"], ["Ann", "Oslo"], ["Ben", "Bern"]):
        sheet.append(row)
    sheet.merge_cells("A5:B5")
    book.create_sheet("secret").sheet_state = "hidden"
    book.save(tmp_path / "t.xlsx")
    table = open_table(tmp_path / "t.xlsx", options=STREAMED)
    assert len(list(table.records())) == 2
    assert {notice.code for notice in table.schema.notices} == {"hidden_sheets", "merged_cells"}
    with pytest.raises(UserError, match="sheet_missing"):
        open_table(tmp_path / "t.xlsx", "none", STREAMED)


def test_a_damaged_sheet_is_said_to_be_so(tmp_path: Path) -> None:
    path = save(tmp_path / "whole.xlsx", [["name", "town"], ["Ann", "Oslo"]])
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(broken, "w") as target:
        for entry in source.namelist():
            data = source.read(entry)
            target.writestr(entry, data[:-20] if entry == "xl/worksheets/sheet1.xml" else data)
    assert is_large(broken)
    with pytest.raises(UserError, match="table_damaged"):
        list(open_table(broken, options=STREAMED).records())


def test_only_large_xlsx_files_are_streamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streamed, "LARGE", 2**20)
    assert not is_large(save(tmp_path / "small.xlsx", [["name"], ["Ann"]]))
    assert not is_large(Path(__file__).parent / "books" / "clients.xls")
