"""Whoever waits is served before whoever works through a file; and the file is worked through."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence

import numpy as np

from engine.control import JobControl
from engine.models.protocols import ModelInfo, OnFailure
from engine.serve.batches import BatchWorker, Models
from engine.serve.figures import Figures


class Slow:
    """A "model" that stands still until it is let go, and notes what it was asked in which order."""

    def __init__(self) -> None:
        self.info = ModelInfo("slow", "similarity", "test", "digest", ("en",), ("score",))
        self.go = threading.Event()
        self.begun = threading.Event()
        self.asked: list[str] = []

    def classify(
        self,
        pairs: Sequence[tuple[str, str]],
        control: JobControl,
        failed: OnFailure | None = None,
    ) -> Iterator[tuple[int, np.ndarray]]:
        self.begun.set()
        assert self.go.wait(30)
        for index, (left, _) in enumerate(pairs):
            self.asked.append(left)
            yield index, np.array([0.5], dtype=np.float32)


async def _ask(worker: BatchWorker, model: Slow) -> None:
    bulk = [worker.submit("predict", [(f"bulk {n}.{k}", "x") for k in range(20)]) for n in range(3)]
    await asyncio.to_thread(model.begun.wait, 30)
    few = [worker.submit("predict", [(f"few {n}", "x")]) for n in range(2)]
    model.go.set()
    await asyncio.gather(*(ticket.done for ticket in [*bulk, *few]))


def test_few_items_go_before_many() -> None:
    model = Slow()
    # A batch takes one request's items: what waits must be chosen from.
    worker = BatchWorker(lambda: Models(model, None), Figures(), batch_tokens=60, wait_seconds=0)
    worker.start()
    try:
        asyncio.run(_ask(worker, model))
    finally:
        assert worker.close(30)
    assert len(model.asked) == 62
    places = [model.asked.index(f"few {n}") for n in range(2)]
    assert places == [places[0], places[0] + 1]
    assert places[0] < 40, "the file was worked through first"
    files = [text for text in model.asked if text.startswith("bulk")]
    assert files == [f"bulk {n}.{k}" for n in range(3) for k in range(20)]
