"""What a person's answers teach about the pairs of a project, and new scores for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.control import JobControl
from engine.dedupe.learning import PairTable, Quality, Question, Taught, Teacher
from engine.store import Project
from engine.types import Pair, ReviewState

LEARNT_FROM = 200_000
"""Pairs that are learnt from and measured on; of more, every so many-th, and all that were judged."""

SLICE = 1000
UNTAUGHT = Taught((), (), (), 0.0, 0)
"""Weighs every step by one: the scores of the search itself."""
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


def apply_taught(
    project: Project,
    taught: Taught,
    control: JobControl | None = None,
    tell: Callable[[int, int], object] = lambda _done, _total: None,
) -> int:
    """Score every pair as ``taught`` has it (:data:`UNTAUGHT`: as the search had it); returns how many
    have another score now. Pairs without evidence keep theirs. Broken off, it leaves some of either;
    done again, it sets them right: :mod:`engine.jobs.rescore` sees to that. ``tell`` hears how many
    pairs were looked at, of how many. Thread: not the GUI's."""
    count = done = 0
    total = project.pairs.count()
    for part in _slices(project):
        if control is not None:
            control.checkpoint()
        table = PairTable.of(pair for _, pair in part)
        scored = dict(zip(table.ids, taught.scores(table).tolist(), strict=True))
        changed = [
            (round(scored[pair.id], 4), position)
            for position, pair in part
            if pair.id in scored and round(scored[pair.id], 4) != pair.score
        ]
        if changed:
            project.pairs.rescore(changed)
        count += len(changed)
        done += len(part)
        tell(done, total)
    return count


def _slices(project: Project) -> Iterator[list[tuple[int, Pair]]]:
    last = -1
    while part := project.pairs.slice(last, SLICE):
        last = part[-1][0]
        yield part
