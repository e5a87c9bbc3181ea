"""What can be saved of a damaged project file."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.errors import UserError
from engine.store import codec
from engine.store.database import Row
from engine.store.project import Project

_MAGIC_BYTES = 24
"""The part of SQLite's header that is the same in all our files."""

_PAGE_SIZE_AT, _PAGE_COUNT_AT = 16, 28
"""Where the page size (2 bytes) and the number of pages (4 bytes) stand in that header."""

_SKIP_LIMIT = 2**40
_PATIENCE = 4096
"""Single steps over damage before leaping: more than the rows that fit on one page."""

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Recovery:
    """How many rows of each table were brought over; ``lost`` counts the places that could not be
    read, each of which may have held several rows."""

    recovered: tuple[tuple[str, int], ...]
    lost: int


def recover(path: Path, new_path: Path) -> Recovery:
    """Copy every row that can still be read from the damaged project at ``path`` into a new
    project at ``new_path``. The damaged file is left as it is.

    A document whose text is lost stands in the new project as a file that could not be read, so
    that it can be added again. Raises ``UserError("project_unrecoverable")`` where nothing could
    be read, and what :meth:`Project.create` raises.
    """
    with tempfile.TemporaryDirectory(prefix="clausedesk-") as folder:
        copy = Path(folder) / "damaged.cdesk"
        _copy_files(path, copy)
        project = Project.create(new_path)
        try:
            _mend_header(copy, new_path)
            recovery = _Salvage(copy, project).run()
            project.runs.mark_interrupted()
        except BaseException:
            project.close()
            _discard(new_path)
            raise
        project.close()
    if not any(rows for _, rows in recovery.recovered):
        _discard(new_path)
        raise UserError("project_unrecoverable", path=str(path))
    return recovery


class _Salvage:
    """Reads what it can of one file into a project."""

    def __init__(self, damaged: Path, project: Project) -> None:
        self._damaged = damaged
        self._project = project
        self._lost = 0

    def run(self) -> Recovery:
        """Table by table."""
        connection = sqlite3.connect(self._damaged, isolation_level=None)
        try:
            recovered = tuple(
                (table, self._table(connection, table, columns))
                for table, columns in self._tables()
            )
        finally:
            connection.close()
        self._mark_lost_documents()
        return Recovery(recovered, self._lost)

    def _tables(self) -> list[tuple[str, list[str]]]:
        """The tables of a project of this version, with their columns."""
        names = self._project.database.read(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        return [
            (name, [row[1] for row in self._project.database.read(f"PRAGMA table_info({name})")])
            for (name,) in names
        ]

    def _table(self, damaged: sqlite3.Connection, table: str, columns: list[str]) -> int:
        try:
            there = {row[1] for row in damaged.execute(f"PRAGMA table_info({table})")}
        except sqlite3.Error:
            self._lost += 1
            return 0
        shared = [f'"{name}"' for name in columns if name in there]
        if not shared:
            return 0
        marks = ",".join("?" * len(shared))
        sql = f"INSERT OR IGNORE INTO {table} ({','.join(shared)}) VALUES ({marks})"
        count = 0
        batch: list[Row] = []
        for row in self._rows(damaged, table, shared):
            batch.append(row)
            if len(batch) == _BATCH:
                count += self._insert(sql, batch)
                batch = []
        return count + self._insert(sql, batch)

    def _insert(self, sql: str, rows: list[Row]) -> int:
        with self._project.database.write(bulk=True) as connection:
            before = connection.total_changes
            for row in rows:
                # A damaged row may break a constraint; its neighbours need not suffer.
                with contextlib.suppress(sqlite3.IntegrityError):
                    connection.execute(sql, row)
            return connection.total_changes - before

    def _rows(self, damaged: sqlite3.Connection, table: str, columns: list[str]) -> Iterator[Row]:
        listed = ",".join(columns)
        if "WITHOUT ROWID" in self._definition(table):
            for direction in ("ASC", "DESC"):
                sql = f"SELECT {listed} FROM {table} ORDER BY {columns[0]} {direction}"
                if (yield from self._until_damage(damaged, sql)):
                    return
            return
        yield from self._by_rowid(damaged, table, listed)

    def _until_damage(self, damaged: sqlite3.Connection, sql: str) -> Generator[Row, None, bool]:
        """Rows up to the first that cannot be read; returns whether all could be."""
        try:
            yield from damaged.execute(sql)
        except (sqlite3.Error, UnicodeDecodeError):
            self._lost += 1
            return False
        return True

    def _by_rowid(self, damaged: sqlite3.Connection, table: str, columns: str) -> Iterator[Row]:
        """Rows in order, stepping and then leaping over what cannot be read."""
        after, leap, failed = -1, 1, 0
        sql = f"SELECT rowid, {columns} FROM {table} NOT INDEXED WHERE rowid > ? ORDER BY rowid"
        while leap < _SKIP_LIMIT:
            try:
                for rowid, *row in damaged.execute(sql, (after,)):
                    self._lost += failed > 0
                    after, leap, failed = rowid, 1, 0
                    yield tuple(row)
                break
            except (sqlite3.Error, UnicodeDecodeError):
                after, failed = after + leap, failed + 1
                leap = leap if failed < _PATIENCE else leap * 2
        self._lost += failed > 0

    def _definition(self, table: str) -> str:
        row = self._project.database.one("SELECT sql FROM sqlite_master WHERE name = ?", (table,))
        return str(row[0]) if row else ""

    def _mark_lost_documents(self) -> None:
        with self._project.database.write() as connection:
            known = connection.execute(
                """SELECT d.position, b.body FROM documents d
                LEFT JOIN bodies b ON b.position = d.position WHERE d.failure IS NULL"""
            )
            lost = [(position,) for position, body in known if not _readable(body)]
            connection.executemany("DELETE FROM bodies WHERE position = ?", lost)
            connection.executemany(
                """UPDATE documents SET failure = 'document_lost', failure_params = '[]',
                id = 'lost' || id, coverage = NULL WHERE position = ?""",
                lost,
            )
        self._lost += len(lost)


def _readable(body: bytes | None) -> bool:
    if body is None:
        return False
    try:
        codec.decompress(body)
    except Exception:
        return False
    return True


def _copy_files(path: Path, copy: Path) -> None:
    try:
        shutil.copyfile(path, copy)
        log = path.with_name(path.name + "-wal")
        if log.is_file():
            shutil.copyfile(log, copy.with_name(copy.name + "-wal"))
    except OSError as error:
        raise UserError("project_missing", path=str(path)) from error


def _mend_header(copy: Path, sound: Path) -> None:
    """Put the header's fixed bytes and the file's length right: their loss alone must not cost
    the whole file."""
    with sound.open("rb") as file:
        head = file.read(_MAGIC_BYTES)
    with copy.open("r+b") as file:
        if file.read(_MAGIC_BYTES) != head:
            file.seek(0)
            file.write(head)
        file.seek(_PAGE_COUNT_AT)
        pages = int.from_bytes(file.read(4), "big")
        size = int.from_bytes(head[_PAGE_SIZE_AT : _PAGE_SIZE_AT + 2], "big") * pages
        # SQLite refuses a file that was cut short; with blank pages in place it reads the rest.
        if copy.stat().st_size < size < _SKIP_LIMIT:
            file.truncate(size)


def _discard(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        with contextlib.suppress(OSError):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
