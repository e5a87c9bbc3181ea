"""Logistic regression of few answers, held near a start: weights with how sure they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_ROUNDS = 25
_ENOUGH = 1e-8
_FURTHEST = 30.0
"""Log odds beyond this are as good as certain: they would only strain the arithmetic."""


@dataclass(frozen=True, slots=True)
class Fit:
    """``weights`` to add to the start, shape ``(features,)``, and their covariance ``spread``."""

    weights: Floats
    spread: Floats

    def left_out(self, features: Floats, start: Floats, answers: NDArray[np.bool_]) -> Floats:
        """The log odds that each answered pair would have without its own answer, to first order."""
        odds = np.clip(start + features @ self.weights, -_FURTHEST, _FURTHEST)
        match = 1 / (1 + np.exp(-odds))
        lever = np.einsum("ij,jk,ik->i", features, self.spread, features)
        pull = lever * (answers - match) / np.maximum(1 - lever * match * (1 - match), 0.05)
        own: Floats = odds - pull
        return own


def fit(features: Floats, start: Floats, answers: Floats, freedom: Floats) -> Fit:
    """The most likely weights after ``answers`` (1 a match, 0 none) of pairs with ``features``, shape
    ``(answers, features)``, whose log odds were ``start``; before them, each weight is 0 give or take
    its ``freedom``, a standard deviation."""
    held = np.diag(1 / freedom**2)
    weights = np.zeros(len(freedom))
    before = _loss(features, start, answers, held, weights)
    for _ in range(_ROUNDS if len(answers) else 0):
        match = _match(features, start, weights)
        slope = features.T @ (match - answers) + held @ weights
        bend = (features.T * (match * (1 - match))) @ features + held
        step = np.linalg.solve(bend, slope)
        size = 1.0
        while size > 1e-4:
            now = _loss(features, start, answers, held, weights - size * step)
            if now <= before:
                break
            size /= 2
        else:
            break
        weights = weights - size * step
        if before - now < _ENOUGH:
            break
        before = now
    match = _match(features, start, weights)
    bend = (features.T * (match * (1 - match))) @ features + held
    spread: Floats = np.linalg.inv(bend).astype(np.float64)
    return Fit(weights, spread)


def _match(features: Floats, start: Floats, weights: Floats) -> Floats:
    odds = np.clip(start + features @ weights, -_FURTHEST, _FURTHEST)
    shares: Floats = 1 / (1 + np.exp(-odds))
    return shares


def _loss(features: Floats, start: Floats, answers: Floats, held: Floats, weights: Floats) -> float:
    odds = start + features @ weights
    missed = np.logaddexp(0, odds) - answers * odds
    return float(missed.sum() + 0.5 * weights @ held @ weights)
