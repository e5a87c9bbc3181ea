"""The clusters of a project as people's decisions leave them, found without going over every pair."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.dedupe.board import SCALE, PairBoard
from engine.dedupe.decisions import Decisions, decisions_of, regroup
from engine.store import codec
from engine.store.clusters import Clusters
from engine.store.database import Database
from engine.store.edits import Edits
from engine.store.pairs import Pairs
from engine.store.rows import ClusterRow
from engine.store.tables import Tables
from engine.types import Address, Cluster, Record, Target

Thing = TypeVar("Thing")
SLICE = 500
READ_AT_ONCE = 5000
COUNTED_AT_ONCE = 65_536


@dataclass(frozen=True, slots=True)
class Groups:
    """Every cluster that stands, in arrays by its number: how many rows it has, the weakest pair that
    holds it (ten-thousandths, -1 where none is known), whether it is in doubt, and whether a person
    decided something about it. ``rebuilt`` are those that decisions changed."""

    numbers: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    sizes: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    weakest: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    doubted: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, np.bool_))
    decided: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, np.bool_))
    rebuilt: Mapping[int, Cluster] = field(default_factory=dict)
    decisions: Decisions = field(default_factory=Decisions)

    def __len__(self) -> int:
        return len(self.numbers)


class Grouped:
    """Reads clusters with the decisions laid over them. Thread: any; for the background where there are
    many clusters."""

    def __init__(
        self, database: Database, clusters: Clusters, pairs: Pairs, tables: Tables, edits: Edits
    ) -> None:
        self._database = database
        self._clusters = clusters
        self._pairs = pairs
        self._tables = tables
        self._edits = edits

    def read(self, board: PairBoard) -> Groups:
        """All clusters as they stand now; ``board`` knows the pairs that hold them."""
        base = self._base()
        own = chain(self._edits.all(Target.PAIR), self._edits.all(Target.RECORD))
        decisions = decisions_of(sorted(own, key=lambda edit: edit.at))
        touched, rebuilt = self._rebuilt(decisions, int(base[-1, 0]) if len(base) else 0)
        kept = base[~np.isin(base[:, 0], sorted(touched))]
        changed = [(n, len(one.record_ids), bool(one.doubt)) for n, one in rebuilt.items()]
        lines = np.concatenate([kept, np.array(changed, np.int64).reshape(-1, 3)])
        decided = np.arange(len(lines)) >= len(kept)
        order = np.argsort(lines[:, 0], kind="stable")
        numbers = lines[order, 0]
        return Groups(
            numbers,
            lines[order, 1],
            _weakest(board, numbers),
            lines[order, 2] > 0,
            decided[order],
            rebuilt,
            decisions,
        )

    def rows(self, groups: Groups, numbers: Sequence[int]) -> list[ClusterRow | None]:
        """Some clusters of ``groups`` by number, without their rows (:meth:`members`): a cluster may
        have a million; ``None`` for one that is gone."""
        found = {
            number: ClusterRow(number, size, survivor, (), doubt)
            for number, size, survivor, doubt in self._database.read(
                """SELECT number, size, survivor_id, doubt FROM clusters
                WHERE number IN (SELECT value FROM json_each(?))""",
                (codec.dump(list(numbers)),),
            )
        }
        for number in numbers:
            one = groups.rebuilt.get(number)
            if one is not None:
                size = len(one.record_ids)
                found[number] = ClusterRow(number, size, one.survivor_id, (), one.doubt)
        return [found.get(number) for number in numbers]

    def members(self, groups: Groups, number: int) -> tuple[str, ...]:
        """The ids of a cluster's rows, the survivor first."""
        one = groups.rebuilt.get(number)
        if one is not None:
            others = [row for row in one.record_ids if row != one.survivor_id]
            return (one.survivor_id, *others)
        found = self._clusters.page_of([number])
        return found[0].record_ids if found else ()

    def order(self, groups: Groups, number: int) -> tuple[str, ...]:
        """The ids of a cluster's rows, the survivor first, the others in reading order."""
        if number in groups.rebuilt:
            return self.members(groups, number)
        return self._clusters.in_reading_order(number)

    def homes(self, ids: Sequence[str]) -> list[Address]:
        """A row of each table that some records stand in."""
        return self._tables.homes(ids)

    def records(self, ids: Collection[str]) -> list[Record]:
        """Some records, in reading order."""
        return list(self._tables.some(ids))

    def _base(self) -> NDArray[np.int64]:
        """Number, size and whether it is in doubt of every cluster of the search, by number; read in
        slices, so that a window beside it is never held up for long."""
        parts = [np.empty((0, 3), np.int64)]
        last = -1
        while rows := self._database.read(
            """SELECT number, size, doubt <> '' FROM clusters WHERE number > ?
            ORDER BY number LIMIT ?""",
            (last, READ_AT_ONCE),
        ):
            last = rows[-1][0]
            parts.append(np.array(rows, np.int64))
        return np.concatenate(parts)

    def _rebuilt(self, decisions: Decisions, last: int) -> tuple[set[int], dict[int, Cluster]]:
        """The clusters that decisions are about, and what has become of them."""
        judged = self._pairs.judged()
        rows = {row for pair, _ in judged for row in (pair.left_id, pair.right_id)}
        rows |= {row for ids in (*decisions.together, *decisions.apart) for row in ids}
        rows |= {*decisions.excluded, *decisions.survivors}
        if not rows:
            return set(), {}
        touched = self._homes(rows)
        clusters = [
            Cluster(row.number, row.record_ids, row.survivor_id, row.doubt)
            for part in _parts(sorted(touched))
            for row in self._clusters.page_of(part)
        ]
        rows |= {row for one in clusters for row in one.record_ids}
        pairs = [pair for part in _parts(sorted(rows)) for pair in self._pairs.of_records(part)]
        unique = list({pair.id: (pair, state) for pair, state in pairs}.values())
        records = [one for part in _parts(sorted(rows)) for one in self._tables.some(part)]
        records.sort(key=lambda one: (one.address.path, one.address.sheet, one.address.row))
        made = regroup(clusters, lambda: unique, lambda: records, decisions)
        # A decision may confirm what the search found: such a cluster stands as it did.
        stands = {(one.number, frozenset(one.record_ids), one.survivor_id) for one in clusters}
        same = {
            one.number
            for one in made
            if (one.number, frozenset(one.record_ids), one.survivor_id) in stands
        }
        changed = [one for one in made if one.number not in same]
        return touched - same, {one.number: one for one in _numbered(changed, touched, last)}

    def _homes(self, rows: Collection[str]) -> set[int]:
        return {
            row[0]
            for part in _parts(sorted(rows))
            for row in self._database.read(
                """SELECT DISTINCT number FROM members
                WHERE record_id IN (SELECT value FROM json_each(?))""",
                (codec.dump(part),),
            )
        }


def _numbered(clusters: Sequence[Cluster], known: Collection[int], last: int) -> Iterator[Cluster]:
    """``clusters`` of which the new ones are numbered after ``last``."""
    for one in clusters:
        if one.number not in known:
            last += 1
            yield replace(one, number=last)
        else:
            yield one


def _weakest(board: PairBoard, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """The score of the weakest pair that is known to hold each cluster together."""
    weakest = np.full(len(numbers), SCALE + 1, np.int64)
    if len(numbers) and len(board):
        own = board.columns.clusters > 0
        places = np.searchsorted(numbers, board.columns.clusters[own])
        places = np.minimum(places, len(numbers) - 1)
        hit = numbers[places] == board.columns.clusters[own]
        scores = board.columns.scores[own].astype(np.int64)[hit]
        places = places[hit]
        for start in range(0, len(places), COUNTED_AT_ONCE):
            part = slice(start, start + COUNTED_AT_ONCE)
            np.minimum.at(weakest, places[part], scores[part])
    weakest[weakest > SCALE] = -1
    return weakest


def _parts(things: Sequence[Thing]) -> Iterator[list[Thing]]:
    for start in range(0, len(things), SLICE):
        yield list(things[start : start + SLICE])
