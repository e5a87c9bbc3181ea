"""Length-sorted batches under a token budget, over a stream of any size. Pure policy: no model here.

A batch lasts about :data:`BATCH_SECONDS`, so that cancel and pause are answered soon: the budget
follows the measured rate. A failing batch is halved until the items that fail stand alone; running
out of memory halves the batch and is remembered.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from engine.control import JobControl
from engine.errors import Cancelled, failure_of
from engine.types import ItemFailure

T = TypeVar("T")
R = TypeVar("R")

BATCH_SECONDS = 0.15
"""How long a batch should take; architecture.md asks for at most 0.2."""

LOOKAHEAD = 2048
"""Items that are read ahead of the model to be sorted by length."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[R]):
    """What came of item ``index`` (from 0, in the order read): a value, or a failure."""

    index: int
    value: R | None = None
    failure: ItemFailure | None = None


class TokenBudget:
    """How many tokens the next batch may hold; adapts to the measured rate.

    ``most`` is never exceeded but by a single item; running out of memory lowers it.
    ``padded``: the runtime pads each item to the longest in its batch, so that is what counts.
    """

    def __init__(
        self,
        start: int = 1024,
        least: int = 256,
        most: int = 16384,
        seconds: float = BATCH_SECONDS,
        padded: bool = False,
    ) -> None:
        self.tokens = min(start, most)
        self.padded = padded
        self._least = least
        self.most = most
        self._seconds = seconds

    def observe(self, tokens: int, seconds: float) -> None:
        """Learn from a batch of ``tokens`` that took ``seconds``."""
        # A batch far under the budget (the last of a stream) tells little about a full one.
        if tokens * 2 < self.tokens and seconds < self._seconds:
            return
        wanted = int(tokens / max(seconds, 1e-6) * self._seconds)
        wanted = min(max(wanted, self.tokens // 2), self.tokens * 2)
        self.tokens = min(max((self.tokens + wanted) // 2, self._least), self.most)

    def exhausted(self, tokens: int) -> None:
        """Memory ran out at ``tokens``: never try more than half of that again."""
        self.most = max(min(self.most, tokens // 2), 1)
        self._least = min(self._least, self.most)
        self.tokens = min(self.tokens, self.most)

    def take(self, lengths: Sequence[int]) -> int:
        """How many of the leading items fit one batch; ``lengths`` ascend. At least 1."""
        total = 0
        for count, length in enumerate(lengths):
            total = length * (count + 1) if self.padded else total + length
            if count and total > self.tokens:
                return count
        return len(lengths)


def run(
    items: Iterable[T],
    length: Callable[[T], int],
    compute: Callable[[Sequence[T]], Sequence[R]],
    control: JobControl,
    budget: TokenBudget,
    lookahead: int = LOOKAHEAD,
    clock: Callable[[], float] = time.perf_counter,
) -> Iterator[Outcome[R]]:
    """Yield one :class:`Outcome` an item, in the order the batches finish.

    ``compute`` takes a batch sorted by ``length`` and returns one result an item. At most
    ``lookahead`` items are held, so memory does not grow with the stream. Raises ``Cancelled``.
    """
    stream = iter(items)
    first = 0
    while chunk := _read(stream, lookahead, control):
        order = sorted(range(len(chunk)), key=lambda position: length(chunk[position]))
        lengths = [length(chunk[position]) for position in order]
        done = 0
        while done < len(order):
            control.checkpoint()
            size = budget.take(lengths[done : done + lookahead])
            batch = [(first + position, chunk[position]) for position in order[done : done + size]]
            tokens = _cost(lengths[done : done + size], budget.padded)
            done += size
            yield from _compute(batch, tokens, length, compute, control, budget, clock)
        first += len(chunk)


def _read(stream: Iterator[T], count: int, control: JobControl) -> list[T]:
    """Up to ``count`` items; making an item (tokenising) takes time too, so cancel is heard here."""
    items: list[T] = []
    while len(items) < count and (few := list(islice(stream, min(64, count - len(items))))):
        control.checkpoint()
        items += few
    return items


def in_order(outcomes: Iterable[Outcome[R]]) -> Iterator[Outcome[R]]:
    """The same outcomes by index; holds no more than the look-ahead of :func:`run`."""
    waiting: dict[int, Outcome[R]] = {}
    following = 0
    for outcome in outcomes:
        waiting[outcome.index] = outcome
        while following in waiting:
            yield waiting.pop(following)
            following += 1


def _compute(
    batch: Sequence[tuple[int, T]],
    tokens: int,
    length: Callable[[T], int],
    compute: Callable[[Sequence[T]], Sequence[R]],
    control: JobControl,
    budget: TokenBudget,
    clock: Callable[[], float],
) -> Iterator[Outcome[R]]:
    """One batch; what fails is halved until the culprits stand alone."""
    started = clock()
    if len(batch) == 1 or tokens <= budget.most:
        try:
            values = compute([item for _, item in batch])
            if len(values) != len(batch):
                raise ValueError(f"{len(values)} results for {len(batch)} items")
        except Cancelled:
            raise
        except Exception as error:
            if len(batch) == 1:
                yield _failed(batch[0][0], error)
                return
            if out_of_memory(error):
                budget.exhausted(tokens)
        else:
            budget.observe(tokens, clock() - started)
            for (index, _), value in zip(batch, values, strict=True):
                yield Outcome(index, value)
            return
    middle = len(batch) // 2
    for half in (batch[:middle], batch[middle:]):
        control.checkpoint()
        cost = _cost([length(item) for _, item in half], budget.padded)
        yield from _compute(half, cost, length, compute, control, budget, clock)


def _failed(index: int, error: BaseException) -> Outcome[R]:
    if out_of_memory(error):
        return Outcome(index, failure=ItemFailure(str(index), "out_of_memory"))
    return Outcome(index, failure=failure_of(error, str(index)))


def _cost(lengths: Sequence[int], padded: bool) -> int:
    return max(lengths) * len(lengths) if padded else sum(lengths)


def out_of_memory(error: BaseException) -> bool:
    """True where ``error`` says that memory ran out, on any device (no runtime is imported)."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    words = str(error).lower()
    return isinstance(error, RuntimeError) and (
        "not enough memory" in words or "out of memory" in words
    )
