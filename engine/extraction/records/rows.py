"""Records as they are put together: values by column, and the place where each begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from engine.extraction.mentions import make_mention
from engine.extraction.normalise import FACT_OF
from engine.extraction.rules.reading import Hit, Reading
from engine.extraction.rules.values import trim, value_hits
from engine.types import Document, Field, FoundRecord, Layout, Mention, Source

TABLE_SCORE, LINE_SCORE = 0.9, 0.8
"""What a value under its column's heading is worth, in a table and in lines that look like one."""

_TOTAL = re.compile(
    r"(?:本页)?(?:合计|总计|小计|共计|总金额|合计金额|总价|total|sub-?total|grand total|sum)\b|(?:合计|总计|小计|共计)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Draft:
    """A record under way: the mention of each column (by its place in the group)."""

    start: int
    layout: Layout
    values: dict[int, Mention] = field(default_factory=dict)


def is_total(text: str) -> bool:
    """Whether a row that begins with ``text`` sums up the others."""
    return bool(_TOTAL.match(text.strip().lstrip("(（")))


def cell_value(
    reading: Reading,
    columns: Sequence[Field],
    number: int,
    span: tuple[int, int],
    score: float,
    unit: str = "",
) -> Mention | None:
    """What stands in a cell as the value of ``columns[number]``; ``unit`` is what its heading says
    in brackets. A cell that holds no value of the column's type is given whole, with its doubt."""
    start, end = trim(reading.text, *span)
    if start >= end:
        return None
    column = columns[number]
    found: Hit | None = None
    if column.type in FACT_OF:
        hits = value_hits(reading, columns, number, start, end, score, unit)
        found = next(iter(hits), None)
    if found is None:
        found = Hit(number, start, end, score)
    if re.fullmatch(r"[\W_]*", reading.text[found.start : found.end]):
        return None
    return make_mention(
        reading.document, column, found.start, found.end, score, Source.RULE, found.value
    )


def finished(
    document: Document, group: Field, drafts: Iterable[Draft], columns: Sequence[Field]
) -> tuple[FoundRecord, ...]:
    """The records of ``drafts`` in the order of the document, numbered."""
    ordered = sorted(drafts, key=lambda draft: draft.start)
    return tuple(
        FoundRecord(
            f"@{draft.start}",
            document.id,
            group.name,
            number,
            tuple(
                replace(draft.values[place], field=columns[place].name, chosen=True)
                for place in sorted(draft.values)
            ),
            draft.layout,
        )
        for number, draft in enumerate(ordered, 1)
    )
