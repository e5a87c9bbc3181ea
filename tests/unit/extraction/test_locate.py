"""Where what a generating model wrote stands in the text; what it made up has no place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.extraction import parse_fields
from engine.extraction.gather import Answers, gather
from engine.extraction.locate import Answer, ground, locate
from tests.unit.extraction.documents import document


@pytest.mark.parametrize(
    ("text", "value", "found"),
    [
        ("The fee is US$ 1,200.", "US$ 1,200", ["US$ 1,200"]),
        ("甲方：江州\n公司", "江州公司", ["江州\n公司"]),
        ("合同金额：１，２００元", "1,200元", ["１，２００元"]),
        ("governed by the laws of ENGLAND", "England", ["ENGLAND"]),
        ("in 2030 and 30 days", "30", ["30"]),
        ("Acme, Acme and Acme", "Acme", ["Acme"] * 3),
        ("nothing of the kind", "Mars", []),
        ("anything", "   ", []),
    ],
)
def test_values_are_found_as_the_text_has_them(text: str, value: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in locate(text, value)] == found


def test_a_made_up_value_goes_to_the_unlocated_lane_and_into_no_cell() -> None:
    doc = document("Acme pays 10 USD.", "en")
    fields = parse_fields("Party, Fee(US$)\nLines{Product, Amount}")
    answers = [
        Answer(0, "Acme", 0.9),
        Answer(0, "Globex", 0.95),
        Answer(2, "bolts", 0.7),
        Answer(1, "", 0.9),
    ]
    spans = tuple(ground(doc.text, answers))
    result = gather(doc, fields, Answers(spans, False, 0.5))
    assert [(m.field, m.text) for m in result.mentions if m.chosen] == [("Party", "Acme")]
    told = [(one.field, one.text, one.score) for one in result.unlocated]
    assert told == [("Party", "Globex", 0.95), ("Lines", "bolts", 0.7)]


@given(st.text(max_size=60), st.text(max_size=10))
@settings(max_examples=200, deadline=None)
def test_every_place_says_the_value(text: str, value: str) -> None:
    for start, end in locate(text, value):
        assert 0 <= start < end <= len(text)


@given(st.text("ab 12\n江州，", min_size=1, max_size=40), st.data())
@settings(max_examples=200, deadline=None)
def test_what_stands_in_the_text_is_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    value = text[start : data.draw(st.integers(start + 1, len(text)))]
    if value.strip():
        assert locate(text, value) or not value.strip().isalnum() or value.isascii()
