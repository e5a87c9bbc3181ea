"""Which precision a model runs in on this machine: measured once, and remembered.

Half precision is taken where its answers to the calibration texts are those of full precision, label
for label and span for span, and where it is faster. 8-bit integers are held against many more pairs, by their
share of labels and how far probabilities move. A verdict holds for one model on one machine.
"""

from __future__ import annotations

import hashlib
import json
import platform
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.control import JobControl
from engine.models.devices import Compute
from engine.models.packs import Pack
from engine.models.protocols import Embedder, Extractor, PairClassifier
from engine.types import Field

Model = Extractor | Embedder | PairClassifier

TEXTS = (
    "The Buyer shall pay the purchase price within thirty (30) days of the date of the invoice.",
    "The Buyer shall pay the purchase price within sixty (60) days of the date of the invoice.",
    "This Agreement is made on 5 March 2024 between Alder Works Ltd. and Birch Cleaning Inc.",
    "This Agreement is governed by the laws of the State of Delaware.",
    "Neither party may assign this Agreement without the prior written consent of the other.",
    "Either party may assign this Agreement freely.",
    "甲方应在收到发票之日起三十日内向乙方支付合同金额人民币壹佰万元整。",
    "甲方应在收到发票之日起六十日内向乙方支付合同金额人民币壹佰万元整。",
    "本合同由甲方北京安达科技有限公司与乙方上海博远物流有限公司于2024年3月5日签订。",
    "因本合同引起的争议，提交北京仲裁委员会仲裁。",
    "未经对方书面同意，任何一方不得转让本合同。",
    "任何一方均可自由转让本合同。",
)
_FIELDS = ("Party", "Date", "Governing law", "Amount", "甲方", "日期", "金额")
_LEAST_COSINE = 0.999
_FASTER = 0.97
_LEAST_SAME = 0.999
_MOST_MOVED = 0.01
_FARTHEST = 0.15
_TOGETHER = 100
_TIMED = 4
"""Turns of so many pairs, and how many of them are timed."""

HELD_PAIRS = 1000
"""On how many pairs integers are judged."""

_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """``precision`` is what to use; seconds are for all calibration texts. For integers,
    ``exact_seconds`` are those of the precision that would be used otherwise, ``same`` is the share of held
    pairs with full precision's label, and ``difference`` the mean change of a probability."""

    precision: str
    agrees: bool
    exact_seconds: float
    fast_seconds: float
    same: float = 1.0
    difference: float = 0.0

    def refusal(self) -> tuple[str, Mapping[str, str | int | float]] | None:
        """Why integers are not used: a code and what fills its sentence."""
        if self.precision == "int8":
            return None
        if not self.agrees:
            same, moved = round(100 * self.same, 2), round(self.difference, 4)
            return "int8_disagrees", {
                "same": same,
                "difference": moved,
                "precision": self.precision,
            }
        gain = round(self.exact_seconds / max(self.fast_seconds, 1e-9), 2)
        return "int8_no_faster", {"gain": gain, "precision": self.precision}


class Measured:
    """Remembers verdicts in a JSON file. A damaged file is forgotten, never trusted."""

    def __init__(self, memory: Path) -> None:
        self._memory = memory
        self._known: dict[str, Any] = {}
        with suppress(OSError, ValueError):
            loaded = json.loads(memory.read_text(encoding="utf-8"))
            self._known = loaded if isinstance(loaded, dict) else {}

    @property
    def folder(self) -> Path:
        """Where the file is, for what else is found out about models here."""
        return self._memory.parent

    def get(self, pack: Pack, compute: Compute) -> Verdict | None:
        """What was found for this model, machine and device."""
        entry = self._known.get(_key(pack, compute))
        with suppress(TypeError):
            return Verdict(**entry) if isinstance(entry, dict) else None
        return None

    def put(self, pack: Pack, compute: Compute, verdict: Verdict) -> None:
        """Remember; where the file cannot be written, only as long as this lives."""
        self._known[_key(pack, compute)] = asdict(verdict)
        with suppress(OSError):
            self._memory.parent.mkdir(parents=True, exist_ok=True)
            part = self._memory.with_suffix(".part")
            part.write_text(json.dumps(self._known, indent=1), encoding="utf-8")
            part.replace(self._memory)


def compare(
    exact: Model, fast: Model, precision: str, clock: Callable[[], float] = time.perf_counter
) -> Verdict:
    """Whether ``fast`` (running in ``precision``) may stand in for ``exact``."""
    right, exact_seconds = _best(exact, clock)
    found, fast_seconds = _best(fast, clock)
    agrees = _same(right, found)
    taken = precision if agrees and fast_seconds < _FASTER * exact_seconds else "fp32"
    return Verdict(taken, agrees, round(exact_seconds, 4), round(fast_seconds, 4))


