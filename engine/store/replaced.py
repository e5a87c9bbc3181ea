"""Takes out what a finished run has replaced, a slice at a time.

A window's edit waits for the transaction under way, so none of them may be long, however much there
is to delete. A run that breaks off between two slices leaves some of the old results beside the new.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from engine.store import codec
from engine.store.database import Database
from engine.store.tables import table_id

SLICE = 1000
"""Rows in one transaction."""


def drop_pairs(database: Database, run_id: str) -> None:
    """Forget the pairs that ``run_id`` did not give again, but for those that a person has judged.

    Those stay with the rows that they are about, wherever these stand by now, and belong to no
    cluster: the clusters are the new run's. The judgement on a row that is no longer in any table
    waits among the edits for the row to come back.
    """
    for positions in _positions(database, "pairs", "run_id <> ?", (run_id,)):
        with database.write(bulk=True) as connection:
            connection.execute(
                """DELETE FROM pairs WHERE position IN (SELECT value FROM json_each(?))
                AND (state = 'proposed'
                    OR NOT EXISTS (SELECT 1 FROM records WHERE id = left_id)
                    OR NOT EXISTS (SELECT 1 FROM records WHERE id = right_id))""",
                (positions,),
            )
            connection.execute(
                """UPDATE pairs SET cluster = NULL,
                (left_table, left_row) =
                    (SELECT table_id, "row" FROM records WHERE id = left_id),
                (right_table, right_row) =
                    (SELECT table_id, "row" FROM records WHERE id = right_id)
                WHERE position IN (SELECT value FROM json_each(?))""",
                (positions,),
            )


def drop_verdicts(
    database: Database, run_id: str, documents: Sequence[str], scopes: Mapping[str, str]
) -> None:
    """Forget the verdicts on ``documents`` that ``run_id`` did not give again, but for those that a
    person has judged. ``scopes`` are what the run looked at: ``inside``, ``across``, and
    ``playbook`` with the playbook's id; what it did not look at stays."""
    within = """run_id <> ? AND premise_document IN (SELECT value FROM json_each(?))
        AND hypothesis_document IN (SELECT value FROM json_each(?))
        AND scope IN (SELECT value FROM json_each(?))"""
    named = codec.dump(list(documents))
    others = codec.dump([*documents, *filter(None, scopes.values())])
    looked_at = codec.dump(list(scopes))
    for positions in _positions(database, "verdicts", within, (run_id, named, others, looked_at)):
        with database.write(bulk=True) as connection:
            connection.execute(
                """DELETE FROM verdicts WHERE position IN (SELECT value FROM json_each(?))
                AND state = 'proposed'""",
                (positions,),
            )


def drop_records(database: Database, path: str, sheet: str, kept: Collection[int]) -> None:
    """Forget the records of a sheet that stand in other rows than ``kept``."""
    last = -1
    while rows := database.read(
        """SELECT "row", position FROM records WHERE table_id = ? AND "row" > ?
        ORDER BY "row" LIMIT ?""",
        (table_id(path, sheet), last, SLICE),
    ):
        last = rows[-1][0]
        gone = [(position,) for row, position in rows if row not in kept]
        if gone:
            with database.write(bulk=True) as connection:
                connection.executemany("DELETE FROM records WHERE position = ?", gone)


def drop_sheet(database: Database, path: str, sheet: str) -> None:
    """Forget a sheet whose records and pairs are gone already."""
    with database.write() as connection:
        connection.execute("DELETE FROM sheets WHERE id = ?", (table_id(path, sheet),))


def drop_clusters(database: Database) -> None:
    """Forget all clusters."""
    for table, key in (("clusters", "number"), ("members", "record_id")):
        while rows := database.read(f"SELECT {key} FROM {table} LIMIT ?", (SLICE,)):
            with database.write(bulk=True) as connection:
                connection.executemany(f"DELETE FROM {table} WHERE {key} = ?", rows)


def _positions(database: Database, table: str, where: str, params: Sequence[Any]) -> Iterator[str]:
    """The positions of the rows that meet ``where``, as JSON lists of at most ``SLICE``."""
    last = -1
    while rows := database.read(
        # By position and by no index, so that all slices together are one pass over the table.
        f"""SELECT position FROM {table} NOT INDEXED WHERE position > ? AND {where}
        ORDER BY position LIMIT ?""",
        (last, *params, SLICE),
    ):
        last = rows[-1][0]
        yield codec.dump([row[0] for row in rows])


class RowsSeen(Collection[int]):
    """Row numbers, a byte each: a set of a million numbers takes sixty times as much."""

    def __init__(self) -> None:
        self._marks = bytearray()

    def add(self, row: int) -> None:
        """Note one row, counted from 0."""
        if row >= len(self._marks):
            self._marks.extend(bytes(row + 1 - len(self._marks)))
        self._marks[row] = 1

    def __contains__(self, row: object) -> bool:
        return isinstance(row, int) and row < len(self._marks) and self._marks[row] == 1

    def __iter__(self) -> Iterator[int]:
        return (row for row, mark in enumerate(self._marks) if mark)

    def __len__(self) -> int:
        return sum(self._marks)
