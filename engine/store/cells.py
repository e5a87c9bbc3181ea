"""The fields workspace: a row a document, a column a field."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from engine.extraction.choose import rechoose
from engine.extraction.preview import ThresholdPreview
from engine.store import codec
from engine.store.cellrows import CellData, merge, summarise
from engine.store.database import Database, Row
from engine.store.paging import Listing, Order, Pager
from engine.store.query import EVERYTHING, Query
from engine.store.rows import Cell, FieldsRow
from engine.types import Extraction, Field, Mention, Source, cell_id

MENTION = """id, document_id, field, "start", "end", text, score, source, page, normalized, doubt,
    chosen, why"""
_CELL = """c.id, c.document_id, c.field, c.value, c.raw, c.normalized, c.score, c.source,
    c."start", c."end", c.page, c.doubt, c.candidates, c.disagree"""
FOUND_CELL = _CELL.replace("c.", "") + ", run_id"
_EDIT = 'e.state, e.value, e."start", e."end", e.kept'

RECHOSEN = 20
"""Cells that are chosen anew in one transaction: an edit of the window waits for it."""


class Cells:
    """Mentions of every document and field, the winner of each cell, and the edits over them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.choosing = threading.Lock()
        """Held by whoever moves a threshold, which is done in slices: one move at a time."""
        self._pagers: dict[tuple[str, ...], Pager] = {}

    def append(
        self, extractions: Iterable[Extraction], run_id: str = "", fields: Sequence[str] = ()
    ) -> None:
        """Replace what earlier runs found for ``fields`` (none given: the fields that have
        mentions) in these documents. Edits are not touched."""
        with self._database.write(bulk=True) as connection:
            for extraction in extractions:
                _put(connection, extraction, run_id, fields)

    def fields(self) -> list[str]:
        """Every field that some run has asked for, in the order first asked."""
        return [row[0] for row in self._database.read("SELECT name FROM fields ORDER BY position")]

    def forget_field(self, name: str) -> None:
        """Drop a column with what was found for it; edits stay."""
        with self._database.write() as connection:
            for sql in (
                "DELETE FROM fields WHERE name = ?",
                "DELETE FROM mentions WHERE field = ?",
                "DELETE FROM cells WHERE field = ?",
                "DELETE FROM found_records WHERE grouped = ?",
                "DELETE FROM unlocated WHERE field = ?",
                # A doubt goes with any of the fields it is about.
                """DELETE FROM doubts WHERE EXISTS (SELECT 1 FROM doubts o
                WHERE o.document_id = doubts.document_id AND o.number = doubts.number
                AND o.field = ?)""",
            ):
                connection.execute(sql, (name,))

    def count(self, query: Query = EVERYTHING, fields: Sequence[str] = ()) -> int:
        """How many documents meet ``query``; see :meth:`page`."""
        return self._pager(fields).count(query)

    def page(
        self, offset: int, limit: int, query: Query = EVERYTHING, fields: Sequence[str] = ()
    ) -> list[FieldsRow]:
        """Documents with their cells for ``fields`` (none given: all), in that order.

        ``Query.sort`` is ``name``, ``coverage``, a field's name, or ``doubt``: the least certain of
        the doubtful first. A filter's column is a field's name (on the shown value), ``state:NAME``
        (review state), ``score:NAME``, ``standing:NAME`` (see ``Standing``), ``doubt:NAME``,
        ``disagree:NAME``, ``conflict:NAME``; or of any cell of the row: ``disagree``, ``pending``,
        ``conflict`` (values that do not fit together) and ``unlocated`` (1 or 0), ``conflicting``
        (a JSON list of the codes that are wanted), ``standing`` and ``doubt`` (a JSON list of those that are wanted). ``Query.text`` searches
        names and shown values.
        """
        return self._filled(self._pager(fields).page(offset, limit, query), fields)

    def keys(self, query: Query = EVERYTHING, fields: Sequence[str] = ()) -> list[int]:
        """The keys of all documents that meet ``query``, in its order: a frozen listing, from which
        pages are read by :meth:`rows` whatever has changed since. For the background: a sort of
        thousands takes a while."""
        return self._pager(fields).keys(0, _ALL, query)

    def rows(self, keys: Sequence[int], fields: Sequence[str] = ()) -> list[FieldsRow | None]:
        """The rows of some keys as they stand now, in the same order; ``None`` for one that is no
        more."""
        found = self._pager(fields).rows(keys)
        filled = dict(zip((row[0] for row in found), self._filled(found, fields), strict=True))
        return [filled.get(key) for key in keys]

    def chosen(self, document_id: str) -> list[Mention]:
        """What stands in the document's cells as far as a run put it there, by place."""
        rows = self._database.read(
            f"""SELECT {MENTION} FROM mentions WHERE document_id = ? AND chosen = 1
            ORDER BY "start" """,
            (document_id,),
        )
        return [_mention(row) for row in rows]

    def _filled(self, documents: Sequence[Row], fields: Sequence[str]) -> list[FieldsRow]:
        asked = tuple(fields) or tuple(self.fields())
        cells = self._cells([row[1] for row in documents], asked)
        return [
            FieldsRow(
                document_id,
                codec.unpack_text(name),
                coverage,
                tuple(cells[document_id, field] for field in asked),
            )
            for _, document_id, name, coverage in documents
        ]

    def cell(self, document_id: str, field: str) -> Cell:
        """One cell as it stands now; an empty one where nothing was found."""
        return self._cells([document_id], (field,))[document_id, field]

    def row(self, document_id: str, fields: Sequence[str]) -> list[Cell]:
        """The cells of one document, in the order of ``fields``."""
        cells = self._cells([document_id], fields)
        return [cells[document_id, field] for field in fields]

    def candidates(self, document_id: str, field: str) -> list[Mention]:
        """All mentions offered for one cell, best first, the chosen ones marked."""
        rows = self._database.read(
            f"""SELECT {MENTION} FROM mentions WHERE document_id = ? AND field = ?
            ORDER BY chosen DESC, score DESC, "start" """,
            (document_id, field),
        )
        return [_mention(row) for row in rows]

    def preview(self, field: Field) -> ThresholdPreview:
        """How many cells of ``field`` would change at another threshold; for the background."""
        found: dict[str, list[Mention]] = {}
        for row in self._database.stream(
            f"""SELECT {MENTION} FROM mentions WHERE field = ? AND document_id IN
            (SELECT id FROM documents WHERE removed = 0) ORDER BY document_id""",
            (field.name,),
        ):
            mention = _mention(row)
            found.setdefault(mention.document_id, []).append(mention)
        return ThresholdPreview(field, found.values())

    def apply_threshold(self, field: Field, threshold: float) -> list[str]:
        """Choose the winners of ``field`` anew at ``threshold`` in every document, from the stored
        candidates; returns the ids of the documents whose cell changed. Edits stand as they are.
        Applying the earlier threshold takes it back. For the background where there are many, with
        :attr:`choosing` held where another thread could do the same."""
        changed: list[str] = []
        rows = iter(
            self._database.read(
                "SELECT document_id, run_id FROM cells WHERE field = ?", (field.name,)
            )
        )
        while batch := list(islice(rows, RECHOSEN)):
            with self._database.write(bulk=True) as connection:
                for document_id, run_id in batch:
                    before = self.candidates(document_id, field.name)
                    after = rechoose(field, before, threshold)
                    if {m.id for m in before if m.chosen} != {m.id for m in after if m.chosen}:
                        changed.append(document_id)
                        _rewrite(connection, document_id, field.name, after, run_id)
        return changed

    def extraction(self, document_id: str) -> Extraction | None:
        """All mentions of a document, in the order of their offsets; ``None`` before any run."""
        head = self._database.one(
            "SELECT coverage, coverage_notices FROM documents WHERE id = ?", (document_id,)
        )
        if head is None or head[0] is None:
            return None
        rows = self._database.read(
            f'SELECT {MENTION} FROM mentions WHERE document_id = ? ORDER BY "start", "end"',
            (document_id,),
        )
        mentions = tuple(_mention(row) for row in rows)
        return Extraction(document_id, mentions, head[0], codec.notices(head[1]))

    def _cells(
        self, documents: Sequence[str], fields: Sequence[str]
    ) -> dict[tuple[str, str], Cell]:
        """The cells where ``documents`` meet ``fields``, edits laid over."""
        places = {
            cell_id(document, field): (document, field)
            for document in documents
            for field in fields
        }
        ids = codec.dump(list(places))
        found = {
            row[0]: CellData(*row)
            for row in self._database.read(
                f"SELECT {_CELL} FROM cells c WHERE c.id IN (SELECT value FROM json_each(?))",
                (ids,),
            )
        }
        edits: dict[str, Row] = {
            row[0]: row[1:]
            for row in self._database.read(
                f"""SELECT e.target_id, {_EDIT} FROM edits e WHERE e.target = 'cell'
                AND e.target_id IN (SELECT value FROM json_each(?))""",
                (ids,),
            )
        }
        doubted = self._doubted(documents)
        return {
            place: _with_conflicts(
                merge(key, place, found.get(key), edits.get(key)), doubted.get(place, 0)
            )
            for key, place in places.items()
        }

    def _doubted(self, documents: Sequence[str]) -> dict[tuple[str, str], int]:
        """How many doubts hang on each cell that has any."""
        rows = self._database.read(
            """SELECT document_id, field, COUNT(*) FROM doubts
            WHERE document_id IN (SELECT value FROM json_each(?)) GROUP BY document_id, field""",
            (codec.dump(list(documents)),),
        )
        return {(document_id, field): count for document_id, field, count in rows}

    def _pager(self, fields: Sequence[str]) -> Pager:
        names = tuple(dict.fromkeys((*fields, *self.fields())))
        if names not in self._pagers:
            self._pagers = {names: Pager(self._database, _listing(names))}
        return self._pagers[names]


