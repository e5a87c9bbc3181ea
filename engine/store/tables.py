"""Tables and their records."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from engine.store import codec
from engine.store.database import Database, Row
from engine.store.paging import Listing, Order, Pager
from engine.store.query import EVERYTHING, Filter, Query
from engine.store.rows import RecordRow, TableRow
from engine.types import Address, Record, stable_id

BATCH = 2000

_ROLE = "CASE m.survivor WHEN 1 THEN 'survivor' WHEN 0 THEN 'duplicate' ELSE 'unique' END"
_LISTING = Listing(
    source="records r LEFT JOIN members m ON m.record_id = r.id",
    key="r.position",
    detail=f"""SELECT r.position, r.id, s.path, s.sheet, r."row", r.data, m.number, {_ROLE}
        FROM records r JOIN sheets s ON s.id = r.table_id
        LEFT JOIN members m ON m.record_id = r.id WHERE r.position""",
    columns={
        "order": Order("r.position"),
        "row": Order('r."row"'),
        "cluster": Order("m.number"),
        "role": Order(_ROLE),
        "table": Order("r.table_id"),
    },
    default=("order", False),
    search="r.data LIKE ? ESCAPE '\\'",
)


class Tables:
    """The sheets of a project and their rows, typed as in the file."""

    columns = tuple(_LISTING.columns)

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pager = Pager(database, _LISTING)

    def add(self, path: str, sheet: str, header: Sequence[str]) -> str:
        """Register a sheet, or renew its header; returns the table's id."""
        with self._database.write() as connection:
            return _register(connection, path, sheet, header)

    def all(self) -> list[TableRow]:
        """Every sheet, in the order added."""
        rows = self._database.read(
            """SELECT s.id, s.path, s.sheet, s.header,
            (SELECT COUNT(*) FROM records r WHERE r.table_id = s.id) FROM sheets s
            ORDER BY s.position"""
        )
        return [
            TableRow(
                key,
                codec.unpack_text(path),
                codec.unpack_text(sheet),
                tuple(codec.load(head)),
                rows,
            )
            for key, path, sheet, head, rows in rows
        ]

    def remove(self, table_id: str) -> None:
        """Take a sheet out with its records, pairs and clusters; edits stay."""
        with self._database.write(bulk=True) as connection:
            connection.execute(
                """DELETE FROM clusters WHERE number IN (SELECT m.number FROM members m
                JOIN records r ON r.id = m.record_id WHERE r.table_id = ?)""",
                (table_id,),
            )
            connection.execute(
                "DELETE FROM members WHERE number NOT IN (SELECT number FROM clusters)"
            )
            for sql in (
                "DELETE FROM pairs WHERE left_table = ?1 OR right_table = ?1",
                "DELETE FROM records WHERE table_id = ?1",
                "DELETE FROM sheets WHERE id = ?1",
            ):
                connection.execute(sql, (table_id,))

    def append(self, records: Iterable[Record]) -> None:
        """Add records; what stood in the same row of the same sheet is replaced. Unknown sheets
        are registered without a header."""
        remaining = iter(records)
        while batch := list(islice(remaining, BATCH)):
            with self._database.write(bulk=True) as connection:
                _put(connection, batch)

    def records(self, table_id: str) -> Iterator[Record]:
        """Every record of a sheet in the order of its rows, streamed."""
        rows = self._database.stream(
            """SELECT r.id, s.path, s.sheet, r."row", r.data FROM records r
            JOIN sheets s ON s.id = r.table_id WHERE r.table_id = ? ORDER BY r."row" """,
            (table_id,),
        )
        return (_record(row) for row in rows)

    def record(self, record_id: str) -> Record | None:
        """One record."""
        row = self._database.one(
            """SELECT r.id, s.path, s.sheet, r."row", r.data FROM records r
            JOIN sheets s ON s.id = r.table_id WHERE r.id = ?""",
            (record_id,),
        )
        return None if row is None else _record(row)

    def some(self, ids: Collection[str]) -> list[Record]:
        """The records with these ids, in the order in which they were read."""
        rows = self._database.read(
            """SELECT r.id, s.path, s.sheet, r."row", r.data FROM records r
            JOIN sheets s ON s.id = r.table_id WHERE r.id IN (SELECT value FROM json_each(?))
            ORDER BY r.position""",
            (codec.dump(list(ids)),),
        )
        return [_record(row) for row in rows]

    def homes(self, ids: Collection[str]) -> list[Address]:
        """A row of each table that some records stand in, the tables in the order added."""
        rows = self._database.read(
            """SELECT s.path, s.sheet, MIN(r."row") FROM records r JOIN sheets s ON s.id = r.table_id
            WHERE r.id IN (SELECT value FROM json_each(?)) GROUP BY s.id ORDER BY s.position""",
            (codec.dump(list(ids)),),
        )
        return [_address(*row) for row in rows]

    def count(self, query: Query = EVERYTHING, table_id: str = "") -> int:
        """How many records meet ``query``, in one sheet or in all."""
        return self._pager.count(_within(query, table_id))

    def page(
        self, offset: int, limit: int, query: Query = EVERYTHING, table_id: str = ""
    ) -> list[RecordRow]:
        """Records with their role, in the order of their rows unless ``query`` sorts."""
        rows = self._pager.page(offset, limit, _within(query, table_id))
        return [
            RecordRow(key, _address(path, sheet, row), tuple(codec.load(data)), number, role)
            for _, key, path, sheet, row, data, number, role in rows
        ]


def table_id(path: str, sheet: str) -> str:
    """The id of the sheet ``sheet`` of the file at ``path``."""
    return stable_id("table", path, sheet)


def _within(query: Query, table: str) -> Query:
    if not table:
        return query
    within = Filter("table", "=", table)
    return Query(query.sort or "row", query.descending, (*query.filters, within), query.text)


def _register(
    connection: sqlite3.Connection, path: str, sheet: str, header: Sequence[str] | None
) -> str:
    key = table_id(path, sheet)
    renew = "NOTHING" if header is None else "UPDATE SET header = excluded.header"
    connection.execute(
        f"""INSERT INTO sheets (id, path, sheet, header) VALUES (?, ?, ?, ?)
        ON CONFLICT (id) DO {renew}""",
        (key, codec.pack_text(path), codec.pack_text(sheet), codec.dump(list(header or ()))),
    )
    return key


def _put(connection: sqlite3.Connection, records: list[Record]) -> None:
    sheets = {(record.address.path, record.address.sheet) for record in records}
    keys = {sheet: _register(connection, *sheet, None) for sheet in sorted(sheets)}
    connection.executemany(
        'INSERT OR REPLACE INTO records (id, table_id, "row", data) VALUES (?, ?, ?, ?)',
        [
            (
                record.id,
                keys[record.address.path, record.address.sheet],
                record.address.row,
                codec.dump(list(record.values)),
            )
            for record in records
        ],
    )


def _address(path: str, sheet: str, row: int) -> Address:
    return Address(codec.unpack_text(path), codec.unpack_text(sheet), row)


def _record(row: Row) -> Record:
    key, path, sheet, number, data = row
    return Record(key, _address(path, sheet, number), tuple(codec.load(data)))
