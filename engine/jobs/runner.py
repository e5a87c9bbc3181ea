"""Drives one job generator: stores, emits, and ends with exactly one Finished."""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Protocol

from engine.control import JobControl
from engine.errors import Cancelled, failure_of
from engine.events import (
    Finished,
    ItemFailed,
    JobEvent,
    Noted,
    Payload,
    Progress,
    ResultItem,
    Results,
)
from engine.telemetry import logger
from engine.types import (
    ClauseChange,
    Cluster,
    Document,
    Extraction,
    ItemFailure,
    Pair,
    Record,
    RunStatus,
    ScoredPair,
    Verdict,
)

BATCH_ITEMS = 500
BATCH_SECONDS = 0.1
DOCUMENT_WEIGHT = 10
PROGRESS_SECONDS = 0.05

_OUTCOMES = (Extraction, Verdict, ClauseChange, ScoredPair, Pair, Cluster, Record, Document)
"""What a run is counted by: its results, and what it read only where it gave nothing else."""

_log = logger(__name__)


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

    Results and failures go to ``sink`` in batches of at most 500 rows or 100 ms, and are emitted
    after they are stored; Progress is thinned to the newest in 50 ms. Exactly one ``Finished`` is
    emitted and returned: DONE, DONE_WITH_FAILURES, CANCELLED (what was finished is kept), or FAILED
    with a failure whose code says why; ``done`` counts the results, not what was read for them.
    Raises nothing but what ``emit`` raises.
    """
    runner = _Runner(job_id, sink, emit)
    _log.info("job_started", job=job_id)
    finished = runner.run(generator, control)
    _log.info(
        "job_finished",
        job=job_id,
        status=finished.status.value,
        done=finished.done,
        failed=finished.failed,
        seconds=round(finished.seconds, 3),
        codes=dict(runner.codes),
        code=finished.failure.code if finished.failure else None,
    )
    emit(JobEvent(job_id, finished))
    return finished


class _Runner:
    """One run's buffers and counts."""

    def __init__(self, job_id: str, sink: Sink, emit: Callable[[JobEvent], None]) -> None:
        self._job_id = job_id
        self._sink = sink
        self._emit = emit
        self._started = time.monotonic()
        self._items: list[ResultItem] = []
        self._failures: list[ItemFailure] = []
        self._waiting = 0
        self._waiting_since = 0.0
        self._progress: Progress | None = None
        self._progress_at = 0.0
        self._stage = ""
        self._done: Counter[type] = Counter()
        self.codes: Counter[str] = Counter()

    def run(self, generator: Iterator[Payload], control: JobControl) -> Finished:
        """Drive the generator; then store what is left, and close the run."""
        error = self._guarded(lambda: self._drive(generator, control))
        _close(generator)
        error = self._guarded(self._flush_all) or error
        finished = self._finished(error)
        refused = self._guarded(lambda: self._sink.finish(finished))
        return finished if refused is None else self._finished(refused)

    def _guarded(self, step: Callable[[], None]) -> BaseException | None:
        try:
            step()
        except BaseException as error:
            return error
        return None

    def _drive(self, generator: Iterator[Payload], control: JobControl) -> None:
        control.checkpoint()
        for payload in generator:
            self._take(payload)
            control.checkpoint()

    def _take(self, payload: Payload) -> None:
        now = time.monotonic()
        if isinstance(payload, Progress):
            self._take_progress(payload, now)
            return
        if isinstance(payload, Noted):
            self._emit(JobEvent(self._job_id, payload))
            return
        if not self._items and not self._failures:
            self._waiting_since = now
        if isinstance(payload, Results):
            self._items.extend(payload.items)
            self._waiting += sum(map(_weight, payload.items))
        else:
            self._failures.append(payload.failure)
            self._waiting += 1
        if self._waiting >= BATCH_ITEMS or now - self._waiting_since >= BATCH_SECONDS:
            self._flush()

    def _take_progress(self, progress: Progress, now: float) -> None:
        if progress.stage != self._stage:
            # The last word on a stage is not lost to the first of the next.
            self._flush_progress()
            self._stage, self._progress_at = progress.stage, 0.0
        self._progress = progress
        if now - self._progress_at >= PROGRESS_SECONDS:
            self._flush_progress()
            self._progress_at = now
        if self._waiting_since and now - self._waiting_since >= BATCH_SECONDS:
            self._flush()

    def _flush_all(self) -> None:
        self._flush()
        self._flush_progress()

    def _flush_progress(self) -> None:
        if self._progress is not None:
            progress, self._progress = self._progress, None
            self._emit(JobEvent(self._job_id, progress))

    def _flush(self) -> None:
        """Store and emit what waits, in transactions of at most ``BATCH_ITEMS``."""
        items, self._items = self._items, []
        failures, self._failures = self._failures, []
        self._waiting, self._waiting_since = 0, 0.0
        for batch in _batches(items):
            self._keep(batch, failures)
            failures = []
        self._keep([], failures)

    def _keep(self, items: list[ResultItem], failures: list[ItemFailure]) -> None:
        if not items and not failures:
            return
        self._sink.store(items, failures)
        refused = [item.failure for item in items if isinstance(item, ScoredPair) and item.failure]
        self.codes.update(failure.code for failure in (*failures, *refused))
        self._done.update(type(item) for item in items)
        self._done[ScoredPair] -= len(refused)
        for _, batch in groupby(items, key=type):
            self._emit(JobEvent(self._job_id, Results(tuple(batch))))
        for failure in failures:
            self._emit(JobEvent(self._job_id, ItemFailed(failure)))

    def _finished(self, error: BaseException | None) -> Finished:
        failed = self.codes.total()
        status, failure = RunStatus.DONE_WITH_FAILURES if failed else RunStatus.DONE, None
        if isinstance(error, Cancelled | KeyboardInterrupt):
            status = RunStatus.CANCELLED
        elif error is not None:
            status, failure = RunStatus.FAILED, failure_of(error, self._job_id)
            if failure.code == "internal":
                _log.error("job_broke", job=self._job_id, exc_info=error)
        done = next((self._done[kind] for kind in _OUTCOMES if self._done[kind]), 0)
        return Finished(status, done, failed, time.monotonic() - self._started, failure)


def _weight(item: ResultItem) -> int:
    """How many rows the item takes in a store, roughly: a transaction must stay short, because the
    window's own writes wait for it."""
    if isinstance(item, Extraction):
        return 1 + len(item.mentions)
    return DOCUMENT_WEIGHT if isinstance(item, Document) else 1


def _batches(items: Sequence[ResultItem]) -> Iterator[list[ResultItem]]:
    """``items`` in stretches of at most ``BATCH_ITEMS`` by weight; a heavier item stands alone."""
    batch: list[ResultItem] = []
    total = 0
    for item in items:
        weight = _weight(item)
        if batch and total + weight > BATCH_ITEMS:
            yield batch
            batch, total = [], 0
        batch.append(item)
        total += weight
    if batch:
        yield batch


def _close(generator: Iterator[Payload]) -> None:
    """Let the generator release what it holds; what goes wrong there has no one left to tell."""
    close = getattr(generator, "close", None)
    if close is not None:
        with contextlib.suppress(Exception):
            close()
