"""Clauses of English and Chinese contracts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.documents import paste, segment
from engine.types import Clause
from tests.unit.documents.checks import check_clauses


def clauses(text: str) -> list[Clause]:
    document = paste(text, "pasted")
    check_clauses(document)
    return [clause for clause in segment(document) if clause.level]


def paths(text: str) -> list[str]:
    return [clause.path for clause in clauses(text)]


ENGLISH = """SERVICES AGREEMENT
This Agreement is made between A and B.
1. Definitions
1.1 "Fee" means the fee set out in
Section 2.1 of this Agreement.
1.2 "Term" means the term.
(a) the first part; and
(b) the second part:
(i) in detail;
(ii) in more detail.
2. Fees. The client pays 30 days after the invoice.
2.1 The fee is
5.5 percent of the price or
2024. Nothing else.
2.2 Interest runs at
3.5% a year.
10.1 million is the cap.
EXHIBIT A
1. Services
As set out in Exhibit A is attached."""


def test_english() -> None:
    assert paths(ENGLISH) == [
        "1",
        "1 › 1.1",
        "1 › 1.2",
        "1 › 1.2 › (a)",
        "1 › 1.2 › (b)",
        "1 › 1.2 › (b) › (i)",
        "1 › 1.2 › (b) › (ii)",
        "2",
        "2 › 2.1",
        "2 › 2.2",
        "EXHIBIT A",
        "EXHIBIT A › 1",
    ]


def test_what_a_clause_holds() -> None:
    found = {clause.path: clause for clause in clauses(ENGLISH)}
    assert found["1"].heading == "Definitions"
    assert found["2"].heading == "Fees"
    own = found["1 › 1.1"]
    assert ENGLISH[own.start : own.end].startswith('1.1 "Fee"')
    assert ENGLISH[own.start : own.end].endswith("of this Agreement.")


def test_articles_and_sections() -> None:
    text = """ARTICLE I
