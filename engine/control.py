"""Cancel and pause for a running job, checked between batches."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from typing import TypeVar

from engine.errors import Cancelled

T = TypeVar("T")


class JobControl:
    """The handle by which one thread steers a job that runs in another.

    Thread: every method may be called from any thread; ``checkpoint`` is called by the job.
    """

    def __init__(self) -> None:
        self._cancelled = threading.Event()
        self._running = threading.Event()
        self._running.set()
        self._held = 0.0

    @property
    def held(self) -> float:
        """Seconds that the job has stood at checkpoints, paused."""
        return self._held

    @property
    def cancelled(self) -> bool:
        """True once :meth:`cancel` was called."""
        return self._cancelled.is_set()

    @property
    def paused(self) -> bool:
        """True while the job is held at its next checkpoint."""
        return not self._running.is_set()

    def cancel(self) -> None:
        """Stop at the next checkpoint; releases a pause."""
        self._cancelled.set()
        self._running.set()

    def pause(self) -> None:
        """Hold at the next checkpoint until :meth:`resume` or :meth:`cancel`."""
        if not self._cancelled.is_set():
            self._running.clear()
            # cancel() may have run between the test and the clear: a cancelled job never waits.
            if self._cancelled.is_set():
                self._running.set()

    def resume(self) -> None:
        """Let a paused job go on."""
        self._running.set()

    def checkpoint(self) -> None:
        """Wait while paused; raise :class:`Cancelled` once cancelled. Call at least every 200 ms."""
        if not self._running.is_set():
            since = time.perf_counter()
            self._running.wait()
            self._held += time.perf_counter() - since
        if self._cancelled.is_set():
            raise Cancelled


def drained(work: Generator[object, None, T]) -> T:
    """What ``work`` returns in the end, the steps that it tells of passed over."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            found: T = end.value
            return found
