"""Where a row has mostly one partner at most: how far a pair is ahead of its rivals."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.dedupe.levels import Levels

Pairs = NDArray[np.int64]
Floats = NDArray[np.float64]

_BOUNDS = np.array([-8, -4, -2, -0.5, 0, 0.5, 2, 4, 8], dtype=np.float64)
LEVELS = len(_BOUNDS) + 1
_START = np.array([0.005, 0.005, 0.01, 0.02, 0.02, 0.04, 0.1, 0.15, 0.25, 0.4])
START_MATCHES = _START / _START.sum()
START_OTHERS = START_MATCHES[::-1].copy()


def lead_levels(pairs: Pairs, evidence: Floats, rows: int) -> Levels:
    """The level of each pair's lead: its evidence less that of the best other pair of either row.
    A pair without any rival leads by as much as there is.

    ``pairs`` must be all that there are between the rows; ``rows``: how many rows there are.
    """
    left, right = pairs[:, 0], pairs[:, 1]
    best = np.maximum(_best_other(left, evidence, rows), _best_other(right, evidence, rows))
    return np.searchsorted(_BOUNDS, evidence - best, side="right").astype(np.int8)


def _best_other(own: NDArray[np.int64], evidence: Floats, rows: int) -> Floats:
    """The highest evidence of another pair with the same row; minus infinity where there is none."""
    order = np.lexsort((-evidence, own))
    sorted_rows = own[order]
    leads = np.flatnonzero(np.diff(sorted_rows, prepend=-1))
    first = np.full(rows, -np.inf)
    first[sorted_rows[leads]] = evidence[order[leads]]
    second = np.full(rows, -np.inf)
    followed = leads[np.diff(leads, append=len(own)) > 1]
    second[sorted_rows[followed]] = evidence[order[followed + 1]]
    leading = np.zeros(len(own), dtype=bool)
    leading[order[leads]] = True
    others: Floats = np.where(leading, second[own], first[own])
    return others