def _rewrite(
    connection: sqlite3.Connection,
    document_id: str,
    field: str,
    mentions: Sequence[Mention],
    run_id: str,
) -> None:
    """Put the same candidates back with other winners."""
    connection.executemany(
        "UPDATE mentions SET chosen = ?, doubt = ? WHERE id = ?",
        [(int(mention.chosen), mention.doubt, mention.id) for mention in mentions],
    )
    connection.execute(
        "DELETE FROM cells WHERE document_id = ? AND field = ?", (document_id, field)
    )
    connection.execute(
        f"INSERT INTO cells ({FOUND_CELL}) VALUES ({','.join('?' * 15)})",
        (*summarise(document_id, field, mentions), run_id),
    )


def _with_conflicts(cell: Cell, conflicts: int) -> Cell:
    return replace(cell, conflicts=conflicts) if conflicts else cell


def _put(
    connection: sqlite3.Connection, extraction: Extraction, run_id: str, fields: Sequence[str]
) -> None:
    asked = list(dict.fromkeys((*fields, *(m.field for m in extraction.mentions))))
    document = extraction.document_id
    connection.executemany(
        "INSERT OR IGNORE INTO fields (name) VALUES (?)", [(name,) for name in asked]
    )
    places = [(document, name) for name in asked]
    connection.executemany("DELETE FROM mentions WHERE document_id = ? AND field = ?", places)
    connection.executemany("DELETE FROM cells WHERE document_id = ? AND field = ?", places)
    connection.executemany(
        f"INSERT OR REPLACE INTO mentions ({MENTION}, run_id) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(*mention_columns(mention), run_id) for mention in extraction.mentions],
    )
    connection.executemany(
        f"INSERT INTO cells ({FOUND_CELL}) VALUES ({','.join('?' * 15)})",
        [(*summarise(document, name, extraction.mentions), run_id) for name in asked],
    )
    connection.execute(
        "UPDATE documents SET coverage = ?, coverage_notices = ? WHERE id = ?",
        (extraction.coverage, codec.notices_text(extraction.notices), document),
    )


