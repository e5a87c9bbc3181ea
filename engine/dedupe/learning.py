"""Answers teach: which pairs to ask about next, a scorer refitted from the answers, and how good it is.

The scorer starts as the unsupervised one: its evidence, every step weighed by one. Answers move the
weights by logistic regression held near that start, so that ten answers bend it and a thousand may turn
it. Nothing here reads a file or waits: a refit over 200,000 pairs takes less than a fifth of a second.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from engine.dedupe import asking, estimating
from engine.dedupe.estimating import Estimate
from engine.dedupe.explanation import (
    MODEL,
    PRIOR,
    RIVAL,
    WHOLE_ROW,
    Explanation,
    waterfall,
)
from engine.dedupe.regression import Fit, fit
from engine.types import Pair

Floats = NDArray[np.float64]
Answers = Mapping[int, bool]
"""What a person said, by the pair's place in its table: the same thing, or not. Unsure is no answer."""

_NO_COLUMNS = (PRIOR, WHOLE_ROW, RIVAL, MODEL)
_MIDDLE = 0.5
_FREE_WHOLE, _FREE_STEP, _FREE_SLOPE, _FREE_OFFSET = 1.0, 0.4, 1.5, 2.0
"""How far answers may easily move the weight of all evidence, of one step, the worth of a similarity
from 0 to 1, and the log odds of every pair: standard deviations of what is likely beforehand."""

__all__ = [
    "Answers",
    "Estimate",
    "PairTable",
    "Quality",
    "Question",
    "Reason",
    "Taught",
    "Teacher",
]


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
        """From pairs as they are stored; those without evidence are left out. Pairs of searches by
        other columns may stand in one table: what a pair was not searched by says nothing."""
        kept = [pair for pair in pairs if pair.evidence]
        steps = tuple(dict.fromkeys(name for pair in kept for name, _ in pair.evidence))
        columns = columns_of(steps)
        evidence = np.zeros((len(kept), len(steps)), dtype=np.float32)
        similar = np.full((len(kept), len(columns)), np.nan, dtype=np.float32)
        place = {name: number for number, name in enumerate(steps)}
        column = {name: number for number, name in enumerate(columns)}
        numbers: dict[str, int] = {}
        rows = np.zeros((len(kept), 2), dtype=np.int64)
        for number, pair in enumerate(kept):
            for name, odds in pair.evidence:
                evidence[number, place[name]] = odds
            for name, value in pair.why:
                if name in column:
                    similar[number, column[name]] = value
            for side, key in enumerate((pair.left_id, pair.right_id)):
                rows[number, side] = numbers.setdefault(key, len(numbers))
        return cls(tuple(pair.id for pair in kept), steps, evidence, similar, rows)


