"""Writing a model pack: int8 rows, the shared word embeddings, checksums, the card."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor

from engine.models.weights import SCALE, dequantised, quantised
from training import bilingual
from training.bilingual import WORDS
from training.data import REPOSITORY

PACKS = Path(os.environ.get("CLAUSEDESK_PACKS", REPOSITORY / "resources" / "models"))
"""Where packs are written: the built-in ones, or another folder to look at them first."""
EMBEDDINGS_PACK = "clausedesk-embeddings"
EMBEDDINGS_FILE = "embeddings.safetensors"
_KEPT_EXACT = ("token_type_embeddings", "LayerNorm", "classifier", "bias")
"""Small tensors whose rounding would cost more than it saves."""


@dataclass(slots=True)
class PackCard:
    """What ``pack.json`` says besides the files; see ``engine.models.packs``."""

    name: str
    title: str
    task: str
    family: str
    origin: str
    max_tokens: int
    labels: Sequence[str] = ()
    calibration: Mapping[str, Any] = field(default_factory=dict)
    known_answer: list[dict[str, Any]] = field(default_factory=list)
    card: dict[str, Any] = field(default_factory=dict)
    languages: Sequence[str] = ("en", "zh")
    licence: str = "Apache-2.0"


def pack_tensors(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """``state`` as stored: matrices as int8 rows with a scale each, everything else in float32."""
    stored: dict[str, Tensor] = {}
    for name, tensor in state.items():
        exact = tensor.dim() != 2 or any(part in name for part in _KEPT_EXACT)
        if exact:
            stored[name] = tensor.detach().float().contiguous()
        else:
            rows, scale = quantised(tensor.detach())
            stored[name], stored[name + SCALE] = rows.contiguous(), scale.contiguous()
    return stored


def rounded(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """``state`` after a pass through int8: what the pack's users will get."""
    return dequantised(pack_tensors(state))


def write_words() -> None:
    """Write the word embeddings that all packs share, next to the embedding pack's own weights."""
    folder = PACKS / EMBEDDINGS_PACK
    folder.mkdir(parents=True, exist_ok=True)
    words = bilingual.state()[WORDS]
    _save(pack_tensors({WORDS: words}), folder / EMBEDDINGS_FILE)


def write_pack(card: PackCard, state: Mapping[str, Tensor], config: Mapping[str, Any]) -> Path:
    """Write the pack's folder; ``state`` has BERT's names without a prefix.

    The word embeddings are left out: they stand in the embedding pack (see :func:`write_words`).
    """
    folder = PACKS / card.name
    folder.mkdir(parents=True, exist_ok=True)
    own = {name: tensor for name, tensor in state.items() if name != WORDS}
    _save(pack_tensors(own), folder / "model.safetensors")
    _write_json(folder / "config.json", dict(config))
    bilingual.tokenizer().save(str(folder / "tokenizer.json"), pretty=False)
    write_card(card)
    return folder


def write_card(card: PackCard) -> None:
    """Write ``pack.json`` alone: the files of the folder must stand."""
    names = ["model.safetensors", "config.json", "tokenizer.json"]
    if card.name == EMBEDDINGS_PACK:
        names.append(EMBEDDINGS_FILE)
    words = PACKS / EMBEDDINGS_PACK / EMBEDDINGS_FILE
    shared = {"pack": EMBEDDINGS_PACK, "file": EMBEDDINGS_FILE, "sha256": sha256(words)}
    write_light_card(card, names, {WORDS: shared})


def write_light_card(
    card: PackCard, names: Sequence[str], shared: Mapping[str, Any] | None = None
) -> None:
    """Write ``pack.json`` over the files ``names``, which must stand."""
    folder = PACKS / card.name
    _write_json(
        folder / "pack.json",
        {
            "schema": 1,
            "name": card.name,
            "title": card.title,
            "task": card.task,
            "family": card.family,
            "languages": list(card.languages),
            "licence": card.licence,
            "origin": card.origin,
            "files": {name: sha256(folder / name) for name in names},
            "labels": list(card.labels),
            "calibration": dict(card.calibration),
            "max_tokens": card.max_tokens,
            "shared": dict(shared or {}),
            "known_answer": card.known_answer,
            "card": card.card,
        },
    )


def keep_log(run: Path, name: str) -> None:
    """Keep the training curve (step, smoothed loss, seconds) beside the card."""
    shutil.copyfile(run / "log.csv", PACKS / name / "training_log.csv")


def bert_config(config: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """A plain config.json of BERT's shape: the keys that describe the layers, and ``changes``."""
    keys = (
        "model_type vocab_size hidden_size num_hidden_layers num_attention_heads "
        "intermediate_size hidden_act max_position_embeddings type_vocab_size layer_norm_eps "
        "pad_token_id initializer_range hidden_dropout_prob attention_probs_dropout_prob"
    )
    return {key: config[key] for key in keys.split()} | changes


def sha256(file: Path) -> str:
    """The file's SHA-256."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _save(tensors: Mapping[str, Tensor], file: Path) -> None:
    with torch.inference_mode():
        save_file(dict(tensors), file, metadata={"format": "pt"})
    file.chmod(0o644)


def _write_json(file: Path, value: Mapping[str, Any]) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    file.write_text(text, encoding="utf-8")
