"""Candidates by meaning: rows whose free text is near in an embedding, by an index of cells.

Blocking by n-grams finds what is written alike. Texts that say the same in other words need a model: an
:class:`engine.models.protocols.Embedder` gives vectors, and each row is compared with the rows of the
few cells of the space that are nearest to it (an inverted file, as in Jégou, Douze and Schmid, "Product
Quantization for Nearest Neighbor Search", 2011), not with all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from engine.dedupe.ngrams import nothing

Vectors = NDArray[np.float32]
"""Shape ``(rows, dimension)``, rows of length 1."""

FLAT = 4000
"""So few vectors are compared with all."""

_PROBED = 12
"""Cells that are looked into for each row."""

_ROUNDS = 6
_LEARNED_FROM = 64
"""Vectors a cell that its middle is learned from."""

_CHUNK = 2048


def nearest(
    vectors: Vectors,
    neighbours: int,
    least: float,
    between: Callable[[], None] = nothing,
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
    """Pairs of rows (shape ``(n, 2)``) with their cosines, a chunk at a time: of each row the
    ``neighbours`` nearest others from a cosine of ``least``.

    Exact up to ``FLAT`` vectors; of more, those in the nearest cells. A row without a vector (all zeros)
    has no neighbour. ``between`` is called between chunks, and may raise to break off.
    """
    told = np.flatnonzero(np.abs(vectors).sum(axis=1) > 0)
    own = np.ascontiguousarray(vectors[told])
    if len(own) <= FLAT:
        everything = np.arange(len(own))
        groups = [(everything, everything)] if len(own) > 1 else []
    else:
        groups = list(_cells(own, between))
    best = np.full((len(own), neighbours), -1, dtype=np.int64)
    alike = np.full((len(own), neighbours), -np.inf, dtype=np.float32)
    for rows, others in groups:
        for start in range(0, len(rows), _CHUNK):
            between()
            _improve(own, rows[start : start + _CHUNK], others, best, alike)
    for start in range(0, len(own), _CHUNK):
        part = slice(start, start + _CHUNK)
        place, rank = np.nonzero((best[part] >= 0) & (alike[part] >= least))
        pairs = np.stack([told[start + place], told[best[part][place, rank]]], axis=1)
        yield pairs, alike[part][place, rank]


def _cells(
    vectors: Vectors, between: Callable[[], None]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """For each cell, the rows that look into it and the rows that lie in it."""
    middles = _middles(vectors, between)
    probed = np.empty((len(vectors), min(_PROBED, len(middles))), dtype=np.int64)
    for start in range(0, len(vectors), _CHUNK):
        between()
        near = vectors[start : start + _CHUNK] @ middles.T
        probed[start : start + _CHUNK] = np.argsort(-near, axis=1)[:, : probed.shape[1]]
    home = probed[:, 0]
    for cell in range(len(middles)):
        inside = np.flatnonzero(home == cell)
        if len(inside):
            yield np.flatnonzero((probed == cell).any(axis=1)), inside


def _middles(vectors: Vectors, between: Callable[[], None]) -> Vectors:
    """The middles of as many cells as the square root of the rows, by k-means on some of them."""
    count = int(np.sqrt(len(vectors)))
    draw = np.random.default_rng(0)
    some = vectors[draw.permutation(len(vectors))[: count * _LEARNED_FROM]]
    middles = some[:count].copy()
    for _ in range(_ROUNDS):
        between()
        home = (some @ middles.T).argmax(axis=1)
        sums = np.zeros_like(middles)
        np.add.at(sums, home, some)
        filled = np.bincount(home, minlength=count) > 0
        lengths = np.maximum(np.linalg.norm(sums[filled], axis=1, keepdims=True), 1e-9)
        middles[filled] = sums[filled] / lengths
    return middles


def _improve(
    vectors: Vectors,
    rows: NDArray[np.int64],
    others: NDArray[np.int64],
    best: NDArray[np.int64],
    alike: NDArray[np.float32],
) -> None:
    """Keep those of ``others`` that are nearer to ``rows`` than what was found so far."""
    near = vectors[rows] @ vectors[others].T
    near[rows[:, None] == others[None, :]] = -np.inf
    take = min(best.shape[1], near.shape[1])
    places = np.argpartition(-near, take - 1, axis=1)[:, :take]
    found = np.take_along_axis(near, places, axis=1)
    every = np.concatenate([alike[rows], found], axis=1)
    which = np.concatenate([best[rows], others[places]], axis=1)
    which[np.isneginf(every)] = -1
    order = np.argsort(-every, axis=1, kind="stable")[:, : best.shape[1]]
    alike[rows] = np.take_along_axis(every, order, axis=1)
    best[rows] = np.take_along_axis(which, order, axis=1)
