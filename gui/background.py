"""Short work off the main thread that is no engine job: opening a project, fetching a document."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from weakref import WeakSet

from PySide6.QtCore import QObject, Signal, Slot
from shiboken6 import isValid

from engine.control import JobControl
from engine.errors import UserError

T = TypeVar("T")
log = logging.getLogger(__name__)


class Background(QObject):
    """A few worker threads; what they bring back is delivered in the GUI thread.

    Thread: made and called in the GUI thread.
    """

    failed = Signal(object)
    _done = Signal(object, object)

    def __init__(self, workers: int = 2, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="clausedesk-background")
        self._closed = False
        self._pending = 0
        self._controls: WeakSet[JobControl] = WeakSet()
        self._done.connect(self._deliver)

    @property
    def busy(self) -> bool:
        """True while something was asked for that has not been delivered."""
        return self._pending > 0

    def run(
        self,
        work: Callable[[], T],
        then: Callable[[T], object],
        failed: Callable[[UserError], object] | None = None,
        control: JobControl | None = None,
    ) -> None:
        """Do ``work`` elsewhere, then call ``then`` here with what it gave.

        An error goes to ``failed``, or to the signal of that name. After :meth:`close` nothing is
        delivered any more. ``control`` steers work that takes long: it is cancelled at the close.
        """
        if self._closed:
            return
        self._pending += 1
        if control is not None:
            self._controls.add(control)
        self._pool.submit(self._work, work, then, failed)

    def close(self) -> None:
        """Deliver nothing more, drop what waits, and let running work end."""
        self._closed = True
        for control in self._controls:
            control.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _work(
        self,
        work: Callable[[], Any],
        then: Callable[[Any], object],
        failed: Callable[[UserError], object] | None,
    ) -> None:
        try:
            result = work()
        except UserError as error:
            self._done.emit(failed or self.failed.emit, error)
        except Exception as error:
            log.warning("background work failed", exc_info=True)
            detail = f"{type(error).__name__}: {error}"
            self._done.emit(failed or self.failed.emit, UserError("internal", detail=detail))
        else:
            self._done.emit(then, result)

    @Slot(object, object)
    def _deliver(self, call: Callable[[Any], object], result: Any) -> None:
        self._pending -= 1
        if not self._closed and not _gone(call):
            call(result)


def _gone(call: Callable[[Any], object]) -> bool:
    """Whether the one who asked is deleted: another project, or the same one in another language,
    has a window of its own, and what the old one asked for may still be on its way."""
    cells = getattr(call, "__closure__", None) or ()
    owners = [getattr(call, "__self__", None), *(cell.cell_contents for cell in cells)]
    return any(isinstance(owner, QObject) and not isValid(owner) for owner in owners)
