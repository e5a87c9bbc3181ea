"""Mentions by rule: labels, tables, roles, phrases, facts near a name; exact spans whatever the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.extraction import list_templates, parse_fields
from engine.extraction.choose import choose
from engine.extraction.rules import rule_mentions
from engine.types import Document, Mention, Source
from tests.unit.extraction.documents import NDA_EN, PURCHASE_ZH, document, table


def _chosen(doc: Document, typed: str) -> dict[str, list[Mention]]:
    fields = parse_fields(typed)
    mentions = choose(fields, rule_mentions(doc, fields))
    for mention in mentions:
        assert doc.text[mention.start : mention.end] == mention.text != ""
        assert mention.source is Source.RULE
        assert 0 < mention.score < 1
    return {
        field.name: [m for m in mentions if m.field == field.name and m.chosen] for field in fields
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("甲方", "江州云帆机电有限公司"),
        ("乙方", "临海启明装备股份有限公司"),
        ("买方", "江州云帆机电有限公司"),
        ("Buyer", "江州云帆机电有限公司"),
        ("合同编号", "HT-2024-018"),
        ("合同名称", "设备采购合同"),
        ("合同金额(元)", "1200000.00"),
        ("合同金额(万元)", "120"),
        ("签订日期(YYYY-MM-DD)", "2024-03-05"),
        ("交货日期", "2024-06-30"),
        ("交货地点", "江州市高新区创业路8号"),
        ("合同有效期", "P2Y"),
        ("适用法律", "中华人民共和国"),
        ("管辖法院", "江州市人民法院"),
        ("统一社会信用代码", "91350100M000100Y43"),
        ("项目联系人(姓名+职务)", "姓名: 张敏; 职务: 项目经理"),
        ("联系电话", "+8613800138000"),
    ],
)
def test_a_chinese_contract(field: str, value: str) -> None:
    (found,) = _chosen(document(PURCHASE_ZH), field).values()
    assert [mention.normalized for mention in found] == [value]


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("Party*", ["Larch Field Robotics, Inc.", "Quill & Harbor Ltd."]),
        ("Recipient", ["Quill & Harbor Ltd."]),
        ("Disclosing party", ["Larch Field Robotics, Inc."]),
        ("Effective date", ["2024-03-05"]),
        ("Term", ["P2Y"]),
        ("Governing law", ["State of New York"]),
        ("Email", ["d.whitlock@larchfield.example"]),
        ("Contact person", ["Dana Whitlock"]),
        ("Fee(US$)", ["1250.00"]),
        ("Title", ["MUTUAL NON-DISCLOSURE AGREEMENT"]),
    ],
)
def test_an_english_contract(field: str, values: list[str]) -> None:
    (found,) = _chosen(document(NDA_EN, "en"), field).values()
    assert sorted(mention.normalized or "" for mention in found) == sorted(values)


@pytest.mark.parametrize(
    "typed",
    ["甲方", "乙方", "合同编号", "签订日期", "项目阶段(立项/招标)", "Party*", "Fee", "身份证号"],
)
def test_what_is_not_there_is_not_found(typed: str) -> None:
    blank = (
        "甲方：＿＿＿＿  乙方：____\n合同编号：________\n签订日期：    年  月  日\nFee: ______\n"
    )
    for text in (blank, "", "Nothing to see here.", "甲方：{party_a}\nFee: {fee}"):
        (found,) = _chosen(document(text), typed).values()
        assert found == []


def test_any_field_name_matches_its_own_label() -> None:
    text = "特别约定编码：ZX-9\nShelf mark: QX 12/b\n"
    found = _chosen(document(text), "特别约定编码, Shelf mark")
    assert [found[name][0].text for name in found] == ["ZX-9", "QX 12/b"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("证券代码", "300297"),
        ("证券简称", "蓝盾股份"),
        ("公告编号", "2012-034"),
        ("法定代表人", "陈业彪"),
        ("招标编号", "0711-14OTL1"),
        ("项目编号", "JG2014-1487号"),
    ],
)
def test_values_in_text_that_lost_its_line_breaks_end_where_they_end(
    field: str, value: str
) -> None:
    doc = document(
        "重大合同公告证券代码:300297证券简称:蓝盾股份公告编号:2012-034蓝盾信息安全技术股份有限公司重大合同公告本公司"
        "董事会保证。法定代表人:陈业彪成立时间:2009年3月6日招标编号:0711-14OTL1。项目编号:JG2014-1487号工程招标"
    )
    (found,) = _chosen(doc, field).values()
    assert [mention.text for mention in found] == [value]


def test_the_number_of_the_next_item_is_no_part_of_a_value() -> None:
    doc = document("一、中标情况1、项目名称:城北污水处理厂扩建工程2、项目编号:JG2014-1487")
    (found,) = _chosen(doc, "项目名称").values()
    assert [mention.text for mention in found] == ["城北污水处理厂扩建工程"]


def test_table_cells_beside_and_below_their_label() -> None:
    beside = table([["合同编号", "A-1"], ["合同金额（万元）", "120"]])
    found = _chosen(beside, "合同编号, 合同金额(元)")
    assert found["合同编号"][0].text == "A-1"
    assert (found["合同金额"][0].text, found["合同金额"][0].normalized) == ("120", "1200000.00")
    below = table([["合同编号", "签订日期"], ["B-2", "2024-03-05"]])
    found = _chosen(below, "合同编号, 签订日期")
    assert [found[name][0].text for name in found] == ["B-2", "2024-03-05"]


def test_a_number_takes_the_unit_of_its_heading_or_none_at_all() -> None:
    found = _chosen(document("合同金额（单位：万元）：120.5"), "合同金额(元)")["合同金额"]
    assert [(m.text, m.normalized, m.doubt) for m in found] == [("120.5", "1205000.00", None)]
    (found,) = _chosen(document("合同金额：120.5"), "合同金额(元)").values()
    assert [(m.normalized, m.doubt) for m in found] == [("120.50", "unit_not_stated")]
    (found,) = _chosen(document("Amount (US$): 120.5"), "合同金额(元)").values()
    assert found == []


def test_parties_of_a_chinese_contract_asked_for_in_english() -> None:
    (found,) = _chosen(document(PURCHASE_ZH), "Party*").values()
    assert [m.text for m in found] == ["江州云帆机电有限公司", "临海启明装备股份有限公司"]


def test_a_choice_is_only_ever_one_of_the_list() -> None:
    doc = document("项目阶段：实施\n下一步为验收。")
    (found,) = _chosen(doc, "项目阶段(立项/招标/实施/验收)").values()
    assert [mention.normalized for mention in found] == ["实施"]
    (none,) = _chosen(document("项目阶段：停工"), "项目阶段(立项/招标)").values()
    assert none == []


def test_an_ambiguous_date_is_offered_with_its_doubt() -> None:
    (found,) = _chosen(document("Effective date: 05/03/2024", "en"), "Effective date").values()
    assert (found[0].text, found[0].normalized, found[0].doubt) == (
        "05/03/2024",
        None,
        "ambiguous_date",
    )


_ALL = tuple(
    {field.name: field for template in list_templates() for field in template.fields}.values()
)
_PIECES = st.sampled_from(
    ["甲方", "乙方：", "（以下简称“甲方”）", "有限公司", "：", "\n", " ", "，", "。", "与", "签订", "《", "》合同", "自", "2024年3月5日",
     "起", "至", "between ", "by and between ", "Acme, Inc. ", "and ", '("Buyer")', "a Delaware corporation ", "laws of ",
     "governed by the ", "State of New York", "term of this Agreement ", "two years", "Date: ", "“", "项目", "中标", "确定", "(", ")"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=120), st.lists(_PIECES, max_size=40).map("".join)))
@settings(max_examples=150, deadline=None)
def test_every_mention_is_a_span_of_the_text(text: str) -> None:
    doc = document(text)
    for mention in rule_mentions(doc, _ALL):
        assert doc.text[mention.start : mention.end] == mention.text != ""


@pytest.mark.parametrize(
    "unit",
    [
        "甲方：",
        "有限公司",
        "与和同",
        "《合同",
        "(“",
        "between ",
        "Acme, ",
        "A ",
        "收到",
        "项目",
        "：\n",
        "governed ",
        "自2024年3月5日",
        "确定",
        "AGREEMENT",
        "A",
        "Aa-",
    ],
)
def test_repetitive_text_takes_no_time_to_speak_of(unit: str) -> None:
    doc = document((unit * 20_000)[:20_000])
    began = time.perf_counter()
    rule_mentions(doc, _ALL)
    assert time.perf_counter() - began < 10
