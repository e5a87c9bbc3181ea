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
from engine.store.rows import VerdictPoint, VerdictRow
from engine.types import Basis, Label, ReviewState, Scalar, Severity, Side, Verdict

BATCH = 2000
_ALL = 2**62

_NAME = "COALESCE((SELECT d.name FROM documents d WHERE d.id = v.{side}_document), {other})"
_PREMISE = _NAME.format(side="premise", other="''")
_HYPOTHESIS = _NAME.format(side="hypothesis", other="json_extract(v.expectation, '$[0]'), ''")
_MORE = "v.rank, v.evidence, v.prevails, v.disagree, v.identity, v.expectation"
_HEAD = """v.position, v.id, v.label, v.entailment, v.neutral, v.contradiction, v.premise,
    v.hypothesis, v.reasons, v.state"""
_WHOLE = f"{_HEAD}, {_MORE}"
_DETAIL = f"""SELECT {_HEAD}, {_PREMISE}, {_HYPOTHESIS}, e.value, json_extract(e.kept, '$[0]'),
    COALESCE(e.reason, ''), v.severity, v.basis, v.evidence, v.prevails, v.disagree, v.expectation
    FROM verdicts v
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
        "disagree": Order("v.disagree", then="v.contradiction"),
        "statement": Order("COALESCE(json_extract(v.expectation, '$[1]'), '')"),
    },
    default=("contradiction", True),
    search="v.premise LIKE ? ESCAPE '\\' OR v.hypothesis LIKE ? ESCAPE '\\'",
    always="v.hidden = 0",
    special={"document_id": "v.premise_document = ? OR v.hypothesis_document = ?"},
)


FACETS = ("label", "state", "severity", "kind", "basis", "scope", "disagree")
"""What the contradictions of a project are narrowed by."""


class Verdicts:
    """What holds between clauses; by default the most contradicting first."""

    columns = tuple(_LISTING.columns)

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pager = Pager(database, _LISTING)

    def append(self, verdicts: Iterable[Verdict], run_id: str = "") -> None:
        """Add verdicts; one with a known id gets its new figures and keeps its review state, and a
        new one the decision that stands on the same words in another document."""
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

    def points(self, query: Query = EVERYTHING) -> list[VerdictPoint]:
        """Where each row that meets ``query`` stands in a matrix, in no order; for the background,
        since many rows take a while."""
        found = self._database.read(
            """SELECT v.position, v.premise_document, v.premise_clause,
            json_extract(v.premise, '$[2]'), v.hypothesis_document, v.hypothesis_clause,
            json_extract(v.hypothesis, '$[2]'), v.label, v.severity, v.state
            FROM verdicts v WHERE v.position IN (SELECT value FROM json_each(?))""",
            (codec.dump(self.keys(query)),),
        )
        return [_point(row) for row in found]

    def all(self) -> Iterator[tuple[Verdict, str]]:
        """Every verdict with its review state, streamed, most contradicting first."""
        rows = self._database.stream(
            f"SELECT {_WHOLE} FROM verdicts v WHERE v.hidden = 0 "
            "ORDER BY v.contradiction DESC, v.position"
        )
        return (_verdict(row) for row in rows)


def _values(condition: Filter) -> tuple[Scalar, ...]:
    return condition.value if isinstance(condition.value, tuple) else (condition.value,)


def _put(connection: sqlite3.Connection, verdicts: list[Verdict], run_id: str) -> None:
    ids = codec.dump([verdict.id for verdict in verdicts])
    known = {
        row[0]
        for row in connection.execute(
            "SELECT id FROM verdicts WHERE id IN (SELECT value FROM json_each(?))", (ids,)
        )
    }
    connection.executemany(_INSERT, [_values_of(verdict, run_id) for verdict in verdicts])
    fresh = [verdict.id for verdict in verdicts if verdict.identity and verdict.id not in known]
    if fresh:
        connection.execute(_CARRY, (codec.dump(fresh),))


_INSERT = """INSERT INTO verdicts (id, label, entailment, neutral, contradiction, premise_document,
    premise_clause, premise, hypothesis_document, hypothesis_clause, hypothesis, reasons, rank,
    evidence, prevails, disagree, identity, expectation, state, run_id) VALUES (?1, ?2, ?3, ?4, ?5,
    ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?14, ?15, ?16, ?17, ?18, ?19,
    COALESCE((SELECT state FROM edits WHERE target = 'verdict' AND target_id = ?1), 'proposed'),
    ?13) ON CONFLICT (id) DO UPDATE SET label = excluded.label,
    entailment = excluded.entailment, neutral = excluded.neutral,
    contradiction = excluded.contradiction, premise = excluded.premise,
    premise_clause = excluded.premise_clause, hypothesis = excluded.hypothesis,
    hypothesis_clause = excluded.hypothesis_clause, reasons = excluded.reasons,
    rank = excluded.rank, evidence = excluded.evidence, prevails = excluded.prevails,
    disagree = excluded.disagree, identity = excluded.identity,
    expectation = excluded.expectation, run_id = excluded.run_id"""

# What a person decided on the same words in another document, the latest decision first.
_CARRY = """INSERT OR IGNORE INTO edits
    (target, target_id, state, value, "start", "end", reason, at, reviewer, kept)
    SELECT 'verdict', v.id, e.state, e.value, -1, -1, e.reason, e.at, e.reviewer, e.kept
    FROM verdicts v JOIN edits e ON e.identity = v.identity AND e.target = 'verdict'
    LEFT JOIN verdicts o ON o.id = e.target_id
    WHERE v.id IN (SELECT value FROM json_each(?)) AND e.target_id <> v.id
    AND (o.id IS NULL OR o.premise_document <> v.premise_document
        OR o.hypothesis_document <> v.hypothesis_document)
    ORDER BY e.at DESC"""


def _values_of(verdict: Verdict, run_id: str) -> tuple[Scalar, ...]:
    return (
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
        None if verdict.severity is None else verdict.severity.value,
        codec.evidence_text(verdict.evidence),
        verdict.prevails.value if verdict.prevails else "",
        int(verdict.disagree),
        verdict.identity,
        codec.expectation_text(verdict.expectation),
    )


def _point(row: Row) -> VerdictPoint:
    key, *sides, label, severity, state = row
    premise, premise_clause, premise_start, hypothesis, hypothesis_clause, start = sides
    return VerdictPoint(
        key,
        premise,
        premise_clause,
        premise_start,
        hypothesis,
        hypothesis_clause,
        start,
        Label(label),
        Severity(severity),
        ReviewState(state),
    )


def _row(row: Row) -> VerdictRow:
    (_, key, label, entailment, neutral, contradiction, premise, hypothesis, reasons, *rest) = row
    state, premise_name, hypothesis_name, value, judged, reason, severity, basis, *more = rest
    evidence, prevails, disagree, expectation = more
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
        codec.evidence(evidence),
        Side(prevails) if prevails else None,
        bool(disagree),
        codec.expectation(expectation),
    )


def _decided(state: str, value: str | None, judged: str | None) -> Label | None:
    """The label a person stands by: the one picked, or the one shown when it was accepted."""
    if value is not None and value in [label.value for label in Label]:
        return Label(value)
    if state == ReviewState.ACCEPTED and judged is not None:
        return Label(judged)
    return None


def _verdict(row: Row) -> tuple[Verdict, str]:
    (_, key, label, entailment, neutral, contradiction, premise, hypothesis, reasons, *rest) = row
    state, rank, evidence, prevails, disagree, identity, expectation = rest
    verdict = Verdict(
        key,
        codec.reference(premise),
        codec.reference(hypothesis),
        Label(label),
        entailment,
        neutral,
        contradiction,
        codec.reasons(reasons),
        None if rank is None else Severity(rank),
        codec.evidence(evidence),
        Side(prevails) if prevails else None,
        bool(disagree),
        identity,
        codec.expectation(expectation),
    )
    return verdict, state
