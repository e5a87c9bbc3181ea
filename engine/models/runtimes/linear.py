"""Linear layers for the CPU: weights laid out once for oneDNN, what follows them fused in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.models.lazy import lazy
from engine.models.runtimes.layout import Affine

if TYPE_CHECKING:
    import torch
    from torch import Tensor
    from torch.nn import functional
else:
    torch = lazy("torch")
    functional = lazy("torch.nn.functional")


class Linear:
    """``x W' + b``, alone, with a GELU after it, or with another tensor added to it.

    ``fused`` uses oneDNN's private operators; ``gelu`` is torch's name of the approximation;
    ``batch`` is how many rows oneDNN should expect when it lays out the weight.
    """

    def __init__(
        self,
        affine: Affine,
        dtype: torch.dtype,
        fused: bool,
        gelu: str = "none",
        batch: int = 1024,
    ) -> None:
        weight = affine.weight.detach().to(dtype).contiguous()
        self._bias = affine.bias.detach().to(dtype).contiguous()
        self._fused = fused
        self._gelu = gelu
        self._weight: Tensor = weight
        if fused:
            self._weight = torch.ops.mkldnn._reorder_linear_weight(weight, batch)

    def __call__(self, x: Tensor) -> Tensor:
        """The layer alone."""
        if not self._fused:
            return functional.linear(x, self._weight, self._bias)
        result: Tensor = torch.ops.mkldnn._linear_pointwise(
            x, self._weight, self._bias, "none", [], ""
        )
        return result

    def gelu(self, x: Tensor) -> Tensor:
        """The layer, then a GELU."""
        if not self._fused:
            linear = functional.linear(x, self._weight, self._bias)
            return functional.gelu(linear, approximate=self._gelu)
        result: Tensor = torch.ops.mkldnn._linear_pointwise(
            x, self._weight, self._bias, "gelu", [], self._gelu
        )
        return result

    def plus(self, x: Tensor, other: Tensor) -> Tensor:
        """The layer, with ``other`` added to it."""
        if not self._fused:
            return functional.linear(x, self._weight, self._bias) + other
        result: Tensor = torch.ops.mkldnn._linear_pointwise.binary(
            x, other, self._weight, self._bias, "add"
        )
        return result


def fused_agrees(up: Affine, down: Affine, dtype: torch.dtype, gelu: str) -> bool:
    """True where oneDNN's operators exist here and give what torch's own give, on these layers of
    a perceptron (``down`` undoes the widening of ``up``)."""
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(7, up.weight.shape[1], generator=generator).to(dtype)
    # The operators are private to torch and may change or be absent: any failure means "not here".
    try:
        with torch.inference_mode():
            results = []
            for fused in (True, False):
                wide, narrow = Linear(up, dtype, fused, gelu), Linear(down, dtype, fused)
                inner = wide.gelu(x)
                results.append((wide(x), inner, narrow.plus(inner, x)))
    except (RuntimeError, AttributeError, TypeError, NotImplementedError):
        return False
    allowed = 3e-2 if dtype is torch.bfloat16 else 1e-3
    return all(
        torch.allclose(mine.float(), other.float(), rtol=allowed, atol=allowed)
        for mine, other in zip(*results, strict=True)
    )
