"""Pairs of texts before a model for contradictions, each asked once and kept in the cache."""

from __future__ import annotations

import json
from collections.abc import Iterable

from engine.control import JobControl
from engine.jobs.services import Cache
from engine.models.protocols import OnFailure, PairClassifier
from engine.types import ItemFailure, Label, stable_id

_CACHE_VERSION = 1
_ORDER = (Label.ENTAILMENT, Label.NEUTRAL, Label.CONTRADICTION)

Rows = dict[tuple[str, str], tuple[float, ...]]


def judge_pairs(
    model: PairClassifier,
    pairs: Iterable[tuple[str, str]],
    cache: Cache,
    control: JobControl,
    failed: OnFailure | None = None,
) -> Rows:
    """(entailment, neutral, contradiction) of each ordered pair that the model can judge.

    Known pairs come out of ``cache``, the others go in. Without ``failed``, a pair that the model
    cannot judge is left out.
    """
    wanted = list(dict.fromkeys(pairs))
    keys = {pair: stable_id("nli", _CACHE_VERSION, model.info.digest, *pair) for pair in wanted}
    known = cache.get_many(keys.values())
    rows: Rows = {pair: tuple(json.loads(known[key])) for pair, key in keys.items() if key in known}
    missing = [pair for pair in wanted if pair not in rows]
    columns = [model.info.labels.index(label) for label in _ORDER]

    def left_out(index: int, failure: ItemFailure) -> None:
        if failed is not None:
            failed(index, failure)

    fresh = {}
    for index, row in model.classify(missing, control, left_out):
        pair = missing[index]
        rows[pair] = tuple(round(float(value), 6) for value in row[columns])
        fresh[keys[pair]] = json.dumps(rows[pair]).encode("ascii")
    cache.put_many(fresh)
    return rows
