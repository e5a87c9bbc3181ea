"""From one value to another: ``3-5 days``, ``three to five years``, 六个月至一年, ``between $5 and $10``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from engine.facts.folding import fold
from engine.facts.measures import Measure
from engine.facts.money import CURRENCY_AFTER, CURRENCY_BEFORE
from engine.facts.quantities import Quantity, find_quantities
from engine.facts.types import FactKind

RANGE = "range"
"""The doubt of a range: it has no one value."""

_JOINER = re.compile(r"[ ]?(?:-{1,2}|~|至|到|to)[ ]?|\s{1,3}(?:up[ ])?to\s{1,3}", re.IGNORECASE)
_AND = re.compile(r"\s{1,3}and\s{1,3}|[ ]?[和与及][ ]?", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:\b(?:between|from)\s{1,3}|介于[ ]?|在[ ]?)\Z", re.IGNORECASE)
_FROM = re.compile(r"(?:\bfrom\s{1,3}|[由从自][ ]?)\Z", re.IGNORECASE)
_CHANGES = re.compile(
    r"\b(?:increas|reduc|decreas|chang|amend|extend|rais|lower|cut|adjust|revis|replac|grow|grew|rose|fell)|[调增减改升降]",
    re.IGNORECASE,
)
_CHANGE_REACH = 60
_SCALES = "万萬亿億"
_JOINT = re.compile(rf"{_JOINER.pattern}|{_AND.pattern}", re.IGNORECASE)
_KINDS = frozenset({FactKind.AMOUNT, FactKind.PERCENTAGE, FactKind.DURATION})
_DAYS = {
    "H": Decimal(1) / 24,
    "D": Decimal(1),
    "W": Decimal(7),
    "M": Decimal(30),
    "Y": Decimal(365),
}
_DURATION = re.compile(r"P(T?)([0-9.]+)([HDWMY])")


def from_number(folded: str, previous: Quantity | None, found: Measure) -> Measure | None:
    """``found`` as the end of a range that a plain number begins (``3 to 5 days``), else as it is;
    ``None`` where the two are ordinals (第三至五年)."""
    if previous is None or previous.doubt or found.kind not in _KINDS:
        return found
    if not _joined(folded, previous.start, previous.end, found.start):
        return found
    if folded[: previous.start].endswith("第"):
        return None
    end = _first_number(folded, found)
    if end is not None and previous.value is not None and previous.value > end:
        return found
    start = previous.start
    if found.kind is FactKind.AMOUNT:
        currency = CURRENCY_BEFORE.search(folded, max(0, start - 24), start)
        start = currency.start() if currency else start
    return replace(found, start=start, value=None, doubt=RANGE)


def together(folded: str, measures: Sequence[Measure]) -> list[Measure]:
    """``measures`` with two that are the ends of a range made one (六个月至一年, ``$5 to $10``,
    ``$5 to 10 million``). What changes from one value to another is no range."""
    joined: list[Measure] = []
    for one in measures:
        whole = _whole(folded, joined[-1], one) if joined else None
        if whole:
            joined[-1] = whole
        else:
            joined.append(one)
    return joined


def opening(folded: str, start: int) -> int:
    """Where a range that begins at ``start`` is opened (*between*, 介于), without which its words alone
    would be two values; ``start`` where nothing opens it."""
    before = max(0, start - 12)
    word = _BETWEEN.search(folded[before:start])
    return before + word.start() if word else start


def ends(text: str) -> tuple[str, str] | None:
    """The two ends of a range as texts of their own, each with its unit; ``None`` where ``text``
    holds no two numbers with a joint between them.

    >>> ends("$5 to 10 million")
    ('$5 million', '$10 million')
    """
    folded = fold(text)
    for first, second in pairwise(find_quantities(folded)):
        between = folded[first.end : second.start]
        joint = _JOINT.search(between)
        if joint is None:
            continue
        low = text[: first.end + joint.start()]
        high = text[first.end + joint.end() :]
        if not between[: joint.start()].strip():
            low += _scale(folded, first, second) + text[second.end :]
        if not between[joint.end() :].strip() and not CURRENCY_AFTER.match(folded, second.end):
            high = text[: first.start] + high
        return low.strip(), high.strip()
    return None


def _scale(folded: str, first: Quantity, second: Quantity) -> str:
    """五至十万 are fifty and a hundred thousand: the scale that only the second numeral writes."""
    written = folded[second.start : second.end]
    has_none = not set(folded[first.start : first.end]) & set(_SCALES)
    return written[-1] if written[-1] in _SCALES and has_none else ""


def _joined(folded: str, first: int, start: int, end: int) -> bool:
    """Whether ``folded[start:end]`` leads from one value, which begins at ``first``, to another."""
    before = folded[max(0, first - 12) : first]
    if _AND.fullmatch(folded, start, end):
        return bool(_BETWEEN.search(before)) and not _FROM.search(before)
    if not _JOINER.fullmatch(folded, start, end):
        return False
    wider = folded[max(0, first - _CHANGE_REACH) : first]
    return not (_FROM.search(before) and _CHANGES.search(wider))


def _whole(folded: str, first: Measure, second: Measure) -> Measure | None:
    if first.value is None or second.value is None or first.kind not in _KINDS:
        return None
    open_end = first.kind is FactKind.AMOUNT and second.kind is FactKind.NUMBER and not second.unit
    if open_end:
        between = folded[first.end : second.start]
        if " " in between and "-" in between:
            return None  # "Fee: $500 - 3.2 Term"
    elif first.kind is not second.kind or not _comparable(first, second):
        return None
    if not _joined(folded, first.start, first.end, second.start):
        return None
    if _size(first) >= _size(second):
        return None
    unit = first.unit if open_end else second.unit
    return Measure(first.kind, first.start, second.end, None, unit, RANGE)


def _comparable(first: Measure, second: Measure) -> bool:
    return first.kind is not FactKind.AMOUNT or first.unit == second.unit


def _size(measure: Measure) -> Decimal:
    match = _DURATION.fullmatch(measure.value or "")
    if not match:
        return Decimal(measure.value or 0)
    minutes = match[1] and match[3] == "M"
    return Decimal(match[2]) * (Decimal(1) / 1440 if minutes else _DAYS[match[3]])


def _first_number(folded: str, found: Measure) -> Decimal | None:
    numbers = find_quantities(folded[found.start : found.end])
    return numbers[0].value if numbers else None
