"""One invocation: its project, its services, its progress line, and the way a job is run in it."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TextIO

import wording
from cli.output import UsageError
from cli.progress import ProgressReporter
from engine.control import JobControl
from engine.errors import UserError
from engine.events import (
    Finished,
    ItemFailed,
    JobEvent,
    Payload,
    Progress,
    ResultItem,
    Results,
)
from engine.guard import Guard, log_attempt
from engine.jobs.models_used import ModelsUsed
from engine.jobs.runner import Sink, run_job
from engine.jobs.services import ModelProvider, Services
from engine.listing import listed
from engine.paths import config_dir, log_dir
from engine.remote.book import FILE_NAME
from engine.reviewer import reviewer_name
from engine.settings import LOG_FOLDER, MODEL_OF_TASK, OFFLINE, REVIEWER, Settings
from engine.store import Project
from engine.telemetry import Metrics, metered
from engine.types import Document, Extraction, ItemFailure, Notice, TableSchema
from engine.version import version

if TYPE_CHECKING:
    from engine.export import About
    from engine.models.library import Library
    from engine.models.registry import ModelRegistry
    from engine.telemetry import Log

JobMaker = Callable[[Services, JobControl], Iterator[Payload]]
Listener = Callable[[Payload], None]


class Session:
    """Opens what a job needs and closes it again; a context manager.

    Without ``--project`` the results live in a temporary project for as long as the command runs,
    so that memory does not grow with the number of documents.
    """

    def __init__(self, options: argparse.Namespace, settings: Settings, language: str) -> None:
        self.options = options
        self.language = language
        self.control = JobControl()
        self.settings = settings
        self.guard = Guard(log_attempt)
        self.guard.seal(self.settings.get(OFFLINE))
        self.failures: list[ItemFailure] = []
        self._notices = FileNotices()
        self._progress = ProgressReporter(sys.stderr, language, quiet=options.quiet)
        self._resources = ExitStack()
        self._project: Project | None = None
        self._run_id = ""

    def __enter__(self) -> Session:
        self._catch_interrupt()
        self._resources.enter_context(self._log())
        self._resources.enter_context(self.guard)
        for notice in self.settings.notices:
            self.say(self.explain(notice.code, dict(notice.params)))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._resources.close()

    @property
    def project(self) -> Project:
        """The project of this invocation, opened on first use."""
        if self._project is None:
            self._project = self._open_project()
            self._project.edits.reviewer = lambda: reviewer_name(self.settings.get(REVIEWER))
            self._resources.callback(self._project.close)
        return self._project

    def library(self) -> Library:
        """The list of models: built-in, in the models folder, and elsewhere."""
        from engine.models.library import Library
        from engine.paths import data_dir, models_dir, resource_path

        return Library(data_dir() / "models.json", models_dir(), resource_path("models"))

    def registry(self) -> ModelRegistry:
        """The models at hand: the built-in packs, then the user's own."""
        from engine.models.checksums import Checksums
        from engine.models.label_maps import parse_label_map
        from engine.models.measured import Measured
        from engine.models.personal import Personal
        from engine.models.registry import ModelRegistry
        from engine.models.wishes import wish_of
        from engine.paths import data_dir

        wish = wish_of(self.settings, self.options.device, self.options.threads)
        chosen = {task: self.settings.get(option) for task, option in MODEL_OF_TASK.items()}
        labels = getattr(self.options, "map", None)
        return ModelRegistry(
            self.library().folders(),
            checksums=Checksums(data_dir() / "checksums.json"),
            personal=Personal(data_dir(), parse_label_map(labels) if labels else None),
            preferred=lambda: chosen,
            measured=Measured(data_dir() / "measured.json"),
            wish=lambda: wish,
        )

    def services(self) -> Services:
        """Models, documents and cache for a job."""
        from engine.documents import PathSource
        from engine.store import ProjectSource

        local = self.registry()
        return Services(
            models=self._models(local),
            documents=ProjectSource(self.project, PathSource()),
            cache=self.project.cache,
            teachers=local,
        )

    def _models(self, local: ModelProvider) -> ModelProvider:
        """The models of this machine, and those of the person's servers."""
        if not getattr(self.options, "server", None) and not (config_dir() / FILE_NAME).exists():
            return local
        from cli.servers import Servers

        servers = Servers(self.options, self.guard, self.control, self.settings.get(OFFLINE))
        self._resources.callback(servers.close)
        for error in servers.refused:
            self.say(self.explain(error.code, error.params))
        return servers.models(local)

    def run(
        self,
        job: str,
        settings: Mapping[str, Any],
        make: JobMaker,
        sink: Callable[[str], Sink] | None = None,
        listen: Listener | None = None,
    ) -> Finished:
        """Run one job to its end. ``sink`` makes the sink for a run's id (default: the project's);
        ``listen`` hears every result and failure after it was stored."""
        run = self.project.runs.begin(job, settings)
        self._run_id = run.id
        kept = sink(run.id) if sink else self.project.sink(run.id)

        def emit(event: JobEvent) -> None:
            payload = event.payload
            if isinstance(payload, Progress):
                self._progress.show(payload)
            elif not isinstance(payload, Finished):
                self._note(payload)
                if listen:
                    listen(payload)

        services = self.services()
        used = ModelsUsed(services.models)
        payloads = make(replace(services, models=used), self.control)
        generator = metered(job, payloads, Metrics(), self.control)
        finished = run_job(run.id, generator, kept, emit, self.control)
        if used.names():
            self.project.runs.note_model(run.id, used.names())
        self._progress.clear()
        return finished

    def target(self) -> Path | TextIO:
        """Where ``--out`` points."""
        return sys.stdout if self.options.out == "-" else Path(self.options.out)

    def about(self) -> About:
        """What an export says of the run beside its results."""
        from engine.export import About, run_facts

        run = self.project.runs.get(self._run_id)
        facts = run_facts(run, version()) if run else []
        return About(
            language=self.language,
            run=[*facts, *(("notice", line) for line in self.notices())],
            failures=tuple(self.failures),
            say=lambda failure: self.explain(failure.code, dict(failure.params)),
        )

    def _note(self, payload: Payload) -> None:
        """Keep failures, and what a person should know of files that were read, for the end."""
        if isinstance(payload, ItemFailed):
            self.failures.append(payload.failure)
            return
        if isinstance(payload, Results):
            for item in payload.items:
                self._notices.hear(item)

    def notices(self) -> list[str]:
        """What a person should know of the files that were read, a line a matter."""
        return [
            f"{names}: {self.explain(notice.code, dict(notice.params))}"
            for names, notice in self._notices.all()
        ]

    def say(self, text: str) -> None:
        """A line for the person, on stderr."""
        self._progress.clear()
        print(text, file=sys.stderr, flush=True)

    def explain(self, code: str, params: Mapping[str, Any]) -> str:
        """The sentence for a code, in the language of this session."""
        return str(wording.sentence(code, params, self.language))

    def report(self, finished: Finished) -> None:
        """List what failed, and why the job stopped where it did."""
        for line in self.notices():
            self.say(line)
        for failure in self.failures:
            reason = self.explain(failure.code, dict(failure.params))
            self.say(f"{failure.item}: {reason}")
        if finished.failure:
            self.say(self.explain(finished.failure.code, dict(finished.failure.params)))

    def _log(self) -> Log:
        from engine.telemetry import Log

        json_log = self.options.json_log
        return Log(
            folder=log_dir(self.settings.get(LOG_FOLDER)),
            json_log=Path(json_log) if json_log else None,
        )

    def _open_project(self) -> Project:
        if self.options.project:
            path = Path(self.options.project)
            return Project.open(path) if path.exists() else Project.create(path)
        folder = self._resources.enter_context(
            tempfile.TemporaryDirectory(prefix="clausedesk-", ignore_cleanup_errors=True)
        )
        return Project.create(Path(folder) / "run.cdesk")

    def _catch_interrupt(self) -> None:
        """The first Ctrl+C cancels and keeps what is finished; a second one is Python's own."""

        def cancel(number: int, _frame: object) -> None:
            signal.signal(number, signal.default_int_handler)
            self.control.cancel()

        previous = signal.signal(signal.SIGINT, cancel)
        self._resources.callback(signal.signal, signal.SIGINT, previous)


def usage_of(error: UserError, language: str) -> UsageError:
    """What the user typed was wrong: the engine's sentence, as a usage error."""
    return UsageError(str(wording.sentence(error.code, error.params, language)))


class FileNotices:
    """Collects what a person should know of the files that were read."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._found: dict[Notice, list[str]] = {}

    def hear(self, item: ResultItem) -> None:
        """Note what one stored result says of its file."""
        if isinstance(item, Document):
            self._names[item.id] = item.name
            self._add(item.name, item.notices)
        elif isinstance(item, Extraction):
            self._add(self._names.get(item.document_id, ""), item.notices)
        elif isinstance(item, TableSchema):
            self._add(Path(item.path).name, item.notices)

    def all(self) -> list[tuple[str, Notice]]:
        """Each notice once, with the names of its files."""
        return [(listed(names), notice) for notice, names in self._found.items()]

    def _add(self, name: str, notices: Iterable[Notice]) -> None:
        for notice in notices:
            names = self._found.setdefault(notice, [])
            if name not in names:
                names.append(name)
