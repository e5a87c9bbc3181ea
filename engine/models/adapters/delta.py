"""Adapters as tensors: a low-rank pair for every matrix, a vector for every vector.

``NAME.up`` (rows, rank) times ``NAME.down`` (rank, columns) is added to the pack's matrix ``NAME``
(Hu et al., 2021), ``NAME.add`` to its vector ``NAME``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from engine.errors import UserError
from engine.models.lazy import lazy

if TYPE_CHECKING:
    import torch
    from torch import Tensor

    Weights = Mapping[str, Tensor]
    """Parameters by name."""
else:
    torch = lazy("torch")

UP, DOWN, ADD = ".up", ".down", ".add"


def fresh(
    state: Mapping[str, Tensor], names: Iterable[str], rank: int, seed: int = 0
) -> dict[str, Tensor]:
    """An adapter that adds nothing yet, for the tensors ``names`` of ``state``."""
    generator = torch.Generator().manual_seed(seed)
    made: dict[str, Tensor] = {}
    for name in names:
        tensor = state[name]
        if tensor.dim() == 2:
            rows, columns = tensor.shape
            made[name + UP] = torch.zeros(rows, rank)
            made[name + DOWN] = torch.randn(rank, columns, generator=generator) / columns**0.5
        else:
            made[name + ADD] = torch.zeros(tensor.shape)
    return made


def added(adapter: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """What is added to each tensor, by the tensor's name. Gradients flow through it."""
    sums: dict[str, Tensor] = {}
    for key, tensor in adapter.items():
        if key.endswith(ADD):
            sums[key.removesuffix(ADD)] = tensor
        elif key.endswith(UP):
            name = key.removesuffix(UP)
            sums[name] = tensor @ adapter[name + DOWN]
    return sums


def weakened(adapter: Mapping[str, Tensor], share: float) -> dict[str, Tensor]:
    """An adapter that adds ``share`` of what ``adapter`` adds: between the pack and what was learned,
    less is forgotten (Wortsman et al., 2022)."""
    return {
        key: tensor if key.endswith(DOWN) else tensor * share for key, tensor in adapter.items()
    }


def applied(state: Mapping[str, Tensor], adapter: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """``state`` with the adapter in it. Raises ``UserError("adapter_damaged")`` where they do not
    fit each other."""
    result = dict(state)
    for name, tensor in added(adapter).items():
        own = result.get(name)
        if own is None or own.shape != tensor.shape:
            raise UserError("adapter_damaged", path=name)
        result[name] = own.float() + tensor.to(own.device).float()
    return result
