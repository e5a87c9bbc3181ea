"""A pack's test of itself: inputs with answers its maker saw. A model that fails is not offered.

| family | ``input`` | ``expect`` |
|---|---|---|
| sequence_classification | ``[left, right]`` | ``{label: probability}``, each within the tolerance |
| sentence_encoder | ``[text, text]`` | their cosine, within the tolerance |
| span_extractor, token_classification | ``{"text": …, "fields": [name, …]}`` | ``[{"field": name, "text": …, "score": p}]``: each among the spans found; ``score`` may be left out |
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from engine.control import JobControl
from engine.models.packs import KnownAnswer, Pack
from engine.models.protocols import Embedder, Extractor, PairClassifier
from engine.types import Field


def passes(model: Extractor | Embedder | PairClassifier, pack: Pack) -> bool:
    """True where the model gives every known answer; a pack without one passes."""
    return all(_right(model, answer) for answer in pack.known_answer)


def _right(model: Extractor | Embedder | PairClassifier, answer: KnownAnswer) -> bool:
    # A card that asks in a form the model does not understand is a wrong answer too.
    try:
        if isinstance(model, PairClassifier):
            return _classifies(model, answer)
        if isinstance(model, Embedder):
            return _embeds(model, answer)
        return _extracts(model, answer)
    except (KeyError, TypeError, ValueError, IndexError):
        return False


def _classifies(model: PairClassifier, answer: KnownAnswer) -> bool:
    left, right = answer.input
    ((_, probabilities),) = model.classify([(left, right)], JobControl())
    found = dict(zip(model.info.labels, probabilities.tolist(), strict=True))
    return all(_near(found[label], value, answer) for label, value in answer.expect.items())


def _embeds(model: Embedder, answer: KnownAnswer) -> bool:
    left, right = model.embed(list(answer.input), JobControl())
    expected = answer.expect["cosine"] if isinstance(answer.expect, dict) else answer.expect
    return _near(float(left @ right), expected, answer)


def _extracts(model: Extractor, answer: KnownAnswer) -> bool:
    text: str = answer.input["text"]
    fields = [Field(name) for name in answer.input["fields"]]
    ((_, spans),) = model.extract([text], fields, JobControl())
    found = [(fields[span.field].name, text[span.start : span.end], span.score) for span in spans]
    expected: Sequence[dict[str, Any]] = answer.expect
    return all(
        any(
            (name, words) == (entry["field"], entry["text"])
            and ("score" not in entry or _near(score, entry["score"], answer))
            for name, words, score in found
        )
        for entry in expected
    )


def _near(found: float, expected: float, answer: KnownAnswer) -> bool:
    return math.isfinite(found) and abs(found - float(expected)) <= answer.tolerance
