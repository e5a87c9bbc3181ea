"""csv, tsv and jsonl: delimiters, encodings, damage; every value stays text, every row its number."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import UserError
from engine.jobs.pair_lines import PairSource
from engine.tables import Table, TableOptions, open_table, read_objects
from engine.types import ItemFailure, Record

ROWS = [["姓名", "城市"], ["王芳", "北京市朝阳区"], ["李雷", "广州市天河区"]]


def write(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


def values(table: Table) -> list[tuple[object, ...]]:
    return [record.values for record in table.records() if isinstance(record, Record)]


def codes(table: Table) -> list[str]:
    return [notice.code for notice in table.schema.notices]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = "\r\n".join(delimiter.join(row) for row in ROWS)
    table = open_table(write(tmp_path / "t.csv", text.encode(encoding)))
    assert table.columns == ("姓名", "城市")
    assert values(table) == [tuple(row) for row in ROWS[1:]]


def test_leading_zeros_and_long_numbers_stay_text(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", "code,identity\n007,110105194912310021\n")
    assert values(open_table(path)) == [("007", "110105194912310021")]


def test_ragged_rows_are_padded_or_keep_what_is_too_much(tmp_path: Path) -> None:
    path = write(
        tmp_path / "t.csv", "a,b,c\nx\nx,y,z,more\nx,y,z\n" + "p,q,r\n" * 300 + "p,q,r,s,t\n"
    )
    table = open_table(path)
    found = values(table)
    assert found[0] == ("x", None, None, None)
    assert found[1] == ("x", "y", "z", "more")
    assert table.columns == ("a", "b", "c", "D")
    assert found[-1] == ("p", "q", "r", "s", "t")
    assert codes(table) == ["rows_longer_than_header"]


def test_quoted_line_breaks_do_not_start_a_row(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", 'name,note\nAnn,"two\nlines, one row"\n\nBen,"said ""no"""\n')
    found = [record for record in open_table(path).records() if isinstance(record, Record)]
    assert [(record.address.row, record.values) for record in found] == [
        (2, ("Ann", "two\nlines, one row")),
        (4, ("Ben", 'said "no"')),
    ]


def test_nuls_are_dropped_and_noticed(tmp_path: Path) -> None:
    table = open_table(write(tmp_path / "t.csv", b"name,town\nAn\0n,Oslo\nBen,Bern\n"))
    assert values(table) == [("Ann", "Oslo"), ("Ben", "Bern")]
    assert codes(table) == ["nul_characters"]


def test_mixed_encodings_are_read_line_by_line(tmp_path: Path) -> None:
    lines = [f"row {n},北京市".encode() for n in range(50)]
    lines[30] = "row 30,上海市".encode("gb18030")
    table = open_table(write(tmp_path / "t.csv", b"name,town\n" + b"\n".join(lines)))
    assert values(table)[30] == ("row 30", "上海市")
    assert values(table)[31] == ("row 31", "北京市")
    assert "mixed_encodings" in codes(table)


