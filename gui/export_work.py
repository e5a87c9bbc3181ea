"""An export off the main thread: how far it is, a way to stop, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from engine.control import JobControl
from engine.errors import Cancelled
from engine.store import Project
from engine.types import ItemFailure
from gui.background import Background
from gui.errors import Explainer

if TYPE_CHECKING:
    from engine.export.watch import Watch


class ExportWork(QObject):
    """``progressed`` gives what is done of how much, 0 where that is not known; it ends with one of
    ``written`` (the path), ``stopped`` or ``failed`` (a UserError). Thread: GUI."""

    progressed = Signal(int, int)
    written = Signal(object)
    stopped = Signal()
    failed = Signal(object)

    def __init__(
        self, project: Project, explain: Explainer, background: Background, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._project = project
        self._explain = explain
        self._background = background
        self._control = JobControl()

    def stop(self) -> None:
        """Leave off; what was at the target before is still there."""
        self._control.cancel()

    def _write(self, target: Path, put: Callable[[Watch], None]) -> None:
        """Let ``put`` write to ``target``."""

        def work() -> Path:
            put(self._watch())
            return target

        self._run(work, self.written.emit)

    def _run(self, work: Callable[[], object], then: Callable[[object], object]) -> None:
        """Do ``work`` elsewhere, then call ``then`` here with what it gave. At the program's end it is
        stopped."""
        self._control = JobControl()

        def guarded() -> object:
            try:
                return work()
            except Cancelled:
                return None

        self._background.run(
            guarded,
            lambda result: self.stopped.emit() if result is None else then(result),
            self.failed.emit,
            self._control,
        )

    def _watch(self) -> Watch:
        from engine.export.watch import Watch

        return Watch(self._control, self._tell)

    def _tell(self, done: int, total: int | None) -> None:
        with suppress(RuntimeError):  # The window may be gone before the work has heard of it.
            self.progressed.emit(done, total or 0)

    def _say(self, failure: ItemFailure) -> str:
        return str(self._explain.failure(failure))
