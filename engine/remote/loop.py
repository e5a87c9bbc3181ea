"""A thread with an event loop of its own, and the way from there back to a job's generator."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator
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


async def spread(
    batches: Iterable[B],
    work: Callable[[B], Coroutine[Any, Any, R]],
    workers: int,
    credits: asyncio.Semaphore,
) -> AsyncIterator[R]:
    """What ``work`` makes of each batch, as it comes. At most ``workers`` batches are under way, and
    none is taken from ``batches`` without a credit: whoever takes the results gives the credits back,
    so that nothing piles up. The first exception ends it."""
    stream = iter(batches)
    running: set[asyncio.Task[R]] = set()
    more = True
    try:
        while more or running:
            while more and len(running) < workers and (not running or not credits.locked()):
                await credits.acquire()
                try:
                    batch = next(stream)
                except StopIteration:
                    more = False
                    credits.release()
                    break
                running.add(asyncio.ensure_future(work(batch)))
            if running:
                done, running = await asyncio.wait(
                    running, timeout=POLL, return_when=asyncio.FIRST_COMPLETED
                )
                for task in done:
                    yield task.result()
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def stream(
    loop: LoopThread,
    batches: Iterable[B],
    work: Callable[[B], Coroutine[Any, Any, R]],
    workers: int,
    control: JobControl,
) -> Iterator[R]:
    """:func:`spread` for a generator in another thread: results as they come, a cancel within
    :data:`POLL` seconds, and no more than four results a worker under way or waiting to be taken.

    ``batches`` is iterated in the loop's thread, so making a batch must be quick.
    """
    ready: queue.SimpleQueue[Any] = queue.SimpleQueue()
    credits: list[asyncio.Semaphore] = []
    homes: list[asyncio.AbstractEventLoop] = []

    async def drive() -> None:
        homes.append(asyncio.get_running_loop())
        credits.append(asyncio.Semaphore(workers * 4))
        async for result in spread(batches, work, workers, credits[0]):
            ready.put(result)

    future = loop.submit(drive())
    future.add_done_callback(lambda _future: ready.put(_END))
    try:
        while True:
            control.checkpoint()
            try:
                result = ready.get(timeout=POLL)
            except queue.Empty:
                continue
            if result is _END:
                break
            homes[0].call_soon_threadsafe(credits[0].release)
            yield result
        future.result()
    except CancelledError as error:
        raise RuntimeError("the loop was closed") from error
    finally:
        future.cancel()
