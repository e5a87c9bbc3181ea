"""Files of pairs in and out: which columns, which kinds of file, what failed tried again."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import openpyxl
import pytest

from engine.control import JobControl
from engine.documents import PathSource
from engine.errors import UserError
from engine.events import Results
from engine.export import About, ScoredFile, failed_list
from engine.jobs.pair_lines import PairSource
from engine.jobs.score_pairs import PairRun, ScorePairsRequest, score_pairs
from engine.jobs.services import ModelProvider, NoCache, Services
from engine.models.protocols import ModelInfo, OnFailure
from engine.tables import read_objects
from engine.types import ItemFailure, ScoredPair


class Ledger:
    """Opens the file for a run, as the command line does."""

    def __init__(self, file: ScoredFile) -> None:
        self.file = file

    def begin(self, run: PairRun) -> int:
        return self.file.begin(run.columns, run.labels, repr(run))


class Shares:
    """Similarity as the share of common letters; texts with ``bad`` fail while ``strict``."""

    def __init__(self, strict: bool = True, labels: tuple[str, ...] = ("score",)) -> None:
        self.info = ModelInfo("shares", "similarity", "test", "digest", ("en", "zh"), labels)
        self.strict = strict
        self.judged: list[tuple[str, str]] = []

    def classifier(self, task: str, name: str | None = None) -> Shares:
        return self

    def classify(
        self,
        pairs: Sequence[tuple[str, str]],
        control: JobControl,
        failed: OnFailure | None = None,
    ) -> Iterator[tuple[int, np.ndarray]]:
        for index, (left, right) in enumerate(pairs):
            self.judged.append((left, right))
            if self.strict and "bad" in left:
                assert failed is not None
                failed(
                    index, ItemFailure(str(index), "pair_too_long", (("tokens", 9), ("limit", 8)))
                )
                continue
            share = len(set(left) & set(right)) / len(set(left) | set(right))
            rest = [(1 - share) / 2] * (len(self.info.labels) - 1)
            yield index, np.array([share, *rest], dtype=np.float32)


def score_file(source: Path, out: Path, model: Any = None, **options: Any) -> None:
    """``source`` into ``out``."""
    services = Services(cast(ModelProvider, model or Shares()), PathSource(), NoCache())
    request = ScorePairsRequest(str(source), "similarity", **options)
    with ScoredFile(out, About) as file:
        for payload in score_pairs(request, services, JobControl(), Ledger(file)):
            if isinstance(payload, Results):
                file.write(cast(tuple[ScoredPair, ...], payload.items))
        file.finish(True)


def rows(path: Path) -> list[dict[str, Any]]:
    return [dict(value) for _, value in read_objects(path) if not isinstance(value, ItemFailure)]


def workbook(path: Path, lines: Sequence[Sequence[Any]]) -> Path:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    book.save(path)
    return path


CONTRACTS = [
    ("Nr.", "Ours", "Theirs", "Signed", "score"),
    ("007", "abc", "abd", dt.datetime.fromisoformat("2024-03-05"), 12),
    ("008", "", "x", None, None),
    ("009", "bad", "bed", dt.datetime.fromisoformat("2024-03-06"), 0.5),
    ("010", "同一", "同一", None, True),
]


@pytest.mark.parametrize(
    ("left", "right"), [("Ours", "Theirs"), (" ours", "THEIRS"), ("2", "3"), ("B", "C")]
)
def test_columns_by_name_by_place_and_by_letter(tmp_path: Path, left: str, right: str) -> None:
    source = PairSource(workbook(tmp_path / "in.xlsx", CONTRACTS), left, right)
    assert (source.left, source.right) == ("Ours", "Theirs")


def test_two_columns_without_a_heading_need_no_names(tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text("1.5,2.5\n3.5,3.5\n", encoding="utf-8")
    assert [(line.left, line.right) for line in PairSource(file).lines()] == [
        ("1.5", "2.5"),
        ("3.5", "3.5"),
    ]
    file.write_text("same words,same words\nother,words\n", encoding="utf-8")
    read = list(PairSource(file, header=0).lines())
    assert [(line.number, line.left) for line in read] == [(1, "same words"), (2, "other")]
    assert [line.left for line in PairSource(file, "1", "2", header=0).lines(after=1)] == ["other"]


def test_columns_that_are_not_there_are_said(tmp_path: Path) -> None:
    file = workbook(tmp_path / "in.xlsx", CONTRACTS)
    for left, right in ((None, None), ("Ours", "9"), ("Ours", "ZZ"), ("0", "1")):
        with pytest.raises(UserError) as caught:
            PairSource(file, left, right)
        assert caught.value.code == "pairs_no_columns"
        assert "Theirs" in str(caught.value.params["columns"])


def test_a_workbook_comes_back_as_a_workbook(tmp_path: Path) -> None:
    source, out = workbook(tmp_path / "in.xlsx", CONTRACTS), tmp_path / "out.xlsx"
    score_file(source, out, left="Ours", right="Theirs")
    sheet = openpyxl.load_workbook(out).worksheets[0]
    found = [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
    assert found[0] == (
        "Nr.",
        "Ours",
        "Theirs",
        "Signed",
        "input_score",
        "score",
        "failure",
        "failure_code",
    )
    assert [row[0] for row in found[1:]] == ["007", "008", "009", "010"]
    assert found[1][3:6] == (dt.datetime.fromisoformat("2024-03-05"), 12, 0.5)
    assert found[4][4:6] == (True, 1)
    assert [row[7] for row in found[1:]] == [None, "pair_missing_side", "pair_too_long", None]


def test_csv_in_any_encoding_comes_back_as_csv(tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    lines = ["编号;左;右", '007;"合同, 甲方";合同, 乙方', "008;货物的交付;付款的期限", "009;;右边"]
    source.write_bytes("\r\n".join(lines).encode("gb18030"))
    labels = ("score", "other")
    score_file(source, out, Shares(labels=labels), left="左", right="右")
    with out.open(encoding="utf-8-sig", newline="") as stream:
        found = list(csv.reader(stream))
    assert found[0] == ["编号", "左", "右", "label", "score", "other", "failure", "failure_code"]
    assert [row[:3] for row in found[1:]] == [
        ["007", "合同, 甲方", "合同, 乙方"],
        ["008", "货物的交付", "付款的期限"],
        ["009", "", "右边"],
    ]
    assert found[1][3] == "score"
    assert found[3][3:] == ["", "", "", "pair_missing_side", "pair_missing_side"]


def test_cells_beyond_the_last_column_are_kept(tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    long = "x,y,left over\n"
    source.write_text("text1,text2\n" + "a,b\n" * 300 + long, encoding="utf-8")
    score_file(source, out)
    last = out.read_text(encoding="utf-8-sig").splitlines()[-1]
    assert last.startswith("x,y,") and last.endswith("left over")


def test_nested_values_become_json_in_cells(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.csv"
    line = {"text1": {"name": "Acme"}, "text2": {"name": "Acme"}, "tags": ["a"]}
    source.write_text(json.dumps(line) + "\n", encoding="utf-8")
    score_file(source, out)
    (row,) = rows(out)
    assert json.loads(row["tags"]) == ["a"]
    assert float(row["score"]) == 1


@pytest.mark.parametrize("kind", ["jsonl", "csv", "xlsx"])
def test_what_failed_is_listed_and_can_be_tried_again(tmp_path: Path, kind: str) -> None:
    source, out = workbook(tmp_path / "in.xlsx", CONTRACTS), tmp_path / f"out.{kind}"
    sides = {"left": "Ours", "right": "Theirs"}
    score_file(source, out, **sides)
    before = rows(out)
    listed = rows(failed_list(out))
    assert [line["failed_line"] for line in listed] == [3, 4]
    assert [line["failed_because"]["code"] for line in listed] == [
        "pair_missing_side",
        "pair_too_long",
    ]
    assert listed[1]["Ours"] == "bad"

    model = Shares(strict=False)
    score_file(source, out, model, earlier=str(out), **sides)
    assert model.judged == [("bad", "bed")]
    after = rows(out)
    assert [before[n] for n in (0, 3)] == [after[n] for n in (0, 3)]
    assert float(after[2]["score"]) == 0.5
    assert [line["failed_line"] for line in rows(failed_list(out))] == [3]


def test_the_list_of_failed_lines_can_be_scored_itself(tmp_path: Path) -> None:
    source, out = workbook(tmp_path / "in.xlsx", CONTRACTS), tmp_path / "out.jsonl"
    score_file(source, out, left="Ours", right="Theirs")
    again = tmp_path / "again.jsonl"
    score_file(failed_list(out), again, Shares(strict=False), left="Ours", right="Theirs")
    assert ["failure" in line for line in rows(again)] == [True, False]


def test_an_output_of_another_file_is_refused(tmp_path: Path) -> None:
    source, out = workbook(tmp_path / "in.xlsx", CONTRACTS), tmp_path / "out.jsonl"
    score_file(source, out, left="Ours", right="Theirs")
    other = workbook(tmp_path / "other.xlsx", [CONTRACTS[0], *reversed(CONTRACTS[1:])])
    with pytest.raises(UserError) as caught:
        score_file(other, out, left="Ours", right="Theirs", earlier=str(out))
    assert caught.value.code == "pairs_earlier_differs"


def test_a_file_that_changes_while_it_is_read_is_told(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text('{"a": "x", "b": "y"}\n' * 3, encoding="utf-8")
    source = PairSource(file)
    file.write_text('{"a": "x", "b": "y"}\n' * 4, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        list(source.lines())
    assert caught.value.code == "table_changed"


def test_a_disk_that_fails_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the writing thread meets is raised in the job's."""
    source = tmp_path / "in.jsonl"
    source.write_text('{"a": "x", "b": "y"}\n' * 50, encoding="utf-8")

    def full(*_: object, **__: object) -> None:
        raise UserError("disk_full", path="out")

    monkeypatch.setattr("engine.export.resumable.Resumable.write", full)
    monkeypatch.setattr("engine.export.resumable.Resumable.begin", lambda *_: 0)
    with pytest.raises(UserError) as caught:
        score_file(source, tmp_path / "out.jsonl")
    assert caught.value.code == "disk_full"
