"""Character n-grams of many texts as one sparse matrix, in vectorised steps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

BUCKETS = 1 << 22
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SPACE = 32


def tfidf(texts: Sequence[str], cost_per_row: float) -> sparse.csr_matrix:
    """Rows of unit length, one a text: pairs of Chinese characters, triples of others.

    Frequent n-grams are dropped: they cost most (the product of the matrix with itself takes the sum
    of their squared frequencies) and tell least. The cap is the highest frequency at which that sum
    stays within ``cost_per_row`` per text, so that the whole grows linearly with the table.
    """
    count = len(texts)
    rows, grams = _grams(texts)
    ones = np.ones(len(rows), dtype=np.float32)
    matrix = sparse.csr_matrix((ones, (rows, grams)), shape=(count, BUCKETS))
    matrix.sum_duplicates()
    # How often an n-gram stands in one text says little; that it stands there says all.
    matrix.data[:] = 1.0
    frequency = np.bincount(matrix.indices, minlength=BUCKETS)
    cap = frequency_cap(frequency, cost_per_row * count)
    weight = np.log((1 + count) / (1 + frequency)).astype(np.float32) + 1
    weight[(frequency > cap) | (frequency < 2)] = 0
    # The norm counts every n-gram, dropped ones too: two texts that share one rare n-gram of fifty
    # are no nearer for the other forty-nine being common.
    full = np.log((1 + count) / (1 + np.maximum(frequency, 1))).astype(np.float32) + 1
    full[frequency > cap] *= 0.25
    norms = np.sqrt(_row_sums(matrix, full[matrix.indices] ** 2))
    matrix.data = weight[matrix.indices] / np.repeat(
        np.maximum(norms, 1e-9), np.diff(matrix.indptr)
    )
    matrix.eliminate_zeros()
    return matrix


def frequency_cap(frequency: NDArray[np.int64], budget: float) -> int:
    """The highest frequency whose squares, summed from the rarest n-gram up, stay within ``budget``."""
    counts = np.bincount(frequency)
    values = np.arange(len(counts), dtype=np.float64)
    spent = np.cumsum(counts * values**2)
    return max(20, int(np.searchsorted(spent, budget, side="right")) - 1)


def _grams(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The row and the bucket of every n-gram. A space before and after each text marks its edges."""
    joined = " " + "  ".join(texts) + " "
    points = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    lengths = np.fromiter((len(text) + 2 for text in texts), dtype=np.int64, count=len(texts))
    rows = np.repeat(np.arange(len(texts)), lengths)
    wide = (points >= 0x3400) & (points < 0xA000) | (points >= 0x20000)
    two = np.flatnonzero(wide[:-1] & wide[1:] & (rows[:-1] == rows[1:]))
    middle = (rows[:-2] == rows[2:]) & (points[1:-1] != _SPACE) & ~wide[1:-1]
    three = np.flatnonzero(middle & ~(wide[:-2] & wide[2:]))
    hashed_two = _hash(points[two], points[two + 1], np.uint64(0))
    hashed_three = _hash(points[three], points[three + 1], points[three + 2])
    buckets = np.concatenate([hashed_two, hashed_three]) % np.uint64(BUCKETS)
    return np.concatenate([rows[two], rows[three]]), buckets.astype(np.int64)


def _hash(*parts: NDArray[np.uint64] | np.uint64) -> NDArray[np.uint64]:
    mixed = np.zeros(1, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for part in parts:
            mixed = (mixed ^ part) * _MULTIPLIER
            mixed = mixed ^ (mixed >> np.uint64(29))
    return mixed


def _row_sums(matrix: sparse.csr_matrix, values: NDArray[np.float32]) -> NDArray[np.float64]:
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    sums = np.bincount(rows, weights=values, minlength=matrix.shape[0])
    return sums.astype(np.float64, copy=False)
