"""How the jobs of this session stand: stage, progress, rate, time left."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from engine.events import Finished, ItemFailed, JobEvent, Noted, Progress
from engine.types import RunStatus

SETTLED = 1.5
"""Seconds of a stage before its rate is worth showing."""


@dataclass(slots=True)
class JobState:
    """One job as the window shows it."""

    id: str
    job: str
    title: str
    status: RunStatus = RunStatus.QUEUED
    stage: str = ""
    detail: str = ""
    done: int = 0
    total: int | None = None
    unit: str = ""
    failed: int = 0
    paused: bool = False
    stopping: bool = False
    finished: Finished | None = None
    noted: list[Noted] = field(default_factory=list)
    _since: float = 0.0
    _from: int = 0
    _idle: float = 0.0
    _paused_at: float = field(default=0.0)

    @property
    def over(self) -> bool:
        """Whether the job has ended."""
        return self.finished is not None

    @property
    def share(self) -> float | None:
        """How much of the stage is done, in [0, 1]; ``None`` while that is unknown."""
        return min(self.done / self.total, 1.0) if self.total else None

    def take(self, progress: Progress, now: float) -> None:
        """A new word on how far it is; a new stage starts a new rate."""
        if progress.stage != self.stage or progress.unit != self.unit:
            self._since, self._from, self._idle = now, progress.done, 0.0
        self.status = RunStatus.RUNNING
        self.stage, self.detail = progress.stage, progress.detail
        self.done, self.total, self.unit = progress.done, progress.total, progress.unit

    def hold(self, paused: bool, now: float) -> None:
        """Paused time does not count against the rate."""
        if paused and not self.paused:
            self._paused_at = now
        elif self.paused and not paused:
            self._idle += now - self._paused_at
        self.paused = paused

    def rate(self, now: float) -> float | None:
        """Units a second in this stage; ``None`` until that means something."""
        end = self._paused_at if self.paused else now
        spent = end - self._since - self._idle
        advanced = self.done - self._from
        return advanced / spent if spent >= SETTLED and advanced > 0 else None

    def seconds_left(self, now: float) -> float | None:
        """Until the end of this stage; ``None`` while that is unknown."""
        rate = self.rate(now)
        if rate is None or not self.total:
            return None
        return max(self.total - self.done, 0) / rate


class JobTracker(QObject):
    """The jobs of this session, by id. ``changed`` gives the job that changed. Thread: GUI."""

    changed = Signal(object)
    ended = Signal(object)

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs: dict[str, JobState] = {}
        self.clock = clock

    def add(self, job_id: str, job: str, title: str) -> JobState:
        """A job was queued."""
        state = self._jobs[job_id] = JobState(job_id, job, title)
        self.changed.emit(state)
        return state

    def get(self, job_id: str) -> JobState | None:
        """A job of this session."""
        return self._jobs.get(job_id)

    def active(self) -> list[JobState]:
        """Jobs that run or wait, the oldest first."""
        return [state for state in self._jobs.values() if not state.over]

    def take(self, event: JobEvent) -> JobState | None:
        """Work an event in; ``None`` where the job is unknown (its project was closed)."""
        state = self._jobs.get(event.job_id)
        if state is None or state.over:
            return None
        payload = event.payload
        if isinstance(payload, Progress):
            state.take(payload, self.clock())
        elif isinstance(payload, ItemFailed):
            state.failed += 1
        elif isinstance(payload, Noted):
            state.noted.append(payload)
        elif isinstance(payload, Finished):
            state.finished = payload
            state.status = payload.status
            state.failed = payload.failed
            state.paused = False
        return state

    def tell(self, state: JobState) -> None:
        """Say that ``state`` has changed; once for a batch of events."""
        self.changed.emit(state)
        if state.over:
            self.ended.emit(state)
