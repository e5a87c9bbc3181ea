"""Records out of tables, lines and sentences: delivery lines, parties with their roles, accidents."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.extraction import parse_fields
from engine.extraction.records import found_records
from engine.extraction.rules.reading import Reading
from engine.types import Block, BlockKind, Document, FoundRecord, Layout, Mention, Source, stable_id
from tests.unit.extraction.documents import document, table

LINES = "明细{品名, 数量, 单价(元), 金额(元)}"


def records(spec: str, doc: Document, mentions: Any = (), rules: bool = True) -> list[FoundRecord]:
    (group,) = parse_fields(spec)
    found = found_records(doc, group, mentions, Reading(doc), rules)
    for record in found:
        for mention in record.values:
            assert doc.text[mention.start : mention.end] == mention.text
    assert [record.number for record in found] == list(range(1, len(found) + 1))
    return list(found)


def values(found: list[FoundRecord]) -> list[dict[str, str]]:
    return [{m.field: m.normalized or m.text for m in record.values} for record in found]


def tables(*many: list[list[str]]) -> Document:
    """A document of several tables, one after another."""
    text, blocks = "", []
    for number, rows in enumerate(many):
        part = table(rows)
        for block in part.blocks:
            shift = len(text)
            blocks.append(
                Block(
                    BlockKind.TABLE_CELL, block.start + shift, block.end + shift, page=number + 1,
                    table=number, row=block.row, column=block.column,
                )
            )  # fmt: skip
        text += part.text
    return document(text, "zh", tuple(blocks))


HEADING = ["序号", "设备名称", "型号", "数量（台）", "单价（元）", "小计（元）"]
FIRST = ["1", "车床", "C-1", "30", "40,000", "1,200,000"]
SECOND = ["2", "铣床", "X-2", "2", "5,000.50", "10,001"]
TOTAL = ["合计", "", "", "32", "", "1,210,001"]


def test_the_rows_of_a_table_under_headings_of_other_names_without_its_total() -> None:
    found = records(LINES, tables([HEADING, FIRST, SECOND, TOTAL]))
    assert values(found) == [
        {"品名": "车床", "数量": "30", "单价": "40000.00", "金额": "1200000.00"},
        {"品名": "铣床", "数量": "2", "单价": "5000.50", "金额": "10001.00"},
    ]
    assert {record.layout for record in found} == {Layout.TABLE}


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_goes_on_after_a_page_with_and_without_its_heading(repeated: bool) -> None:
    rest = [HEADING, SECOND] if repeated else [SECOND]
    found = records(LINES, tables([HEADING, FIRST], rest))
    assert [one["品名"] for one in values(found)] == ["车床", "铣床"]


def test_a_table_of_something_else_is_no_continuation() -> None:
    other = [["联系人", "电话"], ["张敏", "13800138000"]]
    found = records(LINES, tables([HEADING, FIRST], other, [SECOND]))
    assert [one["品名"] for one in values(found)] == ["车床"]


def test_a_unit_in_the_heading_makes_the_number_an_amount() -> None:
    found = records("明细{品名, 金额(元)}", tables([["品名", "金额（万元）"], ["车床", "120"]]))
    assert values(found) == [{"品名": "车床", "金额": "1200000.00"}]


def test_a_cell_that_holds_no_value_of_its_type_keeps_its_words_and_a_doubt() -> None:
    (record,) = records(
        "明细{品名, 交货日期}", tables([["品名", "交货日期"], ["车床", "签约后十日内"]])
    )
    when = record.values[1]
    assert (when.text, when.normalized, when.doubt) == ("签约后十日内", None, "relative_date")


@pytest.mark.parametrize(
    "text",
    [
        "品名  数量  单价（元）  金额（元）\n车床  30  40,000  1,200,000\n合计  30    1,200,000\n",
        "| 品名 | 数量 | 单价（元） | 金额（元） |\n|---|---|---|---|\n| 车床 | 30 | 40,000 | 1,200,000 |\n",
        "品名\t数量\t单价（元）\t金额（元）\n车床\t30\t40,000\t1,200,000\n\n以上价格含税。\n",
    ],
)
def test_lines_that_look_like_a_table(text: str) -> None:
    found = records(LINES, document(text))
    assert values(found) == [
        {"品名": "车床", "数量": "30", "单价": "40000.00", "金额": "1200000.00"}
    ]
    assert found[0].layout is Layout.LINE


def test_goods_in_chinese_sentences() -> None:
    text = "甲方向乙方采购精密车床30台，单价人民币4万元，金额120万元；铣床2台，单价人民币5000元，金额1万元。"
    assert values(records(LINES, document(text))) == [
        {"品名": "精密车床", "数量": "30", "单价": "40000.00", "金额": "1200000.00"},
        {"品名": "铣床", "数量": "2", "单价": "5000.00", "金额": "10000.00"},
    ]


def test_goods_in_english_sentences() -> None:
    text = (
        "The Seller shall deliver 30 precision lathes at US$4,000 each, totalling US$120,000. "
        "It shall also deliver 2 milling machines at US$5,000 each, totalling US$10,000."
    )
    spec = "Line items{Product, Quantity, Unit price(US$), Amount(US$)}"
    assert values(records(spec, document(text, "en"))) == [
        {"Product": "precision lathes", "Quantity": "30", "Unit price": "4000.00", "Amount": "120000.00"},
        {"Product": "milling machines", "Quantity": "2", "Unit price": "5000.00", "Amount": "10000.00"},
    ]  # fmt: skip


def test_parties_with_their_roles_in_both_languages() -> None:
    english = (
        'This Agreement is made by and between Larch Field, Inc., a Delaware corporation ("Discloser"), '
        'and Quill & Harbor Ltd. ("Recipient").'
    )
    assert values(records("Parties{Name, Role}", document(english, "en"))) == [
        {"Name": "Larch Field, Inc.", "Role": "Discloser"},
        {"Name": "Quill & Harbor Ltd.", "Role": "Recipient"},
    ]
    chinese = (
        "甲方（买方）：江州云帆机电有限公司\n地址：江州市创业路8号\n电话：138 0013 8000\n"
        "乙方：临海启明装备股份有限公司\n地址：临海市滨江大道9号\n\n正文。\n"
        "甲方：江州云帆机电有限公司 法定代表人：张三\n"
    )
    assert values(records("当事人{名称, 角色, 地址, 电话}", document(chinese))) == [
        {"名称": "江州云帆机电有限公司", "角色": "甲方", "地址": "江州市创业路8号", "电话": "+8613800138000"},
        {"名称": "临海启明装备股份有限公司", "角色": "乙方", "地址": "临海市滨江大道9号"},
    ]  # fmt: skip


def test_accidents_with_time_place_vehicles_and_liability() -> None:
    chinese = (
        "2024年3月5日8时30分，张三驾驶京A12345号轿车行至海淀区中关村大街时发生碰撞，张三承担事故全部责任。"
        "2024年4月6日，王五驾驶沪B67890货车在浦东新区世纪大道与赵六相撞，王五负主要责任。"
    )
    assert values(records("事故{时间, 地点, 车辆, 责任}", document(chinese))) == [
        {"时间": "2024-03-05", "地点": "海淀区中关村大街", "车辆": "京A12345", "责任": "张三承担事故全部责任"},
        {"时间": "2024-04-06", "地点": "浦东新区世纪大道", "车辆": "沪B67890", "责任": "王五负主要责任"},
    ]  # fmt: skip
    english = (
        "On March 5, 2024 a truck with license plate ABC-1234 collided at the intersection of Main Street "
        "and Oak Avenue; the driver was fully liable."
    )
    (record,) = values(
        records("Accidents{Time, Place, Vehicles, Liability}", document(english, "en"))
    )
    assert (record["Time"], record["Vehicles"]) == ("2024-03-05", "ABC-1234")


def test_what_a_model_offers_is_grouped_by_where_it_stands() -> None:
    doc = document("Ann works at Acme. Bob works at Bolt. Nobody else is named here.", "en")

    def said(field: str, words: str) -> Mention:
        start = doc.text.index(words)
        return Mention(stable_id(field, words), doc.id, field, start, start + len(words), words, 0.9, Source.MODEL)  # fmt: skip

    offered = [
        said(f, w)
        for f, w in (
            ("Person", "Ann"),
            ("Workplace", "Acme"),
            ("Person", "Bob"),
            ("Workplace", "Bolt"),
        )
    ]
    found = records("Jobs{Person, Workplace}", doc, offered, rules=False)
    assert values(found) == [
        {"Person": "Ann", "Workplace": "Acme"},
        {"Person": "Bob", "Workplace": "Bolt"},
    ]
    assert [record.id for record in found] == ["@0", f"@{doc.text.index('Bob')}"]


@pytest.mark.parametrize(
    "text", ["", "\n\n", "没有任何表格，也没有货物。", "| | |\n|---|---|\n", "品名 数量"]
)
def test_a_document_without_records_has_none(text: str) -> None:
    assert records(LINES, document(text)) == []


@given(
    st.lists(
        st.lists(st.text("甲乙车床0123.,元 \n|\t品名数量合计", max_size=8), min_size=3, max_size=3),
        max_size=6,
    ),
    st.booleans(),
)
@settings(max_examples=80, deadline=None)
def test_any_table_gives_values_that_stand_in_it(rows: list[list[str]], as_cells: bool) -> None:
    rows = [["品名", "数量", "金额（元）"], *rows]
    doc = tables(rows) if as_cells else document("\n".join("\t".join(row) for row in rows))
    records("明细{品名, 数量, 金额(元)}", doc)
