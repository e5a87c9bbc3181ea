"""What a spreadsheet's cell says as a value of a field: the way back from :mod:`engine.export.cells`."""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal

from engine.export.cells import typed_text
from engine.export.sheets import clean
from engine.facts.numerals import money, plain
from engine.types import Field, FieldType, Scalar, cell_text

_COMPARED = 30_000
"""Characters of a text that are compared: longer ones were cut when they were written."""

_CURRENCY = re.compile(r" [A-Z]{3}\Z")


def same_cell(field: Field, before: str, value: Scalar) -> bool:
    """Whether ``value`` is what was written for the text ``before``, as a spreadsheet keeps it."""
    written, _ = typed_text(field, before)
    if written is None or value is None:
        return (written or "") == (value or "")
    if isinstance(written, int | float) and isinstance(value, int | float):
        return math.isclose(written, value, rel_tol=1e-9, abs_tol=1e-12)
    if isinstance(written, dt.date) and isinstance(value, dt.date):
        return _day(written) == _day(value)
    one, other = _flat(clean(str(written))), _flat(cell_text(value))
    return one[:_COMPARED] == other[:_COMPARED]


def text_of(field: Field, value: Scalar, before: str = "") -> str:
    """``value`` as the text that stands in the project: dates in ISO 8601, shares in percent,
    amounts with the currency that ``before`` had."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return cell_text(value).strip()
    number = Decimal(str(value))
    if field.type is FieldType.PERCENTAGE:
        return plain(number * 100)
    if field.type is FieldType.AMOUNT:
        currency = _CURRENCY.search(before)
        return money(number) + (currency[0] if currency else "")
    return plain(number)


def _day(value: dt.date) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value


def _flat(text: str) -> str:
    return " ".join(text.split())
