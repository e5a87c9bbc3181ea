"""Bloom's decoder (Le Scao et al., 2022) without padding: many sequences of any length in one pass.

The rows of all sequences are one matrix in every linear layer; attention runs sequence by sequence
over its own keys, with ALiBi's slopes (Press et al., 2022) as a bias. Rows are filled up to a few
fixed heights, so that the processor's kernels are always the same ones; whether a row's numbers are
then the same whatever stands beside it is tried once, when the model is loaded
(:attr:`BloomRuntime.independent`), because the results must not depend on what shares a batch.

The output layer is never computed in full: a caller that knows which tokens may follow asks for
their rows alone, out of a quarter of a million.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import UserError
from engine.models.devices import Compute
from engine.models.lazy import lazy
from engine.models.runtimes.layout import Affine
from engine.models.runtimes.linear import Linear, fused_agrees

if TYPE_CHECKING:
    import torch
    from torch import Tensor
    from torch.nn import functional
else:
    torch = lazy("torch")
    functional = lazy("torch.nn.functional")

MOST_ROWS = 256
"""Rows of one pass; a longer prompt is read in several."""

_HEIGHTS = (8, 16, 24, 32, 48, 64, 96, 128, 192, MOST_ROWS)
_WORDS = "word_embeddings.weight"


class KeyValues:
    """One sequence's keys and values, all layers. ``length`` is how many tokens are in it; setting it
    lower takes the last ones back."""

    def __init__(self, store: Tensor, length: int = 0) -> None:
        self._store = store
        self.length = length

    def make_room(self, count: int) -> None:
        """See to it that ``count`` more tokens fit."""
        wanted, held = self.length + count, int(self._store.shape[-2])
        if wanted > held:
            store = self._store.new_empty(
                (*self._store.shape[:-2], 2 * wanted, self._store.shape[-1])
            )
            store[..., : self.length, :] = self._store[..., : self.length, :]
            self._store = store

    def fork(self) -> KeyValues:
        """A copy that goes its own way from here."""
        store = torch.empty_like(self._store)
        store[..., : self.length, :] = self._store[..., : self.length, :]
        return KeyValues(store, self.length)

    def layer(self, number: int) -> Tensor:
        """Keys and values of a layer, shape (2, heads, capacity, dim)."""
        return self._store[number]


@dataclass(frozen=True, slots=True)
class Rows:
    """Tokens that follow what is in ``cache``; a pass appends them to it."""

    cache: KeyValues
    ids: Sequence[int]


class BloomRuntime:
    """The decoder. ``config`` is the checkpoint's config.json, ``state`` its tensors by their
    published names. Raises ``UserError("pack_weights")``. Thread: one at a time.
    """

    def __init__(
        self, config: Mapping[str, Any], state: Mapping[str, Tensor], compute: Compute
    ) -> None:
        types = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}
        self.precision: str = compute.precision
        self._device = compute.device
        self._type = types[compute.precision]
        # Attention over one sequence is small work, at which processors are faster in full precision.
        self._cached = torch.float32 if compute.device == "cpu" else self._type
        self._epsilon = float(config.get("layer_norm_epsilon", 1e-5))
        self._after_norm = bool(config.get("apply_residual_connection_post_layernorm", False))
        self._heads = int(config.get("n_head") or config.get("num_attention_heads") or 0)
        tensors = _Named(state)
        self._words = self._moved(tensors[_WORDS])
        self.hidden_size = int(self._words.shape[1])
        self._first_norm = self._norm(tensors, "word_embeddings_layernorm")
        self._last_norm = self._norm(tensors, "ln_f")
        self._slopes = torch.from_numpy(alibi_slopes(self._heads)).to(self._device)
        count = int(config.get("n_layer") or config.get("num_hidden_layers") or 0)
        fused = compute.device == "cpu" and fused_agrees(
            tensors.affine("h.0.mlp.dense_h_to_4h"),
            tensors.affine("h.0.mlp.dense_4h_to_h"),
            self._type,
            "tanh",
        )
        self._layers = [_Layer(self, tensors, f"h.{number}.", fused) for number in range(count)]
        self.independent = self._rows_are_independent()

    def cache(self, capacity: int) -> KeyValues:
        """An empty one for ``capacity`` tokens."""
        shape = (len(self._layers), 2, self._heads, capacity, self.hidden_size // self._heads)
        return KeyValues(torch.empty(shape, dtype=self._cached, device=self._device))

    def run(self, parts: Sequence[Rows]) -> list[Tensor]:
        """The last hidden states (after the final norm) of each part's tokens: (n, hidden), float32,
        on the CPU. At most :data:`MOST_ROWS` tokens together."""
        ids = [token for part in parts for token in part.ids]
        height = next(height for height in _HEIGHTS if height >= len(ids))
        with torch.inference_mode():
            for part in parts:
                part.cache.make_room(len(part.ids))
            filled = torch.tensor(ids + [0] * (height - len(ids)), device=self._device)
            states = functional.embedding(filled, self._words)
            states = self._normal(states, self._first_norm)
            biases = [self._bias(part) for part in parts]
            for number, layer in enumerate(self._layers):
                states = layer(states, number, parts, biases)
            states = self._normal(states, self._last_norm)[: len(ids)].float().cpu()
        for part in parts:
            part.cache.length += len(part.ids)
        return list(torch.split(states, [len(part.ids) for part in parts]))

    def output_rows(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """The output layer's rows for ``ids``: float32 (n, hidden). A hidden state times such a row
        is the token's logit."""
        picked = self._words[torch.from_numpy(ids).to(self._device)]
        return np.asarray(picked.float().cpu().numpy(), dtype=np.float32)

    def _bias(self, part: Rows) -> Tensor:
        """ALiBi, and nothing of the future: (heads, rows, keys). Distances count from the row
        itself, so that near keys have small numbers, which half precision tells apart."""
        before, rows = part.cache.length, len(part.ids)
        keys = torch.arange(before + rows, device=self._device)
        own = torch.arange(before, before + rows, device=self._device)[:, None]
        distance = (keys - own).to(torch.float32)
        bias = self._slopes[:, None, None] * distance
        return bias.masked_fill(distance > 0, -math.inf).to(self._cached)

    def _normal(self, states: Tensor, norm: Affine) -> Tensor:
        return functional.layer_norm(
            states, norm.weight.shape, norm.weight, norm.bias, self._epsilon
        )

    def _norm(self, tensors: _Named, name: str) -> Affine:
        norm = tensors.affine(name)
        return Affine(self._moved(norm.weight), self._moved(norm.bias))

    def _moved(self, tensor: Tensor) -> Tensor:
        return tensor.to(self._device, self._type)

    def _rows_are_independent(self) -> bool:
        """Whether sequences get the same numbers alone and together, to the last bit."""
        random = np.random.default_rng(0)
        lengths = (3, 9, 9, 17, 40, 70, 1)
        texts = [random.integers(0, len(self._words), n).tolist() for n in lengths]
        for together in (texts[:2], texts[1:4], texts[2:], texts):
            both = self.run([Rows(self.cache(128), ids) for ids in together])
            for ids, mine in zip(together, both, strict=True):
                (alone,) = self.run([Rows(self.cache(128), ids)])
                if not torch.equal(alone, mine):
                    return False
        return True


