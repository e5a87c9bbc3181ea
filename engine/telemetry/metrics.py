"""What a running program does, counted: items, failures, seconds an item, memory.

Counted in memory for as long as the program runs; nothing here knows what an item was.
"""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from engine.telemetry.memory import memory_bytes

RATE_SECONDS = 10.0
"""How far back "items a second" looks."""

HISTORY = 300
"""Moments kept for plots: five minutes at one a second."""

_SMALLEST = 1e-6
_GROWTH = 1.05
_LOG_GROWTH = math.log(_GROWTH)


class Latencies:
    """How long items took, as counts in buckets that grow by 5 %: quantiles are exact to 2.5 %
    however many items there are, in a few hundred numbers of memory. Seconds."""

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}
        self.count = 0
        self.total = 0.0

    def add(self, seconds: float, items: int = 1) -> None:
        """``items`` that took ``seconds`` each."""
        bucket = math.floor(math.log(max(seconds, _SMALLEST) / _SMALLEST) / _LOG_GROWTH)
        self._counts[bucket] = self._counts.get(bucket, 0) + items
        self.count += items
        self.total += seconds * items

    @property
    def mean(self) -> float | None:
        """Seconds an item; ``None`` before the first."""
        return self.total / self.count if self.count else None

    def quantile(self, share: float) -> float | None:
        """The time that ``share`` of the items did not exceed; ``None`` before the first."""
        left = share * self.count
        for bucket in sorted(self._counts):
            left -= self._counts[bucket]
            if left <= 0:
                return float(_SMALLEST * _GROWTH ** (bucket + 0.5))
        return None


@dataclass(frozen=True, slots=True)
class JobFigures:
    """One kind of job since the program started. ``mean``, ``p50`` and ``p95`` are seconds an item,
    ``None`` before the first; ``busy`` is the seconds spent computing."""

    job: str
    runs: int
    done: int
    failed: int
    busy: float
    mean: float | None
    p50: float | None
    p95: float | None

    @property
    def success(self) -> float | None:
        """The share of items that did not fail, in [0, 1]; ``None`` before the first."""
        every = self.done + self.failed
        return self.done / every if every else None


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything at one moment. ``rate`` is items a second lately, ``memory`` bytes of this
    process, ``uptime`` seconds."""

    jobs: tuple[JobFigures, ...]
    rate: float
    memory: int
    uptime: float

    @property
    def done(self) -> int:
        """Items of all jobs."""
        return sum(job.done for job in self.jobs)

    @property
    def failed(self) -> int:
        """Failed items of all jobs."""
        return sum(job.failed for job in self.jobs)

    @property
    def success(self) -> float | None:
        """The share of all items that did not fail; ``None`` before the first."""
        every = self.done + self.failed
        return self.done / every if every else None

    @property
    def mean(self) -> float | None:
        """Seconds an item over all jobs; ``None`` before the first."""
        timed = [job for job in self.jobs if job.mean is not None]
        count = sum(job.done for job in timed)
        return sum(job.busy for job in timed) / count if count else None


@dataclass(frozen=True, slots=True)
class Moment:
    """One point of a plot: ``at`` is seconds since the start, ``latency`` seconds an item since the
    point before (``None`` where there was none), ``rate`` items a second."""

    at: float
    rate: float
    latency: float | None
    memory: int
    failed: int


class _Job:
    """What is counted for one kind of job."""

    def __init__(self) -> None:
        self.runs = 0
        self.failed = 0
        self.latencies = Latencies()


class Metrics:
    """Counts what jobs do. Thread: any; every method is short."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        memory: Callable[[], int] = memory_bytes,
    ) -> None:
        self._clock = clock
        self._memory = memory
        self._started = clock()
        self._guard = threading.Lock()
        self._jobs: dict[str, _Job] = {}
        self._lately: deque[tuple[float, int]] = deque()
        self._history: deque[Moment] = deque(maxlen=HISTORY)
        self._before = (0, 0.0)

    def begin(self, job: str) -> None:
        """A run of ``job`` starts."""
        with self._guard:
            self._job(job).runs += 1

    def done(self, job: str, items: int, seconds: float) -> None:
        """``items`` were finished in ``seconds`` of computing, together."""
        if items <= 0:
            return
        with self._guard:
            self._job(job).latencies.add(max(seconds, 0.0) / items, items)
            self._lately.append((self._clock(), items))
            self._forget()

    def failed(self, job: str, items: int = 1) -> None:
        """``items`` could not be done."""
        with self._guard:
            self._job(job).failed += items

    def figures(self) -> Figures:
        """Everything as it stands now."""
        memory = self._memory()
        with self._guard:
            self._forget()
            jobs = tuple(_figures(name, job) for name, job in sorted(self._jobs.items()))
            return Figures(jobs, self._rate(), memory, self._clock() - self._started)

    def sample(self) -> Moment:
        """Keep this moment for the plots, and return it; call about once a second."""
        memory = self._memory()
        with self._guard:
            self._forget()
            count = sum(job.latencies.count for job in self._jobs.values())
            total = sum(job.latencies.total for job in self._jobs.values())
            items, seconds = count - self._before[0], total - self._before[1]
            self._before = (count, total)
            moment = Moment(
                self._clock() - self._started,
                self._rate(),
                seconds / items if items else None,
                memory,
                sum(job.failed for job in self._jobs.values()),
            )
            self._history.append(moment)
            return moment

    def history(self) -> tuple[Moment, ...]:
        """The moments that :meth:`sample` kept, oldest first."""
        with self._guard:
            return tuple(self._history)

    def _job(self, name: str) -> _Job:
        return self._jobs.setdefault(name, _Job())

    def _forget(self) -> None:
        edge = self._clock() - RATE_SECONDS
        while self._lately and self._lately[0][0] < edge:
            self._lately.popleft()

    def _rate(self) -> float:
        if not self._lately:
            return 0.0
        # A run that has just begun is not held against the seconds before it.
        spent = max(self._clock() - self._lately[0][0], 1.0)
        return sum(items for _, items in self._lately) / spent


def _figures(name: str, job: _Job) -> JobFigures:
    times = job.latencies
    return JobFigures(
        name,
        job.runs,
        times.count,
        job.failed,
        times.total,
        times.mean,
        times.quantile(0.5),
        times.quantile(0.95),
    )
