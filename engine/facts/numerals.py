"""Numbers as people write them in contracts: figures, Chinese numerals, English words."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

SMALL_DIGITS = "〇零一二两三四五六七八九"
CAPITAL_DIGITS = "壹贰叁肆伍陆柒捌玖貳參陸兩"
CHINESE_NUMERAL = SMALL_DIGITS + CAPITAL_DIGITS + "十百千拾佰仟万亿萬億廿卅"

_TRADITIONAL = str.maketrans(
    {
        "萬": "万",
        "億": "亿",
        "貳": "贰",
        "參": "叁",
        "陸": "陆",
        "兩": "两",
        "卅": "三十",
        "廿": "二十",
    }
)
_MULTIPLIERS = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
    "万亿": 10**12,
    "thousand": 1000,
    "million": 10**6,
    "mn": 10**6,
    "mm": 10**6,
    "m": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "b": 10**9,
    "k": 1000,
}
_UNITS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: value
    for value, word in zip(
        range(20, 100, 10),
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
        strict=True,
    )
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
NUMBER_WORDS: tuple[str, ...] = (*_UNITS, *_TENS, *_SCALES)
_LONGEST = 40
_WORDS = re.compile(r"[a-z]+")
_DECIMAL_COMMA = re.compile(r",[0-9]{2}\Z")


def figures(text: str) -> Decimal | None:
    """``1,250,000.00`` as a number; thousands may be parted by ``,`` or ``，``, or by ``.`` or a space
    before a decimal comma (``1.250.000,00``), or by two points and more; a line may end within."""
    text = text.replace("\n", "")
    if _DECIMAL_COMMA.search(text):
        text = text.replace(".", "").replace(" ", "").replace(",", ".")
    if text.count(".") > 1:
        text = text.replace(".", "")
    try:
        return Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None


def multiplier(text: str) -> int | None:
    """What ``万``, ``亿``, ``million`` … multiply by; ``None`` for anything else."""
    return _MULTIPLIERS.get(text.translate(_TRADITIONAL).lower())


def chinese(text: str) -> Decimal | None:
    """A Chinese numeral, small or capital (``一百二十``, ``壹佰贰拾万``, ``三点五``, ``二〇二四``).

    ``None`` for what is not one. The arithmetic is cn2an's.
    """
    text = text.translate(_TRADITIONAL)
    if not text or len(text) > _LONGEST:
        return None
    import cn2an  # Takes a tenth of a second, which the window's start need not wait for.

    whole, point, rest = text.partition("点")
    try:
        value = Decimal(cn2an.cn2an(whole, "smart"))
        if not point:
            return value
        return Decimal(
            f"{value}.{int(cn2an.cn2an('一' + rest, 'smart')) % 10 ** len(rest):0{len(rest)}d}"
        )
    except (ValueError, InvalidOperation, TypeError, KeyError, IndexError):
        return None


def english(text: str) -> Decimal | None:
    """Number words (``one hundred and twenty-five thousand``); ``None`` for what is not one."""
    total, group, seen = 0, 0, False
    for word in _WORDS.findall(text.lower()):
        if word == "and":
            continue
        if word in _UNITS:
            group += _UNITS[word]
        elif word in _TENS:
            group += _TENS[word]
        elif word == "hundred":
            group = (group or 1) * 100
        elif word in _SCALES:
            total += (group or 1) * _SCALES[word]
            group = 0
        else:
            return None
        seen = True
    return Decimal(total + group) if seen else None


def plain(value: Decimal) -> str:
    """``value`` in digits, without an exponent and without idle zeros after the point."""
    if value == value.to_integral_value():
        return str(value.to_integral_value())
    return f"{value.normalize():f}"


def money(value: Decimal) -> str:
    """``value`` with two places after the point, or more where it has more."""
    cents = value.quantize(Decimal("0.01")) if abs(value) < Decimal(10) ** 24 else value
    return f"{cents:f}" if cents == value else plain(value)
