"""Clusters of records."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter

from engine.store.database import Database
from engine.store.paging import Listing, Order, Pager
from engine.store.query import EVERYTHING, Query
from engine.store.rows import ClusterRow
from engine.types import Cluster

BATCH = 2000
_ALL = 2**62

_LISTING = Listing(
    source="clusters c",
    key="c.number",
    detail="SELECT c.number, c.size, c.survivor_id, c.doubt FROM clusters c WHERE c.number",
    columns={
        "number": Order("c.number"),
        "size": Order("c.size"),
        "doubt": Order("c.doubt", then="c.size"),
    },
    default=("number", False),
    search="""c.number IN (SELECT m.number FROM members m JOIN records r ON r.id = m.record_id
        WHERE r.data LIKE ? ESCAPE '\\')""",
)


class Clusters:
    """Records joined by accepted pairs."""

    columns = tuple(_LISTING.columns)

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pager = Pager(database, _LISTING)

    def append(self, clusters: Iterable[Cluster], run_id: str = "") -> None:
        """Add clusters; a known number is replaced."""
        remaining = iter(clusters)
        while batch := list(islice(remaining, BATCH)):
            with self._database.write(bulk=True) as connection:
                _put(connection, batch, run_id)

    def get(self, number: int) -> Cluster | None:
        """One cluster."""
        rows = self.page_of([number])
        if not rows:
            return None
        return Cluster(number, rows[0].record_ids, rows[0].survivor_id, rows[0].doubt)

    def count(self, query: Query = EVERYTHING) -> int:
        """How many clusters meet ``query``."""
        return self._pager.count(query)

    def page(self, offset: int, limit: int, query: Query = EVERYTHING) -> list[ClusterRow]:
        """Rows ``offset`` to ``offset + limit`` of ``query``."""
        return self.page_of(self._pager.keys(offset, limit, query))

    def page_of(self, numbers: list[int]) -> list[ClusterRow]:
        """The clusters with these numbers, in this order."""
        marks = ",".join("?" * len(numbers))
        members: dict[int, list[str]] = {}
        for number, record_id in self._database.read(
            f"""SELECT number, record_id FROM members WHERE number IN ({marks})
            ORDER BY number, survivor DESC, record_id""",
            numbers,
        ):
            members.setdefault(number, []).append(record_id)
        rows = self._database.read(f"{_LISTING.detail} IN ({marks})", numbers)
        found = {
            number: ClusterRow(number, size, survivor, tuple(members.get(number, ())), doubt)
            for number, size, survivor, doubt in rows
        }
        return [found[number] for number in numbers if number in found]

    def in_reading_order(self, number: int) -> tuple[str, ...]:
        """The records of a cluster, the survivor first, the others as they were read."""
        rows = self._database.read(
            """SELECT m.record_id FROM members m LEFT JOIN records r ON r.id = m.record_id
            WHERE m.number = ? ORDER BY m.survivor DESC, r.position, m.record_id""",
            (number,),
        )
        return tuple(row[0] for row in rows)

    def holding(self, words: str) -> list[int]:
        """The numbers of the clusters in which a record holds ``words``."""
        return list(self._pager.keys(0, _ALL, Query(text=words)))

    def all(self) -> Iterator[Cluster]:
        """Every cluster by number, streamed."""
        rows = self._database.stream(
            """SELECT c.number, c.survivor_id, c.doubt, m.record_id FROM clusters c
            JOIN members m ON m.number = c.number ORDER BY c.number, m.survivor DESC, m.record_id"""
        )
        for (number, survivor, doubt), own in groupby(rows, key=itemgetter(0, 1, 2)):
            yield Cluster(number, tuple(row[3] for row in own), survivor, doubt)


def _put(connection: sqlite3.Connection, clusters: list[Cluster], run_id: str) -> None:
    numbers = [(cluster.number,) for cluster in clusters]
    connection.executemany("DELETE FROM members WHERE number = ?", numbers)
    connection.executemany(
        """INSERT OR REPLACE INTO clusters (number, size, survivor_id, run_id, doubt)
        VALUES (?, ?, ?, ?, ?)""",
        [(c.number, len(c.record_ids), c.survivor_id, run_id, c.doubt) for c in clusters],
    )
    connection.executemany(
        "INSERT OR REPLACE INTO members VALUES (?, ?, ?)",
        [
            (record_id, cluster.number, int(record_id == cluster.survivor_id))
            for cluster in clusters
            for record_id in cluster.record_ids
        ],
    )
