"""Three ways to have many pairs scored, measured on this machine or on a server of one's own.

One by one: the next pair when the last is answered. All at once: everything is read and handed over
in one go, and nothing is there before all of it is; a server gets a request for every pair in the
same moment. Streaming: as this program works, a bounded number under way, results as they come.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from engine.control import JobControl
from engine.documents import PathSource
from engine.events import Results
from engine.jobs.score_pairs import ScorePairsRequest, score_pairs
from engine.jobs.services import ModelProvider, NoCache, Services
from engine.models.protocols import PairClassifier
from engine.remote.pairs import RemotePairs
from engine.telemetry.memory import memory_bytes
from engine.types import ItemFailure, ScoredPair

Mode = Literal["one_by_one", "all_at_once", "streaming"]
Texts = tuple[str, str]

ONE_IN = 5
"""One by one, so many times fewer pairs are enough to know the rate."""

_LOOK_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class ModeFigures:
    """What a mode came to. ``first`` is the seconds until the first result, ``memory`` the bytes that
    this process grew by at most, ``lost`` the pairs that have no result."""

    mode: Mode
    pairs: int
    seconds: float
    first: float
    memory: int
    lost: int

    @property
    def rate(self) -> float:
        """Results a second."""
        return (self.pairs - self.lost) / max(self.seconds, 1e-9)


def measure_modes(
    models: ModelProvider,
    task: Literal["similarity", "nli"],
    name: str | None,
    pairs: Sequence[Texts],
    folder: Path,
    control: JobControl,
) -> Iterator[ModeFigures]:
    """The figures of each mode as it is done. ``folder`` takes a file of the pairs.

    Raises what ``models`` raise; ``Cancelled``. Thread: the engine thread.
    """
    classifier = models.classifier(task, name)
    few = pairs[: max(1, len(pairs) // ONE_IN)]
    # What is loaded and laid out at the first pair is no mode's cost.
    list(classifier.classify(pairs[:32], control, _unheard))
    yield _one_by_one(classifier, few, control)
    yield _all_at_once(classifier, pairs, control)
    services = Services(models, PathSource(), NoCache())
    yield _streaming(services, task, name, pairs, folder / "pairs.jsonl", control)


def _one_by_one(
    classifier: PairClassifier, pairs: Sequence[Texts], control: JobControl
) -> ModeFigures:
    with _Stopwatch("one_by_one", len(pairs)) as watch:
        for pair in pairs:
            watch.came(sum(1 for _ in classifier.classify([pair], control, _unheard)))
    return watch.figures()


def _all_at_once(
    classifier: PairClassifier, pairs: Sequence[Texts], control: JobControl
) -> ModeFigures:
    with _Stopwatch("all_at_once", len(pairs)) as watch:
        if isinstance(classifier, RemotePairs):
            rows = [row for row in classifier.at_once(pairs, control) if row is not None]
            watch.came(len(rows))
        else:
            watch.came(len(list(classifier.classify(pairs, control, _unheard))))
    return watch.figures()


def _streaming(
    services: Services,
    task: Literal["similarity", "nli"],
    name: str | None,
    pairs: Sequence[Texts],
    file: Path,
    control: JobControl,
) -> ModeFigures:
    with file.open("w", encoding="utf-8") as stream:
        lines = ({"text1": left, "text2": right} for left, right in pairs)
        stream.writelines(json.dumps(line) + "\n" for line in lines)
    with _Stopwatch("streaming", len(pairs)) as watch:
        for payload in score_pairs(
            ScorePairsRequest(str(file), task, model=name), services, control
        ):
            if isinstance(payload, Results):
                scored = [item for item in payload.items if isinstance(item, ScoredPair)]
                watch.came(sum(1 for item in scored if item.failure is None))
    return watch.figures()


class _Stopwatch:
    """Times a mode, and watches this process's memory from a thread of its own."""

    def __init__(self, mode: Mode, pairs: int) -> None:
        self._mode, self._pairs = mode, pairs
        self._results = 0
        self._first = 0.0
        self._seconds = 0.0
        self._most = self._before = memory_bytes()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, name="mode-memory", daemon=True)

    def __enter__(self) -> _Stopwatch:
        self._thread.start()
        self._started = time.perf_counter()
        return self

    def __exit__(self, *error: object) -> None:
        self._seconds = time.perf_counter() - self._started
        self._over.set()
        self._thread.join()

    def came(self, results: int) -> None:
        """So many results more."""
        if results and not self._results:
            self._first = time.perf_counter() - self._started
        self._results += results

    def figures(self) -> ModeFigures:
        """What was measured."""
        lost = self._pairs - self._results
        grown = max(0, self._most - self._before)
        return ModeFigures(self._mode, self._pairs, self._seconds, self._first, grown, lost)

    def _look(self) -> None:
        while not self._over.wait(_LOOK_SECONDS):
            self._most = max(self._most, memory_bytes())


def _unheard(_index: int, _failure: ItemFailure) -> None:
    """A pair without a result is counted as lost."""
