"""Hands each field's candidates to what the document knows about fields of its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from engine.extraction.priors.parties import weigh_parties
from engine.extraction.priors.times import weigh_beginning, weigh_expiry, weigh_notice
from engine.extraction.priors.zones import Zones, zones_of
from engine.extraction.rules.reading import Reading
from engine.extraction.synonyms import concept_of
from engine.types import Field, FieldType, Mention, Source

_Weigh = Callable[[Reading, Zones, Sequence[Mention]], list[Mention]]
_BY_CONCEPT: Mapping[str, _Weigh] = {
    "expiry_date": weigh_expiry,
    "notice_period": weigh_notice,
    "effective_date": weigh_beginning,
    "sign_date": weigh_beginning,
}


def _weigher(field: Field) -> _Weigh | None:
    """What the document knows about fields of this kind; ``None`` where it knows nothing."""
    if field.type is FieldType.PARTY:
        return weigh_parties
    concept = concept_of(field.name)
    return _BY_CONCEPT.get(concept.key) if concept else None


def weigh(reading: Reading, fields: Sequence[Field], mentions: Iterable[Mention]) -> list[Mention]:
    """``mentions`` with those of a model raised or lowered by where they stand and what stands
    there; ``Mention.why`` says by what. What rules offer is weighed with it in English contracts;
    where they work alone, and in Chinese announcements, their own scores are the better ones (as
    ``python -m benchmarks.extraction_rules`` measured), and what they offer tells nothing of what
    a model does."""
    by_field: dict[str, list[Mention]] = {}
    for mention in mentions:
        by_field.setdefault(mention.field, []).append(mention)
    known = {field.name: field for field in fields}
    weighed: list[Mention] = []
    zones = zones_of(reading) if by_field else None
    for name, found in by_field.items():
        weigher = _weigher(known[name])
        offered = [mention for mention in found if mention.source is Source.MODEL]
        if offered and reading.document.language == "en":
            offered = found
        judged = set(map(id, offered)) if weigher and zones else set()
        weighed += [mention for mention in found if id(mention) not in judged]
        if weigher and zones:
            weighed += weigher(reading, zones, offered)
    return weighed
