"""Where a run's results go: the project's tables, in batched transactions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.events import Finished, ResultItem
from engine.types import ItemFailure

if TYPE_CHECKING:
    from engine.store.project import Project


class ProjectSink:
    """Stores the results of one run. Implements ``engine.jobs.runner.Sink``.

    ``fields`` are the names that an extraction asked for, ``documents`` the ids that a check went
    over: what earlier runs said of those is replaced, and nothing else.
    Thread: the thread that runs the job.
    """

    def __init__(
        self,
        project: Project,
        run_id: str,
        fields: Sequence[str] = (),
        documents: Sequence[str] = (),
    ) -> None:
        self._project = project
        self.run_id = run_id
        self._fields = tuple(fields)
        self._documents = tuple(documents)

    def store(self, items: Sequence[ResultItem], failures: Sequence[ItemFailure]) -> None:
        """Write one batch in one transaction. Raises ``UserError`` (``disk_full`` …)."""
        raise NotImplementedError

    def finish(self, finished: Finished) -> None:
        """Close the run; after a run that went through, drop what it replaced."""
        raise NotImplementedError
