"""Watches a job from outside: its payloads pass through unchanged and are counted."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from engine.control import JobControl
from engine.events import ItemFailed, Payload, Results
from engine.telemetry.log import logger
from engine.telemetry.metrics import Metrics
from engine.types import Document, ScoredPair

_log = logger(__name__)


def metered(
    job: str,
    payloads: Iterator[Payload],
    metrics: Metrics,
    control: JobControl,
    reads: bool = False,
    clock: Callable[[], float] = time.perf_counter,
) -> Iterator[Payload]:
    """``payloads`` as they come, counted under ``job``.

    The time between two results, without what the job was held or its results were being stored,
    is shared evenly among the items of the later one. Documents are what a job works on and count
    only where it ``reads``. When the job ends, its figures go to the log: names and numbers alone.
    Thread: the one that runs the job.
    """
    metrics.begin(job)
    meter = _Meter(job, metrics, reads)
    try:
        while True:
            started, held = clock(), control.held
            try:
                payload = next(payloads)
            except StopIteration:
                return
            finally:
                meter.spent += clock() - started - (control.held - held)
            meter.take(payload)
            yield payload
    finally:
        _close(payloads)
        _report(job, metrics)


class _Meter:
    """Counts one run."""

    def __init__(self, job: str, metrics: Metrics, reads: bool) -> None:
        self._job = job
        self._metrics = metrics
        self._reads = reads
        self.spent = 0.0

    def take(self, payload: Payload) -> None:
        """Work one payload in."""
        if isinstance(payload, ItemFailed):
            self._metrics.failed(self._job)
        elif isinstance(payload, Results):
            items = [item for item in payload.items if self._reads or type(item) is not Document]
            failed = sum(1 for item in items if isinstance(item, ScoredPair) and item.failure)
            if failed:
                self._metrics.failed(self._job, failed)
            if len(items) > failed:
                self._metrics.done(self._job, len(items) - failed, self.spent)
                self.spent = 0.0


def _close(payloads: Iterator[Payload]) -> None:
    close = getattr(payloads, "close", None)
    if close is not None:
        close()


def _report(job: str, metrics: Metrics) -> None:
    figures = metrics.figures()
    for found in figures.jobs:
        if found.job == job:
            _log.info(
                "job_measured",
                job=job,
                runs=found.runs,
                done=found.done,
                failed=found.failed,
                success=found.success,
                mean_ms=_ms(found.mean),
                p50_ms=_ms(found.p50),
                p95_ms=_ms(found.p95),
                memory_mb=round(figures.memory / 2**20),
            )


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1000, 3)
