"""Dates in Chinese and English contracts; what could be two days is a doubt, not a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from engine.facts.measures import Measure
from engine.facts.numerals import chinese
from engine.facts.types import FactKind

_DIGIT = "〇零一二三四五六七八九"
_SPACE = r"[ \t]{0,3}"
_CHINESE = re.compile(
    rf"(?<![0-9{_DIGIT}])(?P<year>[0-9]{_SPACE}[0-9]{_SPACE}[0-9]{_SPACE}[0-9]|[{_DIGIT}0-9]{{4}}){_SPACE}年{_SPACE}"
    rf"(?P<month>[0-9]{{1,2}}|[{_DIGIT}十]{{1,3}}){_SPACE}月"
    rf"(?:份(?!额)|{_SPACE}(?P<day>[0-9]{{1,2}}|[{_DIGIT}十廿卅]{{1,3}}){_SPACE}[日号])?"
)
_ISO = re.compile(
    r"(?<![0-9./-])(?P<year>[12][0-9]{3})(?P<sign>[-/.])(?P<month>[0-9]{1,2})(?P=sign)(?P<day>[0-9]{1,2})(?![0-9]|[-/][0-9])"
)
_NUMERIC = re.compile(
    r"(?<![0-9./-])(?P<first>[0-9]{1,2})(?P<sign>[-/.])(?P<second>[0-9]{1,2})(?P=sign)"
    r"(?P<year>[12][0-9]{3}|(?<=/)[0-9]{2})(?![0-9]|[-/.][0-9])"
)
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|"
    r"aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
    "twenty-second",
    "twenty-third",
    "twenty-fourth",
    "twenty-fifth",
    "twenty-sixth",
    "twenty-seventh",
    "twenty-eighth",
    "twenty-ninth",
    "thirtieth",
    "thirty-first",
]
_DAY_WORDS = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_GAP = r"[ \t\r\n]{0,3}"
_YEAR = r"(?P<year>[12][0-9]{3})(?![0-9])"
_DAY_FIRST = re.compile(
    rf"(?<![A-Za-z0-9.])(?:(?P<day>[0-9]{{1,2}})(?:{_GAP}(?:st|nd|rd|th)\b)?|(?P<word>{_DAY_WORDS}))"
    rf"(?:{_GAP}\(?[0-9]{{1,2}}(?:st|nd|rd|th)\))?"
    rf"(?:{_GAP}day)?(?:{_GAP}of\b)?(?:{_GAP}|[-/.]){_MONTH}{_GAP}(?:of\b{_GAP})?[,-]?{_GAP}{_YEAR}",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"\b{_MONTH}(?:{_GAP}|[-/])(?:the\b{_GAP})?(?P<day>[0-9]{{1,2}})(?:{_GAP}(?:st|nd|rd|th)\b)?"
    rf"(?:{_GAP}[,.-]{_GAP}|[ \t\r\n]{{1,3}}){_YEAR}",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(
    rf"(?<![0-9][ \t-])\b{_MONTH},?{_GAP}(?:of\b{_GAP})?{_YEAR}", re.IGNORECASE
)


def find_dates(text: str) -> Iterator[Measure]:
    """Every date of a folded text; overlapping readings are sorted out by the caller.

    Dates that no calendar has (30 February) are not dates. Value: ISO 8601, to the day or month.
    """
    for match in _CHINESE.finditer(text):
        yield from _dated(match, _number(match["year"]), _number(match["month"]), match["day"])
    for match in _ISO.finditer(text):
        yield from _dated(match, int(match["year"]), int(match["month"]), match["day"])
    for match in _NUMERIC.finditer(text):
        yield from _numeric(match)
    yield from _english(text)


def _english(text: str) -> Iterator[Measure]:
    for match in _DAY_FIRST.finditer(text):
        day = match["day"] or str(_ORDINALS.index(match["word"].lower()) + 1)
        yield from _dated(match, int(match["year"]), _month(match["month"]), day)
    for match in _MONTH_FIRST.finditer(text):
        yield from _dated(match, int(match["year"]), _month(match["month"]), match["day"])
    for match in _MONTH_YEAR.finditer(text):
        yield from _dated(match, int(match["year"]), _month(match["month"]), None)


def _month(name: str) -> int | None:
    prefix = name[:3].lower()
    return next((n for n, month in enumerate(_MONTHS, 1) if month.startswith(prefix)), None)


def _number(written: str) -> int | None:
    digits = written.replace(" ", "").replace("\t", "")
    if digits.isascii():
        return int(digits) if digits.isdigit() else None
    folded = "".join(
        str("〇一二三四五六七八九".find(c)) if c in "一二三四五六七八九" else c for c in digits
    )
    if len(digits) == 4:
        folded = folded.replace("〇", "0").replace("零", "0")
        return int(folded) if folded.isdigit() else None
    value = chinese(digits)
    return None if value is None else int(value)


def _dated(
    match: re.Match[str], year: int | None, month: int | None, day: str | None
) -> Iterator[Measure]:
    """The one fact of ``match`` if the calendar has it. ``day`` is as written."""
    number = _number(day) if day else 1
    value = _iso(year, month, number)
    if value is None:
        return
    yield Measure(
        FactKind.DATE,
        match.start(),
        match.end(),
        value if day else value[:7],
        "day" if day else "month",
    )


def _iso(year: int | None, month: int | None, day: int | None) -> str | None:
    if year is None or month is None or day is None or not 1000 <= year <= 2999:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _numeric(match: re.Match[str]) -> Iterator[Measure]:
    """``05/03/2024``: a value only where one order alone is possible."""
    first, second, written = int(match["first"]), int(match["second"]), match["year"]
    year = int(written) if len(written) == 4 else 2000 + int(written)
    readings = {_iso(year, first, second), _iso(year, second, first)} - {None}
    if not readings:
        return
    value, doubt = None, "ambiguous_date"
    if len(written) == 2:
        doubt = "two_digit_year"
    elif len(readings) == 1:
        value, doubt = readings.pop(), None  # type: ignore[assignment]
    yield Measure(FactKind.DATE, match.start(), match.end(), value, "day", doubt)
