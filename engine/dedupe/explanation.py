"""Why two rows have their score: log odds, step by step, that add up to it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from engine.types import Pair

NamedOdds = tuple[tuple[str, float], ...]
"""Log odds by the step's name: a column's own, or one of the names below."""

PRIOR, WHOLE_ROW, RIVAL, MODEL = ":prior", ":row", ":rival", ":model"
"""Names of the steps that are no column's, as :attr:`engine.types.Pair.evidence` holds them."""


class StepKind(StrEnum):
    """What a step of the waterfall is about; the wording has a sentence for each."""

    PRIOR = "prior"
    """How much is asked before two rows count as one thing, whatever they say. Always first."""
    COLUMN = "column"
    """How well one column agrees, and how rare what it agrees on is."""
    WHOLE_ROW = "row"
    """What the two rows share wherever it stands: a value in another column than its own."""
    RIVAL = "rival"
    """One of the two rows has a better partner."""
    MODEL = "model"
    """What a model says that read both rows."""


_KINDS = {PRIOR: StepKind.PRIOR, WHOLE_ROW: StepKind.WHOLE_ROW, RIVAL: StepKind.RIVAL, MODEL: StepKind.MODEL}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One bar: ``log_odds`` above 0 speaks for a match. ``column`` is "" but for columns.

    ``similarity`` in [0, 1] is the column's; ``None`` where a side is missing (its bar is 0: that is
    no mismatch) and for steps that are no column's. ``start`` and ``end`` are the running sums before
    and after, in log odds.
    """

    kind: StepKind
    column: str
    log_odds: float
    similarity: float | None
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """The waterfall of one pair: the prior, the columns in their order, then the rest."""

    steps: tuple[Step, ...]

    @property
    def log_odds(self) -> float:
        """What the steps add up to; the score is its probability."""
        return self.steps[-1].end if self.steps else 0.0

    @property
    def score(self) -> float:
        """The probability, in [0, 1], that the two rows are the same thing."""
        return probability(self.log_odds)


def explain(pair: Pair) -> Explanation | None:
    """The waterfall of ``pair`` from its own evidence; ``None`` where it has none: it comes from a
    project that was made before evidence was kept."""
    return waterfall(pair.evidence, pair.why) if pair.evidence else None


def waterfall(evidence: NamedOdds, similarities: Iterable[tuple[str, float]]) -> Explanation:
    """The steps of ``evidence`` in their order, the columns' with their ``similarities``."""
    alike = dict(similarities)
    ends = list(accumulate(odds for _, odds in evidence))
    starts = [0.0, *ends[:-1]]
    return Explanation(
        tuple(
            Step(
                _KINDS.get(name, StepKind.COLUMN),
                "" if name in _KINDS else name,
                odds,
                alike.get(name),
                start,
                end,
            )
            for (name, odds), start, end in zip(evidence, starts, ends, strict=True)
        )
    )


def step_names(columns: Sequence[str]) -> tuple[str, ...]:
    """The names of the steps of a search over ``columns``, in the order of its evidence."""
    return (PRIOR, *columns, WHOLE_ROW, RIVAL, MODEL)


def probability(log_odds: float) -> float:
    """Log odds as a probability."""
    if log_odds < 0:
        grown = math.exp(max(log_odds, -700.0))
        return grown / (1 + grown)
    return 1 / (1 + math.exp(-log_odds))
