"""Results by content and settings, so that a re-run computes only what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.store.database import Database


class ResultCache:
    """Implements ``engine.jobs.services.Cache`` in the project file, bounded in size: the entries
    used longest ago go first. Thread: any."""

    def __init__(self, database: Database, limit_bytes: int = 512 * 2**20) -> None:
        self._database = database
        self._limit = limit_bytes

    def get_many(self, keys: Iterable[str]) -> Mapping[str, bytes]:
        """The entries that exist."""
        raise NotImplementedError

    def put_many(self, entries: Mapping[str, bytes]) -> None:
        """Keep ``entries``; an existing key is left as it is. Raises ``UserError("disk_full")``."""
        raise NotImplementedError

    def clear(self) -> None:
        """Forget everything."""
        raise NotImplementedError
