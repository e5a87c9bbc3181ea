"""What every rule reads: a document's text with its facts, found once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from engine.facts import Fact, FactKind, find_facts
from engine.facts.folding import fold
from engine.types import Document


@dataclass(frozen=True, slots=True)
class Hit:
    """A span that a rule offers for ``field`` (an index), with a score in (0, 1).

    ``value`` is a normal form that the span alone does not give, such as the yuan of ``120`` in
    a column headed 万元; ``None`` where the span says everything.
    """

    field: int
    start: int
    end: int
    score: float
    value: str | None = None


Found = Iterator[tuple[int, int, float]]
"""What a finder of one thing yields: start, end, score."""


class Reading:
    """A document as rules see it. ``folded`` has the text's length and offsets, in plain forms."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.folded = fold(document.text)

    @cached_property
    def facts(self) -> list[Fact]:
        """Every fact of the text, by position."""
        return find_facts(self.text)

    @cached_property
    def _starts(self) -> list[int]:
        return [fact.start for fact in self.facts]

    def facts_in(self, start: int, end: int, kind: FactKind) -> list[Fact]:
        """The facts of ``kind`` that lie within ``[start, end)``."""
        first = bisect_left(self._starts, start)
        found = []
        for fact in self.facts[first:]:
            if fact.start >= end:
                break
            if fact.kind is kind and fact.end <= end:
                found.append(fact)
        return found
