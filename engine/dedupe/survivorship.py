"""Which row of a cluster stays in the clean sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from engine.types import Scalar, cell_text


class Fullness(NamedTuple):
    """How much a row says; compared in this order."""

    filled: int
    characters: int


def fullness(values: Sequence[Scalar]) -> Fullness:
    """The filled cells of a whole row and the length of what stands in them."""
    texts = [cell_text(value).strip() for value in values]
    return Fullness(sum(text != "" for text in texts), sum(map(len, texts)))


def survivor(rows: Sequence[int], full: Sequence[Fullness]) -> int:
    """The row with the most cells filled, then the longest, then the first."""
    return max(rows, key=lambda row: (full[row], -row))
