"""The models at hand: found in folders, loaded at first use, kept, and tested before they are used."""

from __future__ import annotations

import importlib
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from engine.errors import UserError
from engine.models import known_answer
from engine.models.checksums import Checksums
from engine.models.devices import Compute, Device, Precision, Wish, apply_threads, choose
from engine.models.families.embedding_similarity import EmbeddingSimilarity
from engine.models.measured import Measured, compare
from engine.models.memory import memory_needed
from engine.models.packs import CONFIG, GLINER_CONFIG, MANIFEST, Pack, load_pack
from engine.models.personal import Personal
from engine.models.protocols import Embedder, Extractor, ModelInfo, PairClassifier
from engine.models.quantise import in_integers
from engine.types import ItemFailure

if TYPE_CHECKING:
    from engine.models.adapters.teacher import Teacher

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

    ``folders`` hold one model folder each entry, or are one themselves; where two have the same
    name the first folder's wins. They are asked for anew each time where a function gives them.
    Without a name, the one that ``preferred`` names for the task is used where it reads the
    language, else the first pack for the task and language, folders in the order given and packs by
    name; a name may also be the path of a model folder anywhere. ``checksums`` remembers what was
    verified, ``measured`` which precision suits a model here; ``personal`` is what the user has made
    of the models. Those that were not used for the longest time make room where all would take more
    than ``budget`` bytes. Where ``wish`` is given it is asked before each model is handed out, in
    place of ``device``, ``threads`` and ``budget``: after another wish models are built anew.
    Thread: engine thread only; :meth:`entries` from any.
    """

    def __init__(
        self,
        folders: Sequence[Path] | Callable[[], Sequence[Path]],
        device: Device = "auto",
        threads: int | None = None,
        checksums: Checksums | None = None,
        personal: Personal | None = None,
        preferred: Callable[[], Mapping[str, str]] = dict,
        measured: Measured | None = None,
        budget: int | None = None,
        wish: Callable[[], Wish] | None = None,
    ) -> None:
        self._folders = folders
        self._preferred = preferred
        self._measured = measured
        self._wished = Wish(device, threads, budget=budget)
        self._wish = wish
        self._checksums = checksums or Checksums()
        self._compute: Compute | None = None
        self._personal = personal
        self._stamps: dict[str, object] = {}
        self._loaded: OrderedDict[str, tuple[Model, int]] = OrderedDict()
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
            return EmbeddingSimilarity(self.embedder(name or self._chosen("similarity")))
        return cast(PairClassifier, self._find(task, name, None))

    def verify(self, name: str) -> None:
        """Check the files and the known answers of a pack, anew.

        Raises ``UserError`` that says what is wrong with it.
        """
        self._heed()
        self._loaded.pop(name, None)
        self._refused.pop(name, None)
        self._load(self._named(name))

    def teacher(self, name: str | None = None, language: str | None = None) -> Teacher:
        """Who teaches the extractor that would be used.

        Raises ``UserError``: ``adapter_family`` for one that cannot learn, and as :meth:`extractor`.
        """
        from engine.models.adapters.teacher import FAMILY, Teacher

        extractor = self.extractor(name, language)
        entry = self._named(name or extractor.info.name)
        if self._personal is None or entry.pack is None or entry.pack.family != FAMILY:
            raise UserError("adapter_family", name=extractor.info.name)
        pack = load_pack(entry.folder, self._checksums)
        return Teacher(pack, self._place(extractor), extractor, self._personal.adapters)

    def loaded(self) -> tuple[str, ...]:
        """The names of the models in memory, the one used last at the end."""
        return tuple(self._loaded)

    def info(self, name: str) -> ModelInfo | None:
        """What is known of a model in memory; ``None`` where it is not there."""
        held = self._loaded.get(name)
        return held[0].info if held else None

    def close(self) -> None:
        """Let go of every model."""
        self._loaded.clear()

    def _find(self, task: str, name: str | None, language: str | None) -> Model:
        self._heed()
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
        name = name or self._chosen("similarity")
        if name is None:
            return not self._ranked("similarity", None)
        pack = self._named(name).pack
        return pack is not None and pack.task == "embedding"

    def _ranked(self, task: str, language: str | None) -> list[Entry]:
        fitting = [entry for entry in self.entries() if entry.pack and entry.pack.task == task]
        chosen = self._chosen(task)
        return sorted(
            fitting,
            key=lambda entry: (
                bool(language and entry.pack and language not in entry.pack.languages),
                entry.name != chosen,
            ),
        )

    def _chosen(self, task: str) -> str | None:
        """The model that the user chose for ``task``, if it is at hand."""
        chosen = self._preferred().get(task)
        here = any(chosen == entry.name and entry.pack for entry in self.entries())
        return chosen if here else None

    def _named(self, name: str) -> Entry:
        for entry in self.entries():
            if name in (entry.name, str(entry.folder)):
                return entry
        folder = Path(name)
        if folder.is_dir() and len(folder.parts) > 1:
            return Entry(name, folder, load_pack(folder, self._checksums, verify=False))
        raise UserError("model_missing", name=name)

    def _heed(self) -> None:
        """Live by what is wished now."""
        wished = self._wish() if self._wish else self._wished
        if replace(wished, budget=None) != replace(self._wished, budget=None):
            self._compute = None
            self._loaded.clear()
            # A model may have been refused for the place that it was to run in.
            self._refused.clear()
        self._wished = wished

    def _load(self, entry: Entry) -> Model:
        stamp = self._stamp(entry)
        if entry.name in self._loaded and self._stamps.get(entry.name) == stamp:
            self._loaded.move_to_end(entry.name)
            return self._loaded[entry.name][0]
        # What was refused for a person's own setting is tried again once the setting is another.
        if entry.refusal is not None and self._stamps.get(entry.name, stamp) == stamp:
            raise entry.refusal
        self._stamps[entry.name] = stamp
        self._refused.pop(entry.name, None)
        try:
            pack = load_pack(entry.folder, self._checksums)
            model = self._tested(pack)
        except UserError as error:
            self._refused[entry.name] = error
            raise
        if self._personal is not None and isinstance(model, Extractor):
            model = self._personal.adapted(pack, self._place(model), model)
        # Loading may have written a converted file.
        self._stamps[entry.name] = self._stamp(entry)
        self._loaded[entry.name] = (model, memory_needed(pack, model.info.precision))
        self._loaded.move_to_end(entry.name)
        self._make_room(entry.name)
        return model

    def _stamp(self, entry: Entry) -> object:
        """Changes whenever the model must be built anew: another folder of its name, other files in
        it (a person's answers stand there too), another setting of the person's."""
        own = self._personal.stamp(entry.name) if self._personal else None
        try:
            there = [(file.name, file.stat()) for file in entry.folder.iterdir()]
        except OSError:
            there = []
        files = {name: (stat.st_size, stat.st_mtime_ns) for name, stat in there}
        return own, entry.folder, files

    def _place(self, model: Model) -> Compute:
        """Where and how ``model`` runs."""
        assert self._compute is not None
        precision = cast(Precision, model.info.precision)
        return replace(self._compute, precision=precision)

    def _make_room(self, kept: str) -> None:
        """Let go of what was not used for the longest time; a job that still holds it may end."""
        budget = self._wished.budget
        if budget is None:
            return
        for name in [name for name in self._loaded if name != kept]:
            if sum(size for _, size in self._loaded.values()) <= budget:
                return
            del self._loaded[name]

    def _tested(self, pack: Pack) -> Model:
        """The model in the fastest precision that agrees with full precision and in which it gives
        its known answers."""
        if self._compute is None:
            wished = self._wished
            self._compute = choose(wished.device, wished.threads, wished.precision)
        apply_threads(self._compute)
        floating = self._settled(pack, self._compute)
        # Who asks for integers by name has seen them measured elsewhere (the workers of a cluster).
        asked = self._wished.precision == "int8"
        first, remarks = in_integers(pack, floating, self._measured, asked, self._built)
        for compute in dict.fromkeys((first, floating, self._compute.exact())):
            model = self._built(pack, compute)
            if known_answer.passes(model, pack):
                model.info = replace(model.info, remarks=remarks)
                return model
            if compute.precision == "int8":
                remarks = (ItemFailure(pack.name, "int8_known_answer"),)
        raise UserError("model_refused", name=pack.name)

    def _settled(self, pack: Pack, compute: Compute) -> Compute:
        """``compute``, in the precision that was measured to suit the model on this machine."""
        if self._measured is None or compute.precision == "fp32":
            return compute
        verdict = self._measured.get(pack, compute)
        if verdict is None:
            fast = self._built(pack, replace(compute, settled=True))
            exact = self._built(pack, compute.exact())
            verdict = compare(exact, fast, compute.precision)
            self._measured.put(pack, compute, verdict)
        if verdict.precision == compute.precision:
            return replace(compute, settled=True)
        return compute.exact()

    def _built(self, pack: Pack, compute: Compute) -> Model:
        if self._personal is not None:
            pack = self._personal.mapped(pack)
        family: Any = importlib.import_module(f"{_FAMILY_MODULES}.{pack.family}")
        return cast(Model, family.load(pack, compute))

    def _model_folders(self) -> list[Path]:
        found: list[Path] = []
        for folder in self._folders() if callable(self._folders) else self._folders:
            if is_model(folder):
                found.append(folder)
            elif folder.is_dir():
                inside = (inner for inner in sorted(folder.iterdir()) if is_model(inner))
                found += [inner for inner in inside if not inner.name.startswith(".")]
        return found


def is_model(folder: Path) -> bool:
    """Whether ``folder`` looks like a model's: it has a card or a configuration."""
    return any((folder / name).is_file() for name in (MANIFEST, CONFIG, GLINER_CONFIG))
