"""A table over a listing of millions: keys are an array, and no step of showing it is slow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QModelIndex, QObject

from engine.store.query import EVERYTHING, Query
from gui.background import Background
from gui.tables.column import Column, Row
from gui.tables.frozen import FrozenModel, RowOut

Keys = NDArray[np.int64]

SELECTED = 200
"""Selected rows that are looked for after a sort; more than these lose their selection."""


class ArrayListed(Protocol[RowOut]):
    """What can list its rows by an array of keys."""

    def count(self, query: Query) -> int:
        """How many rows there are to go over."""

    def keys(self, query: Query) -> Keys:
        """The keys of all rows that meet ``query``, in order."""

    def rows(self, keys: Sequence[int]) -> Sequence[RowOut | None]:
        """The rows of some keys as they stand now."""


class ArrayModel(FrozenModel[Row]):
    """As :class:`FrozenModel`; comparing a million keys takes a millisecond. Thread: GUI."""

    def __init__(
        self,
        listed: ArrayListed[Row],
        columns: Sequence[Column[Row]],
        key: Any,
        background: Background,
        query: Query = EVERYTHING,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(_Listed(listed), columns, key, background, query, parent)

    def place(self, key: int) -> int:
        """The number of the row with a store's key; -1 where it is not listed."""
        found = np.flatnonzero(_array(self._frozen.keys) == key)
        return int(found[0]) if len(found) else -1

    def keys(self) -> Keys:
        """The keys of all rows, in order."""
        return _array(self._frozen.keys)

    def replace_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Other columns over the same rows, in the same order."""
        self.beginResetModel()
        self._columns = tuple(columns)
        self.endResetModel()

    def key_at(self, number: int) -> int | None:
        """The store's key of a row."""
        return int(self._frozen.keys[number]) if 0 <= number < self._count else None

    def _small(self) -> bool:
        return super()._small() and not self._wanted.text

    def _take(self, query: Query, keys: Any) -> None:
        if query != self._wanted:
            return
        before, now = _array(self._frozen.keys), _array(keys)
        narrowed = (query.text, query.filters) != (self._query.text, self._query.filters)
        self._query = query
        same = np.array_equal(before, now)
        if same and not narrowed:
            return  # What the rows show was read anew when this was asked for.
        if not same:
            gone = _the_one_gone(before, now)
            if gone >= 0:
                self.beginRemoveRows(QModelIndex(), gone, gone)
                self._set(keys)
                self.endRemoveRows()
            elif narrowed or len(before) != len(now):
                self._replace(keys)
            else:
                self._move(keys)
        self._pages.clear()
        self._tell()
        if len(before) != len(now):
            self.counted.emit(len(now))

    def _move(self, keys: Any) -> None:
        """As many rows in another order: a few selected ones stay selected, wherever they are."""
        self.layoutAboutToBeChanged.emit()
        old, new = _array(self._frozen.keys), _array(keys)
        selected = self.persistentIndexList()
        wanted = {int(old[index.row()]) for index in selected}
        places = {}
        if len(wanted) <= SELECTED:
            for key in wanted:
                found = np.flatnonzero(new == key)
                if len(found):
                    places[key] = int(found[0])
        self._set(keys)
        moved = [
            self.index(places[int(old[index.row()])], index.column())
            if int(old[index.row()]) in places
            else QModelIndex()
            for index in selected
        ]
        self.changePersistentIndexList(selected, moved)
        self.layoutChanged.emit()


class _Listed:
    """Hands plain numbers to the repository."""

    def __init__(self, listed: ArrayListed[Any]) -> None:
        self._listed = listed
        self.count = listed.count
        self.keys: Any = listed.keys

    def rows(self, keys: Sequence[int]) -> Sequence[Any]:
        return self._listed.rows([int(key) for key in keys])


def _array(keys: Any) -> Keys:
    return np.asarray(keys, dtype=np.int64)


def _the_one_gone(before: Keys, now: Keys) -> int:
    """Where the only row stood that is missing now; -1 where more than that has changed."""
    if len(now) != len(before) - 1:
        return -1
    differ = before[:-1] != now
    first = int(np.argmax(differ)) if differ.any() else len(now)
    return first if np.array_equal(before[first + 1 :], now[first:]) else -1
