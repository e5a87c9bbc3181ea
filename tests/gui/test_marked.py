"""A difference far inside a long text is in sight, with dots where the text goes on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.tables.marked import hidden


def test_a_text_that_fits_or_differs_early_begins_at_its_beginning() -> None:
    assert hidden(90.0, 100.0, (80.0, 90.0)) == 0.0
    assert hidden(400.0, 100.0, (10.0, 40.0)) == 0.0


@pytest.mark.parametrize("start", (150.0, 250.0, 380.0))
def test_a_difference_out_of_sight_is_brought_in(start: float) -> None:
    left = hidden(400.0, 100.0, (start, start + 10.0))
    assert left < start < left + 100.0


@given(st.floats(1.0, 2000.0), st.floats(20.0, 500.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_no_room_is_wasted(whole: float, room: float, one: float, two: float) -> None:
    start, end = sorted((one * whole, two * whole))
    left = hidden(whole, room, (start, end))
    assert 0.0 <= left <= max(whole - room, 0.0)
    assert left <= start
