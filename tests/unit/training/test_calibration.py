"""Calibration and rounding do what their names say."""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.quality_statistics import Counts, area_under_curve, bootstrap, macro_f1, spearman
from training.calibration import (
    expected_calibration_error,
    logistic,
    softmax,
    temperature,
)
from training.pack_writer import pack_tensors, rounded


def test_the_temperature_of_overconfident_logits_is_found() -> None:
    generator = np.random.default_rng(1)
    logits = generator.normal(size=(4000, 3)) * 2
    chances = softmax(logits)
    labels = np.array([generator.choice(3, p=row) for row in chances])
    assert abs(temperature(logits * 2.5, labels) - 2.5) < 0.3
    assert abs(temperature(logits, labels) - 1.0) < 0.15


def test_a_logistic_regression_finds_its_weights() -> None:
    generator = np.random.default_rng(2)
    features = generator.normal(size=(6000, 2))
    chance = 1 / (1 + np.exp(-(features @ [1.5, -0.5] + 0.3)))
    weights, bias = logistic(features, generator.random(6000) < chance, ridge=0.1)
    assert np.allclose(weights, [1.5, -0.5], atol=0.15)
    assert abs(bias - 0.3) < 0.15
    probability = 1 / (1 + np.exp(-(features @ weights + bias)))
    assert expected_calibration_error(probability, generator.random(6000) < chance) < 0.03


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000))
def test_int8_rows_are_within_a_step_of_the_weights(seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    matrix = torch.randn(20, 96, generator=generator) * torch.rand(20, 1, generator=generator) * 3
    state = {"layer.weight": matrix, "layer.bias": torch.randn(20), "x.LayerNorm.weight": matrix[0]}
    stored = pack_tensors(state)
    assert stored["layer.weight"].dtype == torch.int8
    back = rounded(state)
    step = matrix.abs().amax(1, keepdim=True) / 127
    assert bool(((back["layer.weight"] - matrix).abs() <= step * 0.6 + 1e-6).all())
    assert torch.equal(back["layer.bias"], state["layer.bias"])
    assert set(back) == set(state)


def test_figures() -> None:
    assert Counts(4, 2, 5).f1 == 4 / 9
    assert (Counts(1, 1, 1) + Counts(1, 0, 1)).precision == 0.5
    assert Counts().f1 == Counts().recall == 0.0
    assert area_under_curve([0.1, 0.9, 0.5], [0, 1, 0]) == 1.0
    assert area_under_curve([0.5, 0.5], [0, 1]) == 0.5
    assert abs(spearman([1, 2, 3, 4], [10, 20, 25, 90]) - 1) < 1e-9
    assert macro_f1([0, 1, 1], [0, 1, 1], 2) == 1.0
    interval = bootstrap([0.0, 1.0] * 50, lambda part: float(np.mean(part)))
    assert interval.low < interval.value == 0.5 < interval.high
