"""The choice of threads, on a machine made of a formula."""

from __future__ import annotations

from collections.abc import Callable

from engine.models.threads import ThreadTuner

CALM: dict[int, float] = {1: 1000.0, 2: 1900.0, 4: 3500.0, 8: 6000.0}
BUSY: dict[int, float] = {1: 900.0, 2: 1500.0, 4: 400.0, 8: 50.0}
TOKENS = 1000


def work(tuner: ThreadTuner, rates: dict[int, float], batches: int) -> list[int]:
    """Run ``batches`` on a machine with these tokens/s by threads; the threads used."""
    used = []
    for _ in range(batches):
        used.append(tuner.threads)
        tuner.observe(TOKENS, TOKENS / rates[tuner.threads])
    return used


def test_a_calm_machine_uses_every_core_and_tries_others_rarely() -> None:
    used = work(ThreadTuner(8), CALM, 400)
    assert used.count(8) > 390


def test_a_machine_that_is_busy_from_the_start() -> None:
    tuner = ThreadTuner(8)
    used = work(tuner, BUSY, 40)
    assert used[-20:].count(2) > 15


def test_the_choice_follows_the_machine() -> None:
    tuner = ThreadTuner(8)
    work(tuner, CALM, 100)
    assert work(tuner, BUSY, 60)[-20:].count(2) > 15
    assert work(tuner, CALM, 400)[-50:].count(8) > 40


def test_small_batches_and_single_cores_change_nothing() -> None:
    tuner = ThreadTuner(8)
    for seconds in (0.001, 5.0, 0.1) * 20:
        tuner.observe(20, seconds)
        assert tuner.threads == 8
    one = ThreadTuner(1)
    observe: Callable[[int, float], None] = one.observe
    for seconds in (0.001, 5.0, 0.1) * 20:
        observe(1000, seconds)
        assert one.threads == 1
