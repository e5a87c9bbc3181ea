"""Extracted fields in all four formats, with what people decided."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from engine.errors import UserError
from engine.export import About, ExtractedDocument, write_extractions
from engine.export.identity import MEMORY
from engine.types import (
    Document,
    DocumentKind,
    Edit,
    Extraction,
    Field,
    FieldType,
    ItemFailure,
    Mention,
    Page,
    ReviewState,
    Source,
    Target,
    cell_id,
    stable_id,
)

TEXT = (
    "This Agreement is made on 5 March 2024. The fee is 30,000.50 USD, plus 5% tax.\n甲方：北京公司"
)
DOC = Document(
    "doc",
    "/contracts/a b.pdf",
    "a b.pdf",
    "f" * 64,
    DocumentKind.PDF,
    TEXT,
    pages=(Page(1, 0, 40), Page(2, 40, len(TEXT))),
)
FIELDS = (
    Field("Date", FieldType.DATE),
    Field("Fee", FieldType.AMOUNT),
    Field("Tax", FieldType.PERCENTAGE),
    Field("甲方", FieldType.PARTY),
)


def mention(
    field: str, text: str, normalized: str | None = None, score: float = 0.9, **more: Any
) -> Mention:
    start = TEXT.index(text)
    given = Mention(
        stable_id(field, start),
        "doc",
        field,
        start,
        start + len(text),
        text,
        score,
        Source.MODEL,
        DOC.page_at(start),
        normalized,
        None,
        True,
    )
    return replace(given, **more)


MENTIONS = (
    mention("Date", "5 March 2024", "2024-03-05"),
    mention("Fee", "30,000.50 USD", "30000.50 USD"),
    mention("Fee", "5%", "5", 0.1, chosen=False),
    mention("Tax", "5%", "5", doubt="percent_unclear"),
    mention("甲方", "北京公司", source=Source.RULE),
)
ROW = ExtractedDocument(DOC, Extraction("doc", MENTIONS, 1.0))
FAILED = ItemFailure("/contracts/locked.pdf", "file_encrypted", (("path", "x"),))
ABOUT = About(
    run=[("job", "extract"), ("model", "=pack")], failures=[FAILED], say=lambda f: f"~{f.code}"
)


def edit(field: str, state: ReviewState, value: str | None = None, **more: Any) -> Edit:
    return Edit(Target.CELL, cell_id("doc", field), state, value, at=1_700_000_000.0, **more)


def book(tmp_path: Path, *rows: ExtractedDocument, about: About = ABOUT) -> openpyxl.Workbook:
    path = tmp_path / "out.xlsx"
    write_extractions(path, rows, FIELDS, about)
    return openpyxl.load_workbook(path)


def lines(*rows: ExtractedDocument, kind: str = "jsonl", about: About = ABOUT) -> list[str]:
    stream = io.StringIO()
    write_extractions(stream, rows, FIELDS, about, kind=kind)
    return stream.getvalue().splitlines()


def test_values_are_typed_linked_and_doubts_are_coloured(tmp_path: Path) -> None:
    read = book(tmp_path, ROW)
    assert read.sheetnames == ["Values", "Evidence", "Failures", "Run", MEMORY]
    head, row = read["Values"].iter_rows()
    assert [cell.value for cell in head][:5] == ["Document", "Date", "Fee", "Tax", "甲方"]
    name, when, fee, tax, party, pages, characters, coverage, check, document_id = row
    assert document_id.value == "doc"
    assert read["Values"].column_dimensions["J"].hidden
    assert read[MEMORY].sheet_state == "veryHidden"
    assert name.hyperlink.target == "file:///contracts/a%20b.pdf"
    assert when.value.isoformat() == "2024-03-05T00:00:00"
    assert when.number_format == "yyyy-mm-dd"
    assert (fee.value, fee.number_format) == (30000.5, '#,##0.00 "USD"')
    assert (tax.value, tax.fill.fgColor.rgb) == (0.05, "00FFF2B3")
    assert party.value == "北京公司"
    assert (pages.value, characters.value, coverage.value, check.value) == (2, len(TEXT), 1, 1)


def test_the_evidence_points_at_the_document(tmp_path: Path) -> None:
    sheet = book(tmp_path, ROW)["Evidence"]
    head = [cell.value for cell in sheet[1]]
    rows = [dict(zip(head, row, strict=True)) for row in sheet.iter_rows(2, values_only=True)]
    assert len(rows) == len(MENTIONS)
    for row in rows:
        assert TEXT[row["Start"] : row["End"]] == row["Raw text"]
    fee, other = (row for row in rows if row["Field"] == "Fee")
    assert (fee["In cell"], other["In cell"]) == ("yes", "no")
    assert fee["Sentence"] == "The fee is 30,000.50 USD, plus 5% tax."
    assert [row["Doubt"] for row in rows if row["Field"] == "Tax"] == ["~percent_unclear"]
    assert rows[-1]["Source"] == "rule"


def test_failures_and_run_stand_on_their_own_sheets(tmp_path: Path) -> None:
    read = book(tmp_path, ROW)
    assert [cell.value for cell in read["Failures"][2]] == [
        FAILED.item,
        "~file_encrypted",
        "file_encrypted",
    ]
    assert [cell.value for cell in read["Run"][3]] == ["model", "=pack"]
    assert read["Run"]["B3"].data_type == "s"


def test_what_people_decided_is_in_the_workbook(tmp_path: Path) -> None:
    typed = edit("Date", ReviewState.EDITED, "2024-04-01", reason="typo in the contract")
    edits = {
        "Date": replace(typed, reviewer="王芳"),
        "Fee": replace(edit("Fee", ReviewState.REJECTED), reviewer="Ada"),
        "Tax": edit("Tax", ReviewState.ACCEPTED),
    }
    read = book(tmp_path, replace(ROW, edits=edits))
    _, when, fee, tax, *_ = read["Values"][2]
    assert when.value.isoformat() == "2024-04-01T00:00:00"
    assert fee.value is None
    assert (tax.value, tax.fill.fill_type) == (0.05, None), "accepted is no longer doubtful"
    sheet = read["Evidence"]
    head = [cell.value for cell in sheet[1]]
    rows = [dict(zip(head, row, strict=True)) for row in sheet.iter_rows(2, values_only=True)]
    person = next(row for row in rows if row["Source"] == "person")
    assert person["Reviewer's value"] == "2024-04-01"
    assert person["Reviewed at"].isoformat() == "2023-11-14T22:13:20"
    assert person["Reason"] == "typo in the contract"
    assert person["Reviewer"] == "王芳"
    replaced = next(row for row in rows if row["Raw text"] == "5 March 2024")
    assert (person["In cell"], replaced["In cell"], replaced["Review"]) == ("yes", "no", "proposed")
    fee_row = next(row for row in rows if row["Field"] == "Fee" and row["In cell"] == "yes")
    assert (fee_row["Review"], fee_row["Reviewer"]) == ("rejected", "Ada")


def test_chinese_headings(tmp_path: Path) -> None:
    read = book(tmp_path, ROW, about=replace(ABOUT, language="zh"))
    assert read.sheetnames == ["字段值", "依据", "未处理项", "运行信息", MEMORY]


def test_a_text_too_long_for_a_cell_is_cut_visibly_and_whole_in_the_evidence(
    tmp_path: Path,
) -> None:
    long = "条款" * 40_000
    doc = replace(DOC, text=long)
    whole = Mention("m", "doc", "甲方", 0, len(long), long, 0.9, Source.MODEL, 1, chosen=True)
    read = book(tmp_path, ExtractedDocument(doc, Extraction("doc", (whole,), 1.0)))
    shown = read["Values"]["E2"].value
    assert len(shown) <= 32_767
    assert shown.endswith("Evidence]")
    parts = [row[3] for row in read["Evidence"].iter_rows(2, values_only=True)]
    assert "".join(parts) == long
    assert [row[18] for row in read["Evidence"].iter_rows(2, values_only=True)] == [
        "1/3",
        "2/3",
        "3/3",
    ]


@pytest.mark.parametrize(
    ("kind", "text", "cell"),
    [
        (FieldType.DATE, "2024-03", "2024-03"),
        (FieldType.DATE, "2024-02-30", "2024-02-30"),
        (FieldType.DATE, "2024-02-29", date(2024, 2, 29)),
        (FieldType.AMOUNT, "12", 12),
        (FieldType.AMOUNT, "12,000", "12,000"),
        (FieldType.NUMBER, "0.1", 0.1),
        (FieldType.NUMBER, "123456789012345678", "123456789012345678"),
        (FieldType.IDENTITY_NUMBER, "110101199003074514", "110101199003074514"),
        (FieldType.BANK_ACCOUNT, "0012", "0012"),
        (FieldType.TEXT, "12", "12"),
        (FieldType.PERCENTAGE, "0.35", 0.0035),
    ],
)
def test_only_what_surely_is_a_number_or_a_day_becomes_one(
    tmp_path: Path, kind: FieldType, text: str, cell: object
) -> None:
    path = tmp_path / "a.xlsx"
    edits = {"F": edit("F", ReviewState.EDITED, text)}
    row = ExtractedDocument(DOC, Extraction("doc", (), 1.0), edits)
    write_extractions(path, [row], [Field("F", kind)], ABOUT)
    value = openpyxl.load_workbook(path)["Values"]["B2"].value
    assert (value.date() if isinstance(value, datetime) else value) == cell


def test_jsonl_is_as_the_manual_says() -> None:
    first, failed = map(json.loads, lines(ROW))
    assert first["document"] == DOC.path
    assert (first["sha256"], first["pages"], first["characters"], first["coverage"]) == (
        DOC.sha256,
        2,
        len(TEXT),
        1.0,
    )
    assert first["failure"] is None
    assert list(first["fields"]) == [field.name for field in FIELDS]
    for values in first["fields"].values():
        for value in values:
            assert value["text"] == TEXT[value["start"] : value["end"]]
    assert [value["chosen"] for value in first["fields"]["Fee"]] == [True, False]
    assert first["fields"]["Date"][0] == {
        "text": "5 March 2024",
        "start": 26,
        "end": 38,
        "page": 1,
        "normalized": "2024-03-05",
        "score": 0.9,
        "source": "model",
        "chosen": True,
    }
    assert failed["document"] == FAILED.item
    assert failed["failure"] == {"code": "file_encrypted", "message": "~file_encrypted"}


def test_jsonl_shows_a_persons_value_as_the_chosen_one() -> None:
    start = TEXT.index("北京")
    edits = {
        "Date": edit("Date", ReviewState.EDITED, "2024-04-01"),
        "Fee": edit("Fee", ReviewState.REJECTED),
        "甲方": edit("甲方", ReviewState.EDITED, "北京", start=start, end=start + 2),
        "Tax": edit("Tax", ReviewState.EDITED, "6", start=start, end=start + 2),
    }
    fields = json.loads(lines(replace(ROW, edits=edits))[0])["fields"]
    typed = fields["Date"][0]
    assert (typed["text"], typed["start"], typed["source"], typed["chosen"]) == (
        "2024-04-01",
        None,
        "person",
        True,
    )
    assert not any(value["chosen"] for value in fields["Date"][1:])
    assert not any(value["chosen"] for value in fields["Fee"])
    assert (fields["甲方"][0]["text"], fields["甲方"][0]["page"]) == ("北京", 2)
    assert (fields["Tax"][0]["text"], fields["Tax"][0]["normalized"]) == ("北京", "6")


def test_a_failure_inside_a_document_stands_on_its_line() -> None:
    about = About(failures=[ItemFailure(DOC.path, "window_failed")])
    (line,) = map(json.loads, lines(ROW, about=about))
    assert line["failure"]["code"] == "window_failed"


def test_csv_reads_back_and_holds_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    edits = {"甲方": edit("甲方", ReviewState.EDITED, '=HYPERLINK("http://x")\n"quoted"')}
    write_extractions(path, [replace(ROW, edits=edits)], FIELDS, ABOUT)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        head, row, failed = csv.reader(stream)
    assert head == ["Document", "Date", "Fee", "Tax", "甲方", "Coverage", "Failure"]
    assert row[1:3] == ["2024-03-05", "30000.50 USD"]
    assert row[4] == '\'=HYPERLINK("http://x")\n"quoted"'
    assert failed == [FAILED.item, "", "", "", "", "", "~file_encrypted"]


def test_negative_numbers_stay_numbers_in_csv() -> None:
    edits = {"Fee": edit("Fee", ReviewState.EDITED, "-30.5")}
    row = next(csv.reader(lines(replace(ROW, edits=edits), kind="csv")[1:]))
    assert row[2] == "-30.5"


def test_markdown_is_one_table() -> None:
    edits = {"甲方": edit("甲方", ReviewState.EDITED, "a|b\nc")}
    text = lines(replace(ROW, edits=edits), kind="md")
    assert len({line.replace("\\|", "").count("|") for line in text}) == 1
    assert "a\\|b c" in text[2]


def test_an_unknown_format_is_a_code(tmp_path: Path) -> None:
    for target, kind in ((tmp_path / "a.docx", ""), (io.StringIO(), "xlsx"), (tmp_path / "a", "")):
        with pytest.raises(UserError) as caught:
            write_extractions(target, [], FIELDS, ABOUT, kind)
        assert caught.value.code == "export_format"
