"""How raw texts are read, written out again, split, and settled by the rest of the document."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.export.cells import typed_text
from engine.extraction import parse_fields
from engine.extraction.addresses import address_parts
from engine.extraction.inverse import show_value
from engine.extraction.mentions import make_mention
from engine.extraction.normalise import normalise
from engine.extraction.readings import alternatives, read_value
from engine.extraction.rules.reading import Reading
from engine.extraction.settling import date_order, settle_dates, settle_ranges
from engine.facts.capitals import capital_amount
from engine.facts.numerals import chinese
from engine.types import Field, FieldType, Source
from tests.unit.extraction.documents import document


def field(typed: str) -> Field:
    return parse_fields(typed)[0]


@pytest.mark.parametrize(
    ("typed", "raw", "value", "doubt", "shown"),
    [
        ("签订日期", "二〇二四年三月五日", "2024-03-05", None, "2024年3月5日"),
        ("签订日期", "2024年3月5日至2026年3月4日", "2024-03-05/2026-03-04", "range", "2024年3月5日至2026年3月4日"),
        ("服务期间(日期)", "2024年3月1日至5月31日", "2024-03-01/2024-05-31", "range", "2024年3月1日至2024年5月31日"),
        ("服务期间(日期)", "2024年3月1日至15日止", "2024-03-01/2024-03-15", "range", "2024年3月1日至2024年3月15日"),
        ("服务期间(日期)", "2024年3月至5月", "2024-03/2024-05", "range", "2024年3月至2024年5月"),
        ("服务期间(日期)", "2024年11月1日至2月28日", "2024-11-01", None, None),
        ("合同金额(万元)", "人民币五至十万元", "5 ~ 10", "range", "50,000.00元（伍万元整）至100,000.00元（壹拾万元整）"),
        ("Fee(US$)", "between $5,000 and $10,000", "5000.00 ~ 10000.00", "range", "5,000.00 USD至10,000.00 USD"),
        ("Fee(US$)", "USD 1,000 - 2,000", "1000.00 ~ 2000.00", "range", None),
        ("Fee(US$)", "$500 - 3.2 Term", "500.00", None, None),
        ("Fee(US$)", "€5 to €10", None, "range", ""),
        ("Rate(%)", "5-10%", "5 ~ 10", "range", "5%至10%"),
        ("交货期(天)", "30至45天", "30 ~ 45", "range", "30 天至45 天"),
        ("Term", "六个月至一年", "P6M/P1Y", "range", "6个月至1年"),
        ("签订日期", "本合同签订后十日内", None, "relative_date", ""),
        ("签订日期", "农历二〇二四年正月初五", None, "lunar_date", ""),
        ("签订日期", "05/03/2024", None, "ambiguous_date", ""),
        ("合同金额(元)", "人民币壹佰贰拾万元整（￥1,200,000.00）", "1200000.00", None, "1,200,000.00元（壹佰贰拾万元整）"),
        ("合同金额(元)", "壹佰贰拾万元整（￥1,300,000.00）", None, "words_and_figures_differ", ""),
        ("合同金额(元)", "大写：壹佰万元整，小写：￥1,200,000.00", None, "words_and_figures_differ", ""),
        ("合同金额(万元)", "1.2亿元", "12000", None, "120,000,000.00元（壹亿贰仟万元整）"),
        ("质保期", "十二个月", "P12M", None, "12个月"),
        ("违约金比例", "千分之五", "0.5", None, "0.5%（千分之5）"),
        ("账号", "账号：6222 0212 3456 7890 128", "6222021234567890128", None, "6222 0212 3456 7890 128"),
        ("账号", "6222021234567890123", "6222021234567890123", "checksum", "6222 0212 3456 7890 123"),
        ("身份证号(18位)", "110105194912310021", "110105194912310021", "checksum", "110105194912310021"),
        ("统一社会信用代码", "91350100M000100Y44", "91350100M000100Y44", "checksum", "91350100M000100Y44"),
        ("当前负责人(姓名+职务)", "张三 项目经理", "姓名: 张三; 职务: 项目经理", None, "姓名: 张三; 职务: 项目经理"),
        ("地址(省+市+区+详细地址)", "江苏省苏州市吴中区星湖街8号", "省: 江苏省; 市: 苏州市; 区: 吴中区; 详细地址: 星湖街8号", None, None),
    ],
)  # fmt: skip
def test_values_are_read_and_written_out_again(
    typed: str, raw: str, value: str | None, doubt: str | None, shown: str | None
) -> None:
    read = read_value(field(typed), raw, "zh")
    assert (read.value, read.doubt) == (value, doubt)
    if shown is not None:
        assert read.shown == shown


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [
        ("Date", "2024-03-05", "5 March 2024"),
        ("Date", "2024-03", "March 2024"),
        ("Fee(US$)", "1200000.00", "1,200,000.00 USD"),
        ("Term", "P1Y", "1 year"),
        ("Term", "P30D", "30 days"),
        ("Term", "PT30M", "30 minutes"),
        ("Rate(%)", "0.05", "0.05%"),
        ("Quantity(units)", "12000", "12,000 units"),
        ("Law", "England", "England"),
    ],
)
def test_values_in_english(typed: str, value: str, shown: str) -> None:
    assert show_value(field(typed), value, "en") == shown


def test_what_can_be_read_two_ways_offers_both_with_their_reason() -> None:
    both = alternatives(field("签订日期"), "05/03/2024")
    assert [(one.value, one.reading) for one in both] == [
        ("2024-03-05", "day_first"),
        ("2024-05-03", "month_first"),
    ]
    forms = alternatives(field("合同金额(元)"), "壹佰万元整（￥1,200,000.00）")
    assert [(one.value, one.reading) for one in forms] == [
        ("1000000.00", "in_words"),
        ("1200000.00", "in_figures"),
    ]
    ends = alternatives(field("质保期"), "3至5年")
    assert [(one.value, one.reading) for one in ends] == [
        ("P3Y", "first_value"),
        ("P5Y", "last_value"),
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("广东省深圳市南山区科技园路1号 邮编：518000", "province=广东省 city=深圳市 district=南山区 street=科技园路1号 postcode=518000"),
        ("北京市海淀区中关村大街1号", "province=北京市 district=海淀区 street=中关村大街1号"),
        ("内蒙古自治区呼和浩特市赛罕区大学路", "province=内蒙古自治区 city=呼和浩特市 district=赛罕区 street=大学路"),
        ("江州市高新区创业路8号", "city=江州市 district=高新区 street=创业路8号"),
        ("12 Oak Street, Boston, MA 02110", "province=MA city=Boston street=12_Oak_Street postcode=02110"),
        ("人民路1号", ""),
        ("somewhere", ""),
    ],
)  # fmt: skip
def test_addresses_are_split_as_far_as_they_go(text: str, parts: str) -> None:
    found = " ".join(f"{name}={words.replace(' ', '_')}" for name, words in address_parts(text))
    assert found == parts


@given(st.text("省市区县路号北京上海广东苏州123 ,邮编：", max_size=30))
@settings(deadline=None)
def test_the_parts_of_an_address_stand_in_it(text: str) -> None:
    flat = "".join(text.split())
    for _, words in address_parts(text):
        assert "".join(words.split()) in flat


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("10", "壹拾元整"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("10500000", "壹仟零伍拾万元整"),
        ("100010001", "壹亿零壹万零壹元整"),
        ("-1", ""),
    ],
)
def test_amounts_in_capital_numerals(value: str, words: str) -> None:
    assert capital_amount(Decimal(value)) == words


@given(st.integers(1, 10**12))
@settings(max_examples=200, deadline=None)
def test_capital_numerals_are_read_back_as_what_they_were(yuan: int) -> None:
    assert chinese(capital_amount(Decimal(yuan)).removesuffix("元整")) == yuan
    amount = Field("合同金额", FieldType.AMOUNT, unit="元")
    assert normalise(amount, f"人民币{capital_amount(Decimal(yuan))}").value == f"{yuan}.00"


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.sampled_from(["en", "zh"]))
@settings(max_examples=100, deadline=None)
def test_dates_written_out_are_read_back(day: date, language: str) -> None:
    when = Field("D", FieldType.DATE)
    assert normalise(when, show_value(when, day.isoformat(), language)).value == day.isoformat()


@pytest.mark.parametrize(
    ("text", "order", "value", "doubt"),
    [
        ("Signed 05/03/2024. Invoiced 25/12/2023.", "day_first", "2024-03-05", "date_day_first"),
        (
            "Signed 05/03/2024. Invoiced 12/25/2023.",
            "month_first",
            "2024-05-03",
            "date_month_first",
        ),
        ("Signed 05/03/2024. Invoiced 12/25/2023 and 25/12/2023.", None, None, "ambiguous_date"),
        ("Signed 05/03/2024. Invoiced 25 December 2023.", None, None, "ambiguous_date"),
    ],
)
def test_other_dates_of_the_document_settle_the_order_and_it_is_said(
    text: str, order: str | None, value: str | None, doubt: str
) -> None:
    doc, when = document(text, "en"), Field("Date", FieldType.DATE)
    mention = make_mention(doc, when, 7, 17, 0.9, Source.MODEL)
    reading = Reading(doc)
    assert date_order(reading) == order
    (settled,) = settle_dates(reading, [when], [mention])
    assert (settled.normalized, settled.doubt, settled.text) == (value, doubt, "05/03/2024")


@given(st.dates(date(2000, 1, 13), date(2030, 12, 28)))
@settings(max_examples=60, deadline=None)
def test_an_order_is_never_guessed_against_a_date_that_shows_it(day: date) -> None:
    day = day.replace(day=max(13, day.day))
    text = f"05/03/2024 {day:%d/%m/%Y} {day + timedelta(days=400):%Y-%m-%d}"
    assert date_order(Reading(document(text, "en"))) == "day_first"


@pytest.mark.parametrize(
    ("name", "raw", "doubt", "values"),
    [
        ("Price(EUR)", "€1.000", "ambiguous_point", ("1000.00", "1.00")),
        ("Fee(USD)", "Fee -$500", "minus_or_dash", ("-500.00", "500.00")),
        ("Fee(USD)", "($5.00)", "bracketed_number", ("-5.00", "5.00")),
        ("合同金额(元)", "（5.00）", "bracketed_number", ("-5.00", "5.00")),
        ("合同金额(元)", "五至十万元", "range", ("50000.00", "100000.00")),
        ("合同金额(元)", "￥1,000-2,000", "range", ("1000.00", "2000.00")),
        ("签订日期", "2024年3月1日至15日", "range", ("2024-03-01", "2024-03-15")),
        ("租期(期限)", "六个月至一年", "range", ("P6M", "P1Y")),
    ],
)
def test_what_could_be_read_two_ways_is_offered_both_ways(
    name: str, raw: str, doubt: str, values: tuple[str, ...]
) -> None:
    (field,) = parse_fields(name)
    reading = read_value(field, raw)
    assert reading.doubt == doubt
    assert reading.value is None or doubt == "range"
    assert tuple(one.value for one in reading.alternatives) == values


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("合同金额(元)", "负五元", "-5.00"),
        ("合同金额(元)", "-5", "-5.00"),
        ("Fee(USD)", "-$5.00", "-5.00"),
        ("Count(number)", "-5", "-5"),
        ("Rate(%)", "-5%", "-5"),
    ],
)
def test_a_typed_minus_sign_is_kept(name: str, raw: str, value: str) -> None:
    (field,) = parse_fields(name)
    assert read_value(field, raw).value == value


@pytest.mark.parametrize(
    ("typed", "raw"), [("合同金额(元)", "五至十万元"), ("Rate(%)", "5-10%"), ("签订日期", "2024年3月1日至15日")]
)  # fmt: skip
def test_both_ends_of_a_range_are_exported_as_text(typed: str, raw: str) -> None:
    value = read_value(field(typed), raw).value
    assert value and typed_text(field(typed), value) == (value, "")


@pytest.mark.parametrize(
    ("typed", "text", "part", "words", "value"),
    [
        ("Fee(US$)", "a fee of between $5,000 and $10,000 a month", "$10,000", "between $5,000 and $10,000", "5000.00 ~ 10000.00"),
        ("Term", "a term of two to three years", "three years", "two to three years", "P2Y/P3Y"),
        ("合同金额(元)", "服务费为5-10万元。", "10万元", "5-10万元", "50000.00 ~ 100000.00"),
        ("Term", "a term of three years", "three years", "three years", "P3Y"),
        ("Effective date", "from 1 April 2024 to 31 March 2027", "1 April 2024", "1 April 2024", "2024-04-01"),
    ],
)  # fmt: skip
def test_one_end_of_a_range_becomes_the_range(
    typed: str, text: str, part: str, words: str, value: str
) -> None:
    doc, asked = document(text), field(typed)
    start = text.index(part)
    mention = make_mention(doc, asked, start, start + len(part), 0.7, Source.MODEL)
    (settled,) = settle_ranges(Reading(doc), [asked], [mention])
    assert (settled.text, settled.normalized, settled.score) == (words, value, 0.7)
    assert doc.text[settled.start : settled.end] == settled.text
    assert settle_ranges(Reading(doc), [asked], [settled]) == [settled]
