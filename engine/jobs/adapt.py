"""The job that teaches the built-in extractor from a project's accepted and edited cells.

What the window and the command line call, in this order::

    corrections = corrections_of(project, fields)      # any thread; reads the project in pages
    request = AdaptRequest(corrections)
    job = lambda services, control: adapt(request, services, control)   # queue it like any job

    services.teachers.adapters(name)                    # what is active, and what was learned before
    services.teachers.use(name, version)                # go back to a version; ``None``: as shipped

The job is called ``"adapt"`` in runs. It yields Progress (stages ``reading_corrections``,
``learning``, ``checking_adapter``) and no Results. It ends DONE where the new version was adopted,
and FAILED with the code ``adapter_not_better`` (nothing was changed) where it was not, or with
``adapter_too_few`` where there is not enough to learn from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.control import JobControl
from engine.events import Payload
from engine.extraction.adapter import Correction
from engine.jobs.services import Services
from engine.store import Project
from engine.types import Field


@dataclass(frozen=True, slots=True)
class AdaptRequest:
    """What to learn from. ``model`` names the extractor to teach (``None``: the one that is used
    for the documents' language); ``minutes`` bounds the time spent on learning."""

    corrections: tuple[Correction, ...]
    model: str | None = None
    minutes: float = 5.0


def corrections_of(project: Project, fields: Sequence[Field]) -> tuple[Correction, ...]:
    """Every judged cell of ``fields`` in the project. Thread: any; reads all edits, so not the
    window's main thread."""
    raise NotImplementedError


def adapt(request: AdaptRequest, services: Services, control: JobControl) -> Iterator[Payload]:
    """Learn, check, and adopt what was learned if it is no worse; see the module's description.

    Thread: the engine thread. Raises ``Cancelled`` (nothing was changed); ``UserError``:
    ``adapter_too_few``, ``adapter_not_better``, ``adapter_family``, ``model_missing`` …
    """
    raise NotImplementedError
