"""Character n-grams of many texts as one sparse matrix, in vectorised steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

BUCKETS = 1 << 22
CHUNK = 1 << 15
"""Texts that are taken apart at a time: what that needs in between does not grow with the table."""

_MULTIPLIER = np.uint32(0x9E3779B1)
_OTHER_MULTIPLIER = np.uint32(0x85EBCA77)
_SPACE = 32
_ROW_SHIFT = np.uint64(22)


def nothing() -> None:
    """For who has nothing to do between two chunks."""


def tfidf(
    texts: Sequence[str],
    cost_per_row: float,
    between: Callable[[], None] = nothing,
    longer: bool = False,
) -> sparse.csr_matrix:
    """Rows of unit length, one a text: pairs of Chinese characters, triples of others; with ``longer``
    those with one character more as well.

    Frequent n-grams are dropped: they cost most (the product of the matrix with itself takes the sum
    of their squared frequencies) and tell least. The cap is the highest frequency at which that sum
    stays within ``cost_per_row`` per text, so that the whole grows linearly with the table. ``between``
    is called every few thousand texts, and may raise to break off.
    """
    count = len(texts)
    indices, indptr = _distinct_grams(texts, between, longer)
    frequency = np.bincount(indices, minlength=BUCKETS)
    cap = frequency_cap(frequency, cost_per_row * count)
    full = np.log((1 + count) / (1 + np.maximum(frequency, 1))).astype(np.float32) + 1
    # How often an n-gram stands in one text says little; that it stands there says all.
    weight = np.where((frequency > cap) | (frequency < 2), np.float32(0), full)
    # The norm counts every n-gram, dropped ones too: two texts that share one rare n-gram of fifty
    # are no nearer for the other forty-nine being common.
    full[frequency > cap] *= 0.25
    return _weighed(indices, indptr, weight, full, between)


def frequency_cap(frequency: NDArray[np.int64], budget: float) -> int:
    """The highest frequency whose squares, summed from the rarest n-gram up, stay within ``budget``."""
    counts = np.bincount(frequency)
    values = np.arange(len(counts), dtype=np.float64)
    spent = np.cumsum(counts * values**2)
    return max(20, int(np.searchsorted(spent, budget, side="right")) - 1)


def unique(numbers: NDArray[Any]) -> NDArray[Any]:
    """The distinct ``numbers`` in order. NumPy's own counts them in a table, which takes much longer
    than the sort does."""
    ordered = np.sort(numbers)
    new = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return ordered[new]


def _distinct_grams(
    texts: Sequence[str], between: Callable[[], None], longer: bool
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The buckets of each text's n-grams, each once and in order, and where each text's begin."""
    parts = [np.empty(0, dtype=np.int32)]
    lengths = [np.zeros(1, dtype=np.int64)]
    for start in range(0, len(texts), CHUNK):
        between()
        part = texts[start : start + CHUNK]
        codes = unique(_grams(part, longer))
        parts.append((codes & np.uint64(BUCKETS - 1)).astype(np.int32))
        rows = (codes >> _ROW_SHIFT).astype(np.int64)
        lengths.append(np.bincount(rows, minlength=len(part)))
    return np.concatenate(parts), np.cumsum(np.concatenate(lengths))


def _weighed(
    indices: NDArray[np.int32],
    indptr: NDArray[np.int64],
    weight: NDArray[np.float32],
    full: NDArray[np.float32],
    between: Callable[[], None],
) -> sparse.csr_matrix:
    """The matrix of what has a weight, each row divided by the length that it has by ``full``."""
    kept = [np.empty(0, dtype=np.int32)]
    data = [np.empty(0, dtype=np.float32)]
    lengths = [np.zeros(1, dtype=np.int64)]
    bounds = [*range(0, len(indptr) - 1, CHUNK), len(indptr) - 1]
    for first, last in pairwise(bounds):
        between()
        starts = indptr[first : last + 1] - indptr[first]
        own = indices[indptr[first] : indptr[last]]
        norms = np.maximum(np.sqrt(_sums(full[own] ** 2, starts)), 1e-9)
        weights = weight[own]
        weights /= np.repeat(norms.astype(np.float32), np.diff(starts))
        there = weights > 0
        kept.append(own[there])
        data.append(weights[there])
        lengths.append(_sums(there.astype(np.int64), starts))
    shape = (len(indptr) - 1, BUCKETS)
    ends = np.cumsum(np.concatenate(lengths))
    ends = ends.astype(np.int32) if ends[-1] < 2**31 else ends
    return sparse.csr_matrix((np.concatenate(data), np.concatenate(kept), ends), shape=shape)


def _sums(values: NDArray[Any], starts: NDArray[np.int64]) -> NDArray[Any]:
    """The sum of each stretch of ``values``; ``starts`` has one entry more than there are stretches."""
    sums = np.zeros(len(starts) - 1, dtype=values.dtype)
    some = np.flatnonzero(np.diff(starts))
    if len(some):
        sums[some] = np.add.reduceat(values, starts[some])
    return sums


def _grams(texts: Sequence[str], longer: bool) -> NDArray[np.uint64]:
    """Row and bucket of every n-gram in one number. A space before and after each text marks its
    edges."""
    joined = " " + "  ".join(texts) + " "
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    lengths = np.fromiter((len(text) + 2 for text in texts), dtype=np.int64, count=len(texts))
    rows = np.repeat(np.arange(len(texts), dtype=np.uint32), lengths)
    return np.concatenate(
        [
            (rows[at].astype(np.uint64) << _ROW_SHIFT) | (hashed[at] >> np.uint32(10))
            for hashed, at in _hashed(points, rows, longer)
        ]
    )


def _hashed(
    points: NDArray[np.uint32], rows: NDArray[np.uint32], longer: bool
) -> Iterator[tuple[NDArray[np.uint32], NDArray[np.int64]]]:
    """The hash of every stretch of characters, and where a stretch that counts starts; a size of
    stretches at a time. The hash of a longer stretch is made of that of the shorter one."""
    wide = (points >= 0x3400) & (points < 0xA000) | (points >= 0x20000)
    inner = (points != _SPACE) & ~wide
    pair = wide[:-1] & wide[1:] & (rows[:-1] == rows[1:])
    two = _mix(_mix(points[:-1] << np.uint32(9), points[:-1]), points[1:])
    yield two, np.flatnonzero(pair)
    three = _mix(two[:-1], points[2:])
    triple = (rows[:-2] == rows[2:]) & inner[1:-1] & ~(wide[:-2] & wide[2:])
    yield three, np.flatnonzero(triple | pair[:-1] & pair[1:] if longer else triple)
    if longer:
        yield (
            _mix(three[:-1], points[3:]),
            np.flatnonzero(triple[:-1] & triple[1:] & (rows[:-3] == rows[3:])),
        )


def _mix(hashed: NDArray[np.uint32], points: NDArray[np.uint32]) -> NDArray[np.uint32]:
    with np.errstate(over="ignore"):
        mixed: NDArray[np.uint32] = (hashed ^ points) * _MULTIPLIER
        mixed ^= mixed >> np.uint32(15)
        mixed *= _OTHER_MULTIPLIER
    return mixed
