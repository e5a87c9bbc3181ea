"""Make the pack ``clausedesk-similarity``: fit the pair scorer over the embeddings, write it, check it.

    python -m training.make_similarity

Runs in some minutes: the encoder stays as it is, and what is fitted are two dozen weights that can only move
the score the way that makes sense (:data:`engine.models.families.pair_features.RISING`).
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from engine.control import JobControl
from engine.models.devices import Compute
from engine.models.families import pair_similarity, sentence_encoder
from engine.models.families.pair_features import RISING, Evidence
from engine.models.packs import load_pack
from training import similarity_data, sources
from training.calibration import expected_calibration_error
from training.pack_writer import EMBEDDINGS_PACK, PACKS, PackCard, sha256, write_light_card
from training.similarity_data import LabelledPair

Array = NDArray[np.float64]
NAME = "clausedesk-similarity"
SEED = 611
SIZE = 700
HOLD = 0.01
"""How strongly weights are held down: a scorer that fits generated slips too well serves nothing else."""
CLASH = 0.2
"""The weight of edited clauses, which differ in one word: they are the NLI pack's matter."""
_OF_CLAUSES = (
    "modality", "negation", "duration", "party", "amount", "date", "law", "number",
    "may or must", "near miss", "other party",
)  # fmt: skip
KNOWN = (
    ("Globex Industries Inc.", "GLOBEX INDUSTRIES, INCORPORATED"),
    ("Globex Industries Inc.", "Initech Software GmbH"),
    ("12 Oak Avenue, Springfield", "12 Oak Ave., Springfield"),
    ("Sonar DSC-W120 Silver Digital Camera", "Sonar digital camera DSCW125"),
    ("买卖合同怎么解除", "如何解除買賣合同"),
    ("深圳市华强电子有限公司", "深圳华强电子公司"),
    ("How do I renew my passport?", "What does a passport cost?"),
)


def rows_of(pairs: Sequence[tuple[str, str]]) -> Array:
    """The evidence of ``pairs``, shape (n, features), through the embeddings pack."""
    pack = load_pack(PACKS / EMBEDDINGS_PACK)
    encoder = sentence_encoder.load(pack, Compute())
    return pair_similarity.evidence_of(pairs, encoder, pack.tokenizer().normalizer, JobControl())


def fitted(rows: Array, same: Array, weight: Array) -> pair_similarity.Scorer:
    """The scorer of the least weighted log loss whose weights keep their signs."""
    mean, scale = rows.mean(0), rows.std(0) + 1e-6
    scaled = (rows - mean) / scale
    sign = 2 * same - 1

    def loss(values: Array) -> tuple[float, Array]:
        margin = sign * (scaled @ values[:-1] + values[-1])
        slope = -sign * weight / (1 + np.exp(margin)) / len(same)
        held = HOLD * (values[:-1] ** 2).sum()
        gradient = np.append(scaled.T @ slope + 2 * HOLD * values[:-1], slope.sum())
        return float((weight * np.logaddexp(0, -margin)).mean() + held), gradient

    bounds = [(0 if way > 0 else None, 0 if way < 0 else None) for way in RISING]
    start = np.zeros(len(RISING) + 1)
    found = minimize(loss, start, jac=True, bounds=[*bounds, (None, None)], method="L-BFGS-B")
    return pair_similarity.Scorer(mean, scale, found.x[:-1], float(found.x[-1]))


def weights_of(pairs: Sequence[LabelledPair]) -> Array:
    """A weight a pair: clauses that differ in one word count less, both answers count the same."""
    weight = np.array([CLASH if pair.kind in _OF_CLAUSES else 1.0 for pair in pairs])
    same = np.array([pair.same for pair in pairs])
    for answer in (0, 1):
        weight[same == answer] *= len(pairs) / 2 / weight[same == answer].sum()
    return weight


def figures(scorer: pair_similarity.Scorer, rows: Array, pairs: Sequence[LabelledPair]) -> Any:
    """Accuracy at 0.5 and ECE, for all pairs and by kind."""
    chance = scorer.probability(rows).astype(float)
    same = np.array([pair.same for pair in pairs])
    right = (chance >= 0.5) == (same == 1)
    kinds: dict[str, Any] = {}
    for kind in ("all", *sorted({pair.kind for pair in pairs})):
        here = np.array([kind in ("all", pair.kind) for pair in pairs])
        sure = np.maximum(chance, 1 - chance)[here]
        kinds[kind] = {
            "accuracy": round(float(right[here].mean()), 3),
            "ece": round(expected_calibration_error(sure, right[here]), 3),
            "pairs": int(here.sum()),
        }
    return kinds


def _write(scorer: pair_similarity.Scorer) -> Path:
    folder = PACKS / NAME
    folder.mkdir(parents=True, exist_ok=True)
    entries = {
        "encoder": EMBEDDINGS_PACK,
        "encoder_sha256": sha256(PACKS / EMBEDDINGS_PACK / pair_similarity.WEIGHTS),
        "features": list(Evidence._fields),
        "mean": [round(float(v), 6) for v in scorer.mean],
        "scale": [round(float(v), 6) for v in scorer.scale],
        "weights": [round(float(v), 6) for v in scorer.weights],
        "bias": round(scorer.bias, 6),
    }
    text = json.dumps(entries, indent=1) + "\n"
    (folder / pair_similarity.SCORER).write_text(text, encoding="utf-8")
    (folder / "config.json").write_text('{"model_type": "pair_features"}\n', encoding="utf-8")
    return folder


def main() -> None:
    """Fit, write, and let the pack answer its own test."""
    train = list(similarity_data.pairs(random.Random(SEED), False, SIZE))
    rows = rows_of([(pair.left, pair.right) for pair in train])
    scorer = fitted(rows, np.array([float(pair.same) for pair in train]), weights_of(train))
    held = list(similarity_data.pairs(random.Random(SEED + 1), True, SIZE // 5))
    card = PackCard(
        name=NAME,
        title="Pair similarity: names, addresses, products, sentences, English and Chinese",
        task="similarity",
        family="pair_similarity",
        origin="a logistic model over the embeddings and what two texts share (training/make_similarity.py)",
        max_tokens=256,
        labels=("score",),
        card={
            "data": [
                sources.TEMPLATES_ZH,
                sources.CUAD,
                sources.EDGAR,
                sources.SNLI,
                sources.CAD,
                sources.CONJ,
                sources.MED,
                sources.GENERATED,
                sources.WRITTEN,
                *sources.ENCODER,
            ],
            "figures": {
                "command": "python -m training.make_similarity",
                "generated, held out": figures(
                    scorer, rows_of([(pair.left, pair.right) for pair in held]), held
                ),
            },
            "limits": "English, Chinese, and one beside the other. Fitted on generated pairs only. It weighs what "
            "two texts share; it does not read closely: sentences that differ in one word (not, who) look "
            "alike, and figures on public sets stand in benchmarks/README.md. Set the threshold on some "
            "pairs of your own.",
        },
    )
    folder = _write(scorer)
    write_light_card(card, [pair_similarity.SCORER, "config.json"])
    model = pair_similarity.load(load_pack(folder), Compute())
    for pair, (_, row) in zip(KNOWN, model.classify(KNOWN, JobControl()), strict=True):
        expect = {"score": round(float(row[0]), 3)}
        card.known_answer.append({"input": list(pair), "expect": expect, "tolerance": 0.05})
    write_light_card(card, [pair_similarity.SCORER, "config.json"])


if __name__ == "__main__":
    main()
