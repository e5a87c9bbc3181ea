"""Window-level evaluation of the extractor on held-out texts; also collects what calibration needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from engine.models.families.span_decoding import SpanCalibration, TokenSpan, decode_field
from training.calibration import Array, expected_calibration_error, logistic
from training.span_batches import Batch, Item, collate

LONG = 20
"""Spans of more tokens than this (clauses) count as found where 70 % of both are shared."""


class Scorer(Protocol):
    """A model in evaluation mode."""

    def __call__(self, batch: Batch) -> Tensor:
        """Logits (b, 3, k, n)."""


Logits = tuple[np.ndarray, np.ndarray, np.ndarray]


@dataclass(slots=True)
class Scored:
    """One field of one text: its logits per token, the token spans that are right.

    ``count``: how many windows of a document this one stands for.
    """

    logits: Logits
    gold: tuple[tuple[int, int], ...]
    source: str
    cells: tuple[int, ...] = ()
    count: float = 1.0


@dataclass(frozen=True, slots=True)
class Case:
    """An input, where it comes from, and how many windows of a document it stands for."""

    item: Item
    source: str
    count: float = 1.0


def scored(model: Scorer, cases: Sequence[Case], size: int = 16) -> list[Scored]:
    """The logits of every field of ``cases``."""
    order = sorted(range(len(cases)), key=lambda i: len(cases[i].item.ids))
    found: list[Scored] = []
    for at in range(0, len(order), size):
        part = [cases[i] for i in order[at : at + size]]
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
            logits = model(collate([case.item for case in part])).float().numpy()
        for row, case in enumerate(part):
            one = case.item
            head = len(one.prompt.ids)
            for place in range(len(one.prompt.fields)):
                start, end, inside = logits[row, :, place, head : head + len(one.text.ids)]
                gold = tuple((f, e) for k, f, e in one.targets if k == place)
                logits_of = (start, end, inside)
                found.append(Scored(logits_of, gold, case.source, one.text.cells, case.count))
    return found


@dataclass(slots=True)
class Outcome:
    """Predictions against gold, by source."""

    probability: list[float] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    features: list[tuple[float, ...]] = field(default_factory=list)
    counts: list[float] = field(default_factory=list)
    positives: float = 0.0

    def figures(self, threshold: float = 0.5) -> dict[str, float]:
        """Precision, recall, F1 at ``threshold``, and the expected calibration error."""
        p, right = np.array(self.probability), np.array(self.right, dtype=bool)
        count = np.array(self.counts)
        given = float((count * (p >= threshold)).sum())
        true = float((count * ((p >= threshold) & right)).sum())
        precision, recall = true / max(1.0, given), true / max(1.0, self.positives)
        f1 = 2 * true / max(1.0, given + self.positives)
        return {
            "precision": round(float(precision), 3),
            "recall": round(float(recall), 3),
            "f1": round(float(f1), 3),
            "ece": round(expected_calibration_error(p, right, count), 3),
            "mentions": round(self.positives),
        }


def judge(fields: Sequence[Scored], calibration: SpanCalibration) -> dict[str, Outcome]:
    """Decode every field and mark each span as right or wrong; the key ``all`` holds everything."""
    outcomes: dict[str, Outcome] = defaultdict(Outcome)
    for one in fields:
        spans = decode_field(*one.logits, calibration, one.cells)
        for key in ("all", one.source):
            outcome = outcomes[key]
            outcome.positives += one.count * len(one.gold)
            for span, probability in spans:
                outcome.probability.append(probability)
                outcome.right.append(_right(span, one.gold))
                outcome.features.append(span.features)
                outcome.counts.append(one.count)
    return outcomes


def _right(span: TokenSpan, gold: Sequence[tuple[int, int]]) -> bool:
    for first, last in gold:
        if (span.first, span.last) == (first, last):
            return True
        shared = min(span.last, last) - max(span.first, first) + 1
        longest = max(span.last - span.first, last - first) + 1
        if last - first + 1 > LONG and shared >= 0.7 * longest:
            return True
    return False


def fit(fields: Sequence[Scored], rounds: int = 3) -> SpanCalibration:
    """Span weights by logistic regression on what the previous weights decode."""
    calibration = SpanCalibration(floor=0.02)
    for _ in range(rounds):
        outcome = judge(fields, calibration)["all"]
        features: Array = np.array(outcome.features)
        weights, bias = logistic(features, np.array(outcome.right, dtype=bool))
        calibration = SpanCalibration(tuple(weights), bias, 0.02)
    return SpanCalibration(calibration.weights, calibration.bias, 0.1)
