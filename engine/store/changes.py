"""Comparisons of two documents, and the changes between them."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from engine.store import codec, codec_compare
from engine.store.database import Database, Row
from engine.store.paging import Listing, Order, Pager
from engine.store.query import EVERYTHING, Filter, Query
from engine.store.rows_compare import ChangeRow, ComparisonRow
from engine.types import (
    Change,
    ClauseChange,
    Comparison,
    ComparisonMode,
    ReviewState,
    Scalar,
)

BATCH = 500
_ALL = 2**62
_HEAD = """c.key, c.id, c.comparison_id, c.position, c.change, c.old, c.new, c.similarity, c.edited,
    c.moved, c.renumbered, c.diff, c.meaning, c.state"""
_DETAIL = f"""SELECT {_HEAD}, COALESCE(e.reason, '') FROM changes c
    LEFT JOIN edits e ON e.target = 'change' AND e.target_id = c.id"""
_LISTING = Listing(
    source="changes c",
    key="c.key",
    detail=f"{_DETAIL} WHERE c.key",
    columns={
        "position": Order("c.position"),
        "comparison_id": Order("c.comparison_id"),
        "change": Order("c.change"),
        "edited": Order("c.edited"),
        "moved": Order("c.moved"),
        "renumbered": Order("c.renumbered"),
        "bearing": Order("c.bearing"),
        "party": Order("c.party"),
        "similarity": Order("c.similarity"),
        "old_clause": Order("c.old_clause", natural=True),
        "new_clause": Order("c.new_clause", natural=True),
        "state": Order("c.state"),
    },
    default=("position", False),
    search="c.words LIKE ? ESCAPE '\\'",
)
_NAME = "COALESCE((SELECT d.name FROM documents d WHERE d.id = k.{side}_document), '')"
_COMPARISONS = f"""SELECT k.id, k.old_document, k.new_document, k.mode, k.old_clauses, k.new_clauses,
    {_NAME.format(side="old")}, {_NAME.format(side="new")}, k.run_id, k.at FROM comparisons k
    WHERE NOT EXISTS (SELECT 1 FROM documents d WHERE d.removed = 1
    AND d.id IN (k.old_document, k.new_document))"""

FACETS = ("change", "bearing", "state")
"""What the changes of a comparison are narrowed by."""


class Changes:
    """The changes of all comparisons, by default in reading order; a filter on ``comparison_id``
    names the one that is shown. Reads of a page are fit for the GUI thread."""

    columns = tuple(_LISTING.columns)

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pager = Pager(database, _LISTING)

    def begin(self, comparisons: Iterable[Comparison], run_id: str = "") -> None:
        """Note what is compared; a known comparison gets its new figures."""
        with self._database.write(bulk=True) as connection:
            connection.executemany(
                """INSERT INTO comparisons (id, old_document, new_document, mode, old_clauses,
                new_clauses, run_id, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET mode = excluded.mode,
                old_clauses = excluded.old_clauses, new_clauses = excluded.new_clauses,
                run_id = excluded.run_id, at = excluded.at""",
                [
                    (
                        one.id,
                        one.old_id,
                        one.new_id,
                        one.mode.value,
                        one.old_clauses,
                        one.new_clauses,
                        run_id,
                        time.time(),
                    )
                    for one in comparisons
                ],
            )

    def append(self, changes: Iterable[ClauseChange], run_id: str = "") -> None:
        """Add changes; one with a known id gets its new figures and keeps its review state."""
        remaining = iter(changes)
        while batch := list(islice(remaining, BATCH)):
            with self._database.write(bulk=True) as connection:
                _put(connection, batch, run_id)

    def drop_stale(self, comparison_ids: Iterable[str], run_id: str) -> None:
        """Forget the changes of these comparisons that ``run_id`` did not give again: two ways of
        pairing the same clauses cannot stand side by side. What was decided waits among the edits."""
        with self._database.write(bulk=True) as connection:
            connection.executemany(
                "DELETE FROM changes WHERE comparison_id = ? AND run_id <> ?",
                [(one, run_id) for one in comparison_ids],
            )

    def comparisons(self) -> list[ComparisonRow]:
        """Every comparison whose two documents are in the project, the newest first."""
        return [
            _comparison(row) for row in self._database.read(f"{_COMPARISONS} ORDER BY k.at DESC")
        ]

    def comparison(self, comparison_id: str) -> ComparisonRow | None:
        """One comparison."""
        row = self._database.one(f"{_COMPARISONS} AND k.id = ?", (comparison_id,))
        return None if row is None else _comparison(row)

    def delete(self, comparison_id: str) -> None:
        """Forget a comparison and its changes; what was decided on them stays among the edits."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM changes WHERE comparison_id = ?", (comparison_id,))
            connection.execute("DELETE FROM comparisons WHERE id = ?", (comparison_id,))

    def counts(self, comparison_id: str) -> dict[Change, int]:
        """How many changes of each kind a comparison has; kinds that do not occur are left out."""
        rows = self._database.read(
            "SELECT change, COUNT(*) FROM changes WHERE comparison_id = ? GROUP BY change",
            (comparison_id,),
        )
        return {Change(change): int(count) for change, count in rows}

    def get(self, change_id: str) -> ChangeRow | None:
        """One change as it stands now."""
        row = self._database.one(f"{_DETAIL} WHERE c.id = ?", (change_id,))
        return None if row is None else _row(row)

    def count(self, query: Query = EVERYTHING) -> int:
        """How many changes meet ``query``."""
        return self._pager.count(query)

    def page(self, offset: int, limit: int, query: Query = EVERYTHING) -> list[ChangeRow]:
        """Rows ``offset`` to ``offset + limit`` of ``query``."""
        return [_row(row) for row in self._pager.page(offset, limit, query)]

    def keys(self, query: Query = EVERYTHING) -> list[int]:
        """The keys of all rows that meet ``query``, in its order; see :meth:`rows`."""
        return self._pager.keys(0, _ALL, query)

    def rows(self, keys: Sequence[int]) -> list[ChangeRow | None]:
        """The rows of some keys as they stand now, in the same order; ``None`` for one that is no
        longer there."""
        found = self._database.read(
            f"{_DETAIL} WHERE c.key IN (SELECT value FROM json_each(?))",
            (codec.dump(list(keys)),),
        )
        by_key = {row[0]: _row(row) for row in found}
        return [by_key.get(key) for key in keys]

    def facets(self, query: Query = EVERYTHING) -> dict[str, dict[str, int]]:
        """How many rows there are of each value of the columns in ``FACETS``, each counted under
        the other conditions of ``query`` alone. Conditions on these columns are ``=`` or ``in``."""
        chosen = {part.column: _values(part) for part in query.filters if part.column in FACETS}
        others = tuple(part for part in query.filters if part.column not in FACETS)
        counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
        for *values, count in self._pager.groups(FACETS, replace(query, filters=others)):
            named = dict(zip(FACETS, values, strict=True))
            missed = [name for name in chosen if named[name] not in chosen[name]]
            for name, value in named.items():
                if not missed or missed == [name]:
                    counts[name][value] += count
        return {name: dict(found) for name, found in counts.items()}

    def all(self, comparison_id: str) -> Iterator[tuple[ClauseChange, str]]:
        """Every change of one comparison with its review state, streamed, in reading order."""
        rows = self._database.stream(
            f"SELECT {_HEAD} FROM changes c WHERE c.comparison_id = ? ORDER BY c.position",
            (comparison_id,),
        )
        return ((_change(row), str(row[-1])) for row in rows)


