"""The same encoder for an accelerator: padded to the longest of a length-sorted batch.

A graphics card wants few large kernels, not few tokens; with sorted batches little is padding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.models.lazy import lazy
from engine.models.runtimes.base import TokenIds
from engine.models.runtimes.layout import Affine, Layer, read_layout

if TYPE_CHECKING:
    import torch
    from torch import Tensor
    from torch.nn import functional
else:
    torch = lazy("torch")
    functional = lazy("torch.nn.functional")


class PaddedEncoder:
    """BERT's shape on ``device``. ``config`` and ``state`` as in :class:`PackedEncoder`.

    Raises ``UserError("pack_weights")`` where a tensor is missing. Thread: one at a time.
    """

    padded = True

    def __init__(
        self,
        config: Mapping[str, Any],
        state: Mapping[str, Tensor],
        device: str,
        precision: str = "fp32",
    ) -> None:
        layout = read_layout(config, state)
        types = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}
        self.precision = precision
        self.hidden_size = layout.hidden_size
        self._heads = layout.heads
        self._epsilon = layout.epsilon
        self._gelu = layout.gelu
        self._offset = layout.position_offset
        self._device = device
        self._type = types[precision]
        self._words = self._moved(layout.words)
        self._positions = self._moved(layout.positions)
        self._types = None if layout.token_types is None else self._moved(layout.token_types)
        self._norm = self._both(layout.norm)
        self._layers = [self._layer(layer) for layer in layout.layers]

    def tokens(self, inputs: Sequence[TokenIds]) -> list[Tensor]:
        """Hidden states of all tokens: for each input a float32 tensor (n, hidden_size)."""
        states, _ = self._run(inputs)
        return [states[row, : len(item)].float() for row, item in enumerate(inputs)]

    def first(self, inputs: Sequence[TokenIds]) -> Tensor:
        """Hidden states of each input's first token, float32 (inputs, hidden_size)."""
        return self._run(inputs)[0][:, 0].float()

    def mean(self, inputs: Sequence[TokenIds]) -> Tensor:
        """The mean over each input's tokens, float32 (inputs, hidden_size)."""
        states, real = self._run(inputs)
        counted = real[:, :, None].float()
        return (states.float() * counted).sum(1) / counted.sum(1)

    def _run(self, inputs: Sequence[TokenIds]) -> tuple[Tensor, Tensor]:
        """``(states (inputs, longest, hidden), real tokens (inputs, longest))``."""
        with torch.inference_mode():
            ids, types, real = self._batch(inputs)
            states = self._embed(ids, types)
            mask = None if bool(real.all()) else real[:, None, None, :]
            for layer in self._layers:
                states = self._apply(layer, states, mask)
            return states, real

    def _batch(self, inputs: Sequence[TokenIds]) -> tuple[Tensor, Tensor, Tensor]:
        longest = max(len(item) for item in inputs)
        ids = np.zeros((len(inputs), longest), dtype=np.int64)
        types = np.zeros_like(ids)
        real = np.zeros(ids.shape, dtype=bool)
        for row, item in enumerate(inputs):
            ids[row, : len(item)] = item.ids
            types[row, : len(item)] = item.types
            real[row, : len(item)] = True
        moved = [torch.from_numpy(array).to(self._device) for array in (ids, types, real)]
        return moved[0], moved[1], moved[2]

    def _embed(self, ids: Tensor, types: Tensor) -> Tensor:
        length = ids.shape[1]
        states = functional.embedding(ids, self._words)
        states = states + self._positions[self._offset : self._offset + length]
        if self._types is not None:
            # A table of one row (RoBERTa) ignores what the tokenizer says.
            rows = types if len(self._types) > 1 else torch.zeros_like(types)
            states = states + functional.embedding(rows, self._types)
        return self._normal(states, self._norm)

    def _apply(self, layer: Layer, states: Tensor, mask: Tensor | None) -> Tensor:
        shape = (*states.shape[:2], self._heads, -1)
        query, key, value = (
            functional.linear(states, part.weight, part.bias).view(shape).transpose(1, 2)
            for part in (layer.query, layer.key, layer.value)
        )
        attended = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        joined = attended.transpose(1, 2).reshape(states.shape)
        out = functional.linear(joined, layer.out.weight, layer.out.bias)
        states = self._normal(out + states, layer.norm1)
        inner = functional.linear(states, layer.up.weight, layer.up.bias)
        inner = functional.gelu(inner, approximate=self._gelu)
        down = functional.linear(inner, layer.down.weight, layer.down.bias)
        return self._normal(down + states, layer.norm2)

    def _normal(self, states: Tensor, norm: Affine) -> Tensor:
        size = norm.weight.shape
        return functional.layer_norm(states, size, norm.weight, norm.bias, self._epsilon)

    def _moved(self, tensor: Tensor) -> Tensor:
        return tensor.detach().to(self._device, self._type)

    def _both(self, affine: Affine) -> Affine:
        return Affine(self._moved(affine.weight), self._moved(affine.bias))

    def _layer(self, layer: Layer) -> Layer:
        names = ("query", "key", "value", "out", "norm1", "up", "down", "norm2")
        return Layer(**{name: self._both(getattr(layer, name)) for name in names})
