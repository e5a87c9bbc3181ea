"""One document's part in an export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.types import Document, Doubt, Edit, Extraction, Mention, ReviewState, Unlocated


@dataclass(frozen=True, slots=True)
class RecordValue:
    """A record's value: ``text`` as it stands (with the person's edit), the ``mention`` it came from
    (``None`` where nothing was found), and how it was judged and by whom (``edit``). ``cell`` is the
    whole name of its cell."""

    cell: str
    text: str
    mention: Mention | None
    state: ReviewState = ReviewState.PROPOSED
    edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class ExtractedRecord:
    """One record of the field ``group``, its values in the order of the group's columns."""

    group: str
    number: int
    layout: str
    values: tuple[RecordValue, ...]


@dataclass(frozen=True, slots=True)
class ExtractedDocument:
    """A document, what was found in it, and what a person decided: ``edits`` by field name. An
    edit without a value leaves the chosen mentions standing; a rejected value is left out of the
    cells and kept in the evidence. ``doubts`` are those between fields, as things stand."""

    document: Document
    extraction: Extraction
    edits: Mapping[str, Edit] = field(default_factory=dict)
    records: tuple[ExtractedRecord, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    unlocated: tuple[Unlocated, ...] = ()

    @property
    def doubted(self) -> frozenset[str]:
        """The names of the cells on which a doubt between fields hangs."""
        return frozenset(name for doubt in self.doubts for name in doubt.fields)


def by_field(mentions: Iterable[Mention]) -> dict[str, list[Mention]]:
    """Mentions by field, the chosen ones first, then the likeliest."""
    grouped: dict[str, list[Mention]] = {}
    for mention in sorted(mentions, key=lambda m: (not m.chosen, -m.score, m.start)):
        grouped.setdefault(mention.field, []).append(mention)
    return grouped
