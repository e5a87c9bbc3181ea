"""Texts written for these packs (``training/written``): premises with three hypotheses, sentences with a
paraphrase and a near miss; texts with their names marked are read by :mod:`training.written_names`.

No set of native Chinese sentences may be shipped; these were written for the purpose, by nobody else's
example. A held-out share, by the first text of a line, measures and is never trained on.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from training.data import REPOSITORY, held_out
from training.nli_data import CONTRADICTION, ENTAILMENT, NEUTRAL, NliPair

FOLDER = REPOSITORY / "training" / "written"
HELD_OUT = 0.06
INFERENCES = {"nli_zh": 0.2, "nli_en": 0.2, "nli_zh_clauses": 0.5, "nli_en_clauses": 0.5}
"""The files of inferences; the share of their premises that lend a hypothesis to another one in training."""
_HYPOTHESES = (ENTAILMENT, NEUTRAL, CONTRADICTION)


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
