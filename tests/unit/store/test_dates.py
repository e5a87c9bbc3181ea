"""Dates and times through the store: cells come back as what they were."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.store import Project, Query
from engine.store.codec import dump, load
from engine.types import Address, Record, Scalar

cells = st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.floats(allow_nan=False))


@given(st.lists(st.one_of(cells, st.dates(), st.datetimes(), st.times())))
def test_every_cell_comes_back_of_its_type(values: list[Scalar]) -> None:
    read = load(dump(values))
    assert read == values
    assert [type(value) for value in read] == [type(value) for value in values]


def test_other_objects_stay_as_they_are() -> None:
    for value in (
        {"$date": "2024-03-05"},
        {"\ue000": "no date"},
        {"\ue000": 1},
        {},
        {"a": {"b": []}},
    ):
        assert load(dump(value)) == value
    with pytest.raises(TypeError):
        dump([object()])


def test_rows_with_dates_are_kept_and_found(tmp_path: Path) -> None:
    moment = dt.datetime.fromisoformat("2024-03-05T08:30:00")
    values = ("Ann", moment.date(), moment, moment.time())
    with Project.create(tmp_path / "p.clausedesk") as project:
        project.tables.add("t.xlsx", "S", ["name", "day", "moment", "time"])
        project.tables.append([Record("r", Address("t.xlsx", "S", 2), values)])
        (row,) = project.tables.page(0, 5)
        assert row.values == values
        assert project.tables.count(Query(text="2024-03-05")) == 1
        assert project.tables.count(Query(text="e000")) == 0
