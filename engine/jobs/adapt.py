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

A quarter of the corrected documents is kept back. What was learned from the others is adopted only
if on these it is no worse than the extractor in use, nor on a fixed test: the pack's known answers
and the sample contracts that come with the program.
"""

from __future__ import annotations

import json
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.control import JobControl
from engine.documents import PathSource
from engine.errors import Cancelled, UserError
from engine.events import Payload, Progress
from engine.extraction import parse_fields
from engine.extraction.adapter import (
    Correction,
    Taught,
    agreement,
    by_document,
    f1,
    lessons,
    taught,
)
from engine.extraction.windowing import cut, merge, remap
from engine.jobs.services import Services
from engine.models.adapters.lessons import Lesson
from engine.models.adapters.store import AdapterVersion
from engine.models.protocols import Extractor, SpanScore
from engine.paths import resource_path
from engine.store import Project
from engine.types import Document, Field, ReviewState, Target, Window, cell_id

if TYPE_CHECKING:
    from engine.models.adapters.teacher import Teacher

READING, LEARNING, CHECKING = "reading_corrections", "learning", "checking_adapter"
JOB = "adapt"
LEAST = 4
"""Corrected documents without which nothing can be learned and checked."""

_KEPT_BACK = 4
"""Every fourth document is kept back."""

_SLACK = 0.005
"""F1 on the fixed test that counts as the same."""

_REHEARSED = (
    "Agreement title, Party*, Agreement date, Effective date, Expiration date, Total amount, "
    "Notice period, Governing law, Address, Person*, 甲方, 乙方, 签订日期, 合同金额(元), 期限"
)


@dataclass(frozen=True, slots=True)
class AdaptRequest:
    """What to learn from. ``model`` names the extractor to teach (``None``: the one that is used
    for the documents' language); ``minutes`` bounds the time spent on learning."""

    corrections: tuple[Correction, ...]
    model: str | None = None
    minutes: float = 10.0


@dataclass(frozen=True, slots=True)
class _Read:
    """A corrected document: what it teaches, and its windows for those fields."""

    document: Document
    corrections: tuple[Correction, ...]
    known: tuple[Taught, ...]
    windows: tuple[Window, ...]


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
    read, learned = yield from _material(documents, teacher, control)
    old = [lesson for one in read for lesson in _rehearsals(one.document, teacher.before)]
    learner = teacher.learner(learned, old)
    for done in learner.run(control, request.minutes * 60):
        yield Progress(LEARNING, done, learner.steps, "steps")
    tensors = learner.adapter()
    yield Progress(CHECKING, 0, 2, "steps")
    kept = [one for number, one in enumerate(read) if _kept_back(number)]
    samples = _samples(teacher, control)
    before = _judged(teacher, kept, samples, teacher.before, control)
    yield Progress(CHECKING, 1, 2, "steps")
    after = _judged(teacher, kept, samples, teacher.extractor(tensors), control)
    _refuse_worse(before, after)
    control.checkpoint()
    version = AdapterVersion(
        model=teacher.pack.name,
        version=0,
        base="",
        documents=len(documents),
        cells=sum(len(corrections) for _, corrections in documents),
        before=before[0],
        after=after[0],
        retained_before=before[1],
        retained_after=after[1],
        seconds=time.monotonic() - started,
    )
    teacher.adopt(tensors, version)


def _refuse_worse(before: tuple[float, float], after: tuple[float, float]) -> None:
    if after[0] < before[0] or after[1] < before[1] - _SLACK:
        raise UserError(
            "adapter_not_better",
            before=round(before[0], 3),
            after=round(after[0], 3),
            retained_before=round(before[1], 3),
            retained_after=round(after[1], 3),
        )


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


def _material(
    documents: Sequence[_Judged], teacher: Teacher, control: JobControl
) -> Generator[Progress, None, tuple[list[_Read], list[Lesson]]]:
    """The documents as the extractor reads them, and what those that are not kept back teach.

    Raises ``UserError("adapter_too_few")`` where no value of theirs has a place.
    """
    read: list[_Read] = []
    learned: list[Lesson] = []
    for number, (document, corrections) in enumerate(documents):
        yield Progress(READING, number, len(documents), "documents", document.name)
        read.append(_reading(document, corrections, teacher.before))
        if not _kept_back(number):
            learned += _lessons(read[-1], teacher.before, number, control)
    if not any(any(lesson.right) for lesson in learned):
        raise UserError("adapter_too_few", documents=0, least=LEAST)
    return read, learned


def _judged(
    teacher: Teacher,
    kept: Sequence[_Read],
    samples: Sequence[_Read],
    extractor: Extractor,
    control: JobControl,
) -> tuple[float, float]:
    """F1 on the documents that were kept back, and on the fixed test."""
    given, right, wanted = _agreed(samples, extractor, control)
    found, known = teacher.known_answers(extractor)
    return (
        f1(_agreed(kept, extractor, control)),
        f1((given + found, right + found, wanted + known)),
    )


def _teacher(request: AdaptRequest, services: Services, document: Document) -> Teacher:
    if services.teachers is None:
        raise UserError("adapter_family", name=request.model or "")
    return services.teachers.teacher(request.model, document.language)


def _kept_back(number: int) -> bool:
    return number % _KEPT_BACK == _KEPT_BACK - 1


def _reading(document: Document, corrections: Sequence[Correction], extractor: Extractor) -> _Read:
    known = tuple(taught(document, corrections))
    windows = cut(document, extractor, [one.field for one in corrections])
    return _Read(document, tuple(corrections), known, windows)


def _seen(
    one: _Read, fields: Sequence[Field], extractor: Extractor, control: JobControl
) -> list[list[SpanScore]]:
    """What the extractor sees in each window of a document, in the document's characters."""
    texts = [one.document.text[window.start : window.end] for window in one.windows]
    seen: list[list[SpanScore]] = [[] for _ in texts]
    for index, spans in extractor.extract(texts, fields, control):
        seen[index] = remap(one.windows[index], spans)
    return seen


def _lessons(one: _Read, extractor: Extractor, seed: int, control: JobControl) -> list[Lesson]:
    seen = _seen(one, [known.field for known in one.known], extractor, control)
    return lessons(one.document, one.known, one.windows, seen, seed)


def _rehearsals(document: Document, extractor: Extractor) -> list[Lesson]:
    """The beginning and the middle of a document, asked for common fields."""
    fields = parse_fields(_REHEARSED)
    windows = cut(document, extractor, fields)
    nothing = ((),) * len(fields)
    return [
        Lesson(document.text[window.start : window.end], fields, nothing, nothing)
        for window in dict.fromkeys((windows[0], windows[len(windows) // 2]) if windows else ())
    ]


def _agreed(
    documents: Sequence[_Read], extractor: Extractor, control: JobControl
) -> tuple[int, int, int]:
    """``(given, right, wanted)`` values over documents."""
    total = (0, 0, 0)
    for one in documents:
        seen = _seen(one, [c.field for c in one.corrections], extractor, control)
        spans = merge(span for part in seen for span in part)
        counts = agreement(one.document, one.corrections, spans)
        total = (total[0] + counts[0], total[1] + counts[1], total[2] + counts[2])
    return total


def _samples(teacher: Teacher, control: JobControl) -> list[_Read]:
    """The sample contracts with their right values, in the languages of the pack."""
    folder = resource_path("samples")
    answers = json.loads((folder / "contracts.answers.json").read_text(encoding="utf-8"))["fields"]
    found: list[_Read] = []
    for name, values in answers.items():
        try:
            document = PathSource().load(str(folder / name), control)
        except Cancelled:
            raise
        except UserError:
            continue
        if document.language in teacher.pack.languages:
            corrections = [
                Correction(document.id, parse_fields(field)[0], ReviewState.EDITED, tuple(right))
                for field, right in values.items()
            ]
            found.append(_reading(document, corrections, teacher.before))
    return found
