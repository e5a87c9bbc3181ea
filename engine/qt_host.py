"""The one Qt file of the engine: a QThread that runs one job at a time, and the event drain."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Signal

from engine.control import JobControl
from engine.events import Payload
from engine.jobs.runner import Sink
from engine.jobs.services import Services

JobStart = Callable[[Services, JobControl], tuple[Iterator[Payload], Sink]]
"""Called in the engine thread when the job's turn has come: gives its generator and its sink."""


class EngineHost(QObject):
    """Owns the engine thread and its queue of jobs; models live in that thread only.

    ``services`` is called once, in the engine thread, before the first job. ``events`` carries a
    ``list[JobEvent]`` to the GUI thread at most every 50 ms: in order, at most a few hundred at a
    time, and only the newest Progress of each job. Connect it to a ``@Slot`` of a QObject.
    Thread: every method is called from the GUI thread and returns at once, but for ``shutdown``.
    """

    events = Signal(list)

    def __init__(self, services: Callable[[], Services], parent: QObject | None = None) -> None:
        super().__init__(parent)

    def submit(self, job_id: str, start: JobStart) -> bool:
        """Queue a job; ``False`` once the host is shutting down. Its last event is Finished."""
        raise NotImplementedError

    def cancel(self, job_id: str) -> None:
        """Cancel a queued or running job; an unknown id is ignored."""
        raise NotImplementedError

    def pause(self, job_id: str) -> None:
        """Hold a queued or running job at its next checkpoint."""
        raise NotImplementedError

    def resume(self, job_id: str) -> None:
        """Let a paused job go on."""
        raise NotImplementedError

    @property
    def busy(self) -> bool:
        """True while a job runs or waits."""
        raise NotImplementedError

    def shutdown(self, timeout: float = 10.0) -> bool:
        """Refuse new jobs, cancel all, stop the thread and wait up to ``timeout`` seconds; ``True``
        once it has ended. Events still queued are delivered first. Safe to call twice."""
        raise NotImplementedError
