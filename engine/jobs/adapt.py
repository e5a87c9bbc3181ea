"""The job that teaches the built-in extractor from a project's accepted and edited cells.

What the window and the command line call, in this order::

    corrections = corrections_of(project, fields)      # any thread; reads the project in pages
    request = AdaptRequest(corrections)
    job = lambda services, control: adapt(request, services, control)   # queue it like any job

    store = AdapterStore(data_dir() / "adapters")       # any thread; small files
    store.versions(model), store.active(model)          # what was learned, what is in use
    store.use(model, version)                           # go back to a version; ``None``: as shipped

The job is called ``"adapt"`` in runs. It yields Progress (stages ``reading_corrections``,
``learning``, ``checking_adapter``) and no Results. It ends DONE where the new version was adopted
(the next run uses it), and FAILED with the code ``adapter_not_better`` (nothing was changed) where it
was not, or with ``adapter_too_few`` where there is not enough to learn from.

A quarter of the corrected documents is kept back: on them it is seen, several times on the way, how
far learning has come, and where it went too far. What did best is adopted only if it is no worse than
the extractor in use there, nor on a fixed test: the pack's known answers, which are also rehearsed, and
the sample contracts that come with the program, which are not. Where the fixed test suffers, an earlier
step or less of what was learned is taken.
"""

from __future__ import annotations

import random
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.control import JobControl
from engine.errors import UserError
from engine.events import Payload, Progress
from engine.extraction.adapter import Correction, by_document, f1, taught
from engine.jobs.adapt_material import (
    Corrected,
    agreed,
    lessons_of,
    reading,
    rehearsals,
    replayed,
    samples,
)
from engine.jobs.services import Services
from engine.models.adapters.delta import weakened
from engine.models.adapters.lessons import Lesson
from engine.models.adapters.store import AdapterVersion
from engine.models.protocols import Extractor
from engine.store import Project
from engine.types import Document, Field, ReviewState, Target, cell_id, stable_id

if TYPE_CHECKING:
    from engine.models.adapters.delta import Weights
    from engine.models.adapters.learner import Learner
    from engine.models.adapters.teacher import Teacher

READING, LEARNING, CHECKING = "reading_corrections", "learning", "checking_adapter"
JOB = "adapt"
LEAST = 4
"""Corrected documents without which nothing can be learned and checked."""

_KEPT_BACK = 4
"""One document of so many is kept back."""

_MOST_LESSONS = 1000
"""Windows of each kind that are learned from: of each some 300 KB are kept while learning."""

_LOOKS = 5
"""How often it is seen how far learning has come."""

_PATIENCE = 2
"""So many looks behind an earlier one, and learning ends early."""

_SHARES = (0.8, 0.6, 0.4)
"""How much of what did best is tried, until one forgets nothing."""

_SLACK = 0.005
"""F1 on the fixed test that counts as the same."""


@dataclass(frozen=True, slots=True)
class AdaptRequest:
    """What to learn from. ``model`` names the extractor to teach (``None``: the one that is used
    for the documents' language); ``minutes`` bounds the time spent on learning."""

    corrections: tuple[Correction, ...]
    model: str | None = None
    minutes: float = 10.0


_Judged = tuple[Document, Sequence[Correction]]


def corrections_of(project: Project, fields: Sequence[Field]) -> tuple[Correction, ...]:
    """Every judged cell of ``fields`` in the project.

    Thread: any; reads all documents' edits, so not the window's main thread.
    """
    found: list[Correction] = []
    for document_id in project.documents.ids():
        places = {cell_id(document_id, field.name): field for field in fields}
        edits = project.edits.get_many(Target.CELL, places)
        for target, field in places.items():
            edit = edits.get(target)
            if edit is None or edit.state is ReviewState.PROPOSED:
                continue
            cell = project.cells.cell(document_id, field.name)
            values, spans = [cell.raw or cell.value], [(cell.start, cell.end)]
            if edit.value is None and field.many:
                # A cell of several values shows them joined; each has its own place.
                chosen = [m for m in project.cells.candidates(document_id, field.name) if m.chosen]
                values, spans = [m.text for m in chosen], [(m.start, m.end) for m in chosen]
            found.append(
                Correction(
                    document_id,
                    field,
                    edit.state,
                    tuple(value for value in values if value),
                    tuple(span for span in spans if 0 <= span[0] < span[1]),
                )
            )
    return tuple(found)


def adapt(request: AdaptRequest, services: Services, control: JobControl) -> Iterator[Payload]:
    """Learn, check, and adopt what was learned if it is no worse; see the module's description.

    Thread: the engine thread. Raises ``Cancelled`` (nothing was changed); ``UserError``:
    ``adapter_too_few``, ``adapter_not_better``, ``adapter_family``, ``model_missing`` …
    """
    started = time.monotonic()
    documents = yield from _documents(request, services, control)
    if len(documents) < LEAST:
        raise UserError("adapter_too_few", documents=len(documents), least=LEAST)
    teacher = _teacher(request, services, documents[0][0])
    test = _Test(teacher, control)
    learner, kept = yield from _prepared(documents, teacher, control)
    looks = yield from _learned(learner, kept, test, control, request.minutes * 60)
    yield Progress(CHECKING, 0, 1, "steps")
    before = test.both(teacher.before, kept)
    best = _adoptable(looks, kept, test, before)
    control.checkpoint()
    version = AdapterVersion(
        model=teacher.pack.name,
        version=0,
        base="",
        documents=len(documents),
        cells=sum(len(corrections) for _, corrections in documents),
        before=before[0],
        after=best.reached[0],
        retained_before=before[1],
        retained_after=best.reached[1],
        seconds=time.monotonic() - started,
    )
    teacher.adopt(best.tensors, version)


