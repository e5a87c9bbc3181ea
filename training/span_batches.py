"""Questions to padded tensors, in batches of like length."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from engine.models.families.span_prompt import EncodedText, Prompt, SpanPrompter
from training.span_examples import Question


@dataclass(frozen=True, slots=True)
class Item:
    """One input: ``targets`` are token spans (field, first, last), inclusive, within the text."""

    ids: np.ndarray
    types: np.ndarray
    prompt: Prompt
    text: EncodedText
    targets: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Shapes: ids, types, mask (b, n); markers (b, k); weights (b, k, n); targets (b, 3, k, n)."""

    ids: Tensor
    types: Tensor
    mask: Tensor
    markers: Tensor
    weights: Tensor
    targets: Tensor


def item(question: Question, prompter: SpanPrompter, limit: int) -> Item | None:
    """``question`` as one input, or ``None`` where it does not fit ``limit`` tokens."""
    prompts = prompter.prompts(question.fields)
    if not prompts:
        return None
    prompt = prompts[0]
    text = prompter.encode_text(question.text)
    if len(prompt.ids) + len(text.ids) + 1 > limit:
        return None
    firsts = {start: i for i, (start, _) in reversed(list(enumerate(text.offsets)))}
    lasts = {end: i for i, (_, end) in enumerate(text.offsets)}
    targets: list[tuple[int, int, int]] = []
    for place, index in enumerate(prompt.fields):
        for start, end in question.spans[index]:
            first, last = firsts.get(start), lasts.get(end)
            if first is None or last is None:
                first, last = _overlapping(text, start, end)
            if first is not None and last is not None and last >= first:
                targets.append((place, first, last))
    ids, types = prompter.join(prompt, text)
    return Item(ids, types, prompt, text, tuple(targets))


def _overlapping(text: EncodedText, start: int, end: int) -> tuple[int | None, int | None]:
    inside = [i for i, (s, e) in enumerate(text.offsets) if s < end and e > start]
    return (inside[0], inside[-1]) if inside else (None, None)


STEP = 32
"""Lengths are padded to a multiple of this: oneDNN prepares each new shape once."""


def padded(length: int) -> int:
    """``length`` rounded up to a multiple of :data:`STEP`."""
    return -(-length // STEP) * STEP


def batches(items: Sequence[Item], tokens: int, rng: random.Random) -> Iterator[list[Item]]:
    """Lists of items of like length with at most ``tokens`` padded tokens, in random order."""
    order = sorted(range(len(items)), key=lambda i: len(items[i].ids) + rng.random() * 8)
    groups: list[list[Item]] = []
    group: list[Item] = []
    for index in order:
        if group and (len(group) + 1) * padded(len(items[index].ids)) > tokens:
            groups.append(group)
            group = []
        group.append(items[index])
    if group:
        groups.append(group)
    rng.shuffle(groups)
    yield from groups


def collate(group: Sequence[Item]) -> Batch:
    """Pad ``group`` to its longest input and its most fields."""
    size, n = len(group), padded(max(len(i.ids) for i in group))
    k = max(len(i.prompt.markers) for i in group)
    ids, types, mask = (torch.zeros(size, n, dtype=torch.long) for _ in range(3))
    markers = torch.zeros(size, k, dtype=torch.long)
    weights, targets = torch.zeros(size, k, n), torch.zeros(size, 3, k, n)
    for row, one in enumerate(group):
        length, head = len(one.ids), len(one.prompt.ids)
        ids[row, :length] = torch.from_numpy(one.ids)
        types[row, :length] = torch.from_numpy(one.types)
        mask[row, :length] = 1
        markers[row, : len(one.prompt.markers)] = torch.tensor(one.prompt.markers)
        weights[row, : len(one.prompt.markers), head : length - 1] = 1
        for place, first, last in one.targets:
            targets[row, 0, place, head + first] = 1
            targets[row, 1, place, head + last] = 1
            targets[row, 2, place, head + first : head + last + 1] = 1
    return Batch(ids, types, mask, markers, weights, targets)
