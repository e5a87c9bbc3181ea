"""How well a similarity model tells pairs: sentences with one meaning or two, records of one thing or two."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality_statistics import (
    Array,
    area_under_curve,
    bootstrap,
    calibration_error,
    spearman,
)
from engine.control import JobControl
from engine.models.protocols import PairClassifier
from training.data import read, share

ER_SETS = (
    "er_abt_buy",
    "er_dblp_acm",
    "er_dblp_scholar",
    "er_fodors_zagats",
    "er_itunes_amazon",
    "er_beer",
)


@dataclass(frozen=True, slots=True)
class PairSet:
    """Pairs with what is right: 1 and 0, or (``graded``) how alike they are."""

    name: str
    pairs: list[tuple[str, str]]
    target: NDArray[np.float64]
    graded: bool


def sets(limit: int) -> Iterator[PairSet]:
    """Every set of sentence pairs and of record pairs, at most ``limit`` pairs each, always the same ones."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in (*read("pairs_en"), *read("pairs_zh")):
        if record["split"] in ("dev", "test", "test_public"):
            groups[f"{record['source']} {record['split']}"].append(record)
    for name, records in groups.items():
        part = sorted(records, key=lambda r: share(r["a"] + r["b"], "bench"))[:limit]
        graded = "score" in part[0]
        yield _pair_set(
            name,
            [(r["a"], r["b"]) for r in part],
            [r["score" if graded else "label"] for r in part],
            graded,
        )
    for name in ER_SETS:
        records = [r for r in read(name) if r["split"] == "test"][:limit]
        joined = [(_words(r["left"]), _words(r["right"])) for r in records]
        yield _pair_set(f"{name} test", joined, [r["label"] for r in records], False)


def _pair_set(
    name: str, pairs: list[tuple[str, str]], target: list[float], graded: bool
) -> PairSet:
    return PairSet(name, pairs, np.array(target, dtype=float), graded)


def _words(record: dict[str, str]) -> str:
    return ", ".join(value for value in record.values() if value)


def lines(classifier: PairClassifier, limit: int) -> Iterator[str]:
    """Two Markdown tables: yes or no, and graded pairs.

    The accuracy beside the one at 0.5 is at the best threshold of the other half of the set, both ways:
    what a user gets who sets the threshold on some pairs of their own.
    """
    yield "| pairs | AUC | accuracy at 0.5 | accuracy, own threshold | F1, own threshold | ECE | pairs/s | n |"
    yield "|---|---|---|---|---|---|---|---|"
    graded: list[str] = []
    for one in sets(limit):
        began = time.perf_counter()
        scores = scores_of(classifier, one.pairs)
        speed = len(one.pairs) / (time.perf_counter() - began)
        if one.graded:
            both = list(zip(scores.tolist(), one.target.tolist(), strict=True))
            rank = bootstrap(both, lambda p: spearman([s for s, _ in p], [t for _, t in p]), 200)
            graded.append(f"| {one.name} | {rank} | {speed:.0f} | {len(both)} |")
            continue
        yield f"| {one.name} | {_row(scores, one.target)} | {speed:.0f} | {len(scores)} |"
    yield from ("", "| pairs | Spearman | pairs/s | n |", "|---|---|---|---|", *graded, "")


def _row(scores: Array, target: Array) -> str:
    both = list(zip(scores.tolist(), target.tolist(), strict=True))
    area = bootstrap(
        both, lambda p: area_under_curve([s for s, _ in p], [int(t) for _, t in p]), 200
    )
    guess = scores >= 0.5
    told = own_threshold(scores, target)
    right = (told == (target > 0)).tolist()
    accuracy = bootstrap(right, lambda part: float(np.mean(part)), 200)
    hit = float((told & (target > 0)).sum())
    f1 = 2 * hit / max(1.0, float(told.sum() + target.sum()))
    chance = np.where(guess, scores, 1 - scores)
    error = calibration_error(chance.tolist(), (guess == (target > 0)).tolist())
    return f"{area} | {(guess == (target > 0)).mean():.3f} | {accuracy} | {f1:.3f} | {error:.3f}"


def own_threshold(scores: Array, target: Array) -> NDArray[np.bool_]:
    """Yes or no for each pair, by the threshold that suits the other half of the pairs best."""
    told = np.zeros(len(scores), dtype=bool)
    for side in (0, 1):
        here = np.arange(len(scores)) % 2 == side
        told[here] = scores[here] >= best_threshold(scores[~here], target[~here])
    return told


def best_threshold(scores: Array, target: Array) -> float:
    """The threshold of the highest accuracy."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(target[order] > 0) - np.cumsum(target[order] <= 0)
    best = int(np.argmax(hits))
    # Above the best pair of all: nothing is said to be alike.
    return float(scores[order[best]]) if hits[best] > 0 else float(scores.max()) + 1e-6


def scores_of(classifier: PairClassifier, pairs: Sequence[tuple[str, str]]) -> Array:
    """The score of each pair, 0 to 1; 0 where a pair is too long for the model."""
    found = np.zeros(len(pairs))
    for index, row in classifier.classify(pairs, JobControl(), lambda index, failure: None):
        found[index] = float(row[-1])
    return found
