"""Which of this machine's models are served."""

from __future__ import annotations

from typing import Literal

from engine.errors import UserError
from engine.models.protocols import Embedder
from engine.models.registry import ModelRegistry
from engine.serve.batches import Models

ServedTask = Literal["nli", "similarity", "embedding"]


def open_models(registry: ModelRegistry, task: ServedTask, name: str | None = None) -> Models:
    """The model for ``task``, and beside a classifier the sentence encoder where there is one.

    Raises ``UserError`` where the model cannot be used. Thread: the one that will use them.
    """
    if task == "embedding":
        embedder = registry.embedder(name)
        return Models(None, embedder, _longest(registry, embedder.info.name))
    classifier = registry.classifier(task, name)
    return Models(classifier, _embedder(registry), _longest(registry, classifier.info.name))


def _longest(registry: ModelRegistry, name: str) -> int:
    for entry in registry.entries():
        if entry.pack is not None and entry.name == name:
            return entry.pack.max_tokens
    return 0


def _embedder(registry: ModelRegistry) -> Embedder | None:
    try:
        return registry.embedder()
    except UserError:
        return None
