"""Comparisons to jsonl, xlsx and html: complete, escaped, standing alone, whole or not at all."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from engine.control import JobControl
from engine.documents import paste
from engine.errors import Cancelled, UserError
from engine.export import About, ComparisonReport, Watch, write_comparison
from engine.jobs.export import export_comparison
from engine.store import Project
from engine.types import ClauseRef, Edit, ItemFailure, Label, ReviewState, Target, Verdict
from tests.unit.export.test_redline import report

OLD = """1. Delivery. The Supplier shall deliver the goods within thirty (30) days.
2. Price. The price is <b>USD 100</b> & taxes.
3. Storage. The Buyer shall store the goods in a dry and ventilated place.
4. Secrecy. Each party shall keep the information of the other party secret. It shall return it.
"""
NEW = """1. Delivery. The Supplier shall deliver the goods within ten (10) days.
2. Secrecy. Each party shall keep the information of the other party secret.
3. Return. It shall return it.
4. Price. The price is <b>USD 100</b> & taxes.
5. Law. This contract is governed by the laws of Norway.
"""


@pytest.fixture(name="compared")
def fixture_compared() -> ComparisonReport:
    """A comparison with several kinds of change."""
    return report(paste(OLD, "old <1>.txt"), paste(NEW, "new.txt"))


def test_jsonl_has_a_line_a_change_and_its_diff_rebuilds_both_sides(
    compared: ComparisonReport,
) -> None:
    stream = io.StringIO()
    failures = (ItemFailure("x.pdf", "file_damaged"),)
    write_comparison(stream, compared, About(failures=failures, say=lambda f: "~"), "jsonl")
    *lines, last = map(json.loads, stream.getvalue().splitlines())
    assert last == {"document": "x.pdf", "failure": {"code": "file_damaged", "message": "~"}}
    assert {line["change"] for line in lines} >= {"edited", "added", "removed"}
    for line in lines:
        for side, op, text in (("old", "+", OLD), ("new", "-", NEW)):
            if line[side] is None:
                continue
            rebuilt = "".join(words for kind, words in line["diff"] if kind != op)
            assert rebuilt == line[side]["text"]
            for clause in line[side].get("clauses", [line[side]]):
                assert text[clause["start"] : clause["end"]] == clause["text"]
    edited = next(line for line in lines if line["change"] == "edited")
    verdict = edited["verdict"]
    assert (verdict["bearing"], verdict["party"], verdict["basis"]) == (
        "stricter",
        "Supplier",
        "rule",
    )
    assert verdict["reasons"] == [
        {"kind": "number", "left": "thirty (30) days", "right": "ten (10) days"}
    ]


def test_the_workbook_has_changes_evidence_matrix_and_settings(
    compared: ComparisonReport, tmp_path: Path
) -> None:
    path = tmp_path / "out.xlsx"
    write_comparison(path, compared, About("zh", run=[("job", "compare"), ("old", "=cmd()")]))
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["变更", "依据", "矩阵", "文档", "运行信息"]
    first = [cell.value for cell in book["变更"][2]]
    assert first[:4] == ["已修改", "更严格", "Supplier", "1"]
    assert [cell.value for cell in book["依据"][2]][4:7] == [
        "数字",
        "thirty (30) days",
        "ten (10) days",
    ]
    rows = {row[0]: row[1:] for row in book["矩阵"].iter_rows(2, values_only=True)}
    assert rows["已修改"][2] == 1 and rows["新增"][-1] >= 1
    assert sum(row[-1] for row in rows.values()) == len(compared.changes)
    assert book["运行信息"]["B3"].data_type == "s"


class Page(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [v or "" for k, v in attrs if k in ("src", "href", "action")]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_stands_alone_and_trusts_no_text(
    compared: ComparisonReport, language: str
) -> None:
    stream = io.StringIO()
    about = About(language, run=[("old", "<script>alert(1)</script>")])
    write_comparison(stream, compared, about, "html")
    page = Page(stream.getvalue())
    assert not {"script", "link", "img", "iframe", "b"} & set(page.tags)
    assert page.addresses == [] and "url(" not in stream.getvalue()
    assert "<b>USD 100</b> & taxes" in page.text and "old <1>.txt" in page.text
    assert page.tags.count("del") and page.tags.count("ins")
    for asked in ("@media print", "prefers-color-scheme: dark", 'charset="utf-8"'):
        assert asked in stream.getvalue()
    assert ("更严格" if language == "zh" else "stricter") in page.text
    assert re.search(r'<html lang="(en|zh-CN)">', stream.getvalue())


def test_equal_and_empty_sides_say_so() -> None:
    same = paste(OLD, "same")
    stream = io.StringIO()
    write_comparison(stream, report(same, same), About(), "html")
    assert "Nothing has changed." in stream.getvalue()
    stream = io.StringIO()
    empty = report(same, same)
    write_comparison(stream, ComparisonReport(empty.comparison, same, same, ()), About(), "html")
    assert "Neither document has any text" in stream.getvalue()


@pytest.mark.parametrize("suffix", ["xlsx", "jsonl", "html", "docx"])
def test_a_cancelled_export_leaves_the_older_file_alone(
    compared: ComparisonReport, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"out.{suffix}"
    path.write_bytes(b"yesterday")
    control = JobControl()
    control.cancel()
    with pytest.raises(Cancelled):
        write_comparison(path, compared, About(), watch=Watch(control))
    assert path.read_bytes() == b"yesterday"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_progress_is_told_and_binary_formats_need_a_file(compared: ComparisonReport) -> None:
    told: list[tuple[int, int | None]] = []
    watch = Watch(tell=lambda done, total: told.append((done, total)))
    write_comparison(io.StringIO(), compared, About(), "jsonl", watch)
    assert told[0] == (0, len(compared.changes)) and told[-1][0] == len(compared.changes)
    for kind in ("docx", "xlsx", "csv"):
        with pytest.raises(UserError, match="export_format"):
            write_comparison(io.StringIO(), compared, About(), kind)


def test_from_a_project_with_what_was_decided(compared: ComparisonReport, tmp_path: Path) -> None:
    changes = [
        replace(judged.change, comparison_id=compared.comparison.id) for judged in compared.changes
    ]
    new = compared.new
    first, second = NEW.index("The Supplier"), NEW.index("It shall")
    sides = [
        ClauseRef(new.id, "1", first, first + 20, NEW[first : first + 20]),
        ClauseRef(new.id, "3", second, second + 15, NEW[second : second + 15]),
    ]
    clash = Verdict("v", sides[0], sides[1], Label.CONTRADICTION, 0.0, 0.1, 0.9)
    with Project.create(tmp_path / "a.cdesk") as project:
        project.documents.append([compared.old, new])
        project.changes.begin([compared.comparison])
        project.changes.append(changes)
        project.verdicts.append([clash])
        project.edits.apply(Edit(Target.CHANGE, changes[0].id, ReviewState.REJECTED, reason="no"))
        stream = io.StringIO()
        with pytest.raises(UserError, match="comparison_missing"):
            export_comparison(project, stream, "nowhere", kind="jsonl")
        export_comparison(project, stream, compared.comparison.id, kind="jsonl")
        export_comparison(project, tmp_path / "r.docx", compared.comparison.id)
    line = json.loads(stream.getvalue().splitlines()[0])
    assert line["review"] == {"state": "rejected", "reason": "no"}
    with zipfile.ZipFile(tmp_path / "r.docx") as archive:
        comments = archive.read("word/comments.xml").decode("utf-8")
    assert "Contradiction: 1 ↔ 3" in comments and ">no<" in comments
