"""From similarities per column to one score in [0, 1] that two rows are the same thing.

Fellegi and Sunter's model ("A Theory for Record Linkage", 1969): each column's level of agreement has
a probability among matches (m) and among other pairs (u), and the logarithms of their ratios add up.
No labels are needed: u comes from random pairs of rows, m from expectation maximisation that starts
at, and is held near, what is common. An agreement on a rare value counts for more than one on a
frequent value. Columns depend on each other (a town goes with its postcode), so the evidence that is
asked for grows with the evidence that the two rows could give.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.dedupe.comparison import Comparer

Levels = NDArray[np.int8]
"""Shape ``(pairs, columns)``: how well a column agrees, from 0 up; -1 where a side is missing."""
Pairs = NDArray[np.int64]
Floats = NDArray[np.float64]

_BOUNDS = np.array([0.5, 0.7, 0.85, 0.95, 0.999], dtype=np.float32)
LEVELS = len(_BOUNDS) + 1
EXACT = LEVELS - 1
# Measured on the labelled tables of benchmarks/dedupe.py; the figures are forgiving: the order of
# the scores hardly depends on them.
_START_M = np.array([0.05, 0.04, 0.04, 0.07, 0.10, 0.70])
_START_U = np.array([0.76, 0.15, 0.05, 0.02, 0.01, 0.01])
_FEW_PAIRS = 30.0
_HELD = 3.0
_ROUNDS = 10
_RANDOM_PAIRS = 100_000
_STRONGEST, _WEAKEST = 12.0, -6.0
_RARITY = 0.5
_FEW_COLUMNS, _MANY_COLUMNS = 0.95, 0.45
_MARGIN = 0.3
_RIVALRY = 0.3


def levels(similarities: NDArray[np.float32]) -> Levels:
    """Similarities as levels of agreement; NaN becomes -1."""
    found = np.searchsorted(_BOUNDS, np.nan_to_num(similarities), side="right").astype(np.int8)
    found[np.isnan(similarities)] = -1
    return found


class Scorer:
    """Scores pairs of one set of rows. :meth:`learn` once, then :meth:`score` any pairs of it."""

    def __init__(self, columns: Sequence[Sequence[str]], comparers: Sequence[Comparer]) -> None:
        self._comparers = comparers
        self._rows = len(columns[0])
        self._frequency = np.stack([_frequency(column) for column in columns], axis=1)
        self._u = np.tile(_START_U, (len(columns), 1))
        self._m = np.tile(_START_M, (len(columns), 1))

    def compare(self, pairs: Pairs) -> NDArray[np.float32]:
        """Each pair's similarity in each column."""
        left, right = pairs[:, 0], pairs[:, 1]
        return np.stack([one.compare(left, right) for one in self._comparers], axis=1)

    def learn(self, pairs: Pairs, similarities: NDArray[np.float32]) -> None:
        """Find how matches and others agree in each column, from unlabelled candidates."""
        self._u = self._random_agreement(pairs)
        agreed = levels(similarities)
        for _ in range(_ROUNDS if len(pairs) else 0):
            match = _probability(self._evidence(pairs, agreed))
            for column, level in enumerate(agreed.T):
                told = level >= 0
                held = _HELD * match[told].sum() + 20
                seen = np.bincount(level[told], weights=match[told], minlength=LEVELS)
                self._m[column] = (seen + held * _START_M) / (seen.sum() + held)

    def score(
        self, pairs: Pairs, similarities: NDArray[np.float32], one_to_one: bool = False
    ) -> Floats:
        """A score for each pair. ``one_to_one``: rows have mostly one partner at most, so a pair
        loses where one of its rows has a better one."""
        evidence = self._evidence(pairs, levels(similarities))
        if one_to_one and len(pairs):
            best = np.full(self._rows, -np.inf)
            np.maximum.at(best, pairs[:, 0], evidence)
            np.maximum.at(best, pairs[:, 1], evidence)
            evidence -= _RIVALRY * (np.maximum(best[pairs[:, 0]], best[pairs[:, 1]]) - evidence)
        return _probability(evidence)

    def copies(self, columns: Sequence[Sequence[str]], rows: NDArray[np.int64]) -> Floats:
        """A score for each of ``rows`` of ``columns`` and a row equal to it in every column.

        ``columns`` are those of the whole table, equal rows included: what they share is judged by
        how often it stands there, and what matches agree on is as learned.
        """
        whole = Scorer(columns, ())
        whole._m = self._m
        whole._u[:, EXACT] = [_chance(column) for column in columns]
        told = np.array([[column[row] != "" for column in columns] for row in rows.tolist()])
        agreed = np.where(told, EXACT, -1).astype(np.int8)
        return _probability(whole._evidence(np.stack([rows, rows], axis=1), agreed))

    def _evidence(self, pairs: Pairs, agreed: Levels) -> Floats:
        """Log odds that each pair is a match."""
        weights = np.clip(np.log(self._m / self._u), _WEAKEST, _STRONGEST)
        total = np.zeros(len(pairs))
        possible = np.zeros(len(pairs))
        for column, level in enumerate(agreed.T):
            told = level >= 0
            rows = pairs[told]
            frequency = self._frequency[:, column]
            rarest = np.minimum(frequency[rows[:, 0]], frequency[rows[:, 1]])
            rare = _RARITY * np.log(self._u[column, EXACT] / np.maximum(rarest, 1 / self._rows))
            exact = np.clip(weights[column, EXACT] + rare, 0, _STRONGEST)
            total[told] += np.where(level[told] == EXACT, exact, weights[column, level[told]])
            possible[told] += exact
        asked = np.minimum(np.log(max(self._rows, 2)), _FEW_COLUMNS * possible)
        evidence: Floats = total - np.maximum(asked, _MANY_COLUMNS * possible) - _MARGIN
        return evidence

    def _random_agreement(self, candidates: Pairs) -> Floats:
        """How often each level is met between rows that were drawn at random and are no candidates:
        in a small table many random pairs are matches."""
        draw = np.random.default_rng(0)
        pairs = np.sort(draw.integers(0, self._rows, (min(_RANDOM_PAIRS, 20 * self._rows), 2)))
        codes = pairs @ np.array([self._rows, 1])
        known = np.isin(codes, candidates @ np.array([self._rows, 1]))
        pairs = pairs[(pairs[:, 0] != pairs[:, 1]) & ~known]
        agreed = levels(self.compare(pairs))
        counts = np.stack([np.bincount(level[level >= 0], minlength=LEVELS) for level in agreed.T])
        shares: Floats = (counts + _FEW_PAIRS * _START_U) / (
            counts.sum(axis=1, keepdims=True) + _FEW_PAIRS
        )
        return shares


def _frequency(column: Sequence[str]) -> Floats:
    """Each row's value's share of the rows that have one."""
    counts = Counter(column)
    found = np.fromiter((counts[value] for value in column), np.float64, len(column))
    shares: Floats = found / max(1, len(column) - counts[""])
    return shares


def _chance(column: Sequence[str]) -> float:
    """How likely two rows that both have a value have the same, of the same weight as if it had
    been seen between random pairs of rows."""
    counts = Counter(column)
    counts.pop("", None)
    filled = counts.total()
    same = sum(count * (count - 1) for count in counts.values())
    drawn = min(_RANDOM_PAIRS, 20 * len(column))
    share = drawn * same / max(1, filled * (filled - 1))
    return float((share + _FEW_PAIRS * _START_U[EXACT]) / (drawn + _FEW_PAIRS))


def _probability(evidence: Floats) -> Floats:
    odds: Floats = 1 / (1 + np.exp(-np.clip(evidence, -40, 40)))
    return odds
