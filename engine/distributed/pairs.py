"""``score_pairs`` on a cluster: the same file in, the same lines out, in the same order.

The file is cut into parts, which the actors of the cluster answer; this process puts the answers
together in the order of the file as they come. Started again after a kill, it goes on behind the
last line that is safe in the output, with the parts that are answered already.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, cast

from engine.ahead import ReadAhead
from engine.control import JobControl
from engine.distributed.cluster import RayCluster, answer_parts, check_installed
from engine.distributed.parts import PartFolder, batched
from engine.distributed.workers import ModelRecipe, ScorePairs
from engine.events import ItemFailed, Payload, Progress, Results
from engine.jobs.pair_lines import PairLine, PairSource
from engine.jobs.score_pairs import (
    STAGE,
    NoLedger,
    PairLedger,
    ScorePairsRequest,
    Scores,
    chinese_failure,
    count_lines,
    lines_of,
    pair_source,
    refusing,
    run_of,
    scored_line,
)
from engine.jobs.services import Services
from engine.models.devices import Precision
from engine.models.protocols import PairClassifier
from engine.types import ItemFailure, ScoredPair, stable_id

PART_LINES = 2000
"""Lines a part: what a lost machine has to do again, and how often an answer is written."""

_LOADING, _CUTTING, _STARTING = "loading_model", "cutting_parts", "starting_cluster"


class PairsOnCluster:
    """Scores the lines of one file. ``folder`` is where the parts go: every machine must see it under
    this name, and so the ``models`` (the folders that hold the model)."""

    def __init__(
        self,
        cluster: RayCluster,
        folder: Path,
        models: Sequence[Path],
        part_lines: int = PART_LINES,
    ) -> None:
        self._cluster = cluster
        self._parts = PartFolder(folder)
        self._models = tuple(str(path.resolve()) for path in models)
        self._size = part_lines

    def score(
        self,
        request: ScorePairsRequest,
        services: Services,
        control: JobControl,
        ledger: PairLedger | None = None,
    ) -> Iterator[Payload]:
        """As :func:`engine.jobs.score_pairs.score_pairs`. Raises what it and
        :func:`~engine.distributed.cluster.answer_parts` raise."""
        check_installed()
        yield Progress(_LOADING, 0, None, "pairs", request.model or "")
        path = Path(request.path)
        source = pair_source(request)
        total = count_lines(path, control)
        classifier = services.models.classifier(request.task, request.model)
        run = run_of(request, source, classifier)
        done = (ledger or NoLedger()).begin(run)
        identity = stable_id("parts", repr(run), _earlier(request), str(self._size))
        asked = self._questions(request, source, classifier)
        for part in self._parts.prepare(identity, asked):
            control.checkpoint()
            yield Progress(_CUTTING, (part + 1) * self._size, total, "pairs")
        yield Progress(_STARTING, 0, None, "steps", self._cluster.address)
        with ReadAhead(lambda: lines_of(request, source, classifier, done)) as lines:
            finish = _Finisher(classifier, refusing(request, classifier), path.name)
            merge = _Merge(self._parts, lines, finish, self._size, done)
            for _ in self._answered(request, classifier, control):
                for items in merge.ready():
                    yield Results(items)
                yield Progress(STAGE, merge.done, total, "pairs")
            yield from (Results(items) for items in merge.ready())
        yield from map(ItemFailed, source.remarks())
        yield Progress(STAGE, merge.done, merge.done, "pairs")
        self._parts.discard()

    def _questions(
        self, request: ScorePairsRequest, source: PairSource, classifier: PairClassifier
    ) -> Iterator[list[list[Any]]]:
        """The pairs of each part that need a model, with their place in it."""
        refuses = refusing(request, classifier)
        for lines in batched(lines_of(request, source, classifier, 0), self._size):
            yield [
                [place, line.left, line.right]
                for place, line in enumerate(lines)
                if line.failure is None
                and not line.scores
                and not (refuses and chinese_failure((line.left, line.right), classifier))
            ]

    def _answered(
        self, request: ScorePairsRequest, classifier: PairClassifier, control: JobControl
    ) -> Iterator[int]:
        """Every part as its answer is there, those of earlier runs first."""
        there = self._parts.answered()
        info = classifier.info
        precision = cast(Precision, info.precision)
        recipe = ModelRecipe(self._models, request.task, info.name, info.digest, precision)
        missing = [part for part in range(len(self._parts)) if part not in there]
        root = str(self._parts.root.resolve())
        fresh = answer_parts(self._cluster, root, missing, ScorePairs(recipe), control)
        return chain(sorted(there), fresh)


class _Finisher:
    """Makes the finished line of a line and what was found for it."""

    def __init__(self, classifier: PairClassifier, refuses: bool, name: str) -> None:
        self._classifier, self._refuses, self._name = classifier, refuses, name

    def __call__(self, line: PairLine, found: Scores | None) -> ScoredPair:
        kept: Scores | None = line.failure or line.scores or found
        if not kept and self._refuses:
            kept = chinese_failure((line.left, line.right), self._classifier)
        labels = self._classifier.info.labels
        return scored_line(
            line,
            kept or ItemFailure("", "internal", (("detail", "no answer"),)),
            labels,
            self._name,
        )


class _Merge:
    """Puts answers and lines together in the order of the file. ``done`` lines were given out by an
    earlier run: ``lines`` begins behind them."""

    def __init__(
        self,
        parts: PartFolder,
        lines: Iterator[PairLine],
        finish: _Finisher,
        size: int,
        done: int,
    ) -> None:
        self._parts, self._lines, self._finish, self._size = parts, lines, finish, size
        self.done = done

    def ready(self) -> Iterator[tuple[ScoredPair, ...]]:
        """The lines of the parts that are next and answered, a part at a time."""
        while (part := self.done // self._size) < len(self._parts):
            if not self._parts.is_answered(part):
                return
            found = _found(self._parts.answer(part))
            first = self.done % self._size
            items = tuple(
                self._finish(line, found.get(place))
                for place, line in zip(range(first, self._size), self._lines, strict=False)
            )
            self.done += len(items)
            yield items
            if first + len(items) < self._size:
                return


def _found(answer: dict[str, Any]) -> dict[int, Scores]:
    scores: dict[int, Scores] = {place: tuple(row) for place, row in answer["scores"]}
    for place, code, params in answer["failures"]:
        scores[place] = ItemFailure(str(place), code, tuple(params.items()))
    return scores


def _earlier(request: ScorePairsRequest) -> str:
    """The output that is tried again, as it stands now."""
    if request.earlier is None:
        return ""
    stat = Path(request.earlier).stat()
    return f"{request.earlier} {stat.st_mtime_ns} {stat.st_size}"
