"""User intents to engine jobs, in one place; and what the engine says back to whoever shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from engine import settings as options
from engine.errors import UserError
from engine.events import Finished, ItemFailed, JobEvent, Results
from engine.qt_host import EngineHost
from engine.reviewer import reviewer_name
from engine.settings import Settings
from engine.store import FailureRow, Filter, Project, Query
from engine.telemetry import Metrics
from engine.types import (
    ClauseChange,
    Cluster,
    Comparison,
    Document,
    Extraction,
    Pair,
    Record,
    Run,
    RunStatus,
    ScoredPair,
    Target,
    Verdict,
)
from gui.background import Background
from gui.jobs import JobState, JobTracker
from gui.launch import ADAPT, CHECK, COMPARE, DEDUPE, EXTRACT, READ, SCORE, job_start
from gui.review import Review
from gui.viewer.page_view import render

REFRESH_MS = 150
"""How often tables look again while results stream in."""

_SHOWN_BY = {
    Document: ("documents",),
    Extraction: ("cells", "documents"),
    Record: ("tables",),
    Pair: ("pairs",),
    Cluster: ("pairs",),
    Verdict: ("verdicts", "documents"),
    Comparison: ("changes",),
    ClauseChange: ("changes",),
    ScoredPair: ("scored",),
}
_SHOWN_OF_JOB = {
    READ: ("documents",),
    EXTRACT: ("cells", "documents"),
    DEDUPE: ("tables", "pairs"),
    CHECK: ("verdicts", "documents"),
    COMPARE: ("changes", "documents"),
    SCORE: ("scored",),
}
_SHOWN_OF_TARGET = {
    Target.CELL: ("cells", "documents"),
    Target.PAIR: ("pairs",),
    Target.RECORD: ("pairs",),
    Target.VERDICT: ("verdicts", "documents"),
    Target.CHANGE: ("changes",),
}


class Controller(QObject):
    """One project's jobs. ``changed`` names what shows something else now: ``documents``,
    ``cells``, ``tables``, ``pairs``, ``verdicts``, ``changes``, ``scored``, ``runs`` or ``failures``;
    ``problem`` carries a UserError. Thread: GUI."""

    changed = Signal(str)
    problem = Signal(object)

    def __init__(
        self,
        project: Project,
        host: EngineHost,
        background: Background,
        tracker: JobTracker,
        review: Review,
        settings: Settings,
        parent: QObject | None = None,
        metrics: Metrics | None = None,
    ) -> None:
        super().__init__(parent)
        self.project = project
        self.tracker = tracker
        self.review = review
        self.background = background
        self._host = host
        self._settings = settings
        project.edits.reviewer = lambda: reviewer_name(settings.get(options.REVIEWER))
        self._metrics = metrics
        self._dirty: dict[str, None] = {}
        self._names: dict[str, str] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self.flush)
        host.events.connect(self.on_events)
        review.changed.connect(self.on_reviewed)
        review.documents_changed.connect(self.on_documents_removed)
        review.failed.connect(self.problem)

    @property
    def field_threshold(self) -> float:
        """From which confidence on a value is chosen where its field names none."""
        return self._settings.get(options.FIELD_THRESHOLD)

    @property
    def pair_threshold(self) -> float:
        """Where the threshold of a new search for duplicates begins."""
        return self._settings.get(options.PAIR_THRESHOLD)

    # --- Intents ---

    def read(self, paths: Sequence[str], password: str | None = None) -> str:
        """Read files and folders; returns the job's id (empty where there is nothing to do).
        A password is used and forgotten: it stands in no run and no log."""
        if not paths:
            return ""
        settings = {
            "paths": list(paths),
            "tracked_changes": self._settings.get(options.TRACKED_CHANGES),
            "ocr": self._settings.get(options.OCR),
            "ocr_model": self._settings.get(options.OCR_MODEL),
        }
        return self._begin(READ, settings, secret=password)

    def paste(self, text: str, name: str) -> None:
        """A document out of text that the user pasted."""

        def make() -> Document:
            from engine.documents import paste

            document = paste(text, name)
            self.project.documents.append([document])
            return document

        self.background.run(make, lambda _document: self.changed.emit("documents"))

    def extract(self, fields_text: str, names: Sequence[str], documents: Sequence[str]) -> str:
        """Look for fields in documents (by id); ``names`` are the fields' names."""
        settings = {
            "fields_text": fields_text,
            "field_names": list(names),
            "documents": list(documents),
            "threshold": self.field_threshold,
        }
        return self._begin(EXTRACT, settings, total=len(documents))

    def dedupe(self, settings: Mapping[str, Any]) -> str:
        """Look for duplicate rows; see ``engine.jobs.dedupe``."""
        return self._begin(DEDUPE, settings)

    def check(
        self,
        documents: Sequence[str],
        across: bool = False,
        playbook: tuple[str, str] | None = None,
    ) -> str:
        """Look for contradictions inside documents (by id), between them (``across``), or against
        a ``playbook`` (its name, and its file where it is no built-in one)."""
        settings: dict[str, Any] = {
            "documents": list(documents),
            "inside": not across and playbook is None,
            "across": across,
        }
        if playbook is not None:
            settings["playbook"], settings["playbook_file"] = playbook
        return self._begin(CHECK, settings, total=len(documents))

    def compare(self, old: str, new: str | None) -> str:
        """Compare two documents (by id); ``None``: the tracked changes of the first."""
        return self._begin(COMPARE, {"old": old, "new": new}, total=0)

    def score(self, path: str, task: str, left: str, right: str, model: str | None = None) -> str:
        """Score the pairs of texts in a file: two of its columns, by name."""
        settings = {"path": path, "task": task, "left": left, "right": right, "model": model}
        return self._begin(SCORE, settings)

    def learn(self) -> str:
        """Teach the extractor what was accepted, edited and rejected; see ``engine.jobs.adapt``."""
        return self._begin(ADAPT, {})

    def rerun(self, run: Run) -> str:
        """The same again; what is in the cache is not computed twice."""
        return self._begin(run.job, dict(run.settings), total=run.total)

    def retry(self, failures: Iterable[FailureRow]) -> None:
        """Try the failed items again, each with the settings of its run."""
        by_run: dict[str, list[str]] = {}
        for row in failures:
            by_run.setdefault(row.run_id, []).append(row.failure.item)
        for run_id, items in by_run.items():
            run = self._guarded(lambda run_id=run_id: self.project.runs.get(run_id))
            if run is not None:
                self._retry(run, items)

    def cancel(self, job_id: str) -> None:
        """Stop a job; what it has finished stays."""
        state = self.tracker.get(job_id)
        if state is not None and not state.over:
            state.stopping = True
            self._host.cancel(job_id)
            self.tracker.tell(state)

    def pause(self, job_id: str, paused: bool) -> None:
        """Hold a job, or let it go on."""
        state = self.tracker.get(job_id)
        if state is not None and not state.over:
            (self._host.pause if paused else self._host.resume)(job_id)
            state.hold(paused, self.tracker.clock())
            self.tracker.tell(state)

    def cancel_all(self) -> None:
        """Stop everything."""
        for state in self.tracker.active():
            self.cancel(state.id)

    @property
    def busy(self) -> bool:
        """Whether a job of this project runs or waits."""
        return bool(self.tracker.active())

    def fetch(self, document_id: str, then: Callable[[Document], None]) -> None:
        """A document's text, read off the main thread."""
        self.background.run(lambda: self.project.documents.get(document_id), then)

    def fetch_page(
        self, path: Path, number: int, scale: float, then: Callable[[QImage], None]
    ) -> None:
        """The picture of a PDF's page, rendered off the main thread."""
        self.background.run(lambda: render(path, number, scale), then)

    def retire(self) -> None:
        """The project is being closed: hear and say nothing more."""
        self._timer.stop()
        self._dirty.clear()
        self._host.events.disconnect(self.on_events)
        self.review.changed.disconnect(self.on_reviewed)
        self.review.documents_changed.disconnect(self.on_documents_removed)
        self.review.failed.disconnect(self.problem)

    # --- What comes back ---

    @Slot(list)
    def on_events(self, events: list[JobEvent]) -> None:
        """A batch from the engine; events of jobs that are not ours are dropped."""
        touched: dict[str, JobState] = {}
        for event in events:
            state = self.tracker.take(event)
            if state is None:
                continue
            touched[state.id] = state
            if state.detail and state.job in (EXTRACT, CHECK, COMPARE):
                state.detail = self.name_of(state.detail)
            self._note(event, state)
        for state in touched.values():
            if state.over:
                self._close(state)
            self.tracker.tell(state)

    @Slot(object)
    def on_reviewed(self, target: Target) -> None:
        """A decision was made or taken back."""
        for name in _SHOWN_OF_TARGET[target]:
            self.changed.emit(name)

    @Slot()
    def on_documents_removed(self) -> None:
        """Documents went, or came back."""
        for name in ("documents", "cells", "verdicts"):
            self.changed.emit(name)

    @Slot()
    def flush(self) -> None:
        """Tell at once what has changed."""
        dirty, self._dirty = self._dirty, {}
        for name in dirty:
            self.changed.emit(name)

    # --- Inside ---

    def _begin(
        self, job: str, settings: Mapping[str, Any], total: int = 0, secret: str | None = None
    ) -> str:
        run = self._guarded(lambda: self.project.runs.begin(job, settings, total=total))
        if run is None:
            return ""
        self.tracker.add(run.id, job, self.title(job))
        self._mark("runs")
        if not self._host.submit(run.id, job_start(self.project, run, secret, self._metrics)):
            self.project.runs.finish(run.id, RunStatus.CANCELLED, 0, 0)
            return ""
        return run.id

    def name_of(self, item: str) -> str:
        """What people call a document (by id), a file (by path) or another item."""
        if item not in self._names:
            query = Query(filters=(Filter("id", "=", item),))
            found = self._guarded(lambda: self.project.documents.page(0, 1, query))
            self._names[item] = found[0].name if found else PurePath(item).name or item
        return self._names[item]

    def title(self, job: str) -> str:
        """What people call a job."""
        return {
            READ: self.tr("Read documents"),
            EXTRACT: self.tr("Extract fields"),
            DEDUPE: self.tr("Find duplicates"),
            CHECK: self.tr("Find contradictions"),
            ADAPT: self.tr("Learn from corrections"),
            COMPARE: self.tr("Compare documents"),
            SCORE: self.tr("Score pairs of texts"),
        }.get(job, job)

    def _retry(self, run: Run, items: list[str]) -> None:
        settings = dict(run.settings)
        part = "paths" if run.job == READ else "documents"
        whole = run.id in items or part not in settings
        if not whole:
            settings[part] = items
        self._guarded(lambda: self.project.failures.clear(items, run.job))
        self._mark("failures")
        self._begin(run.job, settings, total=0 if whole else len(items))

    def _note(self, event: JobEvent, state: JobState) -> None:
        payload = event.payload
        if isinstance(payload, Results):
            for kind in {type(item) for item in payload.items}:
                self._mark(*_SHOWN_BY.get(kind, ()))
        elif isinstance(payload, ItemFailed):
            self._mark("failures")
            if state.job == READ:
                self._mark("documents")
        elif isinstance(payload, Finished):
            self._mark("runs", "failures", *_SHOWN_OF_JOB.get(state.job, ()))

    def _close(self, state: JobState) -> None:
        """A job that was dropped before its turn has no sink that closes its run."""
        run = self._guarded(lambda: self.project.runs.get(state.id))
        if run is not None and run.status is RunStatus.RUNNING:
            self._guarded(lambda: self.project.runs.finish(run.id, state.status, 0, 0))
        finished = state.finished
        if finished is not None and finished.failure is not None:
            failure = finished.failure
            self.problem.emit(UserError(failure.code, **dict(failure.params)))

    def _mark(self, *names: str) -> None:
        self._dirty.update(dict.fromkeys(names))
        if not self._timer.isActive():
            self._timer.start()

    def _guarded(self, act: Callable[[], Any]) -> Any:
        """Do something with the project; an error is shown, not raised."""
        try:
            return act()
        except UserError as error:
            self.problem.emit(error)
            return None
