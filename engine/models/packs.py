"""Model packs: a folder with weights, a tokenizer and a card (``pack.json``); or a plain HF folder.

``pack.json``::

    {"schema": 1, "name": "clausedesk-nli", "title": "…", "task": "nli",
     "family": "sequence_classification", "languages": ["en"], "licence": "Apache-2.0",
     "origin": "how it was made", "files": {"model.safetensors": "<sha256>", …},
     "labels": ["contradiction", "entailment", "neutral"], "calibration": {"temperature": 1.2},
     "max_tokens": 512,
     "shared": {"embeddings.word_embeddings.weight":
                {"pack": "clausedesk-embeddings", "file": "embeddings.safetensors", "sha256": "…"}},
     "known_answer": [{"input": …, "expect": …, "tolerance": 0.05}],
     "card": {"data": [], "figures": {}, "limits": ""}}

A shared tensor (with its ``.scale``, if it has one) has the same name in the other pack's file; the
other pack is a folder of that name beside this one. What ``known_answer`` holds for each family is
said in :mod:`engine.models.known_answer`.

A folder without ``pack.json`` is read by :mod:`engine.models.hf_folder`; so is one whose card names no
family: such a card is a person's note, and its ``labels`` and ``languages`` go before the folder's own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from engine.errors import UserError
from engine.models import tokenizing
from engine.models.checksums import Checksums
from engine.models.weights import SCALE, dequantised, read_tensors, weight_files

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from torch import Tensor

MANIFEST = "pack.json"
CONFIG = "config.json"
GLINER_CONFIG = "gliner_config.json"
SCHEMA = 1
TASKS = ("extraction", "embedding", "similarity", "nli")
FAMILIES = (
    "span_extractor",
    "sentence_encoder",
    "sequence_classification",
    "pair_similarity",
    "token_classification",
    "extractive_qa",
    "gliner",
    "seqgpt",
)
_DECISIVE = (
    "config.json",
    "gliner_config.json",
    "tokenizer*.json",
    "vocab.*",
    "merges.txt",
    "*.model",
    "label_mapping.json",
)
_EMPTY: Mapping[str, Any] = MappingProxyType({})
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SharedTensor:
    """A tensor that stands in another pack's file."""

    name: str
    pack: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """An input whose answer is known; ``tolerance`` is the largest difference of a score."""

    input: Any
    expect: Any
    tolerance: float = 0.05


@dataclass(frozen=True)
class Pack:
    """A model on disk: what its card says; weights and tokenizer are read when asked for.

    ``labels`` stand in the order of the model's logits. ``hashes`` are the SHA-256 of the files
    that decide its answers. Thread: any; ``state_dict`` returns new tensors each time.
    """

    folder: Path
    name: str
    title: str
    task: str
    family: str
    config: Mapping[str, Any]
    hashes: Mapping[str, str]
    languages: tuple[str, ...] = ()
    licence: str = ""
    origin: str = ""
    labels: tuple[str, ...] = ()
    calibration: Mapping[str, Any] = field(default_factory=lambda: _EMPTY)
    max_tokens: int = 512
    shared: tuple[SharedTensor, ...] = ()
    known_answer: tuple[KnownAnswer, ...] = ()
    card: Mapping[str, Any] = field(default_factory=lambda: _EMPTY)
    converted: Path | None = None

    @cached_property
    def temperature(self) -> float:
        """What logits are divided by before the softmax; 1 where the pack is not calibrated."""
        return float(self.calibration.get("temperature", 1.0))

    def state_dict(self) -> dict[str, Tensor]:
        """Every tensor by its published name, int8 rows as float32, on the CPU.

        Raises ``UserError``: ``pack_file_missing``, ``pack_truncated``, ``pack_pickle_refused``.
        """
        state: dict[str, Tensor] = {}
        files = weight_files(self.folder)
        if not files:
            raise UserError("pack_file_missing", path=str(self.folder / "model.safetensors"))
        for file in files:
            state.update(read_tensors(file, self.converted))
        for tensor in self.shared:
            state.update(self._shared(tensor))
        return dequantised(state)

    def tokenizer(self) -> Tokenizer:
        """The fast tokenizer, with neither truncation nor padding.

        Raises ``UserError``: ``pack_tokenizer`` (missing or damaged), ``pack_vocabulary``.
        """
        return tokenizing.read_tokenizer(self.folder, self.config)

    def _shared(self, shared: SharedTensor) -> dict[str, Tensor]:
        tensors = read_tensors(self.folder.parent / shared.pack / shared.file)
        wanted = {shared.name, shared.name + SCALE}
        found = {name: tensor for name, tensor in tensors.items() if name in wanted}
        if shared.name not in found:
            raise UserError("pack_weights", missing=shared.name)
        return found


