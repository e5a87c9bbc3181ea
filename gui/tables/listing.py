"""Rows that are few and at hand, for the same table model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic

from engine.store.query import Query
from gui.tables.column import Row


class ListSource(Generic[Row]):
    """Implements ``RowSource`` over a list; it has one order and no filter."""

    def __init__(self, rows: Sequence[Row] = ()) -> None:
        self.rows = list(rows)

    def count(self, query: Query) -> int:
        """All of them."""
        return len(self.rows)

    def page(self, offset: int, limit: int, query: Query) -> Sequence[Row]:
        """Rows ``offset`` to ``offset + limit``."""
        return self.rows[offset : offset + limit]
