"""From the NLI model's last checkpoint to its pack: rounding, temperature, figures, card."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import BertForSequenceClassification

from engine.control import JobControl
from engine.models.devices import Compute
from engine.models.families import sequence_classification
from engine.models.packs import load_pack
from training import nli_chinese, nli_data, sources, written
from training.calibration import Array, expected_calibration_error, softmax, temperature
from training.data import share
from training.loop import averaged
from training.nli_data import LABELS, NliPair
from training.nli_training import RUN, SEED, inputs_of, model_of, tokenizer_of
from training.pack_writer import (
    PackCard,
    bert_config,
    keep_log,
    rounded,
    write_card,
    write_pack,
)

NAME = "clausedesk-nli"
MAX_TOKENS = 384
KNOWN = (
    ("Payment is due within 30 days of the invoice.", "Invoices are payable within 60 days."),
    (
        "This Agreement is governed by the laws of Texas.",
        "The law of Texas applies to this Agreement.",
    ),
    ("The warranty period is 12 months.", "Customer shall pay all taxes."),
    ("Supplier may not use subcontractors.", "Supplier may use subcontractors."),
    ("甲方应在收到发票后30日内付款。", "甲方须于开票后60日内付清全部款项。"),
    ("承租方不得转租。", "承租人可以将房屋转租给他人。"),
)
LIMITS = (
    "English and Chinese. Judges one pair of clauses at a time and knows nothing of definitions "
    "elsewhere in the contract. Trained for some hours on two cores, much of it on generated pairs; its "
    "Chinese sense of entailment comes from clauses edited by rule and from sentences written for it, "
    "for no Chinese set may be shipped: outside contracts it is weaker. Changed numbers, dates, amounts, "
    "laws, permissions and negations are what it sees best; exchanged roles (who pays whom) it sees "
    "less well: the figures by kind say how far. Review what it finds."
)


def development_pairs() -> list[NliPair]:
    """Held-out premises, companies and terms; ContractNLI's dev part is left to the benchmark."""
    rng = random.Random(SEED + 5)
    pairs = nli_data.sentence_pairs(True, rng, noisy=300)
    pairs += nli_data.generated(True, rng, 250)
    pairs += nli_data.worded(rng, 150, development=True)
    pairs += nli_data.generated(True, rng, 250, nli_chinese.CHINESE)
    pairs += nli_chinese.worded(rng, 150, development=True)
    for name in written.INFERENCES:
        pairs += written.inferences(name, True)
    return pairs


def logits_of(model: BertForSequenceClassification, pairs: Sequence[NliPair]) -> Array:
    """Shape (pairs, labels)."""
    tokenizer = tokenizer_of()
    encodings = tokenizer.encode_batch([(p.premise, p.hypothesis) for p in pairs])
    order = sorted(range(len(pairs)), key=lambda i: len(encodings[i]))
    logits = np.zeros((len(pairs), len(LABELS)))
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        for at in range(0, len(order), 32):
            part = order[at : at + 32]
            found = model(**inputs_of([encodings[i] for i in part])).logits
            logits[part] = found.float().numpy()
    return logits


def figures_of(logits: Array, pairs: Sequence[NliPair]) -> dict[str, Any]:
    """Accuracy, macro F1 and ECE for all pairs and for each kind."""
    kinds = {"all": list(range(len(pairs)))}
    for index, pair in enumerate(pairs):
        kinds.setdefault(pair.kind, []).append(index)
    labels = np.array([pair.label for pair in pairs])
    result: dict[str, Any] = {}
    for kind, places in kinds.items():
        probability = softmax(logits[places])
        guess, gold = probability.argmax(1), labels[places]
        ece = expected_calibration_error(probability.max(1), guess == gold)
        result[kind] = {
            "accuracy": round(float((guess == gold).mean()), 3),
            "ece": round(ece, 3),
            "pairs": len(places),
        }
    result["all"]["macro_f1"] = round(_macro_f1(softmax(logits).argmax(1), labels), 3)
    return result


def _macro_f1(guess: np.ndarray, gold: np.ndarray) -> float:
    scores = []
    for label in range(len(LABELS)):
        true = ((guess == label) & (gold == label)).sum()
        scores.append(2 * true / max(1, (guess == label).sum() + (gold == label).sum()))
    return float(np.mean(scores))


def package(earlier: Path | None = None) -> Path:
    """Quantise the last checkpoint, find the temperature, write the pack with its figures.

    ``earlier``: the file of a checkpoint to average with; see :func:`training.loop.averaged`.
    """
    model = model_of().eval()
    trained, steps = averaged(RUN, earlier)
    state = {name.removeprefix("bert."): t for name, t in trained.items()}
    model.load_state_dict(trained)
    pairs = development_pairs()
    fit_on = [p for p in pairs if share(p.premise, "calibration") < 0.4]
    judge_on = [p for p in pairs if share(p.premise, "calibration") >= 0.4]
    exact = logits_of(model, judge_on)
    small = rounded(state)
    model.load_state_dict({name: small[name.removeprefix("bert.")] for name in trained})
    heat = temperature(logits_of(model, fit_on), np.array([p.label for p in fit_on]))
    logits = logits_of(model, judge_on)
    figures = figures_of(logits / heat, judge_on)
    figures["before int8"] = {
        "accuracy": figures_of(exact, judge_on)["all"]["accuracy"],
        "same labels": round(float((exact.argmax(1) == logits.argmax(1)).mean()), 4),
    }
    made = _card(heat, figures, steps)
    folder = write_pack(made, state, bert_config(model.config.to_dict()))
    keep_log(RUN, NAME)
    made.known_answer.extend(_known_answers(folder))
    write_card(made)
    return folder


def _card(heat: float, figures: dict[str, Any], steps: str) -> PackCard:
    return PackCard(
        name=NAME,
        title="Natural language inference for contract clauses, English and Chinese",
        task="nli",
        family="sequence_classification",
        origin="all-MiniLM-L6-v2 with Chinese added (training/make_encoder.py), "
        f"{steps} (training/make_nli.py), int8 rows",
        max_tokens=MAX_TOKENS,
        labels=LABELS,
        calibration={"temperature": round(heat, 3)},
        card={
            "data": [
                sources.BACKBONE,
                sources.SNLI,
                sources.CAD,
                sources.CONJ,
                sources.MED,
                sources.CONTRACT_NLI,
                sources.CUAD,
                sources.EDGAR,
                sources.TEMPLATES_ZH,
                sources.GENERATED,
                sources.WRITTEN,
                *sources.ENCODER,
            ],
            "figures": {"command": "python -m training.make_nli --package", "held out": figures},
            "limits": LIMITS,
        },
    )


def _known_answers(folder: Path) -> list[dict[str, Any]]:
    """What the pack itself answers, in full precision."""
    classifier = sequence_classification.load(load_pack(folder), Compute())
    answers: list[dict[str, Any]] = []
    for pair in KNOWN:
        ((_, row),) = classifier.classify([pair], JobControl())
        expect = {
            label: round(float(p), 3) for label, p in zip(classifier.info.labels, row, strict=True)
        }
        answers.append({"input": list(pair), "expect": expect, "tolerance": 0.1})
    return answers
