"""The job that scores given pairs: a file in, as many lines out, in the same order.

Memory does not grow with the file. Four steps run beside each other over bounded queues: lines are
read in a thread of their own, tokenised in another (by the model's family), scored in this job's
thread, which alone touches the model, and written by whoever takes the results (``engine.export``
does so in a thread, too). Lines are scored in chunks of a few seconds' work and given out in the order
of the file. A line that cannot be scored carries its failure in its place.

A run that was broken off goes on where it stopped: the ledger says how many lines are in the
output already, and those are passed over. Lines that failed can be tried again: with ``earlier``, an
output of an earlier run, the lines that have scores there keep them.

A pair too long for the model: an NLI premise is read in overlapping windows, since a premise entails
or contradicts a statement where a part of it does; a similarity pair fails with ``pair_too_long``,
since the likeness of parts is not the likeness of the whole.

Chinese pairs fail with ``pair_language`` where the model that was chosen by itself does not know
Chinese: its scores would look like any others and mean nothing. A model that was named is believed.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal, Protocol

from engine.ahead import ReadAhead
from engine.control import JobControl
from engine.documents.language import detect_language
from engine.errors import UserError
from engine.events import ItemFailed, Payload, Progress, Results
from engine.jobs.pair_earlier import with_earlier
from engine.jobs.pair_lines import PairLine, PairSource
from engine.jobs.services import NoCache, Services
from engine.models.protocols import PairClassifier
from engine.paths import long_path
from engine.tables import TableKind, sniff_table
from engine.types import ItemFailure, ScoredPair, stable_id

STAGE = "scoring_pairs"
_LOADING = "loading_model"

_CHUNK_SECONDS = 3.0
"""How long a chunk should take: results come at this pace, and longer chunks sort better."""

_FIRST_CHUNK = 32
_LARGEST_CHUNK = 8192
_PROGRESS_SECONDS = 0.1
_CACHE_VERSION = 1
_BLOCK = 1 << 20

Scores = tuple[float, ...] | ItemFailure
Texts = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ScorePairsRequest:
    """What to score. ``left``, ``right`` and ``header`` are those of
    :class:`~engine.jobs.pair_lines.PairSource`; values may be records, which are read as
    ``column: value`` text. ``model`` names a pack (``None``: the best one for ``task``).
    ``encoding`` is that of a text file, as Python names it; found where empty. ``earlier`` is the output of an earlier run over the same file: only what failed there, or is
    missing, is scored."""

    path: str
    task: Literal["similarity", "nli"]
    left: str | None = None
    right: str | None = None
    model: str | None = None
    sheet: str | None = None
    header: int | None = None
    earlier: str | None = None
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class PairRun:
    """What decides the output of a run: where two runs are equal, one can go on with the other's.
    ``columns`` are those of the input, ``labels`` those of the model."""

    path: str
    stamp: tuple[int, int]
    sides: tuple[str, str]
    columns: tuple[str, ...]
    sheet: str
    header: int | None
    labels: tuple[str, ...]
    digest: str
    encoding: str = ""


class PairLedger(Protocol):
    """Knows how far the output is."""

    def begin(self, run: PairRun) -> int:
        """The run is about to start; how many lines of its input are in the output already."""


class NoLedger:
    """Every run begins at the first line."""

    def begin(self, run: PairRun) -> int:
        """None."""
        return 0


def score_pairs(
    request: ScorePairsRequest,
    services: Services,
    control: JobControl,
    ledger: PairLedger | None = None,
) -> Iterator[Payload]:
    """Each line's scores, in the order of the file. Scores are cached by the two texts and the
    model, so that a second run computes only what is missing.

    Thread: the engine thread. Raises ``Cancelled``; ``UserError`` for a file that cannot be read,
    columns that are not there, or a model that is missing.
    """
    path = Path(request.path)
    yield Progress(_LOADING, 0, None, "pairs", request.model or "")
    source = pair_source(request)
    total = count_lines(path, control)
    classifier = services.models.classifier(request.task, request.model)
    scorer = _Scorer(path.name, classifier, refusing(request, classifier), services, control)
    done = (ledger or NoLedger()).begin(run_of(request, source, classifier))
    size = _FIRST_CHUNK
    with ReadAhead(
        lambda: lines_of(request, source, classifier, done), 2 * _LARGEST_CHUNK
    ) as lines:
        yield Progress(STAGE, done, total, "pairs")
        while chunk := list(islice(lines, size)):
            started = time.monotonic()
            for finished in scorer.run(chunk):
                yield Progress(STAGE, done + finished, total, "pairs")
            yield Results(tuple(scorer.scored(line) for line in chunk))
            done += len(chunk)
            yield Progress(STAGE, done, total, "pairs")
            size = _next_size(len(chunk), time.monotonic() - started)
    yield from map(ItemFailed, source.remarks())
    yield Progress(STAGE, done, done, "pairs")


def pair_source(request: ScorePairsRequest) -> PairSource:
    """The file that is asked for, opened. Raises what :class:`PairSource` does."""
    return PairSource(
        Path(request.path),
        request.left,
        request.right,
        request.sheet,
        request.header,
        request.encoding,
    )


def lines_of(
    request: ScorePairsRequest, source: PairSource, classifier: PairClassifier, after: int
) -> Iterator[PairLine]:
    """The lines behind the first ``after``, with the scores of the earlier run that was named."""
    if request.earlier is None:
        return source.lines(after)
    labels = classifier.info.labels
    return with_earlier(source.lines(after), Path(request.earlier), source, labels, after)


def run_of(request: ScorePairsRequest, source: PairSource, classifier: PairClassifier) -> PairRun:
    """What is about to be scored, by what."""
    return PairRun(
        path=str(source.path.resolve()),
        stamp=source.stamp,
        sides=(source.left, source.right),
        columns=source.columns,
        sheet=request.sheet or "",
        header=request.header,
        labels=classifier.info.labels,
        digest=classifier.info.digest,
        encoding=request.encoding,
    )


def refusing(request: ScorePairsRequest, classifier: PairClassifier) -> bool:
    """Whether Chinese pairs fail: where the model was not named and does not know Chinese."""
    languages = classifier.info.languages
    return request.model is None and bool(languages) and "zh" not in languages


def chinese_failure(pair: Texts, classifier: PairClassifier) -> ItemFailure | None:
    """Why a model that does not know Chinese cannot score ``pair``; ``None`` where it can."""
    if detect_language(" ".join(pair)) != "zh":
        return None
    return UserError("pair_language", model=classifier.info.name).as_failure("")


def scored_line(line: PairLine, found: Scores, labels: Sequence[str], name: str) -> ScoredPair:
    """``line`` of the file ``name`` with what was found for it, one probability a label."""
    if isinstance(found, ItemFailure):
        # The model knows a pair by its place in the chunk; a person by its line.
        place = line.failure.item if line.failure else f"{name}:{line.number}"
        failure = ItemFailure(place, found.code, found.params)
        return ScoredPair(line.number, line.data, failure=failure)
    scores = tuple(zip(labels, found, strict=True))
    best = max(scores, key=lambda score: score[1])[0] if len(scores) > 1 else None
    return ScoredPair(line.number, line.data, scores, best)


def _next_size(size: int, seconds: float) -> int:
    """Chunks grow or shrink towards ``_CHUNK_SECONDS``, at most fourfold at a time."""
    wanted = int(size / max(seconds, 1e-3) * _CHUNK_SECONDS)
    return min(max(wanted, size // 4, _FIRST_CHUNK), size * 4, _LARGEST_CHUNK)


def count_lines(path: Path, control: JobControl) -> int | None:
    """How many lines a JSONL file has; other files do not tell before they are read."""
    if sniff_table(path) is not TableKind.JSONL:
        return None
    count, last = 0, b"\n"
    with Path(long_path(path)).open("rb") as stream:
        while block := stream.read(_BLOCK):
            control.checkpoint()
            count += block.count(b"\n")
            last = block[-1:]
    return count + (last != b"\n")


class _Scorer:
    """Scores chunks of lines: from the cache, or by the model, each distinct pair once."""

    def __init__(
        self,
        name: str,
        classifier: PairClassifier,
        no_chinese: bool,
        services: Services,
        control: JobControl,
    ) -> None:
        self._no_chinese = no_chinese
        self._name = name
        self._classifier = classifier
        self._cache = services.cache
        self._keeps = not isinstance(services.cache, NoCache)
        self._control = control
        self._labels = classifier.info.labels
        self._known: dict[Texts, Scores] = {}

    def run(self, lines: Sequence[PairLine]) -> Iterator[int]:
        """Score ``lines``; yields how many are done, now and then."""
        readable = [
            (line.left, line.right) for line in lines if line.failure is None and not line.scores
        ]
        waiting = dict.fromkeys(readable)
        # Naming a pair for a cache that keeps nothing would cost as much as reading it.
        keys = {pair: self._key(pair) for pair in waiting} if self._keeps else {}
        stored = self._cache.get_many(keys.values())
        self._known = {
            pair: tuple(json.loads(stored[key])) for pair, key in keys.items() if key in stored
        }
        if self._no_chinese:
            self._refuse_chinese(waiting)
        missing = [pair for pair in waiting if pair not in self._known]
        others = len(lines) - len(missing)
        fresh: dict[str, bytes] = {}
        try:
            yield from (others + count for count in self._judge(missing, keys, fresh))
        finally:
            # Kept after a cancel too: the next run goes on from here.
            if fresh:
                self._cache.put_many(fresh)

    def scored(self, line: PairLine) -> ScoredPair:
        """The finished line."""
        found = line.failure or line.scores or self._known[line.left, line.right]
        return scored_line(line, found, self._labels, self._name)

    def _judge(
        self, pairs: Sequence[Texts], keys: dict[Texts, str], fresh: dict[str, bytes]
    ) -> Iterator[int]:
        def failed(index: int, failure: ItemFailure) -> None:
            self._known[pairs[index]] = failure

        told = time.monotonic()
        judged = self._classifier.classify(pairs, self._control, failed)
        for count, (index, row) in enumerate(judged, start=1):
            scores = tuple(round(float(value), 6) for value in row)
            self._known[pairs[index]] = scores
            if keys:
                fresh[keys[pairs[index]]] = json.dumps(scores).encode("ascii")
            if time.monotonic() - told >= _PROGRESS_SECONDS:
                told = time.monotonic()
                yield count

    def _refuse_chinese(self, pairs: Iterable[Texts]) -> None:
        for pair in pairs:
            failure = chinese_failure(pair, self._classifier)
            if failure is not None:
                self._known[pair] = failure

    def _key(self, pair: Texts) -> str:
        return stable_id("pair", _CACHE_VERSION, self._classifier.info.digest, *pair)