def load_pack(folder: Path, checksums: Checksums | None = None, verify: bool = True) -> Pack:
    """Read the pack in ``folder`` and check every file that its card lists.

    ``verify=False`` reads the card alone, for lists. Raises ``UserError``: ``pack_manifest``, ``pack_file_missing``,
    ``pack_checksum``, ``pack_architecture``, ``pack_labels``, ``pack_too_new``.
    """
    sums = checksums or Checksums()
    card = read_json(folder / MANIFEST) if (folder / MANIFEST).is_file() else {}
    if "family" not in card:
        from engine.models.hf_folder import read_hf_folder

        return read_hf_folder(folder, sums, verify, card)
    pack = _read_manifest(folder, card)
    if not verify:
        return pack
    _verify(pack, sums)
    # A card written by hand may list no files: what they are still decides the pack's digest.
    return pack if pack.hashes else replace(pack, hashes=hashes_of(folder, sums))


def hashes_of(folder: Path, checksums: Checksums) -> dict[str, str]:
    """The SHA-256 of the files in ``folder`` that decide a model's answers."""
    weights = weight_files(folder)
    if not weights:
        raise UserError("pack_file_missing", path=str(folder / "model.safetensors"))
    others = [file for pattern in _DECISIVE for file in sorted(folder.glob(pattern))]
    try:
        return {file.name: checksums.of(file) for file in (*weights, *others)}
    except OSError as error:
        raise UserError("pack_file_missing", path=str(error.filename)) from error


def read_json(file: Path) -> dict[str, Any]:
    """A JSON object. Raises ``UserError``: ``pack_file_missing``, ``pack_manifest``."""
    try:
        value = json.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise UserError("pack_file_missing", path=str(file)) from error
    except (OSError, ValueError) as error:
        raise UserError("pack_manifest", path=str(file), detail=str(error)[:200]) from error
    if not isinstance(value, dict):
        raise UserError("pack_manifest", path=str(file), detail="{}")
    return value


def _read_manifest(folder: Path, card: Mapping[str, Any]) -> Pack:
    path = folder / MANIFEST

    def entry(key: str, kind: type[T], default: T | None = None) -> T:
        value = card.get(key, default)
        if not isinstance(value, kind):
            raise UserError("pack_manifest", path=str(path), detail=key)
        return value

    if entry("schema", int) > SCHEMA:
        raise UserError("pack_too_new", name=folder.name)
    if entry("family", str) not in FAMILIES:
        raise UserError("pack_architecture", name=folder.name, architecture=entry("family", str))
    if entry("task", str) not in TASKS:
        raise UserError("pack_manifest", path=str(path), detail="task")
    hashes: dict[str, Any] = entry("files", dict, {})
    shared = _read_shared(path, entry("shared", dict, {}))
    return Pack(
        folder=folder,
        name=entry("name", str),
        title=entry("title", str, entry("name", str)),
        task=entry("task", str),
        family=entry("family", str),
        config=read_json(folder / CONFIG),
        hashes={str(name): str(digest).lower() for name, digest in hashes.items()},
        languages=tuple(str(language) for language in entry("languages", list, [])),
        licence=entry("licence", str, ""),
        origin=entry("origin", str, ""),
        labels=tuple(str(label) for label in entry("labels", list, [])),
        calibration=entry("calibration", dict, {}),
        max_tokens=entry("max_tokens", int, 512),
        shared=shared,
        known_answer=read_answers(path, entry("known_answer", list, [])),
        card=entry("card", dict, {}),
    )


def _read_shared(path: Path, entries: Mapping[str, Any]) -> tuple[SharedTensor, ...]:
    try:
        return tuple(
            SharedTensor(name, str(entry["pack"]), str(entry["file"]), str(entry["sha256"]).lower())
            for name, entry in entries.items()
        )
    except (KeyError, TypeError) as error:
        raise UserError("pack_manifest", path=str(path), detail="shared") from error


def read_answers(path: Path, entries: list[Any]) -> tuple[KnownAnswer, ...]:
    """The known answers that a card lists. Raises ``UserError("pack_manifest")``."""
    try:
        return tuple(
            KnownAnswer(entry["input"], entry["expect"], float(entry.get("tolerance", 0.05)))
            for entry in entries
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UserError("pack_manifest", path=str(path), detail="known_answer") from error


def _verify(pack: Pack, checksums: Checksums) -> None:
    verify_files(pack.folder, pack.hashes, checksums)
    for shared in pack.shared:
        file = _inside(pack.folder.parent, f"{shared.pack}/{shared.file}")
        _verify_file(file, shared.sha256, checksums)


def verify_files(folder: Path, hashes: Mapping[str, Any], checksums: Checksums) -> None:
    """Check files by name against their SHA-256.

    Raises ``UserError``: ``pack_file_missing``, ``pack_checksum``, ``pack_manifest``.
    """
    for name, expected in hashes.items():
        _verify_file(_inside(folder, name), str(expected).lower(), checksums)


def _verify_file(file: Path, expected: str, checksums: Checksums) -> None:
    try:
        found = checksums.of(file)
    except OSError as error:
        raise UserError("pack_file_missing", path=str(file)) from error
    if found != expected:
        raise UserError("pack_checksum", path=str(file))


def _inside(folder: Path, name: str) -> Path:
    """``folder / name``; a card cannot name a file outside its own folder."""
    file = (folder / name).resolve()
    if not file.is_relative_to(folder.resolve()):
        raise UserError("pack_manifest", path=str(folder / MANIFEST), detail=name)
    return file
