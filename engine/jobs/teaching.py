"""What a person's answers teach about the pairs of a project, and new scores for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.dedupe.learning import PairTable, Quality, Question, Taught, Teacher
from engine.store import Project
from engine.types import Pair, ReviewState

LEARNT_FROM = 200_000
"""Pairs that are learnt from and measured on; of more, every so many-th, and all that were judged."""

SLICE = 1000
QUESTIONS = 20

_ANSWERS = {ReviewState.ACCEPTED.value: True, ReviewState.REJECTED.value: False}


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the answers taught. ``next_ids`` are the pairs to ask about, the most telling first, with
    the reasons; ``quality`` is at the threshold that was asked for, ``None`` before any answer."""

    taught: Taught
    questions: tuple[tuple[str, Question], ...]
    quality: Quality | None
    answers: int


class Classroom:
    """Keeps the pairs of a project for learning. Thread: any but the GUI's, one at a time."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._table: PairTable | None = None
        self._places: dict[str, int] = {}

    def forget(self) -> None:
        """Other pairs are there: read them anew when they are next needed."""
        self._table = None

    def learn(self, threshold: float) -> Lesson | None:
        """Refit to all answers that stand; ``None`` where no pair has its evidence kept."""
        table = self._read()
        if not table.ids:
            return None
        answers = {
            self._places[pair.id]: _ANSWERS[state]
            for pair, state in self._project.pairs.judged()
            if pair.id in self._places and state in _ANSWERS
        }
        teacher = Teacher(table)
        taught = teacher.refit(answers)
        questions = teacher.questions(answers, taught, QUESTIONS)
        quality = teacher.quality(answers, taught, [threshold])[0] if answers else None
        asked = tuple((table.ids[one.pair], one) for one in questions)
        return Lesson(taught, asked, quality, len(answers))

    def _read(self) -> PairTable:
        if self._table is None:
            every = max(1, -(-self._project.pairs.count() // LEARNT_FROM))
            self._table = PairTable.of(self._project.pairs.every(every))
            self._places = {key: place for place, key in enumerate(self._table.ids)}
        return self._table


@dataclass(frozen=True, slots=True)
class Rescored:
    """What scores were before they were changed: positions and scores."""

    positions: NDArray[np.int64]
    before: NDArray[np.float64]


def apply_taught(project: Project, taught: Taught) -> Rescored:
    """Score every pair as ``taught`` has it; pairs without evidence keep their scores. Returns what was
    there. Broken off, it leaves some of either; done again, it sets them right. Thread: not the GUI's."""
    positions, before = [], []
    for part in _slices(project):
        pairs = [pair for _, pair in part]
        table = PairTable.of(pairs)
        scored = dict(zip(table.ids, taught.scores(table).tolist(), strict=True))
        changed = [
            (position, pair.score, round(scored[pair.id], 4))
            for position, pair in part
            if pair.id in scored
        ]
        positions += [line[0] for line in changed]
        before += [line[1] for line in changed]
        project.pairs.rescore([(after, position) for position, _, after in changed])
    return Rescored(np.array(positions, np.int64), np.array(before, np.float64))


def put_back(project: Project, rescored: Rescored) -> None:
    """The scores as they were. Thread: not the GUI's."""
    for start in range(0, len(rescored.positions), SLICE):
        part = slice(start, start + SLICE)
        lines = zip(rescored.before[part].tolist(), rescored.positions[part].tolist(), strict=True)
        project.pairs.rescore(list(lines))


def _slices(project: Project) -> Iterator[list[tuple[int, Pair]]]:
    last = -1
    while part := project.pairs.slice(last, SLICE):
        last = part[-1][0]
        yield part
