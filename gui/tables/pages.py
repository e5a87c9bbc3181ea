"""A bounded cache of rows read from the store a page at a time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Generic

from engine.store.query import Query
from gui.tables.column import Row, RowSource

PAGE = 50
KEPT = 80


class Pages(Generic[Row]):
    """Rows by their number, for one query, ``size`` at a time. Not more than ``KEPT`` pages stay in
    memory."""

    def __init__(self, source: RowSource[Row], size: int = PAGE) -> None:
        self.source = source
        self._size = size
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()

    def row(self, number: int, query: Query) -> Row | None:
        """Row ``number``; ``None`` where the store has fewer rows by now."""
        page, place = divmod(number, self._size)
        rows = self._pages.get(page)
        if rows is None:
            rows = self._pages[page] = self.source.page(page * self._size, self._size, query)
            if len(self._pages) > KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(page)
        return rows[place] if place < len(rows) else None

    def keep(self, first: Sequence[Row]) -> None:
        """The first page, of ``size`` rows, where it was read elsewhere."""
        self._pages[0] = first

    def clear(self) -> None:
        """Forget everything."""
        self._pages.clear()
