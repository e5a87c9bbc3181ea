"""A padding-free encoder for the CPU: BERT's shape without a token of padding.

Inputs are sorted by length and their tokens concatenated, so that every linear layer is one matrix
product over real tokens; attention runs on views over inputs of equal length (near-equal lengths
padded together under a mask were measured, and slower). Query, key and value
are one product; the last layer is computed for the first tokens alone where only those are asked
for (exact, since no later layer reads the rest). Linear layers go to oneDNN with weights laid out
once and the GELU or the residual addition fused in; where this build of torch has no such operators,
or they do not agree with torch's own on a random input, torch's own are used.

oneDNN keeps a compiled kernel and its working memory for each number of rows that it has met, a
thousand of them: batches are filled up with a few empty rows to one of few heights, or memory would
grow by gigabytes in a long run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from engine.models.lazy import lazy
from engine.models.runtimes.base import TokenIds
from engine.models.runtimes.dense import Dense, FloatDense
from engine.models.runtimes.layout import Affine, EncoderLayout, Layer, read_layout
from engine.models.runtimes.linear import fused_agrees
from engine.models.threads import ThreadTuner

if TYPE_CHECKING:
    import torch
    from torch import Tensor
    from torch.nn import functional
else:
    torch = lazy("torch")
    functional = lazy("torch.nn.functional")

Wanted = Literal["tokens", "first"]

MakeDense = Callable[[int, Layer, EncoderLayout], Dense]
"""Makes the linear layers of layer number n."""


@dataclass(frozen=True, slots=True)
class PackedStates:
    """Hidden states of a batch, tokens concatenated.

    ``states`` (tokens, hidden_size); input ``order[k]`` of the caller has the rows
    ``[starts[k], starts[k] + lengths[k])``; lengths ascend.
    """

    states: Tensor
    order: tuple[int, ...]
    starts: tuple[int, ...]
    lengths: tuple[int, ...]


class PackedEncoder:
    """The encoder. ``config`` is the checkpoint's config.json, ``state`` its tensors by their
    published names (on the CPU, any float type). ``fused=False`` keeps to torch's own operators; ``tuner``
    sets torch's threads for each batch; ``dense`` makes the linear layers in another way, over float32.

    Raises ``UserError("pack_weights")`` where a tensor is missing. Thread: one at a time.
    """

    padded = False

    def __init__(
        self,
        config: Mapping[str, Any],
        state: Mapping[str, Tensor],
        precision: Literal["fp32", "bf16", "int8"] = "fp32",
        fused: bool = True,
        tuner: ThreadTuner | None = None,
        dense: MakeDense | None = None,
    ) -> None:
        self._tuner = tuner
        layout = read_layout(config, state)
        self.precision: str = precision
        self.hidden_size = layout.hidden_size
        self._type = torch.bfloat16 if precision == "bf16" else torch.float32
        self._heads = layout.heads
        self._embeddings = _Embeddings(layout)
        self.fused = fused and _fused_agrees(layout, self._type)
        last = len(layout.layers) - 1
        self._layers = [
            _PackedLayer(
                dense(number, layer, layout)
                if dense is not None
                else FloatDense(layer, layout, self._type, self.fused, number == last),
                layout,
            )
            for number, layer in enumerate(layout.layers)
        ]
        self._scratch: Tensor | None = None

    def packed(self, inputs: Sequence[TokenIds]) -> PackedStates:
        """Hidden states of all tokens in the encoder's own order and precision."""
        plan = _Plan.of(inputs)
        with torch.inference_mode():
            states = self._run(plan, inputs, "tokens")
        return PackedStates(states, tuple(plan.order), tuple(plan.starts), tuple(plan.lengths))

    def tokens(self, inputs: Sequence[TokenIds]) -> list[Tensor]:
        """Hidden states of all tokens: for each input a float32 tensor (n, hidden_size)."""
        packed = self.packed(inputs)
        states = packed.states.float()
        result: list[Tensor] = [states] * len(inputs)
        for index, start, length in zip(packed.order, packed.starts, packed.lengths, strict=True):
            result[index] = states[start : start + length]
        return result

    def first(self, inputs: Sequence[TokenIds]) -> Tensor:
        """Hidden states of each input's first token, float32 (inputs, hidden_size)."""
        plan = _Plan.of(inputs)
        with torch.inference_mode():
            return _restore(self._run(plan, inputs, "first").float(), plan)

    def mean(self, inputs: Sequence[TokenIds]) -> Tensor:
        """The mean over each input's tokens, float32 (inputs, hidden_size)."""
        plan = _Plan.of(inputs)
        with torch.inference_mode():
            states = self._run(plan, inputs, "tokens").float()
            lengths = torch.tensor(plan.lengths)
            owner = torch.repeat_interleave(torch.arange(len(inputs)), lengths)
            sums = torch.zeros(len(inputs), self.hidden_size).index_add_(0, owner, states)
            return _restore(sums / lengths[:, None], plan)

    def _run(self, plan: _Plan, inputs: Sequence[TokenIds], wanted: Wanted) -> Tensor:
        if self._tuner is None:
            return self._forward(plan, inputs, wanted)
        if torch.get_num_threads() != self._tuner.threads:
            torch.set_num_threads(self._tuner.threads)
        started = time.perf_counter()
        states = self._forward(plan, inputs, wanted)
        self._tuner.observe(sum(plan.lengths), time.perf_counter() - started)
        return states

    def _forward(self, plan: _Plan, inputs: Sequence[TokenIds], wanted: Wanted) -> Tensor:
        tokens = sum(plan.lengths)
        states = torch.zeros(height(tokens), self.hidden_size, dtype=self._type)
        states[:tokens] = self._embeddings(plan, inputs)
        scratch = self._buffer(len(states))
        last = len(self._layers) - 1
        for number, layer in enumerate(self._layers):
            if number == last and wanted == "first":
                return layer.first(states, plan)[: len(inputs)]
            states = layer.all(states, plan, scratch)
        return states[:tokens]

    def _buffer(self, rows: int) -> Tensor:
        if self._scratch is None or len(self._scratch) < rows:
            self._scratch = torch.zeros(rows, self.hidden_size, dtype=self._type)
        return self._scratch[:rows]


