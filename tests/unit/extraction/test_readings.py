"""The readings of an ambiguous value: all that are possible, and none where there is no choice."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.extraction import parse_fields
from engine.extraction.readings import readings


@pytest.mark.parametrize(
    ("typed", "raw", "expected"),
    [
        ("Date", "05/03/2024", ("2024-03-05", "2024-05-03")),
        ("Date", "25/03/2024", ()),
        ("Date", "3 March 2024", ()),
        ("Date", "05/03/24", ("2024-03-05", "2024-05-03", "1924-03-05", "1924-05-03")),
        ("Date", "3 March 2024 or 4 March 2024", ("2024-03-03", "2024-03-04")),
        ("Price(US$)", "five thousand dollars ($6,000)", ("5000.00", "6000.00")),
        ("Stage(draft/signed/void)", "draft, then signed", ("draft", "signed")),
        ("Law", "05/03/2024", ()),
    ],
)
def test_every_reading_is_offered(typed: str, raw: str, expected: tuple[str, ...]) -> None:
    [field] = parse_fields(typed)
    assert readings(field, raw) == expected


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_the_true_date_is_always_among_the_readings(day: date) -> None:
    [field] = parse_fields("Date")
    for raw in (
        day.strftime("%d/%m/") + f"{day.year:04}",
        day.strftime("%m/%d/") + f"{day.year:04}",
    ):
        found = readings(field, raw)
        assert not found or day.isoformat() in found
        assert len(found) != 1


@given(st.text(max_size=40))
def test_any_text_is_taken(raw: str) -> None:
    for typed in ("Date", "Amount(元)", "Term", "Number of copies", "Stage(a/b)"):
        [field] = parse_fields(typed)
        assert len(readings(field, raw)) != 1
