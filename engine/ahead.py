"""Work handed between threads over bounded queues: reading ahead of who uses, writing behind who makes."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from types import TracebackType
from typing import Generic, TypeVar

T = TypeVar("T")

_GROUP = 64
"""Items handed over at a time: handing over one by one would cost more than reading them."""

_POLL_SECONDS = 0.1


class ReadAhead(Generic[T]):
    """``with ReadAhead(make, most) as items: for item in items: …``

    ``make`` is called, and its iterator run, in the reader's thread; at most about ``most`` items
    wait. What it raises is raised where the items are used. Leaving the block ends the thread.
    """

    def __init__(self, make: Callable[[], Iterator[T]], most: int = 4096) -> None:
        self._make = make
        self._groups: queue.Queue[list[T] | BaseException | None] = queue.Queue(
            max(1, most // _GROUP)
        )
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._read, name="read-ahead", daemon=True)

    def __enter__(self) -> Iterator[T]:
        self._thread.start()
        return self._items()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _items(self) -> Iterator[T]:
        while (group := self._groups.get()) is not None:
            if isinstance(group, BaseException):
                raise group
            yield from group

    def _read(self) -> None:
        try:
            source = self._make()
            while not self._stop.is_set() and (group := list(islice(source, _GROUP))):
                self._put(group)
        except BaseException as error:
            self._put(error)
        self._put(None)

    def _put(self, group: list[T] | BaseException | None) -> None:
        while not self._stop.is_set():
            try:
                self._groups.put(group, timeout=_POLL_SECONDS)
            except queue.Full:
                continue
            return


class WriteBehind(Generic[T]):
    """Hands items to ``write`` in a thread of its own, in order; at most ``most`` of them wait.
    ``idle`` is called there when nothing has come for a moment.

    What ``write`` raises is raised by the next :meth:`put` or by :meth:`close`, and nothing is
    written after it. Thread: :meth:`put` and :meth:`close` from one thread.
    """

    def __init__(self, write: Callable[[T], None], idle: Callable[[], None], most: int = 8) -> None:
        self._write = write
        self._idle = idle
        self._waiting: queue.Queue[tuple[T] | None] = queue.Queue(most)
        self._error: BaseException | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="write-behind", daemon=True)
        self._thread.start()

    def put(self, item: T) -> None:
        """Queue ``item``; waits while as many as may be are waiting."""
        while self._error is None:
            try:
                self._waiting.put((item,), timeout=_POLL_SECONDS)
            except queue.Full:
                continue
            return
        self._raise()

    def close(self) -> None:
        """Wait until everything is written, and end the thread. Safe to call twice."""
        if not self._closed:
            self._closed = True
            self._waiting.put(None)
            self._thread.join()
        self._raise()

    def _raise(self) -> None:
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        while True:
            try:
                entry = self._waiting.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                self._try(self._idle)
                continue
            if entry is None:
                return
            self._try(partial(self._write, entry[0]))

    def _try(self, step: Callable[[], None]) -> None:
        """After an error the queue is only emptied, so that nobody waits for room in it."""
        if self._error is None:
            try:
                step()
            except BaseException as error:
                self._error = error
