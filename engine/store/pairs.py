"""Pairs of records, and the clusters they form."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from engine.store import codec
from engine.store.database import Database, Row
from engine.store.paging import Listing, Order, Pager
from engine.store.query import EVERYTHING, Query
from engine.store.rows import PairRow
from engine.store.tables import table_id
from engine.types import Address, Pair, ReviewState

BATCH = 5000

_HEAD = """p.position, p.id, p.score, p.cluster, p.state, p.left_id, p.right_id,
    ls.path, ls.sheet, p.left_row, rs.path, rs.sheet, p.right_row, p.why, p.evidence"""
_SHEETS = "JOIN sheets ls ON ls.id = p.left_table JOIN sheets rs ON rs.id = p.right_table"
_DETAIL = f"""SELECT {_HEAD}, l.data, r.data, COALESCE(e.reason, '')
    FROM pairs p {_SHEETS}
    LEFT JOIN records l ON l.id = p.left_id LEFT JOIN records r ON r.id = p.right_id
    LEFT JOIN edits e ON e.target = 'pair' AND e.target_id = p.id"""
_LISTING = Listing(
    source="pairs p",
    key="p.position",
    detail=f"{_DETAIL} WHERE p.position",
    columns={
        "score": Order("p.score", best_first=True),
        "cluster": Order("p.cluster"),
        "state": Order("p.state", then="p.score"),
        "left_row": Order("p.left_row"),
        "record": Order("p.left_id"),
    },
    default=("score", True),
    search="""p.left_id IN (SELECT id FROM records WHERE data LIKE ? ESCAPE '\\')
        OR p.right_id IN (SELECT id FROM records WHERE data LIKE ? ESCAPE '\\')""",
    special={"record": "p.left_id = ? OR p.right_id = ?"},
)


class Pairs:
    """Scored pairs; by default the most similar first."""

    columns = tuple(_LISTING.columns)

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pager = Pager(database, _LISTING)

    def append(self, pairs: Iterable[Pair], run_id: str = "") -> None:
        """Add pairs; one with a known id gets its new score and keeps its review state."""
        remaining = iter(pairs)
        while batch := list(islice(remaining, BATCH)):
            with self._database.write(bulk=True) as connection:
                _put(connection, batch, run_id)

    def get(self, pair_id: str) -> PairRow | None:
        """One pair as it stands now."""
        row = self._database.one(f"{_DETAIL} WHERE p.id = ?", (pair_id,))
        return None if row is None else _row(row)

    def count(self, query: Query = EVERYTHING) -> int:
        """How many pairs meet ``query``."""
        return self._pager.count(query)

    def page(self, offset: int, limit: int, query: Query = EVERYTHING) -> list[PairRow]:
        """Rows ``offset`` to ``offset + limit`` of ``query``; a filter ``=`` on ``record`` finds
        the pairs of one record, on either side."""
        return [_row(row) for row in self._pager.page(offset, limit, query)]

    def rows(self, keys: Sequence[int]) -> list[PairRow | None]:
        """The pairs at some positions as they stand now, in the same order; ``None`` for one that
        is no longer there."""
        found = self._database.read(
            f"{_DETAIL} WHERE p.position IN (SELECT value FROM json_each(?))",
            (codec.dump(list(keys)),),
        )
        by_key = {row[0]: _row(row) for row in found}
        return [by_key.get(key) for key in keys]

    def positions(self, ids: Sequence[str]) -> list[int]:
        """Where some pairs stand, in the order of ``ids``; without those that are unknown."""
        found: dict[str, int] = dict(
            self._database.read(
                "SELECT id, position FROM pairs WHERE id IN (SELECT value FROM json_each(?))",
                (codec.dump(list(ids)),),
            )
        )
        return [found[key] for key in ids if key in found]

    def of_records(self, ids: Collection[str]) -> list[tuple[Pair, str]]:
        """Every pair that has one of these records on a side, with its review state."""
        rows = self._database.read(
            f"""SELECT {_HEAD} FROM pairs p {_SHEETS} WHERE p.position IN (
            SELECT position FROM pairs WHERE left_id IN (SELECT value FROM json_each(?1))
            UNION SELECT position FROM pairs WHERE right_id IN (SELECT value FROM json_each(?1)))
            ORDER BY p.score DESC, p.position""",
            (codec.dump(list(ids)),),
        )
        return [_pair(row) for row in rows]

    def judged(self) -> list[tuple[Pair, str]]:
        """Every pair that a person has accepted or rejected."""
        rows = self._database.read(
            f"""SELECT {_HEAD} FROM pairs p {_SHEETS}
            WHERE p.state IN ('accepted', 'rejected') ORDER BY p.position"""
        )
        return [_pair(row) for row in rows]

    def every(self, step: int) -> Iterator[Pair]:
        """Every ``step``-th pair, and all that a person has judged, streamed."""
        rows = self._database.stream(
            f"""SELECT {_HEAD} FROM pairs p {_SHEETS}
            WHERE p.position % ? = 0 OR p.state <> 'proposed' ORDER BY p.position""",
            (step,),
        )
        return (_pair(row)[0] for row in rows)

    def slice(self, after: int, limit: int) -> list[tuple[int, Pair]]:
        """The next ``limit`` pairs behind the position ``after``, with their positions."""
        rows = self._database.read(
            f"""SELECT {_HEAD} FROM pairs p {_SHEETS}
            WHERE p.position > ? ORDER BY p.position LIMIT ?""",
            (after, limit),
        )
        return [(row[0], _pair(row)[0]) for row in rows]

    def rescore(self, lines: Sequence[tuple[float, int]]) -> None:
        """Other scores for pairs, by position, in one transaction."""
        with self._database.write(bulk=True) as connection:
            connection.executemany("UPDATE pairs SET score = ? WHERE position = ?", lines)

    def histogram(self, bins: int = 50) -> list[int]:
        """How many pairs have a score in each of ``bins`` equal parts of [0, 1]."""
        counts = [0] * bins
        for bin_number, number in self._database.read(
            "SELECT CAST(score * ? AS INTEGER) AS bin, COUNT(*) FROM pairs GROUP BY bin", (bins,)
        ):
            counts[min(max(bin_number, 0), bins - 1)] += number
        return counts

    def all(self, paths: Collection[str] | None = None) -> Iterator[tuple[Pair, str]]:
        """Every pair with its review state, streamed, most similar first; with ``paths``, those
        whose two rows are in these files."""
        rows = self._database.stream(
            f"SELECT {_HEAD} FROM pairs p {_SHEETS} ORDER BY p.score DESC, p.position"
        )
        pairs = (_pair(row) for row in rows)
        if paths is None:
            return pairs
        return (
            (pair, state)
            for pair, state in pairs
            if pair.left.path in paths and pair.right.path in paths
        )


def _put(connection: sqlite3.Connection, pairs: list[Pair], run_id: str) -> None:
    sheets = {(a.path, a.sheet) for pair in pairs for a in (pair.left, pair.right)}
    connection.executemany(
        "INSERT OR IGNORE INTO sheets (id, path, sheet, header) VALUES (?, ?, ?, '[]')",
        [
            (table_id(path, sheet), codec.pack_text(path), codec.pack_text(sheet))
            for path, sheet in sorted(sheets)
        ],
    )
    ids = {sheet: table_id(*sheet) for sheet in sheets}
    connection.executemany(
        """INSERT INTO pairs (id, left_id, right_id, left_table, left_row, right_table, right_row,
        score, cluster, why, state, run_id, evidence) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,
        COALESCE((SELECT state FROM edits WHERE target = 'pair' AND target_id = ?1), 'proposed'),
        ?11, ?12) ON CONFLICT (id) DO UPDATE SET score = excluded.score, cluster = excluded.cluster,
        why = excluded.why, evidence = excluded.evidence, left_id = excluded.left_id,
        right_id = excluded.right_id, left_row = excluded.left_row, right_row = excluded.right_row,
        left_table = excluded.left_table, right_table = excluded.right_table,
        run_id = excluded.run_id""",
        [
            (
                pair.id,
                pair.left_id,
                pair.right_id,
                ids[pair.left.path, pair.left.sheet],
                pair.left.row,
                ids[pair.right.path, pair.right.sheet],
                pair.right.row,
                pair.score,
                pair.cluster,
                codec.dump([list(part) for part in pair.why]),
                run_id,
                codec.dump([list(part) for part in pair.evidence]),
            )
            for pair in pairs
        ],
    )


def _address(path: str, sheet: str, row: int) -> Address:
    return Address(codec.unpack_text(path), codec.unpack_text(sheet), row)


def _named(text: str) -> tuple[tuple[str, float], ...]:
    return tuple((name, value) for name, value in codec.load(text))


def _row(row: Row) -> PairRow:
    (
        _,
        key,
        score,
        cluster,
        state,
        left,
        right,
        *places,
        why,
        evidence,
        left_data,
        right_data,
        reason,
    ) = row
    return PairRow(
        key,
        score,
        cluster,
        ReviewState(state),
        left,
        right,
        _address(*places[:3]),
        _address(*places[3:]),
        tuple(codec.load(left_data) or ()),
        tuple(codec.load(right_data) or ()),
        _named(why),
        codec.unpack_text(reason),
        _named(evidence),
    )


def _pair(row: Row) -> tuple[Pair, str]:
    _, key, score, cluster, state, left, right, *places, why, evidence = row
    first, second = _address(*places[:3]), _address(*places[3:])
    pair = Pair(key, left, right, first, second, score, cluster, _named(why), _named(evidence))
    return pair, state
