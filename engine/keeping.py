"""Small files that several processes may write: whole or not at all, and one process at a time."""

from __future__ import annotations

import contextlib
import os
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


PATIENCE_SECONDS = 2.0
_PAUSE_SECONDS = 0.01


class FileLock:
    """A lock that the system drops when its process ends, however it ends.

    It is on the open file, not on its existence: a file left behind by a killed process locks nobody
    out. ``path`` should be a file of its own, not the one that it protects.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self, patience: float = 0.0) -> bool:
        """Take the lock, waiting for it up to ``patience`` seconds; whether it was had.

        Raises ``OSError`` where the file cannot be made.
        """
        until = time.monotonic() + patience
        while not self._try():
            if time.monotonic() >= until:
                return False
            time.sleep(_PAUSE_SECONDS)
        return True

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

    def _try(self) -> bool:
        for _ in range(10):
            try:
                descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            except PermissionError:
                if not _goes_in_a_moment(self._path):
                    raise
                return False
            try:
                _take(descriptor)
            except OSError:
                os.close(descriptor)
                return False
            if self._is_current(descriptor):
                self._descriptor = descriptor
                return True
            # Its last holder deleted the file between our open and our lock: take the new one.
            os.close(descriptor)
        return False

    def _delete(self) -> None:
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _is_current(self, descriptor: int) -> bool:
        try:
            there = self._path.stat()
        except OSError:
            return False
        held = os.fstat(descriptor)
        return (held.st_dev, held.st_ino) == (there.st_dev, there.st_ino)


def _goes_in_a_moment(path: Path) -> bool:
    """On Windows a file that its last holder deleted, and that another process has just opened, cannot be
    opened until that one lets go; a folder that lets nobody write stays as it is."""
    return sys.platform == "win32" and os.access(path.parent, os.W_OK)


@contextlib.contextmanager
def our_turn(path: Path, patience: float = PATIENCE_SECONDS) -> Iterator[bool]:
    """No other process that asks in this way reads and writes ``path`` meanwhile.

    Gives whether the turn was had: a process that hangs while it is its turn, or a folder where no
    lock can be made, must not keep this one from its work.
    """
    lock = FileLock(path.with_name(path.name + ".lock"))
    try:
        had = lock.acquire(patience)
    except OSError:
        had = False
    try:
        yield had
    finally:
        lock.release()


def write_whole(path: Path, text: str) -> None:
    """Write ``text`` to ``path`` so that a reader, also after a power cut, finds the old or the new.

    Raises ``OSError``; then ``path`` is as it was.
    """
    part = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        _replace(part, path)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def read_whole(path: Path) -> str:
    """The text of a file that :func:`write_whole` writes. Raises ``OSError``, ``UnicodeError``."""
    for _ in range(10 if sys.platform == "win32" else 0):
        with contextlib.suppress(PermissionError):
            return path.read_text(encoding="utf-8")
        # Another process is replacing it at this moment.
        time.sleep(_PAUSE_SECONDS)
    return path.read_text(encoding="utf-8")


def _replace(part: Path, path: Path) -> None:
    """On Windows a file that somebody is just reading cannot be replaced for that moment."""
    for _ in range(10 if sys.platform == "win32" else 1):
        try:
            part.replace(path)
            return
        except PermissionError:
            time.sleep(_PAUSE_SECONDS)
    part.replace(path)
