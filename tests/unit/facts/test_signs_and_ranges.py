"""Values below zero, values from … to …, and what cannot be told without guessing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.facts import FactKind, find_facts
from engine.facts.numerals import money
from engine.facts.ranges import ends

KINDS = (FactKind.AMOUNT, FactKind.PERCENTAGE, FactKind.DURATION)
AMOUNTS = st.decimals(Decimal("0.01"), Decimal("999999999.99"), places=2)
COUNTS = st.integers(1, 400)
UNITS = {
    "days": "day",
    "months": "month",
    "years": "year",
    "天": "day",
    "个月": "month",
    "年": "year",
}


def only(text: str) -> tuple[str, str | None, str | None]:
    """The one amount, percentage or length of time in ``text``: its words, value and doubt."""
    found = [fact for fact in find_facts(text) if fact.kind in KINDS]
    assert len(found) == 1, found
    assert text[found[0].start : found[0].end] == found[0].text
    return found[0].text, found[0].value, found[0].doubt


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("负五元", "-5.00"),
        ("负人民币5元", "-5.00"),
        ("人民币负五元", "-5.00"),
        ("人民币-5元", "-5.00"),
        ("-5元", "-5.00"),
        ("亏损为-5万元", "-50000.00"),
        ("净利润：-3.5亿元", "-350000000.00"),
        ("-$5.00", "-5.00"),
        ("$-5.00", "-5.00"),
        ("A balance of minus $5", "-5.00"),
        ("\u22125%", "-5"),
        ("负百分之五", "-5"),
        ("盈亏自负5元", "5.00"),
        ("2023-5元", "5.00"),
    ],
)
def test_a_minus_belongs_to_its_value(text: str, value: str) -> None:
    assert only(text)[1:] == (value, None)


@pytest.mark.parametrize(
    "text", ["Fee -$500 per month", "合同金额-5元", "Schedule\n-50% on signing"]
)
def test_a_hyphen_that_may_be_a_dash_is_a_doubt(text: str) -> None:
    assert only(text)[1:] == (None, "minus_or_dash")


def test_a_hyphen_that_begins_every_line_is_a_bullet() -> None:
    text = "Payment:\n-50% on signing\n-50% on delivery"
    assert [(f.text, f.value) for f in find_facts(text)] == [("50%", "50"), ("50%", "50")]


@pytest.mark.parametrize(
    "text",
    [
        "three to five years", "3-5 days", "六个月至一年", "十日至十五日", "five to ten percent",
        "5% to 10%", "5%-10%", "$5 to $10", "$5 to 10 million", "5 USD-10 USD", "五至十万元",
        "人民币5至10万元", "one (1) to two (2) years",
    ],
)  # fmt: skip
def test_a_range_is_one_doubt_and_no_value(text: str) -> None:
    assert only(f"It is {text}.") == (text, None, "range")


@pytest.mark.parametrize(
    "text", ["five and ten days", "$5 and $10", "3 days and 5 days", "5% and 10%"]
)
def test_and_makes_a_range_after_between_only(text: str) -> None:
    assert only(f"between {text}")[1:] == (None, "range")
    assert all(fact.doubt != "range" for fact in find_facts(f"for {text}"))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("increased from $5 to $10", ["5.00", "10.00"]),
        ("费率由5%降至3%", ["5", "3"]),
        ("reduced from 10% to 5%", ["10", "5"]),
        ("two hundred and five days", ["P205D"]),
        ("三年零六个月", ["P42M"]),
        ("第三至五年", []),
    ],
)
def test_what_only_looks_like_a_range_is_none(text: str, values: list[str]) -> None:
    assert [fact.value for fact in find_facts(text) if fact.kind in KINDS] == values


@pytest.mark.parametrize("text", ["€1.000", "1.250 EUR", "$1.000", "12.500元"])
def test_a_point_that_may_part_thousands_is_a_doubt(text: str) -> None:
    assert only(text) == (text, None, "ambiguous_point")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("€1.000.000", "1000000.00"),
        ("€1.000,50", "1000.50"),
        ("€0.125", "0.125"),
        ("$1.125 per share", "1.125"),
        ("5.000万元", "50000.00"),
        ("5.000% per annum", "5"),
        ("one thousand euros (€1.000)", "1000.00"),
        ("1.000 (one thousand) euros", "1000.00"),
    ],
)
def test_what_settles_the_point(text: str, value: str) -> None:
    assert only(text)[1:] == (value, None)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("three to five years", "three years", "five years"),
        ("$5 to 10 million", "$5 million", "$10 million"),
        ("五至十万元", "五万元", "十万元"),
        ("六个月至一年", "六个月", "一年"),
    ],
)
def test_the_ends_of_a_range_have_their_units(text: str, low: str, high: str) -> None:
    assert ends(text) == (low, high)


@given(AMOUNTS, st.sampled_from(["-${}", "$-{}", "-{}元", "负{}元", "minus ${}", "余额为-{}元"]))
def test_every_amount_keeps_its_sign(amount: Decimal, form: str) -> None:
    assert only(form.format(f"{amount:,}"))[1:] == (f"-{money(amount)}", None)


@given(AMOUNTS, st.sampled_from(["${}", "{}元", "The price is ${}.", "价格：{}元"]))
def test_no_amount_gains_a_sign(amount: Decimal, form: str) -> None:
    assert only(form.format(f"{amount:,}"))[1:] == (money(amount), None)


@given(COUNTS, COUNTS, st.sampled_from(sorted(UNITS)), st.sampled_from([" to ", "-", "至", "~"]))
def test_every_rising_pair_is_a_range(one: int, two: int, unit: str, joint: str) -> None:
    low, high = sorted((one, two + 400))
    text = f"{low}{joint}{high} {unit}"
    assert only(text) == (text, None, "range")
    for end, count in zip(ends(text) or (), (low, high), strict=True):
        (fact,) = find_facts(end, {FactKind.DURATION})
        assert (fact.value or "").strip("PDMY") == str(count)
        assert fact.unit == UNITS[unit]


@given(st.text("0123456789.,-−负至到to and between$€元%年月天个() \n五十万", max_size=40))
def test_any_text_has_facts_within_it(text: str) -> None:
    last = 0
    for fact in find_facts(text):
        assert last <= fact.start < fact.end <= len(text)
        assert text[fact.start : fact.end] == fact.text
        last = fact.end


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("Total: $1,200,\n000.00.", "$1,200,\n000.00", "1200000.00"),
        ("Total: $1,2\n00,000.00.", "$1,2\n00,000.00", "1200000.00"),
        ("USD 1,\n200,000 in all", "USD 1,\n200,000", "1200000.00"),
        ("$12,\n500.00 is due", "$12,\n500.00", "12500.00"),
        ("人民币1,200\n,000.00元", "人民币1,200\n,000.00元", "1200000.00"),
        ("￥1,200,000.00\n2,300.00", "￥1,200,000.00", "1200000.00"),
        ("a fee of $5,\n200 of them", "$5", "5.00"),
    ],
)
def test_an_amount_that_a_lines_end_divides_is_read_whole(
    text: str, words: str, value: str
) -> None:
    found = next(fact for fact in find_facts(text) if fact.kind is FactKind.AMOUNT)
    assert (found.text, found.value) == (words, value)
    assert text[found.start : found.end] == found.text


def test_numbers_of_two_lines_are_two_numbers() -> None:
    assert [fact.value for fact in find_facts("items 1,\n200")] == ["1", "200"]
