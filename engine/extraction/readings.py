"""How a raw text was read, and how else it could be: shown beside the text, never guessed away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from engine.extraction.addresses import address_parts
from engine.extraction.inverse import show_value
from engine.extraction.normalise import BETWEEN, Normal, normalise
from engine.facts import Fact, FactKind, find_facts
from engine.facts.folding import fold
from engine.facts.ranges import RANGE, ends
from engine.types import Field, FieldType

DAY_FIRST, MONTH_FIRST = "day_first", "month_first"

MOST = 6
"""More readings than this are not a choice but a search."""

_NUMERIC = re.compile(
    r"(?<![0-9])(?P<first>[0-9]{1,2})[-/.](?P<second>[0-9]{1,2})[-/.](?P<year>[0-9]{4}|[0-9]{2})(?![0-9])"
)
_CENTURIES = (2000, 1900)
_WORDS = re.compile(r"[壹贰叁肆伍陆柒捌玖拾佰仟]")


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to read a text: the normal ``value`` and the code of the ``reading`` (``day_first``,
    ``month_first``, ``in_words``, ``in_figures``, ``first_value``, ``last_value``, ``one_of_several``,
    ``thousands``, ``fraction``, ``below_zero``, ``above_zero``)."""

    value: str
    reading: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A raw text with what was made of it: the normal ``value`` (``None`` without one), that value
    written out again for people (``shown``), the ``doubt``, the other readings, and the ``parts``
    of an address or a compound by name."""

    raw: str
    value: str | None
    shown: str
    doubt: str | None
    alternatives: tuple[Alternative, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()


def read_value(field: Field, raw: str, language: str = "en") -> Reading:
    """How ``raw`` is read as a value of ``field``; ``shown`` is in ``language``."""
    normal = normalise(field, raw)
    shown = show_value(field, normal.value, language) if normal.value else ""
    return Reading(
        raw, normal.value, shown, normal.doubt, alternatives(field, raw), _parts(field, raw)
    )


def alternatives(field: Field, raw: str) -> tuple[Alternative, ...]:
    """Every way to read ``raw`` as a value of ``field``, where there is more than one; else none."""
    if field.type is FieldType.CHOICE:
        found = [
            Alternative(c, "one_of_several")
            for c in field.choices
            if c.casefold() in raw.casefold()
        ]
    elif field.type is FieldType.DATE:
        found = [*_date_orders(raw)] or [*_several(field, raw, FactKind.DATE)]
    elif field.type in _KINDS:
        found = [*_doubtful_number(field, raw)] or [*_several(field, raw, _KINDS[field.type])]
    else:
        found = []
    unique = tuple({one.value: one for one in reversed(found)}.values())[::-1]
    return unique if len(unique) > 1 else _ends(normalise(field, raw))


def _ends(normal: Normal) -> tuple[Alternative, ...]:
    """The ends of a range that writes what they share once: 2024年3月1日至15日."""
    if normal.doubt != RANGE or not normal.value:
        return ()
    first, last = normal.value.split(BETWEEN if BETWEEN in normal.value else "/", 1)
    return Alternative(first, "first_value"), Alternative(last, "last_value")


def readings(field: Field, raw: str) -> tuple[str, ...]:
    """The normal forms that ``raw`` could have for ``field``, two or more; none where it has one,
    or where there is nothing to choose from."""
    found = tuple(one.value for one in alternatives(field, raw))
    return found if len(found) <= MOST else ()


_KINDS = {
    FieldType.AMOUNT: FactKind.AMOUNT,
    FieldType.NUMBER: FactKind.NUMBER,
    FieldType.PERCENTAGE: FactKind.PERCENTAGE,
    FieldType.DURATION: FactKind.DURATION,
    FieldType.PHONE: FactKind.PHONE,
    FieldType.EMAIL: FactKind.EMAIL,
    FieldType.BANK_ACCOUNT: FactKind.BANK_ACCOUNT,
}


def _date_orders(raw: str) -> Iterator[Alternative]:
    """``05/03/2024`` and ``05/03/24`` read both ways, in both centuries, as far as the calendar has them."""
    for match in _NUMERIC.finditer(fold(raw)):
        first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
        years = [year] if len(match["year"]) == 4 else [century + year for century in _CENTURIES]
        for number in years:
            for order, month, day in ((DAY_FIRST, second, first), (MONTH_FIRST, first, second)):
                try:
                    yield Alternative(date(number, month, day).isoformat(), order)
                except ValueError:
                    continue


def _several(field: Field, raw: str, kind: FactKind) -> Iterator[Alternative]:
    """Each value that stands in the text; of one amount in two forms, each form."""
    facts = [*_forms(raw, kind)]
    for number, fact in enumerate(facts):
        value = normalise(field, fact.text).value
        if not value:
            continue
        reading = "one_of_several"
        if kind is FactKind.AMOUNT and any(_WORDS.search(other.text) for other in facts):
            reading = "in_words" if _WORDS.search(fact.text) else "in_figures"
        elif len(facts) == 2:
            reading = ("first_value", "last_value")[number]
        yield Alternative(value, reading)


def _forms(raw: str, kind: FactKind) -> Iterator[Fact]:
    """The facts of a text; one that says two things (a range, words and figures) as its parts."""
    for fact in find_facts(raw, {kind}):
        if fact.doubt not in ("words_and_figures_differ", "range"):
            yield fact
            continue
        pieces = ends(fact.text) if fact.doubt == "range" else _BRACKETS.split(fact.text)
        for piece in pieces or ():
            yield from find_facts(piece, {kind})[:1]


def _doubtful_number(field: Field, raw: str) -> Iterator[Alternative]:
    """Both ways to read a point that may part thousands, a hyphen that may be a minus, and brackets
    that may mean a number below zero."""
    doubt = normalise(field, raw).doubt
    facts = find_facts(raw, {_KINDS[field.type]})
    written = facts[0].text if len(facts) == 1 and facts[0].doubt == doubt else raw
    for reading, change in _BOTH_WAYS.get(doubt or "", ()):
        value = normalise(field, change(written)).value
        if value:
            yield Alternative(value, reading)


def _without_point(raw: str) -> str:
    return _POINT.sub(r"\1\2", raw, count=1)


def _without_places(raw: str) -> str:
    return _POINT.sub(lambda match: f"{match[1]}.{match[2]}0", raw, count=1)


def _above_zero(raw: str) -> str:
    return _OUTER.sub("", fold(raw).replace("-", " ", 1))


def _below_zero(raw: str) -> str:
    return "-" + _above_zero(raw).strip()


_BRACKETS = re.compile(r"[()（）]")
_POINT = re.compile(r"(?<![0-9.,])([1-9][0-9]{0,2})\.([0-9]{3})(?![0-9])")
_OUTER = re.compile(r"\A\s*\(|\)\s*\Z")
_SIGNS = (("below_zero", _below_zero), ("above_zero", _above_zero))
_BOTH_WAYS = {
    "ambiguous_point": (("thousands", _without_point), ("fraction", _without_places)),
    "minus_or_dash": _SIGNS,
    "bracketed_number": _SIGNS,
}


def _parts(field: Field, raw: str) -> tuple[tuple[str, str], ...]:
    if field.type is FieldType.ADDRESS:
        return address_parts(raw)
    if field.type is FieldType.COMPOUND:
        value = normalise(field, raw).value or ""
        found = (piece.partition(": ") for piece in value.split("; ") if ": " in piece)
        return tuple((name, part) for name, _, part in found)
    return ()
