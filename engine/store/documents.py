"""The documents of a project."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from engine.documents.serialise import from_json, to_json
from engine.errors import UserError
from engine.store import codec
from engine.store.database import Database, Row
from engine.store.paging import Listing, Order, Pager
from engine.store.query import EVERYTHING, Query
from engine.store.rows import DocumentRow
from engine.store.schema_counts import COUNTED
from engine.types import Document, ItemFailure, stable_id

_VALUES = "(SELECT COUNT(*) FROM cells c WHERE c.document_id = d.id AND c.value <> '')"
# CROSS JOIN keeps the order: the few cells of a document, then the edit of each.
_REVIEWED = """(SELECT COUNT(*) FROM cells c CROSS JOIN edits e
    ON e.target = 'cell' AND e.target_id = c.id WHERE c.document_id = d.id)"""
# Two counts from an index each: an OR would look every verdict up.
_CONTRADICTIONS = f"""((SELECT COUNT(*) FROM verdicts INDEXED BY verdicts_counted
    WHERE premise_document = d.id AND {COUNTED}) + (SELECT COUNT(*) FROM verdicts
    INDEXED BY verdicts_counted_other WHERE hypothesis_document = d.id
    AND premise_document <> d.id AND {COUNTED}))"""

_PLAIN = (
    "name",
    "path",
    "kind",
    "language",
    "pages",
    "characters",
    "readable",
    "notices",
    "coverage",
    "added",
    "failure",
    "id",
)

_LISTING = Listing(
    source="documents d",
    key="d.position",
    detail=f"""SELECT d.position, d.id, d.name, d.path, d.kind, d.language, d.pages, d.characters,
        d.readable, d.notices, {_VALUES}, {_REVIEWED}, {_CONTRADICTIONS}, d.coverage, d.added,
        d.failure, d.failure_params FROM documents d WHERE d.position""",
    columns={
        **{name: Order(f"d.{name}") for name in _PLAIN},
        "name": Order("d.name COLLATE NOCASE"),
        "values": Order(_VALUES),
        "reviewed": Order(_REVIEWED),
        "contradictions": Order(_CONTRADICTIONS),
        "order": Order("d.position"),
    },
    default=("order", False),
    search="d.name LIKE ? ESCAPE '\\' OR d.path LIKE ? ESCAPE '\\'",
    always="d.removed = 0",
)

BATCH = 50
"""Documents a transaction: their bodies are large."""


class Documents:
    """Canonical texts, compressed; a file that could not be read stands here as a row too."""

    columns = tuple(_LISTING.columns)

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pager = Pager(database, _LISTING)

    def append(self, documents: Iterable[Document]) -> None:
        """Add documents; one with a known id keeps its row and its results, unless its text was
        read otherwise this time (other options): then the results, whose offsets no longer hold,
        go."""
        remaining = iter(documents)
        while batch := list(islice(remaining, BATCH)):
            with self._database.write(bulk=True) as connection:
                for document in batch:
                    _put(connection, document)

    def append_failures(self, failures: Iterable[ItemFailure]) -> None:
        """Rows for files that could not be read; ``ItemFailure.item`` is the path."""
        with self._database.write() as connection:
            for failure in failures:
                _put_failure(connection, failure)

    def get(self, document_id: str) -> Document:
        """The whole document. Raises ``UserError("document_unknown")``."""
        row = self._database.one(
            """SELECT b.body FROM documents d JOIN bodies b ON b.position = d.position
            WHERE d.id = ?""",
            (document_id,),
        )
        if row is None:
            raise UserError("document_unknown", document=document_id)
        return _read_body(row[0])

    def known(self, document_id: str) -> bool:
        """Whether a document with this id was read into the project."""
        sql = "SELECT 1 FROM documents WHERE id = ? AND failure IS NULL"
        return self._database.one(sql, (document_id,)) is not None

    def path_of(self, document_id: str) -> str | None:
        """Where the file of a document in the list is; ``None`` where no such document is there."""
        row = self._database.one(
            "SELECT path FROM documents WHERE id = ? AND removed = 0 AND failure IS NULL",
            (document_id,),
        )
        return None if row is None else codec.unpack_text(row[0])

    def ids(self) -> list[str]:
        """The ids of all documents that were read, in the order they were added."""
        rows = self._database.read(
            "SELECT id FROM documents WHERE removed = 0 AND failure IS NULL ORDER BY position"
        )
        return [row[0] for row in rows]

    def paths(self) -> dict[str, str]:
        """The path of every document that was read, by id."""
        rows = self._database.read("SELECT id, path FROM documents WHERE failure IS NULL")
        return {document_id: codec.unpack_text(path) for document_id, path in rows}

    def remove(self, ids: Sequence[str]) -> None:
        """Take documents (or failed rows) out, with their values and verdicts; edits stay, so that
        the same file added again finds them."""
        self._mark(ids, removed=True)

    def restore(self, ids: Sequence[str]) -> None:
        """Undo :meth:`remove`: the rows come back as they were, in this session of the project."""
        self._mark(ids, removed=False)

    def purge(self) -> None:
        """Delete for good what was removed; done when a project is opened."""
        with self._database.write(bulk=True) as connection:
            gone = connection.execute(
                "SELECT id, position FROM documents WHERE removed = 1"
            ).fetchall()
            for document_id, position in gone:
                _forget_results(connection, document_id)
                connection.execute("DELETE FROM bodies WHERE position = ?", (position,))
                connection.execute("DELETE FROM documents WHERE position = ?", (position,))

    def count(self, query: Query = EVERYTHING) -> int:
        """How many rows meet ``query``."""
        return self._pager.count(query)

    def page(self, offset: int, limit: int, query: Query = EVERYTHING) -> list[DocumentRow]:
        """Rows ``offset`` to ``offset + limit`` of ``query``."""
        return [_row(row) for row in self._pager.page(offset, limit, query)]

    def _mark(self, ids: Sequence[str], removed: bool) -> None:
        with self._database.write() as connection:
            connection.executemany(
                "UPDATE documents SET removed = ? WHERE id = ?",
                [(int(removed), document_id) for document_id in ids],
            )
            for document_id in ids:
                _hide_verdicts(connection, document_id)


def _put(connection: sqlite3.Connection, document: Document) -> None:
    path = codec.pack_text(document.path)
    connection.execute("DELETE FROM documents WHERE path = ? AND failure IS NOT NULL", (path,))
    known = connection.execute(
        """SELECT d.position, b.body FROM documents d JOIN bodies b ON b.position = d.position
        WHERE d.id = ?""",
        (document.id,),
    ).fetchone()
    body = codec.compress(to_json(document))
    if known is not None:
        _renew(connection, document, known[0], known[1], body)
        return
    cursor = connection.execute(
        """INSERT INTO documents (id, name, path, kind, language, pages, characters, readable,
        notices, added) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            document.id,
            codec.pack_text(document.name),
            path,
            document.kind.value,
            document.language,
            len(document.pages),
            len(document.text),
            document.readable,
            len(document.notices),
            time.time(),
        ),
    )
    connection.execute("INSERT INTO bodies VALUES (?, ?)", (cursor.lastrowid, body))


