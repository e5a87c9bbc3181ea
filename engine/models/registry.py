"""The models at hand: found in folders, loaded at first use, kept, and tested before they are used."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from engine.errors import UserError
from engine.models import known_answer
from engine.models.checksums import Checksums
from engine.models.devices import Compute, Device, apply_threads, choose
from engine.models.families.embedding_similarity import EmbeddingSimilarity
from engine.models.packs import CONFIG, GLINER_CONFIG, MANIFEST, Pack, load_pack
from engine.models.protocols import Embedder, Extractor, PairClassifier

Model = Extractor | Embedder | PairClassifier
_FAMILY_MODULES = "engine.models.families"


@dataclass(frozen=True, slots=True)
class Entry:
    """A model folder: its pack, or why it cannot be used."""

    name: str
    folder: Path
    pack: Pack | None = None
    refusal: UserError | None = None


class ModelRegistry:
    """Implements ``engine.jobs.services.ModelProvider`` over the packs in ``folders``.

    ``folders`` hold one model folder each entry; where two have the same name the first folder's
    wins. Without a name, the first pack for the task and language is used, folders in the order
    given and packs by name. ``checksums`` remembers what was verified.
    Thread: engine thread only; :meth:`entries` from any.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        device: Device = "auto",
        threads: int | None = None,
        checksums: Checksums | None = None,
    ) -> None:
        self._folders = tuple(folders)
        self._device: Device = device
        self._threads = threads
        self._checksums = checksums or Checksums()
        self._compute: Compute | None = None
        self._loaded: dict[str, Model] = {}
        self._refused: dict[str, UserError] = {}

    def entries(self) -> tuple[Entry, ...]:
        """Every model folder, read anew; a card that cannot be read has a refusal."""
        found: dict[str, Entry] = {}
        for folder in self._model_folders():
            try:
                pack = load_pack(folder, self._checksums, verify=False)
            except UserError as error:
                found.setdefault(folder.name, Entry(folder.name, folder, refusal=error))
                continue
            refusal = self._refused.get(pack.name)
            found.setdefault(pack.name, Entry(pack.name, folder, pack, refusal))
        return tuple(found.values())

    def extractor(self, name: str | None = None, language: str | None = None) -> Extractor:
        """The field extractor, the first for ``language`` where no name is given."""
        return cast(Extractor, self._find("extraction", name, language))

    def embedder(self, name: str | None = None) -> Embedder:
        """The sentence encoder."""
        return cast(Embedder, self._find("embedding", name, None))

    def classifier(
        self, task: Literal["nli", "similarity"], name: str | None = None
    ) -> PairClassifier:
        """The pair classifier for ``task``.

        Where no pack is made for similarity, or a sentence encoder is named, its cosine serves.
        """
        if task == "similarity" and self._by_embedding(name):
            return EmbeddingSimilarity(self.embedder(name))
        return cast(PairClassifier, self._find(task, name, None))

    def verify(self, name: str) -> None:
        """Check the files and the known answers of a pack, anew.

        Raises ``UserError`` that says what is wrong with it.
        """
        self._loaded.pop(name, None)
        self._refused.pop(name, None)
        self._load(self._named(name))

    def close(self) -> None:
        """Let go of every model."""
        self._loaded.clear()

    def _find(self, task: str, name: str | None, language: str | None) -> Model:
        if name is not None:
            entry = self._named(name)
            if entry.pack is not None and entry.pack.task != task:
                raise UserError("model_wrong_task", name=name, task=entry.pack.task, wanted=task)
            return self._load(entry)
        refusal: UserError | None = None
        for entry in self._ranked(task, language):
            try:
                return self._load(entry)
            except UserError as error:
                refusal = refusal or error
        raise refusal or UserError("model_none_for_task", task=task)

    def _by_embedding(self, name: str | None) -> bool:
        if name is None:
            return not self._ranked("similarity", None)
        pack = self._named(name).pack
        return pack is not None and pack.task == "embedding"

    def _ranked(self, task: str, language: str | None) -> list[Entry]:
        fitting = [entry for entry in self.entries() if entry.pack and entry.pack.task == task]
        return sorted(
            fitting,
            key=lambda entry: bool(
                language and entry.pack and language not in entry.pack.languages
            ),
        )

    def _named(self, name: str) -> Entry:
        for entry in self.entries():
            if name in (entry.name, str(entry.folder)):
                return entry
        raise UserError("model_missing", name=name)

    def _load(self, entry: Entry) -> Model:
        if entry.name in self._loaded:
            return self._loaded[entry.name]
        if entry.refusal is not None:
            raise entry.refusal
        try:
            pack = load_pack(entry.folder, self._checksums)
            model = self._tested(pack)
        except UserError as error:
            self._refused[entry.name] = error
            raise
        self._loaded[entry.name] = model
        return model

    def _tested(self, pack: Pack) -> Model:
        """The model in the fastest precision in which it gives its known answers."""
        if self._compute is None:
            self._compute = choose(self._device, self._threads)
        apply_threads(self._compute)
        for compute in dict.fromkeys((self._compute, self._compute.exact())):
            model = self._built(pack, compute)
            if known_answer.passes(model, pack):
                return model
        raise UserError("model_refused", name=pack.name)

    def _built(self, pack: Pack, compute: Compute) -> Model:
        family: Any = importlib.import_module(f"{_FAMILY_MODULES}.{pack.family}")
        return cast(Model, family.load(pack, compute))

    def _model_folders(self) -> list[Path]:
        return [
            inner
            for folder in self._folders
            if folder.is_dir()
            for inner in sorted(folder.iterdir())
            if not inner.name.startswith(".")
            and any((inner / name).is_file() for name in (MANIFEST, CONFIG, GLINER_CONFIG))
        ]