def mention_columns(mention: Mention) -> Row:
    """The columns :data:`MENTION` of a mention."""
    return (
        mention.id,
        mention.document_id,
        mention.field,
        mention.start,
        mention.end,
        codec.pack_text(mention.text),
        mention.score,
        mention.source.value,
        mention.page,
        codec.pack_optional(mention.normalized),
        mention.doubt,
        int(mention.chosen),
        mention.why,
    )


def _mention(row: Row) -> Mention:
    key, document, field, start, end, text, score, source, page, normal, doubt, chosen, why = row
    return Mention(
        key,
        document,
        field,
        start,
        end,
        codec.unpack_text(text),
        score,
        Source(source),
        page,
        codec.unpack_optional(normal),
        doubt,
        bool(chosen),
        why,
    )


def _literal(text: str) -> str:
    """``text`` inside SQL: field names stand in sort expressions, where no parameter can."""
    return "'" + text.replace("\x00", "").replace("'", "''") + "'"


_ALL = 2**31
_ANY_STANDING = """EXISTS (SELECT 1 FROM cells c WHERE c.document_id = d.id
    AND c.standing IN (SELECT value FROM json_each(?)))"""
_ANY_DOUBT = """EXISTS (SELECT 1 FROM cells c WHERE c.document_id = d.id
    AND c.standing = 'doubtful' AND c.doubt IN (SELECT value FROM json_each(?)))"""
