"""Runs and the items that failed in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine.store.database import Database
from engine.store.query import EVERYTHING, Query
from engine.store.rows import FailureRow
from engine.types import ItemFailure, Run, RunStatus


class Runs:
    """One row an execution of a job. A run that a dead process left RUNNING is INTERRUPTED when
    the project is next opened; running it again finds its finished items in the cache."""

    columns = ("job", "status", "started", "finished", "done", "failed", "model")

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, job: str, settings: Mapping[str, Any], model: str = "", total: int = 0) -> Run:
        """A new RUNNING run; ``settings`` are plain JSON values, enough to run it again."""
        raise NotImplementedError

    def finish(
        self, run_id: str, status: RunStatus, done: int, failed: int, model: str = ""
    ) -> None:
        """Close a run."""
        raise NotImplementedError

    def get(self, run_id: str) -> Run | None:
        """One run."""
        raise NotImplementedError

    def interrupted(self) -> list[Run]:
        """Runs that did not come to an end and that no later run of the same job with the same
        settings has made good; newest first."""
        raise NotImplementedError

    def count(self, query: Query = EVERYTHING) -> int:
        """How many runs meet ``query``."""
        raise NotImplementedError

    def page(self, offset: int, limit: int, query: Query = EVERYTHING) -> list[Run]:
        """Rows ``offset`` to ``offset + limit``, newest first unless ``query`` sorts."""
        raise NotImplementedError


class Failures:
    """Items that failed, newest run first."""

    columns = ("job", "item", "code", "run_id", "at")

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, failures: Iterable[ItemFailure], run_id: str, job: str = "") -> None:
        """Add failures of a run; the same item and code in the same run is kept once."""
        raise NotImplementedError

    def clear(self, items: Iterable[str] | None = None, job: str = "") -> None:
        """Forget the failures of ``items`` (all where ``None``), before they are retried."""
        raise NotImplementedError

    def count(self, query: Query = EVERYTHING) -> int:
        """How many failures meet ``query``."""
        raise NotImplementedError

    def page(self, offset: int, limit: int, query: Query = EVERYTHING) -> list[FailureRow]:
        """Rows ``offset`` to ``offset + limit`` of ``query``."""
        raise NotImplementedError
