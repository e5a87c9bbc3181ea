"""The row that a cluster is merged to: which rule takes which value from which row."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.dedupe.survivorship import ColumnRule, Member, Rule, merge
from engine.types import Scalar

MEMBERS = (
    Member("a", "old.csv", {"name": "Halden Paper", "town": "Oslo", "since": "05/03/2019", "tax": ""}),
    Member("b", "crm.xlsx", {"name": "HALDEN PAPER", "town": "n/a", "since": dt.date(2024, 1, 2), "tax": "0091"}),
    Member("c", "old.csv", {"name": "Halden Paper Mills Ltd.", "town": "Bergen", "since": "2. May 2021", "tax": 91}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("column", "rule", "value", "row"),
    [
        ("name", ColumnRule(Rule.SURVIVOR), "HALDEN PAPER", "b"),
        ("town", ColumnRule(Rule.SURVIVOR), "Bergen", "c"),
        ("name", ColumnRule(Rule.LONGEST), "Halden Paper Mills Ltd.", "c"),
        ("name", ColumnRule(Rule.NEWEST, by="since"), "HALDEN PAPER", "b"),
        ("town", ColumnRule(Rule.NEWEST, by="since"), "Bergen", "c"),
        ("name", ColumnRule(Rule.MOST_COMPLETE), "Halden Paper Mills Ltd.", "c"),
        ("name", ColumnRule(Rule.MOST_FREQUENT), "HALDEN PAPER", "b"),
        ("name", ColumnRule(Rule.PREFERRED, order=("old.csv", "crm.xlsx")), "Halden Paper Mills Ltd.", "c"),
        ("tax", ColumnRule(Rule.PREFERRED, order=("crm.xlsx",)), "0091", "b"),
        ("name", ColumnRule(Rule.FIRST), "Halden Paper", "a"),
        ("tax", ColumnRule(Rule.FIRST), "0091", "b"),
    ],
)  # fmt: skip
def test_each_rule(column: str, rule: ColumnRule, value: Scalar, row: str) -> None:
    (cell,) = [c for c in merge(MEMBERS, "b", {column: rule}) if c.column == column]
    assert (cell.value, cell.row_id, cell.rule) == (value, row, rule.rule)


def test_a_cell_tells_how_many_other_values_there_are_and_keeps_its_type() -> None:
    cells = {cell.column: cell for cell in merge(MEMBERS, "c", {})}
    assert cells["name"].others == 1
    assert cells["town"].others == 1
    assert cells["tax"].value == 91
    assert list(cells) == ["name", "town", "since", "tax"]


def test_what_all_leave_blank_stays_blank() -> None:
    cells = merge([Member("a", "x", {"fax": None}), Member("b", "x", {"fax": "N/A"})], "a", {})
    assert [(cell.value, cell.row_id, cell.others) for cell in cells] == [(None, None, 0)]


VALUES = st.none() | st.text(max_size=6) | st.integers() | st.dates()


@settings(max_examples=40)
@given(
    rows=st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=5),
    rule=st.sampled_from(list(Rule)),
)
def test_every_value_is_one_that_stands_in_the_row_it_is_said_to_come_from(
    rows: list[tuple[Scalar, Scalar]], rule: Rule
) -> None:
    members = [
        Member(str(n), f"t{n % 2}", {"x": x, "when": when}) for n, (x, when) in enumerate(rows)
    ]
    chosen = ColumnRule(rule, by="when", order=("t1",))
    for cell in merge(members, "0", {}, chosen):
        if cell.row_id is None:
            assert cell.value is None
        else:
            assert members[int(cell.row_id)].values[cell.column] == cell.value
