"""Values to the form in which two spellings of one thing are equal or nearly so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from engine.dedupe.kinds import ColumnKind
from engine.types import Scalar, cell_text

_BLANKS = frozenset(
    {
        "",
        "-",
        "--",
        "n/a",
        "na",
        "nan",
        "null",
        "none",
        "nil",
        "unknown",
        "无",
        "暂无",
        "不详",
        "/",
        "#n/a",
    }
)
_PUNCTUATION = re.compile(r"[^\w]+|_+")
_MARKS = re.compile(r"[\u0300-\u036f]")
_CJK = "\u3400-\u9fff"
_CJK_SPACE = re.compile(rf"(?<=[{_CJK}]) (?=[{_CJK}0-9a-z])|(?<=[0-9a-z]) (?=[{_CJK}])")
_COMPANY_ZH = re.compile(
    r"(?:股份有限公司|有限责任公司|集团有限公司|有限公司|股份公司|集团公司|总公司|公司)"
)
_COMPANY_EN = frozenset(
    [
        "co",
        "company",
        "corp",
        "corporation",
        "inc",
        "incorporated",
        "ltd",
        "limited",
        "llc",
        "llp",
        "lp",
        "plc",
        "gmbh",
        "ag",
        "kg",
        "sa",
        "srl",
        "spa",
        "bv",
        "nv",
        "ab",
        "as",
        "oy",
        "pty",
        "pte",
        "kk",
        "sarl",
        "sas",
        "the",
    ]
)
_INITIALS = re.compile(r"\b(\w)\.(?=\w\b)")
_ADDRESS_WORDS: Mapping[str, str] = {
    "st": "street", "str": "street", "rd": "road", "ave": "avenue", "av": "avenue", "blvd": "boulevard",
    "ln": "lane", "dr": "drive", "ct": "court", "crt": "court", "pl": "place", "sq": "square",
    "hwy": "highway", "pkwy": "parkway", "ter": "terrace", "tce": "terrace", "cres": "crescent",
    "cct": "circuit", "bldg": "building", "apt": "apartment", "ste": "suite", "rm": "room",
    "fl": "floor", "flr": "floor", "no": "", "n": "north", "s": "south", "e": "east", "w": "west",
    "ne": "northeast", "nw": "northwest", "se": "southeast", "sw": "southwest", "mt": "mount",
}  # fmt: skip
_ADDRESS_ZH = re.compile(r"^中国|中华人民共和国|(?<=[\u4e00-\u9fff])[省市区县](?=[\u4e00-\u9fff])")
_EXTENSION = re.compile(r"(?:x|ext\.?|extension|转|分机).*$", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})\D{0,2}(\d{1,2})\D{0,2}(\d{1,2})(?:\D.*)?$")
_YEAR_LAST = re.compile(r"(\d{1,2})\D(\d{1,2})\D(\d{4})$")
_FIGURE = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?")


def normalise(value: Scalar, kind: ColumnKind) -> str:
    """``value`` in comparable form; ``""`` for what is missing, ``n/a`` and kin included.

    Full width becomes half width, case and punctuation go, and by ``kind``: company suffixes,
    address abbreviations, what stands around a phone's digits, the ways to write a date.
    """
    text = cell_text(value)
    if text.strip().casefold() in _BLANKS:
        return ""
    wide = unicodedata.normalize("NFKC", text).casefold()
    return _BY_KIND[kind](wide)


def words(text: str) -> str:
    """Words with one blank between them: no accents, no punctuation, no blank beside Chinese."""
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text)) if not text.isascii() else text
    bare = unicodedata.normalize("NFC", bare) if not bare.isascii() else bare
    bare = bare.replace("&", " and ").replace("'", "").replace("’", "")
    spaced = " ".join(_PUNCTUATION.sub(" ", bare).split())
    return spaced if spaced.isascii() else _CJK_SPACE.sub("", spaced)


def _company(text: str) -> str:
    spaced = words(_INITIALS.sub(r"\1", text))
    short = spaced if spaced.isascii() else _COMPANY_ZH.sub("", spaced)
    kept = [word for word in short.split() if word not in _COMPANY_EN]
    return " ".join(kept) or spaced


def _address(text: str) -> str:
    spaced = words(text)
    if not spaced.isascii():
        spaced = _ADDRESS_ZH.sub("", spaced) or spaced
    swapped = (_ADDRESS_WORDS.get(word, word) for word in spaced.split())
    return " ".join(word for word in swapped if word) or spaced


def _phone(text: str) -> str:
    """The digits that a caller within the country dials, without the trunk zero."""
    digits = "".join(c for c in _EXTENSION.sub("", text) if c.isdigit())
    if text.lstrip().startswith("+") or digits.startswith("00"):
        digits = digits.lstrip("0")
        for country in ("86", "44", "1"):
            if digits.startswith(country) and len(digits) - len(country) >= 9:
                digits = digits[len(country) :]
                break
    elif len(digits) == 13 and digits.startswith("861"):
        digits = digits[2:]
    return digits.lstrip("0")


def _email(text: str) -> str:
    return "".join(text.removeprefix("mailto:").split())


def _identity(text: str) -> str:
    code = _PUNCTUATION.sub("", text)
    # A spreadsheet that made a code a number dropped its leading zeros, or added ``.0``.
    return (re.sub(r"\.0+$", "", text) if re.fullmatch(r"\d+\.0+", text) else code).lstrip(
        "0"
    ) or code


def _date(text: str) -> str:
    """``YYYYMMDD``; what cannot be read, or has day and month in doubt, as its digits."""
    stripped = text.strip()
    first = _YEAR_FIRST.match(stripped)
    if first:
        year, month, day = (int(part) for part in first.groups())
        return _compact(year, month, day) or _digits(stripped)
    last = _YEAR_LAST.match(stripped)
    if last:
        one, two, year = (int(part) for part in last.groups())
        month, day = (two, one) if one > 12 else (one, two)
        return _compact(year, month, day) or _digits(stripped)
    return _digits(stripped) or words(stripped)


def _compact(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).strftime("%Y%m%d")
    except ValueError:
        return ""


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _number(text: str) -> str:
    found = _FIGURE.search(text)
    if not found:
        return words(text)
    figure = float(found.group().replace(",", ""))
    return f"{figure:.6g}" if abs(figure) < 1e6 else f"{figure:.2f}"


_BY_KIND: Mapping[ColumnKind, Callable[[str], str]] = {
    ColumnKind.NAME: words,
    ColumnKind.COMPANY: _company,
    ColumnKind.ADDRESS: _address,
    ColumnKind.PHONE: _phone,
    ColumnKind.EMAIL: _email,
    ColumnKind.IDENTIFIER: _identity,
    ColumnKind.DATE: _date,
    ColumnKind.NUMBER: _number,
    ColumnKind.TEXT: words,
}
