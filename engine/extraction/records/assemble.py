"""The records of a group in a document: from its tables, else its lines, else its passages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.extraction.mentions import make_mention
from engine.extraction.records.lines import line_records
from engine.extraction.records.parties import is_party_group, merged, party_records
from engine.extraction.records.passages import passage_records
from engine.extraction.records.rows import Draft, finished
from engine.extraction.records.tables import table_records
from engine.extraction.records.told import told_hits
from engine.extraction.rules import rule_mentions
from engine.extraction.rules.reading import Reading
from engine.types import Document, Field, FoundRecord, Mention, Source

MOST_RECORDS = 2000
"""Records of one group that a document keeps."""

_MOST_MENTIONS = 400


def column_fields(fields: Sequence[Field]) -> tuple[tuple[Field, Field | None], ...]:
    """What a model is asked for: each field with no group, each column with its group."""
    flat: list[tuple[Field, Field | None]] = []
    for field in fields:
        if field.columns:
            flat += [(column, field) for column in field.columns]
        else:
            flat.append((field, None))
    return tuple(flat)


def found_records(
    document: Document, group: Field, mentions: Iterable[Mention], reading: Reading, rules: bool
) -> tuple[FoundRecord, ...]:
    """The records of ``group`` in ``document``.

    ``mentions`` are what a model offers for its columns (``Mention.field`` is a column's name);
    ``rules`` adds what the rules offer.
    """
    columns = group.columns
    drafts = list(table_records(reading, columns))
    if not drafts:
        drafts = list(line_records(reading, columns))
    if not drafts:
        drafts = _told(document, columns, mentions, reading, rules)
    return finished(document, group, drafts[:MOST_RECORDS], columns)


def _told(
    document: Document,
    columns: Sequence[Field],
    mentions: Iterable[Mention],
    reading: Reading,
    rules: bool,
) -> list[Draft]:
    """Records out of running text."""
    offered = list(mentions)
    party = is_party_group(columns) if rules else None
    if party is not None:
        drafts = party_records(reading, columns, *party)
        if drafts:
            return merged(_completed(drafts, columns, offered, reading), party[0])
    if rules:
        offered += rule_mentions(document, columns, reading=reading, most=_MOST_MENTIONS)
        offered += [
            make_mention(
                document, columns[hit.field], hit.start, hit.end, hit.score, Source.RULE, hit.value
            )
            for hit in told_hits(reading, columns)
        ]
    places = {column.name: number for number, column in enumerate(columns)}
    return list(passage_records(reading, columns, [(places[m.field], m) for m in offered]))


def _completed(
    drafts: list[Draft], columns: Sequence[Field], offered: Sequence[Mention], reading: Reading
) -> list[Draft]:
    """Parties with what else is asked of them: the first value of each other column that stands
    between a party and the next one."""
    missing = [n for n in range(len(columns)) if any(n not in draft.values for draft in drafts)]
    if not missing:
        return drafts
    asked = [columns[n] for n in missing]
    more = [*offered, *rule_mentions(reading.document, asked, reading=reading, most=_MOST_MENTIONS)]
    places = {column.name: number for number, column in enumerate(columns)}
    for number, draft in enumerate(drafts):
        end = drafts[number + 1].start if number + 1 < len(drafts) else draft.start + _REACH
        for mention in sorted(more, key=lambda m: (-round(m.score, 2), m.start)):
            place = places[mention.field]
            if place in missing and draft.start <= mention.start < min(end, draft.start + _REACH):
                draft.values.setdefault(place, mention)
    return drafts


_REACH = 1500
"""Characters behind a party's name in which its address and the like may stand."""
