"""The linear layers of a transformer layer and the norms after them, without its attention."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from engine.models.lazy import lazy
from engine.models.runtimes.layout import Affine, EncoderLayout, Layer
from engine.models.runtimes.linear import Linear

if TYPE_CHECKING:
    import torch
    from torch import Tensor
    from torch.nn import functional
else:
    torch = lazy("torch")
    functional = lazy("torch.nn.functional")


class Dense(Protocol):
    """What one layer does to each row by itself. ``states`` is (rows, hidden_size); ``finish`` may
    write over it."""

    def qkv(self, states: Tensor) -> Tensor:
        """Query, key and value side by side, (rows, 3 * hidden_size)."""

    def first(self, states: Tensor, places: Tensor) -> tuple[Tensor, Tensor]:
        """The queries of the rows ``places``, and key and value of all rows side by side."""

    def finish(self, attended: Tensor, states: Tensor) -> Tensor:
        """The layer's output from what was attended to and the layer's input."""


class FloatDense:
    """Linear layers and norms in ``dtype``. ``last``: first rows alone may be asked for."""

    def __init__(
        self, layer: Layer, layout: EncoderLayout, dtype: torch.dtype, fused: bool, last: bool
    ) -> None:
        self._epsilon = layout.epsilon
        self._qkv = Linear(joined(layer.query, layer.key, layer.value), dtype, fused)
        self._out = Linear(layer.out, dtype, fused)
        self._up = Linear(layer.up, dtype, fused, layout.gelu)
        self._down = Linear(layer.down, dtype, fused)
        self._norm1 = cast(layer.norm1, dtype)
        self._norm2 = cast(layer.norm2, dtype)
        # Only the last layer is ever asked for first tokens alone.
        if last:
            self._query = Linear(layer.query, dtype, fused)
            self._key_value = Linear(joined(layer.key, layer.value), dtype, fused)

    def qkv(self, states: Tensor) -> Tensor:
        """As :class:`Dense` says."""
        return self._qkv(states)

    def first(self, states: Tensor, places: Tensor) -> tuple[Tensor, Tensor]:
        """As :class:`Dense` says."""
        return self._query(states[places]), self._key_value(states)

    def finish(self, attended: Tensor, states: Tensor) -> Tensor:
        """As :class:`Dense` says."""
        states = normal(self._out.plus(attended, states), self._norm1, self._epsilon)
        widened = self._up.gelu(states)
        return normal(self._down.plus(widened, states), self._norm2, self._epsilon)


def joined(*parts: Affine) -> Affine:
    """Several linear layers over the same input as one."""
    return Affine(torch.cat([part.weight for part in parts]), torch.cat([p.bias for p in parts]))


def cast(affine: Affine, dtype: torch.dtype) -> Affine:
    """The same layer in ``dtype``."""
    return Affine(affine.weight.detach().to(dtype), affine.bias.detach().to(dtype))


def normal(states: Tensor, norm: Affine, epsilon: float) -> Tensor:
    """The layer norm of each row."""
    return functional.layer_norm(states, norm.weight.shape, norm.weight, norm.bias, epsilon)
