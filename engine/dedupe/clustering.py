"""Pairs to clusters, so that one weak pair does not chain two groups of rows into one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

Pairs = NDArray[np.int64]

LARGEST_WHOLE = 30
"""In groups up to this size every pair is compared before they are clustered."""

_STRONG = 0.9


def components(rows: int, pairs: Pairs) -> list[list[int]]:
    """The rows that ``pairs`` join, directly or through others; groups of two and more."""
    if not len(pairs):
        return []
    ones = np.ones(len(pairs), dtype=np.int8)
    graph = sparse.coo_matrix((ones, (pairs[:, 0], pairs[:, 1])), shape=(rows, rows))
    _, labels = connected_components(graph, directed=False)
    order = np.argsort(labels, kind="stable")
    starts = np.flatnonzero(np.diff(labels[order], prepend=-1, append=labels.max() + 1))
    groups = [order[a:b] for a, b in pairwise(starts) if b - a > 1]
    return sorted(group.tolist() for group in groups)


def missing_pairs(groups: Sequence[Sequence[int]], known: Pairs) -> Pairs:
    """The pairs within ``groups`` that are not yet ``known``; groups that are too large are left."""
    have = set(map(tuple, known.tolist()))
    wanted = [
        (one, two)
        for group in groups
        if 2 < len(group) <= LARGEST_WHOLE
        for place, one in enumerate(group)
        for two in group[place + 1 :]
        if (one, two) not in have
    ]
    return np.array(wanted, dtype=np.int64).reshape(-1, 2)


def cluster(
    rows: int, pairs: Pairs, scores: NDArray[np.float64], threshold: float
) -> list[list[int]]:
    """Clusters of two and more rows, each sorted, in the order of their first rows.

    The strongest pairs join first. Two groups join when the pairs known between them score
    ``threshold`` on average, and more than one weak pair holds them. ``pairs`` include those below
    ``threshold``: they are what keeps groups apart.
    """
    accepted = scores >= threshold
    groups = components(rows, pairs[accepted])
    group_of = np.full(rows, -1, dtype=np.int64)
    for number, group in enumerate(groups):
        group_of[group] = number
    inside = (group_of[pairs[:, 0]] >= 0) & (group_of[pairs[:, 0]] == group_of[pairs[:, 1]])
    edges: list[list[tuple[float, int, int]]] = [[] for _ in groups]
    for (one, two), score in zip(pairs[inside].tolist(), scores[inside].tolist(), strict=True):
        edges[group_of[one]].append((score, one, two))
    found: list[list[int]] = []
    for number, own in enumerate(edges):
        found += _Merging(own, threshold).clusters() if len(own) > 1 else [groups[number]]
    return sorted(found)


class _Merging:
    """Average linkage over the known pairs of one group, strongest first."""

    def __init__(self, edges: Sequence[tuple[float, int, int]], threshold: float) -> None:
        self._threshold = threshold
        self._edges = sorted(edges, key=lambda edge: (-edge[0], edge[1], edge[2]))
        self._cluster = {row: row for _, *both in self._edges for row in both}
        self._members = {row: [row] for row in self._cluster}
        # Between two clusters: the sum of the known scores, how many, how many are accepted.
        self._between: dict[int, dict[int, tuple[float, int, int]]] = {r: {} for r in self._cluster}
        for score, one, two in self._edges:
            entry = (score, 1, int(score >= threshold))
            self._between[one][two] = self._between[two][one] = entry

    def clusters(self) -> list[list[int]]:
        """The clusters of two and more rows."""
        for score, one, two in self._edges:
            if score < self._threshold:
                break
            left, right = self._cluster[one], self._cluster[two]
            if left != right and self._may_join(left, right, score):
                self._join(left, right)
        return [sorted(rows) for rows in self._members.values() if len(rows) > 1]

    def _may_join(self, left: int, right: int, score: float) -> bool:
        total, count, accepted = self._between[left][right]
        smaller = min(len(self._members[left]), len(self._members[right]))
        if smaller > 1 and accepted == 1 and score < _STRONG:
            return False
        return total / count >= self._threshold

    def _join(self, left: int, right: int) -> None:
        if len(self._members[left]) < len(self._members[right]):
            left, right = right, left
        for row in self._members[right]:
            self._cluster[row] = left
        self._members[left] += self._members.pop(right)
        gone = self._between.pop(right)
        gone.pop(left)
        mine = self._between[left]
        del mine[right]
        for other, (total, count, accepted) in gone.items():
            known = mine.get(other, (0.0, 0, 0))
            joined = (total + known[0], count + known[1], accepted + known[2])
            mine[other] = self._between[other][left] = joined
            del self._between[other][right]
