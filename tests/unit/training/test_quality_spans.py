"""How exact spans are compared: marks of a title are not part of its name."""

from __future__ import annotations

import pytest

from benchmarks.quality_spans import ZERO_SHOT, bare
from training.span_examples import NAMES, NAMES_ZH


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("《流浪地球》", "流浪地球"),
        ("流浪地球", "流浪地球"),
        ("《甲》和《乙》", "甲》和《乙"),
        ("《》", ""),
    ],
)
def test_title_marks_are_left_out(text: str, left: str) -> None:
    start, end = bare(text, 0, len(text))
    assert text[start:end] == left


def test_no_name_of_the_benchmark_is_asked_in_training() -> None:
    shown = {
        name.partition(":")[0].lower()
        for table in (NAMES, NAMES_ZH)
        for names in table.values()
        for name in names
        if not name.startswith("~")
    }
    assert not shown & {name.lower() for names in ZERO_SHOT.values() for name in names.values()}
