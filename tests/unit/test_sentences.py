"""How a sentence and what to do next are put together."""

from __future__ import annotations

import pytest

from wording import Sentence


@pytest.mark.parametrize(
    ("what", "following", "shown"),
    [
        ("It is empty.", "Add rows.", "It is empty. Add rows."),
        ("It has: a, b", "Choose one.", "It has: a, b. Choose one."),
        ("它是空的。", "请添加行。", "它是空的。请添加行。"),
        ("现有的列：甲, 乙", "请从中选择。", "现有的列：甲, 乙。请从中选择。"),
        ("It is empty", "", "It is empty"),
        ("", "Add rows.", "Add rows."),
    ],
)
def test_two_sentences_in_a_row(what: str, following: str, shown: str) -> None:
    assert str(Sentence(what, following)) == shown
