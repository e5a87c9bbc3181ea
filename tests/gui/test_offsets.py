"""Code points and UTF-16 units never drift apart, whatever stands before a span."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gui.viewer.offsets import Offsets, displayable

TEXTS = st.text(
    st.one_of(
        st.sampled_from("a é中，\n😀𠮷👩‍⚖️\u0301"),
        st.characters(exclude_categories=("Cs",)),
    ),
    max_size=60,
)


@given(TEXTS)
def test_offsets_agree_with_the_encoder(text: str) -> None:
    offsets = Offsets(text)
    for place in range(len(text) + 1):
        units = len(text[:place].encode("utf-16-le")) // 2
        assert offsets.to_utf16(place) == units
        assert offsets.to_code_points(units) == place


@given(TEXTS, st.integers(-5, 200))
def test_offsets_stay_inside_the_text(text: str, place: int) -> None:
    offsets = Offsets(text)
    assert 0 <= offsets.to_utf16(place) <= len(text.encode("utf-16-le")) // 2
    assert 0 <= offsets.to_code_points(place) <= len(text)


@given(st.text(max_size=60))
def test_what_is_shown_has_the_length_of_the_text(text: str) -> None:
    """Lone surrogates and characters with a meaning of their own are replaced one for one."""
    shown = displayable(text)
    assert len(shown) == len(text)
    shown.encode("utf-16-le")