class _Test:
    """What an extractor is measured by: documents that were kept back, and the fixed test."""

    def __init__(self, teacher: Teacher, control: JobControl) -> None:
        self._teacher = teacher
        self._control = control
        self._samples = samples(teacher.before, teacher.pack.languages, control)

    def extractor(self, tensors: Weights) -> Extractor:
        """The extractor as it would be with ``tensors``."""
        return self._teacher.extractor(tensors)

    def both(self, extractor: Extractor, kept: Sequence[Corrected]) -> tuple[float, float]:
        """F1 on the documents that were kept back, and on the fixed test."""
        given, right, wanted = agreed(self._samples, extractor, self._control)
        found, known = self._teacher.known_answers(extractor)
        fixed = f1((given + found, right + found, wanted + known))
        return f1(agreed(kept, extractor, self._control)), fixed


def _prepared(
    documents: Sequence[_Judged], teacher: Teacher, control: JobControl
) -> Generator[Progress, None, tuple[Learner, list[Corrected]]]:
    """A learner with what the documents teach, and the documents that are kept back.

    Raises ``UserError("adapter_too_few")`` where no value has a place.
    """
    kept: list[Corrected] = []
    learned: list[Lesson] = []
    old: list[Lesson] = []
    back = _kept_back([document.id for document, _ in documents])
    for number, (document, corrections) in enumerate(documents):
        yield Progress(READING, number, len(documents), "documents", document.name)
        one = reading(document, corrections, teacher.before)
        if document.id in back:
            kept.append(one)
            continue
        learned += lessons_of(one, teacher.before, number, control)
        old += rehearsals(one, teacher.before)
    if not any(any(lesson.right) for lesson in learned):
        raise UserError("adapter_too_few", documents=0, least=LEAST)
    old = [*_some(old), *replayed(teacher.pack.known_answer)]
    learned = _some(learned)
    yield Progress(READING, len(documents), len(documents), "documents")
    return teacher.learner(learned, old, control), kept


# Each is itself: tensors have no one answer to whether they are equal.
@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """What was learned up to some step, with F1 on the documents kept back and on the fixed test."""

    tensors: Weights
    reached: tuple[float, float]


def _some(lessons: list[Lesson]) -> list[Lesson]:
    """The lessons, or as many of them as memory and patience allow, in their order."""
    if len(lessons) <= _MOST_LESSONS:
        return lessons
    numbers = random.Random(0).sample(range(len(lessons)), _MOST_LESSONS)
    return [lessons[number] for number in sorted(numbers)]


def _learned(
    learner: Learner, kept: Sequence[Corrected], test: _Test, control: JobControl, seconds: float
) -> Generator[Progress, None, list[_Look]]:
    """How far learning has come, at several steps; the last is the end."""
    looks: list[_Look] = []
    marks = {-(-learner.steps * number // _LOOKS) for number in range(1, _LOOKS)}
    done = seen = 0
    for done in learner.run(control, seconds):
        yield Progress(LEARNING, done, learner.steps, "steps")
        if done in marks:
            looks.append(_look(learner.adapter(), kept, test))
            seen = done
            most = max(look.reached[0] for look in looks)
            if all(look.reached[0] < most for look in looks[-_PATIENCE:]):
                break
    if done > seen or not looks:
        looks.append(_look(learner.adapter(), kept, test))
    return looks


def _look(tensors: Weights, kept: Sequence[Corrected], test: _Test) -> _Look:
    return _Look(tensors, test.both(test.extractor(tensors), kept))


def _adoptable(
    looks: Sequence[_Look], kept: Sequence[Corrected], test: _Test, before: tuple[float, float]
) -> _Look:
    """The look that did best on the documents kept back, of equals the latest, among those that are
    no worse than ``before``; where the best of all is not among them, also less of that.

    Raises ``UserError("adapter_not_better")`` where nothing is.
    """
    best = max(reversed(looks), key=lambda look: look.reached[0])
    found = [look for look in reversed(looks) if _no_worse(before, look.reached)]
    if best not in found:
        for share in _SHARES:
            less = _look(weakened(best.tensors, share), kept, test)
            if _no_worse(before, less.reached):
                found.append(less)
                break
    if not found:
        raise UserError(
            "adapter_not_better",
            before=round(before[0], 3),
            after=round(best.reached[0], 3),
            retained_before=round(before[1], 3),
            retained_after=round(best.reached[1], 3),
        )
    return max(found, key=lambda look: look.reached[0])


def _no_worse(before: tuple[float, float], after: tuple[float, float]) -> bool:
    return after[0] >= before[0] and after[1] >= before[1] - _SLACK


def _kept_back(documents: Sequence[str]) -> set[str]:
    """The documents that are kept back: mostly the same ones when more are corrected later, so that
    what an earlier version learned from is not what the next is measured on."""
    ordered = sorted(documents, key=lambda document: stable_id("kept back", document))
    return set(ordered[: len(ordered) // _KEPT_BACK])


def _documents(
    request: AdaptRequest, services: Services, control: JobControl
) -> Generator[Progress, None, list[_Judged]]:
    """The documents with something to learn from, in a fixed order; one that cannot be read is
    passed over."""
    groups = by_document(request.corrections)
    found: list[_Judged] = []
    for number, reference in enumerate(sorted(groups)):
        yield Progress(READING, number, len(groups), "documents")
        control.checkpoint()
        try:
            document = services.documents.load(reference, control)
        except UserError:
            continue
        if taught(document, groups[reference]):
            found.append((document, groups[reference]))
    return found


def _teacher(request: AdaptRequest, services: Services, document: Document) -> Teacher:
    if services.teachers is None:
        raise UserError("adapter_family", name=request.model or "")
    return services.teachers.teacher(request.model, document.language)
