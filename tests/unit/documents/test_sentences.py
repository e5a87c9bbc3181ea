"""Sentences of both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.documents import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fees are due. They accrue daily.", ["Fees are due.", "They accrue daily."]),
        ("Acme Inc. shall pay. It may not.", ["Acme Inc. shall pay.", "It may not."]),
        ("See No. 5 of the list. Then stop.", ["See No. 5 of the list.", "Then stop."]),
        (
            "The rate is 3.5 percent. The U.S. dollar applies.",
            ["The rate is 3.5 percent.", "The U.S. dollar applies."],
        ),
        (
            "Mr. J. Smith signs for Acme Corp., a company.",
            ["Mr. J. Smith signs for Acme Corp., a company."],
        ),
        ("1. Term. It lasts two years.", ["1. Term.", "It lasts two years."]),
        ("Sold by Acme, Inc. The buyer pays.", ["Sold by Acme, Inc.", "The buyer pays."]),
        ("甲方应付款。乙方应交货；逾期违约！", ["甲方应付款。", "乙方应交货；", "逾期违约！"]),
        ("他说：“可以。”然后签字。", ["他说：“可以。”", "然后签字。"]),
        ("合同金额为3.5万元。自2024.5.6起。", ["合同金额为3.5万元。", "自2024.5.6起。"]),
        (
            "the supplier shall\ndeliver the goods.\nThe buyer pays.",
            ["the supplier shall\ndeliver the goods.", "The buyer pays."],
        ),
        ("DEFINITIONS\nIn this Agreement", ["DEFINITIONS", "In this Agreement"]),
        ("第一条 标的\n甲方出售", ["第一条 标的", "甲方出售"]),
        ('He said "No." She left.', ['He said "No."', "She left."]),
        ("a) one; b) two", ["a) one;", "b) two"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text, 0, len(text))] == expected


def test_hard_wrapped_text_goes_on_at_capitals() -> None:
    text = (
        "WHEREAS, certain provisions of the Original Agreement were subject to the approval of the\n"
        "Stockholders under Section 3.8 of the Original Agreement and of the Plan of the Company in\n"
        "Delaware, and the Board has resolved to amend them as of the date above, with the consent\n"
        "(but not the advice) of the Executive and of the holders of all of the Preferred Stock of\n"
        "Delaware;\n"
        "NOW, THEREFORE, it is agreed."
    )
    assert [text[s:e][:8] for s, e in sentences(text, 0, len(text))] == ["WHEREAS,", "NOW, THE"]


@given(st.text('ab .;。\n1A"”', max_size=80), st.integers(0, 20), st.integers(0, 80))
def test_sentences_leave_no_letter_out(text: str, start: int, end: int) -> None:
    found = sentences(text, start, min(end, len(text)))
    last = start
    for begin, stop in found:
        assert not text[last:begin].strip() and last <= begin < stop
        last = stop
    assert not text[last : min(end, len(text))].strip()
