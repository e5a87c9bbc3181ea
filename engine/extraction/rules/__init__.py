"""Mentions by rule: from labels, tables, defined roles, set phrases and facts near a field's name.

A rule's score is a constant, set near the share of right answers that the rule gave in
``python -m benchmarks.extraction_rules``; it is not fitted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.extraction.mentions import make_mention
from engine.extraction.rules.cells import cell_hits
from engine.extraction.rules.choices import choice_hits
from engine.extraction.rules.labels import label_hits
from engine.extraction.rules.nearby import nearby_hits
from engine.extraction.rules.parties import party_hits
from engine.extraction.rules.phrases import phrase_hits
from engine.extraction.rules.reading import Hit, Reading
from engine.types import Document, Field, Mention, Source

_RULES = (label_hits, cell_hits, party_hits, phrase_hits, nearby_hits, choice_hits)
_MOST = 12
"""How many hits a field keeps: the rest say the same less surely."""


def rule_mentions(
    document: Document,
    fields: Sequence[Field],
    checkpoint: Callable[[], None] = lambda: None,
    reading: Reading | None = None,
    most: int = _MOST,
) -> list[Mention]:
    """What the rules offer for ``fields`` in ``document``, best first within a field.

    Every mention is a span of the document's text; its source is :attr:`Source.RULE`.
    ``checkpoint`` is called between rules and may raise ``Cancelled``. ``reading`` saves reading
    the document again; ``most`` is how many mentions a field keeps.
    """
    reading = reading or Reading(document)
    best: dict[tuple[int, int, int], Hit] = {}
    for rule in _RULES:
        checkpoint()
        for hit in rule(reading, fields):
            key = (hit.field, hit.start, hit.end)
            if key not in best or best[key].score < hit.score:
                best[key] = hit
    mentions: list[Mention] = []
    for number, field in enumerate(fields):
        hits = sorted(
            (h for h in best.values() if h.field == number), key=lambda h: (-h.score, h.start)
        )
        mentions.extend(
            make_mention(document, field, hit.start, hit.end, hit.score, Source.RULE, hit.value)
            for hit in hits[:most]
        )
    return mentions
