"""The span extractor in training: its model, its stream of batches, its loss."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engine.models.families.span_head import span_scores
from engine.models.families.span_prompt import SpanPrompter
from training import (
    bilingual,
    extractor_chinese,
    extractor_cuad,
    extractor_generated,
    extractor_kleister,
    extractor_labelled,
    extractor_ner,
    written_names,
)
from training.data import REPOSITORY
from training.loop import Rates, Trainer
from training.span_batches import Batch, Item, batches, collate, item
from training.span_examples import SpanExample, ask

RUN = REPOSITORY / "runs" / "extractor"
SEED = 20260
TOKENS = 384
"""The most tokens of an input, prompt included, in training and in use."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run does; the learning rate rises over ``warmup`` steps and falls to zero at the end."""

    steps: int = 1280
    batch_tokens: int = 3072
    rate: float = 2e-4
    head_rate: float = 1e-3
    warmup: int = 100
    positive_weight: float = 2.0
    inside_weight: float = 0.3


class SpanHead(nn.Module):
    """The parameters of :func:`span_scores`; it starts from "nothing is a mention"."""

    def __init__(self, hidden: int, size: int = 128) -> None:
        super().__init__()
        self.token = nn.Linear(hidden, 3 * size)
        self.field_in = nn.Linear(hidden, hidden)
        self.field_out = nn.Linear(hidden, 3 * size)
        self.bias = nn.Parameter(torch.full((3,), -3.0))

    def forward(self, tokens: Tensor, fields: Tensor) -> Tensor:
        """Logits (…, 3, k, n)."""
        return span_scores(dict(self.named_parameters()), tokens, fields)


class SpanModel(nn.Module):
    """The encoder with the scoring head."""

    def __init__(self) -> None:
        super().__init__()
        self.bert = bilingual.extractor_bert()
        self.head = SpanHead(self.bert.config.hidden_size)

    def forward(self, batch: Batch) -> Tensor:
        """Logits (b, 3, k, n)."""
        hidden = self.bert(
            input_ids=batch.ids, token_type_ids=batch.types, attention_mask=batch.mask
        ).last_hidden_state
        rows = torch.arange(len(batch.ids))[:, None]
        scores: Tensor = self.head(hidden, hidden[rows, batch.markers])
        return scores


def loss_of(logits: Tensor, batch: Batch, plan: Plan) -> Tensor:
    """Binary cross-entropy over tokens, averaged over fields."""
    weight = torch.tensor([plan.positive_weight, plan.positive_weight, 1.0])[:, None, None]
    raw = nn.functional.binary_cross_entropy_with_logits(
        logits.float(), batch.targets, pos_weight=weight, reduction="none"
    )
    channel = torch.tensor([1.0, 1.0, plan.inside_weight])[:, None, None]
    total = (raw * channel * batch.weights[:, None]).sum()
    return total / batch.weights.amax(-1).sum().clamp(min=1)


def epoch_examples(epoch: int, development: bool = False) -> list[SpanExample]:
    """The examples of one epoch; windows, names and generated texts differ from epoch to epoch."""
    rng = random.Random(SEED * 1000 + epoch + (500 if development else 0))
    share = 0.12 if development else 1.0
    found = list(extractor_cuad.examples(development, rng, 10))
    found += extractor_ner.examples(development, rng)
    found += written_names.named(development, rng, "en")
    found += extractor_kleister.examples(development, rng)
    found += extractor_chinese.examples(development, rng, share)
    found += extractor_labelled.blocks(development, rng)
    found += extractor_generated.examples(
        development, rng, int(1500 * share), int(900 * share), int(600 * share)
    )
    return found


def epoch_items(epoch: int, prompter: SpanPrompter) -> list[Item]:
    """The inputs of one epoch."""
    rng = random.Random(SEED + epoch)
    made = (item(ask(e, rng), prompter, TOKENS) for e in epoch_examples(epoch))
    return [one for one in made if one is not None]


def epoch_batches(epoch: int, prompter: SpanPrompter, plan: Plan) -> Iterator[list[Item]]:
    """The batches of one epoch, the same for the same seed."""
    return batches(epoch_items(epoch, prompter), plan.batch_tokens, random.Random(SEED + epoch))


def prompter_of() -> SpanPrompter:
    """The prompter over the packs' tokenizer."""
    return SpanPrompter(bilingual.tokenizer())


def train(plan: Plan) -> None:
    """Train to the end of ``plan``."""
    torch.manual_seed(SEED)
    model = SpanModel()
    trainer = Trainer(
        RUN,
        model,
        list(model.head.parameters()),
        Rates(plan.rate, plan.head_rate),
        plan.steps,
        plan.warmup,
    )

    def loss(group: list[Item]) -> Tensor:
        batch = collate(group)
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(batch)
        return loss_of(logits, batch, plan)

    prompter = prompter_of()
    trainer.run_epochs(lambda epoch: epoch_batches(epoch, prompter, plan), loss)
