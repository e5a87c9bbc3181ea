"""Where records stand among the duplicates: cluster, role, score, decision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.dedupe.decisions import EXCLUDED
from engine.types import Cluster, Pair, Record

DECIDED = ("accepted", "rejected", "edited")


@dataclass(slots=True)
class Place:
    """Where one record stands among the duplicates."""

    cluster: int | None = None
    role: str = "unique"
    score: float | None = None
    decision: str = ""


class Places:
    """The place of each record that is in a pair or a cluster; all others are unique."""

    def __init__(self, clusters: Iterable[Cluster], excluded: Iterable[str] = ()) -> None:
        self._places = {row: Place(decision=EXCLUDED) for row in excluded}
        for cluster in clusters:
            for record_id in cluster.record_ids:
                role = "survivor" if record_id == cluster.survivor_id else "duplicate"
                self._places[record_id] = Place(cluster.number, role)

    def cluster_of(self, pair: Pair, state: str) -> int | None:
        """The cluster that ``pair`` helps to hold together."""
        joins = state != "rejected" and (pair.cluster is not None or state == "accepted")
        left, right = self._places.get(pair.left_id), self._places.get(pair.right_id)
        if not joins or left is None or right is None or left.cluster != right.cluster:
            return None
        return left.cluster

    def note(self, pair: Pair, state: str) -> None:
        """Keep the best score and what was decided for both records of ``pair``."""
        for record_id in (pair.left_id, pair.right_id):
            place = self._places.setdefault(record_id, Place())
            place.score = max(place.score or 0.0, pair.score)
            if state in DECIDED and state not in place.decision.split(", "):
                place.decision = f"{place.decision}, {state}".strip(", ")

    def of(self, record: Record) -> Place:
        """The place of ``record``."""
        return self._places.get(record.id) or Place()
