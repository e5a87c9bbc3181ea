"""Looking for the next row worth attention, a slice at a time, so that the window stays awake."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer

from gui.tables.model import TableModel

BUDGET = 0.012
"""Seconds of looking between two turns of the event loop; a page of wide rows takes as long."""


class Seeker(QObject):
    """Walks the rows of a model from a place to the end, then from the start to that place.

    A new search ends the one before. Thread: GUI.
    """

    def __init__(self, model: TableModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._matches: Callable[[Any, int], bool] = lambda _row, _number: False
        self._found: Callable[[int], object] = lambda _number: None
        self._next = 0
        self._left = 0
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._look)

    def seek(
        self, start: int, matches: Callable[[Any, int], bool], found: Callable[[int], object]
    ) -> None:
        """Call ``found`` with the number of the first row from ``start`` on that ``matches`` (row,
        number), or with -1. The first slice is looked at at once."""
        self._matches, self._found = matches, found
        self._next = start
        # The row of the start comes twice: its first cells are looked at last.
        self._left = self._model.rowCount() + 1 if self._model.rowCount() else 0
        self._timer.start()
        self._look()

    def _look(self) -> None:
        until = time.perf_counter() + BUDGET
        while self._left > 0 and time.perf_counter() < until:
            count = self._model.rowCount()
            if not count:
                break
            number = self._next % count
            row = self._model.row(number)
            self._next += 1
            self._left -= 1
            if row is not None and self._matches(row, number):
                self._end(number)
                return
        if self._left <= 0:
            self._end(-1)

    def _end(self, number: int) -> None:
        self._timer.stop()
        self._left = 0
        self._found(number)
