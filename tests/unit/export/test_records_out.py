"""Records, doubts and values without a place in exported files; tables for the clipboard."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import openpyxl

from engine.export import About, ExtractedDocument, write_extractions
from engine.export.clipboard import clipboard_table
from engine.export.identity import MEMORY
from engine.export.rows import ExtractedRecord, RecordValue
from engine.extraction import parse_fields
from engine.types import Doubt, Extraction, ReviewState, Unlocated
from tests.unit.store.records import document, mention

DOC = document(1, "=bolts 10.00 nuts 20.00 31.00")
FIELDS = parse_fields("Total(US$)\nLines{Product, Amount(US$)}")


def _record(number: int, product: str, amount: str, state: ReviewState) -> ExtractedRecord:
    names = [f"Lines › @{number} › {name}" for name in ("Product", "Amount")]
    what = mention(DOC, "Product", product)
    much = replace(mention(DOC, "Amount", amount, 0.9, normalized=amount), page=3)
    values = (
        RecordValue(names[0], product, what),
        RecordValue(names[1], amount, None if state is ReviewState.EDITED else much, state),
    )
    return ExtractedRecord("Lines", number, "table", values)


ROW = ExtractedDocument(
    DOC,
    Extraction(DOC.id, (mention(DOC, "Total", "31.00", normalized="31.00"),), 1.0),
    {},
    (
        _record(1, "=bolts", "10.00", ReviewState.PROPOSED),
        _record(2, "nuts", "20.00", ReviewState.EDITED),
    ),
    (Doubt(DOC.id, "sum_differs", ("Total", "Lines › @1 › Amount"), (("sum", "30"),)),),
    (Unlocated(DOC.id, "Total", "=99", 0.7),),
)
ABOUT = About(say=lambda failure: f"~{failure.code} {dict(failure.params)}")


def test_each_group_has_a_sheet_and_doubts_have_theirs(tmp_path: Path) -> None:
    write_extractions(tmp_path / "a.xlsx", [ROW], FIELDS, ABOUT)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["Values", "Lines", "Evidence", "Doubts", "Unlocated", MEMORY]
    rows = [[cell.value for cell in row] for row in book["Lines"].iter_rows()]
    assert rows[0][:6] == ["Document", "No.", "Product", "Amount", "Page", "Found in"]
    assert rows[1][1:6] == [1, "=bolts", 10, 1, "table"]
    assert rows[2][1:4] == [2, "nuts", 20]
    fills = [book["Lines"].cell(row, 4).fill.fgColor.rgb for row in (2, 3)]
    assert fills == ["00FFF2B3", "00DCE9F9"]
    assert book["Lines"]["C2"].data_type == "s"
    assert book["Values"]["B2"].fill.fgColor.rgb == "00FFF2B3"
    (doubt,) = list(book["Doubts"].iter_rows(2, values_only=True))
    assert doubt[1:] == ("Total, Lines › Amount", "~sum_differs {'sum': '30'}", "sum_differs")
    (lost,) = list(book["Unlocated"].iter_rows(2, values_only=True))
    assert lost[1:] == ("Total", "=99", 0.7)
    evidence = [row[1] for row in book["Evidence"].iter_rows(2, values_only=True)]
    assert evidence == ["Total", "Lines 1 › Product", "Lines 1 › Amount", "Lines 2 › Product"]


def test_records_doubts_and_unlocated_values_in_json_lines() -> None:
    stream = io.StringIO()
    write_extractions(stream, [ROW], FIELDS, ABOUT, kind="jsonl")
    line = json.loads(stream.getvalue())
    assert list(line["fields"]) == ["Total"]
    first, second = line["records"]["Lines"]
    place = first["Product"]
    assert DOC.text[place["start"] : place["end"]] == place["text"] == "=bolts"
    assert (second["Amount"]["text"], second["Amount"]["source"]) == ("20.00", "person")
    assert line["doubts"][0]["code"] == "sum_differs"
    assert line["unlocated"] == [{"field": "Total", "text": "=99", "score": 0.7}]


def test_nothing_is_added_where_there_is_nothing_to_tell() -> None:
    stream = io.StringIO()
    plain = replace(ROW, records=(), doubts=(), unlocated=())
    write_extractions(stream, [plain], FIELDS[:1], ABOUT, kind="jsonl")
    assert not {"records", "doubts", "unlocated"} & set(json.loads(stream.getvalue()))


def test_a_table_for_the_clipboard_is_quoted_and_holds_no_formula() -> None:
    table = clipboard_table(["Name", "N"], [["=1+1", 3], ['a "b"\tc\nd', None], ["<x>&", 2.5]])
    lines = table.text.split("\r\n")
    assert lines[0] == "Name\tN"
    assert lines[1] == "'=1+1\t3"
    assert lines[2] == '"a ""b""\tc\nd"\t'
    assert "&lt;x&gt;&amp;" in table.html
    assert ">=1+1<" in table.html and "mso-number-format" in table.html
    assert "<td>3</td>" in table.html and "a &quot;b&quot;\tc<br>d" in table.html
