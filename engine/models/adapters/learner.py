"""Finds an adapter for the span extractor: a few minutes of gradient descent on one processor core.

The upper layers and the scoring head may change, each by a low-rank addition; the pack's own tensors
are never touched. Beside the lessons the learner rehearses: on windows of the same documents, asked
for common fields, it must go on answering what the pack answers, so that what was never corrected is
not forgotten.
"""

from __future__ import annotations

import math
import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.control import JobControl
from engine.models.adapters.delta import added, fresh
from engine.models.adapters.lessons import Lesson, Spans
from engine.models.families.span_head import HEAD_PREFIX, span_scores
from engine.models.families.span_prompt import EncodedText, Prompt, SpanPrompter
from engine.models.lazy import lazy
from engine.models.packs import Pack
from engine.models.runtimes.layout import prefix_of

if TYPE_CHECKING:
    import torch
    import transformers
    from torch import Tensor
    from torch.nn import functional
else:
    torch = lazy("torch")
    transformers = lazy("transformers")
    functional = lazy("torch.nn.functional")


_MOST_WEIGHT = 8.0


@dataclass(frozen=True, slots=True)
class Plan:
    """How to learn. ``layers`` counts from the top; ``tokens`` is a batch's size."""

    passes: int = 3
    tokens: int = 1536
    rank: int = 16
    layers: int = 3
    rate: float = 5e-4
    decay: float = 0.01
    rehearsal_weight: float = 1.0
    positive_weight: float = 2.0
    inside_weight: float = 0.3


@dataclass(frozen=True, slots=True)
class _Item:
    """A lesson as the model reads it. ``targets`` (3, fields, tokens) are ``None`` for a rehearsal,
    ``weights`` (fields, tokens) say what counts."""

    prompt: Prompt
    text: EncodedText
    targets: Tensor | None
    weights: Tensor

    def __len__(self) -> int:
        return len(self.prompt.ids) + len(self.text.ids) + 1


