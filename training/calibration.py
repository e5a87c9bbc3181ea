"""Calibration on held-out data: a temperature for classifiers, a logistic regression for spans."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def temperature(logits: Array, labels: NDArray[np.int64]) -> float:
    """The temperature with the least log loss; ``logits`` (n, classes)."""
    grid = np.exp(np.linspace(np.log(0.4), np.log(4.0), 120))
    losses = [_log_loss(logits / t, labels) for t in grid]
    return float(grid[int(np.argmin(losses))])


def softmax(logits: Array) -> Array:
    """Probabilities along the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def _log_loss(logits: Array, labels: NDArray[np.int64]) -> float:
    chosen = softmax(logits)[np.arange(len(labels)), labels]
    return float(-np.log(np.clip(chosen, 1e-12, 1)).mean())


def logistic(features: Array, right: NDArray[np.bool_], ridge: float = 1.0) -> tuple[Array, float]:
    """``(weights, bias)`` of a ridge logistic regression, by Newton's method."""
    x = np.hstack([features, np.ones((len(features), 1))])
    penalty = np.diag([ridge] * features.shape[1] + [1e-6])
    beta = np.zeros(x.shape[1])
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        gradient = x.T @ (p - right) + penalty @ beta
        hessian = (x * (p * (1 - p))[:, None]).T @ x + penalty
        step = np.linalg.solve(hessian, gradient)
        beta -= step
        if np.abs(step).max() < 1e-8:
            break
    return beta[:-1], float(beta[-1])


def expected_calibration_error(
    probability: Array, right: NDArray[np.bool_], counts: Array | None = None, bins: int = 10
) -> float:
    """ECE with equal-width bins: the mean gap between confidence and accuracy."""
    if not len(probability):
        return 0.0
    count = np.ones(len(probability)) if counts is None else counts
    place = np.minimum((probability * bins).astype(int), bins - 1)
    gaps = [abs((count * (probability - right))[place == b].sum()) for b in range(bins)]
    return float(sum(gaps) / count.sum())
