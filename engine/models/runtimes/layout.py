"""BERT's shape under its several names: one layout read from a config and a state dict.

Covers BERT (Devlin et al., 2019), StructBERT (same modules), RoBERTa, XLM-RoBERTa, CamemBERT and
DistilBERT checkpoints as published. The prefix of the names (``bert.``, ``roberta.``, none) is what
precedes ``embeddings.word_embeddings.weight``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.errors import UserError

if TYPE_CHECKING:
    from torch import Tensor

_WORDS = "embeddings.word_embeddings.weight"
_ROBERTA = ("roberta", "xlm-roberta", "camembert")
PACKED_TYPES = ("bert", "structbert", "distilbert", *_ROBERTA)
"""Values of ``model_type`` whose layers this layout describes."""

_ACTIVATIONS = {"gelu": "none", "gelu_new": "tanh", "gelu_pytorch_tanh": "tanh"}

_BERT = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm2": "output.LayerNorm",
}
_DISTILBERT = {
    "query": "attention.q_lin",
    "key": "attention.k_lin",
    "value": "attention.v_lin",
    "out": "attention.out_lin",
    "norm1": "sa_layer_norm",
    "up": "ffn.lin1",
    "down": "ffn.lin2",
    "norm2": "output_layer_norm",
}


@dataclass(frozen=True, slots=True)
class Affine:
    """A weight and a bias: of a linear layer (out, in) or of a layer norm (size,)."""

    weight: Tensor
    bias: Tensor


@dataclass(frozen=True, slots=True)
class Layer:
    """One transformer layer, norms after the additions."""

    query: Affine
    key: Affine
    value: Affine
    out: Affine
    norm1: Affine
    up: Affine
    down: Affine
    norm2: Affine


@dataclass(frozen=True, slots=True)
class EncoderLayout:
    """Everything an encoder needs. ``gelu`` is torch's name of the approximation.

    ``position_offset``: the row of the position table for the first token (RoBERTa skips the
    padding rows). ``token_types`` is ``None`` where the architecture has none.
    """

    hidden_size: int
    heads: int
    epsilon: float
    gelu: str
    words: Tensor
    positions: Tensor
    token_types: Tensor | None
    position_offset: int
    norm: Affine
    layers: tuple[Layer, ...]


def supported(config: Mapping[str, Any]) -> bool:
    """True where this layout computes what ``config`` describes."""
    return (
        config.get("model_type") in PACKED_TYPES
        and _activation(config) in _ACTIVATIONS
        and config.get("position_embedding_type", "absolute") in ("absolute", None)
        and not config.get("is_decoder", False)
        and config.get("embedding_size", _hidden(config)) == _hidden(config)
    )


def position_limit(config: Mapping[str, Any]) -> int:
    """The longest input in tokens, special ones included."""
    rows = int(config.get("max_position_embeddings", 512))
    return rows - _position_offset(config)


def prefix_of(state: Mapping[str, Tensor]) -> str:
    """What precedes the module names in ``state``. Raises ``UserError("pack_weights")``."""
    found = [name for name in state if name.endswith(_WORDS)]
    if not found:
        raise UserError("pack_weights", missing=_WORDS)
    return min(found, key=len)[: -len(_WORDS)]


def read_layout(config: Mapping[str, Any], state: Mapping[str, Tensor]) -> EncoderLayout:
    """The layout of the checkpoint. Raises ``UserError("pack_weights", missing=…)``."""
    prefix = prefix_of(state)
    distil = config.get("model_type") == "distilbert"
    names = _DISTILBERT if distil else _BERT
    stem = f"{prefix}{'transformer' if distil else 'encoder'}.layer."
    count = int(config["n_layers"] if distil else config["num_hidden_layers"])
    layers = tuple(
        Layer(**{part: _affine(state, f"{stem}{n}.{name}") for part, name in names.items()})
        for n in range(count)
    )
    types = f"{prefix}embeddings.token_type_embeddings.weight"
    return EncoderLayout(
        hidden_size=_hidden(config),
        heads=int(config["n_heads"] if distil else config["num_attention_heads"]),
        epsilon=float(config.get("layer_norm_eps", 1e-12)),
        gelu=_ACTIVATIONS[_activation(config)],
        words=state[prefix + _WORDS],
        positions=_tensor(state, f"{prefix}embeddings.position_embeddings.weight"),
        token_types=state.get(types),
        position_offset=_position_offset(config),
        norm=_affine(state, f"{prefix}embeddings.LayerNorm"),
        layers=layers,
    )


def _tensor(state: Mapping[str, Tensor], name: str) -> Tensor:
    if name not in state:
        raise UserError("pack_weights", missing=name)
    return state[name]


def _affine(state: Mapping[str, Tensor], name: str) -> Affine:
    # Checkpoints converted from TensorFlow call a norm's weight gamma and its bias beta.
    if f"{name}.gamma" in state:
        return Affine(state[f"{name}.gamma"], _tensor(state, f"{name}.beta"))
    return Affine(_tensor(state, f"{name}.weight"), _tensor(state, f"{name}.bias"))


def _hidden(config: Mapping[str, Any]) -> int:
    return int(config["dim"] if config.get("model_type") == "distilbert" else config["hidden_size"])


def _activation(config: Mapping[str, Any]) -> str:
    distil = config.get("model_type") == "distilbert"
    return str(config.get("activation" if distil else "hidden_act", "gelu"))


def _position_offset(config: Mapping[str, Any]) -> int:
    if config.get("model_type") not in _ROBERTA:
        return 0
    return int(config.get("pad_token_id", 1)) + 1
