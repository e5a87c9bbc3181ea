"""One pass over a text for every quantity; what it measures is decided by its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from engine.facts.numerals import (
    CHINESE_NUMERAL,
    NUMBER_WORDS,
    SMALL_DIGITS,
    chinese,
    english,
    figures,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in figures or words, ``[start, end)``; ``three (3)`` is one quantity.

    ``doubt`` is ``words_and_figures_differ`` where the two forms disagree; ``value`` is then
    ``None``. ``bare`` is false where words or a bracketed second form were written.
    """

    start: int
    end: int
    value: Decimal | None
    bare: bool = True
    doubt: str | None = None


# Thousands that a line's end divides (``$1,200,⏎000.00``): where more thousands or cents prove that the
# number goes on, for ``Sections 1,⏎200`` are two numbers.
_DIVIDED = r"(?:\n[,，]|[,，]\n)[0-9]{3}|[,，][0-9]\n[0-9]{2}|[,，][0-9]{2}\n[0-9]"
_OVER_LINES = (
    rf"[0-9]{{1,3}}(?:[,，][0-9]{{3}}|{_DIVIDED}){{2,}}(?:\.[0-9]+)?(?![0-9])"
    rf"|[0-9]{{1,3}}(?:{_DIVIDED})\.[0-9]{{2}}(?![0-9])"
)

# The decimal comma counts where a point or a space parts the thousands, or the euro stands beside it.
_FIGURES = re.compile(
    rf"{_OVER_LINES}"
    r"|[0-9]{1,3}(?:[,，][0-9]{3})+(?:\.[0-9]+)?(?![0-9])"
    r"|[0-9]{1,3}([. ])[0-9]{3}(?:\1[0-9]{3})*,[0-9]{2}(?![0-9,])"
    r"|[0-9]{1,3}(?:\.[0-9]{3}){2,}(?=[ ]?(?:€|EUR\b|euro|元))"
    r"|(?:(?<=[€$£¥])|(?<=[€$£¥] )|(?<=EUR ))[0-9]{1,3}(?:\.[0-9]{3}){2,}(?![0-9,.])"
    r"|[0-9]+,[0-9]{2}(?=[ ]?(?:€|EUR\b))|(?:(?<=€)|(?<=€ )|(?<=EUR ))[0-9]+,[0-9]{2}(?![0-9,])"
    r"|[0-9]+(?:\.[0-9]+)?"
)
THREE_PLACES = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}\.[0-9]{3}(?![0-9])")
"""Figures whose point may part thousands (``€1.000``) or begin a fraction."""

_CHINESE = re.compile(f"[{CHINESE_NUMERAL}]{{1,40}}(?:点[{CHINESE_NUMERAL}]{{1,8}})?")
_DIGIT_RUN = set(SMALL_DIGITS)
_WORD = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_WORDS = re.compile(
    rf"\b(?:{_WORD})(?:(?:[ \t\r\n]{{1,3}}|-|[ \t\r\n]{{1,3}}and[ \t\r\n]{{1,3}})(?:{_WORD})){{0,20}}\b",
    re.IGNORECASE,
)
_TWO_NUMBERS = re.compile(
    r"(?<!hundred)(?<!thousand)(?<!million)(?<!billion)[ \t\r\n]{1,3}and[ \t\r\n]{1,3}",
    re.IGNORECASE,
)
_OPEN = re.compile(r"[ \t\r\n]{0,2}\((?:大写|小写|即|计)?:?[ ]?")
_CLOSE = re.compile(r"[ ]?\)")
_GLUED = re.compile(r"[A-Za-z_]")


def find_quantities(text: str) -> list[Quantity]:
    """Every quantity of a folded text, by position, bracketed second forms merged in."""
    single = sorted(
        [*_find_figures(text), *_find_chinese(text), *_find_words(text)], key=lambda q: q.start
    )
    return _merge_brackets(text, single)


def _find_figures(text: str) -> Iterator[Quantity]:
    for match in _FIGURES.finditer(text):
        start, end = match.span()
        # A1, 4.2.1 and INV_7 are names, not quantities.
        if start and (_GLUED.match(text, start - 1) or (text[start - 1] == "." and start > 1)):
            continue
        if text[end : end + 1] == "." and text[end + 1 : end + 2].isdigit():
            continue
        yield Quantity(start, end, figures(match[0]))


def _find_chinese(text: str) -> Iterator[Quantity]:
    for match in _CHINESE.finditer(text):
        start, written = match.start(), match[0]
        if start and text[start - 1].isascii() and text[start - 1].isdigit():
            continue
        if len(written) > 1 and written[0] == "零" and text[start - 1 : start] in ("年", "月"):
            start, written = start + 1, written[1:]  # 三年零六个月
        if len(written) > 1 and set(written) <= _DIGIT_RUN:  # 一九九_年 is half a date
            continue
        value = chinese(written)
        if value is not None:
            yield Quantity(start, match.end(), value, bare=False)


def _find_words(text: str) -> Iterator[Quantity]:
    for match in _WORDS.finditer(text):
        start = match.start()
        # "two hundred and five" is one number, "between five and ten" are two.
        for cut in (*_TWO_NUMBERS.finditer(text, *match.span()), None):
            end = cut.start() if cut else match.end()
            value = english(text[start:end])
            if value is not None:
                yield Quantity(start, end, value, bare=False)
            start = cut.end() if cut else end


def _merge_brackets(text: str, single: list[Quantity]) -> list[Quantity]:
    merged: list[Quantity] = []
    skip = -1
    for index, quantity in enumerate(single):
        if index == skip:
            continue
        follower = single[index + 1] if index + 1 < len(single) else None
        joined = follower and _join(text, quantity, follower)
        if joined:
            skip = index + 1
        merged.append(joined or quantity)
    return merged


def _join(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    """``three`` and ``3`` as the one quantity ``three (3)``, where they stand so and differ in form."""
    opening = _OPEN.match(text, first.end)
    closing = _CLOSE.match(text, second.end)
    if not opening or not closing or opening.end() != second.start or first.bare == second.bare:
        return None
    if first.value == second.value:
        return replace(first, end=closing.end(), bare=False)
    words, written = (second, first) if first.bare else (first, second)
    three_places = THREE_PLACES.fullmatch(text, written.start, written.end)
    if three_places and written.value is not None and words.value == written.value * 1000:
        # The words tell that the point parts thousands: 1.000 (one thousand).
        return Quantity(first.start, closing.end(), words.value, bare=False)
    return Quantity(first.start, closing.end(), None, False, "words_and_figures_differ")
