"""The field grammar: what people type, what is made of it, what they are told when it cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.extraction import FieldSyntaxError, format_fields, parse_fields
from engine.extraction.grammar import format_field_list, parse_field_list
from engine.extraction.sentences import is_sentence, suggest_name
from engine.types import Field, FieldType


def test_the_examples_of_the_product_brief() -> None:
    fields = parse_fields(
        "甲方, 乙方, 合同金额(元)，合同签署日期(YYYY-MM-DD)、身份证号（18位）\n"
        "项目阶段(立项/招标/实施/验收)\n当前负责人(姓名+职务)\nParty*\n"
        "Governing law: the state or country, whose law governs"
    )
    assert [(field.name, field.type) for field in fields] == [
        ("甲方", FieldType.PARTY),
        ("乙方", FieldType.PARTY),
        ("合同金额", FieldType.AMOUNT),
        ("合同签署日期", FieldType.DATE),
        ("身份证号", FieldType.IDENTITY_NUMBER),
        ("项目阶段", FieldType.CHOICE),
        ("当前负责人", FieldType.COMPOUND),
        ("Party", FieldType.PARTY),
        ("Governing law", FieldType.TEXT),
    ]
    assert fields[2].unit == "元"
    assert (fields[3].format, fields[4].format) == ("YYYY-MM-DD", "18位")
    assert fields[5].choices == ("立项", "招标", "实施", "验收")
    assert fields[6].sub_fields == ("姓名", "职务")
    assert fields[7].many and not fields[8].many
    assert fields[8].description == "the state or country, whose law governs"


@pytest.mark.parametrize(
    ("typed", "kind", "unit"),
    [
        ("租金(元/月)", FieldType.AMOUNT, "元/月"),
        ("Total price(US$)", FieldType.AMOUNT, "US$"),
        ("工期(天)", FieldType.DURATION, "天"),
        ("数量(台)", FieldType.NUMBER, "台"),
        ("Rate(%)", FieldType.PERCENTAGE, ""),
        ("Closing(date)", FieldType.DATE, ""),
        ("Contract number", FieldType.TEXT, ""),
        ("违约金比例", FieldType.PERCENTAGE, ""),
        ("Effective date", FieldType.DATE, ""),
        ("Determination", FieldType.TEXT, ""),
        ("联系电话", FieldType.PHONE, ""),
        ("统一社会信用代码", FieldType.CREDIT_CODE, ""),
    ],
)
def test_types_come_from_hint_and_name(typed: str, kind: FieldType, unit: str) -> None:
    (field,) = parse_fields(typed)
    assert (field.type, field.unit) == (kind, unit)


@pytest.mark.parametrize(
    ("typed", "code", "position"),
    [
        ("", "fields_empty", 0),
        (" ,\n", "fields_empty", 0),
        ("甲方, 金额(元", "field_bracket_unclosed", 6),
        ("甲方(元\n乙方)", "field_bracket_unclosed", 2),
        ("甲方)", "field_bracket_unopened", 2),
        ("甲方, (元)", "field_name_empty", 4),
        ("Party, party *", "field_name_duplicate", 7),
        ("甲 方，甲方", "field_name_duplicate", 4),
        ("人(姓名+)", "field_parts_few", 2),
        ("阶段(立项/)", "field_choices_few", 3),
        ("金额(元)总计", "field_after_bracket", 5),
        ("甲方：买方, 乙方：卖方", "field_description_runs_on", 7),
        ("甲方, 合同什么时候签订？", "field_is_sentence", 4),
    ],
)
def test_errors_have_a_code_and_an_exact_position(typed: str, code: str, position: int) -> None:
    with pytest.raises(FieldSyntaxError) as caught:
        parse_fields(typed)
    assert (caught.value.code, caught.value.position) == (code, position)
    assert caught.value.params["position"] == position + 1


@pytest.mark.parametrize(
    ("sentence", "suggestion"),
    [
        ("请告诉我这家公司叫什么名字", "公司名称"),
        ("合同什么时候签订？", "合同签订日期"),
        ("谁是法定代表人", "法定代表人"),
        ("这份合同多少钱", "合同金额"),
        ("What is the governing law?", "Governing law"),
        ("When does the agreement expire?", "End date"),
        ("Please find all parties", "Parties"),
        ("How much is the rent", "Rent amount"),
    ],
)
def test_a_sentence_gets_a_suggested_rewrite(sentence: str, suggestion: str) -> None:
    with pytest.raises(FieldSyntaxError) as caught:
        parse_fields(sentence)
    assert caught.value.code == "field_is_sentence"
    assert caught.value.params["suggestion"] == suggestion


@pytest.mark.parametrize(
    "name", ["Contract No.", "是否含税(是/否)", "Acme Inc.", "State of incorporation", "多方"]
)
def test_names_that_only_look_like_sentences(name: str) -> None:
    assert len(parse_fields(name)) == 1


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_fields_or_a_coded_error_inside_it(text: str) -> None:
    try:
        fields = parse_fields(text)
    except FieldSyntaxError as error:
        assert 0 <= error.position <= len(text)
    else:
        assert fields
        assert parse_fields(format_fields(fields)) == fields


@given(st.text(min_size=1, max_size=60))
@settings(max_examples=300, deadline=None)
def test_a_suggestion_is_always_a_name(sentence: str) -> None:
    name = suggest_name(sentence)
    assert name and not is_sentence(name)
    assert len(parse_fields(name)) == 1


_NAMES = st.text(st.sampled_from("甲乙合同金额日期abcDE xyz人方"), min_size=1, max_size=8)
_HINTS = st.sampled_from(
    [
        "",
        "元",
        "万元",
        "YYYY-MM-DD",
        "18位",
        "立项/招标/验收",
        "姓名+职务",
        "%",
        "天",
        "公司",
        "含税(净额)",
        "note",
    ]
)
_WORDS = st.text(st.sampled_from("abc 说明the,，州"), max_size=20)


@given(st.lists(st.tuples(_NAMES, _HINTS, st.booleans(), _WORDS), min_size=1, max_size=6))
@settings(max_examples=300, deadline=None)
def test_formatting_and_parsing_give_the_fields_back(
    parts: list[tuple[str, str, bool, str]],
) -> None:
    lines = [
        f"{name}{f'({hint})' if hint else ''}{'*' if many else ''}{f': {words}' if words.strip() else ''}"
        for name, hint, many, words in parts
    ]
    try:
        fields = parse_fields("\n".join(lines))
    except FieldSyntaxError:
        assume(False)
    assert parse_fields(format_fields(fields)) == fields


@pytest.mark.parametrize(
    "kind", [FieldType.DATE, FieldType.AMOUNT, FieldType.PHONE, FieldType.PARTY]
)
@pytest.mark.parametrize("name", ["附注", "Remark"])
def test_a_type_chosen_in_a_dialog_survives_the_text(kind: FieldType, name: str) -> None:
    (back,) = parse_fields(format_fields([Field(name, kind)]))
    assert (back.name, back.type) == (name, kind)


def test_groups_thresholds_and_rules() -> None:
    text = (
        "Buyer, Seller\nTotal price(US$) ≥70%\n"
        "Line items｛Product, Quantity(units),\n  Amount(US$) >=0.6: the line's amount｝: each line\n"
        "! Buyer ≠ Seller\n ! Total price = sum(Line items.Amount)"
    )
    asked = parse_field_list(text)
    buyer, _, total, lines = asked.fields
    assert (buyer.type, total.threshold, total.unit) == (FieldType.PARTY, 0.7, "US$")
    assert (lines.type, lines.description) == (FieldType.RECORDS, "each line")
    assert [column.name for column in lines.columns] == ["Product", "Quantity", "Amount"]
    assert (lines.columns[2].threshold, lines.columns[2].description) == (0.6, "the line's amount")
    assert [rule.text for rule in asked.rules] == [
        "! Buyer != Seller",
        "! Total price = sum(Line items.Amount)",
    ]
    assert parse_field_list(format_field_list(asked)) == asked


@pytest.mark.parametrize(
    ("typed", "code", "position"),
    [
        ("A{b, c", "field_brace_unclosed", 1),
        ("甲, A}", "field_brace_unopened", 4),
        ("A{b{c}}", "field_records_nested", 3),
        ("A{ , }", "field_columns_empty", 1),
        ("A(x){b}", "field_records_hint", 2),
        ("A{b}{c}", "field_after_bracket", 4),
        ("A{b, b}", "field_name_duplicate", 5),
        ("A{b, c(d}", "field_bracket_unclosed", 6),
        ("A >=7", "field_threshold", 2),
        ("A >=0.5 more", "field_after_bracket", 8),
        ("A\n! A ~ B", "rule_unreadable", 2),
        ("A, B\n! A <= C", "rule_field_unknown", 12),
        ("A, B\n!  C <= A", "rule_field_unknown", 8),
        ("A{b}\n! x = sum(A.b)", "rule_field_unknown", 7),
        ("A, T\n! T = sum(A)", "rule_unreadable", 5),
    ],
)
def test_errors_of_groups_thresholds_and_rules(typed: str, code: str, position: int) -> None:
    with pytest.raises(FieldSyntaxError) as caught:
        parse_field_list(typed)
    assert (caught.value.code, caught.value.position) == (code, position)


@given(st.text(st.sampled_from("甲A b{}｛(元)*,\n!<=sum.>0.7:"), max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_mixture_of_signs_gives_fields_or_an_error_inside_it(text: str) -> None:
    try:
        asked = parse_field_list(text)
    except FieldSyntaxError as error:
        assert 0 <= error.position <= len(text)
    else:
        assert parse_field_list(format_field_list(asked)) == asked
