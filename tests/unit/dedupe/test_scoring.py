"""The scorer: evidence that adds up, rivals, missing values, numbers nearly the same, a model's opinion."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.rows import generate
from engine.control import drained
from engine.dedupe.blocking import candidate_pairs
from engine.dedupe.comparison import Comparer
from engine.dedupe.explanation import StepKind, step_names, waterfall
from engine.dedupe.kinds import ColumnKind
from engine.dedupe.rows import comparable
from engine.dedupe.scoring import Opinion, Scorer, scores

NAMES = ("company", "contact", "phone", "address")
KINDS = (ColumnKind.COMPANY, ColumnKind.NAME, ColumnKind.PHONE, ColumnKind.ADDRESS)


class Searched:
    """Generated rows, their candidates and a scorer that learned from them."""

    def __init__(self, opinion: bool = False, one_to_one: bool = False) -> None:
        rows = list(generate(600, seed=5))
        values = [[getattr(row, name) for row in rows] for name in NAMES]
        self.columns = [comparable(v, k) for v, k in zip(values, KINDS, strict=True)]
        self.pairs = drained(candidate_pairs(self.columns, KINDS))
        clusters = np.array([row.cluster for row in rows])
        self.match = clusters[self.pairs[:, 0]] == clusters[self.pairs[:, 1]]
        comparers = list(map(Comparer, self.columns, KINDS))
        told: Opinion | None = (lambda pairs: self._told(pairs, clusters)) if opinion else None
        self.scorer = Scorer(self.columns, comparers, one_to_one, told)
        self.similarities = self.scorer.compare(self.pairs)
        self.scorer.learn(self.pairs, self.similarities)
        self.evidence = self.scorer.evidence(self.pairs, self.similarities)

    @staticmethod
    def _told(pairs: np.ndarray, clusters: np.ndarray) -> np.ndarray:
        same = clusters[pairs[:, 0]] == clusters[pairs[:, 1]]
        told = np.where(same, 0.9, 0.2).astype(np.float32)
        told[::7] = np.nan
        return told


@pytest.fixture(scope="module")
def searched() -> Searched:
    return Searched()


def test_the_steps_of_the_evidence_add_up_to_the_score(searched: Searched) -> None:
    steps = step_names(NAMES)
    assert searched.evidence.shape == (len(searched.pairs), len(steps))
    found = searched.scorer.score(searched.pairs, searched.similarities)
    assert np.allclose(found, scores(searched.evidence))
    for place in (0, len(found) // 2):
        named = zip(steps, map(float, searched.evidence[place]), strict=True)
        told = waterfall(tuple(named), zip(NAMES, searched.similarities[place], strict=True))
        assert told.score == pytest.approx(found[place], abs=1e-6)
        assert told.steps[0].kind is StepKind.PRIOR
        assert [step.column for step in told.steps[1:5]] == list(NAMES)
        assert told.steps[-1].end == pytest.approx(told.log_odds)


def test_scores_are_good_without_labels_and_mean_what_they_say(searched: Searched) -> None:
    found = scores(searched.evidence)
    taken = found >= 0.5
    assert 2 * (taken & searched.match).sum() / (taken.sum() + searched.match.sum()) > 0.97
    assert abs(found.mean() - searched.match.mean()) < 0.02


def test_a_missing_value_says_nothing(searched: Searched) -> None:
    missing = np.isnan(searched.similarities)
    assert missing.any()
    assert not searched.evidence[:, 1:5][missing].any()


def test_an_opinion_is_evidence_of_its_own() -> None:
    asked = Searched(opinion=True)
    said = asked.evidence[:, -1]
    silent = np.zeros(len(said), dtype=bool)
    silent[::7] = True
    assert not said[silent].any()
    assert said[~silent & asked.match].min() > 0 > said[~silent & ~asked.match].max()


def test_a_rival_counts_between_tables_alone(searched: Searched) -> None:
    assert not searched.evidence[:, -2].any()
    alone = Searched(one_to_one=True)
    lead = alone.evidence[:, -2]
    assert lead[alone.match].mean() > lead[~alone.match].mean()


def test_a_number_that_is_nearly_the_same_is_no_match() -> None:
    numbers = [f"20655501{n:02d}" for n in range(40)]
    names = [f"shop {n}" for n in "abcdefghijklmnopqrstuvwxyzabcdefghijklmn"]
    comparers = [Comparer(names, ColumnKind.NAME), Comparer(numbers, ColumnKind.PHONE)]
    scorer = Scorer([names, numbers], comparers)
    pairs = np.array([(a, b) for a in range(40) for b in range(a + 1, 40)])
    similar = scorer.compare(pairs)
    scorer.learn(pairs, similar)
    assert scorer.evidence(pairs, similar)[:, 2].max() <= 4.0
