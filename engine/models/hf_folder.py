"""A plain model folder, as a hub publishes it, read as a pack: Hugging Face's and ModelScope's.

The family is read from ``gliner_config.json``, from ``modules.json`` (sentence-transformers), from the
architecture's name, from ModelScope's task, and where none of them says it from the names of the
tensors; the labels from ``label_mapping.json``, ``configuration.json`` (both ModelScope) and
``config.json``, in this order. A person's note (``pack.json`` without a family, written by
:mod:`engine.models.notes`) goes before all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from engine.errors import UserError
from engine.models import labels as label_names
from engine.models.checksums import Checksums
from engine.models.headers import TensorHeader, tensor_headers
from engine.models.packs import (
    CONFIG,
    GLINER_CONFIG,
    MANIFEST,
    Pack,
    hashes_of,
    read_answers,
    read_json,
    verify_files,
)
from engine.models.runtimes.layout import position_limit, supported
from engine.models.weights import PICKLE, weight_files
from engine.paths import data_dir

_FAMILIES = {
    "ForSequenceClassification": "sequence_classification",
    "ForTokenClassification": "token_classification",
    "ForQuestionAnswering": "extractive_qa",
}
EXTRACTING = ("token_classification", "extractive_qa", "gliner", "seqgpt")
"""Families whose task is to find values of fields."""

_GENERATING = ("bloom",)
_SEQGPT_TOKENS = 1024
"""SeqGPT's own inference code reads no more."""

_GLINER_WORDS = 384
_CLASSIFIERS = ("classifier.out_proj.weight", "classifier.weight", "score.weight")
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
    """The folder as a pack named after it. ``verify=False`` hashes nothing, for lists; what ``note``
    says (labels, languages, title, licence, origin, known answers) goes before the folder's own,
    and where it has ``files``, they must still be what they were.

    Raises ``UserError``: ``pack_file_missing``, ``pack_manifest``, ``pack_architecture``,
    ``pack_labels``, ``pack_checksum``.
    """
    config = read_config(folder)
    family = family_of(folder, config)
    labels = _noted(note, "labels") or labels_of(folder, config)
    if family == "sequence_classification":
        task = label_names.task_of(labels, folder.name)
    elif family == "token_classification":
        task = "extraction"
        _refuse_nameless(labels, folder.name)
    else:
        task, labels = ("extraction" if family in EXTRACTING else "embedding"), ()
    hashes = hashes_of(folder, checksums) if verify else {}
    files = note.get("files")
    if verify and isinstance(files, Mapping):
        verify_files(folder, files, checksums)
    answers = note.get("known_answer")
    return Pack(
        folder=folder,
        name=folder.name,
        title=str(note.get("title") or folder.name),
        task=task,
        family=family,
        config=config,
        hashes=hashes,
        labels=labels,
        licence=str(note.get("licence") or licence_of(folder)),
        origin=str(note.get("origin") or ""),
        max_tokens=_max_tokens(folder, config, family),
        languages=_noted(note, "languages") or languages_of(folder),
        known_answer=read_answers(folder / MANIFEST, answers if isinstance(answers, list) else []),
        card=_card(note),
        converted=_converted(hashes),
    )


def _card(note: Mapping[str, Any]) -> Mapping[str, Any]:
    card = note.get("card")
    return card if isinstance(card, Mapping) else {}


