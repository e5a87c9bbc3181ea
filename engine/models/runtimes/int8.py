"""Linear layers in 8-bit integers, by oneDNN's quantised operators.

Weights are rounded to int8 with a scale a row, what goes into a layer to uint8 with one scale and zero
for all rows and texts, found beforehand (:mod:`engine.models.runtimes.ranges`). Because these are
fixed and sums of integers exact, an input's numbers do not depend on what stands beside it in a batch.

A trained encoder has a few channels that are ten or a hundred times as large as the others, and one
scale for all would round those others away. Such a channel gets several columns (outlier channel
splitting; Zhao et al., 2019), each of which takes the part of the value that the one before could not
hold; the columns' weights are the same, so the sum is the value. Behind a GELU, which is the identity
where values are that large, the further parts are rectified linear units of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from engine.models.lazy import lazy
from engine.models.runtimes.dense import cast, joined, normal
from engine.models.runtimes.layout import Affine, EncoderLayout, Layer
from engine.models.runtimes.packed import PackedEncoder
from engine.models.runtimes.scales import LayerSites, Scales, Site
from engine.models.threads import ThreadTuner

if TYPE_CHECKING:
    import torch
    from torch import Tensor
    from torch.nn import functional
else:
    torch = lazy("torch")
    functional = lazy("torch.nn.functional")

STEPS = 255
"""The largest uint8; a column holds that many steps of its scale."""

OVERFLOW_STEPS = 254
"""What a rectified column holds: its zero is 1, for oneDNN has no fast kernel without a zero."""

_BLOCK = 32
_ROWS = 1024


def int8_agrees() -> bool:
    """True where the operators exist in this build and compute what they should."""
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(16, 64, generator=generator)
    layer = Affine(torch.randn(64, 64, generator=generator) / 8, torch.zeros(64))
    site = Site(8.0 / STEPS, 128, ((3, 1), (5, -1)))
    # The operators are private to torch and may change or be absent: any failure means "not here".
    try:
        with torch.inference_mode():
            found = Int8Linear(layer, site).plus(Columns(site, 64)(x), x.clone())
    except (RuntimeError, AttributeError, TypeError, NotImplementedError):
        return False
    exact = functional.linear(x, layer.weight, layer.bias) + x
    return bool((found - exact).abs().max() < 0.1)


def int8_encoder(
    config: Mapping[str, Any],
    state: Mapping[str, Tensor],
    scales: Scales,
    tuner: ThreadTuner | None = None,
) -> PackedEncoder:
    """The padding-free encoder with its linear layers in integers. Raises ``UserError("pack_weights")``."""
    last = len(scales.layers) - 1

    def dense(number: int, layer: Layer, layout: EncoderLayout) -> Int8Dense:
        return Int8Dense(layer, layout, scales.layers[number], number == last)

    return PackedEncoder(config, state, "int8", tuner=tuner, dense=dense)


class Columns:
    """Rounds rows of ``width`` numbers as ``site`` says, further columns at the end."""

    def __init__(self, site: Site, width: int) -> None:
        self._site = site
        self._width = width
        # Half a step more, for what is made an integer is cut off, not rounded.
        self._zero = torch.tensor(site.zero + 0.5)
        extra = _filled(site, width)
        self._channels = torch.tensor([channel for channel, _ in extra], dtype=torch.int64)
        shifts = [site.zero + 0.5 - STEPS * part for _, part in extra]
        self._shifts = torch.tensor(shifts, dtype=torch.float32)

    def __call__(self, x: Tensor) -> Tensor:
        """uint8, (rows, width + further columns)."""
        inverse = 1.0 / self._site.scale
        result = torch.empty(len(x), self._width + len(self._channels), dtype=torch.uint8)
        whole = torch.add(self._zero, x, alpha=inverse).clamp_(0, STEPS)
        result[:, : self._width] = whole
        if len(self._channels):
            few = torch.add(self._shifts, x.index_select(1, self._channels), alpha=inverse)
            result[:, self._width :] = few.clamp_(0, STEPS)
        return result


class Int8Linear:
    """``x W' + b`` of rounded rows, ``site`` being how they were rounded."""

    def __init__(self, affine: Affine, site: Site) -> None:
        weight = affine.weight.detach().float()
        self._scales = (weight.abs().amax(1) / 127).clamp_min(1e-12)
        rows = (weight / self._scales[:, None]).round_().clamp_(-127, 127)
        bias = affine.bias.detach().double()
        parts = [rows]
        for place, (channel, part) in enumerate(_filled(site, weight.shape[1])):
            real = place < len(site.extra)
            column = rows[:, channel : channel + 1] if real else torch.zeros(len(rows), 1)
            parts.append(column)
            # A further column counts from its own end, not from the common zero.
            counted = site.zero if part > 0 else site.zero - STEPS
            bias = bias + counted * site.scale * (self._scales * column[:, 0]).double()
        whole = torch.cat(parts, dim=1).to(torch.int8).contiguous()
        self._site = site
        self._bias = bias.float().contiguous()
        self._zeros = torch.zeros(len(whole), dtype=torch.int64)
        self._weight: Tensor = torch.ops.onednn.qlinear_prepack(whole, [_ROWS, whole.shape[1]])

    def __call__(self, x: Tensor) -> Tensor:
        """The layer in float32."""
        return self._pointwise(x, 1.0, 0, torch.float32, "none", "")

    def rounded(self, x: Tensor, site: Site, function: str, algorithm: str = "") -> Tensor:
        """The layer, then ``function`` (``gelu``, ``relu``), rounded for the next layer."""
        return self._pointwise(x, site.scale, site.zero, torch.uint8, function, algorithm)

    def plus(self, x: Tensor, other: Tensor) -> Tensor:
        """The layer added to ``other``, which is written over."""
        site = self._site
        result: Tensor = torch.ops.onednn.qlinear_pointwise.binary(
            *(x, site.scale, site.zero, self._weight, self._scales, self._zeros, other, self._bias),
            *(1.0, 0, torch.float32, 1.0, 0, "sum", 1.0, "none", [], ""),
        )
        return result

    def _pointwise(
        self, x: Tensor, scale: float, zero: int, kind: torch.dtype, function: str, algorithm: str
    ) -> Tensor:
        site = self._site
        result: Tensor = torch.ops.onednn.qlinear_pointwise(
            *(x, site.scale, site.zero, self._weight, self._scales, self._zeros, self._bias),
            *(scale, zero, kind, function, [], algorithm),
        )
        return result


