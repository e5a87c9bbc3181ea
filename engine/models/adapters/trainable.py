"""The span extractor's encoder with gradients: frozen below, low-rank additions above.

The lower layers never change, so what they make of an input is computed once and kept; each step of
learning costs the upper layers alone. An addition is a path of its own beside the frozen matrix, so
that no gradient of a whole matrix is ever computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from engine.models.adapters.delta import ADD, DOWN, UP
from engine.models.families.span_head import HEAD_PREFIX, span_scores
from engine.models.lazy import lazy
from engine.models.runtimes.layout import prefix_of

if TYPE_CHECKING:
    import torch
    from torch import Tensor
    from torch.nn import functional
else:
    torch = lazy("torch")
    functional = lazy("torch.nn.functional")

_TENSORS = (".weight", ".bias")


class Trainable:
    """BERT's layers (Devlin et al., 2019), of which the uppermost ``layers`` may change, and the
    scoring head. ``half``: matrix products in bfloat16. Thread: one at a time."""

    def __init__(
        self, config: Mapping[str, Any], state: Mapping[str, Tensor], layers: int, half: bool
    ) -> None:
        self._prefix = prefix_of(state)
        self._half = half
        self._heads = int(config["num_attention_heads"])
        self._epsilon = float(config.get("layer_norm_eps", 1e-12))
        self._count = int(config["num_hidden_layers"])
        self._first = max(0, self._count - layers)
        self._own = {name: tensor.float() for name, tensor in state.items()}
        if half:
            inner = f"{self._prefix}encoder."
            self._own |= {
                name: tensor.bfloat16()
                for name, tensor in self._own.items()
                if name.startswith(inner) and tensor.dim() == 2
            }

    def names(self) -> list[str]:
        """The tensors that may change."""
        stems = tuple(self._stem(number) for number in range(self._first, self._count))
        return [name for name in self._own if name.startswith((*stems, HEAD_PREFIX))]

    def lower(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        """What the frozen layers make of inputs (batch, tokens): (batch, tokens, hidden)."""
        embedded = f"{self._prefix}embeddings."
        with torch.no_grad(), self._precision():
            states = functional.embedding(ids, self._own[f"{embedded}word_embeddings.weight"])
            kinds = self._own[f"{embedded}token_type_embeddings.weight"]
            places = self._own[f"{embedded}position_embeddings.weight"][: ids.shape[1]]
            states = states + functional.embedding(types, kinds) + places
            states = self._norm(states, f"{embedded}LayerNorm", {})
            for number in range(self._first):
                states = self._layer(number, states, mask, {})
            return states.float()

    def upper(self, states: Tensor, mask: Tensor, adapter: Mapping[str, Tensor]) -> Tensor:
        """The last hidden states, float32, with ``adapter`` (see :mod:`delta`) in the layers."""
        with self._precision():
            for number in range(self._first, self._count):
                states = self._layer(number, states, mask, adapter)
        return states.float()

    def scores(self, tokens: Tensor, markers: Tensor, adapter: Mapping[str, Tensor]) -> Tensor:
        """The head's logits (3, fields, tokens), float32."""
        head = {}
        for name, own in self._own.items():
            if name.startswith(HEAD_PREFIX):
                up, more = adapter.get(name + UP), adapter.get(name + ADD)
                if up is not None:
                    more = up @ adapter[name + DOWN]
                head[name.removeprefix(HEAD_PREFIX)] = own if more is None else own + more
        return span_scores(head, tokens, markers)

    def _precision(self) -> Any:
        return torch.autocast("cpu", torch.bfloat16, enabled=self._half)

    def _stem(self, number: int) -> str:
        return f"{self._prefix}encoder.layer.{number}."

    def _layer(
        self, number: int, states: Tensor, mask: Tensor, adapter: Mapping[str, Tensor]
    ) -> Tensor:
        stem = self._stem(number)
        shape = (*states.shape[:2], self._heads, -1)
        query, key, value = (
            self._linear(states, f"{stem}attention.self.{part}", adapter)
            .reshape(shape)
            .transpose(1, 2)
            for part in ("query", "key", "value")
        )
        allowed = mask[:, None, None].bool()
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=allowed)
        mixed = self._linear(
            seen.transpose(1, 2).flatten(2), f"{stem}attention.output.dense", adapter
        )
        states = self._norm(states + mixed, f"{stem}attention.output.LayerNorm", adapter)
        wide = functional.gelu(self._linear(states, f"{stem}intermediate.dense", adapter))
        narrow = self._linear(wide, f"{stem}output.dense", adapter)
        return self._norm(states + narrow, f"{stem}output.LayerNorm", adapter)

    def _linear(self, states: Tensor, name: str, adapter: Mapping[str, Tensor]) -> Tensor:
        made = functional.linear(states, *self._affine(name, adapter))
        up = adapter.get(f"{name}.weight{UP}")
        if up is None:
            return made
        narrow = functional.linear(states, adapter[f"{name}.weight{DOWN}"])
        return made + functional.linear(narrow, up)

    def _norm(self, states: Tensor, name: str, adapter: Mapping[str, Tensor]) -> Tensor:
        weight, bias = self._affine(name, adapter)
        return functional.layer_norm(
            states.float(), (states.shape[-1],), weight, bias, self._epsilon
        )

    def _affine(self, name: str, adapter: Mapping[str, Tensor]) -> tuple[Tensor, Tensor]:
        """A layer's own weight and bias, with what is added to vectors."""
        weight, bias = (self._own[name + part] for part in _TENSORS)
        more = [adapter.get(name + part + ADD) for part in _TENSORS]
        return (
            weight if more[0] is None else weight + more[0],
            bias if more[1] is None else bias + more[1],
        )
