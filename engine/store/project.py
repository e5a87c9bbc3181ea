"""A project: one ``.cdesk`` file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from engine.store.cache import ResultCache
from engine.store.cells import Cells
from engine.store.database import Database
from engine.store.documents import Documents
from engine.store.edits import Edits
from engine.store.pairs import Clusters, Pairs
from engine.store.runs import Failures, Runs
from engine.store.sink import ProjectSink
from engine.store.tables import Tables
from engine.store.verdicts import Verdicts


class Project:
    """An open project and its repositories.

    Thread: any thread may use any repository; each thread has its own connection.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.documents = Documents(database)
        self.cells = Cells(database)
        self.tables = Tables(database)
        self.pairs = Pairs(database)
        self.clusters = Clusters(database)
        self.verdicts = Verdicts(database)
        self.runs = Runs(database)
        self.failures = Failures(database)
        self.edits = Edits(database)
        self.cache = ResultCache(database)

    @property
    def path(self) -> Path:
        """The project's file."""
        return self._database.path

    @classmethod
    def create(cls, path: Path) -> Project:
        """A new, empty project. Raises ``UserError``: ``project_exists``, ``folder_read_only``,
        ``disk_full``."""
        raise NotImplementedError

    @classmethod
    def open(cls, path: Path) -> Project:
        """Open, check and, where it is from an older version, migrate a project.

        Raises ``UserError``: ``project_missing``, ``project_newer``, ``project_locked``,
        ``project_damaged``, ``folder_read_only``, ``disk_full``.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Fold the log back into the one file and let go of it; closing twice is harmless."""
        raise NotImplementedError

    def save_copy(self, path: Path, progress: Callable[[int, int], None] | None = None) -> None:
        """Write a consistent copy to ``path`` in steps, while other threads go on writing;
        ``progress(pages copied, pages in all)``. Raises ``UserError``: ``disk_full``,
        ``folder_read_only``, ``output_locked``."""
        raise NotImplementedError

    def get_meta(self, key: str, default: str = "") -> str:
        """A small text kept with the project: ``fields_text``, ``title``, a workspace's state …"""
        raise NotImplementedError

    def set_meta(self, key: str, value: str) -> None:
        """Keep a small text with the project."""
        raise NotImplementedError

    @property
    def fields_text(self) -> str:
        """The fields as the user typed them."""
        return self.get_meta("fields_text")

    @fields_text.setter
    def fields_text(self, text: str) -> None:
        self.set_meta("fields_text", text)

    def sink(
        self, run_id: str, fields: Sequence[str] = (), documents: Sequence[str] = ()
    ) -> ProjectSink:
        """The sink for one run's results."""
        return ProjectSink(self, run_id, fields, documents)
