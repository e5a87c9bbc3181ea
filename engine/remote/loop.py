"""A thread with an event loop of its own, and the way from there back to a job's generator."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Coroutine, Iterable, Iterator
from concurrent.futures import CancelledError, Future
from typing import Any, TypeVar

from engine.control import JobControl

B = TypeVar("B")
R = TypeVar("R")
T = TypeVar("T")

POLL = 0.05
"""How often a waiting job looks whether it was cancelled; seconds."""

_END = object()


class LoopThread:
    """Started by the first :meth:`submit`. Thread: any."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._closed = False

    def submit(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Run ``work`` in the loop."""
        with self._guard:
            if self._closed:
                work.close()
                raise RuntimeError("the loop is closed")
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(
                    target=self._run, args=(self._loop,), name="clausedesk-servers", daemon=True
                )
                self._thread.start()
            loop = self._loop
        return asyncio.run_coroutine_threadsafe(work, loop)

    def call(self, work: Coroutine[Any, Any, T], control: JobControl) -> T:
        """Run ``work`` and wait for it. Raises what it raises; ``Cancelled``."""
        future = self.submit(work)
        try:
            while True:
                control.checkpoint()
                try:
                    return future.result(POLL)
                except TimeoutError:
                    if future.done():
                        raise
        finally:
            future.cancel()

    def close(self, timeout: float = 5.0) -> None:
        """Cancel what runs, and end the thread."""
        with self._guard:
            self._closed = True
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is None or thread is None:
            return
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout)

    @staticmethod
    def _run(loop: asyncio.AbstractEventLoop) -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_forever()
            left = asyncio.all_tasks(loop)
            for task in left:
                task.cancel()
            loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
            loop.run_until_complete(loop.shutdown_asyncgens())
        finally:
            loop.close()


class _Credits:
    """Leave to take batches: none is taken without, and who takes a result gives one back."""

    def __init__(self, count: int) -> None:
        self._semaphore = asyncio.Semaphore(count)
        self._loop = asyncio.get_running_loop()

    async def take(self) -> None:
        """Wait for one. Thread: the loop's."""
        await self._semaphore.acquire()

    def give(self, count: int) -> None:
        """Give some back. Thread: the job's."""
        self._loop.call_soon_threadsafe(self._release, count)

    def _release(self, count: int) -> None:
        for _ in range(count):
            self._semaphore.release()


def stream(
    loop: LoopThread,
    batches: Iterable[B],
    work: Callable[[B], Coroutine[Any, Any, R]],
    workers: int,
    control: JobControl,
) -> Iterator[R]:
    """What ``work`` makes of each batch, as it comes, for a generator in another thread: ``workers``
    batches at a time, no more than four times as many under way or waiting to be taken, a cancel
    within :data:`POLL` seconds. The first exception ends it.

    ``batches`` is iterated in the loop's thread, so making a batch must be quick.
    """
    ready: queue.SimpleQueue[Any] = queue.SimpleQueue()
    opened: list[_Credits] = []

    async def drive() -> None:
        opened.append(_Credits(workers * 4))
        await _spread(iter(batches), work, workers, opened[0], ready.put)

    future = loop.submit(drive())
    future.add_done_callback(lambda _future: ready.put(_END))
    taken = 0
    try:
        while True:
            control.checkpoint()
            try:
                result = ready.get(timeout=POLL)
            except queue.Empty:
                continue
            if result is _END:
                break
            taken += 1
            # Each call wakes the loop: many at once, unless it may be waiting for them.
            if taken >= workers or ready.empty():
                opened[0].give(taken)
                taken = 0
            yield result
        future.result()
    except CancelledError as error:
        raise RuntimeError("the loop was closed") from error
    finally:
        future.cancel()


async def _spread(
    batches: Iterator[B],
    work: Callable[[B], Coroutine[Any, Any, R]],
    workers: int,
    credits: _Credits,
    put: Callable[[R], None],
) -> None:
    """``workers`` tasks that take from ``batches`` until there are none, or one of them fails."""

    async def run() -> None:
        while True:
            await credits.take()
            try:
                batch = next(batches)
            except StopIteration:
                return
            put(await work(batch))

    tasks = [asyncio.ensure_future(run()) for _ in range(workers)]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
