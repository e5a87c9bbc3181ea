"""Scored text pairs to jsonl, line by line in input order."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager

from engine.export.about import About
from engine.export.files import Target
from engine.types import ScoredPair

SCORED_FORMATS = ("jsonl",)


class ScoredWriter(AbstractContextManager["ScoredWriter"]):
    """Writes lines as they come; on a file, the whole appears at the end of the block.

    >>> with ScoredWriter(Path("out.jsonl"), about) as writer:
    ...     writer.write(items)
    """

    def __init__(self, target: Target, about: About) -> None:
        raise NotImplementedError

    def write(self, items: Iterable[ScoredPair]) -> None:
        """One line an item."""
        raise NotImplementedError


def write_scored_pairs(target: Target, items: Iterable[ScoredPair], about: About) -> None:
    """All of ``items``, streamed."""
    raise NotImplementedError
