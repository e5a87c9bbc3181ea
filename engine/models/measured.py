"""Which precision a model runs in on this machine: measured once, and remembered.

Half precision is taken where its answers to the calibration texts are those of full precision, label
for label and span for span, and where it is faster. The verdict holds for one model on one machine.
"""

from __future__ import annotations

import hashlib
import json
import platform
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

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
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """``precision`` is what to use; seconds are for all calibration texts."""

    precision: str
    agrees: bool
    exact_seconds: float
    fast_seconds: float


class Measured:
    """Remembers verdicts in a JSON file. A damaged file is forgotten, never trusted."""

    def __init__(self, memory: Path) -> None:
        self._memory = memory
        self._known: dict[str, Any] = {}
        with suppress(OSError, ValueError):
            loaded = json.loads(memory.read_text(encoding="utf-8"))
            self._known = loaded if isinstance(loaded, dict) else {}

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
    parts = [machine, compute.device, compute.precision, dict(files), list(pack.labels)]
    words = json.dumps(parts, sort_keys=True)
    return f"{pack.name} {hashlib.sha256(words.encode()).hexdigest()[:24]}"
