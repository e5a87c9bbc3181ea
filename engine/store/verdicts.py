"""Verdicts on pairs of clauses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.store.database import Database
from engine.store.query import EVERYTHING, Query
from engine.store.rows import VerdictRow
from engine.types import Verdict


class Verdicts:
    """What holds between clauses; by default the most contradicting first."""

    columns = (
        "label",
        "contradiction",
        "entailment",
        "neutral",
        "state",
        "premise_name",
        "hypothesis_name",
        "premise_clause",
        "hypothesis_clause",
        "document_id",
    )

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, verdicts: Iterable[Verdict], run_id: str = "") -> None:
        """Add verdicts; one with a known id gets its new figures and keeps its review state."""
        raise NotImplementedError

    def get(self, verdict_id: str) -> VerdictRow | None:
        """One verdict as it stands now."""
        raise NotImplementedError

    def count(self, query: Query = EVERYTHING) -> int:
        """How many verdicts meet ``query``."""
        raise NotImplementedError

    def page(self, offset: int, limit: int, query: Query = EVERYTHING) -> list[VerdictRow]:
        """Rows ``offset`` to ``offset + limit``; a filter on ``document_id`` finds either side."""
        raise NotImplementedError

    def all(self) -> Iterator[tuple[Verdict, str]]:
        """Every verdict with its review state, streamed, most contradicting first."""
        raise NotImplementedError
