"""Amounts of yuan in the capital numerals of contracts and cheques: 壹佰贰拾万元整."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_MOST = Decimal(10) ** 16


def capital_amount(value: Decimal) -> str:
    """``value`` yuan in capital numerals to the fen, as the People's Bank's rules for bills have it;
    empty for negative amounts and those of 10**16 yuan and more."""
    if not 0 <= value < _MOST:
        return ""
    fen = int((value * 100).quantize(Decimal(1), ROUND_HALF_UP))
    yuan, jiao, fen = fen // 100, fen // 10 % 10, fen % 10
    written = f"{_whole(yuan)}元" if yuan else ""
    if not jiao and not fen:
        return (written or "零元") + "整"
    if jiao:
        written += f"{_DIGITS[jiao]}角"
    elif yuan:
        written += "零"
    return written + (f"{_DIGITS[fen]}分" if fen else "整")


def _whole(yuan: int) -> str:
    groups: list[tuple[int, str]] = []
    number, place = yuan, 0
    while number:
        groups.append((number % 10000, _GROUPS[place]))
        number, place = number // 10000, place + 1
    written = ""
    for index, (group, name) in enumerate(reversed(groups)):
        if not group:
            written += "" if written.endswith("零") else "零"
            continue
        # A gap between two groups is read as one zero.
        if index and group < 1000 and not written.endswith("零"):
            written += "零"
        written += _group(group) + name
    return written.rstrip("零")


def _group(group: int) -> str:
    written, zero = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if not digit:
            zero = bool(written)
            continue
        written += ("零" if zero else "") + _DIGITS[digit] + _PLACES[place]
        zero = False
    return written
