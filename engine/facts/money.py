"""Currencies by the names and signs that contracts use, before and after the number."""

from __future__ import annotations

import re
from decimal import Decimal

from engine.facts.numerals import chinese, figures

# A bare "$" is taken as US dollars and "¥" as yuan, as contracts in the two languages use them.
_NAMES: dict[str, tuple[str, ...]] = {
    "CNY": ("人民币", "RMB", "CNY", "CN¥", "¥", "Renminbi", "yuan"),
    "USD": ("US$", "US $", "U.S.$", "U.S. $", "USD", "$", "美元", "美金", "U.S. dollars",
            "US dollars", "United States dollars", "dollars", "dollar"),
    "HKD": ("HK$", "HKD", "港币", "港元", "Hong Kong dollars"),
    "TWD": ("NT$", "TWD", "NTD", "新台币", "新臺幣"),
    "SGD": ("S$", "SGD", "新加坡元", "新元", "Singapore dollars"),
    "AUD": ("A$", "AUD", "澳元", "Australian dollars"),
    "CAD": ("C$", "CAD", "Cdn$", "加元", "Canadian dollars"),
    "EUR": ("€", "EUR", "欧元", "euros", "euro"),
    "GBP": ("£", "GBP", "英镑", "pounds sterling"),
    "JPY": ("JPY", "日元", "日圆", "Japanese yen", "yen"),
    "KRW": ("KRW", "韩元", "₩"),
    "CHF": ("CHF", "瑞士法郎", "Swiss francs"),
    "INR": ("INR", "₹", "Rs.", "Indian rupees", "rupees"),
    "RUB": ("RUB", "卢布"),
}  # fmt: skip
_CODES = {name.lower(): code for code, names in _NAMES.items() for name in names}
_ALL = sorted(_CODES, key=len, reverse=True)
_ANY = "|".join(
    (r"(?<![A-Za-z])" if name[0].isalpha() and name.isascii() else "") + re.escape(name)
    for name in _ALL
)
_WORDS = "|".join(
    re.escape(name) + (r"\b" if name[-1].isalpha() and name.isascii() else "")
    for name in _ALL
    if name[-1] != "$" and name not in ("¥", "rs.")
)
_NUMERAL = "[0-9零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖]"


class _Before:
    """The currency that stands right before a number."""

    _pattern = re.compile(
        rf"(?:人民币\s?)?({_ANY})\s?(?:\([大小]写\))?[: ]{{0,3}}(?P<minus>-|负)?\Z", re.IGNORECASE
    )

    def search(self, text: str, start: int, end: int) -> re.Match[str] | None:
        return self._pattern.search(text, start, end)

    def code(self, match: re.Match[str]) -> str | None:
        return _CODES.get(match[1].lower())

    def is_generic(self, match: re.Match[str]) -> bool:
        """Whether it is the bare sign ``$``, which a country after the number makes precise."""
        return match[1] == "$"


class _After:
    """The currency that stands right after a number, with its jiao, fen and cents."""

    _pattern = re.compile(
        rf"\s{{0,2}}(?:and\s+(?P<cents>[0-9]{{2}}|no)/100\s+)?"
        rf"(?:(?P<name>{_WORDS})|(?P<yuan>[元圆圓](?![素旦月宝件年])"
        rf"(?:(?P<jiao>{_NUMERAL})角)?(?:零?(?P<fen>{_NUMERAL})分)?[整正]?(?:人民币)?))"
        rf"(?:\s+and\s+(?P<tail>[0-9]{{2}}|no)/100)?",
        re.IGNORECASE,
    )

    def match(self, text: str, start: int) -> re.Match[str] | None:
        return self._pattern.match(text, start)

    def is_generic(self, match: re.Match[str]) -> bool:
        """Whether the word says no country: ``元``, ``dollars``."""
        return bool(match["yuan"]) or match["name"].lower() in ("dollars", "dollar")

    def code(self, match: re.Match[str]) -> str | None:
        return "CNY" if match["yuan"] else _CODES.get(match["name"].lower())


CURRENCY_BEFORE = _Before()
CURRENCY_AFTER = _After()


def small_change(match: re.Match[str]) -> Decimal:
    """Jiao and fen, or cents written as ``50/100``, as a part of the whole unit."""
    total = Decimal(0)
    for name, scale in (("jiao", "0.1"), ("fen", "0.01"), ("cents", "0.01"), ("tail", "0.01")):
        written = match[name]
        if written and written.lower() != "no":
            value = figures(written) if written.isascii() else chinese(written)
            total += (value or Decimal(0)) * Decimal(scale)
    return total
