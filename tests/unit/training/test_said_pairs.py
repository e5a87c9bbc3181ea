"""Pairs of sentences for the scorer: light changes stay recognisable, alike texts are of other lines."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from training import said_pairs, written


def test_the_four_kinds_with_their_answers() -> None:
    rows = list(written.lines("pairs_zh", 3, True))
    line_of = {text: row for row in rows for text in row[:2]}
    found = list(said_pairs.said_pairs(random.Random(3), True, 120))
    kinds = {pair.kind: pair.same for pair in found}
    assert kinds == {"changed lightly": 1, "alike": 0, "said otherwise": 1, "near miss zh": 0}
    for pair in found:
        if pair.kind == "alike":
            assert line_of[pair.left] is not line_of[pair.right]
            assert set(pair.left) & set(pair.right)
        elif pair.kind == "changed lightly":
            assert pair.left != pair.right


@given(st.sampled_from(list(written.lines("pairs_zh", 3, True))), st.integers(0, 10**6))
def test_a_light_change_leaves_the_text_recognisable(row: tuple[str, ...], seed: int) -> None:
    text = row[0]
    changed = said_pairs.changed_lightly(text, random.Random(seed))
    assert changed.strip()
    assert fuzz.token_set_ratio(" ".join(text), " ".join(changed)) > 55
