"""What hangs on cells beside their values: doubts between fields, and values without a place."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import islice

from engine.errors import UserError
from engine.extraction import parse_fields
from engine.extraction.checks import Values, conflicts
from engine.extraction.grammar import FieldList, format_field
from engine.extraction.relations import Rule, read_rule
from engine.store import codec
from engine.store.cellrows import SEPARATOR
from engine.store.cells import Cells
from engine.store.database import Database
from engine.store.found import Found
from engine.store.rows import Cell
from engine.types import Doubt, Extraction, Field, ReviewState, Unlocated

AT_ONCE = 12
"""Documents that an edit may check on the thread that made it."""

_RULES, _STALE = "field_rules", "doubts_to_check"
_SET_META = """INSERT INTO meta VALUES (?, ?)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value"""


class Lanes:
    """The doubts of every document, kept in step with its cells, and its unlocated values.

    Thread: any. Checking a document again takes about a millisecond.
    """

    def __init__(self, database: Database, cells: Cells, found: Found) -> None:
        self._database = database
        self._cells = cells
        self._found = found

    def define(self, asked: FieldList) -> None:
        """Remember fields and rules as they were typed. Rules of a later list take the place of
        the earlier ones; fields that it does not name stay as they were."""
        with self._database.write() as connection:
            connection.executemany(
                """INSERT INTO fields (name, spec) VALUES (?, ?)
                ON CONFLICT (name) DO UPDATE SET spec = excluded.spec""",
                [(field.name, codec.pack_text(format_field(field))) for field in asked.fields],
            )
            connection.execute(_SET_META, (_RULES, codec.dump([rule.text for rule in asked.rules])))

    def defined(self) -> FieldList:
        """Every field that some run has asked for, as it was typed, and the rules between them."""
        rows = self._database.read("SELECT name, spec FROM fields ORDER BY position")
        fields = tuple(_field(name, codec.unpack_optional(spec)) for name, spec in rows)
        kept = self._database.one("SELECT value FROM meta WHERE key = ?", (_RULES,))
        return FieldList(fields, tuple(_rules(codec.load(kept[0]) if kept else [], fields)))

    def append(
        self, extractions: Sequence[Extraction], run_id: str = "", fields: Sequence[str] = ()
    ) -> None:
        """Replace the unlocated values of ``fields`` in these documents, and check their values;
        after their cells and records were written."""
        with self._database.write(bulk=True) as connection:
            for extraction in extractions:
                place = extraction.document_id
                connection.executemany(
                    "DELETE FROM unlocated WHERE document_id = ? AND field = ?",
                    [(place, field) for field in fields],
                )
                connection.executemany(
                    "INSERT OR REPLACE INTO unlocated VALUES (?, ?, ?, ?, ?)",
                    [
                        (place, one.field, codec.pack_text(one.text), one.score, run_id)
                        for one in extraction.unlocated
                    ],
                )
            self.recheck(extraction.document_id for extraction in extractions)

    def recheck(self, document_ids: Iterable[str]) -> None:
        """Hold the values of documents, as they stand now, against each other again; a few in one
        transaction, because an edit of the window waits for it."""
        asked = self.defined()
        remaining = iter(dict.fromkeys(document_ids))
        while batch := list(islice(remaining, AT_ONCE)):
            with self._database.write(bulk=True) as connection:
                for document_id in batch:
                    _put(connection, document_id, self._doubts_of(document_id, asked))

    def recheck_cells(self, cell_ids: Sequence[str]) -> None:
        """:meth:`recheck` for the documents of some cells, after an edit. Where they are many, the
        window must not wait: they are checked by :meth:`refresh`."""
        rows = self._database.read(
            """SELECT DISTINCT document_id FROM cells
            WHERE id IN (SELECT value FROM json_each(?))""",
            (codec.dump(list(cell_ids)),),
        )
        ids = [row[0] for row in rows]
        if len(ids) <= AT_ONCE:
            self.recheck(ids)
        else:
            self._note_stale([*self._stale(), *ids])

    def refresh(self) -> int:
        """Check what is still to be checked again; returns how many documents. For the
        background. What is edited meanwhile stays noted, or is noted again."""
        checked = 0
        while stale := self._stale()[:AT_ONCE]:
            with self._database.write(bulk=True):
                self.recheck(stale)
                self._note_stale([one for one in self._stale() if one not in stale])
            checked += len(stale)
        return checked

    def doubts(self, document_id: str, field: str | None = None) -> list[Doubt]:
        """The doubts of a document, or those that hang on one of its cells."""
        rows = self._database.read(
            """SELECT DISTINCT number, code, fields, params FROM doubts WHERE document_id = ?1
            AND (?2 IS NULL OR field = ?2) ORDER BY number""",
            (document_id, field),
        )
        return [
            Doubt(document_id, code, tuple(codec.load(fields)), codec.params(params))
            for _, code, fields, params in rows
        ]

    def counts(self) -> dict[str, int]:
        """How many doubts of each code stand in the project; for a list of filters."""
        rows = self._database.read(
            """SELECT code, COUNT(*) FROM (SELECT DISTINCT x.document_id, x.number, x.code
            FROM doubts x JOIN documents d ON d.id = x.document_id AND d.removed = 0)
            GROUP BY code ORDER BY code"""
        )
        return dict(rows)

    def unlocated(self, document_id: str, field: str | None = None) -> list[Unlocated]:
        """The values of a document that stand nowhere in it, the likeliest first."""
        rows = self._database.read(
            """SELECT field, text, score FROM unlocated WHERE document_id = ?1
            AND (?2 IS NULL OR field = ?2) ORDER BY field, score DESC, text""",
            (document_id, field),
        )
        return [
            Unlocated(document_id, name, codec.unpack_text(text), score)
            for name, text, score in rows
        ]

    def _doubts_of(self, document_id: str, asked: FieldList) -> list[Doubt]:
        found = conflicts(asked.fields, asked.rules, self._values(document_id, asked.fields))
        return [Doubt(document_id, one.code, one.fields, one.params) for one in found]

    def _stale(self) -> list[str]:
        row = self._database.one("SELECT value FROM meta WHERE key = ?", (_STALE,))
        return list(codec.load(row[0])) if row else []

    def _note_stale(self, ids: Sequence[str]) -> None:
        with self._database.write() as connection:
            connection.execute(_SET_META, (_STALE, codec.dump(list(dict.fromkeys(ids)))))

    def _values(self, document_id: str, fields: Sequence[Field]) -> Values:
        flat = [field.name for field in fields if not field.columns]
        cells = {cell.field: cell for cell in self._cells.row(document_id, flat)}
        many = {field.name for field in fields if field.many}
        records = {
            field.name: [
                (record.key, {cell.column: _standing(cell.cell) for cell in record.cells})
                for record in self._found.records(document_id, field.name)
                if not record.rejected
            ]
            for field in fields
            if field.columns
        }
        return Values(
            {name: _values_of(cell, name in many) for name, cell in cells.items()},
            records,
            {name: cell.doubt for name, cell in cells.items() if cell.doubt and _standing(cell)},
        )


def _standing(cell: Cell) -> str:
    """The value that stands in a cell: none in a rejected one."""
    return "" if cell.state is ReviewState.REJECTED else cell.value


def _values_of(cell: Cell, many: bool) -> list[str]:
    value = _standing(cell)
    values = value.split(SEPARATOR) if many else [value]
    return [one for one in values if one]


def _field(name: str, spec: str | None) -> Field:
    """A field as it was typed; one that an older project knows by name alone is told by it."""
    try:
        return parse_fields(spec or name)[0]
    except UserError:
        return Field(name)


def _rules(texts: Iterable[str], fields: Sequence[Field]) -> Iterable[Rule]:
    """The rules whose fields are still there."""
    for text in texts:
        try:
            yield read_rule(text, 0, fields)
        except UserError:
            continue


def _put(connection: sqlite3.Connection, document_id: str, doubts: Sequence[Doubt]) -> None:
    connection.execute("DELETE FROM doubts WHERE document_id = ?", (document_id,))
    connection.executemany(
        "INSERT OR IGNORE INTO doubts VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                document_id,
                number,
                field,
                doubt.code,
                codec.dump(list(doubt.fields)),
                codec.params_text(doubt.params),
            )
            for number, doubt in enumerate(doubts)
            for field in doubt.fields
        ],
    )
