"""How well pairs are judged: NLI on held-out sets and generated conflicts, embeddings by rank."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from benchmarks.quality_statistics import (
    area_under_curve,
    bootstrap,
    calibration_error,
    macro_f1,
    spearman,
)
from engine.control import JobControl
from engine.models.protocols import Embedder, PairClassifier
from training import nli_chinese, nli_data
from training.data import read, share
from training.nli_data import LABELS, NliPair

ER_SETS = ("er_abt_buy", "er_dblp_acm", "er_dblp_scholar", "er_fodors_zagats", "er_itunes_amazon")


def nli_sets(limit: int) -> dict[str, list[NliPair]]:
    """SNLI test, ContractNLI dev (premise: the evidence, or a random place), generated pairs."""
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
    yield "| pairs | accuracy | macro F1 | ECE | n |"
    yield "|---|---|---|---|---|"
    kinds: dict[str, list[bool]] = defaultdict(list)
    for name, pairs in nli_sets(limit).items():
        rows = _probabilities(classifier, pairs)
        guess, gold = rows.argmax(1), np.array([pair.label for pair in pairs])
        right = (guess == gold).tolist()
        accuracy = bootstrap(right, lambda part: float(np.mean(part)))
        both = list(zip(guess.tolist(), gold.tolist(), strict=True))
        macro = bootstrap(both, _macro, rounds=200)
        error = calibration_error(rows.max(1).tolist(), right)
        yield f"| {name} | {accuracy} | {macro} | {error:.3f} | {len(pairs)} |"
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


def _probabilities(classifier: PairClassifier, pairs: Sequence[NliPair]) -> np.ndarray:
    columns = [classifier.info.labels.index(label) for label in LABELS]
    rows = np.zeros((len(pairs), len(LABELS)))
    texts = [(pair.premise, pair.hypothesis) for pair in pairs]
    for index, row in classifier.classify(texts, JobControl()):
        rows[index] = row[columns]
    return rows


def embedding_lines(embedder: Embedder, limit: int) -> Iterator[str]:
    """Spearman on graded pairs, area under the curve on yes-or-no pairs."""
    yield "| pairs | figure | value | n |"
    yield "|---|---|---|---|"
    for name, left, right, target, graded in _embedding_sets(limit):
        vectors = embedder.embed([*left, *right], JobControl())
        cosines = (vectors[: len(left)] * vectors[len(left) :]).sum(1).tolist()
        both = list(zip(cosines, target, strict=True))
        measure = spearman if graded else area_under_curve
        value = bootstrap(
            both, lambda part, m=measure: m([c for c, _ in part], [t for _, t in part]), rounds=200
        )
        yield f"| {name} | {'Spearman' if graded else 'AUC'} | {value} | {len(both)} |"
    yield ""


def _embedding_sets(
    limit: int,
) -> Iterator[tuple[str, list[str], list[str], list[Any], bool]]:
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for record in (*read("pairs_en"), *read("pairs_zh")):
        if record["split"] in ("dev", "test", "test_public"):
            groups[record["source"], record["split"]].append(record)
    for (source, split), records in groups.items():
        part = sorted(records, key=lambda r: share(r["a"] + r["b"], "bench"))[:limit]
        graded = "score" in part[0]
        target = [r["score" if graded else "label"] for r in part]
        yield f"{source} {split}", [r["a"] for r in part], [r["b"] for r in part], target, graded
    for name in ER_SETS:
        records = [r for r in read(name) if r["split"] == "test"][:limit]
        left, right = ([_words(r[side]) for r in records] for side in ("left", "right"))
        yield f"{name} test", left, right, [r["label"] for r in records], False


def _words(record: dict[str, str]) -> str:
    return ", ".join(value for value in record.values() if value)
