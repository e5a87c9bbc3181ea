"""What a run records of a model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from engine.models.devices import Compute
from engine.models.packs import Pack
from engine.models.protocols import ModelInfo


def describe(pack: Pack, compute: Compute, precision: str, labels: Sequence[str] = ()) -> ModelInfo:
    """``labels`` are those of the results; ``precision`` is what the runtime settled on."""
    return ModelInfo(
        name=pack.name,
        task=pack.task,
        family=pack.family,
        digest=digest(pack, _exactly(compute, precision)),
        languages=pack.languages,
        labels=tuple(labels),
        device=compute.device,
        precision=precision,
    )


def _exactly(compute: Compute, precision: str) -> str:
    """``precision``, and how numbers are rounded in it where that is the model's own."""
    rounded = precision == "int8" and compute.scales is not None
    return f"int8 {compute.scales.mark()}" if rounded and compute.scales else precision


def digest(pack: Pack, precision: str) -> str:
    """SHA-256 over everything that decides the model's answers: equal digests, equal results."""
    decisive = {
        "files": dict(pack.hashes),
        "shared": [[tensor.name, tensor.sha256] for tensor in pack.shared],
        "labels": list(pack.labels),
        "calibration": dict(pack.calibration),
        "max_tokens": pack.max_tokens,
        "task": pack.task,
        "precision": precision,
    }
    words = json.dumps(decisive, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(words.encode("ascii")).hexdigest()
