"""Which models a run used, for its record."""

from __future__ import annotations

from typing import Literal

from engine.jobs.services import ModelProvider
from engine.models.protocols import Embedder, Extractor, ModelInfo, PairClassifier


class ModelsUsed:
    """A ``ModelProvider`` that hands out another's models and notes which.

    >>> used = ModelsUsed(services.models)
    >>> sink = project.sink(run.id, model=used.names)
    >>> generator = extract(request, replace(services, models=used), control)
    """

    def __init__(self, inner: ModelProvider) -> None:
        self._inner = inner
        self._seen: dict[str, None] = {}

    def names(self) -> str:
        """Name, first digits of the digest, device and precision of each, in order of first use."""
        return "; ".join(self._seen)

    def extractor(self, name: str | None = None, language: str | None = None) -> Extractor:
        """The field extractor."""
        model = self._inner.extractor(name, language)
        self._note(model.info)
        return model

    def embedder(self, name: str | None = None) -> Embedder:
        """The sentence encoder."""
        model = self._inner.embedder(name)
        self._note(model.info)
        return model

    def classifier(
        self, task: Literal["nli", "similarity"], name: str | None = None
    ) -> PairClassifier:
        """The pair classifier for ``task``."""
        model = self._inner.classifier(task, name)
        self._note(model.info)
        return model

    def _note(self, info: ModelInfo) -> None:
        said = f"{info.name} ({info.digest[:12]}, {info.device}, {info.precision})"
        self._seen.setdefault(said)