def _renew(
    connection: sqlite3.Connection, document: Document, position: int, old: bytes, new: bytes
) -> None:
    connection.execute("UPDATE documents SET removed = 0 WHERE position = ?", (position,))
    _hide_verdicts(connection, document.id)
    if old == new or _read_body(old).text == document.text:
        return
    _forget_results(connection, document.id)
    connection.execute("UPDATE bodies SET body = ? WHERE position = ?", (new, position))
    connection.execute(
        """UPDATE documents SET language = ?, pages = ?, characters = ?, readable = ?, notices = ?,
        coverage = NULL, coverage_notices = NULL WHERE position = ?""",
        (
            document.language,
            len(document.pages),
            len(document.text),
            document.readable,
            len(document.notices),
            position,
        ),
    )


def _put_failure(connection: sqlite3.Connection, failure: ItemFailure) -> None:
    path = codec.pack_text(failure.item)
    read = connection.execute(
        "SELECT 1 FROM documents WHERE path = ? AND failure IS NULL AND removed = 0", (path,)
    ).fetchone()
    if read is not None:
        return
    name = failure.item.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    connection.execute(
        """INSERT INTO documents (id, name, path, kind, language, pages, characters, readable,
        notices, added, failure, failure_params)
        VALUES (?, ?, ?, '', '', 0, 0, 0, 0, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET failure = excluded.failure,
        failure_params = excluded.failure_params, removed = 0""",
        (
            stable_id("unread", failure.item),
            codec.pack_text(name),
            path,
            time.time(),
            failure.code,
            codec.params_text(failure.params),
        ),
    )


def _read_body(body: bytes) -> Document:
    return from_json(codec.decompress(body))


def _forget_results(connection: sqlite3.Connection, document_id: str) -> None:
    for sql in (
        "DELETE FROM mentions WHERE document_id = ?",
        "DELETE FROM cells WHERE document_id = ?",
        "DELETE FROM found_records WHERE document_id = ?",
        "DELETE FROM doubts WHERE document_id = ?",
        "DELETE FROM unlocated WHERE document_id = ?",
        "DELETE FROM verdicts WHERE premise_document = ?",
        "DELETE FROM verdicts WHERE hypothesis_document = ?",
        """DELETE FROM changes WHERE comparison_id IN
            (SELECT id FROM comparisons WHERE ? IN (old_document, new_document))""",
        "DELETE FROM comparisons WHERE ? IN (old_document, new_document)",
    ):
        connection.execute(sql, (document_id,))


def _hide_verdicts(connection: sqlite3.Connection, document_id: str) -> None:
    for side in ("premise_document", "hypothesis_document"):
        connection.execute(
            f"""UPDATE verdicts SET hidden = EXISTS (SELECT 1 FROM documents d WHERE d.removed = 1
            AND d.id IN (premise_document, hypothesis_document)) WHERE {side} = ?""",
            (document_id,),
        )


def _row(row: Row) -> DocumentRow:
    failure, params = row[-2:]
    columns: list[Any] = [
        row[1],
        codec.unpack_text(row[2]),
        codec.unpack_text(row[3]),
        *row[4:-2],
        None if failure is None else codec.failure(row[3], failure, params),
    ]
    return DocumentRow(*columns)
