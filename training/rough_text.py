"""Texts as files really are: lines broken anywhere, stray spaces, signs of another width, misread signs.

Spans move along with their text.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from training.span_examples import SpanExample

_WIDTHS = str.maketrans("：，；（）？！％", ":,;()?!%")
_MISREAD = str.maketrans("日口己未土士入人八干千大太末甲曰", "曰囗已末士土人入入千干太大未申日")


def roughened(example: SpanExample, rng: random.Random) -> SpanExample:
    """``example`` after one or two kinds of damage."""
    for damage in rng.sample(_DAMAGES, rng.choice([1, 1, 2])):
        example = damage(example, rng)
    return example


def _broken_lines(example: SpanExample, rng: random.Random) -> SpanExample:
    width = rng.randint(18, 46)
    return _inserted(example, lambda place, column: "\n" if column >= width else "")


def _stray_spaces(example: SpanExample, rng: random.Random) -> SpanExample:
    odds = rng.choice([0.02, 0.05])
    return _inserted(example, lambda place, column: " " if rng.random() < odds else "")


def _inserted(example: SpanExample, between: Callable[[int, int], str]) -> SpanExample:
    """What ``between`` gives is put before each character but the first of a line."""
    parts: list[str] = []
    moved: list[int] = []
    length = column = 0
    for place, sign in enumerate(example.text):
        extra = between(place, column) if column and not sign.isspace() else ""
        parts += [extra, sign]
        length += len(extra)
        moved.append(length)
        length += 1
        column = 0 if sign == "\n" or "\n" in extra else column + 1
    moved.append(length)
    spans = {
        key: [(moved[start], moved[end - 1] + 1) for start, end in places]
        for key, places in example.spans.items()
    }
    return replace(example, text="".join(parts), spans=spans)


def _other_width(example: SpanExample, rng: random.Random) -> SpanExample:
    return replace(example, text=example.text.translate(_WIDTHS))


def _full_width(example: SpanExample, rng: random.Random) -> SpanExample:
    wide = {code: code + 0xFEE0 for code in range(ord("0"), ord("9") + 1)}
    return replace(example, text=example.text.translate(wide))


def _misread(example: SpanExample, rng: random.Random) -> SpanExample:
    signs = [s.translate(_MISREAD) if rng.random() < 0.03 else s for s in example.text]
    return replace(example, text="".join(signs))


_DAMAGES: tuple[Callable[[SpanExample, random.Random], SpanExample], ...] = (
    _broken_lines,
    _broken_lines,
    _stray_spaces,
    _other_width,
    _full_width,
    _misread,
)
