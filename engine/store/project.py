"""A project: one ``.cdesk`` file."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from engine.errors import UserError
from engine.store import schema
from engine.store.cache import ResultCache
from engine.store.cells import Cells
from engine.store.changes import Changes
from engine.store.clusters import Clusters
from engine.store.database import Database, coded
from engine.store.documents import Documents
from engine.store.edits import Edits
from engine.store.found import Found
from engine.store.lanes import Lanes
from engine.store.lock import ProjectLock
from engine.store.pairs import Pairs
from engine.store.runs import Failures, Runs
from engine.store.scored import ScoredPairs
from engine.store.sink import ProjectSink
from engine.store.tables import Tables
from engine.store.tallies import CellTallies
from engine.store.verdicts import Verdicts

COPY_PAGES = 256
_MAGIC = b"SQLite format 3\x00"


class Project:
    """An open project and its repositories.

    Thread: any thread may use any repository; each thread has its own connection.
    """

    def __init__(self, database: Database, lock: ProjectLock) -> None:
        self.database = database
        self._lock = lock
        self.documents = Documents(database)
        self.cells = Cells(database)
        self.found = Found(database, self.cells)
        self.lanes = Lanes(database, self.cells, self.found)
        self.tallies = CellTallies(database)
        self.tables = Tables(database)
        self.pairs = Pairs(database)
        self.clusters = Clusters(database)
        self.scored = ScoredPairs(database)
        self.verdicts = Verdicts(database)
        self.changes = Changes(database)
        self.runs = Runs(database)
        self.failures = Failures(database)
        self.edits = Edits(database, self.lanes.recheck_cells)
        self.cache = ResultCache(database)

    @property
    def path(self) -> Path:
        """The project's file."""
        return self.database.path

    @classmethod
    def create(cls, path: Path) -> Project:
        """A new, empty project. Raises ``UserError``: ``project_exists``, ``project_locked``,
        ``folder_missing``, ``folder_read_only``, ``disk_full``."""
        path = path.absolute()
        lock = ProjectLock(path)
        lock.acquire()
        if path.exists():
            lock.release()
            raise UserError("project_exists", path=str(path))
        database = Database(path)
        try:
            _prepare(database)
        except BaseException:
            _remove_files(database)
            lock.release()
            raise
        return cls(database, lock)

    @classmethod
    def open(cls, path: Path) -> Project:
        """Open, check and, where it is from an older version, migrate a project.

        Raises ``UserError``: ``project_missing``, ``project_newer``, ``project_locked``,
        ``project_damaged``, ``project_read_only``, ``not_a_project``, ``folder_read_only``,
        ``disk_full``.
        """
        path = path.absolute()
        _check_file(path)
        lock = ProjectLock(path)
        lock.acquire()
        database = Database(path)
        try:
            _check(database)
            _prepare(database)
            project = cls(database, lock)
            project.runs.mark_interrupted()
            project.documents.purge()
        except BaseException:
            database.close()
            lock.release()
            raise
        return project

    def close(self) -> None:
        """Fold the log back into the one file and let go of it; closing twice is harmless.

        Jobs that write to the project have ended before this is called.
        """
        self.database.close()
        self._lock.release()

    def __enter__(self) -> Project:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def save_copy(self, path: Path, progress: Callable[[int, int], None] | None = None) -> None:
        """Write a consistent copy to ``path`` in steps, while other threads go on writing;
        ``progress(pages copied, pages in all)``. What was at ``path`` is replaced at the very end.

        Raises ``UserError``: ``disk_full``, ``folder_missing``, ``folder_read_only``,
        ``project_locked`` where another process has a project open at ``path``.
        """
        path = path.absolute()
        if path == self.path:
            return
        lock = ProjectLock(path)
        lock.acquire()
        partial = path.with_name(path.name + ".part")
        try:
            self._copy(partial, progress)
            # A stale log beside the old file would be read into the new one.
            for suffix in ("-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            partial.replace(path)
        except OSError as error:
            raise UserError("folder_read_only", path=str(path.parent)) from error
        finally:
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)
            lock.release()

    def get_meta(self, key: str, default: str = "") -> str:
        """A small text kept with the project: ``fields_text``, ``title``, a workspace's state …"""
        row = self.database.one("SELECT value FROM meta WHERE key = ?", (key,))
        return default if row is None else str(row[0])

    def set_meta(self, key: str, value: str) -> None:
        """Keep a small text with the project."""
        with self.database.write() as connection:
            connection.execute(
                """INSERT INTO meta VALUES (?, ?)
                ON CONFLICT (key) DO UPDATE SET value = excluded.value""",
                (key, value),
            )

    @property
    def fields_text(self) -> str:
        """The fields as the user typed them."""
        return self.get_meta("fields_text")

    @fields_text.setter
    def fields_text(self, text: str) -> None:
        self.set_meta("fields_text", text)

    def sink(
        self,
        run_id: str,
        fields: Sequence[str] = (),
        documents: Sequence[str] = (),
        model: Callable[[], str] = str,
    ) -> ProjectSink:
        """The sink for one run's results; see :class:`ProjectSink`."""
        return ProjectSink(self, run_id, fields, documents, model)

    def _copy(self, target: Path, progress: Callable[[int, int], None] | None) -> None:
        source = self.database.connection()
        target.unlink(missing_ok=True)

        def report(_status: int, remaining: int, total: int) -> None:
            if progress is not None:
                progress(total - remaining, total)

        copy = sqlite3.connect(target)
        try:
            # Holding one read transaction keeps the copy at one moment: without it, each write by
            # another thread would make the backup start again.
            source.execute("BEGIN")
            source.execute("SELECT 1 FROM meta").fetchone()
            source.backup(copy, pages=COPY_PAGES, progress=report, sleep=0)
        except sqlite3.Error as error:
            raise coded(error, target) from error
        finally:
            if source.in_transaction:
                source.execute("ROLLBACK")
            copy.close()


def _check_file(path: Path) -> None:
    """What can be said of the file before it is opened."""
    if not path.is_file():
        raise UserError("project_missing", path=str(path))
    try:
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except OSError as error:
        raise UserError("project_read_only", path=str(path)) from error
    if not os.access(path, os.W_OK):
        raise UserError("project_read_only", path=str(path))
    if head != _MAGIC:
        code = "project_damaged" if path.suffix.lower() == ".cdesk" else "not_a_project"
        raise UserError(code, path=str(path))


def _check(database: Database) -> None:
    """The file is one of ours, of a version we know, and sound."""
    connection = database.connection()
    try:
        if not schema.is_project(connection):
            raise UserError("not_a_project", path=str(database.path))
        schema.require_known(connection, database.path)
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise UserError("project_damaged", path=str(database.path))
    except sqlite3.Error as error:
        raise coded(error, database.path) from error


def _prepare(database: Database) -> None:
    """Log mode, and the schema of this version."""
    connection = database.connection()
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        schema.migrate(connection, database.path)
    except sqlite3.Error as error:
        raise coded(error, database.path) from error


def _remove_files(database: Database) -> None:
    database.close()
    for suffix in ("", "-wal", "-shm", "-journal"):
        with contextlib.suppress(OSError):
            database.path.with_name(database.path.name + suffix).unlink(missing_ok=True)
