"""Make the pack ``clausedesk-similarity``: fit the pair scorer over the embeddings, write it, check it.

    python -m training.make_similarity

Runs in some minutes: the encoder stays as it is, and what is fitted are two dozen weights for things with names and
as many for sentences, which can only move the score the way that makes sense
(:data:`engine.models.families.pair_features.RISING`).
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
from training import said_pairs, similarity_data, sources
from training.calibration import expected_calibration_error
from training.labelled_pairs import LabelledPair
from training.pack_writer import EMBEDDINGS_PACK, PACKS, PackCard, sha256, write_light_card

Array = NDArray[np.float64]
NAME = "clausedesk-similarity"
SEED = 611
SIZE = 700
HOLD = 0.01
"""How strongly weights are held down: a scorer that fits generated slips too well serves nothing else."""
CLASH = 0.2
"""The weight of edited clauses, which differ in one word: they are the NLI pack's matter."""
MISLEADING = 0.3
"""The weight of pairs written to mislead."""
_WRITTEN_TO_MISLEAD = ("said otherwise", "near miss zh")
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


def pairs_of(seed: int, development: bool, size: int) -> list[LabelledPair]:
    """Things and sentences; development: of held-out documents, terms and lines."""
    rng = random.Random(seed)
    found = list(similarity_data.pairs(rng, development, size))
    return [*found, *said_pairs.said_pairs(rng, development, 8 * size)]


def scorer_of(rows: Array, pairs: Sequence[LabelledPair]) -> pair_similarity.Scorer:
    """Both heads, each fitted on the pairs that it will judge."""
    heads = []
    for said in (False, True):
        here = pair_similarity.are_sentences(rows) == said
        part = [pair for pair, is_here in zip(pairs, here, strict=True) if is_here]
        same = np.array([float(pair.same) for pair in part])
        heads.append(fitted(rows[here], same, weights_of(part)))
    return pair_similarity.Scorer(*heads)


def fitted(rows: Array, same: Array, weight: Array) -> pair_similarity.Head:
    """The head of the least weighted log loss whose weights keep their signs."""
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
    return pair_similarity.Head(mean, scale, found.x[:-1], float(found.x[-1]))


def weights_of(pairs: Sequence[LabelledPair]) -> Array:
    """A weight a pair: clauses that differ in one word and pairs that mislead count less, both answers
    count the same."""
    less = dict.fromkeys(_OF_CLAUSES, CLASH) | dict.fromkeys(_WRITTEN_TO_MISLEAD, MISLEADING)
    weight = np.array([less.get(pair.kind, 1.0) for pair in pairs])
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
        "things": _entries(scorer.things),
        "sentences": _entries(scorer.sentences),
    }
    text = json.dumps(entries, indent=1) + "\n"
    (folder / pair_similarity.SCORER).write_text(text, encoding="utf-8")
    (folder / "config.json").write_text('{"model_type": "pair_features"}\n', encoding="utf-8")
    return folder


def _entries(head: pair_similarity.Head) -> dict[str, Any]:
    arrays = {"mean": head.mean, "scale": head.scale, "weights": head.weights}
    rounded = {name: [round(float(v), 6) for v in values] for name, values in arrays.items()}
    return {**rounded, "bias": round(head.bias, 6)}


def main() -> None:
    """Fit, write, and let the pack answer its own test."""
    train = pairs_of(SEED, False, SIZE)
    scorer = scorer_of(rows_of([(pair.left, pair.right) for pair in train]), train)
    held = pairs_of(SEED + 1, True, SIZE // 5)
    card = PackCard(
        name=NAME,
        title="Pair similarity: names, addresses, products, sentences, English and Chinese",
        task="similarity",
        family="pair_similarity",
        origin="logistic models over the embeddings and what two texts share (training/make_similarity.py)",
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
