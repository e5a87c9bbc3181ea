"""What is left behind when the program dies, or when something happens that nobody foresaw.

While the program runs it keeps a small file in the log folder, to which the interpreter writes the
stacks of all threads should it die, and :meth:`Recorder.note` those of unforeseen errors. It holds
places in code and the kinds of errors; no message, for a message may quote a document. An orderly end
deletes it. At the next start :func:`take_crash` finds it. Nothing is sent anywhere.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import platform
import re
import threading
import traceback
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import TextIO

from engine.keeping import FileLock
from engine.telemetry.log import FILE_NAME
from engine.telemetry.redaction import Redactor

LAST_NAME = "crash-last.txt"
"""The file of the last run that did not end in order, kept for the support bundle."""

_RUNNING = "running-{pid}.txt"
_UNFORESEEN = "unforeseen "
_MOST_NOTES = 50
_LOG_LINES = 40
_DEATHS = (
    "Segmentation fault",
    "Aborted",
    "Bus error",
    "Floating-point exception",
    "Floating point exception",
    "Illegal instruction",
    "Cannot recover from stack overflow",
    "access violation",
    "stack overflow",
)
_DEATH = re.compile(r"(?:Fatal Python error|Windows fatal exception): (.*)")
_THREAD = re.compile(r"(?:Current thread|Thread) 0x[0-9a-f]+")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:]+\+00:00")
_HEAD = re.compile(r"started (?P<time>\S+) version (?P<version>[\w.]+)")


class End(StrEnum):
    """How a run came to its end."""

    DIED = "died"
    ERRORS = "errors"


@dataclass(frozen=True, slots=True)
class Crash:
    """A run that did not end as it should. ``reason`` is what the interpreter said, one of a few
    known words, or empty; ``report`` the text that may be shown and handed on."""

    end: End
    reason: str
    started: str
    report: str


class Recorder:
    """Keeps the file of this run; a context manager around it. Thread: :meth:`note` from any.

    A folder that cannot be written to costs the record, not the run.
    """

    def __init__(self, folder: Path, version: str) -> None:
        self._path = folder / _RUNNING.format(pid=os.getpid())
        self._version = version
        self._lock = FileLock(self._path.with_suffix(".lock"))
        self._guard = threading.Lock()
        self._file: TextIO | None = None
        self._noted = 0

    def __enter__(self) -> Recorder:
        with contextlib.suppress(OSError):
            self._lock.acquire()
            file = self._path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
            file.write(f"started {_now()} version {self._version}\n")
            file.flush()
            faulthandler.enable(file, all_threads=True)
            self._file = file
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._guard:
            file, self._file = self._file, None
        if file is None:
            return
        faulthandler.disable()
        file.close()
        with contextlib.suppress(OSError):
            if not self._noted:
                self._path.unlink(missing_ok=True)
        self._lock.release()

    def note(self, kind: type[BaseException], trace: TracebackType | None, thread: str) -> None:
        """Write down where an unforeseen error came from; not what it says."""
        frames = traceback.extract_tb(trace)
        lines = [f'  File "{one.filename}", line {one.lineno} in {one.name}\n' for one in frames]
        with self._guard:
            self._noted += 1
            if self._file is None or self._noted > _MOST_NOTES:
                return
            with contextlib.suppress(OSError, ValueError):
                self._file.write(f"{_UNFORESEEN}{_now()} {thread}\n{''.join(lines)}")
                self._file.write(f"{kind.__name__}:\n")
                self._file.flush()


def take_crash(folder: Path) -> Crash | None:
    """What an earlier run left behind, the latest first; told once. Runs that still go on, and those
    that were killed from outside, leave nothing to tell. Call before this run's :class:`Recorder`."""
    found: list[tuple[float, Crash, str]] = []
    for path in sorted(folder.glob(_RUNNING.format(pid="*"))):
        lock = FileLock(path.with_suffix(".lock"))
        with contextlib.suppress(OSError):
            if not lock.acquire():
                continue
            try:
                text = path.read_text(encoding="utf-8", errors="replace")
                crash = _crash(text, folder)
                if crash is not None:
                    found.append((path.stat().st_mtime, crash, text))
                path.unlink()
            finally:
                lock.release()
    if not found:
        return None
    _, crash, text = max(found, key=lambda one: one[0])
    with contextlib.suppress(OSError):
        (folder / LAST_NAME).write_text(text, encoding="utf-8")
    return crash


def _crash(text: str, folder: Path) -> Crash | None:
    death = _DEATH.search(text)
    if death is None and _UNFORESEEN not in text:
        return None
    reason = next((known for known in _DEATHS if death and known in death[1]), "")
    head = _HEAD.match(text)
    started = head["time"] if head and _TIME.fullmatch(head["time"]) else ""
    version = head["version"] if head else ""
    end = End.DIED if death else End.ERRORS
    about = [
        f"ClauseDesk {version}",
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}",
        f"started {started}, {end.value}{': ' + reason if reason else ''}",
    ]
    log = _log_lines(folder)
    report = "\n".join([*about, "", *_stacks(text), "", *log]).strip() + "\n"
    return Crash(end, reason, started, report)


def _stacks(text: str) -> list[str]:
    """Places in code and kinds of errors, thread by thread."""
    redact = Redactor()
    lines: list[str] = []
    for line in text.splitlines():
        if _THREAD.match(line):
            lines.append("thread:" if line.startswith("Thread") else "the thread that died:")
        elif line.startswith(_UNFORESEEN):
            lines.append("unforeseen error:")
        else:
            lines += [f"  {place}" for place in redact.stack(line)]
    return lines


def _log_lines(folder: Path) -> list[str]:
    """The last lines of the log, redacted."""
    try:
        with (folder / FILE_NAME).open("rb") as log:
            log.seek(max(0, log.seek(0, os.SEEK_END) - 64_000))
            text = log.read().decode("utf-8", "replace")
    except OSError:
        return []
    redact = Redactor()
    kept = [line for line in text.splitlines() if _is_entry(line)][-_LOG_LINES:]
    return ["log:", *(redact.line(line) for line in kept)] if kept else []


def _is_entry(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
