"""The job: events in order, addresses, bad rows, clear codes, the cache."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from engine.control import JobControl
from engine.errors import Cancelled, UserError
from engine.events import ItemFailed, Payload, Progress, Results
from engine.jobs.dedupe import DedupeRequest, dedupe
from engine.jobs.services import Cache, NoCache, Services
from engine.types import Cluster, Pair, Record, TableSchema
from wording import catalogue

CUSTOMERS = """name,phone,town
Halden Paper Mills Ltd.,+44 20 7946 0018,London
Fjord Analytics AS,+47 22 55 01 44,Oslo
"HALDEN PAPER MILLS",020 7946 0018,London
Castell Robotics GmbH,+49 30 5550 0131,Berlin
"""
SUPPLIERS = """Name,Fax,Phone
Castel Robotics,,+49 30 55500131
Garnet Dairy,,(802) 555-0126
"""


class Memory:
    """A cache in memory that counts what it was asked for and had."""

    def __init__(self) -> None:
        self.entries: dict[str, bytes] = {}
        self.hits = 0

    def get_many(self, keys: Iterable[str]) -> Mapping[str, bytes]:
        found = {key: self.entries[key] for key in keys if key in self.entries}
        self.hits += len(found)
        return found

    def put_many(self, entries: Mapping[str, bytes]) -> None:
        self.entries |= entries


def run(request: DedupeRequest, cache: Cache | None = None) -> list[Payload]:
    nothing: Any = None
    return list(dedupe(request, Services(nothing, nothing, cache or NoCache()), JobControl()))


def items(payloads: list[Payload], kind: type) -> list[Any]:
    results = [payload for payload in payloads if isinstance(payload, Results)]
    return [item for result in results for item in result.items if isinstance(item, kind)]


@pytest.fixture
def customers(tmp_path: Path) -> str:
    path = tmp_path / "customers.csv"
    path.write_text(CUSTOMERS, encoding="utf-8")
    return str(path)


@pytest.fixture
def suppliers(tmp_path: Path) -> str:
    path = tmp_path / "suppliers.csv"
    path.write_text(SUPPLIERS, encoding="utf-8")
    return str(path)


def test_records_pairs_and_clusters_with_their_addresses(customers: str) -> None:
    payloads = run(DedupeRequest((customers,), ("name", "phone")))
    (schema,) = items(payloads, TableSchema)
    assert schema.columns == ("name", "phone", "town")
    assert [record.address.row for record in items(payloads, Record)] == [2, 3, 4, 5]
    (pair,) = [pair for pair in items(payloads, Pair) if pair.cluster]
    assert (pair.left.row, pair.right.row, pair.left.sheet) == (2, 4, "customers")
    assert dict(pair.why).keys() == {"name", "phone"}
    (cluster,) = items(payloads, Cluster)
    assert cluster.record_ids == (pair.left_id, pair.right_id)
    assert cluster.survivor_id == pair.left_id
    stages = [payload.stage for payload in payloads if isinstance(payload, Progress)]
    wanted = ["reading_tables", "blocking_rows", "comparing_pairs", "clustering_pairs"]
    assert list(dict.fromkeys(stages)) == wanted


def test_several_tables_are_searched_together(customers: str, suppliers: str) -> None:
    payloads = run(DedupeRequest((customers, suppliers), ("Name", "Phone")))
    found = {
        frozenset((pair.left.sheet, pair.right.sheet))
        for pair in items(payloads, Pair)
        if pair.cluster
    }
    assert found == {frozenset({"customers"}), frozenset({"customers", "suppliers"})}


def test_a_table_without_the_columns_is_told_of_and_its_rows_are_kept(
    customers: str, tmp_path: Path
) -> None:
    other = tmp_path / "other.csv"
    other.write_text("firma,ort\nAcme,Bonn\nAcme,Bonn\n", encoding="utf-8")
    payloads = run(DedupeRequest((customers, str(other)), ("name", "phone")))
    (failure,) = [payload.failure for payload in payloads if isinstance(payload, ItemFailed)]
    assert (failure.item, failure.code) == (str(other), "table_not_compared")
    kept = [
        record.address.row for record in items(payloads, Record) if record.address.sheet == "other"
    ]
    assert kept == [2, 3]
    assert not [
        pair for pair in items(payloads, Pair) if "other" in (pair.left.sheet, pair.right.sheet)
    ]


def test_the_same_rows_come_out_of_the_cache(customers: str) -> None:
    memory = Memory()
    request = DedupeRequest((customers,), ("name", "phone"))
    first = run(request, memory)
    second = run(request, memory)
    assert memory.hits == 1
    for kind in (Record, Pair, Cluster):
        assert items(first, kind) == items(second, kind)
    run(DedupeRequest((customers,), ("name",)), memory)
    assert memory.hits == 1


def test_a_bad_row_fails_alone(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"name": "Ann Smith"}\n{bad\n{"name": "Ann Smith"}\n', encoding="utf-8")
    payloads = run(DedupeRequest((str(path),), ("name",)))
    (failed,) = [payload for payload in payloads if isinstance(payload, ItemFailed)]
    assert failed.failure.code == "line_not_object"
    assert len(items(payloads, Cluster)) == 1


def test_a_bad_file_fails_alone(customers: str, tmp_path: Path) -> None:
    payloads = run(DedupeRequest((str(tmp_path / "gone.csv"), customers), ("name", "phone")))
    (failed,) = [payload for payload in payloads if isinstance(payload, ItemFailed)]
    assert failed.failure.code == "table_missing"
    assert len(items(payloads, Cluster)) == 1


def test_notices_come_with_the_schema_once_read(tmp_path: Path) -> None:
    path = tmp_path / "nul.csv"
    path.write_bytes(b"name,town\nAn\0n,Oslo\nBen,Bern\n")
    schemas = items(run(DedupeRequest((str(path),), ("name",))), TableSchema)
    assert [notice.code for notice in schemas[-1].notices] == ["nul_characters"]


@pytest.mark.parametrize(
    ("text", "columns", "code"),
    [
        ("name,town\nAnn,Oslo\nBen,Bern\n", ("firm",), "column_unknown"),
        ("name,town\nAnn,Oslo\nBen,Bern\n", (), "columns_none"),
        ("name,town\nAnn,Oslo\n", ("name",), "rows_too_few"),
        ("name,town,phone\nAnn,Oslo,\nBen,Bern,\n", ("phone",), "columns_blank"),
        ("", ("name",), "table_empty"),
    ],
)
def test_what_cannot_be_searched_says_why(
    tmp_path: Path, text: str, columns: tuple[str, ...], code: str
) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        run(DedupeRequest((str(path),), columns))
    assert caught.value.code == code
    for language in ("en", "zh"):
        assert code in catalogue(language)
    if code == "column_unknown":
        assert caught.value.params["columns"] == "name, town"


def test_a_cancelled_search_stops(customers: str) -> None:
    nothing: Any = None
    control = JobControl()
    events = dedupe(
        DedupeRequest((customers,), ("name",)), Services(nothing, nothing, NoCache()), control
    )
    next(events)
    control.cancel()
    with pytest.raises(Cancelled):
        list(events)


def test_a_table_named_twice_is_read_once(customers: str, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    other = str(tmp_path / "more" / ".." / "customers.csv")
    payloads = run(DedupeRequest((customers, customers, other), ("name", "phone")))
    assert [record.address.row for record in items(payloads, Record)] == [2, 3, 4, 5]
    assert not [pair for pair in items(payloads, Pair) if pair.left == pair.right]


def test_two_sheets_of_one_file_are_two_tables(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("Second")):
        sheet.append(["name", "town"])
        sheet.append(["Ann Smith", "Oslo"])
    path = str(tmp_path / "two.xlsx")
    book.save(path)
    payloads = run(DedupeRequest((path, path), ("name", "town"), ("Sheet", "Second")))
    assert len(items(payloads, Record)) == 2
    assert len(items(payloads, Cluster)) == 1
