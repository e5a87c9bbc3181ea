"""Drives one job generator: stores, emits, and ends with exactly one Finished."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from engine.control import JobControl
from engine.events import Finished, JobEvent, Payload, ResultItem
from engine.types import ItemFailure


class Sink(Protocol):
    """Where a run's results are kept before anyone hears of them."""

    def store(self, items: Sequence[ResultItem], failures: Sequence[ItemFailure]) -> None:
        """Keep one batch. Raises ``UserError`` where that is not possible."""

    def finish(self, finished: Finished) -> None:
        """The run is over."""


class NoSink:
    """Keeps nothing: for headless runs whose caller writes the events out itself."""

    def store(self, items: Sequence[ResultItem], failures: Sequence[ItemFailure]) -> None:
        """Nothing to keep."""

    def finish(self, finished: Finished) -> None:
        """Nothing to close."""


def run_job(
    job_id: str,
    generator: Iterator[Payload],
    sink: Sink,
    emit: Callable[[JobEvent], None],
    control: JobControl,
) -> Finished:
    """Run ``generator`` to its end, whatever that is.

    Results and failures go to ``sink`` in batches of at most 500 items or 100 ms, and are emitted
    after they are stored; Progress is thinned to the newest in 50 ms. Exactly one ``Finished`` is
    emitted and returned: DONE, DONE_WITH_FAILURES, CANCELLED (what was finished is kept), or FAILED
    with a failure whose code says why. Raises nothing but what ``emit`` raises.
    """
    raise NotImplementedError
