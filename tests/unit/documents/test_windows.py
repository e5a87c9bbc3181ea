"""Windows leave nothing out."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.documents import windows


@st.composite
def tokenised(draw: st.DrawFn) -> tuple[list[tuple[int, int]], int]:
    """Tokens with gaps between them, and the length of their text."""
    spans, position = [], draw(st.integers(0, 3))
    for size in draw(st.lists(st.integers(1, 6), max_size=120)):
        spans.append((position, position + size))
        position += size + draw(st.integers(0, 2))
    return spans, position + draw(st.integers(0, 3))


@given(tokenised(), st.integers(1, 40), st.integers(0, 20), st.lists(st.integers(0, 400)))
def test_windows_cover_the_text_and_respect_the_limit(
    text: tuple[list[tuple[int, int]], int], limit: int, overlap: int, boundaries: list[int]
) -> None:
    spans, length = text
    overlap = min(overlap, limit - 1)
    found = windows(spans, limit, overlap, boundaries, length)
    if length == 0:
        assert found == ()
        return
    assert found[0].start == 0 and found[-1].end == length
    for window in found:
        inside = [s for s in spans if s[0] < window.end and s[1] > window.start]
        assert len(inside) <= limit
        assert all(s[0] >= window.start and s[1] <= window.end for s in inside)
    for left, right in itertools.pairwise(found):
        assert left.start < right.start <= left.end < right.end
        shared = [s for s in spans if s[0] >= right.start and s[1] <= left.end]
        assert len(shared) >= overlap


def test_cuts_prefer_boundaries() -> None:
    spans = [(place, place + 1) for place in range(0, 200, 2)]
    found = windows(spans, 20, 4, boundaries=[36, 64])
    assert found[0].end == 36
    assert [w.start for w in found][1] <= 36 - 8


def test_tokens_that_share_a_character_stay_together() -> None:
    # A byte-level tokeniser gives three tokens to one Chinese character.
    spans = [(place // 3, place // 3 + 1) for place in range(30)]
    for window in windows(spans, 7, 2):
        inside = [s for s in spans if s[0] < window.end and s[1] > window.start]
        assert len(inside) <= 7


def test_special_tokens_are_passed_over() -> None:
    assert [(w.start, w.end) for w in windows([(0, 0), (0, 2), (3, 5), (0, 0)], 8, 2)] == [(0, 5)]


def test_the_overlap_must_be_smaller_than_the_limit() -> None:
    with pytest.raises(ValueError, match="overlap"):
        windows([(0, 1)], 4, 4)
