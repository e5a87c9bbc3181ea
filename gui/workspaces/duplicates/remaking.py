"""Scores and clusters made anew, as something that can be taken back and that outlasts any end."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand

from engine.control import JobControl
from engine.dedupe.learning import Taught
from engine.errors import Cancelled, UserError
from engine.jobs.rescore import Change, carry_out, taught_of, unfinished
from engine.store import Project
from gui.background import Background


class Remaking(QObject):
    """Makes scores and clusters anew off the main thread, one time after the other. ``began`` and ``done``
    frame it, ``told`` says how many pairs have their score, of how many; ``rescored`` that pairs have other
    scores. :attr:`made` is the threshold of the clusters that there are, :attr:`taught` what the scores
    were taught. ``run_id`` tells the search whose pairs there are, nothing while one runs. Thread: GUI."""

    began = Signal()
    told = Signal(int, int)
    rescored = Signal()
    done = Signal()
    failed = Signal(object)

    def __init__(
        self,
        project: Project,
        background: Background,
        run_id: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._project = project
        self._background = background
        self._run = run_id
        self.made = 0.0
        self.taught, self.taught_to = taught_of(project)
        self._wanted: Change | None = None
        self._now: Change | None = None
        self._control = JobControl()
        self.destroyed.connect(lambda: self._control.cancel())

    @property
    def busy(self) -> bool:
        """Whether anything is being made."""
        return self._now is not None

    @property
    def rescoring(self) -> bool:
        """Whether pairs are getting other scores."""
        return self._now is not None and self._now.rescores

    def make(self, threshold: float) -> None:
        """Make clusters from ``threshold`` on, after what is under way."""
        self._ask(Change(threshold))

    def rescore(self, taught: Taught | None) -> None:
        """Score all pairs as ``taught`` has it, ``None``: as the search had it; clusters follow, but for
        those of a search that is under way. Scores that are being written meanwhile are given up."""
        run = self._run()
        if self._now is not None and self._now.rescores:
            self._control.cancel()
        self._ask(Change(self._to_be_made() if run else None, True, taught, run))

    def resume(self) -> bool:
        """Bring what was begun before the program's last end to its own; whether there was anything."""
        try:
            begun = unfinished(self._project)
        except UserError as error:
            self.failed.emit(error)
            return False
        if begun is not None:
            self._ask(begun)
        return begun is not None

    def _to_be_made(self) -> float:
        """The threshold that clusters will have been made with."""
        coming = [one.threshold for one in (self._wanted, self._now) if one is not None]
        return next((one for one in coming if one is not None), self.made)

    def _ask(self, change: Change) -> None:
        # Of several that are asked for, the last one is what is wanted now.
        self._wanted = change if self._wanted is None else change.after(self._wanted)
        if self._now is None:
            self._begin(self._wanted)

    def _begin(self, change: Change) -> None:
        self._wanted, self._now = None, change
        control = self._control = JobControl()
        project = self._project
        self.began.emit()

        def tell(done: int, total: int) -> None:
            with suppress(RuntimeError):  # The window may be gone before the work has heard of it.
                self.told.emit(done, total)

        def work() -> bool:
            try:
                carry_out(project, change, control, tell)
            except Cancelled:
                return False
            return True

        self._background.run(work, self._end, self._fail, control)

    def _end(self, whole: bool) -> None:
        change, self._now = self._now, None
        if whole and change is not None:
            if change.rescores:
                self.taught, self.taught_to = change.taught, change.run
            if change.threshold is not None:
                self.made = change.threshold
        if self._wanted is not None:
            self._begin(self._wanted)
        else:
            if change is not None and change.rescores:
                self.rescored.emit()
            self.done.emit()

    def _fail(self, error: UserError) -> None:
        self._now = None
        self.failed.emit(error)
        if self._wanted is not None:
            self._begin(self._wanted)
        else:
            self.done.emit()


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


class ApplyCommand(QUndoCommand):
    """Scores for all pairs as the answers taught; taking it back brings the earlier ones."""

    def __init__(self, text: str, remaking: Remaking, taught: Taught) -> None:
        super().__init__(text)
        self._remaking = remaking
        self._taught = taught
        self._earlier = remaking.taught

    def redo(self) -> None:
        self._remaking.rescore(self._taught)

    def undo(self) -> None:
        self._remaking.rescore(self._earlier)
