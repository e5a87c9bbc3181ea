"""Texts by record id: kept beside the memory, found again."""

from __future__ import annotations

import tracemalloc

from engine.export.words import RecordWords


def test_texts_come_back_and_the_last_one_counts() -> None:
    with RecordWords() as words:
        words.add((f"r{n}", f"甲 | {n}") for n in range(2000))
        words.add([("r3", "other")])
        asked = [f"r{n}" for n in range(0, 2000, 2)]
        assert words.of([*asked, "none"]) == {key: f"甲 | {key[1:]}" for key in asked}
        assert words.of(["r3"]) == {"r3": "other"}
        assert words.of([]) == {}


def test_python_keeps_none_of_them() -> None:
    tracemalloc.start()
    with RecordWords() as words:
        words.add((f"r{n}", "x" * 1000) for n in range(5000))
        assert len(words.of(["r4999"])) == 1
        assert tracemalloc.get_traced_memory()[1] < 500_000
    tracemalloc.stop()
