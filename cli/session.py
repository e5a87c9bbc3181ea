"""One invocation: its project, its services, its progress line, and the way a job is run in it."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TextIO

import wording
from cli.progress import ProgressReporter
from engine.control import JobControl
from engine.errors import UserError
from engine.events import Finished, ItemFailed, JobEvent, Payload, Progress
from engine.jobs.models_used import ModelsUsed
from engine.jobs.runner import Sink, run_job
from engine.jobs.services import Services
from engine.paths import log_dir
from engine.store import Project
from engine.types import ItemFailure

if TYPE_CHECKING:
    from engine.export import About
    from engine.models.registry import ModelRegistry
    from engine.telemetry import Log

JobMaker = Callable[[Services, JobControl], Iterator[Payload]]
Listener = Callable[[Payload], None]


class UsageError(Exception):
    """The command line asks for something that cannot be; exit status 2."""


class Session:
    """Opens what a job needs and closes it again; a context manager.

    Without ``--project`` the results live in a temporary project for as long as the command runs,
    so that memory does not grow with the number of documents.
    """

    def __init__(self, options: argparse.Namespace, language: str) -> None:
        self.options = options
        self.language = language
        self.control = JobControl()
        self.failures: list[ItemFailure] = []
        self._progress = ProgressReporter(sys.stderr, language, quiet=options.quiet)
        self._resources = ExitStack()
        self._project: Project | None = None
        self._run_id = ""

    def __enter__(self) -> Session:
        self._catch_interrupt()
        self._resources.enter_context(self._log())
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
            self._resources.callback(self._project.close)
        return self._project

    def registry(self) -> ModelRegistry:
        """The models at hand: the built-in packs, then the user's own."""
        from engine.models.checksums import Checksums
        from engine.models.registry import ModelRegistry
        from engine.paths import data_dir, models_dir, resource_path

        return ModelRegistry(
            [resource_path("models"), models_dir()],
            device=self.options.device,
            threads=self.options.threads,
            checksums=Checksums(data_dir() / "checksums.json"),
        )

    def services(self) -> Services:
        """Models, documents and cache for a job."""
        from engine.documents import PathSource
        from engine.store import ProjectSource

        return Services(
            models=self.registry(),
            documents=ProjectSource(self.project, PathSource()),
            cache=self.project.cache,
        )

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
                if isinstance(payload, ItemFailed):
                    self.failures.append(payload.failure)
                if listen:
                    listen(payload)

        services = self.services()
        used = ModelsUsed(services.models)
        generator = make(replace(services, models=used), self.control)
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
        return About(
            language=self.language,
            run=run_facts(run, version()) if run else (),
            failures=tuple(self.failures),
            say=lambda failure: self.explain(failure.code, dict(failure.params)),
        )

    def say(self, text: str) -> None:
        """A line for the person, on stderr."""
        self._progress.clear()
        print(text, file=sys.stderr, flush=True)

    def explain(self, code: str, params: Mapping[str, Any]) -> str:
        """The sentence for a code, in the language of this session."""
        return str(wording.sentence(code, params, self.language))

    def report(self, finished: Finished) -> None:
        """List what failed, and why the job stopped where it did."""
        for failure in self.failures:
            reason = self.explain(failure.code, dict(failure.params))
            self.say(f"{failure.item}: {reason}")
        if finished.failure:
            self.say(self.explain(finished.failure.code, dict(finished.failure.params)))

    def _log(self) -> Log:
        from engine.telemetry import Log

        json_log = self.options.json_log
        return Log(folder=log_dir(), json_log=Path(json_log) if json_log else None)

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


def output_format(path: str, allowed: tuple[str, ...]) -> str:
    """The format that ``--out`` asks for by its extension; ``-`` is jsonl on stdout."""
    if path == "-":
        return "jsonl"
    extension = Path(path).suffix.lower().lstrip(".")
    if extension not in allowed:
        names = ", ".join(f".{name}" for name in allowed)
        raise UsageError(f"--out {path}: the extension must be one of {names}")
    folder = Path(path).resolve().parent
    if not folder.is_dir():
        raise UsageError(f"--out {path}: there is no folder {folder}")
    return extension


def usage_of(error: UserError, language: str) -> UsageError:
    """What the user typed was wrong: the engine's sentence, as a usage error."""
    return UsageError(str(wording.sentence(error.code, error.params, language)))


def version() -> str:
    """This program's version; empty where it runs without being installed."""
    with suppress(metadata.PackageNotFoundError):
        return metadata.version("clausedesk")
    return ""
