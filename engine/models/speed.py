"""How fast a model is on this machine, on a second's worth of the calibration texts."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

from engine.control import JobControl
from engine.models.measured import TEXTS
from engine.models.protocols import Embedder, Extractor, PairClassifier
from engine.types import Field

_SECONDS = 1.0
_MOST_ROUNDS = 50


@dataclass(frozen=True, slots=True)
class Speed:
    """``rate`` in ``unit`` a second: ``pairs``, ``texts`` or ``characters``."""

    rate: float
    unit: str


def speed_of(
    model: Extractor | Embedder | PairClassifier,
    control: JobControl,
    seconds: float = _SECONDS,
    clock: Callable[[], float] = time.perf_counter,
) -> Speed:
    """Run the model over the texts until ``seconds`` are over; the first round warms it up."""
    act, amount, unit = _work(model, control)
    act()
    started = clock()
    rounds = 0
    while rounds < _MOST_ROUNDS and (rounds == 0 or clock() - started < seconds):
        control.checkpoint()
        act()
        rounds += 1
    return Speed(amount * rounds / max(clock() - started, 1e-9), unit)


def _work(
    model: Extractor | Embedder | PairClassifier, control: JobControl
) -> tuple[Callable[[], object], int, str]:
    texts = list(TEXTS)
    if isinstance(model, PairClassifier):
        pairs = list(product(texts, texts[:4]))
        return lambda: list(model.classify(pairs, control, lambda *_: None)), len(pairs), "pairs"
    if isinstance(model, Embedder):
        return lambda: model.embed(texts, control), len(texts), "texts"
    fields = [Field(name) for name in model.info.labels[:4]] or [Field("Party"), Field("甲方")]
    extractor = model
    size = sum(len(text) for text in texts)
    return lambda: list(extractor.extract(texts, fields, control)), size, "characters"
