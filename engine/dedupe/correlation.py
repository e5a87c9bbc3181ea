"""Correlation clustering by local moves: rows change sides as long as more evidence is heeded.

Each pair is worth the log odds of its score beyond those of the threshold: what joins it when positive,
parts it when negative. The best clustering has the largest sum inside its clusters (Bansal, Blum and
Chawla, "Correlation Clustering", 2004); single moves from a good start find nearly that.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_MOST = 4.0
_ROUNDS = 5
_GAIN = 1e-9
_UNKNOWN = -0.5
"""What two rows of one table are worth where rows are only matched between tables."""


def moved(
    clusters: Sequence[Sequence[int]],
    rows: int,
    pairs: NDArray[np.int64],
    scores: NDArray[np.float64],
    threshold: float,
) -> list[list[int]]:
    """``clusters`` of the rows 0 to ``rows`` - 1, changed by single moves while that gains anything.

    A row goes to the cluster that it is worth most in, or stands alone. ``pairs`` have ``scores``, and
    are all that may be compared: memory and time grow with the square of the rows.
    """
    worth = np.full((rows, rows), _UNKNOWN)
    weights = np.clip(_odds(scores) - _odds(np.array([threshold])), -_MOST, _MOST)
    worth[pairs[:, 0], pairs[:, 1]] = worth[pairs[:, 1], pairs[:, 0]] = weights
    np.fill_diagonal(worth, 0.0)
    # Row by cluster; a spare cluster for each row that may come to stand alone.
    member = np.zeros((rows, rows))
    for number, cluster in enumerate(clusters):
        member[list(cluster), number] = 1.0
    for _ in range(_ROUNDS):
        if not _round(worth, member):
            break
    return [np.flatnonzero(column).tolist() for column in member.T if column.any()]


def _round(worth: NDArray[np.float64], member: NDArray[np.float64]) -> bool:
    """Let each row move once; whether any did."""
    any_moved = False
    for row in range(len(worth)):
        gains = worth[row] @ member
        home = int(member[row].argmax())
        # An empty cluster is worth nothing: there the row would stand alone.
        best = int(gains.argmax())
        if gains[best] <= gains[home] + _GAIN:
            continue
        member[row, home], member[row, best] = 0.0, 1.0
        any_moved = True
    return any_moved


def _odds(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    inside = np.clip(scores, 1e-6, 1 - 1e-6)
    odds: NDArray[np.float64] = np.log(inside / (1 - inside))
    return odds
