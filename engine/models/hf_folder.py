"""A plain model folder, as a hub publishes it, read as a pack: Hugging Face's and ModelScope's.

The family is read from the architecture's name or from ``modules.json`` (sentence-transformers), the
labels from ``label_mapping.json``, ``configuration.json`` (both ModelScope) and ``config.json``, in
this order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from engine.errors import UserError
from engine.models import labels as label_names
from engine.models.checksums import Checksums
from engine.models.packs import CONFIG, Pack, hashes_of, read_json
from engine.models.runtimes.layout import position_limit, supported
from engine.models.weights import PICKLE
from engine.paths import data_dir

_FAMILIES = {
    "ForSequenceClassification": "sequence_classification",
    "ForTokenClassification": "token_classification",
}
_MODELSCOPE_TASKS = (
    "sentence-similarity",
    "nli",
    "text-classification",
    "zero-shot-classification",
)
_UNBOUNDED = 1_000_000
"""Tokenizers without a limit publish a huge number."""


def read_hf_folder(
    folder: Path,
    checksums: Checksums,
    verify: bool = True,
    note: Mapping[str, Any] = MappingProxyType({}),
) -> Pack:
    """The folder as a pack named after it. ``verify=False`` hashes nothing, for lists; ``note``'s
    ``labels`` and ``languages`` go before those of the folder.

    Raises ``UserError``: ``pack_file_missing``, ``pack_manifest``, ``pack_architecture``,
    ``pack_labels``.
    """
    config = _config(folder)
    family = _family(folder, config)
    labels = _noted(note, "labels") or _labels(folder, config)
    if family == "sequence_classification":
        task = label_names.task_of(labels, folder.name)
    elif family == "token_classification":
        task = "extraction"
        _refuse_nameless(labels, folder.name)
    else:
        task, labels = "embedding", ()
    hashes = hashes_of(folder, checksums) if verify else {}
    return Pack(
        folder=folder,
        name=folder.name,
        title=folder.name,
        task=task,
        family=family,
        config=config,
        hashes=hashes,
        labels=labels,
        max_tokens=_max_tokens(folder, config),
        languages=_noted(note, "languages") or _languages(folder),
        converted=_converted(hashes),
    )


def _noted(note: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = note.get(key)
    return tuple(str(entry) for entry in value) if isinstance(value, list) else ()


def _converted(hashes: Mapping[str, str]) -> Path | None:
    """Where the safetensors copy of a pickle goes when its own folder is read-only."""
    digest = hashes.get(PICKLE)
    return data_dir() / "converted" / f"{digest[:20]}.safetensors" if digest else None


def _config(folder: Path) -> Mapping[str, Any]:
    config = read_json(folder / CONFIG)
    if config.get("model_type") == "structbert":
        config["model_type"] = "bert"
    return config


def _family(folder: Path, config: Mapping[str, Any]) -> str:
    if (folder / "modules.json").is_file():
        return "sentence_encoder"
    names = [str(name) for name in config.get("architectures") or ()]
    for name in names:
        for ending, family in _FAMILIES.items():
            if name.endswith(ending):
                return family
    if _optional(folder / "configuration.json").get("task") in _MODELSCOPE_TASKS:
        return "sequence_classification"
    shown = ", ".join(names) or str(config.get("model_type", "?"))
    raise UserError("pack_architecture", name=folder.name, architecture=shown)


def _labels(folder: Path, config: Mapping[str, Any]) -> tuple[str, ...]:
    for mapping in _label_mappings(folder, config):
        found = label_names.in_order(mapping)
        if found:
            return found
    count = int(config.get("num_labels", 2))
    return tuple(f"LABEL_{place}" for place in range(count))


def _label_mappings(folder: Path, config: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield _optional(folder / "label_mapping.json")
    described = _optional(folder / "configuration.json")
    for source in (described.get("model"), described.get("preprocessor"), config):
        if isinstance(source, Mapping):
            for key in ("id2label", "label2id"):
                value = source.get(key)
                if isinstance(value, Mapping):
                    yield value


def _refuse_nameless(labels: tuple[str, ...], name: str) -> None:
    if any(label.upper().startswith("LABEL_") for label in labels):
        raise UserError("pack_labels", name=name, labels=", ".join(labels[:6]))


def _max_tokens(folder: Path, config: Mapping[str, Any]) -> int:
    limits = [position_limit(config) if supported(config) else _positions(config)]
    tokenizer = _optional(folder / "tokenizer_config.json").get("model_max_length")
    if isinstance(tokenizer, int | float) and 0 < tokenizer < _UNBOUNDED:
        limits.append(int(tokenizer))
    sentence = _optional(folder / "sentence_bert_config.json").get("max_seq_length")
    if isinstance(sentence, int):
        limits.append(sentence)
    return min(limits)


def _positions(config: Mapping[str, Any]) -> int:
    rows = int(config.get("max_position_embeddings") or 512)
    # Positions that count from after the padding id are named by RoBERTa's kin alone.
    return rows - 2 if rows in (514, 1026, 4098, 8194) else rows


def _languages(folder: Path) -> tuple[str, ...]:
    """What the model card's head says, where there is one."""
    card = folder / "README.md"
    if not card.is_file():
        return ()
    lines = card.read_text(encoding="utf-8", errors="replace").splitlines()[:60]
    if not lines or lines[0].strip() != "---":
        return ()
    found: list[str] = []
    inside = False
    for line in lines[1:]:
        if line.startswith("language:"):
            inside = True
            line = line.partition(":")[2]
        elif not inside or not line.strip().startswith("-"):
            inside = False
            continue
        if line.strip().startswith("---"):
            break
        found += [word.strip(" -[]\"'") for word in line.split(",")]
    return tuple(word for word in found if word)


def _optional(file: Path) -> Mapping[str, Any]:
    return read_json(file) if file.is_file() else {}
