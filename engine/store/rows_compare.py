"""What the pages of a comparison are made of."""

from __future__ import annotations

from dataclasses import dataclass

from engine.types import ClauseChange, Comparison, ReviewState


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """A comparison with the names of its documents; ``at`` is seconds since the epoch."""

    comparison: Comparison
    old_name: str
    new_name: str
    run_id: str
    at: float


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change with what a person has said of it; ``reason`` is why it was rejected."""

    change: ClauseChange
    state: ReviewState
    reason: str = ""

    @property
    def id(self) -> str:
        """The change's own id."""
        return self.change.id
