"""Typed facts in English and Chinese text: exact spans and normal forms, ambiguity as a doubt."""

from engine.facts.scan import find_facts
from engine.facts.types import Fact, FactKind

__all__ = ["Fact", "FactKind", "find_facts"]