def test_control_characters_are_no_reason_to_refuse_a_table(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", "name,town\n" + "\x01Ann Smith\x1b,Oslo and further\n" * 20)
    assert values(open_table(path))[0] == ("\x01Ann Smith\x1b", "Oslo and further")


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", "name,town\n" + "Ann,Oslo\n" * 5000)
    reading = open_table(path).records()
    next(reading)
    with path.open("ab") as stream:
        stream.write(b"Ben,Bern\n")
    os.utime(path, (1, 1))
    with pytest.raises(UserError) as caught:
        list(reading)
    assert caught.value.code == "table_changed"


def test_a_bad_line_of_json_fails_alone(tmp_path: Path) -> None:
    lines = ['{"a": 1, "b": {"c": [1, 2]}}', "{broken", "[1]", "", '{"a": "007", "z": null}']
    path = write(tmp_path / "t.jsonl", "\n".join(lines))
    table = open_table(path)
    found = list(table.records())
    assert [item.values for item in found if isinstance(item, Record)] == [
        (1, '{"c": [1, 2]}', None),
        ("007", None, None),
    ]
    assert [item.address.row for item in found if isinstance(item, Record)] == [1, 5]
    failures = [item for item in found if isinstance(item, ItemFailure)]
    assert [dict(failure.params)["row"] for failure in failures] == [2, 3]
    assert {failure.code for failure in failures} == {"line_not_object"}


def test_objects_keep_their_nesting(tmp_path: Path) -> None:
    path = write(tmp_path / "t.jsonl", '{"left": {"name": "a"}, "right": {"name": "b"}}\n')
    assert list(read_objects(path)) == [(1, {"left": {"name": "a"}, "right": {"name": "b"}})]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("empty.csv", b"", "table_empty"),
        ("blank.csv", b"\r\n \r\n", "table_empty"),
        ("commas.csv", b",,\n,,\n", "table_empty"),
        ("report.csv", b"%PDF-1.7\n", "table_no_table"),
        ("cut.xlsx", b"PK\x03\x04" + b"x" * 100, "table_damaged"),
        ("array.json", b'[{"a": 1}, {"a": 2}]', "table_no_table"),
        ("noise.csv", bytes(range(1, 32)) * 50, "table_no_table"),
        (
            "locked.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "table_encrypted",
        ),
    ],
)  # fmt: skip
def test_what_is_no_table_says_so(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    with pytest.raises(UserError) as caught:
        open_table(write(tmp_path / name, data))
    assert caught.value.code == code


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="table_missing"):
        open_table(tmp_path / "none.csv")
    with pytest.raises(UserError, match="table_is_folder"):
        open_table(tmp_path)


def test_the_extension_does_not_matter(tmp_path: Path) -> None:
    path = write(tmp_path / "data.xlsx", "name,town\nAnn,Oslo\n")
    assert values(open_table(path)) == [("Ann", "Oslo")]


fields = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t\"',;|"), max_size=10
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.lists(fields, min_size=3, max_size=3), min_size=1, max_size=8))
def test_every_field_comes_back_at_its_row(tmp_path: Path, rows: list[list[str]]) -> None:
    stream = io.StringIO()
    csv.writer(stream).writerows([["one", "two", "three"], *rows])
    path = write(tmp_path / "any.csv", stream.getvalue())
    table = open_table(path, options=TableOptions(header=1))
    found = {
        record.address.row: record.values
        for record in table.records()
        if isinstance(record, Record)
    }
    wanted = {
        number: tuple(cell or None for cell in row)
        for number, row in enumerate(rows, start=2)
        if any(row)
    }
    assert found == wanted


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(objects=st.lists(st.dictionaries(st.sampled_from("abc"), st.integers() | st.text(max_size=5), min_size=1), min_size=1, max_size=6))  # fmt: skip
def test_every_object_comes_back_at_its_line(
    tmp_path: Path, objects: list[dict[str, object]]
) -> None:
    path = write(tmp_path / "any.jsonl", "".join(json.dumps(one) + "\n" for one in objects))
    assert list(read_objects(path)) == list(enumerate(objects, start=1))


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_blank_line_of_pairs_fails_in_its_place(tmp_path: Path, end: str) -> None:
    path = write(tmp_path / "t.jsonl", '{"a": 1}\n\n   \r\n{"a": 2}' + end)
    found = list(read_objects(path))
    assert [number for number, _ in found] == [1, 2, 3, 4]
    blank = found[1][1]
    assert isinstance(blank, ItemFailure)
    assert (blank.item, blank.code, blank.params) == ("t.jsonl:2", "line_empty", (("row", 2),))
    assert found[3][1] == {"a": 2}
    assert values(open_table(path)) == [(1,), (2,)]


@pytest.mark.parametrize(
    ("text", "rows", "lines"),
    [
        ('a,b\n1,"x\n2,y\n3,z\n', [("1", '"x'), ("2", "y"), ("3", "z")], "2"),
        ('a,b\n1,"x\n2,"y"\n', [("1", '"x'), ("2", "y")], "2"),
        ('a,b\n"1, 2","x\n2,"y\n', [("1, 2", '"x'), ("2", '"y')], "2, 3"),
        ('a,b\n1,x\n2,"y', [("1", "x"), ("2", '"y')], "3"),
        ('a,b\n1,x\n2,"y\n', [("1", "x"), ("2", '"y')], "3"),
        ('a,b\n"p\nq","x\n2,y\n', [('"p', None), ('q"', '"x'), ("2", "y")], "2, 3"),
    ],
)
def test_a_quote_that_is_never_closed_takes_no_other_line_with_it(
    tmp_path: Path, text: str, rows: list[tuple[str | None, ...]], lines: str
) -> None:
    table = open_table(write(tmp_path / "t.csv", text))
    assert values(table) == rows
    notices = {notice.code: dict(notice.params) for notice in table.schema.notices}
    assert notices["quote_unclosed"]["lines"] == lines


