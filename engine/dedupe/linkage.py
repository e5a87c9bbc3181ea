"""Average linkage over the known pairs of one group of rows, strongest first."""

from __future__ import annotations

from collections.abc import Sequence

Edge = tuple[float, int, int]
"""A score and the two rows that have it."""

_STRONG = 0.9


def linked(edges: Sequence[Edge], threshold: float) -> list[list[int]]:
    """The clusters of the rows of ``edges``, single ones included.

    Two clusters join when the pairs known between them score ``threshold`` on average, and more than
    one weak pair holds them.
    """
    return _Linking(edges, threshold).clusters()


class _Linking:
    def __init__(self, edges: Sequence[Edge], threshold: float) -> None:
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
        """Join what may be joined; each cluster sorted."""
        for score, one, two in self._edges:
            if score < self._threshold:
                break
            left, right = self._cluster[one], self._cluster[two]
            if left != right and self._may_join(left, right, score):
                self._join(left, right)
        return [sorted(rows) for rows in self._members.values()]

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
