"""Which numbers go into an encoder's linear layers, and how they are rounded best."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.models.lazy import lazy
from engine.models.runtimes.dense import FloatDense, normal
from engine.models.runtimes.int8 import OVERFLOW_STEPS, STEPS
from engine.models.runtimes.layout import EncoderLayout, Layer
from engine.models.runtimes.scales import LayerSites, Site

if TYPE_CHECKING:
    import torch
    from torch import Tensor
else:
    torch = lazy("torch")

_SHARE = 12
"""Of so many channels, one may be a further column."""

_GRID = 16
"""Scales to a doubling: machines that differ in the last digits find the same ones."""

_ZEROS = range(8, 248, 8)
_ROUNDS = 30
_SLACK = 1.1
"""Room for larger numbers than the calibration texts show."""


class Watch:
    """The least and largest number of each channel at one site; shape (channels,)."""

    def __init__(self) -> None:
        self._low: Tensor | None = None
        self._high: Tensor | None = None

    def see(self, x: Tensor) -> None:
        """Take note of the rows of ``x``."""
        low, high = x.amin(0), x.amax(0)
        self._low = low if self._low is None else torch.minimum(self._low, low)
        self._high = high if self._high is None else torch.maximum(self._high, high)

    def reach(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """``(low, high)``, zero and some slack included."""
        assert self._low is not None and self._high is not None
        low, high = self._low.double().numpy(), self._high.double().numpy()
        return np.minimum(low, 0.0) * _SLACK, np.maximum(high, 0.0) * _SLACK


class WatchedDense(FloatDense):
    """A layer in full precision that watches its sites. ``rows``: how many of a batch are real."""

    def __init__(self, layer: Layer, layout: EncoderLayout) -> None:
        super().__init__(layer, layout, torch.float32, fused=False, last=False)
        self.rows = 0
        self._watches = (Watch(), Watch(), Watch(), Watch())

    def qkv(self, states: Tensor) -> Tensor:
        """As ``Dense`` says."""
        self._watches[0].see(states[: self.rows])
        return super().qkv(states)

    def finish(self, attended: Tensor, states: Tensor) -> Tensor:
        """As ``Dense`` says."""
        self._watches[1].see(attended[: self.rows])
        states = normal(self._out.plus(attended, states), self._norm1, self._epsilon)
        self._watches[2].see(states[: self.rows])
        widened = self._up.gelu(states)
        self._watches[3].see(widened[: self.rows])
        return normal(self._down.plus(widened, states), self._norm2, self._epsilon)

    def sites(self) -> LayerSites:
        """The best rounding for what was seen."""
        one, two, three = (site_of(*watch.reach()) for watch in self._watches[:3])
        return one, two, three, behind_gelu(*self._watches[3].reach())


def site_of(low: NDArray[np.float64], high: NDArray[np.float64]) -> Site:
    """The finest rounding over channels of these ranges that needs few further columns."""
    most = len(low) // _SHARE
    scale = _finest(
        low, high, lambda s: min(_needed(low, high, s, zero) for zero in _ZEROS) <= most
    )
    zero = min(_ZEROS, key=lambda zero: _needed(low, high, scale, zero))
    above, below = _parts(low, high, scale, zero)
    extra = [(int(c), n) for c in np.flatnonzero(above) for n in range(1, int(above[c]) + 1)]
    extra += [(int(c), -n) for c in np.flatnonzero(below) for n in range(1, int(below[c]) + 1)]
    return Site(scale, zero, tuple(extra))


def behind_gelu(low: NDArray[np.float64], high: NDArray[np.float64]) -> Site:
    """The same behind a GELU, whose least value is near -0.17."""
    most = len(low) // (2 * _SHARE)

    def parts(scale: float) -> NDArray[np.float64]:
        reach = scale * (STEPS - _gelu_zero(low, scale))
        return np.ceil(np.maximum(high - reach, 0.0) / (scale * OVERFLOW_STEPS))

    # Below three a GELU is not yet the identity, and what overflows would not be rectified values.
    enough = 3.0 / (STEPS - 20)
    scale = max(_finest(low, high, lambda s: float(parts(s).sum()) <= most), _snapped(enough))
    found = parts(scale)
    extra = [(int(c), n) for c in np.flatnonzero(found) for n in range(1, int(found[c]) + 1)]
    return Site(scale, _gelu_zero(low, scale), tuple(extra))


def _gelu_zero(low: NDArray[np.float64], scale: float) -> int:
    return min(max(math.ceil(-float(low.min()) / scale), 1), STEPS - 1)


def _finest(
    low: NDArray[np.float64], high: NDArray[np.float64], fits: Callable[[float], bool]
) -> float:
    whole = max(float(high.max() - low.min()), 1e-6) / (STEPS - 9)
    fine, coarse = whole / 1000, whole
    for _ in range(_ROUNDS):
        middle = math.sqrt(fine * coarse)
        fine, coarse = (fine, middle) if fits(middle) else (middle, coarse)
    return _snapped(coarse)


def _snapped(scale: float) -> float:
    """The next scale of the grid that is no finer."""
    return float(2.0 ** (math.ceil(math.log2(scale) * _GRID - 1e-6) / _GRID))


def _parts(
    low: NDArray[np.float64], high: NDArray[np.float64], scale: float, zero: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    above = np.ceil(np.maximum(high / scale - (STEPS - zero), 0.0) / STEPS)
    below = np.ceil(np.maximum(-low / scale - zero, 0.0) / STEPS)
    return above, below


def _needed(low: NDArray[np.float64], high: NDArray[np.float64], scale: float, zero: int) -> float:
    above, below = _parts(low, high, scale, zero)
    return float(above.sum() + below.sum())
