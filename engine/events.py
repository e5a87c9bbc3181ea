"""What a job says while it runs. Jobs yield the payloads; the runner adds the job's id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.types import (
    ClauseChange,
    Cluster,
    Comparison,
    Document,
    Extraction,
    ItemFailure,
    Notice,
    Pair,
    Record,
    RunStatus,
    ScoredPair,
    TableSchema,
    Verdict,
)

ResultItem = (
    Document
    | Extraction
    | TableSchema
    | Record
    | Pair
    | Cluster
    | ScoredPair
    | Verdict
    | Comparison
    | ClauseChange
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage is. ``stage`` is a code that ``wording`` turns into words.

    ``total`` is ``None`` while it is unknown; the listener works out rate and time left.
    """

    stage: str
    done: int
    total: int | None
    unit: Literal["documents", "clauses", "pairs", "rows", "characters", "bytes", "steps"]
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """A batch of finished items, all of one type; the runner stores them before anyone hears of it."""

    items: tuple[ResultItem, ...]


@dataclass(frozen=True, slots=True)
class ItemFailed:
    """One item failed; the rest goes on."""

    failure: ItemFailure


@dataclass(frozen=True, slots=True)
class Noted:
    """What a person should know of a run as a whole, though nothing failed. ``items`` are the files that it
    is about, by path."""

    notice: Notice
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finished:
    """The last event of every job, exactly once. ``failure`` is set when ``status`` is FAILED."""

    status: RunStatus
    done: int
    failed: int
    seconds: float
    failure: ItemFailure | None = None


Payload = Progress | Results | ItemFailed | Noted
"""What a job generator yields; ``Finished`` is the runner's own."""


@dataclass(frozen=True, slots=True)
class JobEvent:
    """A payload with the id of the job that it came from."""

    job_id: str
    payload: Payload | Finished
