"""From a run's settings to the engine job behind it. Called in the engine thread, imports there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from engine.control import JobControl
from engine.events import Payload
from engine.jobs.runner import Sink
from engine.jobs.services import Services
from engine.qt_host import JobStart
from engine.store import Project, ProjectSource
from engine.telemetry import Metrics, metered
from engine.types import Run

if TYPE_CHECKING:
    from engine.jobs.dedupe import DedupeRequest

READ, EXTRACT, DEDUPE, CHECK = "read_documents", "extract", "dedupe", "check"
COMPARE, ADAPT, SCORE = "compare", "adapt", "score_pairs"


def job_start(
    project: Project, run: Run, secret: str | None = None, metrics: Metrics | None = None
) -> JobStart:
    """What the engine host calls when ``run``'s turn has come.

    The settings are what ``Runs.begin`` was given, so that a run can be started again from the
    project alone; ``secret`` is a password that must not be among them. What the job does is counted
    in ``metrics``.
    """
    settings = {**dict(run.settings), "password": secret}

    def start(services: Services, control: JobControl) -> tuple[Iterator[Payload], Sink]:
        from engine.jobs.models_used import ModelsUsed

        used = ModelsUsed(services.models)
        fields = list(settings.get("field_names", ()))
        documents = tuple(settings.get("documents", ()))
        sink = project.sink(run.id, fields, documents, used.names)
        noted = replace(services, models=used)
        payloads = _generator(run.job, settings, project, noted, control)
        if metrics is not None:
            payloads = metered(run.job, payloads, metrics, control, reads=run.job == READ)
        return payloads, sink

    return start


def _generator(
    job: str, settings: Mapping[str, Any], project: Project, services: Services, control: JobControl
) -> Iterator[Payload]:
    """The job's generator over this project's documents and cache. What fails here fails the job,
    as anything in it does."""
    from engine.documents import PathSource

    inside = replace(services, documents=ProjectSource(project, PathSource()), cache=project.cache)
    if job == ADAPT:
        yield from _adapt(project, inside, control)
    else:
        yield from _JOBS[job](settings, inside, control)


def _adapt(project: Project, services: Services, control: JobControl) -> Iterator[Payload]:
    """What was judged is read when the job's turn comes, so that nothing judged until then is lost."""
    from engine.jobs.adapt import AdaptRequest, adapt, corrections_of

    fields = project.lanes.defined().fields
    return adapt(AdaptRequest(corrections_of(project, fields)), services, control)


def _read(
    settings: Mapping[str, Any], services: Services, control: JobControl
) -> Iterator[Payload]:
    from engine.documents import ReadOptions
    from engine.jobs.read_documents import ReadRequest, read_documents

    options = ReadOptions(
        tracked_changes=settings.get("tracked_changes", "accepted"),
        ocr=settings.get("ocr", True),
        ocr_model=settings.get("ocr_model", ""),
        password=settings["password"],
    )
    return read_documents(ReadRequest(tuple(settings["paths"]), options), services, control)


def _extract(
    settings: Mapping[str, Any], services: Services, control: JobControl
) -> Iterator[Payload]:
    from engine.extraction import parse_fields
    from engine.jobs.extract import ExtractRequest, extract

    usual = settings.get("threshold")
    fields = [
        replace(field, threshold=usual) if field.threshold is None else field
        for field in parse_fields(settings["fields_text"])
    ]
    request = ExtractRequest(tuple(settings["documents"]), fields)
    return extract(request, services, control)


def dedupe_request(settings: Mapping[str, Any]) -> DedupeRequest:
    """What a search with these settings goes over."""
    from engine.jobs.dedupe import DedupeRequest

    return DedupeRequest(
        tuple(settings["paths"]),
        tuple(settings["columns"]),
        tuple(settings["sheets"]),
        settings["threshold"],
        settings["scope"],
        aliases=tuple(tuple(names) for names in settings.get("aliases", ())),
        kinds=tuple(sorted(settings.get("kinds", {}).items())),
        meaning=bool(settings.get("meaning", False)),
        model=str(settings.get("model", "")),
    )


def _dedupe(
    settings: Mapping[str, Any], services: Services, control: JobControl
) -> Iterator[Payload]:
    from engine.jobs.dedupe import dedupe

    return dedupe(dedupe_request(settings), services, control)


def _check(
    settings: Mapping[str, Any], services: Services, control: JobControl
) -> Iterator[Payload]:
    from engine.consistency.playbook_file import find_playbook
    from engine.jobs.check import CheckRequest, check

    named = settings.get("playbook_file") or settings.get("playbook")
    request = CheckRequest(
        tuple(settings["documents"]),
        inside=settings.get("inside", True),
        across=settings.get("across", False),
        playbook=find_playbook(named) if named else None,
    )
    return check(request, services, control)


def _compare(
    settings: Mapping[str, Any], services: Services, control: JobControl
) -> Iterator[Payload]:
    from engine.jobs.compare import CompareRequest, compare

    return compare(CompareRequest(settings["old"], settings["new"]), services, control)


def _score(
    settings: Mapping[str, Any], services: Services, control: JobControl
) -> Iterator[Payload]:
    from engine.jobs.score_pairs import ScorePairsRequest, score_pairs

    request = ScorePairsRequest(
        settings["path"],
        settings["task"],
        settings["left"],
        settings["right"],
        settings.get("model"),
    )
    return score_pairs(request, services, control)


_JOBS = {
    READ: _read,
    EXTRACT: _extract,
    DEDUPE: _dedupe,
    CHECK: _check,
    COMPARE: _compare,
    SCORE: _score,
}
