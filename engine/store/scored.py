"""Lines of bulk pair-scoring runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.store import codec
from engine.store.database import Database, Row
from engine.types import ItemFailure, ScoredPair


class ScoredPairs:
    """Scored lines by run, in input order. ``run_id`` is part of their key: runs keep apart."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, lines: Iterable[ScoredPair], run_id: str) -> None:
        """Add lines; a known line of the same run is replaced."""
        with self._database.write(bulk=True) as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO scored VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (
                        run_id,
                        line.line,
                        codec.dump([list(part) for part in line.data]),
                        codec.dump([list(part) for part in line.scores]),
                        line.label,
                        _failure_text(line.failure),
                    )
                    for line in lines
                ],
            )

    def count(self, run_id: str) -> int:
        """How many lines of a run are there."""
        row = self._database.one("SELECT COUNT(*) FROM scored WHERE run_id = ?", (run_id,))
        return int(row[0]) if row else 0

    def page(self, offset: int, limit: int, run_id: str) -> list[ScoredPair]:
        """Lines ``offset`` to ``offset + limit`` of a run."""
        rows = self._database.read(
            """SELECT line, data, scores, label, failure FROM scored WHERE run_id = ?
            ORDER BY line LIMIT ? OFFSET ?""",
            (run_id, limit, offset),
        )
        return [_line(row) for row in rows]

    def all(self, run_id: str) -> Iterator[ScoredPair]:
        """Every line of a run, streamed."""
        rows = self._database.stream(
            "SELECT line, data, scores, label, failure FROM scored WHERE run_id = ? ORDER BY line",
            (run_id,),
        )
        return (_line(row) for row in rows)


def _failure_text(failure: ItemFailure | None) -> str | None:
    if failure is None:
        return None
    return codec.dump([failure.item, failure.code, codec.params_text(failure.params)])


def _line(row: Row) -> ScoredPair:
    number, data, scores, label, failure = row
    return ScoredPair(
        number,
        tuple((name, value) for name, value in codec.load(data)),
        tuple((name, value) for name, value in codec.load(scores)),
        label,
        None if failure is None else codec.failure(*codec.load(failure)),
    )
