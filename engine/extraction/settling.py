"""What the whole document says of how a value is read: the order of day and month, and ranges."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from engine.extraction.mentions import make_mention
from engine.extraction.readings import DAY_FIRST, MONTH_FIRST, alternatives
from engine.extraction.rules.reading import Reading
from engine.facts import Fact, FactKind
from engine.facts.ranges import RANGE, opening
from engine.types import Field, FieldType, Mention

_NUMERIC = re.compile(r"(?<![0-9])([0-9]{1,2})[-/.]([0-9]{1,2})[-/.][0-9]{4}(?![0-9])")
_MONTHS = 12
_RANGED = {
    FieldType.AMOUNT: FactKind.AMOUNT,
    FieldType.PERCENTAGE: FactKind.PERCENTAGE,
    FieldType.DURATION: FactKind.DURATION,
}
"""What is said in ranges. Of two dates each is often an answer of its own: a beginning and an end."""


def date_order(reading: Reading) -> str | None:
    """``day_first`` or ``month_first`` where every numeric date that can be read one way only is
    written so; ``None`` where there is none, or where they are written both ways."""
    orders = set()
    for fact in reading.facts:
        if fact.kind is not FactKind.DATE or fact.doubt:
            continue
        written = _NUMERIC.fullmatch(reading.folded, fact.start, fact.end)
        if not written:
            continue
        first, second = int(written[1]), int(written[2])
        if first > _MONTHS >= second:
            orders.add(DAY_FIRST)
        elif second > _MONTHS >= first:
            orders.add(MONTH_FIRST)
    return orders.pop() if len(orders) == 1 else None


def settle_dates(
    reading: Reading, fields: Sequence[Field], mentions: Iterable[Mention]
) -> list[Mention]:
    """``mentions`` with each ambiguous date read in the order that the document proves; its doubt
    then says so (``date_day_first``, ``date_month_first``). Without proof they stay as they are."""
    dated = {field.name: field for field in fields if field.type is FieldType.DATE}
    order: str | None = None
    looked = False
    settled: list[Mention] = []
    for mention in mentions:
        if mention.doubt == "ambiguous_date" and mention.field in dated:
            if not looked:
                order, looked = date_order(reading), True
            offered = alternatives(dated[mention.field], mention.text) if order else ()
            value = next((one.value for one in offered if one.reading == order), None)
            if value:
                doubt = "date_day_first" if order == DAY_FIRST else "date_month_first"
                mention = replace(mention, normalized=value, doubt=doubt)
        settled.append(mention)
    return settled


def settle_ranges(
    reading: Reading, fields: Sequence[Field], mentions: Iterable[Mention]
) -> list[Mention]:
    """``mentions`` with one that takes one end of a range for the whole (``$10,000`` of *between
    $5,000 and $10,000*) made the range."""
    asked = {field.name: field for field in fields if field.type in _RANGED}
    ranges = [fact for fact in reading.facts if fact.doubt == RANGE] if asked else []
    settled: list[Mention] = []
    for mention in mentions:
        field = asked.get(mention.field)
        place = _around(reading, ranges, mention, _RANGED[field.type]) if field else None
        if field and place and mention.doubt != RANGE:
            whole = make_mention(reading.document, field, *place, mention.score, mention.source)
            mention = replace(whole, why=mention.why)
        settled.append(mention)
    return settled


def _around(
    reading: Reading, ranges: Sequence[Fact], mention: Mention, kind: FactKind
) -> tuple[int, int] | None:
    """The place of the range of ``kind`` that holds the mention."""
    for fact in ranges:
        if fact.start > mention.start:
            return None
        if fact.kind is kind and mention.end <= fact.end:
            return opening(reading.folded, fact.start), fact.end
    return None
