"""Figures with their uncertainty: F1 of counts, ranks, areas, bootstrap intervals, calibration."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

T = TypeVar("T")
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def bootstrap(
    items: Sequence[T], figure: Callable[[Sequence[T]], float], rounds: int = 500, seed: int = 7
) -> Interval:
    """``figure`` over ``items``, resampled ``rounds`` times with replacement."""
    generator = np.random.default_rng(seed)
    values = []
    for _ in range(rounds):
        places = generator.integers(0, len(items), len(items))
        values.append(figure([items[place] for place in places]))
    low, high = np.percentile(values, [2.5, 97.5])
    return Interval(figure(items), float(low), float(high))


@dataclass(frozen=True, slots=True)
class Counts:
    """Values given, values right, values to be found."""

    given: int = 0
    right: int = 0
    wanted: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.given + other.given, self.right + other.right, self.wanted + other.wanted
        )

    @property
    def precision(self) -> float:
        """Right of given; 0 where nothing was given."""
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """Right of wanted; 0 where nothing was wanted."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """2 right / (given + wanted)."""
        total = self.given + self.wanted
        return 2 * self.right / total if total else 0.0


def calibration_error(probability: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error with equal-width bins."""
    p, r = np.asarray(probability, dtype=float), np.asarray(right, dtype=float)
    if not len(p):
        return 0.0
    place = np.minimum((p * bins).astype(int), bins - 1)
    gap = [abs(p[place == b].sum() - r[place == b].sum()) for b in range(bins)]
    return float(sum(gap) / len(p))


def area_under_curve(scores: Sequence[float], labels: Sequence[int]) -> float:
    """The chance that a positive pair scores above a negative one (ties count half)."""
    ranks = rankdata(scores)
    positive = np.asarray(labels, dtype=bool)
    count, rest = int(positive.sum()), int((~positive).sum())
    if not count or not rest:
        return 0.5
    return float((ranks[positive].sum() - count * (count + 1) / 2) / (count * rest))


def spearman(left: Sequence[float], right: Sequence[float]) -> float:
    """Rank correlation."""
    return float(np.corrcoef(rankdata(left), rankdata(right))[0, 1])


def macro_f1(guess: Sequence[int], gold: Sequence[int], labels: int) -> float:
    """Mean F1 over ``labels`` classes."""
    one, two = np.asarray(guess), np.asarray(gold)
    scores = []
    for label in range(labels):
        right = int(((one == label) & (two == label)).sum())
        total = int((one == label).sum() + (two == label).sum())
        scores.append(2 * right / total if total else 0.0)
    return float(np.mean(scores))
