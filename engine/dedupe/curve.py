"""What every threshold would leave: pairs, clusters and rows, worked out once for all thresholds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree

from engine.dedupe.board import SCALE

STEPS = 1000
"""Thresholds that are told apart, in (0, 1]."""

_CHUNK = 65_536
"""Pairs joined at a time: short enough that a window beside it stays awake."""

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What joining every pair from some threshold on gives. ``clusters`` have two rows and more;
    ``joined`` rows stand in one; ``left`` rows remain when each cluster keeps one."""

    pairs: int
    clusters: int
    joined: int
    left: int


@dataclass(frozen=True, slots=True)
class Curve:
    """Outcomes by threshold, in steps of 1 / ``STEPS``; ``rows`` is how many there are."""

    pairs: Counts
    merges: Counts
    touched: Counts
    rows: int

    def at(self, threshold: float) -> Outcome:
        """The outcome at ``threshold``: no longer than it takes to look it up."""
        step = min(max(round(threshold * STEPS), 0), STEPS)
        merges, touched = int(self.merges[step]), int(self.touched[step])
        return Outcome(int(self.pairs[step]), touched - merges, touched, self.rows - merges)


def curve(
    lefts: NDArray[np.int64],
    rights: NDArray[np.int64],
    scores: NDArray[np.int64],
    rows: int,
    size: int,
) -> Curve:
    """The outcomes of joining the pairs of ``lefts`` and ``rights``, from the most alike down.

    ``scores`` are in ten-thousandths, -1 for pairs that never join; ``rows`` counts the rows of all
    tables, ``size`` is one more than the highest row number. A row is in a cluster from the best
    score of its pairs on, and every edge of a maximum spanning forest (Kruskal, 1956) makes two
    clusters one: so both are sums over thresholds. Clusters that a weak link holds are counted whole.
    """
    joins = scores >= 0
    lefts, rights, scores = lefts[joins], rights[joins], scores[joins]
    steps = scores * STEPS // SCALE
    best = np.full(size, -1, np.int64)
    for start in range(0, len(steps), _CHUNK):
        part = slice(start, start + _CHUNK)
        np.maximum.at(best, lefts[part], steps[part])
        np.maximum.at(best, rights[part], steps[part])
    merged = _merges(lefts, rights, steps, size)
    return Curve(_from(steps), merged, _from(best[best >= 0]), rows)


def _merges(
    lefts: NDArray[np.int64], rights: NDArray[np.int64], steps: Counts, size: int
) -> Counts:
    """How many joins of two clusters there are from each threshold on."""
    order = np.argsort(-steps, kind="stable")
    home = np.arange(size)
    made = np.zeros(STEPS + 1, np.int64)
    for start in range(0, len(order), _CHUNK):
        part = order[start : start + _CHUNK]
        one, two = home[lefts[part]], home[rights[part]]
        apart = one != two
        if not apart.any():
            continue
        made += _join(one[apart], two[apart], steps[part][apart], home)
    return np.cumsum(made[::-1])[::-1]


def _join(
    one: NDArray[np.int64], two: NDArray[np.int64], steps: Counts, home: NDArray[np.int64]
) -> Counts:
    """Join clusters, and tell in ``home`` which are one now; returns the joins by threshold."""
    names, places = np.unique(np.concatenate([one, two]), return_inverse=True)
    first, second = places[: len(one)], places[len(one) :]
    low, high = np.minimum(first, second), np.maximum(first, second)
    # The strongest of several pairs between the same clusters comes first, and it alone counts.
    _, kept = np.unique(low * len(names) + high, return_index=True)
    low, high, weight = low[kept], high[kept], STEPS + 1 - steps[kept]
    graph = sparse.coo_matrix((weight, (low, high)), shape=(len(names), len(names))).tocsr()
    forest = minimum_spanning_tree(graph)
    _, label = connected_components(graph, directed=False)
    stands = np.full(int(label.max()) + 1, len(home), np.int64)
    np.minimum.at(stands, label, names)
    renamed = np.arange(len(home))
    renamed[names] = stands[label]
    home[:] = renamed[home]
    joined = STEPS + 1 - np.rint(forest.data).astype(np.int64)
    return np.bincount(joined, minlength=STEPS + 1)


def _from(steps: Counts) -> Counts:
    """How many values there are from each step on."""
    counted = np.bincount(steps, minlength=STEPS + 1)
    return np.cumsum(counted[::-1])[::-1]
