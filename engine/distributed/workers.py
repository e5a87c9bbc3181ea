"""What an actor of the cluster does: it loads its model once and answers parts. Knows no cluster."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from engine.control import JobControl
from engine.distributed.parts import PartFolder
from engine.errors import UserError, failure_of
from engine.models.devices import Device, Precision, Wish
from engine.models.protocols import PairClassifier
from engine.types import ItemFailure

Answer = Callable[[Any], Any]
Outcome = dict[str, Any]
"""``part`` and ``failure``: empty, or a code with its parameters as JSON text."""


@dataclass(frozen=True, slots=True)
class ModelRecipe:
    """A pair classifier as every machine can load it. ``precision`` and ``digest`` are those of the machine
    that asks: another model's answers would not be comparable."""

    folders: tuple[str, ...]
    task: Literal["similarity", "nli"]
    name: str
    digest: str
    precision: Precision | None = None
    device: Device = "cpu"
    threads: int = 1


class PartWorker:
    """Answers parts of the folder ``root`` with what ``make`` gives, which is called once.

    What goes wrong is handed back, not raised: the cluster would try again what cannot succeed.
    """

    def __init__(self, root: str, make: Callable[[], Answer]) -> None:
        self._folder = PartFolder(Path(root))
        self._make = make
        self._work: Answer | None = None

    def __call__(self, row: dict[str, Any]) -> Outcome:
        """Answer the part that ``row`` names."""
        part = int(row["part"])
        try:
            if self._work is None:
                self._work = self._make()
            self._folder.put_answer(part, self._work(self._folder.question(part)))
        except OSError as error:
            return _failed(part, UserError("cluster_no_folder", detail=str(error)[:200]))
        except Exception as error:
            return _failed(part, error)
        return {"part": part, "failure": ""}


@dataclass(frozen=True, slots=True)
class ScorePairs:
    """Makes the work of scoring: a question is a list of ``[place, left, right]``, its answer
    ``{"scores": [[place, […]], …], "failures": [[place, code, params], …]}``."""

    recipe: ModelRecipe

    def __call__(self) -> Answer:
        """Load the model. Raises ``UserError``: ``cluster_other_model`` and those of the registry."""
        from engine.models.registry import ModelRegistry

        recipe = self.recipe
        wish = Wish(recipe.device, recipe.threads, recipe.precision)
        registry = ModelRegistry([Path(folder) for folder in recipe.folders], wish=lambda: wish)
        model = registry.classifier(recipe.task, recipe.name)
        if recipe.device == "cpu" and model.info.digest != recipe.digest:
            raise UserError("cluster_other_model", name=recipe.name)
        return lambda question: score(model, question)


def score(model: PairClassifier, question: list[Any]) -> dict[str, Any]:
    """The scores of one part's pairs, rounded as everywhere."""
    pairs = [(left, right) for _, left, right in question]
    failures: list[list[Any]] = []

    def failed(index: int, failure: ItemFailure) -> None:
        failures.append([question[index][0], failure.code, dict(failure.params)])

    scores = [
        [question[index][0], [round(float(value), 6) for value in row]]
        for index, row in model.classify(pairs, JobControl(), failed)
    ]
    return {"scores": scores, "failures": failures}


def _failed(part: int, error: Exception) -> Outcome:
    failure = failure_of(error, str(part))
    return {"part": part, "failure": json.dumps([failure.code, dict(failure.params)])}
