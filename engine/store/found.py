"""The records found in documents: delivery lines, parties with their roles, each a row of cells.

A record's values are cells of their own, named ``group › key › column`` (see
``engine.extraction.checks.record_cell``): they are judged, edited and undone like any other cell.
A record that a person added stays, whatever later runs find.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from engine.extraction import parse_fields
from engine.extraction.checks import record_cell
from engine.extraction.relations import PATH
from engine.store import codec
from engine.store.cellrows import summarise
from engine.store.cells import FOUND_CELL, MENTION, Cells, mention_columns
from engine.store.database import Database, Row
from engine.store.rows import Cell
from engine.types import Extraction, Field, FoundRecord, Layout, Mention, ReviewState, stable_id

BY_HAND = "by-hand-"
"""How the keys of records begin that a person added."""


@dataclass(frozen=True, slots=True)
class RecordCell:
    """A record's value: the ``column`` and its cell, whose ``field`` is the whole name."""

    column: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record of a group in a document, its cells in the order of the columns; ``number`` counts
    from 1 in the order of the document, ``key`` stays the same when the document is read again."""

    document_id: str
    group: str
    key: str
    number: int
    layout: Layout
    cells: tuple[RecordCell, ...]

    @property
    def rejected(self) -> bool:
        """Whether a person has said of every value that it is wrong: the record is none."""
        filled = [one.cell for one in self.cells if one.cell.value]
        return bool(filled) and all(cell.state is ReviewState.REJECTED for cell in filled)

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it yet, as in one that a person has just added."""
        return not any(one.cell.value for one in self.cells)


class Found:
    """The records of all documents. Thread: any."""

    def __init__(self, database: Database, cells: Cells) -> None:
        self._database = database
        self._cells = cells

    def groups(self) -> list[Field]:
        """The fields of records that some run has asked for, with their columns."""
        rows = self._database.read(
            "SELECT spec FROM fields WHERE spec IS NOT NULL ORDER BY position"
        )
        fields = [parse_fields(codec.unpack_text(row[0]))[0] for row in rows]
        return [field for field in fields if field.columns]

    def count(self, document_id: str, group: str | None = None) -> int:
        """How many records a document has, of one group or of all."""
        row = self._database.one(
            """SELECT COUNT(*) FROM found_records WHERE document_id = ?1
            AND (?2 IS NULL OR grouped = ?2)""",
            (document_id, group),
        )
        return int(row[0]) if row else 0

    def records(self, document_id: str, group: str) -> list[RecordLine]:
        """The records of a group in a document, in its order, with the edits laid over."""
        columns = self._columns(group)
        heads = self._database.read(
            """SELECT key, number, layout FROM found_records WHERE document_id = ? AND grouped = ?
            ORDER BY layout = 'person', number""",
            (document_id, group),
        )
        names = [record_cell(group, head[0], column) for head in heads for column in columns]
        cells = iter(self._cells.row(document_id, names))
        return [
            RecordLine(
                document_id,
                group,
                key,
                place if layout == Layout.PERSON else number,
                Layout(layout),
                tuple(RecordCell(column, next(cells)) for column in columns),
            )
            for place, (key, number, layout) in enumerate(heads, 1)
        ]

    def add(self, document_id: str, group: str, key: str = "") -> str:
        """Add an empty record for a person to fill, or bring back the one called ``key`` with what
        was decided on its cells; returns its key. It stands behind those that a run found."""
        key = key or f"{BY_HAND}{uuid.uuid4().hex[:12]}"
        with self._database.write() as connection:
            connection.execute(
                """INSERT OR REPLACE INTO found_records SELECT ?1, ?2, ?3,
                COALESCE(MAX(number), 0) + 1, ?4, '' FROM found_records
                WHERE document_id = ?1 AND grouped = ?2""",
                (document_id, group, key, Layout.PERSON.value),
            )
            for column in self._columns(group):
                values = (*summarise(document_id, record_cell(group, key, column), ()), "")
                _put_cell(connection, values)
        return key

    def remove(self, document_id: str, group: str, key: str) -> None:
        """Take a record out; what was decided on its cells is kept, should it come back."""
        place = (document_id, group, key)
        prefix = PATH.join((group, key, ""))
        with self._database.write() as connection:
            connection.execute(
                "DELETE FROM found_records WHERE document_id = ? AND grouped = ? AND key = ?", place
            )
            connection.execute(
                "DELETE FROM cells WHERE document_id = ? AND substr(field, 1, ?) = ?",
                (document_id, len(prefix), prefix),
            )

    def append(
        self, extractions: Iterable[Extraction], run_id: str = "", fields: Sequence[str] = ()
    ) -> None:
        """Replace what earlier runs found of the records of ``fields`` (those that are none are
        passed over) in these documents."""
        with self._database.write(bulk=True) as connection:
            for extraction in extractions:
                groups = dict.fromkeys((*fields, *(r.group for r in extraction.records)))
                for group in groups:
                    _replace(connection, extraction.document_id, group)
                for record in extraction.records:
                    _put(connection, record, run_id)

    def _columns(self, group: str) -> list[str]:
        return next(
            (
                [column.name for column in field.columns]
                for field in self.groups()
                if field.name == group
            ),
            [],
        )


def _replace(connection: sqlite3.Connection, document_id: str, group: str) -> None:
    """Take the records that a run found of a group out of a document; edits stay."""
    gone = connection.execute(
        "DELETE FROM found_records WHERE document_id = ? AND grouped = ? AND layout <> ?",
        (document_id, group, Layout.PERSON.value),
    )
    if not gone.rowcount:
        return
    prefix = group + PATH
    by_hand = prefix + BY_HAND
    for table in ("cells", "mentions"):
        connection.execute(
            f"""DELETE FROM {table} WHERE document_id = ? AND substr(field, 1, ?) = ?
            AND substr(field, 1, ?) <> ?""",
            (document_id, len(prefix), prefix, len(by_hand), by_hand),
        )


def _put(connection: sqlite3.Connection, record: FoundRecord, run_id: str) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO found_records VALUES (?, ?, ?, ?, ?, ?)",
        (
            record.document_id,
            record.group,
            record.id,
            record.number,
            record.layout.value,
            run_id,
        ),
    )
    for mention in record.values:
        _put_value(connection, record, mention, run_id)


def _put_value(
    connection: sqlite3.Connection, record: FoundRecord, mention: Mention, run_id: str
) -> None:
    name = record_cell(record.group, record.id, mention.field)
    # One span may stand in a record and be a candidate of a field as well.
    own = replace(mention, id=stable_id(mention.id, name), field=name, chosen=True)
    values = (*mention_columns(own), run_id)
    connection.execute(
        f"INSERT OR REPLACE INTO mentions ({MENTION}, run_id) "
        f"VALUES ({','.join('?' * len(values))})",
        values,
    )
    _put_cell(connection, (*summarise(record.document_id, name, [own]), run_id))


def _put_cell(connection: sqlite3.Connection, values: Row) -> None:
    connection.execute(
        f"INSERT OR REPLACE INTO cells ({FOUND_CELL}) VALUES ({','.join('?' * 15)})", values
    )