DEFINITIONS
Section 1.1 Terms. In this Agreement:
(a) one;
Section 1.2 Reading. Words in the singular include the plural.
ARTICLE II PAYMENT
Section 2.1 Price. The price is as agreed.
Section 2.1 shall survive."""
    found = paths(text)
    assert [path for path in found if "Section" in path] == [
        path for path in found if path.split(" › ")[-1].startswith(("Section", "(a)"))
    ]
    numbers = [clause.number for clause in clauses(text) if clause.number]
    assert numbers == [
        "ARTICLE I",
        "Section 1.1",
        "(a)",
        "Section 1.2",
        "ARTICLE II",
        "Section 2.1",
    ]


def test_recitals_hold_no_clauses() -> None:
    text = (
        "RECITALS\nA. The seller sells.\nB. The buyer buys.\n1. Sale. It is agreed.\n2. Price. Ten."
    )
    assert paths(text) == ["A", "B", "1", "2"]


def test_letters_after_h_are_letters() -> None:
    text = "1. List\n" + "\n".join(f"({letter}) item;" for letter in "abcdefghij")
    assert [path.split(" › ")[-1] for path in paths(text)][1:] == [f"({c})" for c in "abcdefghij"]
    assert {clause.level for clause in clauses(text)[1:]} == {2}


CHINESE = """技术服务合同
甲方：北京甲公司
第一章 总则
第一条 为明确双方权利义务，订立本合同。
第二条 服务内容
（一）系统开发；
（二）运行维护：
1、每日巡检；
2、每月报告。
第二章 价款
第三条 合同总价为100万元。依照
第一条的规定执行。
3.5万元为预付款。
2024年5月1日前支付。
第四条 本合同自签订之日起生效。
附件一：服务清单
1. 开发
2. 维护"""


def test_chinese() -> None:
    assert paths(CHINESE) == [
        "第一章",
        "第一章 › 第一条",
        "第一章 › 第二条",
        "第一章 › 第二条 › （一）",
        "第一章 › 第二条 › （二）",
        "第一章 › 第二条 › （二） › 1",
        "第一章 › 第二条 › （二） › 2",
        "第二章",
        "第二章 › 第三条",
        "第二章 › 第四条",
        "附件一",
        "附件一 › 1",
        "附件一 › 2",
    ]


def test_chinese_headings() -> None:
    found = {clause.number: clause.heading for clause in clauses(CHINESE)}
    assert found["第一章"] == "总则"
    assert found["第二条"] == "服务内容"
    assert found["第一条"] == ""
    assert found["附件一"] == "服务清单"


def test_ideographs_over_digits() -> None:
    text = "一、标的\n1、货物；\n2、服务。\n（1）安装\n（2）培训\n二、价款\n1、单价；\n三、其他"
    assert paths(text) == [
        "一",
        "一 › 1",
        "一 › 2",
        "一 › 2 › （1）",
        "一 › 2 › （2）",
        "二",
        "二 › 1",
        "三",
    ]


def test_sections_over_articles_by_ideographs() -> None:
    text = "一、总则\n第一条 甲。\n第二条 乙。\n二、价款\n第三条 丙。\n三、附则\n第四条 丁。"
    assert paths(text) == [
        "一", "一 › 第一条", "一 › 第二条", "二", "二 › 第三条", "三", "三 › 第四条",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "Section 2.3 of this Agreement shall survive.",
        "Exhibit A is attached.",
        "2024 was a good year.",
        "12.5 million dollars",
        "30 days after the date",
        "第三条的规定不适用。",
        "第三条、第四条规定的情形",
        "3.5万元",
        "2024.5.6",
        "99.9% of the time",
    ],
)
def test_references_and_amounts_open_nothing(line: str) -> None:
    text = f"1. First clause of this text.\n{line}\n2. Second clause of this text."
    assert paths(text) == ["1", "2"]


def test_a_table_of_contents_opens_nothing() -> None:
    text = "1. Scope ........ 1\n2. Price ........ 3\n1. Scope\nThe scope is wide.\n2. Price\nTen."
    assert paths(text) == ["1", "2"]
    assert "wide" in text[clauses(text)[0].start : clauses(text)[0].end]


def test_a_list_inside_a_list_of_its_kind() -> None:
    text = "1. Pay.\n(a) Severance.\n(b) The events are:\n1. a merger;\n2. a sale.\n(c) Other.\n2. Term."
    assert paths(text) == [
        "1", "1 › (a)", "1 › (b)", "1 › (b) › 1", "1 › (b) › 2", "1 › (c)", "2",
    ]  # fmt: skip


def test_a_wrapped_line_that_begins_with_a_number() -> None:
    text = (
        "1. Amendments. The parties agree to amend the terms and conditions that are set out in\n"
        "(i) certain forms of compensation granted in the first agreement, and in the provisions\n"
        "2. of the second agreement, as they stand on the day on which this amendment is signed.\n"
        "2. Effect. Nothing else of either of the agreements changes, and each stays in force as\n"
        "it stood before.\n"
    ) * 2
    assert [path.split(" › ")[-1] for path in paths(text)] == ["1", "2", "1", "2"]


def test_markdown_headings() -> None:
    text = "# Terms\nThese are the terms.\n## Fees\nNone are due.\n# End\nThat is all."
    assert paths(text) == ["Terms", "Terms › Fees", "End"]


def test_text_before_the_first_clause_is_kept() -> None:
    document = paste("Between A and B.\n1. One.\n2. Two.", "p")
    first = segment(document)[0]
    assert (first.level, first.number, first.start) == (0, "", 0)


def test_ids_are_stable_and_differ() -> None:
    first, second = clauses(ENGLISH), clauses(ENGLISH)
    assert [c.id for c in first] == [c.id for c in second]


@given(st.text("1.2(a)iv第一二条章、（）\nSection ARTICLE IV x。;", max_size=200))
def test_any_text_segments(text: str) -> None:
    if text.strip():
        check_clauses(paste(text, "p"))
