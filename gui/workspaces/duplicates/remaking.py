"""Clusters made anew, as something that can be taken back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand

from engine.store import Project
from gui.background import Background


class Remaking(QObject):
    """Makes clusters off the main thread, one time after the other. ``began`` and ``done`` (with the
    threshold that they were made with) frame it. Thread: GUI."""

    began = Signal()
    done = Signal(float)
    failed = Signal(object)

    def __init__(self, project: Project, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._project = project
        self._background = background
        self._wanted: list[float] = []
        self._busy = False

    @property
    def busy(self) -> bool:
        """Whether clusters are being made."""
        return self._busy

    def make(self, threshold: float) -> None:
        """Make them from ``threshold`` on, after what is under way."""
        self._wanted.append(threshold)
        if not self._busy:
            self._begin()

    def _begin(self) -> None:
        # Of several that were asked for meanwhile, the last one is what is wanted now.
        threshold = self._wanted[-1]
        self._wanted.clear()
        self._busy = True
        self.began.emit()
        project = self._project

        def work() -> int:
            from engine.jobs.recluster import recluster

            return recluster(project, threshold)

        self._background.run(work, lambda _count: self._end(threshold), self._fail)

    def _end(self, threshold: float) -> None:
        self._busy = False
        self.done.emit(threshold)
        if self._wanted:
            self._begin()

    def _fail(self, error: object) -> None:
        self._busy = False
        self.failed.emit(error)
        if self._wanted:
            self._begin()


class RemakeCommand(QUndoCommand):
    """From one threshold to another, and back. The clusters follow off the main thread."""

    def __init__(
        self, text: str, before: float, after: float, make: Callable[[float], object]
    ) -> None:
        super().__init__(text)
        self._before, self._after = before, after
        self._make = make

    def redo(self) -> None:
        self._make(self._after)

    def undo(self) -> None:
        self._make(self._before)
