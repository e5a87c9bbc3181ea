"""A search answers within a second wherever it is, and says how far it is."""

from __future__ import annotations

import time

import numpy as np
import pytest

from benchmarks.dedupe import generate
from engine.control import JobControl
from engine.dedupe.comparison import Comparer
from engine.dedupe.kinds import detect_kind
from engine.dedupe.rows import comparable, sample
from engine.dedupe.scoring import Scorer
from engine.dedupe.search import BLOCKING, CLUSTERING, COMPARING, search
from engine.errors import Cancelled

ROWS = 3000


@pytest.fixture(scope="module")
def columns() -> tuple[list[list[str]], list]:  # type: ignore[type-arg]
    data = generate(ROWS).columns
    kinds = [detect_kind(name, sample(values)) for name, values in data.items()]
    return [comparable(v, k) for v, k in zip(data.values(), kinds, strict=True)], kinds


def test_every_stage_says_how_far_it_is(columns) -> None:  # type: ignore[no-untyped-def]
    steps = list(search(*columns, np.zeros(ROWS, dtype=np.int64), 0.5))
    stages = list(dict.fromkeys(stage for stage, _, _ in steps))
    assert stages[0] == BLOCKING
    assert set(stages) == {BLOCKING, COMPARING, CLUSTERING}
    for stage in (BLOCKING, COMPARING):
        known = [(done, total) for name, done, total in steps if name == stage and total]
        assert known == sorted(known, key=lambda step: step[0])
        assert all(0 <= done <= total for done, total in known)


@pytest.mark.parametrize("calls", [1, 3, 5, 8])
def test_a_search_breaks_off_between_two_steps(columns, calls: int) -> None:  # type: ignore[no-untyped-def]
    control = JobControl()
    count = 0

    def between() -> None:
        nonlocal count
        count += 1
        if count == calls:
            control.cancel()
        control.checkpoint()

    work = search(*columns, np.zeros(ROWS, dtype=np.int64), 0.5, between=between)
    with pytest.raises(Cancelled):
        for _ in work:
            pass
    assert count == calls


def test_no_two_chances_to_cancel_are_far_apart(columns) -> None:  # type: ignore[no-untyped-def]
    """By the processor's clock, which other programs do not hold up."""
    last = time.process_time()
    longest = 0.0

    def between() -> None:
        nonlocal last, longest
        now = time.process_time()
        longest, last = max(longest, now - last), now

    for _ in search(*columns, np.zeros(ROWS, dtype=np.int64), 0.5, between=between):
        between()
    assert longest < 1.0


def test_learning_what_matches_agree_on_can_be_cancelled_in_every_round(columns) -> None:  # type: ignore[no-untyped-def]
    calls = 0

    def between() -> None:
        nonlocal calls
        calls += 1

    scorer = Scorer(columns[0], [Comparer(*both) for both in zip(*columns, strict=True)])
    pairs = np.array([(row, row + 1) for row in range(500)], dtype=np.int64)
    scorer.learn(pairs, scorer.compare(pairs), between)
    rounds = 10
    assert calls >= rounds * len(columns[0])
