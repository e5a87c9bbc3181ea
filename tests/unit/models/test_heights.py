"""Batches are filled up to few heights: what oneDNN keeps for each must not grow with a long run."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.models.runtimes.packed import height

LARGEST = 16_384


@given(st.integers(1, LARGEST))
def test_little_is_added(rows: int) -> None:
    filled = height(rows)
    assert rows <= filled <= rows + max(15, rows // 8)
    assert height(filled) == filled


def test_heights_are_few() -> None:
    assert len({height(rows) for rows in range(1, LARGEST + 1)}) < 128