def height(rows: int) -> int:
    """The rows that ``rows`` are filled up to: at most a sixteenth more, or the next sixteen."""
    step = max(1 << max(rows - 1, 0).bit_length() >> 5, 16)
    return -(-rows // step) * step


@dataclass(frozen=True, slots=True)
class _Plan:
    """Inputs by length: ``runs`` are (first row, inputs, length) of stretches of equal length."""

    order: list[int]
    lengths: list[int]
    starts: list[int]
    runs: list[tuple[int, int, int]]

    @classmethod
    def of(cls, inputs: Sequence[TokenIds]) -> _Plan:
        order = sorted(range(len(inputs)), key=lambda index: len(inputs[index]))
        lengths = [len(inputs[index]) for index in order]
        starts: list[int] = []
        runs: list[tuple[int, int, int]] = []
        row = 0
        for length in lengths:
            starts.append(row)
            if runs and runs[-1][2] == length:
                runs[-1] = (runs[-1][0], runs[-1][1] + 1, length)
            else:
                runs.append((row, 1, length))
            row += length
        return cls(order, lengths, starts, runs)


def _restore(rows: Tensor, plan: _Plan) -> Tensor:
    """Rows of sorted inputs back in the caller's order."""
    result = torch.empty_like(rows)
    result[torch.tensor(plan.order)] = rows
    return result


class _Embeddings:
    """Word, position and token type, summed and normalised in float32."""

    def __init__(self, layout: EncoderLayout) -> None:
        # A half-precision table is read as it is: a batch touches few of its rows.
        self._words = layout.words
        self._positions = layout.positions.float()
        self._types = None if layout.token_types is None else layout.token_types.float()
        self._norm = Affine(layout.norm.weight.float(), layout.norm.bias.float())
        self._offset = layout.position_offset
        self._epsilon = layout.epsilon

    def __call__(self, plan: _Plan, inputs: Sequence[TokenIds]) -> Tensor:
        ids = torch.from_numpy(np.concatenate([inputs[index].ids for index in plan.order]))
        lengths = np.asarray(plan.lengths)
        rows = np.arange(int(lengths.sum())) - np.repeat(np.asarray(plan.starts), lengths)
        states = functional.embedding(ids, self._words).float()
        states += self._positions[torch.from_numpy(rows + self._offset)]
        if self._types is not None and len(self._types) > 1:
            types = np.concatenate([inputs[index].types for index in plan.order])
            states += self._types[torch.from_numpy(types)]
        elif self._types is not None:
            states += self._types[0]
        weight, bias = self._norm.weight, self._norm.bias
        return functional.layer_norm(states, weight.shape, weight, bias, self._epsilon)


class _PackedLayer:
    """One layer over concatenated tokens: attention here, the linear layers in ``dense``."""

    def __init__(self, dense: Dense, layout: EncoderLayout) -> None:
        self._dense = dense
        self._size = layout.hidden_size
        self._heads = layout.heads

    def all(self, states: Tensor, plan: _Plan, scratch: Tensor) -> Tensor:
        """The layer's output for every token."""
        qkv = self._dense.qkv(states)
        head = self._size // self._heads
        for row, count, length in plan.runs:
            rows = slice(row, row + count * length)
            view = qkv[rows].view(count, length, 3, self._heads, head)
            query, key, value = (view[:, :, part].transpose(1, 2) for part in range(3))
            attended = functional.scaled_dot_product_attention(query, key, value)
            scratch[rows].view(count, length, self._heads, head).copy_(attended.transpose(1, 2))
        return self._dense.finish(scratch, states)

    def first(self, states: Tensor, plan: _Plan) -> Tensor:
        """The layer's output for each input's first token, in the plan's order; rows beyond them are
        of no meaning."""
        empty = height(len(plan.starts)) - len(plan.starts)
        places = torch.tensor(plan.starts + [0] * empty)
        query, key_value = self._dense.first(states, places)
        attended = torch.zeros_like(query)
        head = self._size // self._heads
        item = 0
        for row, count, length in plan.runs:
            view = key_value[row : row + count * length].view(count, length, 2, self._heads, head)
            key, value = (view[:, :, part].transpose(1, 2) for part in range(2))
            items = slice(item, item + count)
            single = query[items].view(count, 1, self._heads, head).transpose(1, 2)
            result = functional.scaled_dot_product_attention(single, key, value)
            attended[items] = result.reshape(count, self._size)
            item += count
        return self._dense.finish(attended, states[places])


def _fused_agrees(layout: EncoderLayout, dtype: torch.dtype) -> bool:
    """True where oneDNN's operators exist here and give what torch's own give, on this model."""
    if not layout.layers:
        return False
    return fused_agrees(layout.layers[0].up, layout.layers[0].down, dtype, layout.gelu)
