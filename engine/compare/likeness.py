"""How alike texts are: weighted word pairs and Chinese character pairs, as sparse vectors."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sparse_dot_topn import sp_matmul_topn

_UNIT = re.compile(r"[a-z\u00c0-\u024f]+|\d+(?:[.,]\d+)*|[\u3400-\u9fff]")
PER_TEXT = 8
_ANY = "#"
LEAST = 0.2


class Likeness:
    """Two lists of texts in one space: unit and pair counts, damped, rarer ones weighing more.

    ``left`` and ``right`` are matrices with rows of length 1.
    """

    def __init__(self, left: Sequence[str], right: Sequence[str]) -> None:
        self._units = [units(text) for text in (*left, *right)]
        seen: Counter[str] = Counter()
        for counted in self._units:
            seen.update(counted.keys())
        scale = math.log(len(self._units) + 2)
        self._weights = {
            unit: 0.3 + 1 - math.log(count + 1) / scale for unit, count in seen.items()
        }
        self._split = len(left)
        self._nearest: list[tuple[int, int, float]] | None = None
        rows = self._matrix()
        self.left, self.right = rows[: self._split], rows[self._split :]

    def nearest(self) -> list[tuple[int, int, float]]:
        """For each left text its likest right ones and the reverse: (left, right, cosine)."""
        if self._nearest is None:
            self._nearest = self._find_nearest()
        return self._nearest

    def _find_nearest(self) -> list[tuple[int, int, float]]:
        if not self.left.shape[0] or not self.right.shape[0]:
            return []
        found: dict[tuple[int, int], float] = {}
        for one, two, turned in ((self.left, self.right, False), (self.right, self.left, True)):
            product = sp_matmul_topn(
                one, two.T.tocsr(), top_n=PER_TEXT, threshold=LEAST, n_threads=1
            ).tocoo()
            for i, j, value in zip(product.row, product.col, product.data, strict=True):
                found[(int(j), int(i)) if turned else (int(i), int(j))] = min(1.0, float(value))
        return [(i, j, value) for (i, j), value in found.items()]

    def contained(self, small: int, large: int, small_is_left: bool) -> float:
        """The weighted share of one text's units that the other has too."""
        ours = self._units[small if small_is_left else self._split + small]
        theirs = self._units[self._split + large if small_is_left else large]
        total = sum(count * self._weights[unit] for unit, count in ours.items())
        shared = sum(min(c, theirs.get(u, 0)) * self._weights[u] for u, c in ours.items())
        return shared / total if total else 0.0

    def mass(self, index: int, left: bool) -> float:
        """The weight of a text: how much it says."""
        counted = self._units[index if left else self._split + index]
        return sum(count * self._weights[unit] for unit, count in counted.items())

    def _matrix(self) -> csr_matrix:
        columns: dict[str, int] = {}
        data: list[float] = []
        indices: list[int] = []
        starts = [0]
        for counted in self._units:
            values = [count**0.5 * self._weights[unit] for unit, count in counted.items()]
            length = math.sqrt(sum(value * value for value in values)) or 1.0
            data += [value / length for value in values]
            indices += [columns.setdefault(unit, len(columns)) for unit in counted]
            starts.append(len(data))
        shape = (len(self._units), max(1, len(columns)))
        arrays: tuple[NDArray[np.float32], NDArray[np.int32], NDArray[np.int32]] = (
            np.array(data, np.float32),
            np.array(indices, np.int32),
            np.array(starts, np.int32),
        )
        return csr_matrix(arrays, shape)


def units(text: str) -> Counter[str]:
    """Words, numbers and Chinese characters, each alone and with the next one; what is written
    without any (a line of signs) is its own unit.

    Beside another unit every number is the same: a price list whose prices rose is still that list.
    """
    words = _UNIT.findall(text.lower())
    counted = Counter(words)
    shapes = [_ANY if word[0].isdigit() else word for word in words]
    counted.update(f"{one} {two}" for one, two in pairwise(shapes))
    return counted or Counter([text])
