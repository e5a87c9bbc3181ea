"""From start, end and inside scores to spans with calibrated probabilities; numpy only.

A span needs a likely start, a likely end and likely tokens all the way between; its width has no
limit. Four numbers describe it (start, end, mean inside, least inside; all logits), and a logistic
regression fitted on held-out documents turns them into the probability that it is right.
Training (for calibration) and inference both decode here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

EDGE_FLOOR = -3.0
"""Logit below which a token is not considered as the start or the end of a span."""

INSIDE_FLOOR = -2.0
"""Logit below which a token cannot lie inside a span."""

FEATURES = 4


@dataclass(frozen=True, slots=True)
class TokenSpan:
    """Tokens ``first`` to ``last`` (inclusive) for one field, with the span's four numbers."""

    first: int
    last: int
    features: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class SpanCalibration:
    """``probability = sigmoid(weights · features + bias)``; spans below ``floor`` are dropped."""

    weights: tuple[float, ...] = (0.25, 0.25, 0.25, 0.25)
    bias: float = 0.0
    floor: float = 0.1

    @classmethod
    def from_pack(cls, calibration: Mapping[str, object]) -> SpanCalibration:
        """Read ``span_weights``, ``span_bias`` and ``floor``; absent: the defaults."""
        weights = calibration.get("span_weights", cls.weights_default())
        if not isinstance(weights, Sequence) or len(weights) != FEATURES:
            raise ValueError(f"span_weights must be {FEATURES} numbers")
        return cls(
            tuple(float(weight) for weight in weights),
            _number(calibration, "span_bias", 0.0),
            _number(calibration, "floor", 0.1),
        )

    @staticmethod
    def weights_default() -> tuple[float, ...]:
        """The uncalibrated mean of the four numbers."""
        return (0.25, 0.25, 0.25, 0.25)

    def probability(self, features: Sequence[float]) -> float:
        """The probability that a span with these numbers is right, strictly inside (0, 1)."""
        logit = self.bias + sum(w * f for w, f in zip(self.weights, features, strict=True))
        return float(np.clip(1.0 / (1.0 + np.exp(-logit)), 1e-6, 1.0 - 1e-6))


def decode_field(
    start: NDArray[np.float32],
    end: NDArray[np.float32],
    inside: NDArray[np.float32],
    calibration: SpanCalibration,
    apart: Sequence[int] = (),
) -> list[tuple[TokenSpan, float]]:
    """The spans of one field in one text, best first, none overlapping another.

    ``start``, ``end``, ``inside``: logits per token, shape (n,). ``apart``: tokens that begin a
    cell of a table; no span runs into one.
    """
    scored = [
        (span, calibration.probability(span.features))
        for span in candidates(start, end, inside, apart)
    ]
    scored = [pair for pair in scored if pair[1] >= calibration.floor]
    scored.sort(key=lambda pair: (-pair[1], pair[0].first, pair[0].last))
    kept: list[tuple[TokenSpan, float]] = []
    for span, probability in scored:
        if all(span.last < other.first or span.first > other.last for other, _ in kept):
            kept.append((span, probability))
    return kept


def candidates(
    start: NDArray[np.float32],
    end: NDArray[np.float32],
    inside: NDArray[np.float32],
    apart: Sequence[int] = (),
) -> list[TokenSpan]:
    """Every span whose edges and inner tokens clear the floors; see :func:`decode_field`."""
    starts = np.flatnonzero((start > EDGE_FLOOR) & (inside > INSIDE_FLOOR))
    if not starts.size:
        return []
    ends = np.flatnonzero((end > EDGE_FLOOR) & (inside > INSIDE_FLOOR))
    unlikely = np.flatnonzero(inside <= INSIDE_FLOOR)
    barriers = np.union1d(unlikely, [*apart, len(inside)]).astype(np.int64)
    total = np.concatenate([[0.0], np.cumsum(inside, dtype=np.float64)])
    spans: list[TokenSpan] = []
    for first in starts.tolist():
        barrier = int(barriers[np.searchsorted(barriers, first, side="right")])
        least = np.minimum.accumulate(inside[first:barrier])
        low, high = np.searchsorted(ends, [first, barrier])
        for last in ends[low:high].tolist():
            mean = float(total[last + 1] - total[first]) / (last - first + 1)
            numbers = (float(start[first]), float(end[last]), mean, float(least[last - first]))
            spans.append(TokenSpan(first, last, numbers))
    return spans


def _number(values: Mapping[str, object], key: str, default: float) -> float:
    value = values.get(key, default)
    if not isinstance(value, int | float):
        raise ValueError(f"{key} must be a number")
    return float(value)
