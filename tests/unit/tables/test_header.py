"""Which row names the columns, and what they are called."""

from __future__ import annotations

import pytest

from engine.tables.header import column_names, find_header, letter, match_column
from engine.types import Scalar

Rows = list[tuple[Scalar, ...]]


def numbered(rows: Rows) -> list[tuple[int, tuple[Scalar, ...]]]:
    return list(enumerate(rows, start=1))


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        ([("name", "age"), ("Ann", 3)], 1),
        ([("Ann", 3), ("Ben", 4)], 0),
        ([("1", "2"), ("3", "4")], 0),
        ([(None, None), ("name", "age"), ("Ann", 3)], 2),
        ([("Customers 2024", None, None), ("name", "age", "town"), ("Ann", 3, "Oslo")], 2),
        ([("姓名", "电话"), ("王芳", "13800138000")], 1),
        ([("name",), ("Ann",), ("Ben",)], 1),
    ],
)
def test_the_header_is_found(rows: Rows, header: int) -> None:
    assert find_header(numbered(rows))[0] == header


def test_two_header_rows_are_joined() -> None:
    rows: Rows = [
        ("Buyer", None, "Seller", None),
        ("Name", "Phone", "Name", "Phone"),
        ("Ann", "13800138000", "Ben", "13900139000"),
    ]
    number, cells = find_header(numbered(rows))
    assert number == 2
    assert cells == ("Buyer Name", "Buyer Phone", "Seller Name", "Seller Phone")


def test_names_are_unique_and_blank_ones_get_the_letter() -> None:
    assert column_names(("name", None, "name", " a\n b "), 5) == (
        "name",
        "B",
        "name (2)",
        "a b",
        "E",
    )


def test_letters_go_on_after_z() -> None:
    assert [letter(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_column_is_meant_whatever_its_case() -> None:
    columns = ("Name", "name", "Phone  number")
    assert match_column("name", columns) == "name"
    assert match_column("NAME", columns) == "Name"
    assert match_column(" phone Number", columns) == "Phone  number"
    assert match_column("fax", columns) is None
