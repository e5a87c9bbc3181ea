"""One document's part in an export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.types import Document, Edit, Extraction, Mention


@dataclass(frozen=True, slots=True)
class ExtractedDocument:
    """A document, what was found in it, and what a person decided: ``edits`` by field name. An
    edit without a value leaves the chosen mentions standing; a rejected value is left out of the
    cells and kept in the evidence."""

    document: Document
    extraction: Extraction
    edits: Mapping[str, Edit] = field(default_factory=dict)


def by_field(mentions: Iterable[Mention]) -> dict[str, list[Mention]]:
    """Mentions by field, the chosen ones first, then the likeliest."""
    grouped: dict[str, list[Mention]] = {}
    for mention in sorted(mentions, key=lambda m: (not m.chosen, -m.score, m.start)):
        grouped.setdefault(mention.field, []).append(mention)
    return grouped
