"""The NLI cross-encoder in training: its model, its stream of batches."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Encoding, Tokenizer
from torch import Tensor, nn
from transformers import BertForSequenceClassification

from training import bilingual, contract_nli_pairs, nli_chinese, nli_data, written
from training.data import REPOSITORY
from training.loop import Rates, Trainer
from training.nli_data import LABELS, NliPair
from training.span_batches import padded

RUN = REPOSITORY / "runs" / "nli"
SEED = 31310
TRAIN_TOKENS = 320
"""Longer pairs are left out of training (their number is logged in the card)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run does."""

    steps: int = 950
    batch_tokens: int = 3072
    rate: float = 1.5e-4
    head_rate: float = 5e-4
    warmup: int = 150


def model_of() -> BertForSequenceClassification:
    """The encoder with a new 3-way classifier."""
    return bilingual.classifier(LABELS)


def tokenizer_of() -> Tokenizer:
    """The packs' tokenizer."""
    return bilingual.tokenizer()


def epoch_pairs(epoch: int) -> list[NliPair]:
    """The pairs of one epoch; the generated ones differ from epoch to epoch."""
    rng = random.Random(SEED * 1000 + epoch)
    general = nli_data.sentence_pairs(False, rng)
    pairs = [*general, *nli_chinese.translated(general, rng, 0.35)]
    pairs += nli_chinese.translated(list(written.inferences("nli_en", False)), rng, 0.6)
    for name, part in written.INFERENCES.items():
        pairs += written.inferences(name, False)
        pairs += written.elsewhere(name, rng, part)
    for _ in range(2):
        pairs += contract_nli_pairs.pairs(rng)
    pairs += nli_data.generated(False, rng, 1500)
    pairs += nli_data.worded(rng, 1000)
    pairs += nli_data.generated(False, rng, 2200, nli_chinese.CHINESE)
    pairs += nli_chinese.worded(rng, 1300)
    pairs += nli_data.roles(rng, 1000)
    pairs += nli_data.roles(rng, 1200, nli_chinese.CHINESE)
    return pairs


@dataclass(frozen=True, slots=True)
class Encoded:
    """A tokenised pair."""

    encoding: Encoding
    label: int


def batches(pairs: Sequence[Encoded], tokens: int, rng: random.Random) -> Iterator[list[Encoded]]:
    """Lists of pairs of like length with at most ``tokens`` padded tokens, in random order."""
    lengths = [len(pair.encoding) for pair in pairs]
    order = sorted(range(len(pairs)), key=lambda i: lengths[i] + rng.random() * 6)
    groups: list[list[Encoded]] = [[]]
    for index in order:
        if groups[-1] and (len(groups[-1]) + 1) * padded(lengths[index]) > tokens:
            groups.append([])
        groups[-1].append(pairs[index])
    rng.shuffle(groups)
    yield from groups


def epoch_batches(epoch: int, tokenizer: Tokenizer, plan: Plan) -> Iterator[list[Encoded]]:
    """The batches of one epoch, the same for the same seed."""
    pairs = epoch_pairs(epoch)
    encodings = tokenizer.encode_batch([(p.premise, p.hypothesis) for p in pairs])
    kept = [
        Encoded(encoding, pair.label)
        for encoding, pair in zip(encodings, pairs, strict=True)
        if len(encoding) <= TRAIN_TOKENS
    ]
    return batches(kept, plan.batch_tokens, random.Random(SEED + epoch))


def inputs_of(encodings: Sequence[Encoding]) -> dict[str, Tensor]:
    """Padded tensors for the model."""
    length = padded(max(len(encoding) for encoding in encodings))
    shape = (len(encodings), length)
    ids, types, mask = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    for row, encoding in enumerate(encodings):
        n = len(encoding)
        ids[row, :n] = torch.tensor(encoding.ids)
        types[row, :n] = torch.tensor(encoding.type_ids)
        mask[row, :n] = 1
    return {"input_ids": ids, "token_type_ids": types, "attention_mask": mask}


def train(plan: Plan) -> None:
    """Train to the end of ``plan``."""
    torch.manual_seed(SEED)
    model = model_of()
    trainer = Trainer(
        RUN,
        model,
        list(model.classifier.parameters()),
        Rates(plan.rate, plan.head_rate),
        plan.steps,
        plan.warmup,
    )

    def loss(group: list[Encoded]) -> Tensor:
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(**inputs_of([one.encoding for one in group])).logits
        labels = torch.tensor([one.label for one in group])
        return nn.functional.cross_entropy(logits.float(), labels, label_smoothing=0.05)

    tokenizer = tokenizer_of()
    trainer.run_epochs(lambda epoch: epoch_batches(epoch, tokenizer, plan), loss)
