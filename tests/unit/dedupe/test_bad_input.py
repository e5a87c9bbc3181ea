"""Tables as people have them: each of these must end in a result or a sentence, soon."""

from __future__ import annotations

import csv
import itertools
import time
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

from engine.control import JobControl, drained
from engine.dedupe.blocking import candidate_pairs
from engine.dedupe.kinds import ColumnKind
from engine.dedupe.rows import comparable
from engine.dedupe.search import Found, search
from engine.errors import UserError
from engine.events import Results
from engine.jobs.dedupe import DedupeRequest, dedupe
from engine.jobs.services import NoCache, Services
from engine.tables import open_table, read
from engine.types import Cluster, Record
from tests.unit.dedupe.test_job import items, run


def table(path: Path, rows: list[list[Any]]) -> str:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return str(path)


def clusters(path: str, *columns: str) -> list[set[int]]:
    """The row numbers of each cluster."""
    found = run(DedupeRequest((path,), columns, threads=1))
    row = {record.id: record.address.row for record in items(found, Record)}
    return sorted(
        ({row[one] for one in cluster.record_ids} for cluster in items(found, Cluster)), key=min
    )


def searched(columns: list[list[str]], kinds: list[ColumnKind]) -> Found:
    return drained(search(columns, kinds, np.zeros(len(columns[0]), dtype=np.int64), 0.5))


def test_two_hundred_thousand_identical_rows_are_one_star() -> None:
    rows = 200_000
    columns = [["alder mills"] * rows, ["12 high street leeds"] * rows, ["2079460018"] * rows]
    started = time.process_time()
    found = searched(columns, [ColumnKind.COMPANY, ColumnKind.ADDRESS, ColumnKind.PHONE])
    assert time.process_time() - started < 20
    assert len(found.pairs) == rows - 1
    assert [len(group) for group in found.clusters] == [rows]


def test_rows_that_differ_in_a_number_alone_stay_within_the_budget() -> None:
    """Nearly identical rows, a thousand times over: no more candidates than five a row."""
    columns = [[f"alder mills store {n % 50}" for n in range(3000)], [str(n) for n in range(3000)]]
    pairs = drained(candidate_pairs(columns, [ColumnKind.COMPANY, ColumnKind.IDENTIFIER]))
    assert len(pairs) <= 5 * 3000


def test_a_column_of_blanks_counts_for_nothing(tmp_path: Path) -> None:
    people = [
        ("Alder Paper Mills", "020 7946 0101"),
        ("ALDER PAPER MILS", "020 7946 0101"),
        ("Birch Dental Group", "020 7946 0177"),
        ("Cedar Robotics", "020 7946 0123"),
    ]
    rows = [["Name", "Phone", "Fax"], *([*one, " "] for one in people)]
    path = table(tmp_path / "a.csv", rows)
    assert clusters(path, "Name", "Phone", "Fax") == clusters(path, "Name", "Phone") == [{2, 3}]
    with pytest.raises(UserError) as caught:
        clusters(table(tmp_path / "b.csv", [["Name", "Fax"], ["a", ""], ["b", ""]]), "Fax")
    assert caught.value.code == "columns_blank"


def test_one_row_and_no_row_say_so(tmp_path: Path) -> None:
    for rows in ([["Name"], ["Alder"]], [["Name"]]):
        with pytest.raises(UserError) as caught:
            run(DedupeRequest((table(tmp_path / "a.csv", rows),), ("Name",)))
        assert caught.value.code == "rows_too_few"


def test_three_thousand_columns(tmp_path: Path) -> None:
    header = [f"column {number}" for number in range(3000)]
    rows = [[f"{row} {number}" for number in range(3000)] for row in ("a", "b", "c")]
    rows.append([*rows[0][:-1], "other"])
    path = table(tmp_path / "wide.csv", [header, *rows])
    assert clusters(path, "column 0", "column 2999", "column 7") == []
    assert clusters(path, "column 0", "column 7") == [{2, 5}]


def test_mixed_scripts_and_control_characters(tmp_path: Path) -> None:
    rows = [
        ["Firma", "Ort"],
        ["Müller Maschinenbau GmbH", "Köln am Rhein"],
        ["ООО «Северный ветер»", "Санкт-Петербург"],
        ["北京天宇科技有限公司", "朝阳区建设路12号"],
        ["شركة النور للتجارة", "الرياض حي العليا"],
        ["MULLER  MASCHINENBAU", "Koln am Rhein"],
        ["ооо Северный\x01ветер", "Санкт-Петербург"],
        ["北京天宇科技股份有限公司", "朝阳区建设路１２号"],
        ["شركة\u200b النور للتجارة", "الرياض حي العليا"],
        ["\x07\x02", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16")],
    ]
    found = clusters(table(tmp_path / "mixed.csv", rows), "Firma", "Ort")
    assert {2, 6} in found
    assert {3, 7} in found
    assert {4, 8} in found
    assert all(11 not in group for group in found)


def test_numbers_stored_as_text_are_the_numbers(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    names = ["Alder Paper Mills", "Birch Dental Group", "Cedar Robotics", "Dorn Castings"]
    sheet.append(["Account number", "Name"])
    for number, name in enumerate(names):
        sheet.append([70010 + number, name])
    sheet.append(["0070010", "Alder Papr Mills"])
    sheet.append([70012.0, "Cedar Robotics Ltd"])
    path = tmp_path / "numbers.xlsx"
    book.save(path)
    assert clusters(str(path), "Account number", "Name") == [{2, 6}, {4, 7}]


def test_dates_in_six_formats_are_one_day() -> None:
    written = ["2024-03-15", "2024/3/15", "15.03.2024", "2024年3月15日", "20240315", "15/03/2024"]
    assert set(comparable(written, ColumnKind.DATE)) == {"20240315"}


def test_two_headers_are_read_as_one(tmp_path: Path) -> None:
    rows = [
        ["Buyer", "", "Order"],
        ["Name", "Phone", "Number"],
        ["Alder Mills", "020 7946 0018", "17"],
        ["Alder Mills Ltd", "+44 20 7946 0018", "18"],
        ["Birch Dental", "020 7946 0099", "19"],
    ]
    path = table(tmp_path / "two.csv", rows)
    assert open_table(Path(path)).columns[:2] == ("Buyer Name", "Buyer Phone")
    assert clusters(path, "Buyer Name", "Buyer Phone") == [{3, 4}]


def test_a_file_that_changes_while_it_is_searched_is_refused(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", [["Name"], *([f"name {n}"] for n in range(5000))])
    nothing: Any = None
    work = dedupe(
        DedupeRequest((path,), ("Name",)), Services(nothing, nothing, NoCache()), JobControl()
    )
    batches = itertools.count()
    with pytest.raises(UserError) as caught:
        for payload in work:
            if isinstance(payload, Results) and next(batches) == 1:
                with Path(path).open("a", encoding="utf-8") as stream:
                    stream.write("one more\n")
    assert caught.value.code == "table_changed"


def test_a_workbook_made_to_fill_the_memory_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "LARGEST_INFLATED", 10_000)
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 1_000_000)
    with pytest.raises(UserError) as caught:
        open_table(path)
    assert caught.value.code == "table_inflates"
    plain = openpyxl.Workbook()
    for number in range(2000):
        plain.active.append(["the same row", number])
    plain.save(tmp_path / "plain.xlsx")
    assert open_table(tmp_path / "plain.xlsx").columns
