"""From pair to pair: on to the next open one or the most telling one, and back the way one came."""

from __future__ import annotations

import numpy as np

from engine.dedupe.board import Answer
from engine.store import PairRow
from gui.tables.arrays import ArrayModel
from gui.tables.view import TableView
from gui.workspaces.duplicates.board import Board
from gui.workspaces.duplicates.detail import PairDetail
from gui.workspaces.duplicates.teaching import Teaching

FIRST, STRETCH = 100, 20_000
"""Pairs that are looked through at first, and at most at a time, for one without an answer: mostly the
next one has none."""


class Walk:
    """While it learns, the most telling pair comes next; otherwise the next open one of the list.
    Thread: GUI."""

    def __init__(
        self,
        board: Board,
        teaching: Teaching,
        model: ArrayModel[PairRow],
        table: TableView,
        detail: PairDetail,
    ) -> None:
        self._board = board
        self._teaching = teaching
        self._model = model
        self._table = table
        self._detail = detail
        self._visited: list[int] = []

    def leave(self, key: int | None) -> None:
        """The pair at a position was answered or skipped: :meth:`back` returns to it."""
        if key is not None:
            self._visited.append(key)

    def on(self, start: int) -> bool:
        """Go on, in the list from row ``start``; ``False`` where nothing is left."""
        asked = self._teaching.next_pair()
        if asked is not None:
            return self.show(asked)
        number = self._next_open(start)
        if number >= 0:
            self._table.go_to(number)
        return number >= 0

    def back(self) -> bool:
        """To the pair that was left last, also where the filter has hidden it since; ``False`` at the
        beginning."""
        while self._visited:
            if self.show(self._visited.pop()):
                return True
        return False

    def show(self, key: int) -> bool:
        """Show the pair at a position, also where the list does not have it."""
        place = self._model.place(key)
        if place >= 0:
            self._table.go_to(place)
            return True
        found = self._board.rows([key])[0]
        if found is not None:
            self._detail.show_pair(found)
        return found is not None

    def _next_open(self, start: int) -> int:
        """The next row without an answer, from ``start`` on and round; -1 where all have one."""
        count = self._model.rowCount()
        for first, last in ((max(start, 0), count), (0, max(start, 0))):
            low, stretch = first, FIRST
            while low < last:
                found = self._open_in(low, min(low + stretch, last))
                if found >= 0:
                    return found
                low, stretch = low + stretch, STRETCH
        return -1

    def _open_in(self, low: int, high: int) -> int:
        """The first row without an answer of those from ``low`` to ``high``; -1 for none."""
        pairs = self._board.pairs
        places = pairs.places(self._model.keys()[low:high])
        free = np.flatnonzero((places >= 0) & (pairs.columns.answers[places] == Answer.OPEN))
        return low + int(free[0]) if len(free) else -1