def _noted(note: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = note.get(key)
    return tuple(str(entry) for entry in value) if isinstance(value, list) else ()


def _converted(hashes: Mapping[str, str]) -> Path | None:
    """Where the safetensors copy of a pickle goes when its own folder is read-only."""
    digest = hashes.get(PICKLE)
    return data_dir() / "converted" / f"{digest[:20]}.safetensors" if digest else None


def read_config(folder: Path) -> Mapping[str, Any]:
    """``config.json`` (GLiNER's has another name), StructBERT's under the name of its layers.

    Raises ``UserError``: ``pack_file_missing``, ``pack_manifest``.
    """
    own = folder / GLINER_CONFIG
    config = read_json(own if own.is_file() else folder / CONFIG)
    if config.get("model_type") == "structbert":
        config["model_type"] = "bert"
    return config


def family_of(folder: Path, config: Mapping[str, Any]) -> str:
    """Which of :data:`engine.models.packs.FAMILIES` the folder is.

    Raises ``UserError("pack_architecture")`` for any other.
    """
    if (folder / GLINER_CONFIG).is_file():
        return "gliner"
    if (folder / "modules.json").is_file():
        return "sentence_encoder"
    names = [str(name) for name in config.get("architectures") or ()]
    if config.get("model_type") in _GENERATING and any(n.endswith("ForCausalLM") for n in names):
        return "seqgpt"
    for name in names:
        for ending, family in _FAMILIES.items():
            if name.endswith(ending):
                return family
    if _optional(folder / "configuration.json").get("task") in _MODELSCOPE_TASKS:
        return "sequence_classification"
    found = None if names else _by_tensors(folder)
    if found is not None:
        return found
    shown = ", ".join(names) or str(config.get("model_type", "?"))
    raise UserError("pack_architecture", name=folder.name, architecture=shown)


def _by_tensors(folder: Path) -> str | None:
    """The family that the tensors' names give away, for a config that names no architecture."""
    headers = headers_of(folder)
    if "qa_outputs.weight" in headers:
        return "extractive_qa"
    pooled = any("pooler." in name or name.startswith("pre_classifier.") for name in headers)
    if pooled and any(name in headers for name in _CLASSIFIERS):
        return "sequence_classification"
    return "sequence_classification" if "classifier.out_proj.weight" in headers else None


def headers_of(folder: Path) -> dict[str, TensorHeader]:
    """Names, shapes and types of all tensors; empty where only torch could tell.

    Raises ``UserError`` as :func:`engine.models.headers.tensor_headers`.
    """
    found: dict[str, TensorHeader] = {}
    for file in weight_files(folder):
        found.update(tensor_headers(file) or {})
    return found


def labels_of(folder: Path, config: Mapping[str, Any]) -> tuple[str, ...]:
    """The labels in the order of the logits; ``LABEL_n`` where no file names them."""
    for mapping in _label_mappings(folder, config):
        found = label_names.in_order(mapping)
        if found:
            return found
    count = int(config.get("num_labels") or answers_of(headers_of(folder)) or 2)
    return tuple(f"LABEL_{place}" for place in range(count))


def answers_of(headers: Mapping[str, TensorHeader]) -> int | None:
    """How many answers the classifier gives, by the rows of its last layer."""
    for name in _CLASSIFIERS:
        if name in headers and headers[name].shape:
            return headers[name].shape[0]
    return None


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


def _max_tokens(folder: Path, config: Mapping[str, Any], family: str) -> int:
    if family == "gliner":
        return int(config.get("max_len") or _GLINER_WORDS)
    if family == "seqgpt":
        return min(_SEQGPT_TOKENS, int(config.get("seq_length") or _SEQGPT_TOKENS))
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


def languages_of(folder: Path) -> tuple[str, ...]:
    """What the model card's head says, where there is one."""
    found = _of_card(folder, "language")
    return tuple(dict.fromkeys((*found, "en", "zh"))) if "multilingual" in found else found


def licence_of(folder: Path) -> str:
    """The licence that the model card's head names; empty where it names none."""
    return ", ".join(_of_card(folder, "license"))


def _of_card(folder: Path, key: str) -> tuple[str, ...]:
    """The values of ``key`` in the head of ``README.md``: on its line, or a list below it."""
    card = folder / "README.md"
    if not card.is_file():
        return ()
    lines = card.read_text(encoding="utf-8", errors="replace").splitlines()[:60]
    if not lines or lines[0].strip() != "---":
        return ()
    found: list[str] = []
    inside = False
    for line in lines[1:]:
        if line.startswith(f"{key}:"):
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
