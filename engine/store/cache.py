"""Results by content and settings, so that a re-run computes only what is missing."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterable, Mapping

from engine.store import codec
from engine.store.database import Database

DAY = 86400


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
            used, self._used = self._used, set()
        with self._database.write(bulk=True) as connection:
            total = self._total(connection) + sum(map(len, entries.values()))
            connection.executemany(
                "UPDATE cache SET used = ? WHERE key = ?", [(today, key) for key in used]
            )
            connection.executemany(
                "INSERT OR IGNORE INTO cache (key, value, size, used) VALUES (?, ?, ?, ?)",
                [(key, value, len(value), today) for key, value in entries.items()],
            )
            if total > self._limit:
                total = _shrink(connection, self._limit * 4 // 5)
            self._bytes = total

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


def _today() -> int:
    return int(time.time() // DAY)


def _sum(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT COALESCE(SUM(size), 0) FROM cache").fetchone()[0])


def _shrink(connection: sqlite3.Connection, limit: int) -> int:
    """Delete the entries used longest ago until ``limit`` bytes are left; returns what is left."""
    total = _sum(connection)
    gone = []
    for position, size in connection.execute(
        "SELECT position, size FROM cache ORDER BY used, position"
    ):
        if total <= limit:
            break
        gone.append((position,))
        total -= size
    connection.executemany("DELETE FROM cache WHERE position = ?", gone)
    return total
