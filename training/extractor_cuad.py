"""CUAD contracts as extractor examples: windows with short values, whole clauses, or nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from training.cuad_annotation import SHORT, annotate
from training.data import held_out, read
from training.span_examples import SpanExample, Spans, within


def contracts(development: bool) -> Iterator[dict[str, Any]]:
    """CUAD records of one side; whole companies are held out."""
    for record in read("cuad"):
        if held_out(record["company"]) == development:
            yield record


def windows(record: dict[str, Any], rng: random.Random, limit: int) -> Iterator[SpanExample]:
    """Up to ``limit`` windows of the contract: its beginning, places with values, places without."""
    text: str = record["text"]
    spans, masks = annotate(record)
    starts = [0, max(0, rng.randint(300, 900))]
    for key in SHORT:
        places = [s for s in spans[key] if s[0] > 1200]
        starts += [_before(text, s[0], rng) for s in rng.sample(places, min(len(places), 2))]
    clauses = [s for key in spans if key not in SHORT for s in spans[key]]
    starts += [_before(text, s[0], rng) for s in rng.sample(clauses, min(len(clauses), 5))]
    starts += [rng.randrange(max(1, len(text) - 800)) for _ in range(2)]
    head, rest = starts[:2], starts[2:]
    rng.shuffle(rest)
    for start in (head + rest)[:limit]:
        yield cut(text, spans, masks, _line(text, start), rng.randint(500, 1300))


def _before(text: str, place: int, rng: random.Random) -> int:
    return max(0, place - rng.randint(0, 500))


def _line(text: str, start: int) -> int:
    """The nearest start of a line or sentence at or before ``start``."""
    found = max(
        text.rfind("\n", max(0, start - 200), start), text.rfind(". ", max(0, start - 200), start)
    )
    return start if found < 0 or start == 0 else found + 1


def cut(text: str, spans: Spans, masks: Spans, start: int, length: int) -> SpanExample:
    """The window at ``start``. White space of layouts is squeezed out of the length budget only."""
    end = min(len(text), start + length + text.count("  ", start, start + length))
    while end < len(text) and not text[end].isspace():
        end += 1
    inside, broken = within(spans, start, end)
    # A masked or a broken value is neither present nor absent.
    masked = {
        key for key, places in masks.items() if any(s[0] < end and s[1] > start for s in places)
    }
    inside = {key: places for key, places in inside.items() if key not in broken | masked}
    absent = set(spans) - set(inside) - broken - masked
    return SpanExample(text[start:end], inside, absent, "cuad")


def examples(development: bool, rng: random.Random, limit: int) -> Iterator[SpanExample]:
    """The windows of all contracts on one side."""
    for record in contracts(development):
        yield from windows(record, rng, limit)