_LEAST_CERTAIN = """COALESCE((SELECT MIN(c.score) FROM cells c
    WHERE c.document_id = d.id AND c.standing = 'doubtful'), 2)"""
_CONFLICT = "EXISTS (SELECT 1 FROM doubts x WHERE x.document_id = d.id)"
_ANY_CONFLICT = """EXISTS (SELECT 1 FROM doubts x WHERE x.document_id = d.id
    AND x.code IN (SELECT value FROM json_each(?)))"""
_UNLOCATED = "EXISTS (SELECT 1 FROM unlocated u WHERE u.document_id = d.id)"
_DISAGREE = "EXISTS (SELECT 1 FROM cells c WHERE c.document_id = d.id AND c.disagree = 1)"
_PENDING = """EXISTS (SELECT 1 FROM cells c WHERE c.document_id = d.id
    AND c.standing IN ('doubtful', 'sure'))"""

# A cell that no run has filled may have an edit all the same; only then is its id worked out.
_OF_CELL = """COALESCE(
    (SELECT {shown} FROM cells c LEFT JOIN edits e ON e.target = 'cell' AND e.target_id = c.id
    WHERE c.document_id = d.id AND c.field = {field}),
    (SELECT {edited} FROM edits e
    WHERE e.target = 'cell' AND e.target_id = cell_id(d.id, {field})), {empty})"""


def _of_cell(field: str, shown: str, edited: str, empty: str) -> str:
    """SQL for something of the cell where the document ``d`` meets ``field``."""
    return _OF_CELL.format(field=_literal(field), shown=shown, edited=edited, empty=empty)


def _listing(fields: tuple[str, ...]) -> Listing:
    columns = {
        "order": Order("d.position"),
        "name": Order("d.name COLLATE NOCASE"),
        "coverage": Order("d.coverage"),
        "id": Order("d.id"),
        "disagree": Order(_DISAGREE),
        "pending": Order(_PENDING),
        "doubt": Order(_LEAST_CERTAIN),
        "conflict": Order(_CONFLICT),
        "unlocated": Order(_UNLOCATED),
    }
    for name in fields:
        kept = "json_extract(e.kept, '$[0]')"
        columns[name] = Order(
            _of_cell(
                name, f"COALESCE(e.value, {kept}, c.value)", f"COALESCE(e.value, {kept})", "''"
            ),
            natural=True,
        )
        columns[f"state:{name}"] = Order(
            _of_cell(name, "COALESCE(e.state, 'proposed')", "e.state", "'proposed'")
        )
        columns[f"conflict:{name}"] = Order(f"{_CONFLICT[:-1]} AND x.field = {_literal(name)})")
        for part in ("score", "standing", "doubt", "disagree"):
            columns[f"{part}:{name}"] = Order(
                f"(SELECT c.{part} FROM cells c WHERE c.document_id = d.id "
                f"AND c.field = {_literal(name)})"
            )
    return Listing(
        source="documents d",
        key="d.position",
        detail="SELECT d.position, d.id, d.name, d.coverage FROM documents d WHERE d.position",
        columns=columns,
        default=("order", False),
        search="""d.name LIKE ? ESCAPE '\\' OR EXISTS (SELECT 1 FROM cells c LEFT JOIN edits e
            ON e.target = 'cell' AND e.target_id = c.id WHERE c.document_id = d.id
            AND COALESCE(e.value, c.value) LIKE ? ESCAPE '\\')""",
        always="d.removed = 0 AND d.failure IS NULL",
        special={
            "standing": _ANY_STANDING,
            "doubt": _ANY_DOUBT,
            "conflicting": _ANY_CONFLICT,
        },
    )