def compare_integers(
    exact: Model,
    other: Model,
    fast: Model,
    pairs: Sequence[tuple[str, str]],
    clock: Callable[[], float] = time.perf_counter,
) -> Verdict:
    """Whether ``fast``, in integers, may stand in for ``other``: against ``exact``'s labels on pairs that
    nothing was fitted on, and by time."""
    judges = [_Judge(model, clock) for model in (exact, fast)]
    parts = [pairs[first : first + _TOGETHER] for first in range(0, len(pairs), _TOGETHER)]
    for part in parts:
        for judge in judges:
            judge.judge(part)
    # Timed only now: kernels are compiled at the first batch of each height, which is soon over in a run.
    racers = [_Judge(model, clock) for model in (other, fast)]
    for part in parts[:_TIMED]:
        for racer in racers:
            racer.judge(part)
    right, found = (np.concatenate(judge.rows) for judge in judges)
    same = float((_labels(right) == _labels(found)).mean())
    moved = np.abs(right - found)
    # A comparison with a value that is not a number is False.
    agrees = same >= _LEAST_SAME and bool(moved.mean() <= _MOST_MOVED and moved.max() <= _FARTHEST)
    other_seconds, fast_seconds = (racer.usual_seconds() for racer in racers)
    taken = agrees and fast_seconds < _FASTER * other_seconds
    precision = "int8" if taken else other.info.precision
    seconds = round(other_seconds, 4), round(fast_seconds, 4)
    return Verdict(precision, agrees, *seconds, round(same, 5), round(float(moved.mean()), 6))


class _Judge:
    """A model, what it says to pairs (probabilities, shape (pairs, labels)) and the time that it takes.
    Several take turns, so that a busy machine slows all of them."""

    def __init__(self, model: Model, clock: Callable[[], float]) -> None:
        assert isinstance(model, PairClassifier)
        self.rows: list[NDArray[np.float32]] = []
        self._model = model
        self._clock = clock
        self._seconds: list[float] = []

    def judge(self, pairs: Sequence[tuple[str, str]]) -> None:
        started = self._clock()
        found = dict(self._model.classify(pairs, JobControl(), lambda *_: None))
        self._seconds.append(self._clock() - started)
        unknown = np.full(len(self._model.info.labels), np.nan, dtype=np.float32)
        self.rows.append(np.asarray([found.get(place, unknown) for place in range(len(pairs))]))

    def usual_seconds(self) -> float:
        """For one turn; the first warms up."""
        return float(np.median(self._seconds[1:] or self._seconds))


def _labels(rows: NDArray[np.float32]) -> NDArray[np.int64]:
    return np.asarray(rows.argmax(1) if rows.shape[1] > 1 else rows[:, 0] >= 0.5, dtype=np.int64)


def answers(model: Model) -> Any:
    """The model's answers to the calibration texts, in a form to compare."""
    if isinstance(model, PairClassifier):
        pairs = [(left, right) for left in TEXTS for right in TEXTS[::3]]
        found = dict(model.classify(pairs, JobControl(), lambda *_: None))
        rows = [found.get(place) for place in range(len(pairs))]
        if len(model.info.labels) == 1:
            return [None if row is None else bool(row[0] >= 0.5) for row in rows]
        return [None if row is None else int(row.argmax()) for row in rows]
    if isinstance(model, Embedder):
        return model.embed(list(TEXTS), JobControl())
    fields = [Field(name) for name in _FIELDS]
    spans = dict(model.extract(list(TEXTS), fields, JobControl()))
    return {
        (place, span.field, span.start, span.end)
        for place, found_here in spans.items()
        for span in found_here
        if span.score >= 0.5
    }


def _best(model: Model, clock: Callable[[], float]) -> tuple[Any, float]:
    """Answers and the least time of a few rounds; the first warms up and is not timed."""
    found = answers(model)
    seconds = []
    for _ in range(_ROUNDS):
        started = clock()
        answers(model)
        seconds.append(clock() - started)
    return found, min(seconds)


def _same(right: Any, found: Any) -> bool:
    if isinstance(right, np.ndarray):
        return bool(((right * found).sum(axis=1) >= _LEAST_COSINE).all())
    return bool(right == found)


def _key(pack: Pack, compute: Compute) -> str:
    machine = [platform.machine(), platform.processor(), platform.node(), platform.python_version()]
    files: Mapping[str, str] = pack.hashes
    parts: list[Any] = [machine, compute.device, compute.precision, dict(files), list(pack.labels)]
    if compute.scales is not None:
        parts.append(compute.scales.mark())
    words = json.dumps(parts, sort_keys=True)
    return f"{pack.name} {hashlib.sha256(words.encode()).hexdigest()[:24]}"