def _values(condition: Filter) -> tuple[Scalar, ...]:
    return condition.value if isinstance(condition.value, tuple) else (condition.value,)


def _put(connection: sqlite3.Connection, changes: list[ClauseChange], run_id: str) -> None:
    connection.executemany(
        """INSERT INTO changes (id, comparison_id, position, change, edited, moved, renumbered,
        bearing, party, similarity, old_clause, new_clause, old, new, diff, meaning, words, state,
        run_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
        COALESCE((SELECT state FROM edits WHERE target = 'change' AND target_id = ?1), 'proposed'),
        ?18) ON CONFLICT (id) DO UPDATE SET position = excluded.position, change = excluded.change,
        edited = excluded.edited, moved = excluded.moved, renumbered = excluded.renumbered,
        bearing = excluded.bearing, party = excluded.party, similarity = excluded.similarity,
        old_clause = excluded.old_clause, new_clause = excluded.new_clause, old = excluded.old,
        new = excluded.new, diff = excluded.diff, meaning = excluded.meaning,
        words = excluded.words, run_id = excluded.run_id""",
        [
            (
                one.id,
                one.comparison_id,
                one.position,
                one.change.value,
                int(one.edited),
                int(one.moved),
                int(one.renumbered),
                one.meaning.bearing.value if one.meaning else "",
                codec.pack_text(one.meaning.party) if one.meaning else "",
                one.similarity,
                codec.pack_text(", ".join(ref.clause for ref in one.old)),
                codec.pack_text(", ".join(ref.clause for ref in one.new)),
                codec_compare.references_text(one.old),
                codec_compare.references_text(one.new),
                codec_compare.diff_text(one.diff),
                codec_compare.meaning_text(one.meaning),
                _words(one),
                run_id,
            )
            for one in changes
        ],
    )


def _words(change: ClauseChange) -> str:
    """What a search looks through; half characters are no words."""
    words = "\n".join(ref.text for ref in (*change.old, *change.new))
    return words.encode("utf-8", "replace").decode("utf-8")


def _change(row: Row) -> ClauseChange:
    (_, key, comparison, position, change, old, new, similarity, edited, moved, *rest) = row
    renumbered, diff, meaning, _state = rest[:4]
    return ClauseChange(
        key,
        comparison,
        position,
        Change(change),
        codec_compare.references(old),
        codec_compare.references(new),
        similarity,
        bool(edited),
        bool(moved),
        bool(renumbered),
        codec_compare.diff(diff),
        codec_compare.meaning(meaning),
    )


def _row(row: Row) -> ChangeRow:
    *head, reason = row
    return ChangeRow(_change(tuple(head)), ReviewState(head[-1]), codec.unpack_text(reason))


def _comparison(row: Row) -> ComparisonRow:
    key, old, new, mode, old_clauses, new_clauses, old_name, new_name, run_id, at = row
    comparison = Comparison(key, old, new, ComparisonMode(mode), old_clauses, new_clauses)
    names = codec.unpack_text(old_name), codec.unpack_text(new_name)
    return ComparisonRow(comparison, *names, run_id, at)
