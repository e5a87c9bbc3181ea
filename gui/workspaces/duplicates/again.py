"""Background work that is asked for more often than it can be done."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer

from engine.errors import UserError
from gui.background import Background

REST = 2.0
"""Work that is asked for all the time rests so many times as long as it takes."""


class Again(QObject):
    """Does one piece of work in the background, never twice at a time: asked while it is at it, it does
    it once more, after a rest. ``then`` hears what the latest one gave. Thread: GUI."""

    def __init__(
        self,
        background: Background,
        work: Callable[[], Any],
        then: Callable[[Any], object],
        failed: Callable[[UserError], object],
        parent: QObject,
        pause_ms: int = 0,
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._work = work
        self._then = then
        self._failed = failed
        self._busy = False
        self._wanted = False
        self._began = 0.0
        self._pause = pause_ms
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._begin)

    @property
    def busy(self) -> bool:
        """Whether something is under way or about to be."""
        return self._busy or self._timer.isActive()

    def ask(self) -> None:
        """Do it, as soon as it may be done."""
        if self._busy:
            self._wanted = True
        elif self._pause:
            self._timer.start(self._pause)
        elif not self._timer.isActive():
            self._begin()

    def _begin(self) -> None:
        self._busy, self._wanted = True, False
        self._began = time.monotonic()
        self._background.run(self._work, self._end, self._fail)

    def _end(self, result: Any) -> None:
        self._over()
        self._then(result)

    def _fail(self, error: UserError) -> None:
        self._over()
        self._failed(error)

    def _over(self) -> None:
        self._busy = False
        if self._wanted:
            taken = time.monotonic() - self._began
            self._timer.start(max(self._pause, round(REST * taken * 1000)))
