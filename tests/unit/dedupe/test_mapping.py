"""Columns of several tables that hold the same thing."""

from __future__ import annotations

import csv
from pathlib import Path

from engine.dedupe.mapping import Columns, propose
from engine.jobs.dedupe import DedupeRequest
from engine.types import Cluster
from tests.unit.dedupe.test_job import items, run

CUSTOMERS = Columns(
    {
        "Company": ["Alder Mills Ltd.", "Birch Foods Inc.", "Cedar Tools LLC"],
        "Phone": ["020 7946 0101", "020 7946 0102", "020 7946 0103"],
        "Contact name": ["Ann Lee", "Bo Chan", "Cy Young"],
        "Town": ["Leeds", "York", "Bath"],
    }
)
SUPPLIERS = Columns(
    {
        "供应商名称": ["北京天宇科技有限公司", "上海恒盛贸易有限公司", "广州瑞达电子有限公司"],
        "电话": ["13800138000", "13900139000", "13700137000"],
        "Contact Names": ["Dee Poe", "Eve Roe", "Flo Moe"],
        "ＴＯＷＮ": ["Hull", "Kent", "Ryde"],
    }
)


def test_columns_are_matched_by_name_then_by_kind() -> None:
    assert propose([CUSTOMERS, SUPPLIERS]) == (
        ("Company", "供应商名称"),
        ("Phone", "电话"),
        ("Contact name", "Contact Names"),
        ("Town", "ＴＯＷＮ"),
    )


def test_two_columns_of_a_kind_are_not_guessed_at() -> None:
    two = Columns({**SUPPLIERS.samples, "手机": ["13800138001", "13900139001", "13700137001"]})
    assert ("Phone", "电话") not in propose([CUSTOMERS, two])
    assert propose([CUSTOMERS]) == ()
    assert propose([]) == ()


def test_a_search_goes_over_columns_of_other_names(tmp_path: Path) -> None:
    rows = [("Alder Paper Mills", "020 7946 0101"), ("Birch Foods", "020 7946 0102")]
    paths = []
    for name, header in (("a", ("Company", "Phone")), ("b", ("Vendor", "Tel"))):
        path = tmp_path / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([header, *rows])
        paths.append(str(path))
    request = DedupeRequest(
        tuple(paths),
        ("Company", "Phone"),
        scope="between",
        aliases=(("Company", "Vendor"), ("Phone", "Tel")),
        threads=1,
    )
    found = items(run(request), Cluster)
    assert [len(cluster.record_ids) for cluster in found] == [2, 2]
