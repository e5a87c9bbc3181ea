"""Texts written for these packs (``training/written``): premises with three hypotheses, sentences with a
paraphrase and a near miss, news and posts with their names marked.

No set of native Chinese sentences may be shipped; these were written for the purpose, by nobody else's
example. A held-out share, by the first text of a line, measures and is never trained on.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from training.data import REPOSITORY, held_out
from training.nli_data import CONTRADICTION, ENTAILMENT, NEUTRAL, NliPair
from training.span_examples import SpanExample, Spans

FOLDER = REPOSITORY / "training" / "written"
HELD_OUT = 0.06
INFERENCES = {"nli_zh": 0.2, "nli_zh_clauses": 0.5, "nli_en_clauses": 0.5}
"""The files of inferences; the share of their premises that lend a hypothesis to another one in training."""
_HYPOTHESES = (ENTAILMENT, NEUTRAL, CONTRADICTION)
_MARK = re.compile(r"\{([人地团企政作景戏职]):([^{}]+)\}")


def lines(name: str, columns: int, development: bool) -> Iterator[tuple[str, ...]]:
    """The lines of ``written/NAME.tsv`` on one side of the split.

    Raises:
        ValueError: a line that has not ``columns`` columns; says which.
    """
    text = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        parts = tuple(line.split("\t"))
        if len(parts) != columns or not all(parts):
            raise ValueError(f"{name}.tsv, line {number}: {columns} columns are expected")
        if held_out(parts[0], HELD_OUT) == development:
            yield parts


def inferences(name: str, development: bool) -> Iterator[NliPair]:
    """Each premise of ``written/NAME.tsv`` with what it entails, leaves open and contradicts."""
    for premise, *hypotheses in lines(name, 4, development):
        for hypothesis, label in zip(hypotheses, _HYPOTHESES, strict=True):
            yield NliPair(premise, hypothesis, label, name)


def elsewhere(name: str, rng: random.Random, part: float) -> Iterator[NliPair]:
    """Hypotheses of a ``part`` of the premises beside the most alike of some others: those leave it open.

    By the hypothesis alone nearly two labels of three could be told in these files (as in other sets that
    people wrote); here every kind of hypothesis is neutral as well.
    """
    rows = list(lines(name, 4, False))
    for premise, *hypotheses in rows:
        if rng.random() < part:
            told = rng.choice(hypotheses)
            signs = set(told)
            others = [row[0] for row in rng.sample(rows, min(len(rows), 40)) if row[0] != premise]
            other = max(others, key=lambda text: len(signs & set(text)) / len(set(text)) ** 0.5)
            yield NliPair(other, told, NEUTRAL, name)


# --- Names -------------------------------------------------------------------------------

_NARROW = {
    "人": "ner_person", "地": "ner_location", "团": "ner_body", "企": "ner_corporation",
    "政": "ner_government", "作": "ner_work", "景": "ner_scene", "戏": "ner_game",
    "职": "ner_position",
}  # fmt: skip
_WIDE = {**_NARROW, "团": "any_institution", "企": "any_institution", "政": "any_institution"}
KEPT_NAMES = 0.5
"""How often a text keeps the names that it was written with; else some are exchanged for others of the kind."""


@cache
def marked(development: bool) -> tuple[str, ...]:
    """The texts with their marks."""
    return tuple(text for (text,) in lines("names_zh", 1, development))


@cache
def pool() -> dict[str, tuple[str, ...]]:
    """Names of two letters and more by kind, as often as they stand in the texts that are trained on."""
    found: dict[str, list[str]] = defaultdict(list)
    for text in marked(False):
        for mark in _MARK.finditer(text):
            if len(mark[2]) > 1:
                found[mark[1]].append(mark[2])
    return {kind: tuple(names) for kind, names in found.items()}


def named(development: bool, rng: random.Random) -> Iterator[SpanExample]:
    """The texts with their names, one to three in a row; kinds are asked one by one or taken together.

    Institutions are one field half of the time, for that is how most people ask; then the narrow ones
    are not asked, and the other way round.
    """
    texts = list(marked(development))
    rng.shuffle(texts)
    while texts:
        several = [texts.pop() for _ in range(min(len(texts), rng.choice((1, 1, 2, 3))))]
        yield example("".join(several), rng, exchange=not development)


def example(text: str, rng: random.Random, exchange: bool = False) -> SpanExample:
    """``text`` without its marks, and the places of its names by kind."""
    keys = dict(_WIDE if rng.random() < 0.5 else _NARROW)
    if rng.random() < 0.5:
        keys["景"] = "ner_location"  # Most people call a park or a stadium a place as well.
    others = _exchanged(text, rng) if exchange and rng.random() > KEPT_NAMES else {}
    bare, spans, last = "", Spans(), 0
    for mark in _MARK.finditer(text):
        bare += text[last : mark.start()]
        name = others.get(mark.group(), mark[2])
        spans.setdefault(keys[mark[1]], []).append((len(bare), len(bare) + len(name)))
        bare += name
        last = mark.end()
    bare += text[last:]
    return SpanExample(bare, spans, set(keys.values()) - set(spans), "written", language="zh")


def _exchanged(text: str, rng: random.Random) -> dict[str, str]:
    """Another name of the same kind for seven tenths of the marks; the same mark, the same name.
    One letter for a country or a province stays: it stands beside another, or before a common word."""
    marks = {mark.group(): mark[1] for mark in _MARK.finditer(text) if len(mark[2]) > 1}
    return {whole: rng.choice(pool()[kind]) for whole, kind in marks.items() if rng.random() < 0.7}
