"""Phones, identity numbers, dates and amounts in comparable form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from engine.facts.numerals import chinese, english, multiplier

_EXTENSION = re.compile(r"(?:x|ext\.?|extension|转|分机).*$", re.IGNORECASE)
_SEPARATORS = re.compile(r"[^\w]+|_+")
_YEAR_FIRST = re.compile(r"(\d{4})\D{0,2}(\d{1,2})\D{0,2}(\d{1,2})(?:\D.*)?$")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*[-/.,\s]\s*(\d{1,2})\s*[-/.,\s]\s*(\d{4}|\d{2})(?:[T ,].*)?$")
_NAMED = re.compile(r"\d+|[^\W\d_]+")
_CHINESE_DATE = re.compile(r"(.{2,4})年(.{1,2})月(?:([^日号]{1,3})[日号]?)?")
_SERIAL = re.compile(r"([2-5]\d{4})(?:\.\d+)?")
_FIRST_SERIAL = date(1899, 12, 30)
_FIGURE = re.compile(r"[-+]?(?:\d[\d,]*(?:\.\d+)?|\.\d+)")
_FACTOR = re.compile(r"\s*(万亿|[万亿千百]|thousand|million|billion|bn|mn|k|m)(?![a-z])")
_SHORT_FACTORS = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "万亿": 10**12}
_SMALL = re.compile(r"[零〇○一二两三四五六七八九十百千万亿点壹贰叁肆伍陆柒捌玖拾佰仟]+")
_DIGITS_ZH = str.maketrans("零〇○一二三四五六七八九", "000123456789")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""Of the check digit of Chinese identity numbers: GB 11643-1999."""


def phone_form(text: str) -> str:
    """The digits that a caller within the country dials, without the trunk zero."""
    found = digits(_EXTENSION.sub("", text))
    if text.lstrip().startswith("+") or found.startswith("00"):
        found = found.lstrip("0")
        for country in ("86", "44", "1"):
            if found.startswith(country) and len(found) - len(country) >= 9:
                found = found[len(country) :]
                break
    elif len(found) == 13 and found.startswith("861"):
        found = found[2:]
    return found.lstrip("0")


def email_form(text: str) -> str:
    """The bare address, without what a person adds after a plus sign."""
    bare = "".join(text.removeprefix("mailto:").split()).strip("<>.,;")
    local, at, domain = bare.rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}" if at else bare


def identity_form(text: str) -> str:
    """Letters and digits without leading zeros; Chinese identity numbers of 15 digits with the
    18 that they have become."""
    # A spreadsheet that made a code a number dropped its leading zeros, or added ``.0``.
    whole = text.rpartition(".")[0] if re.fullmatch(r"\d+\.0+", text) else text
    code = _SEPARATORS.sub("", whole)
    if len(code) == 15 and code.isascii() and code.isdigit() and _dated(f"19{code[6:12]}"):
        longer = f"{code[:6]}19{code[6:]}"
        rest = sum(int(d) * w for d, w in zip(longer, _WEIGHTS, strict=True)) % 11
        return longer + "10x98765432"[rest]
    return code.lstrip("0") or code


def date_form(text: str, months: Mapping[str, str]) -> str:
    """``YYYYMMDD``, or ``YYYYMM`` where no day is told; what cannot be read as its digits. A date that
    has day and month in doubt is read month first.

    ``months``: names of months, in lower case, to their numbers. Also the day numbers of spreadsheets.
    """
    stripped = text.strip()
    first = _YEAR_FIRST.match(stripped)
    if first and (found := _compact(*(int(part) for part in first.groups()))):
        return found
    last = _YEAR_LAST.match(stripped)
    if last:
        one, two, year = (int(part) for part in last.groups())
        month, day = (two, one) if one > 12 else (one, two)
        return _compact(_century(year, last[3]), month, day) or digits(stripped)
    serial = _SERIAL.fullmatch(stripped)
    if serial:
        return (_FIRST_SERIAL + timedelta(days=int(serial[1]))).strftime("%Y%m%d")
    return _worded(stripped, months) or digits(stripped) or " ".join(_NAMED.findall(stripped))


def _worded(text: str, months: Mapping[str, str]) -> str:
    """A date with its month in words, or in Chinese numerals."""
    written = _CHINESE_DATE.search(text)
    if written:
        year, month, day = (_chinese_number(part or "") for part in written.groups())
        return _compact(_century(year, str(year)), month, day) if day else _month(year, month)
    parts = _NAMED.findall(text)
    named = [int(months[part]) for part in parts if part in months]
    figures = [part for part in parts if part.isascii() and part.isdigit()]
    if len(named) != 1 or not 1 <= len(figures) <= 3:
        return ""
    if len(figures) == 1:
        return _month(_century(int(figures[0]), figures[0]), named[0])
    day, year = sorted(figures[:2], key=len) if len(figures[0]) > 2 else figures[:2]
    return _compact(_century(int(year), year), named[0], int(day))


def _chinese_number(text: str) -> int:
    plain = text.translate(_DIGITS_ZH)
    if plain.isascii() and plain.isdigit():
        return int(plain)
    return int(chinese(text) or 0)


def _century(year: int, written: str) -> int:
    if len(written) > 2:
        return year
    return year + (2000 if year < 50 else 1900)


def _month(year: int, month: int) -> str:
    return f"{year}{month:02d}" if 1000 <= year <= 9999 and 1 <= month <= 12 else ""


def _compact(year: int, month: int, day: int) -> str:
    try:
        return f"{date(year, month, day):%Y%m%d}"
    except ValueError:
        return ""


def _dated(text: str) -> bool:
    return bool(_compact(int(text[:4]), int(text[4:6]), int(text[6:])))


def number_form(text: str) -> str:
    """A figure in six digits, whatever its currency, its commas or its words; ``""`` never."""
    found = _FIGURE.search(text)
    if found:
        figure = float(found.group().replace(",", ""))
        factor = _FACTOR.match(text, found.end())
        if factor:
            figure *= _SHORT_FACTORS.get(factor[1]) or multiplier(factor[1]) or 1
    else:
        words = _SMALL.search(text)
        value = chinese(words.group()) if words else english(text)
        if value is None:
            return " ".join(_NAMED.findall(text)) or text.strip()
        figure = float(value)
    return f"{figure:.6g}" if abs(figure) < 1e6 else f"{figure:.2f}"


def digits(text: str) -> str:
    """The digits of ``text``."""
    return "".join(c for c in text if c.isdigit())
