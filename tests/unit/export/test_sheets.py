"""Workbooks hold exactly what was given: no formula, no silent cut, no broken file."""

from __future__ import annotations

import errno
import sys
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from engine.errors import UserError
from engine.export import files
from engine.export.common import csv_value
from engine.export.files import replacing, text_output
from engine.export.sheets import CELL_LIMIT, Styled, clean, pieces, shorten, units, workbook


def written(path: Path, *values: Any) -> list[Any]:
    """``values`` as Excel would show them, after a round trip."""
    with workbook(path) as book:
        book.sheet("Sheet", ["a"]).row(values)
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1]


INJECTIONS = ["=1+1", "=cmd|'/c calc'!A0", "+1", "-1+2", "@SUM(A1)", "\t=1", "=", "#N/A", "#REF!"]


def test_nothing_becomes_a_formula_or_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert written(path, *INJECTIONS) == INJECTIONS
    cells = openpyxl.load_workbook(path)["Sheet"][2]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells if cell.value[0] in "=+-@\t")


def test_a_heading_is_no_formula_either(tmp_path: Path) -> None:
    with workbook(tmp_path / "a.xlsx") as book:
        book.sheet("=1+1", ["=1+1"]).row([1])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert sheet["A1"].data_type == "s"


def test_types_are_kept(tmp_path: Path) -> None:
    values = [1, 2.5, True, None, date(2024, 3, 5), "文本", "007", "123456789012345678"]
    assert written(tmp_path / "a.xlsx", *values) == [
        1.0,
        2.5,
        True,
        "",
        date(2024, 3, 5),
        "文本",
        "007",
        "123456789012345678",
    ]


def test_long_integers_and_odd_floats_become_text(tmp_path: Path) -> None:
    values = [110101199003074514, float("nan"), float("inf")]
    assert written(tmp_path / "a.xlsx", *values) == ["110101199003074514", "nan", "inf"]


def test_control_characters_show(tmp_path: Path) -> None:
    assert written(tmp_path / "a.xlsx", "a\x00b\x0bc\x1f\r\nd\te") == ["a␀b␋c␟\nd\te"]


def test_half_characters_and_escape_lookalikes(tmp_path: Path) -> None:
    assert written(tmp_path / "a.xlsx", "a\ud800b\ufffe", "_x0041_ and _x005F_") == [
        "a\ufffdb\ufffd",
        "_x0041_ and _x005F_",
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=8))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.mktemp("book") / "a.xlsx"
    shown = [clean(text).replace("_x005F_", "_") for text in texts]
    assert written(path, *texts, "end")[:-1] == shown


def test_a_text_beyond_the_limit_is_cut_with_a_mark() -> None:
    short = shorten("甲" * 40_000)
    assert units(short) == CELL_LIMIT
    assert short.endswith("[cut]")
    assert shorten("a" * CELL_LIMIT) == "a" * CELL_LIMIT


@given(st.text(alphabet="a甲🎉", max_size=300), st.integers(2, 50))
def test_pieces_join_to_the_whole_and_each_fits(text: str, limit: int) -> None:
    parts = pieces(text, limit)
    assert "".join(parts) == text
    assert all(units(part) <= limit for part in parts)


def test_titles_are_fit_and_unique(tmp_path: Path) -> None:
    titles = ["a/b:c*[d]?\\", "x" * 40, "X" * 40, "", "Sheet", "'quoted'", "客户\x07表"]
    with workbook(tmp_path / "a.xlsx") as book:
        for title in titles:
            book.sheet(title, ["h"])
    names = openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames
    assert len({name.casefold() for name in names}) == len(titles)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    assert names[5] == "quoted"


def test_a_full_sheet_goes_on_on_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.export.sheets.ROW_LIMIT", 4)
    with workbook(tmp_path / "a.xlsx") as book:
        sheet = book.sheet("Rows", ["n"])
        for number in range(7):
            sheet.row([number])
    read = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert read.sheetnames == ["Rows", "Rows (2)", "Rows (3)"]
    numbers = [row[0] for sheet in read for row in sheet.iter_rows(2, values_only=True)]
    assert numbers == list(range(7))
    assert read["Rows"].auto_filter.ref == "A1:A4"


def test_a_link_opens_the_file(tmp_path: Path) -> None:
    with workbook(tmp_path / "a.xlsx") as book:
        sheet = book.sheet("Rows", ["n", "file"])
        sheet.row([1, Styled("合同.pdf", link="file:///contracts/a%20b.pdf")])
        sheet.row([2, Styled("b.pdf", fill="doubt", link="file:///contracts/b.pdf")])
    read = openpyxl.load_workbook(tmp_path / "a.xlsx")["Rows"]
    assert read["B2"].hyperlink.target == "file:///contracts/a%20b.pdf"
    assert read["B3"].hyperlink.target == "file:///contracts/b.pdf"
    assert read["B3"].fill.fgColor.rgb == "00FFF2B3"


def test_a_failure_in_the_middle_leaves_the_old_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    written(path, "old")
    before = path.read_bytes()
    with pytest.raises(ZeroDivisionError), workbook(path) as book:
        book.sheet("Rows", ["n"]).row([1 / 0])
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["a.xlsx"]


def test_missing_folder_and_unwritable_folder(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught, replacing(tmp_path / "none" / "a.csv"):
        pass
    assert caught.value.code == "folder_missing"
    if sys.platform.startswith("linux"):
        with (
            pytest.raises(UserError) as caught,
            text_output(Path("/proc/self/a.csv")) as stream,
        ):
            stream.write("x")
        assert caught.value.code == "folder_read_only"


def test_a_target_held_by_another_program(tmp_path: Path) -> None:
    """What Windows answers while Excel has the file open."""
    path = tmp_path / "a.csv"
    path.write_text("old", encoding="utf-8")
    held = PermissionError(errno.EACCES, "held")
    assert files.coded(held, path).code == "output_locked"
    with pytest.raises(UserError) as caught, replacing(path):
        raise held
    assert caught.value.code == "output_locked"
    assert path.read_text(encoding="utf-8") == "old"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_a_code(tmp_path: Path) -> None:
    with (
        pytest.raises(UserError) as caught,
        replacing(tmp_path / "a.csv"),
        Path("/dev/full").open("w", encoding="utf-8") as stream,
    ):
        stream.write("x" * 100)
    assert caught.value.code == "disk_full"


@pytest.mark.parametrize("sign", [*"=@＝＋－＠\t\r\n"])
def test_no_field_of_a_csv_is_taken_for_a_formula(sign: str) -> None:
    assert csv_value(f"{sign}SUM(A1)") == f"'{sign}SUM(A1)"
    assert csv_value(f"a{sign}") == f"a{sign}"
