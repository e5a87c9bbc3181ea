"""What a search would come to, from a part of the tables."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest
from openpyxl import Workbook

from engine.control import JobControl
from engine.errors import Cancelled, UserError
from engine.jobs.dedupe_estimate import estimate_dedupe
from engine.jobs.dedupe_tables import DedupeRequest
from engine.tables import open_all, open_table
from engine.tables.excerpt import ROWS, excerpt

NAMES = ("Mills", "Dental", "Robotics", "Textiles", "Dairy", "Castings", "Foods", "Tools")


def made(count: int) -> list[tuple[str, str]]:
    """Rows of a company and a town; every third repeats an earlier one with a slip."""
    draw = random.Random(1)
    rows: list[tuple[str, str]] = []
    for number in range(count):
        if number % 3 == 2:
            name, town = draw.choice(rows)
            rows.append((f"{name[:3]}{number}{name[4:]}", town))
        else:
            word = "".join(draw.choices("abdefgiklmnorstu", k=8))
            rows.append((f"{word} {draw.choice(NAMES)}", f"{draw.choice(NAMES)}ton {number % 97}"))
    return rows


def written(path: Path, rows: list[tuple[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("Company", "Town"), *rows])
    return path


def book(path: Path, rows: list[tuple[str, str]]) -> Path:
    workbook = Workbook(write_only=True)
    for title in ("First", "Second"):
        sheet = workbook.create_sheet(title)
        for row in [("Company", "Town"), *rows]:
            sheet.append(row)
    workbook.save(path)
    return path


def request(*paths: Path, columns: tuple[str, ...] = ("Company", "Town")) -> DedupeRequest:
    return DedupeRequest(tuple(map(str, paths)), columns, threads=1)


def test_a_small_table_is_counted_exactly(tmp_path: Path) -> None:
    rows = made(300)
    found = estimate_dedupe(request(written(tmp_path / "a.csv", [*rows, rows[0]])), JobControl())
    assert (found.rows, found.repeated, found.exact) == (301, 1, True)
    assert 50 < found.pairs == found.least == found.most <= 1500
    assert found.seconds > 0
    assert found.memory > 0


def test_a_large_text_is_judged_by_stretches_from_all_over_it(tmp_path: Path) -> None:
    path = written(tmp_path / "large.csv", made(60_000))
    found = estimate_dedupe(request(path), JobControl())
    assert found.rows == pytest.approx(60_000, rel=0.02)
    assert not found.exact
    assert found.sampled <= 4000
    assert found.least <= found.pairs <= found.most


def test_the_head_of_a_workbook_reads_as_the_whole_does(tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx", made(ROWS + 2000))
    own = tmp_path / "own"
    own.mkdir()
    part = excerpt(path, own)
    for table in open_all(part.path):
        head = [record.values for record in table.records()]  # type: ignore[union-attr]
        whole = open_table(path, table.sheet)
        assert table.columns == whole.columns
        assert len(head) == ROWS - 1
        assert head == [r.values for r, _ in zip(whole.records(), head, strict=False)]  # type: ignore[union-attr]
        assert part.rows(table.sheet, len(head)) == pytest.approx(ROWS + 2000, rel=0.02)


def test_what_dedupe_would_refuse_is_refused_before(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", made(5))
    for asked, code in (
        (request(path, columns=("Nothing",)), "column_unknown"),
        (request(path, columns=()), "columns_none"),
        (request(tmp_path / "gone.csv"), "table_missing"),
        (request(written(tmp_path / "one.csv", made(1))), "rows_too_few"),
    ):
        with pytest.raises(UserError) as caught:
            estimate_dedupe(asked, JobControl())
        assert caught.value.code == code


def test_an_estimate_can_be_cancelled(tmp_path: Path) -> None:
    control = JobControl()
    control.cancel()
    with pytest.raises(Cancelled):
        estimate_dedupe(request(written(tmp_path / "a.csv", made(5))), control)


def test_columns_without_values_have_no_pairs(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [("x", ""), ("y", ""), ("z", "")])
    found = estimate_dedupe(request(path, columns=("Town",)), JobControl())
    assert (found.rows, found.pairs) == (3, 0)
