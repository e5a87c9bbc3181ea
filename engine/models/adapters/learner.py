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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.control import JobControl
from engine.models.adapters.delta import fresh
from engine.models.adapters.items import Item, ItemMaker, Weights, height
from engine.models.adapters.lessons import Lesson
from engine.models.adapters.trainable import Trainable
from engine.models.families.span_prompt import SpanPrompter
from engine.models.lazy import lazy
from engine.models.packs import Pack

if TYPE_CHECKING:
    import torch
    from torch import Tensor
    from torch.nn import functional
else:
    torch = lazy("torch")
    functional = lazy("torch.nn.functional")


@dataclass(frozen=True, slots=True)
class Plan:
    """How to learn. Few lessons are passed through ``passes`` times, many as often as makes about
    ``steps``, but ``least`` times. ``layers`` counts from the top; ``tokens`` is a batch's size."""

    passes: int = 16
    least: int = 3
    steps: int = 128
    tokens: int = 1536
    rank: int = 16
    layers: int = 3
    rate: float = 2e-3
    decay: float = 0.01
    weights: Weights = field(default_factory=Weights)


class Learner:
    """Learns from ``lessons``, rehearsing ``rehearsals``, from ``start`` on (an adapter; none:
    nothing learned yet). ``half``: in bfloat16. Deterministic for the same input and threads.
    Thread: one at a time. Raises ``Cancelled``, as it reads all lessons once to begin with.
    """

    def __init__(
        self,
        pack: Pack,
        lessons: Sequence[Lesson],
        rehearsals: Sequence[Lesson],
        control: JobControl,
        plan: Plan | None = None,
        start: Mapping[str, Tensor] | None = None,
        half: bool = False,
    ) -> None:
        self._plan = plan = plan or Plan()
        state = pack.state_dict()
        self._model = Trainable(pack.config, state, plan.layers, half)
        made = fresh(state, self._model.names(), plan.rank)
        made.update({k: t.clone() for k, t in (start or {}).items() if k in made})
        self._adapter = {name: tensor.float().requires_grad_() for name, tensor in made.items()}
        maker = ItemMaker(self._model, SpanPrompter(pack.tokenizer()), pack.max_tokens)
        self._batches = [
            batch
            for part in (lessons, rehearsals)
            for batch in maker.items(part, plan.weights, plan.tokens, control)
        ]
        wanted = round(plan.steps / max(1, len(self._batches)))
        self._passes = min(plan.passes, max(plan.least, wanted))
        self.steps = len(self._batches) * self._passes

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
        for _ in range(self._passes):
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

    def _loss(self, batch: Sequence[Item]) -> Tensor:
        """Binary cross-entropy over tokens, averaged over fields, as the pack was trained with."""
        hidden = self._hidden(batch)
        total, count = torch.zeros(()), 0
        for row, item in enumerate(batch):
            logits = self._model.scores(*item.of(hidden[row]), self._adapter)
            raw = functional.binary_cross_entropy_with_logits(
                logits, item.targets, weight=item.weights, reduction="sum"
            )
            total, count = total + raw, count + len(item.markers)
        return total / max(1, count)

    def _hidden(self, batch: Sequence[Item]) -> Tensor:
        """The last hidden states (items, tokens, hidden) with what was learned so far."""
        longest = height(max(map(len, batch)))
        states = torch.zeros(len(batch), longest, batch[0].states.shape[-1])
        mask = torch.zeros(len(batch), longest, dtype=torch.long)
        for row, item in enumerate(batch):
            states[row, : len(item)] = item.states
            mask[row, : len(item)] = 1
        return self._model.upper(states, mask, self._adapter)