def columns_of(steps: Sequence[str]) -> tuple[str, ...]:
    """The steps that are columns, in their order: those of the similarities."""
    return tuple(name for name in steps if name not in _NO_COLUMNS)


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
    """A refitted scorer, to be kept with the project: a weight for each of ``steps``, for each column
    among them what its similarity is worth beside (``slopes``), and an ``offset``, in log odds.

    Frozen and equal for equal answers; :meth:`as_json` and :meth:`from_json` keep every digit.
    """

    steps: tuple[str, ...]
    weights: tuple[float, ...]
    slopes: tuple[float, ...]
    offset: float
    answers: int

    def scores(self, table: PairTable) -> Floats:
        """The probability of each pair of ``table``, shape ``(pairs,)``. Steps that were not there when
        it was taught keep their weight of one."""
        known = dict(zip(self.steps, self.weights, strict=True))
        worth = dict(zip(columns_of(self.steps), self.slopes, strict=True))
        weights = np.array([known.get(name, 1.0) for name in table.steps])
        slopes = np.array([worth.get(name, 0.0) for name in columns_of(table.steps)])
        odds = table.evidence @ weights + _centred(table.similarities) @ slopes + self.offset
        return _probability(odds)

    def explain(self, pair: Pair) -> Explanation:
        """The waterfall of ``pair`` with these weights: it adds up to the refitted score."""
        known = dict(zip(self.steps, self.weights, strict=True))
        worth = dict(zip(columns_of(self.steps), self.slopes, strict=True))
        alike = dict(pair.why)
        moved = []
        for name, odds in pair.evidence:
            own = known.get(name, 1.0) * odds
            if name in alike:
                own += worth.get(name, 0.0) * (alike[name] - _MIDDLE)
            moved.append((name, own + self.offset if name == PRIOR else own))
        return waterfall(tuple(moved), pair.why)

    def as_json(self) -> str:
        """For the project file."""
        kept = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps(kept, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Taught:
        """Raises ``ValueError`` for what is no scorer of this kind."""
        try:
            kept = json.loads(text)
            taught = cls(
                tuple(map(str, kept["steps"])),
                tuple(map(float, kept["weights"])),
                tuple(map(float, kept["slopes"])),
                float(kept["offset"]),
                int(kept["answers"]),
            )
        except (KeyError, TypeError) as error:
            raise ValueError("no taught scorer") from error
        if len(taught.steps) != len(taught.weights):
            raise ValueError("a taught scorer needs a weight for every step")
        if len(taught.slopes) != len(columns_of(taught.steps)):
            raise ValueError("a taught scorer needs a slope for every column")
        return taught


class Teacher:
    """Teaches on one table of pairs. Deterministic: equal answers give equal questions and scorers.

    Thread: pure computation over arrays; use one from one thread at a time (a background thread: a
    call takes up to 200 ms on 200,000 pairs).
    """

    def __init__(self, table: PairTable) -> None:
        self._table = table

    def refit(self, answers: Answers) -> Taught:
        """The scorer after ``answers``; without any, the unsupervised one unchanged."""
        steps, columns = len(self._table.steps), len(columns_of(self._table.steps))
        learned = self._fit(answers).weights
        weights = 1.0 + learned[0] + learned[1 : 1 + steps]
        return Taught(
            self._table.steps,
            tuple(np.maximum(weights, 0.0).tolist()),
            tuple(learned[1 + steps : 1 + steps + columns].tolist()),
            float(learned[-1]),
            len(answers),
        )

    def questions(self, answers: Answers, taught: Taught, count: int = 10) -> list[Question]:
        """The ``count`` most telling pairs to ask about next, none that was answered, no row twice
        while there are others."""
        learned = self._fit(answers)
        chosen = asking.choose(
            taught.scores(self._table),
            self._features,
            learned.spread,
            self._table.rows,
            np.array(sorted(answers), dtype=np.int64),
            count,
        )
        return [Question(pair, Reason(reason)) for pair, reason in chosen]

    def quality(
        self, answers: Answers, taught: Taught, thresholds: Sequence[float]
    ) -> list[Quality]:
        """Precision and recall at each of ``thresholds``, with 95 % intervals.

        Pairs of about one score are as often matches as those of them that were answered, and as their
        scores say where few were. An answered pair is counted at the score that it would have without
        its own answer.
        """
        places = np.array(sorted(answers), dtype=np.int64)
        said = np.array([answers[place] for place in places.tolist()], dtype=bool)
        scored = taught.scores(self._table)
        own = self._fit(answers).left_out(self._features(places), self._odds(places), said)
        found = estimating.estimate(scored, _probability(own), said, thresholds)
        return [
            Quality(threshold, precision, recall, len(answers))
            for threshold, (precision, recall) in zip(thresholds, found, strict=True)
        ]

    def _fit(self, answers: Answers) -> Fit:
        places = np.array(sorted(answers), dtype=np.int64)
        said = np.array([answers[place] for place in places.tolist()], dtype=np.float64)
        return fit(self._features(places), self._odds(places), said, self._freedom())

    def _odds(self, places: NDArray[np.int64]) -> Floats:
        odds: Floats = self._table.evidence[places].sum(axis=1, dtype=np.float64)
        return odds

    def _features(self, places: NDArray[np.int64]) -> Floats:
        """What the weights to learn are of: all evidence, each step, each similarity, one."""
        evidence = self._table.evidence[places].astype(np.float64)
        return np.concatenate(
            [
                evidence.sum(axis=1, keepdims=True),
                evidence,
                _centred(self._table.similarities[places]),
                np.ones((len(places), 1)),
            ],
            axis=1,
        )

    def _freedom(self) -> Floats:
        steps, columns = len(self._table.steps), len(columns_of(self._table.steps))
        return np.array(
            [_FREE_WHOLE, *[_FREE_STEP] * steps, *[_FREE_SLOPE] * columns, _FREE_OFFSET]
        )


def _centred(similarities: NDArray[np.float32]) -> Floats:
    """Similarities around their middle; 0 where a side is missing."""
    return np.nan_to_num(similarities.astype(np.float64) - _MIDDLE, nan=0.0)


def _probability(odds: Floats) -> Floats:
    shares: Floats = 1 / (1 + np.exp(-np.clip(odds, -40, 40)))
    return shares
