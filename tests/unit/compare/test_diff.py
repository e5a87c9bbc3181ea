"""Differences: exact, whole where a person would not cut, legible."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.compare import diff, similarity
from engine.compare.tokens import Terms, tail, tokens
from engine.types import DiffOp

_WORDS = st.sampled_from(
    ["the", "Buyer", "shall", "pay", "30 days", "USD 1,000.00", " ", "  ", "\n", ",", ".", "（", "甲方", "应", "在",
     "三十日", "内", "付款", "“交付日”", "Business Day", "\ue001", "\ud83d", "2024年5月1日", "no", "of", "a"]
)  # fmt: skip
_TEXTS = st.lists(_WORDS, max_size=40).map("".join)


def changed(old: str, new: str, *defined: str) -> list[tuple[str, str]]:
    """The stretches that are not equal."""
    parts = diff(old, new, Terms(defined))
    return [(part.op.value, part.text) for part in parts if part.op is not DiffOp.EQUAL]


@settings(max_examples=300, deadline=None)
@given(old=_TEXTS | st.text(max_size=80), new=_TEXTS | st.text(max_size=80))
def test_the_parts_give_back_both_texts(old: str, new: str) -> None:
    parts = diff(old, new, Terms((old, new)))
    assert "".join(p.text for p in parts if p.op is not DiffOp.INSERT) == old
    assert "".join(p.text for p in parts if p.op is not DiffOp.DELETE) == new
    assert all(part.text for part in parts)
    assert all(a.op is not b.op for a, b in pairwise(parts))
    assert 0.0 <= similarity(parts) <= 1.0
    if old == new:
        assert all(part.op is DiffOp.EQUAL for part in parts)


@settings(max_examples=200, deadline=None)
@given(text=_TEXTS)
def test_tokens_are_the_text(text: str) -> None:
    found = tokens(text, Terms((text,)))
    assert "".join(token.before + token.text for token in found) + tail(text) == text


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "Payment falls due within thirty (30) days after receipt.",
            "Payment falls due within forty-five (45) days after receipt.",
            [("-", "thirty (30) days"), ("+", "forty-five (45) days")],
        ),
        ("The fee is USD 1,200.00.", "The fee is USD 1,250.00.", [("-", "USD 1,200.00"), ("+", "USD 1,250.00")]),
        ("甲方应于2024年5月1日前付款。", "甲方应于2024年6月1日前付款。", [("-", "2024年5月1日"), ("+", "2024年6月1日")]),
        ("运费由乙方承担。", "运费由甲方承担。", [("-", "乙方"), ("+", "甲方")]),
        ("乙方不得转让本合同。", "乙方可以转让本合同。", [("-", "不得"), ("+", "可以")]),
        ("One. Three.", "One. Two. Three.", [("+", "Two. ")]),
    ],
)  # fmt: skip
def test_facts_words_and_sentences_stay_whole(
    old: str, new: str, expected: list[tuple[str, str]]
) -> None:
    found = changed(old, new)
    assert [(op, text.strip()) for op, text in found] == [(op, t.strip()) for op, t in expected]


def test_defined_terms_are_replaced_as_one() -> None:
    defined = '"Business Day" means a weekday. "Business Hour" means an hour of one.'
    found = changed("Before the Business Day ends.", "Before the Business Hour ends.", defined)
    assert found == [("-", "Business Day"), ("+", "Business Hour")]


def test_a_rewritten_sentence_is_no_confetti() -> None:
    old = "The Supplier shall repair the goods at the place of the Buyer without any charge."
    new = "Any defect gives the Buyer a right to have the purchase price returned in full."
    assert [op for op, _ in changed(old, new)] == ["-", "+"]


def test_long_texts_take_the_fast_way_with_the_same_promise() -> None:
    old = " ".join(f"word{i % 97} and" for i in range(2500))
    new = old.replace("word3 ", "other ").replace("word50 and", "")
    parts = diff(old, new)
    assert "".join(p.text for p in parts if p.op is not DiffOp.INSERT) == old
    assert "".join(p.text for p in parts if p.op is not DiffOp.DELETE) == new
