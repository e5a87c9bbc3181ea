"""Sentence vectors in training: what says the same comes together, what only looks alike goes apart.

The encoder of :mod:`training.encoder_training` is taught with written triples (a text, the same in other
words, a near miss; a premise with what it entails and what it contradicts) by a contrastive loss over the batch
(van den Oord et al. 2018; Gao et al. 2021, supervised SimCSE). Every other batch keeps what it knows: English
texts, names and records get the vector that they had, and so do English sentences with words in Chinese.
"""

from __future__ import annotations

import copy
import itertools
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from transformers import BertModel

from training import bilingual, fillers, fillers_zh, nli_data, written
from training.data import REPOSITORY
from training.encoder_data import english_sentences, switched
from training.encoder_training import padded
from training.loop import Rates, Trainer
from training.nli_data import CONTRADICTION, ENTAILMENT

RUN = REPOSITORY / "runs" / "embeddings"
SEED = 4242
TURNS = ("said", "kept", "said", "switched", "inferred")
SCALE = 20.0
Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run does; the learning rate rises over ``warmup`` steps and falls to zero at the end."""

    steps: int = 400
    rate: float = 8e-5
    warmup: int = 40
    triples: int = 64
    kept: int = 48


@cache
def said() -> tuple[Triple, ...]:
    """Texts, the same in other words, near misses."""
    return tuple((one, same, near) for one, same, near in written.lines("pairs_zh", 3, False))


@cache
def inferred() -> tuple[Triple, ...]:
    """Premises with something they entail and something they contradict, Chinese and English."""
    grouped: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    pairs = nli_data.sentence_pairs(False, random.Random(SEED), 0)
    for name in written.INFERENCES:
        pairs += written.inferences(name, False)
    for pair in pairs:
        grouped[pair.premise][pair.label].append(pair.hypothesis)
    return tuple(
        (premise, by_label[ENTAILMENT][0], by_label[CONTRADICTION][0])
        for premise, by_label in grouped.items()
        if by_label[ENTAILMENT] and by_label[CONTRADICTION]
    )


class Lesson:
    """Turns the texts of a batch into its loss."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.tokenizer: Tokenizer = bilingual.tokenizer()
        self.model: BertModel = bilingual.encoder()
        self.teacher: BertModel = copy.deepcopy(self.model).eval()
        self.sentences = english_sentences()

    def vectors(self, model: BertModel, texts: Sequence[str]) -> Tensor:
        """Unit vectors (n, size) of ``texts``."""
        ids, mask = padded(self.tokenizer, list(texts))
        states = model(input_ids=ids, attention_mask=mask).last_hidden_state
        weights = mask[:, :, None].to(states.dtype)
        mean = (states * weights).sum(1) / weights.sum(1)
        return functional.normalize(mean.float(), dim=1)

    def batches(self) -> Iterator[tuple[str, int]]:
        """(kind, step) without end."""
        for step, kind in enumerate(itertools.cycle(TURNS)):
            yield kind, step

    def loss(self, batch: tuple[str, int]) -> Tensor:
        """The loss of one batch, under bfloat16 autocast."""
        kind, step = batch
        rng = random.Random(SEED * 100_000 + step)
        with torch.autocast("cpu", torch.bfloat16):
            if kind == "said":
                return self._apart(rng.sample(said(), min(len(said()), self.plan.triples)))
            if kind == "inferred":
                return 0.5 * self._apart(rng.sample(inferred(), self.plan.triples))
            texts = rng.sample(self.sentences, self.plan.kept)
            if kind == "switched":
                return self._kept([switched(text, rng) for text in texts], texts)
            half = texts[: self.plan.kept // 2]
            texts = [*half, *(_thing(rng) for _ in half)]
            return self._kept(texts, texts)

    def _apart(self, triples: Sequence[Triple]) -> Tensor:
        ones, sames, nears = (self.vectors(self.model, part) for part in zip(*triples, strict=True))
        answers = torch.arange(len(triples))
        forth = SCALE * ones @ torch.cat([sames, nears]).T
        back = SCALE * sames @ ones.T
        return functional.cross_entropy(forth, answers) + 0.5 * functional.cross_entropy(
            back, answers
        )

    def _kept(self, texts: Sequence[str], said_as: Sequence[str]) -> Tensor:
        with torch.inference_mode():
            wanted = self.vectors(self.teacher, said_as)
        return 12 * (1 - (self.vectors(self.model, texts) * wanted.clone()).sum(1)).mean()


def _thing(rng: random.Random) -> str:
    makers = (
        fillers.person, fillers.company, fillers.address,
        fillers_zh.person, fillers_zh.company, fillers_zh.address,
    )  # fmt: skip
    return rng.choice(makers)(rng)


def train(plan: Plan) -> None:
    """Train to the end of ``plan``, from the last checkpoint where there is one."""
    torch.manual_seed(SEED)
    lesson = Lesson(plan)
    trainer = Trainer(RUN, lesson.model, [], Rates(plan.rate, plan.rate), plan.steps, plan.warmup)
    trainer.run(itertools.islice(lesson.batches(), trainer.step, None), lesson.loss)
