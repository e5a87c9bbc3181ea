"""Lessons as the model reads them: tokens, what each should say for each field, and what counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.control import JobControl
from engine.models.adapters.lessons import Lesson, Spans
from engine.models.adapters.trainable import Trainable
from engine.models.families.span_prompt import EncodedText, Prompt, SpanPrompter
from engine.models.lazy import lazy

if TYPE_CHECKING:
    import torch
    from torch import Tensor
else:
    torch = lazy("torch")

_MOST_WEIGHT = 8.0
_HEIGHT = 32


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much: tokens at a value's edges, tokens of wrong values, the channel of inner
    tokens, rehearsals."""

    positive: float = 2.0
    wrong: float = 2.0
    inside: float = 0.3
    rehearsal: float = 1.0


@dataclass(frozen=True, slots=True)
class Item:
    """One pass over a window. ``states`` (tokens, hidden) are what the frozen layers make of it;
    ``targets`` and ``weights`` (3, fields, text tokens) what start, end and inside should be."""

    states: Tensor
    first: int
    markers: tuple[int, ...]
    targets: Tensor
    weights: Tensor

    def __len__(self) -> int:
        return len(self.states)

    def of(self, hidden: Tensor) -> tuple[Tensor, Tensor]:
        """The text's tokens and the fields' markers out of the pass's last states."""
        count = self.targets.shape[-1]
        return hidden[self.first : self.first + count], hidden[list(self.markers)]


@dataclass(frozen=True, slots=True)
class _Pass:
    """A prompt over a window, before the model has seen it."""

    lesson: Lesson
    prompt: Prompt
    text: EncodedText

    def __len__(self) -> int:
        return len(self.prompt.ids) + len(self.text.ids) + 1


class ItemMaker:
    """Makes items of lessons with one model."""

    def __init__(self, model: Trainable, prompter: SpanPrompter, limit: int) -> None:
        self._model = model
        self._prompter = prompter
        self._limit = limit

    def items(
        self, lessons: Sequence[Lesson], weights: Weights, tokens: int, control: JobControl
    ) -> Iterator[list[Item]]:
        """The lessons' passes, batch by batch, each of at most ``tokens`` tokens, filled up
        ones included; passes that do not fit the model are left out. Raises ``Cancelled``."""
        balance = _balance(lessons)
        for group in batched([p for lesson in lessons for p in self._passes(lesson)], tokens):
            control.checkpoint()
            ids, types, mask = self._padded(group)
            states = self._model.lower(ids, types, mask)
            hidden = self._model.upper(states, mask, {}) if _rehearsed(group) else states
            yield [
                self._item(one, states[row], hidden[row], balance, weights)
                for row, one in enumerate(group)
            ]

    def _passes(self, lesson: Lesson) -> Iterator[_Pass]:
        """Fields that do not fit one prompt are asked in several."""
        text = self._prompter.encode_text(lesson.text)
        for prompt in self._prompter.prompts(lesson.fields):
            one = _Pass(lesson, prompt, text)
            if len(text.ids) and len(one) <= self._limit:
                yield one

    def _padded(self, group: Sequence[_Pass]) -> tuple[Tensor, Tensor, Tensor]:
        ids = torch.zeros(len(group), height(max(map(len, group))), dtype=torch.long)
        types, mask = torch.zeros_like(ids), torch.zeros_like(ids)
        for row, one in enumerate(group):
            own, kinds = self._prompter.join(one.prompt, one.text)
            ids[row, : len(own)] = torch.from_numpy(np.asarray(own))
            types[row, : len(own)] = torch.from_numpy(np.asarray(kinds))
            mask[row, : len(own)] = 1
        return ids, types, mask

    def _item(
        self,
        one: _Pass,
        states: Tensor,
        hidden: Tensor,
        balance: dict[str, float],
        weights: Weights,
    ) -> Item:
        size = 3, len(one.prompt.fields), len(one.text.ids)
        targets, counts = torch.zeros(size), torch.ones(size)
        # Half precision: what is kept of a few hundred contracts would else take a gigabyte.
        kept = states[: len(one)].half()
        made = Item(kept, len(one.prompt.ids), one.prompt.markers, targets, counts)
        with torch.no_grad():
            said = self._model.scores(*made.of(hidden), {}) if _rehearsed([one]) else None
        for place, field in enumerate(one.prompt.fields):
            right = one.lesson.right[field]
            if right is not None:
                weight = balance[one.lesson.fields[field].name] if right else 1.0
                counts[:, place] = _counts(one, field, weight, weights.wrong)
                _mark(targets[:, place], one.text, right)
                # The rare positive signs weigh more; which words a value is matters most.
                counts[:2, place] *= 1 + targets[:2, place] * (weights.positive - 1)
                counts[2, place] *= weights.inside
            elif said is not None:
                targets[:, place] = said[:, place].sigmoid()
                counts[:, place] = weights.rehearsal
                counts[2, place] *= weights.inside
        return made


def batched(passes: Sequence[_Pass], tokens: int) -> Iterator[list[_Pass]]:
    """Passes of about the same length together."""
    batch: list[_Pass] = []
    for one in sorted(passes, key=len):
        if batch and (len(batch) + 1) * height(len(one)) > tokens:
            yield batch
            batch = []
        batch.append(one)
    if batch:
        yield batch


def height(tokens: int) -> int:
    """What ``tokens`` are filled up to: few heights, so that oneDNN keeps few kernels."""
    return -(-tokens // _HEIGHT) * _HEIGHT


def _rehearsed(group: Sequence[_Pass]) -> bool:
    return any(one.lesson.right[field] is None for one in group for field in one.prompt.fields)


def _counts(one: _Pass, field: int, weight: float, wrong: float) -> Tensor:
    """What each token of the text counts for ``field``, shape (tokens,)."""
    counts = torch.full((len(one.text.ids),), weight)
    for first, last in _tokens(one.text, one.lesson.wrong[field] if one.lesson.wrong else ()):
        counts[first : last + 1] = wrong * weight
    for first, last in _tokens(one.text, one.lesson.silent[field]):
        counts[first : last + 1] = 0
    for first, last in _tokens(one.text, one.lesson.right[field] or ()):
        counts[first : last + 1] = weight
    return counts


def _mark(targets: Tensor, text: EncodedText, right: Spans) -> None:
    for first, last in _tokens(text, right):
        targets[0, first] = targets[1, last] = 1
        targets[2, first : last + 1] = 1


def _balance(lessons: Sequence[Lesson]) -> dict[str, float]:
    """What a window that holds a value of a field weighs, against one that holds none: how much rarer
    it is, so that a field that few documents have is not learned away."""
    full: Counter[str] = Counter()
    empty: Counter[str] = Counter()
    for lesson in lessons:
        for field, right in zip(lesson.fields, lesson.right, strict=True):
            if right is not None:
                (full if right else empty)[field.name] += 1
    return {name: min(max(1.0, empty[name] / count), _MOST_WEIGHT) for name, count in full.items()}


def _tokens(text: EncodedText, spans: Spans) -> Iterator[tuple[int, int]]:
    """The first and last token of each span that has any."""
    for start, end in spans:
        inside = [n for n, (s, e) in enumerate(text.offsets) if s < end and e > start]
        if inside:
            yield inside[0], inside[-1]
