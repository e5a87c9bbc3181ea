"""Runs record the models they used, each once, in order."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from engine.errors import UserError
from engine.jobs.models_used import ModelsUsed
from engine.models.protocols import ModelInfo


@dataclass
class Model:
    """Anything with an info."""

    info: ModelInfo


class Provider:
    """Three models, and none for similarity."""

    def extractor(self, name: str | None = None, language: str | None = None) -> Model:
        return Model(ModelInfo(f"fields-{language}", "extraction", "f", "a" * 64, ("en",)))

    def embedder(self, name: str | None = None) -> Model:
        return Model(ModelInfo("embedder", "embedding", "f", "b" * 64, ("en",)))

    def classifier(self, task: str, name: str | None = None) -> Model:
        if task == "similarity":
            raise UserError("model_missing", name=task)
        return Model(ModelInfo("nli", "nli", "f", "c" * 64, ("en",), precision="bf16"))


def test_each_model_is_named_once_in_order() -> None:
    used = ModelsUsed(Provider())  # type: ignore[arg-type]
    assert used.names() == ""
    used.classifier("nli")
    used.extractor(language="zh")
    used.embedder()
    used.classifier("nli")
    with pytest.raises(UserError):
        used.classifier("similarity")
    assert used.names() == (
        "nli (cccccccccccc, cpu, bf16); fields-zh (aaaaaaaaaaaa, cpu, fp32); "
        "embedder (bbbbbbbbbbbb, cpu, fp32)"
    )
