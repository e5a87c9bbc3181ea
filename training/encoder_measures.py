"""Figures of the bilingual encoder while it is trained; the sets are for measuring only."""

from __future__ import annotations

import sys

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional

from training.bilingual_vocabulary import FOLDER
from training.data import read
from training.encoder_training import BilingualEncoder, padded

PAIRS = 1500


def load(made: Tokenizer) -> BilingualEncoder:
    """The encoder of the last checkpoint, or as it starts where there is none."""
    model = BilingualEncoder(made).eval()
    file = FOLDER / "checkpoint.pt"
    if file.exists():
        state = torch.load(file, weights_only=True, map_location="cpu")
        model.load_state_dict(state["model"])
        sys.stdout.write(f"step {state['step']}\n")
    return model


def report(made: Tokenizer) -> None:
    """Rank correlation (graded pairs) or area under the curve (yes/no pairs) of cosines."""
    model = load(made)
    for name, source in (
        ("pairs_zh", "STS-B-zh"),
        ("pairs_zh", "LCQMC"),
        ("pairs_zh", "AFQMC"),
        ("pairs_en", "SICK-R"),
    ):
        rows = [r for r in read(name) if r["source"] == source and r["split"] != "train"][:PAIRS]
        truth = np.array([r["score"] if "score" in r else r["label"] for r in rows], dtype=float)
        left, right = (_vectors(model, made, [r[side] for r in rows]) for side in "ab")
        cosines = (left * right).sum(1)
        sys.stdout.write(f"{source}: {_agreement(cosines, truth):.4f}\n")


def _vectors(model: BilingualEncoder, made: Tokenizer, texts: list[str]) -> np.ndarray:
    found = []
    with torch.inference_mode():
        for start in range(0, len(texts), 100):
            ids, mask = padded(made, texts[start : start + 100])
            found.append(functional.normalize(model.vectors(ids, mask), dim=1).numpy())
    return np.concatenate(found)


def _agreement(scores: np.ndarray, truth: np.ndarray) -> float:
    """Spearman's correlation; for two classes, the area under the ROC curve."""
    from scipy.stats import rankdata, spearmanr

    if len(set(truth)) > 2:
        return float(spearmanr(scores, truth).statistic)
    ranks = rankdata(scores)
    positive = truth == 1
    count = int(positive.sum())
    area = ranks[positive].sum() - count * (count + 1) / 2
    return float(area / (count * (len(truth) - count)))
