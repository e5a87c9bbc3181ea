"""The job that extracts fields: documents in, every candidate of every field out."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from engine.control import JobControl
from engine.errors import Cancelled, UserError, failure_of
from engine.events import ItemFailed, Payload, Progress, Results
from engine.extraction.choose import DEFAULT_THRESHOLD
from engine.extraction.coverage import coverage
from engine.extraction.gather import Answers, gather
from engine.extraction.records import column_fields
from engine.extraction.windowing import cut, merge, remap, run_windows
from engine.jobs.services import Services
from engine.models.protocols import Extractor, SpanScore
from engine.types import (
    Document,
    Extraction,
    Field,
    ItemFailure,
    Notice,
    Window,
    stable_id,
)

STAGE = "extracting_fields"

_WINDOWS_AT_ONCE = 64
"""Windows that go to the model together: enough to sort by length, few enough to stream."""

_LONGEST_WAIT = 2.0
"""Seconds after which a batch runs although it is small, so that results keep coming."""

_CACHE_VERSION = 1


@dataclass(frozen=True, slots=True)
class ExtractRequest:
    """What to extract. ``documents`` are references for ``services.documents``.

    ``model`` names a pack (``None``: the best one for each document's language). ``rules`` adds
    what the rules find. Below ``threshold`` nothing is chosen, unless a field has its own.
    """

    documents: tuple[str, ...]
    fields: tuple[Field, ...]
    model: str | None = None
    rules: bool = True
    threshold: float = DEFAULT_THRESHOLD


@dataclass(slots=True)
class _Task:
    """A document on its way: its windows, and what the model said of them so far. ``reference`` is
    what the request calls it."""

    document: Document
    reference: str
    extractor: Extractor | None
    notices: list[Notice]
    windows: tuple[Window, ...] = ()
    spans: list[SpanScore] = field(default_factory=list)
    read: list[Window] = field(default_factory=list)
    failures: list[ItemFailure] = field(default_factory=list)
    cache_key: str = ""

    @property
    def waiting(self) -> int:
        """Windows that the model has not answered for yet."""
        return len(self.windows) - len(self.read) - len(self.failures)


def extract(request: ExtractRequest, services: Services, control: JobControl) -> Iterator[Payload]:
    """Each document as it is read, then its extraction; a document that cannot be read fails alone.

    The model reads windows of several documents in one batch. Coverage is the share of a
    document's characters in windows that the model answered for; where no model applies (none is
    installed, or none knows the language) the rules work alone, a notice says so, and coverage is
    what the rules read. The model's spans are cached by text, fields and model.
    Thread: the engine thread. Raises ``Cancelled``; ``UserError`` for a named model that is missing.
    """
    job = _Job(request, services, control)
    total = len(request.documents)
    batch = _Batch()
    for reference in request.documents:
        yield Progress(STAGE, job.done, total, "documents", reference)
        control.checkpoint()
        try:
            document = services.documents.load(reference, control)
            task = job.prepare(document, reference)
        except Cancelled:
            raise
        except _Stop as stop:
            raise stop.error from stop
        except Exception as error:
            yield job.fail(error, reference)
            continue
        yield Results((document,))
        if not task.waiting:
            yield job.finish(task)
        elif batch.add(task):
            yield from job.run(batch.take())
    yield from job.run(batch.take())
    yield Progress(STAGE, total, total, "documents")


class _Batch:
    """Tasks that wait until their windows are enough for the model, or the first waits too long."""

    def __init__(self) -> None:
        self._tasks: list[_Task] = []
        self._since = 0.0

    def add(self, task: _Task) -> bool:
        """Keep ``task``; whether it is time to run what is kept."""
        if not self._tasks:
            self._since = time.monotonic()
        self._tasks.append(task)
        enough = sum(one.waiting for one in self._tasks) >= _WINDOWS_AT_ONCE
        return enough or time.monotonic() - self._since > _LONGEST_WAIT

    def take(self) -> list[_Task]:
        """What is kept; nothing is afterwards."""
        tasks, self._tasks = self._tasks, []
        return tasks


class _Stop(Exception):
    """Carries an error that ends the whole job, not one document."""

    def __init__(self, error: UserError) -> None:
        super().__init__(error)
        self.error = error


class _Job:
    """One run: the models it uses, what they are asked, and how answers become extractions."""

    def __init__(self, request: ExtractRequest, services: Services, control: JobControl) -> None:
        self._request = request
        self._services = services
        self._control = control
        # A model is asked for the columns of records beside the other fields.
        self._flat = tuple(field for field, _ in column_fields(request.fields))
        self._asked = stable_id(*((f.name, f.type, f.hint, f.description) for f in self._flat))
        self._extractors: dict[str, tuple[Extractor | None, Notice | None]] = {}
        self.done = 0

    def prepare(self, document: Document, reference: str) -> _Task:
        """The document's task: answered from the cache, or cut into windows for the model."""
        extractor, notice = self._extractor_for(document.language)
        if extractor is None and not self._request.rules:
            raise UserError("no_model_and_no_rules", language=document.language)
        task = _Task(document, reference, extractor, [notice] if notice else [])
        if extractor is not None:
            task.cache_key = stable_id(
                "extract", _CACHE_VERSION, document.text, extractor.info.digest, self._asked
            )
            if not self._recall(task):
                task.windows = cut(document, extractor, self._flat)
        return task

    def run(self, tasks: Sequence[_Task]) -> Iterator[Payload]:
        """The extractions of ``tasks`` as their last windows come back."""
        extractors = {id(task.extractor): task.extractor for task in tasks if task.extractor}
        for extractor in extractors.values():
            places = [(t, w) for t in tasks if t.extractor is extractor for w in t.windows]
            texts = [task.document.text[window.start : window.end] for task, window in places]
            answers = run_windows(extractor, texts, self._flat, self._control)
            for index, answer in answers:
                task, window = places[index]
                if isinstance(answer, ItemFailure):
                    task.failures.append(answer)
                else:
                    task.read.append(window)
                    task.spans.extend(remap(window, answer))
                if not task.waiting:
                    self._remember(task)
                    yield self.finish(task)

    def finish(self, task: _Task) -> Payload:
        """The extraction of a document whose windows are all answered."""
        try:
            extraction = self._extraction(task)
        except Cancelled:
            raise
        except Exception as error:
            return self.fail(error, task.reference)
        self.done += 1
        return Results((extraction,))

    def fail(self, error: Exception, reference: str) -> ItemFailed:
        """One document less to do, with its reason."""
        self.done += 1
        return ItemFailed(failure_of(error, reference))

    def _extractor_for(self, language: str) -> tuple[Extractor | None, Notice | None]:
        if language not in self._extractors:
            self._extractors[language] = self._find_extractor(language)
        return self._extractors[language]

    def _find_extractor(self, language: str) -> tuple[Extractor | None, Notice | None]:
        named = self._request.model
        try:
            extractor = self._services.models.extractor(named, language)
        except UserError as error:
            if named is not None:
                raise _Stop(error) from error
            return None, Notice("rules_alone_no_model", (("reason", error.code),))
        if language in extractor.info.languages:
            return extractor, None
        params = (("language", language), ("model", extractor.info.name))
        if named is None:
            return None, Notice("rules_alone_language", params)
        return extractor, Notice("model_language_unlisted", params)

    def _extraction(self, task: _Task) -> Extraction:
        """All mentions of a document, winners marked, and its records."""
        document = task.document
        spans = merge(task.spans)
        answers = Answers(tuple(spans), self._request.rules, self._request.threshold)
        found = gather(document, self._request.fields, answers, self._control.checkpoint)
        read = task.read if task.extractor else [Window(0, len(document.text))]
        if task.failures:
            task.notices.append(_failed_windows(task))
        return Extraction(
            document.id,
            found.mentions,
            coverage(read, len(document.text)),
            (*task.notices, *found.notices),
            found.records,
            found.unlocated,
        )

    def _recall(self, task: _Task) -> bool:
        """Fill ``task`` from the cache; whether it was there."""
        stored = self._services.cache.get_many([task.cache_key]).get(task.cache_key)
        if stored is None:
            return False
        task.spans = [SpanScore(*span) for span in json.loads(stored)]
        task.read = [Window(0, len(task.document.text))]
        task.windows = tuple(task.read)
        return True

    def _remember(self, task: _Task) -> None:
        """Keep the model's spans; not those of a document that it read in part."""
        if not task.failures:
            spans = [
                [s.field, s.start, s.end, s.score, *([s.text] if s.text else [])]
                for s in merge(task.spans)
            ]
            self._services.cache.put_many({task.cache_key: json.dumps(spans).encode("ascii")})


def _failed_windows(task: _Task) -> Notice:
    params = (
        ("failed", len(task.failures)),
        ("windows", len(task.windows)),
        ("reason", task.failures[0].code),
    )
    return Notice("windows_failed", params)
