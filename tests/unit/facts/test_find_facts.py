"""Typed facts: what is found, its exact span, its normal form, its doubt."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.facts import FactKind, find_facts


def _only(text: str, kind: FactKind) -> tuple[str, str | None, str | None, str | None]:
    facts = [fact for fact in find_facts(text) if fact.kind is kind]
    assert len(facts) == 1, facts
    (fact,) = facts
    assert text[fact.start : fact.end] == fact.text
    return fact.text, fact.value, fact.unit, fact.doubt


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024年3月5日", "2024-03-05"),
        ("二〇二四年三月五日", "2024-03-05"),
        ("二○一二年十二月三十一日", "2012-12-31"),
        ("2012 年 11 月 6 日", "2012-11-06"),
        ("２０２４年３月５日", "2024-03-05"),
        ("2024-03-05", "2024-03-05"),
        ("2024/3/5", "2024-03-05"),
        ("2024.3.5", "2024-03-05"),
        ("5 March 2024", "2024-03-05"),
        ("March 5, 2024", "2024-03-05"),
        ("Sept. 5th, 2024", "2024-09-05"),
        ("this 5th day of March, 2024", "2024-03-05"),
        ("the twenty-first (21st) day of May 2020", "2020-05-21"),
        ("05-Mar-2024", "2024-03-05"),
        ("16/03/2024", "2024-03-16"),
        ("2024年3月", "2024-03"),
        ("March, 2024", "2024-03"),
    ],
)
def test_dates_have_iso_values(text: str, value: str) -> None:
    assert _only(text, FactKind.DATE)[1] == value


@pytest.mark.parametrize(
    ("text", "doubt"), [("05/03/2024", "ambiguous_date"), ("6/16/04", "two_digit_year")]
)
def test_an_ambiguous_date_has_a_doubt_and_no_value(text: str, doubt: str) -> None:
    assert _only(text, FactKind.DATE)[1:] == (None, "day", doubt)


@pytest.mark.parametrize("text", ["2024年2月30日", "2024-13-05", "31 June 2024", "40/40/2024"])
def test_what_no_calendar_has_is_no_date(text: str) -> None:
    assert not find_facts(text, {FactKind.DATE})


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("人民币120万元", "1200000.00", "CNY"),
        ("￥1,250,000.00", "1250000.00", "CNY"),
        ("１２０万元人民币", "1200000.00", "CNY"),
        ("US$1,250,000.00", "1250000.00", "USD"),
        ("HK$30.50", "30.50", "HKD"),
        ("EUR 1.234,56", "1234.56", "EUR"),
        ("1.234.567,89 EUR", "1234567.89", "EUR"),
        ("1 234,56 €", "1234.56", "EUR"),
        ("€12,50", "12.50", "EUR"),
        ("壹佰贰拾万元整", "1200000.00", "CNY"),
        ("叁万伍仟元伍角贰分", "35000.52", "CNY"),
        ("1.2亿元", "120000000.00", "CNY"),
        ("500万美元", "5000000.00", "USD"),
        ("$5 million", "5000000.00", "USD"),
        ("twenty thousand dollars ($20,000)", "20000.00", "USD"),
        ("Twenty Thousand and 50/100 Dollars ($20,000.50)", "20000.50", "USD"),
        ("人民币（大写）壹佰贰拾万元整（￥1,200,000.00）", "1200000.00", "CNY"),
    ],
)
def test_amounts_are_plain_numbers_with_a_currency(text: str, value: str, unit: str) -> None:
    assert _only(text, FactKind.AMOUNT) == (text, value, unit, None)


@pytest.mark.parametrize(
    "text",
    ["Twenty Thousand Dollars ($25,000)", "壹佰万元整（￥1,200,000.00）", "sixty (50) days"],
)
def test_words_and_figures_that_differ_are_a_doubt(text: str) -> None:
    (fact,) = find_facts(text)
    assert (fact.text, fact.value, fact.doubt) == (text, None, "words_and_figures_differ")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5%", "5"),
        ("５％", "5"),
        ("百分之五", "5"),
        ("百分之五（5%）", "5"),
        ("百分之三点五", "3.5"),
        ("five percent (5%)", "5"),
        ("千分之三", "0.3"),
        ("万分之五", "0.05"),
        ("25 basis points", "0.25"),
    ],
)
def test_percentages_are_in_percent(text: str, value: str) -> None:
    assert _only(text, FactKind.PERCENTAGE) == (text, value, "percent", None)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("30 days", "P30D", "day"),
        ("thirty (30) days", "P30D", "day"),
        ("2年", "P2Y", "year"),
        ("三十日", "P30D", "day"),
        ("六个月", "P6M", "month"),
        ("一年半", "P18M", "year"),
        ("十五（15）个工作日", "P15D", "business_day"),
        ("ten (10) Business Days", "P10D", "business_day"),
        ("24小时", "PT24H", "hour"),
        ("two-year", "P2Y", "year"),
        ("半年", "P6M", "month"),
        ("三年零六个月", "P42M", "month"),
        ("two (2) years and six (6) months", "P30M", "month"),
        ("2 weeks, 3 days", "P17D", "day"),
    ],
)
def test_durations_are_iso_8601(text: str, value: str, unit: str) -> None:
    assert _only(text, FactKind.DURATION) == (text, value, unit, None)


@pytest.mark.parametrize("text", ["2023年度", "第三年", "每月5日前", "3月5日", "上半年", "第三条"])
def test_calendar_words_are_no_durations(text: str) -> None:
    assert not find_facts(text, {FactKind.DURATION})


def test_lengths_on_two_lines_are_two_lengths() -> None:
    found = find_facts("Term: 2 years\n6 months notice", {FactKind.DURATION})
    assert [fact.value for fact in found] == ["P2Y", "P6M"]


def test_a_range_is_a_doubt() -> None:
    assert _only("within 3-5 days", FactKind.DURATION) == ("3-5 days", None, "day", "range")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("30 台", "30", "台"),
        ("50 kg", "50", "kg"),
        ("three (3) copies", "3", "copies"),
        ("120万股", "1200000", "股"),
        ("1,500", "1500", None),
    ],
)
def test_numbers_keep_their_unit(text: str, value: str, unit: str | None) -> None:
    assert _only(text, FactKind.NUMBER) == (text, value, unit, None)


@pytest.mark.parametrize("text", ["Section 4.2", "1. Term", "(2) Price", "A4", "第12条", "3.1.2"])
def test_numbering_is_no_number(text: str) -> None:
    assert not find_facts(text)


@pytest.mark.parametrize(
    ("text", "kind", "value", "doubt"),
    [
        ("13800138000", FactKind.PHONE, "+8613800138000", None),
        ("+86 138-0013-8000", FactKind.PHONE, "+8613800138000", None),
        ("(021)62345678转801", FactKind.PHONE, "+862162345678;ext=801", None),
        ("+44 20 7946 0958", FactKind.PHONE, "+442079460958", None),
        ("(415) 555-0100", FactKind.PHONE, "+14155550100", None),
        ("A.B@c.com", FactKind.EMAIL, "a.b@c.com", None),
        ("https://www.x.com/a?b=1", FactKind.URL, "https://www.x.com/a?b=1", None),
        ("11010519491231002X", FactKind.IDENTITY_NUMBER, "11010519491231002X", None),
        ("110105194912310021", FactKind.IDENTITY_NUMBER, "110105194912310021", "checksum"),
        ("91350100M000100Y43", FactKind.CREDIT_CODE, "91350100M000100Y43", None),
        ("4111 1111 1111 1111", FactKind.BANK_ACCOUNT, "4111111111111111", None),
    ],
)
def test_identifiers(text: str, kind: FactKind, value: str, doubt: str | None) -> None:
    for around in (text, f"见 {text}。", f"see {text}, please"):
        assert _only(around, kind) == (text, value, None, doubt)


def test_a_named_account_needs_no_check_digit_but_a_card_does() -> None:
    assert _only("账号：0200 0032 1902 7109 012", FactKind.BANK_ACCOUNT)[3] is None
    assert _only("卡号：6222021234567890123", FactKind.BANK_ACCOUNT)[3] == "checksum"
    assert _only("信用代码：91350100M000100Y44", FactKind.CREDIT_CODE)[3] == "checksum"


def test_a_sentence_gives_each_fact_once() -> None:
    text = "甲方应于2024年6月30日前支付合同价款的30%即36万元，逾期30日的，按万分之五支付违约金。"
    assert [(fact.kind.value, fact.value) for fact in find_facts(text)] == [
        ("date", "2024-06-30"),
        ("percentage", "30"),
        ("amount", "360000.00"),
        ("duration", "P30D"),
        ("percentage", "0.05"),
    ]


_PIECES = st.sampled_from(
    [
        *list("0123456789〇一二十百千万亿壹佰元角分年月日（）()%,，.．。-–—/:： \n\t$¥￥€+@XxSſİ"),
        "thirty",
        "hundred ",
        "and ",
        "days",
        "March ",
        "第",
        "个",
        "工作日",
        "百分之",
        "US$",
        "１２",
        "www.",
        "账号",
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=60).map("".join)))
@settings(max_examples=400, deadline=None)
def test_every_span_is_exact_and_apart_from_the_others(text: str) -> None:
    end = 0
    for fact in find_facts(text):
        assert text[fact.start : fact.end] == fact.text != ""
        assert fact.start >= end
        assert fact.value is not None or fact.doubt is not None
        end = fact.end


@pytest.mark.parametrize("gap", ["\n", "。", ". ", " "])
def test_a_long_text_is_read_whole(gap: str) -> None:
    line = f"甲方于2024年3月5日支付￥1,200.00，within thirty (30) days{gap}"
    text = line * 4000
    facts = find_facts(text)
    assert len(facts) == 3 * 4000
    assert all(text[fact.start : fact.end] == fact.text for fact in facts)
    assert {fact.text for fact in facts} == {"2024年3月5日", "￥1,200.00", "thirty (30) days"}


@pytest.mark.parametrize(
    "unit",
    [
        "0",
        "一",
        "1,111",
        "one and ",
        "+1 ",
        "1-",
        "1. ",
        "(1)",
        "January ",
        "a@a.",
        "www.",
        "元",
        "2024年",
        "1 1",
    ],
)
def test_repetitive_text_takes_linear_time(unit: str) -> None:
    text = (unit * 50_000)[:50_000]
    began = time.process_time()
    find_facts(text)
    assert time.process_time() - began < 5
