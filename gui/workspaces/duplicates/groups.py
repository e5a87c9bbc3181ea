"""The clusters at hand: listed and read as people's decisions leave them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from engine.dedupe.board import SCALE
from engine.errors import UserError
from engine.store import Project
from engine.store.grouped import Grouped, Groups
from engine.store.query import Query
from engine.store.rows import ClusterRow
from engine.types import Address, Record
from gui.background import Background
from gui.workspaces.duplicates.again import Again
from gui.workspaces.duplicates.board import AT_ONCE, Board

REST_MS = 150


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One line of the list. ``weakest`` is the score of the weakest pair that is known to hold the
    cluster, ``None`` where it is held by decisions alone; ``decided``: people changed it."""

    cluster: ClusterRow
    survivor: Record | None
    weakest: float | None
    decided: bool


class GroupBoard(QObject):
    """Implements ``ArrayListed`` over clusters. ``changed`` says that others are there. Thread: GUI;
    :meth:`keys`, :meth:`order`, :meth:`homes` and :meth:`read` any."""

    changed = Signal()
    failed = Signal(object)

    def __init__(
        self,
        project: Project,
        background: Background,
        board: Board,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._project = project
        self._board = board
        self.grouped = Grouped(
            project.database, project.clusters, project.pairs, project.tables, project.edits
        )
        self.groups = Groups()
        self._reading = Again(background, self._read, self._take, self.failed.emit, self, REST_MS)

    def renew(self) -> None:
        """Pairs, decisions or clusters have changed."""
        if len(self._board.pairs) <= AT_ONCE:
            try:
                self._take(self._read())
            except UserError as error:
                self.failed.emit(error)
        else:
            self._reading.ask()

    def count(self, _query: Query) -> int:
        """How many clusters there are."""
        return len(self.groups)

    def keys(self, query: Query) -> NDArray[np.int64]:
        """The numbers of the clusters that meet ``query``, in order; the largest first by themselves."""
        groups = self.groups
        chosen = np.ones(len(groups), dtype=bool)
        for part in query.filters:
            values = part.value if isinstance(part.value, tuple) else (part.value,)
            chosen &= _standing(groups, part.column, [int(str(value)) for value in values])
        if query.text:
            chosen &= np.isin(groups.numbers, self._holding(query.text))
        by = {"size": -groups.sizes, "weakest": groups.weakest, "number": groups.numbers}
        order = np.lexsort((groups.numbers, by.get(query.sort, -groups.sizes)))
        if query.sort and query.descending != (query.sort == "size"):
            order = order[::-1]
        found: NDArray[np.int64] = groups.numbers[order[chosen[order]]]
        return found

    def rows(self, keys: Sequence[int]) -> list[GroupRow | None]:
        """Some clusters with the row that stays of each."""
        groups = self.groups
        found = self.grouped.rows(groups, keys)
        records = {
            record.id: record
            for record in self.grouped.records([row.survivor_id for row in found if row])
        }
        places = np.searchsorted(groups.numbers, np.array(keys, np.int64))
        return [
            None if row is None else self._row(row, records.get(row.survivor_id), int(place))
            for row, place in zip(found, places, strict=True)
        ]

    def counts(self) -> Mapping[str, Mapping[int, int]]:
        """How many clusters each choice would show."""
        groups = self.groups
        decided = int(np.count_nonzero(groups.decided))
        doubted = int(np.count_nonzero(groups.doubted))
        large = int(np.count_nonzero(groups.sizes > 2))
        return {"standing": {0: decided, 1: doubted, 2: large}}

    def ids(self, cluster: ClusterRow) -> tuple[str, ...]:
        """The ids of a cluster's rows, the survivor first."""
        return self.grouped.members(self.groups, cluster.number)

    def order(self, cluster: ClusterRow) -> Sequence[str]:
        """The ids of a cluster's rows, the survivor first, the others in reading order."""
        return self.grouped.order(self.groups, cluster.number)

    def homes(self, ids: Sequence[str]) -> Sequence[Address]:
        """A row of each table that rows stand in."""
        return self.grouped.homes(ids)

    def read(self, ids: Sequence[str]) -> list[Record]:
        """Some rows, in the order of their ids; without those that are gone."""
        found = {record.id: record for record in self.grouped.records(ids)}
        return [found[one] for one in ids if one in found]

    def _row(self, row: ClusterRow, survivor: Record | None, place: int) -> GroupRow:
        groups = self.groups
        there = place < len(groups) and groups.numbers[place] == row.number
        weakest = int(groups.weakest[place]) if there else -1
        decided = bool(groups.decided[place]) if there else False
        return GroupRow(row, survivor, None if weakest < 0 else weakest / SCALE, decided)

    def _holding(self, words: str) -> NDArray[np.int64]:
        """The numbers of the clusters in which a row holds ``words``."""
        plain = self._project.clusters.holding(words)
        rows = {row for one in self.groups.rebuilt.values() for row in one.record_ids}
        lowered = words.casefold()
        hits = {
            record.id
            for record in self.grouped.records(sorted(rows))
            if any(lowered in str(value).casefold() for value in record.values)
        }
        changed = [
            number
            for number, one in self.groups.rebuilt.items()
            if not hits.isdisjoint(one.record_ids)
        ]
        return np.array([*(n for n in plain if n not in self.groups.rebuilt), *changed], np.int64)

    def _read(self) -> Groups:
        return self.grouped.read(self._board.pairs)

    def _take(self, groups: Groups) -> None:
        self.groups = groups
        self.changed.emit()


DECIDED, DOUBTED, LARGE = 0, 1, 2


def _standing(groups: Groups, column: str, values: Sequence[int]) -> NDArray[np.bool_]:
    """Which clusters have one of the standings that were asked for."""
    found = np.zeros(len(groups), dtype=bool)
    if column != "standing":
        return ~found
    for value in values:
        part = {DECIDED: groups.decided, DOUBTED: groups.doubted, LARGE: groups.sizes > 2}[value]
        found |= part
    return found