@pytest.mark.parametrize(
    "text",
    ['a,b\n1,5" disk\n2,6" disk\n', 'a,b\n1,"x\ny" ,z\n', 'a,b\r\n1,"x\r\n""y"""\r\n'],
)
def test_quotes_that_are_sound_are_no_matter(tmp_path: Path, text: str) -> None:
    table = open_table(write(tmp_path / "t.csv", text))
    assert values(table) and "quote_unclosed" not in codes(table)


def test_a_quote_open_over_more_than_a_cell_can_hold_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.tables.quotes.LONGEST_QUOTED", 1000)
    rows = "".join(f"{n},town {n}\n" for n in range(3, 500))
    table = open_table(write(tmp_path / "t.csv", f'a,b\n1,x\n2,"y\n{rows}500,"z"\n'))
    found = values(table)
    assert len(found) == 500 and found[-1] == ("500", "z")
    notices = {notice.code: dict(notice.params) for notice in table.schema.notices}
    assert notices["quote_unclosed"] == {"count": 1, "lines": "3"}


def test_lines_in_quotes_that_look_like_rows_are_told_of(tmp_path: Path) -> None:
    table = open_table(write(tmp_path / "t.csv", 'a,b\n1,"x\n2,y\n3,y\n4,y\n5,y"\n6,z\n'))
    assert values(table) == [("1", "x\n2,y\n3,y\n4,y\n5,y"), ("6", "z")]
    assert codes(table) == ["quoted_rows"]


def test_lines_may_end_as_on_an_old_macintosh(tmp_path: Path) -> None:
    table = open_table(write(tmp_path / "t.csv", b"name,town\rAnn,Oslo\rBen,Bern"))
    assert values(table) == [("Ann", "Oslo"), ("Ben", "Bern")]


def test_an_encoding_that_a_person_names_holds(tmp_path: Path) -> None:
    text = "text1,text2\n" + "臺灣電力,Größe\n".replace("Größe", "台電") * 3
    path = write(tmp_path / "t.csv", text.encode("big5"))
    table = open_table(path, options=TableOptions(encoding="big5"))
    assert values(table) == [("臺灣電力", "台電")] * 3
    lines = write(tmp_path / "t.jsonl", '{"text1": "Größe", "text2": "é"}\n'.encode("cp850"))
    assert next(read_objects(lines, encoding="cp850"))[1] == {"text1": "Größe", "text2": "é"}
    source = PairSource(lines, encoding="cp850")
    assert [(line.left, line.right) for line in source.lines()] == [("Größe", "é")]
    assert open_table(lines, options=TableOptions(encoding="cp850")).columns == ("text1", "text2")


def test_a_line_that_the_named_encoding_does_not_fit_is_read_as_it_can_be(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", "name,town\nAnn,Łódź\n".encode() + b"Ben,\xff\xfe\n")
    table = open_table(path, options=TableOptions(encoding="utf-8"))
    assert values(table)[0] == ("Ann", "Łódź") and len(values(table)) == 2
    assert "mixed_encodings" in codes(table)


def test_pairs_tell_of_quotes_that_are_not_closed(tmp_path: Path) -> None:
    path = write(tmp_path / "p.csv", 'text1,text2\na,"b\nc,d\n')
    source = PairSource(path)
    assert [(line.left, line.right) for line in source.lines()] == [("a", '"b'), ("c", "d")]
    (remark,) = source.remarks()
    assert (remark.item, remark.code) == ("p.csv", "quote_unclosed")
    assert dict(remark.params) == {"count": 1, "lines": "2"}
