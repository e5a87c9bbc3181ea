"""Pairs of records, and the clusters they form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.store.database import Database
from engine.store.query import EVERYTHING, Query
from engine.store.rows import ClusterRow, PairRow
from engine.types import Cluster, Pair


class Pairs:
    """Scored pairs; by default the most similar first."""

    columns = ("score", "cluster", "state", "left_row", "right_row")

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, pairs: Iterable[Pair], run_id: str = "") -> None:
        """Add pairs; one with a known id gets its new score and keeps its review state."""
        raise NotImplementedError

    def get(self, pair_id: str) -> PairRow | None:
        """One pair as it stands now."""
        raise NotImplementedError

    def count(self, query: Query = EVERYTHING) -> int:
        """How many pairs meet ``query``."""
        raise NotImplementedError

    def page(self, offset: int, limit: int, query: Query = EVERYTHING) -> list[PairRow]:
        """Rows ``offset`` to ``offset + limit`` of ``query``."""
        raise NotImplementedError

    def histogram(self, bins: int = 50) -> list[int]:
        """How many pairs have a score in each of ``bins`` equal parts of [0, 1]."""
        raise NotImplementedError

    def all(self) -> Iterator[tuple[Pair, str]]:
        """Every pair with its review state, streamed, most similar first."""
        raise NotImplementedError


class Clusters:
    """Records joined by accepted pairs."""

    columns = ("number", "size")

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, clusters: Iterable[Cluster], run_id: str = "") -> None:
        """Add clusters; a known number is replaced."""
        raise NotImplementedError

    def get(self, number: int) -> Cluster | None:
        """One cluster."""
        raise NotImplementedError

    def count(self, query: Query = EVERYTHING) -> int:
        """How many clusters meet ``query``."""
        raise NotImplementedError

    def page(self, offset: int, limit: int, query: Query = EVERYTHING) -> list[ClusterRow]:
        """Rows ``offset`` to ``offset + limit`` of ``query``."""
        raise NotImplementedError

    def all(self) -> Iterator[Cluster]:
        """Every cluster by number, streamed."""
        raise NotImplementedError
