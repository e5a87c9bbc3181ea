"""A table over a frozen listing: which rows, in which order, is found off the main thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QModelIndex, QObject, Qt

from engine.store.query import EVERYTHING, Filter, Query
from gui.background import Background
from gui.tables.column import Column, Row
from gui.tables.model import TableModel

RowOut = TypeVar("RowOut", covariant=True)

AT_ONCE = 3000
"""Up to so many rows the listing is read where it is asked for; it takes a few milliseconds."""

RANGES = 100
"""Gaps beyond which rows that went are not taken out one by one."""


class Listed(Protocol[RowOut]):
    """A repository that can list its rows by key."""

    def count(self, query: Query) -> int:
        """How many rows meet ``query``."""

    def keys(self, query: Query) -> list[int]:
        """The keys of all rows that meet ``query``, in order."""

    def rows(self, keys: Sequence[int]) -> Sequence[RowOut | None]:
        """The rows of some keys as they stand now."""


class FrozenRows(Generic[Row]):
    """Implements ``RowSource`` over one listing, whatever the query."""

    def __init__(self, listed: Listed[Row]) -> None:
        self._listed = listed
        self.keys: list[int] = []

    def count(self, _query: Query) -> int:
        """How long the listing is."""
        return len(self.keys)

    def page(self, offset: int, limit: int, _query: Query) -> Sequence[Any]:
        """Rows ``offset`` to ``offset + limit``; ``None`` for one that has gone."""
        return self._listed.rows(self.keys[offset : offset + limit])


class FrozenModel(TableModel[Row]):
    """Sorting, filtering and looking again take as long as they take, and the window stays awake.

    A row that changes keeps its place until the listing is read again. Thread: GUI.
    """

    def __init__(
        self,
        listed: Listed[Row],
        columns: Sequence[Column[Row]],
        key: Callable[[Row], Any],
        background: Background,
        query: Query = EVERYTHING,
        parent: QObject | None = None,
    ) -> None:
        self._frozen = FrozenRows(listed)
        self._listed = listed
        self._background = background
        self._wanted = query
        super().__init__(self._frozen, columns, key, query=query, parent=parent)
        self._ask(query)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sorted by the store, shown when it is found."""
        name = self._columns[column].sort if 0 <= column < len(self._columns) else ""
        descending = order == Qt.SortOrder.DescendingOrder
        if not name:
            name, descending = self._unsorted.sort, self._unsorted.descending
        wanted = replace(self._wanted, sort=name, descending=descending)
        if wanted != self._wanted:
            self._ask(wanted)

    def narrow(self, text: str = "", filters: Sequence[Filter] = ()) -> None:
        """Show only rows that hold ``text`` and meet ``filters``, as soon as they are found."""
        wanted = replace(self._wanted, text=text, filters=tuple(filters))
        if wanted != self._wanted:
            self._ask(wanted)

    def refresh(self) -> None:
        """The store has changed: what is shown is read anew at once, where it stands; which rows
        there are, when it is found."""
        self._error = ""
        self._pages.clear()
        self._tell()
        self._ask(self._wanted)

    def place(self, key: int) -> int:
        """The number of the row with a store's key; -1 where it is not listed."""
        try:
            return self._frozen.keys.index(key)
        except ValueError:
            return -1

    # --- Inside ---

    def _ask(self, query: Query) -> None:
        self._wanted = query
        listed = self._listed
        if self._small():
            self._take(query, listed.keys(query))
        else:
            self._background.run(
                lambda: listed.keys(query),
                lambda keys: self._take(query, keys),
                self.failed.emit,
            )

    def _small(self) -> bool:
        return self._listed.count(EVERYTHING) <= AT_ONCE

    def _take(self, query: Query, keys: list[int]) -> None:
        """Show a listing, unless another one is wanted by now."""
        if query != self._wanted:
            return
        before = len(self._frozen.keys)
        narrowed = (query.text, query.filters) != (self._query.text, self._query.filters)
        self._query = query
        if keys != self._frozen.keys:
            if narrowed:
                self._replace(keys)
            elif len(keys) < before:
                self._shrink(keys)
            else:
                self._grow(keys)
        self._pages.clear()
        self._tell()
        if len(keys) != before:
            self.counted.emit(len(keys))

    def _replace(self, keys: list[int]) -> None:
        self.beginResetModel()
        self._set(keys)
        self.endResetModel()

    def _shrink(self, keys: list[int]) -> None:
        """Take out the rows that went; anything else than that is shown anew."""
        here = set(keys)
        old = self._frozen.keys
        gone = [number for number, key in enumerate(old) if key not in here]
        ranges = _ranges(gone)
        if len(ranges) > RANGES or [key for key in old if key in here] != keys:
            self._replace(keys)
            return
        for first, last in reversed(ranges):
            self.beginRemoveRows(QModelIndex(), first, last)
            self._set(self._frozen.keys[:first] + self._frozen.keys[last + 1 :])
            self.endRemoveRows()

    def _grow(self, keys: list[int]) -> None:
        """More rows, or the same in another order: what is selected stays so, wherever it is."""
        old = self._frozen.keys
        more = len(keys) - len(old)
        if more:
            self.beginInsertRows(QModelIndex(), len(old), len(keys) - 1)
            here = set(old)
            self._set(old + [key for key in keys if key not in here][:more])
            self.endInsertRows()
        self.layoutAboutToBeChanged.emit()
        shown = self._frozen.keys
        selected = self.persistentIndexList()
        wanted = {shown[index.row()] for index in selected}
        places = {key: number for number, key in enumerate(keys) if key in wanted}
        self._set(keys)
        moved = [
            self.index(places[shown[index.row()]], index.column())
            if shown[index.row()] in places
            else QModelIndex()
            for index in selected
        ]
        self.changePersistentIndexList(selected, moved)
        self.layoutChanged.emit()

    def _set(self, keys: list[int]) -> None:
        self._frozen.keys = keys
        self._count = len(keys)
        self._pages.clear()

    def _tell(self) -> None:
        if self._count and self._columns:
            last = self.index(self._count - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)


def _ranges(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending numbers as stretches, first and last."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
