"""The sign before an amount or a percentage: a minus, 负, "minus"; and dashes that only look like one."""

from __future__ import annotations

import re
from dataclasses import replace

from engine.facts.measures import Measure

DASH = "minus_or_dash"
"""The doubt of a value before which a hyphen stands that may be a minus or a dash."""

_WORD = re.compile(
    r"(?:\b(?:minus|negative)\s{1,2}|(?<![自担背抱肩辜胜欺])负[ ]?)\Z", re.IGNORECASE
)
_MINUS = "−﹣"
"""Characters that are a minus and nothing else."""

# What a value follows: a hyphen between such a word and the value is no dash.
_FOLLOWED = re.compile(
    r"(?:[(\[{:=,;|<>]|\t|[ ]{2}|[为是约达即计]|\b(?:is|was|are|of|at|to|equals|or|and)[ ])[ ]?\Z",
    re.IGNORECASE,
)
_BULLET = re.compile(r"(?:\A|\n)[ \t]{0,4}-[ ]?(?=\S)")
_LIST_REACH = 500


def signed(source: str, folded: str, measure: Measure, taken: int = 0) -> Measure:
    """``measure`` with the sign that stands right before it, in its span and in its value.

    A hyphen is a minus where nothing but a value can follow (at the beginning of a cell, after a
    colon, after "is"), a bullet where other lines begin with one, and otherwise a doubt
    (:data:`DASH`) without a value. ``source`` is the text before it was folded; a hyphen right
    behind ``taken``, where another value ends, joins the two.
    """
    start = measure.start
    word = _WORD.search(folded, max(0, start - 12), start)
    if word:
        return negative(measure, word.start())
    if start == 0 or folded[start - 1] != "-" or 0 < taken == start - 1:
        return measure
    before = folded[max(0, start - 8) : start - 1]
    if not before or _FOLLOWED.search(before):
        return negative(measure, start - 1)
    last = before[-1]
    if last in "-/%" or last.isdigit():
        return measure
    if source[start - 1] in _MINUS:
        return negative(measure, start - 1)
    if last == "\n" and _is_list(folded, start - 1):
        return measure
    return replace(measure, start=start - 1, value=None, doubt=measure.doubt or DASH)


def negative(measure: Measure, start: int) -> Measure:
    """``measure`` below zero, its span from ``start`` on."""
    value = measure.value
    if value is not None and value.strip("0."):
        value = value[1:] if value.startswith("-") else f"-{value}"
    return replace(measure, start=start, value=value)


def _is_list(folded: str, place: int) -> bool:
    """Whether another line near ``place`` begins with a hyphen, too."""
    near = folded[max(0, place - _LIST_REACH) : place + _LIST_REACH]
    return len(_BULLET.findall(near)) > 1
