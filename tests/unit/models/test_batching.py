"""The batching policy, on lengths alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.control import JobControl
from engine.errors import Cancelled, UserError
from engine.models.batching import Outcome, TokenBudget, in_order, out_of_memory, run

LENGTHS = st.lists(st.integers(1, 400), max_size=120)


class Model:
    """Doubles numbers; remembers its batches; fails as told."""

    def __init__(self, bad: Sequence[int] = (), memory: int | None = None) -> None:
        self.batches: list[list[int]] = []
        self._bad = set(bad)
        self._memory = memory

    def __call__(self, batch: Sequence[int]) -> list[int]:
        self.batches.append(list(batch))
        if self._memory is not None and sum(batch) > self._memory:
            raise MemoryError
        if self._bad & set(batch):
            raise UserError("pair_not_number")
        return [2 * item for item in batch]


def collect(
    items: Sequence[int], model: Model, budget: TokenBudget, lookahead: int = 50
) -> list[Outcome[int]]:
    return list(run(items, lambda item: item, model, JobControl(), budget, lookahead, lambda: 0.0))


@given(LENGTHS, st.integers(1, 1000), st.booleans(), st.integers(1, 60))
def test_every_item_comes_back_once_with_its_own_result(
    items: list[int], budget: int, padded: bool, lookahead: int
) -> None:
    outcomes = collect(items, Model(), TokenBudget(budget, padded=padded), lookahead)
    assert sorted(outcome.index for outcome in outcomes) == list(range(len(items)))
    assert all(outcome.value == 2 * items[outcome.index] for outcome in outcomes)
    assert [o.value for o in in_order(outcomes)] == [2 * item for item in items]


@given(LENGTHS, st.integers(1, 1000), st.booleans())
def test_no_batch_exceeds_the_budget_but_a_single_item(
    items: list[int], budget: int, padded: bool
) -> None:
    model = Model()
    policy = TokenBudget(budget, least=budget, most=budget, padded=padded)
    collect(items, model, policy)
    for batch in model.batches:
        assert batch == sorted(batch)
        cost = max(batch) * len(batch) if padded else sum(batch)
        assert cost <= budget or len(batch) == 1


@given(st.lists(st.integers(1, 50), min_size=1, max_size=60, unique=True), st.data())
def test_a_failing_item_stands_alone_and_the_rest_goes_on(
    items: list[int], data: st.DataObject
) -> None:
    bad = data.draw(st.sets(st.sampled_from(items)))
    outcomes = collect(items, Model(bad=tuple(bad)), TokenBudget(500))
    failed = {items[o.index]: o.failure for o in outcomes if o.failure is not None}
    assert set(failed) == bad
    assert all(failure.code == "pair_not_number" for failure in failed.values())
    assert {items[o.index] for o in outcomes if o.failure is None} == set(items) - bad
    assert len(outcomes) == len(items)


def test_out_of_memory_halves_and_is_remembered() -> None:
    model = Model(memory=100)
    budget = TokenBudget(400)
    outcomes = collect([10] * 100, model, budget)
    assert all(outcome.value == 20 for outcome in outcomes)
    assert budget.tokens <= 100
    too_big = sum(sum(batch) > 100 for batch in model.batches)
    assert too_big <= 2


def test_one_item_that_does_not_fit_in_memory_fails_alone() -> None:
    outcomes = collect([10, 500, 20], Model(memory=100), TokenBudget(1000))
    failed = [outcome for outcome in outcomes if outcome.failure]
    assert [(o.index, o.failure.code) for o in failed if o.failure] == [(1, "out_of_memory")]


def test_the_budget_follows_the_measured_rate() -> None:
    budget = TokenBudget(1000, seconds=0.15)
    for _ in range(30):
        budget.observe(budget.tokens, budget.tokens / 20000)
    assert 2000 <= budget.tokens <= 3100
    for _ in range(30):
        budget.observe(budget.tokens, budget.tokens / 2000)
    assert 250 <= budget.tokens <= 350


def test_a_small_last_batch_teaches_nothing() -> None:
    budget = TokenBudget(1000)
    budget.observe(3, 0.01)
    assert budget.tokens == 1000


def test_cancel_stops_between_batches() -> None:
    control = JobControl()
    seen = 0
    with pytest.raises(Cancelled):
        for _ in run([10] * 100, lambda item: item, Model(), control, TokenBudget(100, most=100)):
            seen += 1
            control.cancel()
    assert 0 < seen <= 10


def test_cancel_is_heard_while_items_are_made() -> None:
    control = JobControl()
    made = 0

    def slow() -> Iterator[int]:
        nonlocal made
        while True:
            made += 1
            if made == 100:
                control.cancel()
            yield 1

    with pytest.raises(Cancelled):
        next(run(slow(), lambda item: item, Model(), control, TokenBudget(10), 100_000))
    assert made <= 200


def test_the_stream_is_read_no_further_than_the_look_ahead() -> None:
    read = 0

    def endless() -> object:
        nonlocal read
        while True:
            read += 1
            yield 5

    stream = run(endless(), lambda item: item, Model(), JobControl(), TokenBudget(20), 64)
    for _ in range(200):
        next(stream)
    assert read <= 256


def test_a_wrong_number_of_results_is_a_failure_not_a_shift() -> None:
    budget = TokenBudget(100)
    outcomes = list(run([1, 2], lambda item: item, lambda batch: [7], JobControl(), budget))
    assert all(outcome.value == 7 for outcome in outcomes)
    empty = list(run([1], lambda item: item, lambda batch: [], JobControl(), budget))
    assert empty[0].failure is not None and empty[0].failure.code == "internal"


def test_what_counts_as_out_of_memory() -> None:
    class OutOfMemoryError(RuntimeError):
        """CUDA's own, by name."""

    assert out_of_memory(MemoryError())
    assert out_of_memory(OutOfMemoryError("…"))
    assert out_of_memory(RuntimeError("DefaultCPUAllocator: not enough memory: you tried to"))
    assert not out_of_memory(RuntimeError("shape mismatch"))
    assert not out_of_memory(ValueError("out of memory"))
