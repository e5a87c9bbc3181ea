"""Starts, watches, holds and ends the child process that brings a model in.

To hold it is to kill it: what it has written stays, and the next child goes on from there. Nothing has
to be asked of a process that may be stuck in a system call on a dead connection.
"""

from __future__ import annotations

import json
import multiprocessing
import shutil
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from multiprocessing.connection import Connection as Pipe
from multiprocessing.process import BaseProcess
from pathlib import Path

from engine.errors import UserError
from engine.guard import Attempt
from engine.hub import worker
from engine.hub.messages import Connection, Done, Failed, Message, Moved, Phase, Planned, Waiting
from engine.hub.task import PARTS, Task

_RATE_SECONDS = 8.0
"""Over how long the rate is measured."""


class Stage(StrEnum):
    """How a transfer stands."""

    READY = "ready"
    RUNNING = "running"
    HELD = "held"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class State:
    """``phase`` is a code for what is being done (of :class:`Phase`, or why it waits); ``done`` and
    ``total`` are bytes, ``rate`` bytes a second; ``error`` is set where it failed."""

    stage: Stage = Stage.READY
    phase: str = ""
    params: tuple[tuple[str, object], ...] = ()
    done: int = 0
    total: int = 0
    rate: float = 0.0
    file: str = ""
    error: UserError | None = None
    questions: int = 0

    @property
    def seconds_left(self) -> float | None:
        """How long the rest takes at this rate; ``None`` where that is not known."""
        if not self.rate or not self.total:
            return None
        return max(0.0, (self.total - self.done) / self.rate)


class Transfer:
    """One model on its way in. Thread: any; :meth:`poll` never waits."""

    def __init__(self, task: Task, record: Callable[[Attempt], None] | None = None) -> None:
        self.task = task
        self._record = record
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._pipe: Pipe | None = None
        self._state = State()
        self._moments: deque[tuple[float, int]] = deque()

    def start(self) -> None:
        """Begin, or go on after :meth:`pause` or a failure. Takes some tens of milliseconds."""
        with self._lock:
            if self._process is None:
                self._begin()

    def poll(self) -> State:
        """How it stands now; while another thread starts or ends it, how it stood last."""
        if self._lock.acquire(blocking=False):
            try:
                self._read()
            finally:
                self._lock.release()
        return self._state

    def pause(self) -> None:
        """Hold it: no process, no connection; what was fetched stays."""
        with self._lock:
            self._read()
            if self._state.stage is Stage.RUNNING:
                self._end()
                self._change(stage=Stage.HELD, phase="download_held", params=(), rate=0.0)

    def cancel(self) -> None:
        """End it and delete what was fetched. A model that is in its place already stays."""
        with self._lock:
            self._end()
            shutil.rmtree(self.task.staging, ignore_errors=True)
            if self._state.stage is not Stage.DONE:
                self._change(stage=Stage.CANCELLED, phase="download_cancelled", params=(), rate=0.0)

    def close(self) -> None:
        """The program ends: let go of the process; what was fetched stays for the next time."""
        with self._lock:
            self._end()

    def hold(self) -> None:
        """It stands from an earlier start of the program: show it as held until it is started."""
        if self._state.stage is Stage.READY:
            self._change(stage=Stage.HELD, phase="download_held")

    def _begin(self) -> None:
        context = multiprocessing.get_context("spawn")
        mine, theirs = context.Pipe(duplex=False)
        self._process = context.Process(
            target=worker.main, args=(self.task, theirs), name="clausedesk-download", daemon=True
        )
        self._process.start()
        theirs.close()
        self._pipe = mine
        self._moments.clear()
        self._change(stage=Stage.RUNNING, phase="download_asking", params=(), error=None, rate=0.0)

    def _read(self) -> None:
        while self._pipe is not None and self._process is not None:
            try:
                # Asked before the pipe: what a child said last is there when it has ended.
                ended = not self._process.is_alive()
                if not self._pipe.poll():
                    if ended:
                        self._died()
                    break
                self._hear(self._pipe.recv())
            except (EOFError, OSError):
                self._died()

    def _hear(self, message: Message) -> None:
        match message:
            case Planned(total, have, _):
                self._change(total=total, done=have)
            case Moved(done, file):
                self._change(
                    done=done,
                    file=file,
                    phase="download_fetching",
                    params=(),
                    rate=self._rate(done),
                )
            case Phase(code):
                self._change(phase=code, params=(), rate=0.0)
            case Waiting(code, params, seconds):
                self._moments.clear()
                self._change(phase=code, params=(*params, ("seconds", round(seconds))), rate=0.0)
            case Connection(attempt):
                if self._record is not None:
                    self._record(attempt)
            case Done(_, questions):
                total = self._state.total
                self._change(
                    stage=Stage.DONE,
                    phase="download_done",
                    params=(),
                    done=total,
                    rate=0.0,
                    questions=questions,
                )
                self._end()
            case Failed(code, params):
                self._fail(UserError(code, **dict(params)))

    def _died(self) -> None:
        if self._state.stage is Stage.RUNNING:
            status = self._process.exitcode if self._process is not None else None
            self._fail(UserError("download_died", status=-1 if status is None else status))

    def _fail(self, error: UserError) -> None:
        self._change(stage=Stage.FAILED, phase=error.code, error=error, rate=0.0)
        self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        pipe, self._pipe = self._pipe, None
        if process is not None:
            process.kill()
            process.join()
            process.close()
        if pipe is not None:
            pipe.close()

    def _rate(self, done: int) -> float:
        now = time.monotonic()
        self._moments.append((now, done))
        while len(self._moments) > 2 and now - self._moments[0][0] > _RATE_SECONDS:
            self._moments.popleft()
        first, had = self._moments[0]
        return max(0, done - had) / (now - first) if now > first else 0.0

    def _change(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]


def unfinished(models: Path) -> tuple[Task, ...]:
    """The downloads that an earlier start of the program left in ``models`` half done. How the hub
    is reached (proxy, certificates) is not kept with them."""
    found = []
    for record in sorted((models / PARTS).glob(f"*/{worker.RECORD}")):
        try:
            source, address, reference, branch = json.loads(record.read_text(encoding="utf-8"))[
                "asked"
            ]
        except (OSError, ValueError, KeyError, TypeError):
            continue
        task = Task(source, reference, models, record.parent.name, address, branch)
        found.append(task)
    return tuple(found)
