"""Precision and recall from a few answers about pairs of all scores, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_EDGES = (0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98)
_BELIEF = 1.0
"""How many answers the scores themselves are worth within a stratum."""
_DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share with its 95 % interval, each in [0, 1]."""

    value: float
    low: float
    high: float


NOTHING = Estimate(1.0, 0.0, 1.0)
"""Of no pair at all anything may be said."""


def estimate(
    scores: Floats, own: Floats, said: NDArray[np.bool_], thresholds: Sequence[float]
) -> list[tuple[Estimate, Estimate]]:
    """Precision and recall of accepting from each of ``thresholds``.

    ``scores`` of all pairs; ``own`` scores of the answered ones and what was ``said`` of them. The
    pairs are parted by score; the share of matches in a part has a beta distribution that starts at
    the mean score and is drawn from, always the same.
    """
    return [_at(threshold, scores, own, said) for threshold in thresholds]


def _at(
    threshold: float, scores: Floats, own: Floats, said: NDArray[np.bool_]
) -> tuple[Estimate, Estimate]:
    edges = np.unique([*_EDGES, threshold])
    parts = len(edges) + 1
    part = np.searchsorted(edges, scores, side="right")
    asked = np.searchsorted(edges, own, side="right")
    size = np.bincount(part, minlength=parts).astype(np.float64)
    mean = np.bincount(part, weights=scores, minlength=parts) / np.maximum(size, 1)
    yes = np.bincount(asked, weights=said, minlength=parts)
    no = np.bincount(asked, weights=~said, minlength=parts)
    mean = np.clip(mean, 0.002, 0.998)
    hope, doubt = _BELIEF * mean + yes, _BELIEF * (1 - mean) + no
    draws = np.random.default_rng(0).beta(hope, doubt, (_DRAWS, parts))
    taken = np.arange(parts) > np.searchsorted(edges, threshold)
    middle = hope / (hope + doubt)
    return (
        _ratio(size * taken, size * taken * middle, size * taken * draws),
        _ratio(size * middle, size * taken * middle, size * taken * draws, size * draws),
    )


def _ratio(whole: Floats, part: Floats, drawn: Floats, wholes: Floats | None = None) -> Estimate:
    """The share of ``part`` in ``whole``, and where 95 % of the drawn ones lie."""
    if whole.sum() <= 0:
        return NOTHING
    totals = whole.sum() if wholes is None else np.maximum(wholes.sum(axis=1), 1e-9)
    low, high = np.quantile(drawn.sum(axis=1) / totals, [0.025, 0.975])
    value = float(part.sum() / whole.sum())
    return Estimate(value, min(float(low), value), max(float(high), value))
