"""What the store's pages are made of: one frozen record a table row, with its review state."""

from __future__ import annotations

from dataclasses import dataclass

from engine.types import (
    Address,
    Basis,
    ClauseRef,
    Evidence,
    Expectation,
    ItemFailure,
    Label,
    Reason,
    ReviewState,
    Scalar,
    Severity,
    Side,
    Source,
)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document, or one file that could not be read (then ``failure`` is set and ``id`` is
    made of its path). ``values`` counts its chosen values, ``reviewed`` those a person has judged,
    ``contradictions`` its contradicting verdicts that were not rejected. ``added`` is seconds
    since the epoch; ``coverage`` is ``None`` until a run has extracted from it."""

    id: str
    name: str
    path: str
    kind: str
    language: str
    pages: int
    characters: int
    readable: float
    notices: int
    values: int
    reviewed: int
    contradictions: int
    coverage: float | None
    added: float
    failure: ItemFailure | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a document's row meets a field's column, with the person's edit laid over it.

    ``value`` is what the cell shows: the edit's text, else the normalised value, else the raw
    text, else empty; a value that was accepted or rejected stays the one that was judged, and
    ``offer`` is then what the last run would put there instead, where it differs. Several values of a ``name*`` field are joined by ``"; "``. ``raw``, ``start``,
    ``end`` and ``page`` are the shown value's place (-1 where it was typed or is missing).
    ``candidates`` counts all mentions; ``disagree`` says that model and rule chose differently,
    ``conflicts`` how many doubts between fields hang on the cell (``Project.lanes`` tells them).
    """

    id: str
    document_id: str
    field: str
    value: str = ""
    raw: str = ""
    normalized: str | None = None
    score: float | None = None
    source: Source | None = None
    start: int = -1
    end: int = -1
    page: int | None = None
    doubt: str | None = None
    state: ReviewState = ReviewState.PROPOSED
    candidates: int = 0
    disagree: bool = False
    offer: str = ""
    conflicts: int = 0


@dataclass(frozen=True, slots=True)
class FieldsRow:
    """One row of the fields workspace: a document and its cells, in the order of the columns asked
    for."""

    document_id: str
    name: str
    coverage: float | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One sheet of a table file; ``header`` names its columns, ``rows`` counts its records."""

    id: str
    path: str
    sheet: str
    header: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One record with its place in the duplicates: ``role`` is ``survivor``, ``duplicate`` or
    ``unique``."""

    id: str
    address: Address
    values: tuple[Scalar, ...]
    cluster: int | None
    role: str


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two records side by side. The values are empty where the record itself was not stored.
    ``reason`` is ``unsure`` where somebody looked at an open pair and could not tell."""

    id: str
    score: float
    cluster: int | None
    state: ReviewState
    left_id: str
    right_id: str
    left: Address
    right: Address
    left_values: tuple[Scalar, ...]
    right_values: tuple[Scalar, ...]
    why: tuple[tuple[str, float], ...]
    reason: str = ""
    evidence: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class ClusterRow:
    """One cluster of records, the survivor first; ``doubt`` as in :class:`engine.types.Cluster`."""

    number: int
    size: int
    survivor_id: str
    record_ids: tuple[str, ...]
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """Two clauses with what holds between them. ``label`` is the model's; ``decided`` is the
    person's where one was picked. ``reason`` is why the person dismissed it. ``basis`` is ``None``
    where nothing clashes. ``hypothesis_name`` is a playbook's title where ``expectation`` is set."""

    id: str
    label: Label
    decided: Label | None
    entailment: float
    neutral: float
    contradiction: float
    premise: ClauseRef
    hypothesis: ClauseRef
    premise_name: str
    hypothesis_name: str
    reasons: tuple[Reason, ...]
    state: ReviewState
    reason: str = ""
    severity: Severity = Severity.NONE
    basis: Basis | None = None
    evidence: tuple[Evidence, ...] = ()
    prevails: Side | None = None
    disagree: bool = False
    expectation: Expectation | None = None


@dataclass(frozen=True, slots=True)
class VerdictPoint:
    """Where a verdict stands in a matrix: its key and, of both sides, document, clause and start."""

    key: int
    premise_document: str
    premise_clause: str
    premise_start: int
    hypothesis_document: str
    hypothesis_clause: str
    hypothesis_start: int
    label: Label
    severity: Severity
    state: ReviewState


@dataclass(frozen=True, slots=True)
class FailureRow:
    """One item that failed in a run, until a later run of the same job manages it."""

    id: int
    run_id: str
    job: str
    failure: ItemFailure
    at: float
