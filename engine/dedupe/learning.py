"""Answers teach: which pairs to ask about next, a scorer refitted from the answers, and how good it is.

The scorer starts as the unsupervised one: its evidence, every step weighed by one. Answers move the
weights, held near one, so that ten answers bend it and a thousand may turn it. Nothing here reads a
file or waits: a refit over 200,000 pairs takes less than a fifth of a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from engine.dedupe.explanation import Explanation
from engine.types import Pair

Floats = NDArray[np.float64]
Answers = Mapping[int, bool]
"""What a person said, by the pair's place in its table: the same thing, or not. Unsure is no answer."""


class Reason(StrEnum):
    """Why a pair is asked about."""

    UNCERTAIN = "uncertain"
    """The scorer does not know; the answer moves it most."""
    DIFFERENT = "different"
    """It is unlike every pair that was answered."""
    CHECK_MATCH = "check_match"
    """The scorer is sure that it is a match: shows the precision."""
    CHECK_OTHER = "check_other"
    """The scorer is sure that it is none: shows the recall."""


@dataclass(frozen=True, slots=True)
class Question:
    """A pair to ask about, by its place in the table."""

    pair: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class PairTable:
    """The pairs of a search as arrays. ``steps`` are the names of the evidence's columns
    (:func:`engine.dedupe.explanation.step_names`); ``evidence`` has shape ``(pairs, steps)``, log
    odds; ``similarities`` shape ``(pairs, columns)``, NaN where a side is missing; ``rows`` shape
    ``(pairs, 2)``, any numbering of the rows."""

    ids: tuple[str, ...]
    steps: tuple[str, ...]
    evidence: NDArray[np.float32]
    similarities: NDArray[np.float32]
    rows: NDArray[np.int64]

    @classmethod
    def of(cls, pairs: Iterable[Pair]) -> PairTable:
        """From pairs as they are stored; those without evidence are left out."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share with its 95 % interval, each in [0, 1]."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Quality:
    """What accepting from ``threshold`` on would give, as far as the answers tell. ``recall`` is of the
    true pairs among those that the search found and kept."""

    threshold: float
    precision: Estimate
    recall: Estimate
    answers: int


@dataclass(frozen=True, slots=True)
class Taught:
    """A refitted scorer, to be kept with the project: weights of the steps and of the similarities.

    Frozen and equal for equal answers; :meth:`as_json` and :meth:`from_json` keep every digit.
    """

    steps: tuple[str, ...]
    weights: tuple[float, ...]
    slopes: tuple[float, ...]
    offset: float
    answers: int

    def scores(self, table: PairTable) -> Floats:
        """The probability of each pair of ``table``, shape ``(pairs,)``."""
        raise NotImplementedError

    def explain(self, pair: Pair) -> Explanation:
        """The waterfall of ``pair`` with these weights: it adds up to the refitted score."""
        raise NotImplementedError

    def as_json(self) -> str:
        """For the project file."""
        raise NotImplementedError

    @classmethod
    def from_json(cls, text: str) -> Taught:
        """Raises ``ValueError`` for what is no scorer of this kind."""
        raise NotImplementedError


class Teacher:
    """Teaches on one table of pairs. Deterministic: equal answers give equal questions and scorers.

    Thread: pure computation over arrays; use one from one thread at a time (a background thread: a
    call takes up to 200 ms on 200,000 pairs).
    """

    def __init__(self, table: PairTable) -> None:
        self._table = table

    def refit(self, answers: Answers) -> Taught:
        """The scorer after ``answers``; without any, the unsupervised one unchanged."""
        raise NotImplementedError

    def questions(self, answers: Answers, taught: Taught, count: int = 10) -> list[Question]:
        """The ``count`` most telling pairs to ask about next, none that was answered."""
        raise NotImplementedError

    def quality(
        self, answers: Answers, taught: Taught, thresholds: Sequence[float]
    ) -> list[Quality]:
        """Precision and recall at each of ``thresholds``."""
        raise NotImplementedError
