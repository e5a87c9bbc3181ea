"""The one Qt file of the engine: a QThread that runs one job at a time, and the event drain."""

from __future__ import annotations

import gc
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

from engine.control import JobControl
from engine.errors import failure_of
from engine.events import Finished, JobEvent, Payload, Progress
from engine.jobs.runner import Sink, run_job
from engine.jobs.services import Services
from engine.types import RunStatus

JobStart = Callable[[Services, JobControl], tuple[Iterator[Payload], Sink]]
"""Called in the engine thread when the job's turn has come: gives its generator and its sink."""

DRAIN_MS = 50
EVENTS_PER_DRAIN = 2000
QUEUE_LIMIT = 10_000


class EngineHost(QObject):
    """Owns the engine thread and its queue of jobs; models live in that thread only.

    ``services`` is called once, in the engine thread, before the first job. ``events`` carries a
    ``list[JobEvent]`` to the GUI thread at most every 50 ms: in order, at most two thousand at a
    time, and only the newest Progress of each job. Connect it to a ``@Slot`` of a QObject.
    Thread: every method is called from the GUI thread and returns at once, but for ``shutdown``.
    """

    events = Signal(list)
    _wake = Signal()

    def __init__(self, services: Callable[[], Services], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = _EventQueue(QUEUE_LIMIT)
        self._jobs = _JobQueue()
        self._thread: QThread | None = QThread()
        self._thread.setObjectName("clausedesk-engine")
        self._worker: _Worker | None = _Worker(services, self._jobs, self._queue)
        self._worker.moveToThread(self._thread)
        self._wake.connect(self._worker.work, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self)
        self._timer.setInterval(DRAIN_MS)
        self._timer.timeout.connect(self._drain)
        self._thread.start()

    def submit(self, job_id: str, start: JobStart) -> bool:
        """Queue a job; ``False`` once the host is shutting down. Its last event is Finished."""
        if self._thread is None or not self._jobs.add(job_id, start):
            return False
        self._timer.start()
        self._wake.emit()
        return True

    def cancel(self, job_id: str) -> None:
        """Cancel a queued or running job; an unknown id is ignored."""
        if self._jobs.drop(job_id):
            self._queue.put_now(JobEvent(job_id, Finished(RunStatus.CANCELLED, 0, 0, 0.0)))
            return
        self._jobs.steer(job_id, JobControl.cancel)

    def pause(self, job_id: str) -> None:
        """Hold a queued or running job at its next checkpoint."""
        self._jobs.steer(job_id, JobControl.pause)

    def resume(self, job_id: str) -> None:
        """Let a paused job go on."""
        self._jobs.steer(job_id, JobControl.resume)

    @property
    def busy(self) -> bool:
        """True while a job runs or waits, or has events that were not delivered yet."""
        return not (self._jobs.empty() and self._queue.empty())

    def shutdown(self, timeout: float = 10.0) -> bool:
        """Refuse new jobs, cancel all, stop the thread and wait up to ``timeout`` seconds; ``True``
        once it has ended. Events still queued are delivered first. Safe to call twice."""
        if self._thread is None:
            return True
        self._jobs.close()
        for job_id in self._jobs.waiting():
            self.cancel(job_id)
        # The worker may stand before a full queue that only this thread could drain.
        self._queue.open_up()
        self._thread.quit()
        if not self._thread.wait(round(timeout * 1000)):
            return False
        self._timer.stop()
        while not self._queue.empty():
            self._drain()
        self._thread = self._worker = None
        return True

    @Slot()
    def _drain(self) -> None:
        """Deliver what has come; the timer rests while there is nothing to wait for."""
        idle = self._jobs.empty()
        batch = self._queue.take(EVENTS_PER_DRAIN)
        if batch:
            self.events.emit(batch)
        elif idle:
            self._timer.stop()


class _Worker(QObject):
    """Lives in the engine thread; runs jobs in the order they came."""

    def __init__(
        self, services: Callable[[], Services], jobs: _JobQueue, queue: _EventQueue
    ) -> None:
        super().__init__()
        self._make_services = services
        self._services: Services | None = None
        self._jobs = jobs
        self._queue = queue

    @Slot()
    def work(self) -> None:
        """Run what is queued; called once a submit, by a queued connection."""
        while (job := self._jobs.next()) is not None:
            job_id, start, control = job
            try:
                self._run(job_id, start, control)
            finally:
                self._jobs.done(job_id)

    def _run(self, job_id: str, start: JobStart, control: JobControl) -> None:
        try:
            if self._services is None:
                self._services = self._make_services()
            generator, sink = start(self._services, control)
        except Exception as error:
            failure = failure_of(error, job_id)
            self._queue.put(JobEvent(job_id, Finished(RunStatus.FAILED, 0, 0, 0.0, failure)))
            return
        # A full garbage collection stops every thread for as long as it walks the heap, and models
        # and their libraries make it large: while a job runs it walks only what the job made.
        gc.freeze()
        try:
            run_job(job_id, generator, sink, self._queue.put, control)
        finally:
            gc.unfreeze()


class _JobQueue:
    """Jobs by id in the order they came, the running one first. Thread: any."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: OrderedDict[str, tuple[JobStart, JobControl]] = OrderedDict()
        self._running: tuple[str, JobControl] | None = None
        self._closed = False

    def add(self, job_id: str, start: JobStart) -> bool:
        with self._guard:
            known = job_id in self._waiting or (self._running and self._running[0] == job_id)
            if self._closed or known:
                return False
            self._waiting[job_id] = (start, JobControl())
            return True

    def next(self) -> tuple[str, JobStart, JobControl] | None:
        with self._guard:
            if self._running is not None or not self._waiting:
                return None
            job_id, (start, control) = self._waiting.popitem(last=False)
            self._running = (job_id, control)
            return job_id, start, control

    def done(self, job_id: str) -> None:
        with self._guard:
            if self._running is not None and self._running[0] == job_id:
                self._running = None

    def steer(self, job_id: str, how: Callable[[JobControl], None]) -> None:
        with self._guard:
            if self._running is not None and self._running[0] == job_id:
                how(self._running[1])
            elif job_id in self._waiting:
                how(self._waiting[job_id][1])

    def drop(self, job_id: str) -> bool:
        """Take a waiting job out; ``False`` where it does not wait."""
        with self._guard:
            return self._waiting.pop(job_id, None) is not None

    def waiting(self) -> list[str]:
        with self._guard:
            return list(self._waiting)

    def empty(self) -> bool:
        with self._guard:
            return self._running is None and not self._waiting

    def close(self) -> None:
        """Refuse new jobs and cancel the one that runs."""
        with self._guard:
            self._closed = True
            if self._running is not None:
                self._running[1].cancel()


class _EventQueue:
    """Bounded: a job that runs ahead of the window waits for it.

    Without a lock, because a deque's ends are atomic: the window's thread never waits for the
    worker, not even for the moment that a flooding worker would hold a lock.
    Thread: one puts, the GUI thread does the rest.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._events: deque[JobEvent] = deque()
        self._room = threading.Event()

    def put(self, event: JobEvent) -> None:
        """Append; waits while the queue is full."""
        while len(self._events) >= self._limit:
            self._room.clear()
            # Seen empty between the test and the clear, nobody would wake us: look again.
            if len(self._events) >= self._limit:
                self._room.wait(1.0)
        self._events.append(event)

    def put_now(self, event: JobEvent) -> None:
        """Append whatever the bound: for the thread that drains, which must not wait for itself."""
        self._events.append(event)

    def take(self, count: int) -> list[JobEvent]:
        """Up to ``count`` events in order, without the Progress that a later one outdates."""
        batch = [self._events.popleft() for _ in range(min(count, len(self._events)))]
        self._room.set()
        newest: set[str] = set()
        kept = []
        for event in reversed(batch):
            if isinstance(event.payload, Progress):
                if event.job_id in newest:
                    continue
                newest.add(event.job_id)
            kept.append(event)
        return kept[::-1]

    def empty(self) -> bool:
        return not self._events

    def open_up(self) -> None:
        """No bound from now on: the program is closing, and what is left is little."""
        self._limit = 2**62
        self._room.set()
