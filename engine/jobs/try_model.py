"""Try a model: its files, its known answers, a few plain questions, and how fast it is here.

A model from outside that answers plausibly has its answers of today kept beside it: from then on they
are its known answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.control import JobControl
from engine.errors import UserError
from engine.events import Payload, Progress
from engine.jobs.services import ModelKeeper, ModelProvider
from engine.models import selftest
from engine.models.notes import read_note, write_note
from engine.models.packs import load_pack
from engine.models.protocols import Embedder, Extractor, PairClassifier
from engine.models.speed import Speed, speed_of
from engine.types import ItemFailure


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying ``name``: ``speed`` and where it runs, or the ``error``. ``right`` of
    ``asked`` plain questions were answered as anybody would; ``remarks`` say why no faster precision is used."""

    name: str
    speed: Speed | None = None
    device: str = ""
    precision: str = ""
    right: int = 0
    asked: int = 0
    error: UserError | None = None
    remarks: tuple[ItemFailure, ...] = ()

    @property
    def doubtful(self) -> bool:
        """True where the answers look turned round, or the model made for something else."""
        return selftest.Sense(self.right, self.asked).doubtful


def try_model(
    name: str,
    task: str,
    folder: Path,
    models: ModelProvider,
    keeper: ModelKeeper,
    control: JobControl,
    tell: Callable[[Trial], None],
) -> Iterator[Payload]:
    """Try the model ``name``, made for ``task`` and standing in ``folder``. What is found goes to
    ``tell``, once. Thread: engine thread."""
    yield Progress("trying_model", 0, 2, "pairs", name)
    try:
        keeper.verify(name)
        model = _model(name, task, models)
        yield Progress("trying_model", 1, 2, "pairs", name)
        control.checkpoint()
        sense = selftest.sense(model, model.info.languages)
        if not sense.doubtful:
            _keep_answers(folder, model)
        speed = speed_of(model, control)
    except UserError as error:
        tell(Trial(name, error=error))
        return
    info = model.info
    place = (info.device, info.precision)
    tell(Trial(name, speed, *place, sense.right, sense.asked, remarks=info.remarks))
    yield Progress("trying_model", 2, 2, "pairs", name)


def _model(name: str, task: str, models: ModelProvider) -> Extractor | Embedder | PairClassifier:
    if task == "extraction":
        return models.extractor(name)
    if task == "embedding":
        return models.embedder(name)
    return models.classifier("nli" if task == "nli" else "similarity", name)


def _keep_answers(folder: Path, model: Extractor | Embedder | PairClassifier) -> None:
    note = read_note(folder)
    if "family" in note or "known_answer" in note:
        return
    try:
        write_note(
            folder, {"known_answer": selftest.record(model, load_pack(folder, verify=False))}
        )
    except UserError:
        # A stick that cannot be written to has no place for them; the model works all the same.
        return
