"""Pages and counts of one table, by a :class:`Query`, from indices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.errors import UserError
from engine.store.database import Database, Row
from engine.store.query import Filter, Query

_NEGATED = {"ASC": "DESC", "DESC": "ASC"}


@dataclass(frozen=True, slots=True)
class Order:
    """How a column sorts. ``best_first`` columns are indexed downwards with ties in the order of
    arrival; the others upwards. ``natural`` puts texts that are plain numbers in the order of
    their numbers, before the other texts, and empty ones last either way; ``then`` is a best-first
    column among equals."""

    sql: str
    best_first: bool = False
    natural: bool = False
    then: str = ""

    def terms(self, direction: str, descending: bool) -> list[str]:
        """What stands behind ORDER BY for this column; ``descending`` is what the reader sees,
        ``direction`` the way the index is walked."""
        sql = f"natural_key({self.sql}, {int(descending)})" if self.natural else self.sql
        terms = [f"{sql} {direction}"]
        return [*terms, f"{self.then} {_NEGATED[direction]}"] if self.then else terms


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition with its parameters."""

    sql: str
    params: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A table as the pager sees it.

    ``source`` is what stands behind FROM, its rows known by ``key``; ``detail`` selects the full
    rows of given keys and must return the key first. ``always`` is a condition on every query,
    ``default`` the sort and direction of an empty one, ``search`` a condition with one ``?`` a
    ``LIKE`` pattern; ``special`` answers filters that are more than a comparison.
    """

    source: str
    key: str
    detail: str
    columns: Mapping[str, Order]
    default: tuple[str, bool]
    search: str = ""
    always: str = ""
    special: Mapping[str, str] = field(default_factory=dict)


class Pager:
    """Counts and pages of one :class:`Listing`.

    A page far down is read from the nearer end of the index, keys first and whole rows last.
    Thread: any.
    """

    def __init__(self, database: Database, listing: Listing) -> None:
        self._database = database
        self._listing = listing
        self._counts: dict[Query, int] = {}
        self._generation = -1

    def count(self, query: Query) -> int:
        """How many rows meet ``query``; remembered until something is written."""
        generation = self._database.generation
        if generation != self._generation:
            self._counts = {}
            self._generation = generation
        counts = self._counts
        if query not in counts:
            where = self._where(query)
            row = self._database.one(
                f"SELECT COUNT(*) FROM {self._listing.source} {where.sql}", where.params
            )
            counts[query] = int(row[0]) if row else 0
        return counts[query]

    def page(self, offset: int, limit: int, query: Query) -> list[Row]:
        """Full rows ``offset`` to ``offset + limit``, each starting with its key."""
        return self.rows(self.keys(offset, limit, query))

    def rows(self, keys: Sequence[Any]) -> list[Row]:
        """The full rows of ``keys``, in their order; without those that are gone."""
        if not keys:
            return []
        marks = ",".join("?" * len(keys))
        rows = self._database.read(f"{self._listing.detail} IN ({marks})", keys)
        by_key = {row[0]: row for row in rows}
        return [by_key[key] for key in keys if key in by_key]

    def keys(self, offset: int, limit: int, query: Query) -> list[Any]:
        """The keys of a page."""
        offset, limit = max(offset, 0), max(limit, 0)
        backwards = False
        if offset > 2000:
            total = self.count(query)
            limit = min(limit, max(total - offset, 0))
            backwards = offset > total - offset - limit
            if backwards:
                offset = total - offset - limit
        if limit == 0:
            return []
        where = self._where(query)
        order = self._order(query, backwards)
        rows = self._database.read(
            f"SELECT {self._listing.key} FROM {self._listing.source} {where.sql} "
            f"ORDER BY {order.sql} LIMIT ? OFFSET ?",
            (*where.params, *order.params, limit, offset),
        )
        keys = [row[0] for row in rows]
        return keys[::-1] if backwards else keys

    def groups(self, columns: Sequence[str], query: Query) -> list[Row]:
        """The values of ``columns`` that occur together among the rows that meet ``query``, and
        how many rows have them, the count last."""
        where = self._where(query)
        listed = ", ".join(self._column(name).sql for name in columns)
        return self._database.read(
            f"SELECT {listed}, COUNT(*) FROM {self._listing.source} {where.sql} GROUP BY {listed}",
            where.params,
        )

    def _order(self, query: Query, backwards: bool) -> Clause:
        name, descending = query.sort, query.descending
        if not name:
            name, descending = self._listing.default
        order = self._column(name)
        direction = "DESC" if descending else "ASC"
        ties = _NEGATED[direction] if order.best_first else direction
        if backwards:
            direction, ties = _NEGATED[direction], _NEGATED[ties]
        terms = order.terms(direction, descending)
        if order.sql != self._listing.key:
            terms.append(f"{self._listing.key} {ties}")
        return Clause(", ".join(terms))

    def _where(self, query: Query) -> Clause:
        clauses = [Clause(self._listing.always)] if self._listing.always else []
        clauses += [self._condition(condition) for condition in query.filters]
        if query.text and self._listing.search:
            uses = self._listing.search.count("?")
            clauses.append(Clause(self._listing.search, (like(query.text),) * uses))
        if not clauses:
            return Clause("")
        params = tuple(param for clause in clauses for param in clause.params)
        return Clause("WHERE " + " AND ".join(f"({clause.sql})" for clause in clauses), params)

    def _condition(self, condition: Filter) -> Clause:
        special = self._listing.special.get(condition.column)
        if special is not None:
            return Clause(special, (condition.value,) * special.count("?"))
        return compare(self._column(condition.column).sql, condition)

    def _column(self, name: str) -> Order:
        found = self._listing.columns.get(name)
        if found is None:
            raise UserError("query_column_unknown", column=name)
        return found


def compare(sql: str, condition: Filter) -> Clause:
    """``condition`` on the expression ``sql``."""
    value = condition.value
    if condition.operator == "in":
        values: Sequence[Any] = value if isinstance(value, tuple) else (value,)
        return Clause(f"{sql} IN ({','.join('?' * len(values))})", tuple(values))
    if isinstance(value, tuple):
        raise UserError("filter_unknown", column=condition.column)
    if condition.operator == "contains":
        return Clause(f"{sql} LIKE ? ESCAPE '\\'", (like(str(value)),))
    if value is None:
        return Clause(f"{sql} IS NULL" if condition.operator == "=" else f"{sql} IS NOT NULL")
    if condition.operator not in ("=", "!=", "<", "<=", ">", ">="):
        raise UserError("filter_unknown", column=condition.column)
    return Clause(f"{sql} {condition.operator} ?", (value,))


def like(text: str) -> str:
    """A LIKE pattern (with ``\\`` as its escape) for texts that contain ``text``."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