class Int8Dense:
    """One layer's linear layers in integers; sums and norms stay in float32."""

    def __init__(self, layer: Layer, layout: EncoderLayout, sites: LayerSites, last: bool) -> None:
        size = layout.hidden_size
        self._epsilon = layout.epsilon
        self._into_qkv, self._into_out, self._into_up = (Columns(s, size) for s in sites[:3])
        self._qkv = Int8Linear(joined(layer.query, layer.key, layer.value), sites[0])
        self._out = Int8Linear(layer.out, sites[1])
        self._widened = _Widened(layer, sites[2], sites[3], layout.gelu)
        self._norm1 = cast(layer.norm1, torch.float32)
        self._norm2 = cast(layer.norm2, torch.float32)
        if last:
            self._query = Int8Linear(layer.query, sites[0])
            self._key_value = Int8Linear(joined(layer.key, layer.value), sites[0])

    def qkv(self, states: Tensor) -> Tensor:
        """As ``Dense`` says."""
        return self._qkv(self._into_qkv(states))

    def first(self, states: Tensor, places: Tensor) -> tuple[Tensor, Tensor]:
        """As ``Dense`` says."""
        rounded = self._into_qkv(states)
        return self._query(rounded[places]), self._key_value(rounded)

    def finish(self, attended: Tensor, states: Tensor) -> Tensor:
        """As ``Dense`` says."""
        states = self._out.plus(self._into_out(attended), states)
        states = normal(states, self._norm1, self._epsilon)
        states = self._widened.plus(self._into_up(states), states)
        return normal(states, self._norm2, self._epsilon)


class _Widened:
    """The perceptron: widening, GELU, narrowing, added to the layer's state."""

    def __init__(self, layer: Layer, before: Site, between: Site, gelu: str) -> None:
        self._gelu = gelu
        self._between = Site(between.scale, between.zero)
        self._up = Int8Linear(layer.up, before)
        self._down = Int8Linear(layer.down, self._between)
        self._over = _Overflow(layer, before, between) if between.extra else None

    def plus(self, x: Tensor, states: Tensor) -> Tensor:
        """``states`` with the perceptron's answer to the rounded ``x`` added."""
        widened = self._up.rounded(x, self._between, "gelu", self._gelu)
        if self._over is not None:
            states = self._over.plus(x, states)
        return self._down.plus(widened, states)


class _Overflow:
    """What the widening gives beyond the reach of its own columns."""

    def __init__(self, layer: Layer, before: Site, between: Site) -> None:
        parts = list(between.extra) + [(0, 0)] * (-len(between.extra) % _BLOCK)
        channels = torch.tensor([channel for channel, _ in parts])
        reach = between.scale * (STEPS - between.zero)
        over = [reach + between.scale * OVERFLOW_STEPS * (part - 1) for _, part in parts]
        bias = layer.up.bias.float()[channels] - torch.tensor(over)
        weight = layer.down.weight.float()[:, channels]
        weight[:, len(between.extra) :] = 0.0
        self._site = Site(between.scale, 1)
        self._up = Int8Linear(Affine(layer.up.weight.float()[channels], bias), before)
        self._down = Int8Linear(Affine(weight, torch.zeros(len(weight))), self._site)

    def plus(self, x: Tensor, states: Tensor) -> Tensor:
        """``states`` with it added."""
        return self._down.plus(self._up.rounded(x, self._site, "relu"), states)


def _filled(site: Site, width: int) -> Sequence[tuple[int, int]]:
    """The further columns, and empty ones up to a height that suits the processor."""
    if not site.extra:
        return ()
    return (*site.extra, *[(0, 1)] * (-(width + len(site.extra)) % _BLOCK))
