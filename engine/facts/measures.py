"""What a quantity measures: an amount of money, a percentage, a duration, a number of things."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from engine.facts.money import CURRENCY_AFTER, CURRENCY_BEFORE, small_change
from engine.facts.numerals import money, multiplier, plain
from engine.facts.quantities import THREE_PLACES, Quantity
from engine.facts.types import FactKind
from engine.facts.units import NAMED_THING, TIME, TIME_NAMES, UNIT_WORD

_TIMES = re.compile(
    r"[ ]?(万亿|萬億|百万|千万|[万亿萬億千](?!瓦|克|米|伏|卡))|\s{1,3}(thousand|million|billion|mn|bn)\b|(mm|[mbk])\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"\s{0,2}(%|percent\b|per\s{1,2}cent\b|percentage points?\b)", re.IGNORECASE)
_FRACTION = re.compile(r"\s{0,2}(?:(‰)|(?:bps|basis\s{1,2}points?)\b)", re.IGNORECASE)
_NAMED = re.compile(
    r"(?:第|附[件表录]|[#№§/]|[0-9]:|\b(?:no|nos|section|sections|article|clause|exhibit|schedule|annex|appendix|"
    r"item|rule|page|paragraph|form|ex)\b\.?)[ \t-]{0,2}\Z",
    re.IGNORECASE,
)
_CALENDAR = re.compile(r"[ ]?[年月日号條条款项章节期标届]|[-/.][0-9]|[.、)](?![0-9])|[A-Za-z_]")
_BEFORE_DAY = re.compile(r"(?:第|月|月份|每|号|年度?)[ ]?\Z")

POINT = "ambiguous_point"
"""The doubt of figures whose point may part thousands: ``€1.000``."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A fact of a folded text before it meets its source; ``words`` tells its written form."""

    kind: FactKind
    start: int
    end: int
    value: str | None
    unit: str | None
    doubt: str | None = None
    words: bool = False


def measure(text: str, quantity: Quantity, taken: int = 0) -> Measure | None:
    """What ``quantity`` of the folded ``text`` measures; ``None`` for ordinals, headings and the like.
    What stands before ``taken`` belongs to another one."""
    end, factor = quantity.end, 1
    times = _TIMES.match(text, end)
    if times:
        end, factor = times.end(), multiplier((times[1] or times[2] or times[3]).strip()) or 1
    return (
        _amount(text, quantity, end, factor, taken)
        or _percentage(text, quantity)
        or _duration(text, quantity)
        or _number(text, quantity, end, factor)
    )


def _amount(text: str, quantity: Quantity, end: int, factor: int, taken: int) -> Measure | None:
    since = min(max(taken, quantity.start - 24, 0), quantity.start)
    before = CURRENCY_BEFORE.search(text, since, quantity.start)
    after = CURRENCY_AFTER.match(text, end)
    if not before and not after:
        return None
    unit = CURRENCY_AFTER.code(after) if after else None
    if before and (after is None or CURRENCY_AFTER.is_generic(after)):
        unit = CURRENCY_BEFORE.code(before)
    elif before and not CURRENCY_BEFORE.is_generic(before):
        # "人民币一美元": the currency before belongs to something else.
        before = None
    change = small_change(after) if after else Decimal(0)
    value, doubt = quantity.value, quantity.doubt
    if factor == 1 and _is_ambiguous(text, quantity, unit):
        value, doubt = None, POINT
    if value is not None:
        value = (value * factor + change) * (-1 if before and before["minus"] else 1)
    return Measure(
        FactKind.AMOUNT,
        before.start() if before else quantity.start,
        after.end() if after else end,
        None if value is None else money(value),
        unit,
        doubt,
        not quantity.bare,
    )


def _is_ambiguous(text: str, quantity: Quantity, unit: str | None) -> bool:
    """Whether the point of the figures may part thousands: with the euro, whose countries write it
    so, and where a third place is written although it is nothing (``$1.000``)."""
    written = text[quantity.start : quantity.end]
    return bool(THREE_PLACES.fullmatch(written)) and (unit == "EUR" or written.endswith("0"))


def _percentage(text: str, quantity: Quantity) -> Measure | None:
    match = _PERCENT.match(text, quantity.end)
    fraction = None if match else _FRACTION.match(text, quantity.end)
    if not match and not fraction:
        return None
    scale = Decimal(1) if match else Decimal("0.1") if fraction and fraction[1] else Decimal("0.01")
    value = None if quantity.value is None else plain(quantity.value * scale)
    end = (match or fraction).end()  # type: ignore[union-attr]  # one of the two is set
    return Measure(
        FactKind.PERCENTAGE,
        quantity.start,
        end,
        value,
        "percent",
        quantity.doubt,
        not quantity.bare,
    )


def _duration(text: str, quantity: Quantity) -> Measure | None:
    match = TIME.match(text, quantity.end)
    if not match:
        return None
    name = next(name for name in TIME_NAMES if match[name])
    if name in ("day", "year") and _is_calendar(text, quantity, match):
        return None
    half = Decimal("0.5") if match["half"] else Decimal(0)
    value = None if quantity.value is None else iso_duration(quantity.value + half, name)
    return Measure(
        FactKind.DURATION,
        quantity.start,
        match.end(),
        value,
        name,
        quantity.doubt,
        not quantity.bare,
    )


def _is_calendar(text: str, quantity: Quantity, match: re.Match[str]) -> bool:
    """Whether ``3日`` or ``2024年`` names a day or a year rather than a length of time."""
    chinese = not match[0].strip(" -").isascii()
    if not chinese:
        return False
    if _BEFORE_DAY.search(text, max(0, quantity.start - 4), quantity.start):
        return True
    return match[0].strip().startswith("年") and (quantity.value or 0) >= 1000


def iso_duration(value: Decimal, unit: str) -> str:
    """ISO 8601: ``P30D``, ``P2W``, ``P6M``, ``P2Y``, ``PT24H``; half a year becomes months."""
    if unit == "quarter":
        value, unit = value * 3, "month"
    if unit == "year" and value != value.to_integral_value() and value * 12 % 1 == 0:
        value, unit = value * 12, "month"
    letter = {"hour": "H", "minute": "M", "week": "W", "month": "M", "year": "Y"}.get(unit, "D")
    return f"P{'T' if unit in ('hour', 'minute') else ''}{plain(value)}{letter}"


def _number(text: str, quantity: Quantity, end: int, factor: int) -> Measure | None:
    if _NAMED.search(text, max(0, quantity.start - 14), quantity.start):
        return None
    thing = UNIT_WORD.match(text, end)
    if not thing and text[end - 1 : end] == ")":
        # "three (3) widgets": whatever is counted; "one of the parties" counts nothing.
        thing = NAMED_THING.match(text, end)
    if thing:
        stop, unit = thing.end(), thing[thing.lastindex or 1]
    elif (
        quantity.bare
        and not _is_numbering(text, quantity, end, factor)
        and end - quantity.start < 16
    ):
        stop, unit = end, None
    else:
        return None
    value = None if quantity.value is None else plain(quantity.value * factor)
    return Measure(
        FactKind.NUMBER, quantity.start, stop, value, unit, quantity.doubt, not quantity.bare
    )


def _is_numbering(text: str, quantity: Quantity, end: int, factor: int) -> bool:
    """Whether it numbers something rather than counts; "10 million." ends a sentence."""
    before = text[max(0, quantity.start - 1) : quantity.start]
    if before in ("(", "-", "/", "_", "["):
        return True
    return factor == 1 and bool(_CALENDAR.match(text, end))
