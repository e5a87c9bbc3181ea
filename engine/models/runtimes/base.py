"""What goes into a runtime, and what families ask of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, slots=True)
class TokenIds:
    """One tokenised input, special tokens included: ids and token types, both shape (n,)."""

    ids: NDArray[np.int64]
    types: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def of(cls, ids: Sequence[int], types: Sequence[int] | None = None) -> TokenIds:
        """From plain lists; without ``types`` all are 0."""
        numbers = np.asarray(ids, dtype=np.int64)
        if types is None:
            return cls(numbers, np.zeros_like(numbers))
        return cls(numbers, np.asarray(types, dtype=np.int64))


class Encoder(Protocol):
    """A transformer encoder. Inputs come in any order and length; outputs are in the same order,
    float32, on the CPU or on the encoder's device. Thread: one at a time.
    """

    precision: str
    hidden_size: int
    padded: bool
    """True where a batch costs its longest member times its size."""

    def tokens(self, inputs: Sequence[TokenIds]) -> list[Tensor]:
        """Hidden states of all tokens: for each input a tensor of shape (n, hidden_size)."""

    def first(self, inputs: Sequence[TokenIds]) -> Tensor:
        """Hidden states of each input's first token, shape (inputs, hidden_size)."""

    def mean(self, inputs: Sequence[TokenIds]) -> Tensor:
        """The mean over each input's tokens (special ones too), shape (inputs, hidden_size)."""
