"""A SQLite file with one connection a thread, and SQLite's errors as codes."""

from __future__ import annotations

import contextlib
import re
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from engine.errors import UserError
from engine.store.turns import Turns
from engine.types import cell_id

Row = tuple[Any, ...]

BUSY_SECONDS = 10.0
LOG_BYTES = 16 * 2**20
STREAM_ROWS = 500

_PLAIN_NUMBER = re.compile(r"-?\d{1,300}(?:\.\d+)?", re.ASCII)

_CODES = {
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_CORRUPT: "project_damaged",
    sqlite3.SQLITE_NOTADB: "project_damaged",
    sqlite3.SQLITE_READONLY: "folder_read_only",
    sqlite3.SQLITE_CANTOPEN: "folder_read_only",
    sqlite3.SQLITE_PERM: "folder_read_only",
    sqlite3.SQLITE_BUSY: "project_busy",
    sqlite3.SQLITE_LOCKED: "project_busy",
}


def coded(error: sqlite3.Error, path: Path) -> UserError:
    """``error`` as one a person can act on."""
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    code = _CODES.get(primary, "project_failed")
    if code == "folder_read_only":
        return UserError(code, path=str(path.parent))
    if code == "project_failed":
        return UserError(code, path=str(path), detail=str(error))
    return UserError(code, path=str(path))


def natural_key(text: str | None, descending: int) -> str | float:
    """What a text sorts by: plain numbers by their value, before other texts by their letters;
    empty ones last, whichever way is up. A SQL function, so that a value is worked out once."""
    if not text:
        return float("-inf") if descending else "\U0010ffff"
    if _PLAIN_NUMBER.fullmatch(text):
        return float(text)
    return text


class Database:
    """Connections to one file.

    No connection checkpoints by itself, so that a write in the GUI thread never pays for folding
    the log back; ``write(bulk=True)``, which runs use, does. ``generation`` grows with each
    committed write: whoever caches a count compares it.
    Thread: any; a connection never leaves the thread that asked for it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.generation = 0
        self._guard = threading.Lock()
        self._turns = Turns()
        self._local = threading.local()
        self._open: dict[threading.Thread, sqlite3.Connection] = {}
        self._closed = False
        self._folded = 0.0

    def connection(self) -> sqlite3.Connection:
        """This thread's connection. Raises ``UserError("project_closed")`` after :meth:`close`."""
        if self._closed:
            raise UserError("project_closed", path=str(self.path))
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = self._local.connection = self._connect()
            self._keep(found)
        return found

    def read(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query."""
        try:
            return self.connection().execute(sql, params).fetchall()
        except sqlite3.Error as error:
            raise coded(error, self.path) from error

    def one(self, sql: str, params: Sequence[Any] = ()) -> Row | None:
        """The first row of a query."""
        rows = self.read(sql, params)
        return rows[0] if rows else None

    def stream(self, sql: str, params: Sequence[Any] = ()) -> Iterator[Row]:
        """The rows of a query, a few hundred in memory at a time, all from one moment."""
        try:
            cursor = self.connection().execute(sql, params)
            while rows := cursor.fetchmany(STREAM_ROWS):
                yield from rows
        except sqlite3.Error as error:
            raise coded(error, self.path) from error

    @contextlib.contextmanager
    def write(self, bulk: bool = False) -> Iterator[sqlite3.Connection]:
        """One transaction: committed at the end of the block, undone if it raises.

        Blocks nest: the outermost one commits. ``bulk``: a long log is folded back afterwards.
        """
        connection = self.connection()
        if connection.in_transaction:
            yield connection
            return
        with self._turns:
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            except sqlite3.Error as error:
                raise coded(error, self.path) from error
            finally:
                _undo(connection)
            self.generation += 1
        if bulk:
            self._fold_back(connection)

    def close(self) -> None:
        """Fold the log back and close every connection; the last one removes the side files."""
        with self._guard:
            self._closed = True
            connections = list(self._open.values())
            self._open.clear()
        for connection in connections:
            with contextlib.suppress(sqlite3.Error):
                connection.close()

    def _fold_back(self, connection: sqlite3.Connection) -> None:
        """Move a long log into the file, at most once a second and beside other writers; a failure
        (a full disk) only means that the log stays long."""
        now = time.monotonic()
        if now - self._folded < 1.0:
            return
        with contextlib.suppress(OSError, sqlite3.Error):
            log = self.path.with_name(self.path.name + "-wal")
            if log.stat().st_size > LOG_BYTES:
                self._folded = now
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

    def _connect(self) -> sqlite3.Connection:
        try:
            # The thread that closes the project closes the connections of threads that are gone.
            connection = sqlite3.connect(
                self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute("PRAGMA temp_store=MEMORY")
            connection.execute("PRAGMA cache_size=-32000")
            connection.execute("PRAGMA wal_autocheckpoint=0")
        except sqlite3.Error as error:
            raise coded(error, self.path) from error
        connection.create_function("cell_id", 2, cell_id, deterministic=True)
        connection.create_function("natural_key", 2, natural_key, deterministic=True)
        return connection

    def _keep(self, connection: sqlite3.Connection) -> None:
        with self._guard:
            gone = [thread for thread in self._open if not thread.is_alive()]
            for thread in gone:
                self._open.pop(thread).close()
            # A thread that Python did not start may be taken for a dead one with its number.
            stale = self._open.pop(threading.current_thread(), None)
            if stale is not None:
                stale.close()
            self._open[threading.current_thread()] = connection


def _undo(connection: sqlite3.Connection) -> None:
    """A full disk makes SQLite roll back by itself; anything else is for us to undo."""
    if connection.in_transaction:
        connection.execute("ROLLBACK")
