"""Asks a model for natural language inference: both ways, in batches, from the cache where it is known."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.consistency import Judgement
from engine.control import JobControl
from engine.jobs.services import Services
from engine.models.protocols import PairClassifier
from engine.types import ItemFailure, Label, stable_id

Texts = tuple[str, str]
Row = NDArray[np.float32]
"""Entailment, neutral, contradiction."""

DEFAULT_PATIENCE = 120.0
"""Seconds without an answer after which a model is given up; a local one answers every batch."""

_CACHE_VERSION = 1
_ORDER = (Label.ENTAILMENT, Label.NEUTRAL, Label.CONTRADICTION)


class Asker:
    """One model for one run. ``patience``: seconds between two answers after which the model is given
    up; what is left fails.

    A pair that fails is asked a second time in its shorter form, where it has one.
    Thread: the engine thread.
    """

    def __init__(
        self,
        model: PairClassifier,
        services: Services,
        control: JobControl,
        patience: float = DEFAULT_PATIENCE,
    ) -> None:
        self._model = model
        self._cache = services.cache
        self._control = control
        self._patience = patience
        self._given_up = False
        self._columns = [model.info.labels.index(label) for label in _ORDER]

    @property
    def languages(self) -> frozenset[str]:
        """The languages that the model reads."""
        return frozenset(self._model.info.languages)

    def reads(self, *languages: str) -> bool:
        """Whether the model can judge texts in these languages against each other."""
        return self.languages.issuperset(languages)

    def both_ways(
        self,
        pairs: Sequence[Texts],
        failed: Callable[[ItemFailure], None],
        shorter: Sequence[Texts] = (),
    ) -> dict[int, Judgement]:
        """The judgements by index into ``pairs``; ``shorter`` are the same pairs with less around
        them, for a second try. What cannot be judged is told to ``failed``, once a pair."""
        rows = self.ask([way for pair in pairs for way in (pair, pair[::-1])], lambda _: None)
        missing = [i for i, pair in enumerate(pairs) if not _complete(rows, pair)]
        spare = {i: shorter[i] for i in missing if shorter and shorter[i] != pairs[i]}
        again = [way for pair in spare.values() for way in (pair, pair[::-1])]
        left_out = [pairs[i] for i in missing if i not in spare]
        rows |= self.ask([*again, *left_out], failed)
        used = [spare.get(i, pair) for i, pair in enumerate(pairs)]
        return {
            i: Judgement(rows[pair], rows[pair[::-1]])
            for i, pair in enumerate(used)
            if _complete(rows, pair)
        }

    def ask(
        self, pairs: Iterable[Texts], failed: Callable[[ItemFailure], None]
    ) -> dict[Texts, Row]:
        """Probabilities by ordered pair; what the model said of two texts is cached."""
        listed = list(dict.fromkeys(pairs))
        digest = self._model.info.digest
        keys = {pair: stable_id("nli", _CACHE_VERSION, digest, *pair) for pair in listed}
        known = self._cache.get_many(keys.values())
        rows: dict[Texts, Row] = {
            pair: np.array(json.loads(known[key]), np.float32)
            for pair, key in keys.items()
            if key in known
        }
        missing = [pair for pair in listed if pair not in rows]
        fresh = {}
        for pair, row in self._answers(missing, failed):
            rows[pair] = row
            said = [round(float(value), 6) for value in row]
            fresh[keys[pair]] = json.dumps(said).encode("ascii")
        self._cache.put_many(fresh)
        return rows

    def _answers(
        self, pairs: Sequence[Texts], failed: Callable[[ItemFailure], None]
    ) -> Iterable[tuple[Texts, Row]]:
        if not pairs:
            return
        if self._given_up:
            failed(ItemFailure("", "model_too_slow"))
            return
        told: set[int] = set()

        def fail(index: int, failure: ItemFailure) -> None:
            told.add(index)
            failed(failure)

        last = self._working()
        for index, row in self._model.classify(pairs, self._control, fail):
            told.add(index)
            yield pairs[index], row[self._columns]
            now = self._working()
            if now - last > self._patience:
                self._given_up = True
                if len(told) < len(pairs):
                    failed(ItemFailure("", "model_too_slow"))
                return
            last = now

    def _working(self) -> float:
        """A clock in seconds that stands still while the job is paused."""
        return time.monotonic() - self._control.held


def _complete(rows: dict[Texts, Row], pair: Texts) -> bool:
    return pair in rows and pair[::-1] in rows
