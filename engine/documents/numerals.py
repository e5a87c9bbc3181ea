"""Numbers as clauses and lists write them: Roman, letters, Chinese; both ways."""

from __future__ import annotations

import re

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_ROMAN_SHAPE = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$")
_DIGITS = "零一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "十", "百", "千")
_LEGAL_UNITS = ("", "拾", "佰", "仟")
_VALUES = {c: i for i, c in enumerate(_DIGITS)} | {c: i for i, c in enumerate(_LEGAL_DIGITS)}
_VALUES |= {"〇": 0, "○": 0, "两": 2, "貳": 2, "參": 3, "陸": 6}
_UNIT_VALUES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"

CHINESE_NUMBER = "〇○零一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟"
"""The characters of Chinese numerals below ten thousand."""


def to_roman(value: int) -> str:
    """``4`` → ``"IV"``; plain digits for what Roman numerals cannot say."""
    if not 0 < value < 4000:
        return str(value)
    letters = []
    for worth, sign in _ROMAN:
        count, value = divmod(value, worth)
        letters.append(sign * count)
    return "".join(letters)


def from_roman(text: str) -> int | None:
    """``"iv"`` → 4; ``None`` for what is no well-formed Roman numeral."""
    upper = text.upper()
    if not upper or not _ROMAN_SHAPE.match(upper):
        return None
    total, position = 0, 0
    for worth, sign in _ROMAN:
        while upper.startswith(sign, position):
            total += worth
            position += len(sign)
    return total


def to_letters(value: int) -> str:
    """``1`` → ``"A"``, ``27`` → ``"AA"``, ``28`` → ``"BB"``: as Word counts past Z."""
    if value < 1:
        return str(value)
    return chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def from_letters(text: str) -> int | None:
    """``"a"`` → 1, ``"bb"`` → 28; ``None`` for letters that differ."""
    upper = text.upper()
    if not upper or upper != upper[0] * len(upper) or not "A" <= upper[0] <= "Z":
        return None
    return ord(upper[0]) - ord("A") + 1 + 26 * (len(upper) - 1)


def to_chinese(value: int, legal: bool = False) -> str:
    """``12`` → ``"十二"`` (``legal``: ``"壹拾贰"``), for 0 to 9999; plain digits beyond."""
    if not 0 <= value < 10_000:
        return str(value)
    digits, units = (_LEGAL_DIGITS, _LEGAL_UNITS) if legal else (_DIGITS, _UNITS)
    if value == 0:
        return digits[0]
    written, gap = "", False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit:
            written += (digits[0] if gap and written else "") + digits[digit] + units[power]
            gap = False
        else:
            gap = True
    # Ten to nineteen drop the leading one: 十二, not 一十二; the legal form keeps it.
    return written[1:] if not legal and 10 <= value < 20 else written


def to_chinese_digits(value: int) -> str:
    """``2024`` → ``"二〇二四"``: digit by digit."""
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(max(value, 0)))


def from_chinese(text: str) -> int | None:
    """``"十二"``, ``"一百零三"``, ``"二〇"`` → a number; ``None`` for anything else."""
    if not text or any(c not in _VALUES and c not in _UNIT_VALUES for c in text):
        return None
    if all(c in _VALUES for c in text):
        return int("".join(str(_VALUES[c]) for c in text))
    total, digit = 0, 0
    for character in text:
        if character in _VALUES:
            digit = _VALUES[character]
        else:
            total += (digit or 1) * _UNIT_VALUES[character]
            digit = 0
    return total + digit


def to_stem(value: int) -> str:
    """``1`` → ``"甲"``: the ten heavenly stems, for lists (ideographTraditional)."""
    return _STEMS[value - 1] if 1 <= value <= len(_STEMS) else str(value)


def to_branch(value: int) -> str:
    """``1`` → ``"子"``: the twelve earthly branches (ideographZodiac)."""
    return _BRANCHES[value - 1] if 1 <= value <= len(_BRANCHES) else str(value)


def to_circled(value: int) -> str:
    """``1`` → ``"①"``, up to 50 as Unicode has them; plain digits beyond."""
    for first, last, base in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= value <= last:
            return chr(base + value - first)
    return str(value)


def from_circled(text: str) -> int | None:
    """``"①"`` → 1; ``None`` for anything else."""
    for value in range(1, 51):
        if to_circled(value) == text:
            return value
    return None


def to_parenthesised(value: int) -> str:
    """``1`` → ``"⑴"``; ``(21)`` beyond 20."""
    return chr(0x2474 + value - 1) if 1 <= value <= 20 else f"({value})"


def to_full_width(value: int) -> str:
    """``12`` → ``"１２"``."""
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(max(value, 0)))
