"""Rules between fields: declared, inferred, kept and broken."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import wording
from engine.extraction.checks import Conflict, Values, conflicts
from engine.extraction.grammar import parse_field_list
from engine.extraction.inferring import infer_rules


def check(asked: str, cells: Mapping[str, str], records: Values | None = None) -> list[Conflict]:
    fields = parse_field_list(asked)
    values = Values(
        {name: [value] for name, value in cells.items()}, records.records if records else {}
    )
    found = conflicts(fields.fields, fields.rules, values)
    for conflict in found:
        for language in ("en", "zh"):
            assert "‹" not in str(wording.sentence(conflict.code, dict(conflict.params), language))
    return list(found)


def codes(asked: str, cells: Mapping[str, str]) -> list[str]:
    return [conflict.code for conflict in check(asked, cells)]


@pytest.mark.parametrize(
    ("asked", "kept", "broken", "code"),
    [
        ("签订日期, 生效日期", ("2024-03-05", "2024-03-05"), ("2024-03-05", "2024-03-04"), "dates_out_of_order"),
        ("Effective date, Expiration date", ("2024-03", "2024-03-01"), ("2024-03", "2024-02-28"), "dates_out_of_order"),
        ("Agreement date, Delivery date", ("2024-03-05", "soon"), ("2024-03-05", "1 March 2024"), "dates_out_of_order"),
        ("甲方, 乙方", ("江州公司", "临海公司"), ("江州 公司", "江州公司"), "values_same"),
        ("Landlord, Tenant", ("Acme Inc.", "Bolt Ltd."), ("Acme Inc.", "ACME INC"), "values_same"),
        ("合同金额大写(元), 合同金额小写(万元)", ("1200000.00", "120"), ("1200000.00", "130"), "values_differ"),
        ("身份证号, 出生日期", ("11010519491231002X", "1949-12-31"), ("11010519491231002X", "1950-12-31"), "birth_differs"),
        ("身份证号, 性别(男/女)", ("11010519491231002X", "女"), ("11010519491231002X", "男"), "sex_differs"),
        ("Identity number, Sex(male/female)", ("11010519491231002X", "female"), ("11010519491231002X", "male"), "sex_differs"),
    ],
)  # fmt: skip
def test_rules_that_names_and_types_make_plain(
    asked: str, kept: tuple[str, str], broken: tuple[str, str], code: str
) -> None:
    names = [field.name for field in parse_field_list(asked).fields]
    assert codes(asked, dict(zip(names, kept, strict=True))) == []
    (conflict,) = check(asked, dict(zip(names, broken, strict=True)))
    assert conflict.code == code
    assert set(conflict.fields) == set(names)


@pytest.mark.parametrize(
    ("term", "end", "fits"),
    [
        ("P2Y", "2026-03-04", True),
        ("P2Y", "2026-03-05", True),
        ("P2Y", "2026-03-07", False),
        ("P24M", "2026-03-04", True),
        ("P730D", "2026-03-05", True),
        ("2024-03-05/2026-03-04", "2026-03-04", True),
        ("2024-03-05/2026-03-04", "2027-03-04", False),
        ("PT24H", "2030-01-01", True),
        ("indefinitely", "2026-03-04", True),
    ],
)
def test_a_term_is_what_its_dates_say(term: str, end: str, fits: bool) -> None:
    cells = {"合同期限": term, "生效日期": "2024-03-05", "到期日": end}
    assert (codes("合同期限, 生效日期, 到期日", cells) == []) is fits


def test_a_term_in_the_unit_of_its_field() -> None:
    cells = {"工期": "30", "生效日期": "2024-03-01", "到期日": "2024-03-31"}
    assert codes("工期(天), 生效日期, 到期日", cells) == []
    assert codes("工期(天), 生效日期, 到期日", {**cells, "工期": "60"}) == ["term_differs"]


LINES = "合同金额(万元), 明细{品名, 数量, 单价(元), 金额(元)}"


def lines(*rows: tuple[str, str, str]) -> Values:
    columns = ("数量", "单价", "金额")
    return Values(
        {},
        {"明细": [(f"@{n}", dict(zip(columns, row, strict=True))) for n, row in enumerate(rows)]},
    )


def test_lines_add_up_to_the_total_whatever_its_unit() -> None:
    rows = lines(("3", "1000", "3000"), ("7", "1000.005", "7000.04"))
    assert check(LINES, {"合同金额": "1.000004"}, rows) == []
    (conflict,) = check(LINES, {"合同金额": "1.2"}, rows)
    assert conflict.code == "sum_differs"
    assert conflict.fields == ("合同金额", "明细 › @0 › 金额", "明细 › @1 › 金额")
    assert dict(conflict.params)["sum"] == "10000.04"


def test_a_line_is_its_quantity_times_its_price() -> None:
    (conflict,) = check(LINES, {}, lines(("3", "10", "30"), ("3", "10", "31")))
    assert conflict.code == "reckoning_differs"
    assert conflict.fields[0] == "明细 › @1 › 金额"


def test_a_total_says_nothing_where_a_line_has_no_amount() -> None:
    assert check(LINES, {"合同金额": "1"}, lines(("3", "10", "30"), ("3", "10", ""))) == []


@pytest.mark.parametrize(
    ("rule", "cells", "broken"),
    [
        ("! B < A", {"A": "2024-03-05", "B": "2024-03-05"}, True),
        ("! B <= A", {"A": "2024-03-05", "B": "2024-03-05"}, False),
        ("! A ≠ B", {"A": "2024-03-05", "B": "2024-03-05"}, True),
        ("! Sum = N + M", {"Sum": "3", "N": "1", "M": "2"}, False),
        ("! Sum = N − M", {"Sum": "3", "N": "1", "M": "2"}, True),
        ("! Sum = N × M", {"Sum": "2", "N": "1", "M": "2"}, False),
        ("! N <= M", {"N": "3", "M": "2"}, True),
    ],
)
def test_declared_rules(rule: str, cells: dict[str, str], broken: bool) -> None:
    asked = f"A(date), B(date), Sum(US$), N(units), M(units)\n{rule}"
    assert bool(codes(asked, cells)) is broken


def test_a_declared_rule_is_not_inferred_again() -> None:
    asked = parse_field_list("Buyer, Seller\n! Buyer != Seller")
    assert infer_rules(asked.fields, asked.rules) == ()
    assert len(infer_rules(asked.fields)) == 1


def test_figures_and_words_that_differ_in_one_cell_come_into_the_lane() -> None:
    fields = parse_field_list("Fee(US$)")
    doubts = {"Fee": "words_and_figures_differ", "Other": "checksum"}
    found = conflicts(fields.fields, (), Values({"Fee": ["x"]}, {}, doubts))
    assert found == (Conflict("words_and_figures_differ", ("Fee",)),)


_ANY = st.text("0123456789-/.PYMD年月日元abc ", max_size=14)


@pytest.mark.parametrize("odd", ["0000", "0000-05", "²", "9" * 5000, "P99999999999M"])
def test_values_that_no_calendar_has_are_passed_over(odd: str) -> None:
    cells = {"签订日期": odd, "生效日期": "2024-01-01", "到期日": "2025-01-01", "合同期限": odd}
    check("签订日期, 生效日期, 到期日, 合同期限(个月)", cells)


@given(st.lists(_ANY, min_size=9, max_size=9))
@settings(max_examples=200, deadline=None)
def test_no_value_breaks_the_checks(cells: list[str]) -> None:
    asked = (
        "签订日期, 生效日期, 到期日, 合同期限, 合同金额(元), 合同金额大写, 身份证号, 出生日期, 性别"
    )
    names = [field.name for field in parse_field_list(asked).fields]
    check(asked, dict(zip(names, cells, strict=True)))
