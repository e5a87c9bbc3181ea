"""Documents by their id in a project, or by path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from engine.control import JobControl
from engine.types import Document

if TYPE_CHECKING:
    from engine.store.project import Project


class Source(Protocol):
    """The shape of ``engine.jobs.services.DocumentSource``."""

    def load(self, reference: str, control: JobControl) -> Document:
        """The document that ``reference`` names."""


class ProjectSource:
    """Implements ``engine.jobs.services.DocumentSource``: a stored document's id is looked up in
    the project, anything else goes to ``paths``."""

    def __init__(self, project: Project, paths: Source) -> None:
        self._project = project
        self._paths = paths

    def load(self, reference: str, control: JobControl) -> Document:
        """The stored document, or the one that ``paths`` reads."""
        control.checkpoint()
        if self._project.documents.known(reference):
            return self._project.documents.get(reference)
        return self._paths.load(reference, control)

    def kept_at(self, document_id: str) -> str | None:
        """The path of the stored document."""
        return self._project.documents.path_of(document_id)
