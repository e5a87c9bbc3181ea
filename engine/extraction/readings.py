"""What an ambiguous value could mean: the readings from which a person picks one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from itertools import chain

from engine.extraction.normalise import FACT_OF, normalise
from engine.types import Field, FieldType

_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4}|\d{2})(?!\d)")
_PARTS = re.compile(r"[()（）\[\]【】]|\bor\b|\bto\b|[,，、;；](?!\d)|或|至|到", re.IGNORECASE)
MOST = 6
"""More readings than this are not a choice but a search."""


def readings(field: Field, raw: str) -> tuple[str, ...]:
    """The normal forms that ``raw`` could have for ``field``, two or more; none where it has one,
    or where there is nothing to choose from.

    ``05/03/2024`` is 5 March and 3 May; figures that differ from their words are either; several
    values or choices in one span are each.
    """
    found: Iterable[str | None]
    if field.type is FieldType.DATE:
        found = chain(_dates(raw), _by_parts(field, raw))
    elif field.type is FieldType.CHOICE:
        found = (choice for choice in field.choices if choice.casefold() in raw.casefold())
    elif field.type in FACT_OF:
        found = _by_parts(field, raw)
    else:
        return ()
    distinct = tuple(dict.fromkeys(one for one in found if one))
    return distinct if 1 < len(distinct) <= MOST else ()


def _dates(raw: str) -> Iterable[str]:
    """Both orders of day and month, and both centuries of a short year."""
    for first, second, year in _NUMERIC.findall(raw):
        years = [int(year)] if len(year) == 4 else [2000 + int(year), 1900 + int(year)]
        for whole in years:
            for month, day in ((int(second), int(first)), (int(first), int(second))):
                try:
                    yield date(whole, month, day).isoformat()
                except ValueError:
                    continue


def _by_parts(field: Field, raw: str) -> Iterable[str | None]:
    """The normal form of each part: what stands in brackets and what stands before them, what
    stands on either side of an "or" or a "to"."""
    return (normalise(field, part).value for part in _PARTS.split(raw) if part.strip())
