"""Hands each field's candidates to what the document knows about fields of its kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.extraction.priors.parties import weigh_parties
from engine.extraction.priors.zones import zones_of
from engine.extraction.rules.reading import Reading
from engine.types import Field, FieldType, Mention


def weigh(reading: Reading, fields: Sequence[Field], mentions: Iterable[Mention]) -> list[Mention]:
    """``mentions`` with their scores raised or lowered by where they stand and what stands there;
    ``Mention.why`` says by what."""
    by_field: dict[str, list[Mention]] = {}
    for mention in mentions:
        by_field.setdefault(mention.field, []).append(mention)
    known = {field.name: field for field in fields}
    weighed: list[Mention] = []
    zones = zones_of(reading) if by_field else None
    for name, found in by_field.items():
        field = known[name]
        if field.type is FieldType.PARTY and zones is not None:
            found = weigh_parties(reading, zones, found)
        weighed += found
    return weighed
