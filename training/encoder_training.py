"""The bilingual encoder in training: masked words, and a teacher's vectors for the other language.

Four kinds of batches take turns. *zh* and *en*: masked words of running text. *words*: a dictionary's
Chinese word should get the vector that the English backbone gives to its meaning. *switched*: an
English sentence with words replaced by Chinese ones should get the vector of the sentence as it was
(knowledge distillation, Reimers and Gurevych 2020; code switching, Qin et al. 2020).
The English rows of the embeddings stay as they are.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from training import backbone, encoder_data
from training.bilingual_vocabulary import FOLDER, first_embeddings
from training.encoder_data import Taught
from training.loop import Rates, Trainer

SEED = 77
TURNS = ("zh", "words", "zh", "switched", "zh", "zh", "switched", "en")
MASKED_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run does; the learning rate rises over ``warmup`` steps and falls to zero at the end."""

    steps: int = 6000
    rate: float = 2e-4
    head_rate: float = 1.5e-3
    warmup: int = 200
    windows: int = 20
    words: int = 320
    sentences: int = 72


class BilingualEncoder(nn.Module):
    """The backbone with added rows, and a head that guesses masked words; rows are shared by both."""

    def __init__(self, made: Tokenizer) -> None:
        super().__init__()
        bert: BertModel = backbone.bert()
        old = bert.embeddings.word_embeddings.weight.data
        self.register_buffer("old", old.clone(), persistent=False)
        self.new = nn.Parameter(first_embeddings(made, old))
        bert.embeddings.word_embeddings = nn.Embedding(1, old.shape[1])
        bert.embeddings.word_embeddings.weight.requires_grad_(False)
        self.bert = bert
        size = old.shape[1]
        self.guess = nn.Sequential(nn.Linear(size, size), nn.GELU(), nn.LayerNorm(size))
        self.bias = nn.Parameter(torch.zeros(len(old) + len(self.new)))

    def hidden(self, ids: Tensor, mask: Tensor | None = None) -> Tensor:
        """Hidden states (b, n, size) of ``ids`` (b, n)."""
        rows = functional.embedding(ids, torch.cat([self.old, self.new]))
        states: Tensor = self.bert(inputs_embeds=rows, attention_mask=mask).last_hidden_state
        return states

    def vectors(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Mean-pooled vectors (b, size), not normalised."""
        states = self.hidden(ids, mask)
        weights = mask[:, :, None].to(states.dtype)
        return (states * weights).sum(1) / weights.sum(1)

    def fresh_parameters(self) -> list[nn.Parameter]:
        """The parameters that start from nothing or from a dictionary."""
        return [self.new, self.bias, *self.guess.parameters()]

    def all_words(self) -> Tensor:
        """The whole table of word embeddings (n, size)."""
        return torch.cat([self.old, self.new.detach()])


class Lesson:
    """Turns the numbers of a batch into its loss."""

    def __init__(self, made: Tokenizer, plan: Plan) -> None:
        self.plan = plan
        self.tokenizer = made
        self.model = BilingualEncoder(made)
        self.first_new = len(self.model.old)
        self.mask_id = made.token_to_id("[MASK]")
        self.windows = {name: encoder_data.windows(made, name) for name in ("zh", "en")}
        self.words = encoder_data.dictionary()
        english = encoder_data.english_sentences()
        self.sentences = Taught(tuple(english), ())
        self.targets = {
            "words": teacher_vectors("words", self.words.english),
            "switched": teacher_vectors("sentences", self.sentences.english),
        }

    def batches(self) -> Iterator[tuple[str, int, np.ndarray]]:
        """(kind, seed, rows) without end; each kind goes through its rows in random order."""
        sizes = {
            "zh": (len(self.windows["zh"]), self.plan.windows),
            "en": (len(self.windows["en"]), self.plan.windows),
            "words": (len(self.words.english), self.plan.words),
            "switched": (len(self.sentences.english), self.plan.sentences),
        }
        feeds = {kind: _rows(*size) for kind, size in sizes.items()}
        for step, kind in enumerate(itertools.cycle(TURNS)):
            yield kind, step, next(feeds[kind])

    def loss(self, batch: tuple[str, int, np.ndarray]) -> Tensor:
        """The loss of one batch, under bfloat16 autocast."""
        kind, seed, rows = batch
        with torch.autocast("cpu", torch.bfloat16):
            if kind in self.windows:
                return self._masked(torch.from_numpy(self.windows[kind][rows]).long(), seed)
            return self._taught(kind, seed, rows)

    def _masked(self, ids: Tensor, seed: int) -> Tensor:
        draw = torch.Generator().manual_seed(SEED + seed)
        chosen = torch.rand(ids.shape, generator=draw) < MASKED_SHARE
        chosen &= (ids != ids[0, 0]) & (ids != ids[0, -1])
        fate = torch.rand(ids.shape, generator=draw)
        strange = ids.flatten()[torch.randint(ids.numel(), ids.shape, generator=draw)]
        shown = torch.where(chosen & (fate < 0.8), self.mask_id, ids)
        shown = torch.where(chosen & (fate > 0.9), strange, shown)
        states = self.model.guess(self.model.hidden(shown)[chosen])
        rows, answers = self._candidates(ids, ids[chosen])
        table = torch.cat([self.model.old, self.model.new])[rows]
        logits = functional.linear(states, table) + self.model.bias[rows]
        return functional.cross_entropy(logits.float(), answers)

    def _candidates(self, ids: Tensor, answers: Tensor) -> tuple[Tensor, Tensor]:
        """The rows among which a masked word is guessed: all of the language, and those at hand."""
        here = ids.unique()
        chinese = int((ids >= self.first_new).sum()) * 2 > ids.numel()
        first, last = (self.first_new, len(self.model.bias)) if chinese else (1000, self.first_new)
        rows = torch.cat([here, torch.arange(first, last)]).unique()
        return rows, torch.searchsorted(rows, answers)

    def _taught(self, kind: str, seed: int, rows: np.ndarray) -> Tensor:
        rng = random.Random(SEED * 1000 + seed)
        if kind == "words":
            texts = [self.words.chinese[row] for row in rows]
        else:
            texts = [encoder_data.switched(self.sentences.english[row], rng) for row in rows]
        ids, mask = padded(self.tokenizer, texts)
        given = functional.normalize(self.model.vectors(ids, mask).float(), dim=1)
        wanted = torch.from_numpy(self.targets[kind][rows]).float()
        near = (1 - (given * wanted).sum(1)).mean()
        told_apart = functional.cross_entropy(given @ wanted.T * 20, torch.arange(len(rows)))
        return 6 * near + 0.5 * told_apart


def padded(made: Tokenizer, texts: list[str]) -> tuple[Tensor, Tensor]:
    """(ids, mask) of ``texts`` with special tokens, cut at :data:`encoder_data.SENTENCE_TOKENS`."""
    most = encoder_data.SENTENCE_TOKENS
    first, last = made.token_to_id("[CLS]"), made.token_to_id("[SEP]")
    encoded = made.encode_batch(texts, add_special_tokens=False)
    lists = [[first, *one.ids[: most - 2], last] for one in encoded]
    length = -(-max(map(len, lists)) // 8) * 8
    ids = torch.zeros(len(lists), length, dtype=torch.long)
    mask = torch.zeros_like(ids)
    for row, one in enumerate(lists):
        ids[row, : len(one)] = torch.tensor(one)
        mask[row, : len(one)] = 1
    return ids, mask


def _rows(count: int, size: int) -> Iterator[np.ndarray]:
    for epoch in itertools.count():
        order = np.random.default_rng(SEED + epoch).permutation(count)
        for start in range(0, count - size + 1, size):
            yield order[start : start + size]


def teacher_vectors(name: str, texts: tuple[str, ...]) -> np.ndarray:
    """Unit vectors (n, size) that the backbone as published gives to English ``texts``; kept."""
    file = encoder_data.teacher_file(name)
    if not file.exists():
        bert = backbone.bert().eval()
        made = Tokenizer.from_file(str(backbone.folder() / "tokenizer.json"))
        made.no_padding()
        made.no_truncation()
        vectors = np.empty((len(texts), bert.config.hidden_size), dtype=np.float16)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
            for start in range(0, len(order), 128):
                some = order[start : start + 128]
                ids, mask = padded(made, [texts[i] for i in some])
                states = bert(input_ids=ids, attention_mask=mask).last_hidden_state.float()
                weights = mask[:, :, None].float()
                mean = (states * weights).sum(1) / weights.sum(1)
                vectors[some] = functional.normalize(mean, dim=1).numpy()
        np.save(file, vectors)
    return np.asarray(np.load(file))


def train(made: Tokenizer, plan: Plan) -> BilingualEncoder:
    """Train to the end of ``plan``, from the last checkpoint where there is one."""
    torch.manual_seed(SEED)
    lesson = Lesson(made, plan)
    model = lesson.model
    rates = Rates(plan.rate, plan.head_rate)
    trainer = Trainer(FOLDER, model, model.fresh_parameters(), rates, plan.steps, plan.warmup)
    trainer.run(itertools.islice(lesson.batches(), trainer.step, None), lesson.loss)
    return model
