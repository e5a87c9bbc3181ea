"""Learning from answers: the refit, what is asked next, and how well precision and recall are told."""

from __future__ import annotations

import time

import numpy as np
import pytest

from engine.dedupe.explanation import explain, step_names
from engine.dedupe.learning import PairTable, Reason, Taught, Teacher
from engine.types import Address, Pair

COLUMNS = ("name", "town")


def table(count: int, seed: int = 0) -> tuple[PairTable, np.ndarray]:
    """Pairs whose name tells whether they match, and whose town misleads the unsupervised scorer."""
    draw = np.random.default_rng(seed)
    match = draw.random(count) < 0.4
    name = np.clip(np.where(match, 0.8, 0.4) + draw.normal(0, 0.12, count), 0, 1)
    town = draw.random(count)
    evidence = np.zeros((count, len(COLUMNS) + 4), dtype=np.float32)
    evidence[:, 0] = -1.0
    evidence[:, 1] = 8 * (name - 0.6)
    evidence[:, 2] = 8 * (town - 0.5)
    similar = np.stack([name, town], axis=1).astype(np.float32)
    rows = np.arange(2 * count).reshape(-1, 2)
    ids = tuple(map(str, range(count)))
    return PairTable(ids, step_names(COLUMNS), evidence, similar, rows), match


def f1(scores: np.ndarray, match: np.ndarray) -> float:
    taken = scores >= 0.5
    return float(2 * (taken & match).sum() / (taken.sum() + match.sum()))


def teach(teacher: Teacher, match: np.ndarray, count: int) -> dict[int, bool]:
    answers: dict[int, bool] = {}
    while len(answers) < count:
        for one in teacher.questions(answers, teacher.refit(answers), 5):
            answers[one.pair] = bool(match[one.pair])
    return answers


def test_without_answers_the_scorer_is_the_unsupervised_one() -> None:
    pairs, _ = table(500)
    taught = Teacher(pairs).refit({})
    assert set(taught.weights) == {1.0}
    total = pairs.evidence.sum(axis=1, dtype=np.float64)
    assert np.allclose(taught.scores(pairs), 1 / (1 + np.exp(-total)))


def test_fifty_answers_undo_a_column_that_misleads() -> None:
    pairs, match = table(3000)
    teacher = Teacher(pairs)
    before = f1(teacher.refit({}).scores(pairs), match)
    after = f1(teacher.refit(teach(teacher, match, 50)).scores(pairs), match)
    assert before < 0.75
    assert after > 0.9


def test_a_few_answers_that_agree_change_little() -> None:
    pairs, _ = table(500)
    teacher = Teacher(pairs)
    start = teacher.refit({}).scores(pairs)
    sure = {int(start.argmax()): True, int(start.argmin()): False}
    assert np.abs(teacher.refit(sure).scores(pairs) - start).max() < 0.1


def test_questions_are_new_varied_and_always_the_same() -> None:
    pairs, match = table(2000)
    teacher = Teacher(pairs)
    answers = teach(teacher, match, 20)
    taught = teacher.refit(answers)
    asked = teacher.questions(answers, taught, 20)
    assert asked == Teacher(pairs).questions(answers, taught, 20)
    assert len({one.pair for one in asked}) == 20
    assert not {one.pair for one in asked} & answers.keys()
    assert {one.reason for one in asked} == set(Reason)
    scored = taught.scores(pairs)
    unsure = [scored[one.pair] for one in asked if one.reason is Reason.UNCERTAIN]
    assert np.abs(np.array(unsure) - 0.5).mean() < 0.35


def test_every_pair_is_asked_about_in_the_end() -> None:
    pairs, match = table(12)
    teacher = Teacher(pairs)
    answers = teach(teacher, match, 12)
    assert len(answers) == 12
    assert teacher.questions(answers, teacher.refit(answers), 5) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_intervals_hold_what_is_true(seed: int) -> None:
    pairs, match = table(2000, seed)
    teacher = Teacher(pairs)
    answers = teach(teacher, match, 80)
    taught = teacher.refit(answers)
    taken = taught.scores(pairs) >= 0.5
    (told,) = teacher.quality(answers, taught, [0.5])
    precision = (taken & match).sum() / taken.sum()
    recall = (taken & match).sum() / match.sum()
    assert told.precision.low - 0.05 <= precision <= told.precision.high + 0.05
    assert told.recall.low - 0.05 <= recall <= told.recall.high + 0.05
    assert told.precision.low <= told.precision.value <= told.precision.high
    assert told.answers == 80


def test_of_no_accepted_pair_nothing_is_said() -> None:
    pairs, _ = table(50)
    teacher = Teacher(pairs)
    (told,) = teacher.quality({}, teacher.refit({}), [1.1])
    assert (told.precision.low, told.precision.high) == (0.0, 1.0)


def test_a_taught_scorer_is_kept_to_the_last_digit_and_explains_its_scores() -> None:
    pairs, match = table(300)
    teacher = Teacher(pairs)
    taught = teacher.refit(teach(teacher, match, 30))
    kept = Taught.from_json(taught.as_json())
    assert kept == taught
    place = Address("t.csv", "t", 2)
    for number in range(5):
        similar = zip(COLUMNS, map(float, pairs.similarities[number]), strict=True)
        odds = zip(pairs.steps, map(float, pairs.evidence[number]), strict=True)
        pair = Pair(str(number), "a", "b", place, place, 0.5, None, tuple(similar), tuple(odds))
        again = PairTable.of([pair])
        assert kept.explain(pair).score == pytest.approx(kept.scores(again)[0])
        plain = explain(pair)
        assert plain is not None
        assert plain.log_odds == pytest.approx(float(pairs.evidence[number].sum()), abs=1e-5)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"steps": ["a"], "weights": [], "slopes": [], "offset": 0, "answers": 0}']
)  # fmt: skip
def test_what_is_no_taught_scorer_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Taught.from_json(text)


def test_pairs_of_searches_by_other_columns_stand_in_one_table() -> None:
    place = Address("t.csv", "t", 2)
    one = Pair(
        "1", "a", "b", place, place, 0.9, None, (("name", 0.8),), ((":prior", -1.0), ("name", 3.0))
    )
    two = Pair("2", "a", "c", place, place, 0.1, None, (), ((":prior", -2.0), ("fax", 0.0)))
    bare = Pair("3", "b", "c", place, place, 0.4)
    both = PairTable.of([one, two, bare])
    assert both.ids == ("1", "2")
    assert both.evidence.tolist() == [[-1, 3, 0], [-2, 0, 0]]
    assert np.isnan(both.similarities[1]).all()
    assert both.rows[0, 0] == both.rows[1, 0]


def test_two_hundred_thousand_pairs_are_refitted_at_once() -> None:
    pairs, match = table(200_000)
    teacher = Teacher(pairs)
    answers = {number: bool(match[number]) for number in range(50)}
    best = 9.0
    for _ in range(3):
        begun = time.process_time()
        taught = teacher.refit(answers)
        taught.scores(pairs)
        best = min(best, time.process_time() - begun)
    assert best < 0.5
