"""Two texts and whether they are one thing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """``same``: 1 for one thing said twice, 0 for two things. ``kind`` says what the texts are."""

    left: str
    right: str
    same: int
    kind: str
