"""One process a project: a lock that the system drops when the process ends, however it ends."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from engine.errors import UserError

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class ProjectLock:
    """Holds ``<project>.lock`` beside the project file from :meth:`acquire` to :meth:`release`.

    The lock is on the open file, not on its existence: a file left behind by a killed process
    locks nobody out. A file of its own, because closing any handle on the database itself would
    drop SQLite's own locks.
    """

    def __init__(self, project: Path) -> None:
        self._project = project
        self._path = project.with_name(project.name + ".lock")
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock. Raises ``UserError``: ``project_locked``, ``folder_read_only``."""
        for _ in range(10):
            descriptor = self._open()
            try:
                _take(descriptor)
            except OSError as error:
                os.close(descriptor)
                raise UserError("project_locked", path=str(self._project)) from error
            if self._is_current(descriptor):
                self._descriptor = descriptor
                return
            # Its last holder deleted the file between our open and our lock: take the new one.
            os.close(descriptor)
        raise UserError("project_locked", path=str(self._project))

    def release(self) -> None:
        """Let go and tidy up; harmless when nothing is held."""
        if self._descriptor is None:
            return
        descriptor, self._descriptor = self._descriptor, None
        # Deleted before it is let go of, so that nobody locks a file that is about to go; Windows
        # deletes only what is closed.
        if sys.platform != "win32":
            self._delete()
        os.close(descriptor)
        if sys.platform == "win32":
            self._delete()

    def _delete(self) -> None:
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _open(self) -> int:
        try:
            return os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            if not self._path.parent.is_dir():
                raise UserError("folder_missing", path=str(self._path.parent)) from error
            raise UserError("folder_read_only", path=str(self._path.parent)) from error

    def _is_current(self, descriptor: int) -> bool:
        try:
            there = self._path.stat()
        except OSError:
            return False
        held = os.fstat(descriptor)
        return (held.st_dev, held.st_ino) == (there.st_dev, there.st_ino)
