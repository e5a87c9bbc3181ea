"""Lines of bulk pair-scoring runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from engine.store import codec
from engine.store.database import Database, Row
from engine.store.paging import like
from engine.store.query import EVERYTHING, Query
from engine.types import ItemFailure, ScoredPair

_LABEL = "CASE WHEN failure IS NOT NULL THEN '' ELSE COALESCE(label, 'score') END"
_SCORE = """COALESCE((SELECT MAX(json_extract(value, '$[1]')) FROM json_each(scores)
    WHERE label IS NULL OR json_extract(value, '$[0]') = label), -1)"""
_ORDERS = {"line": "line", "score": _SCORE, "label": _LABEL}


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

    def listing(self, run_id: str, query: Query = EVERYTHING) -> list[int]:
        """The numbers of the lines of a run that meet ``query``, in its order: ``line``, ``score``
        (the first label's, or that of the verdict) or ``label``; the filter ``label`` is one or
        several of them, "" standing for lines that failed. Many lines take a moment."""
        wanted: list[str] = ["run_id = ?"]
        params: list[Any] = [run_id]
        for part in query.filters:
            values = part.value if isinstance(part.value, tuple) else (part.value,)
            marks = ",".join("?" * len(values))
            wanted.append(f"{_LABEL} IN ({marks})")
            params += values
        if query.text:
            wanted.append("data LIKE ? ESCAPE '\\'")
            params.append(like(query.text))
        order = _ORDERS.get(query.sort, "line")
        way = "DESC" if query.descending else "ASC"
        rows = self._database.read(
            f"SELECT line FROM scored WHERE {' AND '.join(wanted)} ORDER BY {order} {way}, line",
            params,
        )
        return [row[0] for row in rows]

    def lines(self, run_id: str, numbers: Sequence[int]) -> list[ScoredPair | None]:
        """Some lines of a run; ``None`` for one that is not there."""
        rows = self._database.read(
            """SELECT line, data, scores, label, failure FROM scored WHERE run_id = ?
            AND line IN (SELECT value FROM json_each(?))""",
            (run_id, codec.dump(list(numbers))),
        )
        found = {row[0]: _line(row) for row in rows}
        return [found.get(number) for number in numbers]

    def labels(self, run_id: str) -> dict[str, int]:
        """How many lines of a run have each label: "" for those that failed."""
        rows = self._database.read(
            f"SELECT {_LABEL}, COUNT(*) FROM scored WHERE run_id = ? GROUP BY 1", (run_id,)
        )
        return dict(rows)

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
