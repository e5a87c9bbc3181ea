"""Similarities as levels of agreement, and what a level is worth: log odds from how often it is met."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engine.dedupe.kinds import ColumnKind

Levels = NDArray[np.int8]
"""How well values agree, from 0 up; -1 where a side is missing."""
Floats = NDArray[np.float64]

_BOUNDS = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 0.999], dtype=np.float32)
LEVELS = len(_BOUNDS) + 1
EXACT = LEVELS - 1

STRONGEST, WEAKEST = 12.0, -8.0
"""No single agreement or disagreement counts for more."""


def _shares(*parts: float) -> Floats:
    whole = np.array(parts, dtype=np.float64)
    shares: Floats = whole / whole.sum()
    return shares


# How often each level is met before anything was learned. Set on the synthetic people of FEBRL; what
# is learned from the pairs takes over within a few hundred of them.
START_OTHERS = _shares(
    0.45, 0.2, 0.12, 0.08, 0.05, 0.03, 0.02, 0.015, 0.01, 0.005, 0.003, 0.007
)  # fmt: skip
_VALUES = _shares(0.02, 0.02, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.10, 0.10, 0.08, 0.40)
_CODES = _shares(0.02, 0.012, 0.012, 0.012, 0.01, 0.006, 0.004, 0.006, 0.02, 0.04, 0.01, 0.85)
SHARED_WORDS = _shares(0.02, 0.03, 0.05, 0.09, 0.11, 0.12, 0.13, 0.13, 0.12, 0.08, 0.04, 0.08)
"""Of matches, where what is compared is which words two texts share."""

_BY_KIND: Mapping[ColumnKind, Floats] = {
    ColumnKind.PRODUCT: SHARED_WORDS,
    ColumnKind.IDENTIFIER: _CODES,
    ColumnKind.DATE: _CODES,
    ColumnKind.PHONE: _CODES,
    ColumnKind.EMAIL: _CODES,
}


_NO_LIMIT = np.full(LEVELS, STRONGEST)
_CODE_LIMIT = np.array([0.0] * 8 + [1.5, 4.0, 4.0, STRONGEST])
"""Numbers are given out in order: one that is nearly the same is as a rule another thing's."""


def limits(kind: ColumnKind) -> Floats:
    """The most that each level may be worth in a column of ``kind``."""
    numbered = kind in (ColumnKind.PHONE, ColumnKind.IDENTIFIER)
    return _CODE_LIMIT if numbered else _NO_LIMIT


def start_matches(kind: ColumnKind) -> Floats:
    """How often matches agree on each level in a column of ``kind``, before anything was learned."""
    return _BY_KIND.get(kind, _VALUES)


def levels(similarities: NDArray[np.float32]) -> Levels:
    """Similarities as levels of agreement; NaN becomes -1."""
    found = np.searchsorted(_BOUNDS, np.nan_to_num(similarities), side="right").astype(np.int8)
    found[np.isnan(similarities)] = -1
    return found


def counted(found: Levels, weights: Floats | None = None, size: int = LEVELS) -> Floats:
    """How often each level is met, each pair counting ``weights``; missing values left out."""
    told = found >= 0
    own = None if weights is None else weights[told]
    counts: Floats = np.bincount(found[told], weights=own, minlength=size).astype(np.float64)
    return counts


def held(counts: Floats, start: Floats, few: float) -> Floats:
    """Shares from ``counts``, drawn towards ``start`` as by ``few`` further pairs."""
    shares: Floats = (counts + few * start) / (counts.sum() + few)
    return shares


def worth(matches: Floats, others: Floats, counts: Floats) -> Floats:
    """The log odds of each level: never falling from one level to the next, so that a level that few
    pairs have does not say what its neighbours deny. ``counts``: how much each level weighs."""
    odds = np.log(matches / others)
    blocks: list[tuple[float, float, int]] = []
    for value, weight in zip(odds.tolist(), (counts + 1).tolist(), strict=True):
        block = (value, weight, 1)
        while blocks and blocks[-1][0] > block[0]:
            before, heavy, size = blocks.pop()
            total = heavy + block[1]
            block = ((before * heavy + block[0] * block[1]) / total, total, size + block[2])
        blocks.append(block)
    joined = np.concatenate([np.full(size, value) for value, _, size in blocks])
    clipped: Floats = np.clip(joined, WEAKEST, STRONGEST)
    return clipped
