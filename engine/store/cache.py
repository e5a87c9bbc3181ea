"""Results by content and settings, so that a re-run computes only what is missing."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping

from engine.store import codec
from engine.store.database import Database

DAY = 86400
SLICE, SLICE_BYTES = 500, 4 * 2**20
"""Entries and bytes in one transaction, which a window's edit may have to wait for."""


class ResultCache:
    """Implements ``engine.jobs.services.Cache`` in the project file, bounded in size: the entries
    used longest ago go first. Thread: any."""

    def __init__(self, database: Database, limit_bytes: int = 512 * 2**20) -> None:
        self._database = database
        self._limit = limit_bytes
        self._guard = threading.Lock()
        self._bytes: int | None = None
        self._used: set[str] = set()

    def get_many(self, keys: Iterable[str]) -> Mapping[str, bytes]:
        """The entries that exist."""
        rows = self._database.read(
            """SELECT key, value, used FROM cache
            WHERE key IN (SELECT value FROM json_each(?))""",
            (codec.dump(list(keys)),),
        )
        today = _today()
        with self._guard:
            # Reading writes nothing: the day of use is noted with the next write.
            self._used.update(key for key, _, used in rows if used != today)
        return {key: value for key, value, _ in rows}

    def put_many(self, entries: Mapping[str, bytes]) -> None:
        """Keep ``entries``; an existing key is left as it is. Raises ``UserError("disk_full")``."""
        if not entries:
            return
        today = _today()
        with self._guard:
            used, self._used = sorted(self._used), set()
        for start in range(0, len(used), SLICE):
            with self._database.write(bulk=True) as connection:
                connection.executemany(
                    "UPDATE cache SET used = ? WHERE key = ?",
                    [(today, key) for key in used[start : start + SLICE]],
                )
        for batch in _slices(entries):
            with self._database.write(bulk=True) as connection:
                total = self._total(connection) + sum(len(value) for _, value in batch)
                connection.executemany(
                    "INSERT OR IGNORE INTO cache (key, value, size, used) VALUES (?, ?, ?, ?)",
                    [(key, value, len(value), today) for key, value in batch],
                )
                self._bytes = total
        if total > self._limit:
            self._bytes = self._shrink(self._limit * 4 // 5)

    def set_limit(self, limit_bytes: int) -> None:
        """Hold at most ``limit_bytes`` from the next entry on."""
        self._limit = limit_bytes

    def clear(self) -> None:
        """Forget everything."""
        with self._database.write(bulk=True) as connection:
            connection.execute("DELETE FROM cache")
        self._bytes = 0

    def _total(self, connection: sqlite3.Connection) -> int:
        """Bytes held, summed once and then kept up to date; entries put twice count twice, which
        only makes the next real sum come sooner."""
        if self._bytes is None:
            return _sum(connection)
        return self._bytes

    def _shrink(self, limit: int) -> int:
        """Delete the entries used longest ago until ``limit`` bytes are left, a slice at a time;
        returns what is left."""
        total = _sum(self._database.connection())
        while total > limit:
            gone, freed = [], 0
            for position, size in self._database.read(
                "SELECT position, size FROM cache ORDER BY used, position LIMIT ?", (SLICE,)
            ):
                if freed >= min(SLICE_BYTES, total - limit):
                    break
                gone.append((position,))
                freed += size
            with self._database.write(bulk=True) as connection:
                connection.executemany("DELETE FROM cache WHERE position = ?", gone)
            total -= freed
        return total


def _today() -> int:
    return int(time.time() // DAY)


def _slices(entries: Mapping[str, bytes]) -> Iterator[list[tuple[str, bytes]]]:
    """``entries`` in stretches short enough for one transaction; a larger one stands alone."""
    batch: list[tuple[str, bytes]] = []
    held = 0
    for entry in entries.items():
        if batch and (len(batch) == SLICE or held + len(entry[1]) > SLICE_BYTES):
            yield batch
            batch, held = [], 0
        batch.append(entry)
        held += len(entry[1])
    yield batch


def _sum(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT COALESCE(SUM(size), 0) FROM cache").fetchone()[0])
