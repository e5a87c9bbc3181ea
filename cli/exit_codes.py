"""What the process tells its caller."""

from __future__ import annotations

from engine.events import Finished
from engine.types import RunStatus

DONE = 0
SOME_FAILED = 1
USAGE = 2
NOTHING_DONE = 3
CANCELLED = 130


def of(finished: Finished) -> int:
    """The exit status for the end of a job."""
    if finished.status is RunStatus.CANCELLED:
        return CANCELLED
    if finished.status is RunStatus.FAILED or (finished.failed and not finished.done):
        return NOTHING_DONE
    return SOME_FAILED if finished.failed else DONE
