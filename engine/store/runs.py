"""Runs and the items that failed in them."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from engine.store import codec
from engine.store.database import Database, Row
from engine.store.paging import Listing, Order, Pager
from engine.store.query import EVERYTHING, Query
from engine.store.rows import FailureRow
from engine.types import ItemFailure, Run, RunStatus

_RUN = "id, job, settings, model, status, started, finished, done, failed, total"
_RUNS = Listing(
    source="runs",
    key="position",
    detail=f"SELECT position, {_RUN} FROM runs WHERE position",
    columns={
        "order": Order("position"),
        **{
            name: Order(name)
            for name in ("job", "status", "started", "finished", "done", "failed", "model", "id")
        },
    },
    default=("order", True),
    search="job LIKE ? ESCAPE '\\' OR model LIKE ? ESCAPE '\\'",
)

_FAILURES = Listing(
    source="failures",
    key="position",
    detail="SELECT position, run_id, job, item, code, params, at FROM failures WHERE position",
    columns={
        "order": Order("position"),
        **{name: Order(name) for name in ("job", "item", "code", "run_id", "at")},
    },
    default=("order", True),
    search="item LIKE ? ESCAPE '\\' OR code LIKE ? ESCAPE '\\'",
)

UNFINISHED = (RunStatus.INTERRUPTED, RunStatus.CANCELLED, RunStatus.FAILED)


class Runs:
    """One row an execution of a job. A run that a dead process left RUNNING is INTERRUPTED when
    the project is next opened; running it again finds its finished items in the cache."""

    columns = tuple(_RUNS.columns)

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pager = Pager(database, _RUNS)

    def begin(self, job: str, settings: Mapping[str, Any], model: str = "", total: int = 0) -> Run:
        """A new RUNNING run; ``settings`` are plain JSON values, enough to run it again."""
        run = Run(
            uuid.uuid4().hex,
            job,
            tuple(settings.items()),
            model,
            RunStatus.RUNNING,
            time.time(),
            total=total,
        )
        text = codec.dump(dict(settings))
        with self._database.write() as connection:
            connection.execute(
                f"INSERT INTO runs ({_RUN}) VALUES (?, ?, ?, ?, ?, ?, NULL, 0, 0, ?)",
                (run.id, job, text, model, run.status.value, run.started, total),
            )
        return run

    def finish(
        self, run_id: str, status: RunStatus, done: int, failed: int, model: str = ""
    ) -> None:
        """Close a run; ``model`` where it became known only during the run."""
        with self._database.write() as connection:
            connection.execute(
                """UPDATE runs SET status = ?1, done = ?2, failed = ?3, finished = ?4,
                model = CASE ?5 WHEN '' THEN model ELSE ?5 END WHERE id = ?6""",
                (status.value, done, failed, time.time(), model, run_id),
            )

    def note_model(self, run_id: str, model: str) -> None:
        """Record the models of a run, where they became known only during it."""
        with self._database.write() as connection:
            connection.execute("UPDATE runs SET model = ? WHERE id = ?", (model, run_id))

    def get(self, run_id: str) -> Run | None:
        """One run."""
        row = self._database.one(f"SELECT {_RUN} FROM runs WHERE id = ?", (run_id,))
        return None if row is None else _run(row)

    def interrupted(self) -> list[Run]:
        """Runs that did not come to an end and that no later run of the same job with the same
        settings has made good; newest first."""
        marks = ",".join("?" * len(UNFINISHED))
        rows = self._database.read(
            f"""SELECT {_RUN} FROM runs r WHERE status IN ({marks}) AND NOT EXISTS (
            SELECT 1 FROM runs l WHERE l.position > r.position AND l.job = r.job
            AND l.settings = r.settings) ORDER BY position DESC""",
            UNFINISHED,
        )
        return [_run(row) for row in rows]

    def mark_interrupted(self) -> int:
        """Called on opening: no run can be running yet. Returns how many had been left so."""
        with self._database.write() as connection:
            return connection.execute(
                "UPDATE runs SET status = ? WHERE status IN (?, ?)",
                (RunStatus.INTERRUPTED.value, RunStatus.RUNNING.value, RunStatus.QUEUED.value),
            ).rowcount

    def count(self, query: Query = EVERYTHING) -> int:
        """How many runs meet ``query``."""
        return self._pager.count(query)

    def page(self, offset: int, limit: int, query: Query = EVERYTHING) -> list[Run]:
        """Rows ``offset`` to ``offset + limit``, newest first unless ``query`` sorts."""
        return [_run(row[1:]) for row in self._pager.page(offset, limit, query)]


class Failures:
    """Items that failed, newest first."""

    columns = tuple(_FAILURES.columns)

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pager = Pager(database, _FAILURES)

    def append(self, failures: Iterable[ItemFailure], run_id: str, job: str = "") -> None:
        """Add failures of a run; they take the place of what earlier runs of the same job said of
        the same items."""
        now = time.time()
        rows = [
            (run_id, job, codec.pack_text(f.item), f.code, codec.params_text(f.params), now)
            for f in failures
        ]
        with self._database.write() as connection:
            connection.executemany(
                "DELETE FROM failures WHERE item = ? AND job = ? AND run_id <> ?",
                [(item, job, run_id) for _, _, item, _, _, _ in rows],
            )
            connection.executemany(
                """INSERT INTO failures (run_id, job, item, code, params, at)
                VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (run_id, item, code)
                DO UPDATE SET params = excluded.params""",
                rows,
            )

    def clear(self, items: Iterable[str] | None = None, job: str = "") -> None:
        """Forget the failures of ``items`` (all where ``None``), of one job or of all jobs."""
        with self._database.write() as connection:
            if items is None:
                connection.execute("DELETE FROM failures WHERE ? IN ('', job)", (job,))
                return
            connection.executemany(
                "DELETE FROM failures WHERE item = ? AND ? IN ('', job)",
                [(codec.pack_text(item), job) for item in items],
            )

    def count(self, query: Query = EVERYTHING) -> int:
        """How many failures meet ``query``."""
        return self._pager.count(query)

    def page(self, offset: int, limit: int, query: Query = EVERYTHING) -> list[FailureRow]:
        """Rows ``offset`` to ``offset + limit`` of ``query``."""
        return [
            FailureRow(key, run_id, job, codec.failure(item, code, params), at)
            for key, run_id, job, item, code, params, at in self._pager.page(offset, limit, query)
        ]


def _run(row: Row) -> Run:
    key, job, settings, model, status, *rest = row
    return Run(key, job, tuple(codec.load(settings).items()), model, RunStatus(status), *rest)
