"""Verdicts on pairs of clauses."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from engine.store import codec
from engine.store.database import Database, Row
from engine.store.paging import Listing, Order, Pager
from engine.store.query import EVERYTHING, Filter, Query
from engine.store.rows import VerdictRow
from engine.types import Basis, Label, ReviewState, Scalar, Severity, Verdict

BATCH = 2000
_ALL = 2**62

_NAME = "COALESCE((SELECT d.name FROM documents d WHERE d.id = v.{side}_document), '')"
_PREMISE, _HYPOTHESIS = _NAME.format(side="premise"), _NAME.format(side="hypothesis")
_HEAD = """v.position, v.id, v.label, v.entailment, v.neutral, v.contradiction, v.premise,
    v.hypothesis, v.reasons, v.state"""
_DETAIL = f"""SELECT {_HEAD}, {_PREMISE}, {_HYPOTHESIS}, e.value, json_extract(e.kept, '$[0]'),
    COALESCE(e.reason, ''), v.severity, v.basis FROM verdicts v
    LEFT JOIN edits e ON e.target = 'verdict' AND e.target_id = v.id"""
_LISTING = Listing(
    source="verdicts v",
    key="v.position",
    detail=f"{_DETAIL} WHERE v.position",
    columns={
        "label": Order("v.label"),
        "contradiction": Order("v.contradiction", best_first=True),
        "entailment": Order("v.entailment"),
        "neutral": Order("v.neutral"),
        "state": Order("v.state"),
        "premise_name": Order(_PREMISE),
        "hypothesis_name": Order(_HYPOTHESIS),
        "premise_clause": Order("v.premise_clause"),
        "hypothesis_clause": Order("v.hypothesis_clause"),
        "document_id": Order("v.premise_document"),
        "severity": Order("v.severity", then="-v.contradiction"),
        "kind": Order("v.kind", then="v.contradiction"),
        "basis": Order("v.basis", then="v.contradiction"),
        "scope": Order("v.scope"),
    },
    default=("contradiction", True),
    search="v.premise LIKE ? ESCAPE '\\' OR v.hypothesis LIKE ? ESCAPE '\\'",
    always="v.hidden = 0",
    special={"document_id": "v.premise_document = ? OR v.hypothesis_document = ?"},
)


FACETS = ("state", "severity", "kind", "basis", "scope")
"""What the contradictions of a project are narrowed by."""


class Verdicts:
    """What holds between clauses; by default the most contradicting first."""

    columns = tuple(_LISTING.columns)

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pager = Pager(database, _LISTING)

    def append(self, verdicts: Iterable[Verdict], run_id: str = "") -> None:
        """Add verdicts; one with a known id gets its new figures and keeps its review state."""
        remaining = iter(verdicts)
        while batch := list(islice(remaining, BATCH)):
            with self._database.write(bulk=True) as connection:
                _put(connection, batch, run_id)

    def get(self, verdict_id: str) -> VerdictRow | None:
        """One verdict as it stands now."""
        row = self._database.one(f"{_DETAIL} WHERE v.id = ?", (verdict_id,))
        return None if row is None else _row(row)

    def count(self, query: Query = EVERYTHING) -> int:
        """How many verdicts meet ``query``."""
        return self._pager.count(query)

    def page(self, offset: int, limit: int, query: Query = EVERYTHING) -> list[VerdictRow]:
        """Rows ``offset`` to ``offset + limit``; a filter on ``document_id`` finds either side."""
        return [_row(row) for row in self._pager.page(offset, limit, query)]

    def keys(self, query: Query = EVERYTHING) -> list[int]:
        """The keys of all rows that meet ``query``, in its order: a frozen listing, from which
        :meth:`rows` reads any page at once. Takes a moment for many rows."""
        return self._pager.keys(0, _ALL, query)

    def rows(self, keys: Sequence[int]) -> list[VerdictRow | None]:
        """The rows of some keys as they stand now, in the same order; ``None`` for one that is no
        longer there."""
        found = self._database.read(
            f"{_DETAIL} WHERE v.position IN (SELECT value FROM json_each(?))",
            (codec.dump(list(keys)),),
        )
        by_key = {row[0]: _row(row) for row in found}
        return [by_key.get(key) for key in keys]

    def facets(self, query: Query = EVERYTHING) -> dict[str, dict[str | int, int]]:
        """How many rows there are of each value of the columns in ``FACETS``, each counted under
        the other conditions of ``query`` alone: what choosing another value would show.

        Conditions on these columns are ``=`` or ``in``.
        """
        chosen = {part.column: _values(part) for part in query.filters if part.column in FACETS}
        others = tuple(part for part in query.filters if part.column not in FACETS)
        counts: dict[str, Counter[str | int]] = {name: Counter() for name in FACETS}
        for *values, count in self._pager.groups(FACETS, replace(query, filters=others)):
            missed = [
                name
                for name, value in zip(FACETS, values, strict=True)
                if name in chosen and value not in chosen[name]
            ]
            for name, value in zip(FACETS, values, strict=True):
                if not missed or missed == [name]:
                    counts[name][value] += count
        return {name: dict(found) for name, found in counts.items()}

    def all(self) -> Iterator[tuple[Verdict, str]]:
        """Every verdict with its review state, streamed, most contradicting first."""
        rows = self._database.stream(
            f"SELECT {_HEAD} FROM verdicts v WHERE v.hidden = 0 "
            "ORDER BY v.contradiction DESC, v.position"
        )
        return (_verdict(row) for row in rows)


def _values(condition: Filter) -> tuple[Scalar, ...]:
    return condition.value if isinstance(condition.value, tuple) else (condition.value,)


def _put(connection: sqlite3.Connection, verdicts: list[Verdict], run_id: str) -> None:
    connection.executemany(
        """INSERT INTO verdicts (id, label, entailment, neutral, contradiction, premise_document,
        premise_clause, premise, hypothesis_document, hypothesis_clause, hypothesis, reasons,
        state, run_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,
        COALESCE((SELECT state FROM edits WHERE target = 'verdict' AND target_id = ?1),
        'proposed'), ?13) ON CONFLICT (id) DO UPDATE SET label = excluded.label,
        entailment = excluded.entailment, neutral = excluded.neutral,
        contradiction = excluded.contradiction, premise = excluded.premise,
        premise_clause = excluded.premise_clause, hypothesis = excluded.hypothesis,
        hypothesis_clause = excluded.hypothesis_clause, reasons = excluded.reasons,
        run_id = excluded.run_id""",
        [
            (
                verdict.id,
                verdict.label.value,
                verdict.entailment,
                verdict.neutral,
                verdict.contradiction,
                verdict.premise.document_id,
                verdict.premise.clause,
                codec.reference_text(verdict.premise),
                verdict.hypothesis.document_id,
                verdict.hypothesis.clause,
                codec.reference_text(verdict.hypothesis),
                codec.reasons_text(verdict.reasons),
                run_id,
            )
            for verdict in verdicts
        ],
    )


def _row(row: Row) -> VerdictRow:
    (_, key, label, entailment, neutral, contradiction, premise, hypothesis, reasons, *rest) = row
    state, premise_name, hypothesis_name, value, judged, reason, severity, basis = rest
    return VerdictRow(
        key,
        Label(label),
        _decided(state, value, judged),
        entailment,
        neutral,
        contradiction,
        codec.reference(premise),
        codec.reference(hypothesis),
        codec.unpack_text(premise_name),
        codec.unpack_text(hypothesis_name),
        codec.reasons(reasons),
        ReviewState(state),
        codec.unpack_text(reason),
        Severity(severity),
        Basis(basis) if basis else None,
    )


def _decided(state: str, value: str | None, judged: str | None) -> Label | None:
    """The label a person stands by: the one picked, or the one shown when it was accepted."""
    if value is not None and value in [label.value for label in Label]:
        return Label(value)
    if state == ReviewState.ACCEPTED and judged is not None:
        return Label(judged)
    return None


def _verdict(row: Row) -> tuple[Verdict, str]:
    (_, key, label, entailment, neutral, contradiction, premise, hypothesis, reasons, state) = row
    verdict = Verdict(
        key,
        codec.reference(premise),
        codec.reference(hypothesis),
        Label(label),
        entailment,
        neutral,
        contradiction,
        codec.reasons(reasons),
    )
    return verdict, state
