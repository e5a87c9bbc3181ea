"""One process a project: a lock that the system drops when the process ends, however it ends."""

from __future__ import annotations

from pathlib import Path

from engine.errors import UserError
from engine.keeping import FileLock


class ProjectLock:
    """Holds ``<project>.lock`` beside the project file from :meth:`acquire` to :meth:`release`.

    A file of its own, because closing any handle on the database itself would drop SQLite's own
    locks.
    """

    def __init__(self, project: Path) -> None:
        self._project = project
        self._lock = FileLock(project.with_name(project.name + ".lock"))

    def acquire(self) -> None:
        """Take the lock. Raises ``UserError``: ``project_locked``, ``folder_missing``,
        ``folder_read_only``."""
        folder = self._project.parent
        try:
            had = self._lock.acquire()
        except OSError as error:
            missing = "folder_read_only" if folder.is_dir() else "folder_missing"
            raise UserError(missing, path=str(folder)) from error
        if not had:
            raise UserError("project_locked", path=str(self._project))

    def release(self) -> None:
        """Let go and tidy up; harmless when nothing is held."""
        self._lock.release()
