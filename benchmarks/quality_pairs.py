"""How well NLI is judged: held-out sets and generated conflicts."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks.quality_statistics import (
    bootstrap,
    calibration_error,
    macro_f1,
)
from engine.control import JobControl
from engine.models.protocols import PairClassifier
from training import nli_chinese, nli_data, written
from training.data import read, share
from training.nli_data import CONTRADICTION, LABELS, NliPair

_WRITTEN = {
    "nli_zh": "written Chinese sentences, held out",
    "nli_zh_clauses": "written Chinese clauses, held out",
    "nli_en_clauses": "written English clauses, held out",
}


def nli_sets(limit: int) -> dict[str, list[NliPair]]:
    """SNLI test, ContractNLI dev (premise: the evidence, or a random place), generated and written pairs."""
    rng = random.Random(17)
    snli = sorted(nli_data.snli_test(), key=lambda p: share(p.premise + p.hypothesis, "bench"))
    sets = {
        "SNLI test": snli[:limit],
        "ContractNLI dev": nli_data.contract_nli("dev", rng)[:limit],
        "CMNLI dev": _chinese("nli_zh", "CMNLI", limit),
        "OCNLI": _chinese("ocnli_zh", "OCNLI", limit),
        "generated Chinese edits, held-out documents": list(
            nli_data.generated(True, rng, limit // 6, nli_chinese.CHINESE)
        ),
        "generated Chinese terms, held-out terms": list(nli_chinese.worded(rng, limit // 6, True)),
        "generated edits, held-out companies": list(nli_data.generated(True, rng, limit // 6)),
        "generated terms, held-out terms": list(nli_data.worded(rng, limit // 6, True)),
        **{_WRITTEN[name]: list(written.inferences(name, True))[:limit] for name in _WRITTEN},
    }
    return {name: pairs for name, pairs in sets.items() if pairs}


def _chinese(name: str, source: str, limit: int) -> list[NliPair]:
    """A Chinese set that may not be trained on; ``limit`` pairs, always the same."""
    records = [r for r in read(name) if r["source"] == source and r["label"] in LABELS]
    records.sort(key=lambda r: share(r["premise"] + r["hypothesis"], "bench"))
    return [
        NliPair(r["premise"], r["hypothesis"], LABELS.index(r["label"]), source)
        for r in records[:limit]
    ]


def nli_lines(classifier: PairClassifier, limit: int) -> Iterator[str]:
    """A Markdown table of every set, then one by kind for the generated pairs."""
    yield "| pairs | accuracy | macro F1 | contradiction F1 | ECE | pairs/s | n |"
    yield "|---|---|---|---|---|---|---|"
    kinds: dict[str, list[bool]] = defaultdict(list)
    for name, pairs in nli_sets(limit).items():
        began = time.perf_counter()
        rows = _probabilities(classifier, pairs)
        speed = len(pairs) / (time.perf_counter() - began)
        # A pair that is too long for the model is a wrong answer, whatever its label.
        guess = np.where(rows.any(1), rows.argmax(1), -1)
        gold = np.array([pair.label for pair in pairs])
        right = (guess == gold).tolist()
        accuracy = bootstrap(right, lambda part: float(np.mean(part)))
        both = list(zip(guess.tolist(), gold.tolist(), strict=True))
        macro = bootstrap(both, _macro, rounds=200)
        error = calibration_error(rows.max(1).tolist(), right)
        clash = bootstrap(both, _contradiction, rounds=200)
        yield f"| {name} | {accuracy} | {macro} | {clash} | {error:.3f} | {speed:.0f} | {len(pairs)} |"
        if name.startswith("generated"):
            for pair, good in zip(pairs, right, strict=True):
                kinds[f"{LABELS[pair.label]}: {pair.kind}"].append(good)
    yield ""
    yield "| generated pairs by kind | accuracy | n |"
    yield "|---|---|---|"
    for kind, good in sorted(kinds.items()):
        yield f"| {kind} | {np.mean(good):.3f} | {len(good)} |"
    yield ""


def _macro(both: Sequence[tuple[int, int]]) -> float:
    return macro_f1([g for g, _ in both], [t for _, t in both], len(LABELS))


def _contradiction(both: Sequence[tuple[int, int]]) -> float:
    found = sum(guess == CONTRADICTION for guess, _ in both)
    right = sum(guess == gold == CONTRADICTION for guess, gold in both)
    return 2 * right / max(1, found + sum(gold == CONTRADICTION for _, gold in both))


def _probabilities(classifier: PairClassifier, pairs: Sequence[NliPair]) -> np.ndarray:
    columns = [classifier.info.labels.index(label) for label in LABELS]
    rows = np.zeros((len(pairs), len(LABELS)))
    texts = [(pair.premise, pair.hypothesis) for pair in pairs]
    for index, row in classifier.classify(texts, JobControl(), lambda index, failure: None):
        rows[index] = row[columns]
    return rows