class Learner:
    """Learns from ``lessons``, rehearsing ``rehearsals`` (their ``right`` is not looked at), from
    ``start`` on (an adapter; none: nothing learned yet). Deterministic for the same input and
    threads. Thread: one at a time.
    """

    def __init__(
        self,
        pack: Pack,
        lessons: Sequence[Lesson],
        rehearsals: Sequence[Lesson] = (),
        plan: Plan | None = None,
        start: Mapping[str, Tensor] | None = None,
    ) -> None:
        self._plan = plan or Plan()
        state = {name: tensor.float() for name, tensor in pack.state_dict().items()}
        self._prefix = prefix_of(state)
        self._head = {n: t for n, t in state.items() if n.startswith(HEAD_PREFIX)}
        self._encoder = self._built(pack.config, state)
        self._prompter = SpanPrompter(pack.tokenizer())
        self._limit = pack.max_tokens
        names = self._adapted_names(state)
        made = fresh(state, names, self._plan.rank)
        made.update({k: t.clone() for k, t in (start or {}).items() if k in made})
        self._adapter = {name: tensor.requires_grad_() for name, tensor in made.items()}
        self._balance = _balance(lessons)
        items = [item for lesson in lessons for item in self._items(lesson, True)]
        old = [item for lesson in rehearsals for item in self._items(lesson, False)]
        self._batches = [*self._batched(items), *self._batched(old)]
        self.steps = len(self._batches) * self._plan.passes

    def run(self, control: JobControl, seconds: float = math.inf) -> Iterator[int]:
        """Yield how many of :attr:`steps` are done, after each. Where ``seconds`` would not suffice
        for all of them, fewer are made, with the same rise and fall of the rate.

        Raises ``Cancelled``.
        """
        order = random.Random(0)
        optimiser = torch.optim.AdamW(
            list(self._adapter.values()), lr=self._plan.rate, weight_decay=self._plan.decay
        )
        done = 0
        started, held = time.monotonic(), control.held
        for _ in range(self._plan.passes):
            order.shuffle(self._batches)
            for batch in self._batches:
                control.checkpoint()
                spent = time.monotonic() - started - (control.held - held)
                share = max(done / self.steps, spent / seconds)
                if share >= 1:
                    return
                warm, left = (done + 1) / (0.1 * self.steps + 1), 1 - share
                for group in optimiser.param_groups:
                    group["lr"] = self._plan.rate * min(1.0, warm, left + 0.02)
                loss = self._loss(batch)
                optimiser.zero_grad(set_to_none=True)
                loss.backward()  # type: ignore[no-untyped-call]
                torch.nn.utils.clip_grad_norm_(list(self._adapter.values()), 1.0)
                optimiser.step()
                done += 1
                yield done

    def adapter(self) -> dict[str, Tensor]:
        """What was learned so far."""
        return {name: tensor.detach().clone() for name, tensor in self._adapter.items()}

    def _built(self, config: Mapping[str, Any], state: Mapping[str, Tensor]) -> Any:
        """The encoder with gradients, which the padding-free one does not give."""
        model = transformers.BertModel(transformers.BertConfig(**config), add_pooling_layer=False)
        own = {n.removeprefix(self._prefix): t for n, t in state.items()}
        model.load_state_dict({n: t for n, t in own.items() if n in model.state_dict()})
        for parameter in model.parameters():
            parameter.requires_grad_(False)
        return model.eval()

    def _adapted_names(self, state: Mapping[str, Tensor]) -> list[str]:
        count = int(self._encoder.config.num_hidden_layers)
        stems = tuple(
            f"{self._prefix}encoder.layer.{n}."
            for n in range(max(0, count - self._plan.layers), count)
        )
        return [name for name in state if name.startswith((*stems, HEAD_PREFIX))]

    def _items(self, lesson: Lesson, taught: bool) -> Iterator[_Item]:
        """The lesson's passes (fields that do not fit one prompt are asked in several)."""
        text = self._prompter.encode_text(lesson.text)
        for prompt in self._prompter.prompts(lesson.fields):
            size = len(prompt.fields), len(text.ids)
            if not len(text.ids) or len(prompt.ids) + len(text.ids) + 1 > self._limit:
                continue
            targets, weights = torch.zeros(3, *size), torch.ones(*size)
            for place, field in enumerate(prompt.fields):
                for first, last in _tokens(text, lesson.silent[field]):
                    weights[place, first : last + 1] = 0
                if taught and lesson.right[field]:
                    weights[place] *= self._balance[lesson.fields[field].name]
                for first, last in _tokens(text, lesson.right[field]):
                    targets[0, place, first] = targets[1, place, last] = 1
                    targets[2, place, first : last + 1] = 1
                    weights[place, first : last + 1] = weights[place].max()
            yield _Item(prompt, text, targets if taught else None, weights)

    def _batched(self, items: Sequence[_Item]) -> Iterator[list[_Item]]:
        batch: list[_Item] = []
        for item in sorted(items, key=len):
            if batch and (len(batch) + 1) * len(item) > self._plan.tokens:
                yield batch
                batch = []
            batch.append(item)
        if batch:
            yield batch

    def _loss(self, batch: Sequence[_Item]) -> Tensor:
        """Binary cross-entropy over tokens, averaged over fields, as the pack was trained with."""
        plan = self._plan
        with torch.autocast("cpu", torch.bfloat16):
            logits = self._logits(batch, added(self._adapter))
            before = None
            if batch[0].targets is None:
                with torch.no_grad():
                    before = self._logits(batch, {})
        total, count = torch.zeros(()), 0
        positive = torch.tensor([plan.positive_weight, plan.positive_weight, 1.0])[:, None, None]
        channel = torch.tensor([1.0, 1.0, plan.inside_weight])[:, None, None]
        for row, item in enumerate(batch):
            mine = logits[row].float()
            if item.targets is not None:
                raw = functional.binary_cross_entropy_with_logits(
                    mine, item.targets, pos_weight=positive, reduction="none"
                )
            else:
                assert before is not None
                raw = plan.rehearsal_weight * functional.binary_cross_entropy_with_logits(
                    mine, before[row].float().sigmoid(), reduction="none"
                )
            total = total + (raw * channel * item.weights).sum()
            count += len(item.prompt.fields)
        return total / max(1, count)

    def _logits(self, batch: Sequence[_Item], change: Mapping[str, Tensor]) -> list[Tensor]:
        """For each item (3, fields, tokens)."""
        longest = -(-max(len(item) for item in batch) // 32) * 32
        ids = torch.zeros(len(batch), longest, dtype=torch.long)
        types, mask = torch.zeros_like(ids), torch.zeros_like(ids)
        for row, item in enumerate(batch):
            own, kinds = self._prompter.join(item.prompt, item.text)
            ids[row, : len(own)] = torch.from_numpy(np.asarray(own))
            types[row, : len(own)] = torch.from_numpy(np.asarray(kinds))
            mask[row, : len(own)] = 1
        own_names = dict(self._encoder.named_parameters())
        weights = {
            name: tensor + change[self._prefix + name]
            for name, tensor in own_names.items()
            if self._prefix + name in change
        }
        head = {
            name.removeprefix(HEAD_PREFIX): tensor + change[name] if name in change else tensor
            for name, tensor in self._head.items()
        }
        given = {"input_ids": ids, "token_type_ids": types, "attention_mask": mask}
        hidden = torch.func.functional_call(self._encoder, weights, (), given).last_hidden_state
        results = []
        for row, item in enumerate(batch):
            first = len(item.prompt.ids)
            tokens = hidden[row, first : first + len(item.text.ids)]
            results.append(span_scores(head, tokens, hidden[row, list(item.prompt.markers)]))
        return results


def _balance(lessons: Sequence[Lesson]) -> dict[str, float]:
    """What a window that holds a value of a field weighs, against one that holds none: how much rarer
    it is, so that a field that few documents have is not learned away."""
    full: Counter[str] = Counter()
    empty: Counter[str] = Counter()
    for lesson in lessons:
        for field, right in zip(lesson.fields, lesson.right, strict=True):
            (full if right else empty)[field.name] += 1
    return {name: min(max(1.0, empty[name] / count), _MOST_WEIGHT) for name, count in full.items()}


def _tokens(text: EncodedText, spans: Spans) -> Iterator[tuple[int, int]]:
    """The first and last token of each span that has any."""
    for start, end in spans:
        inside = [n for n, (s, e) in enumerate(text.offsets) if s < end and e > start]
        if inside:
            yield inside[0], inside[-1]