class _Layer:
    """One block: attention, then the perceptron, each after its norm."""

    def __init__(self, owner: BloomRuntime, tensors: _Named, stem: str, fused: bool) -> None:
        def linear(name: str, gelu: str = "none") -> Linear:
            affine = tensors.affine(stem + name)
            moved = Affine(affine.weight.to(owner._device), affine.bias.to(owner._device))
            return Linear(moved, owner._type, fused, gelu, batch=32)

        self._owner = owner
        self._norm1 = owner._norm(tensors, f"{stem}input_layernorm")
        self._norm2 = owner._norm(tensors, f"{stem}post_attention_layernorm")
        self._qkv = linear("self_attention.query_key_value")
        self._dense = linear("self_attention.dense")
        self._up = linear("mlp.dense_h_to_4h", "tanh")
        self._down = linear("mlp.dense_4h_to_h")

    def __call__(
        self, states: Tensor, number: int, parts: Sequence[Rows], biases: Sequence[Tensor]
    ) -> Tensor:
        owner = self._owner
        normal = owner._normal(states, self._norm1)
        residual = normal if owner._after_norm else states
        states = self._dense.plus(self._attended(normal, number, parts, biases), residual)
        normal = owner._normal(states, self._norm2)
        return self._down.plus(self._up.gelu(normal), normal if owner._after_norm else states)

    def _attended(
        self, states: Tensor, number: int, parts: Sequence[Rows], biases: Sequence[Tensor]
    ) -> Tensor:
        heads, size = self._owner._heads, self._owner.hidden_size
        joined = self._qkv(states).view(len(states), heads, 3, size // heads)
        result = torch.zeros_like(states)
        first = 0
        for part, bias in zip(parts, biases, strict=True):
            last = first + len(part.ids)
            mine = joined[first:last].permute(2, 1, 0, 3)
            end = part.cache.length + len(part.ids)
            store = part.cache.layer(number)
            store[:, :, part.cache.length : end] = mine[1:]
            attended = functional.scaled_dot_product_attention(
                mine[0][None].to(store.dtype),
                store[None, 0, :, :end],
                store[None, 1, :, :end],
                bias[None],
            )
            result[first:last] = attended[0].transpose(0, 1).reshape(last - first, size)
            first = last
        return result


class _Named:
    """Tensors by name, whatever precedes the names in this checkpoint."""

    def __init__(self, state: Mapping[str, Tensor]) -> None:
        found = [name for name in state if name.endswith(_WORDS)]
        if not found:
            raise UserError("pack_weights", missing=_WORDS)
        self._prefix = min(found, key=len)[: -len(_WORDS)]
        self._state = state

    def __getitem__(self, name: str) -> Tensor:
        tensor = self._state.get(self._prefix + name)
        if tensor is None:
            raise UserError("pack_weights", missing=self._prefix + name)
        return tensor

    def affine(self, name: str) -> Affine:
        """A layer's weight and bias."""
        return Affine(self[f"{name}.weight"], self[f"{name}.bias"])


def alibi_slopes(heads: int) -> NDArray[np.float32]:
    """The slope of each head (Press et al., 2022, and its extension to any number of heads)."""
    power = 2 ** math.floor(math.log2(heads))
    slopes = [2.0 ** (-8.0 * (n + 1) / power) for n in range(power)]
    # Heads beyond a power of two take every other slope of twice as many.
    slopes += [2.0 ** (-4.0 * (2 * n + 1) / power) for n in range(heads - power)]
    return np.asarray(slopes, dtype=np.float32)
