"""What many records say, by their ids, where all of them together do not fit the memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from types import TracebackType

_CACHE_KIB = 16 * 1024
_AT_ONCE = 500


class RecordWords:
    """Texts by record id: in memory as far as they are few, then in a temporary file that goes with
    this object. Thread: the one that made it."""

    def __init__(self) -> None:
        # No name: a database of its own that SQLite keeps in its cache, and beside it when that is full.
        self._database = sqlite3.connect("", isolation_level=None)
        for setting in (f"cache_size = -{_CACHE_KIB}", "journal_mode = OFF", "synchronous = OFF"):
            self._database.execute(f"PRAGMA {setting}")
        self._database.execute("CREATE TABLE words (id TEXT PRIMARY KEY, text TEXT) WITHOUT ROWID")

    def __enter__(self) -> RecordWords:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._database.close()

    def add(self, words: Iterable[tuple[str, str]]) -> None:
        """Keep the text of each id; the last one where an id comes twice."""
        self._database.execute("BEGIN")
        self._database.executemany("INSERT OR REPLACE INTO words VALUES (?, ?)", words)
        self._database.execute("COMMIT")

    def of(self, ids: Collection[str]) -> dict[str, str]:
        """The texts of those of ``ids`` that have one."""
        wanted = list(ids)
        found: dict[str, str] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            part = wanted[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(part))
            found.update(
                self._database.execute(f"SELECT id, text FROM words WHERE id IN ({marks})", part)
            )
        return found
