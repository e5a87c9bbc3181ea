"""A normal form written out again for people, to be held against the raw text it came from."""

from __future__ import annotations

import calendar
import re
from decimal import Decimal

from engine.extraction.normalise import BETWEEN, unit_of
from engine.facts.capitals import capital_amount
from engine.types import Field, FieldType

_DATE = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_DURATION = re.compile(r"P(?:([0-9.]+)([DWMY])|T([0-9.]+)([HM]))")
_LETTERS = {"D": ("day", "天"), "W": ("week", "周"), "M": ("month", "个月"), "Y": ("year", "年")}
_SHORT = {"H": ("hour", "小时"), "M": ("minute", "分钟")}
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_YUAN = "CNY"


def show_value(field: Field, value: str, language: str = "en") -> str:
    """``value`` (a normal form of ``field``) in words: ``5 March 2024``, ``1,200,000.00 CNY``,
    ``2 years``; in Chinese ``2024年3月5日``, ``1,200,000.00元（壹佰贰拾万元整）``. What has no other
    way to be written is given back as it is."""
    shown = _SHOW.get(field.type)
    if shown is None or language not in ("en", "zh"):
        return value
    chinese = language == "zh"
    ends = value.split(BETWEEN if BETWEEN in value else "/", 1)
    if len(ends) == 1:
        return shown(field, value, chinese)
    # A term that is told by its two dates is shown as dates.
    dated = field.type is FieldType.DURATION and _DATE.fullmatch(ends[0])
    parts = [(_date if dated else shown)(field, part, chinese) for part in ends]
    return ("至" if chinese else " to ").join(parts)


def _date(_field: Field, value: str, chinese: bool) -> str:
    match = _DATE.fullmatch(value)
    if not match or not 1 <= int(match[2]) <= 12:
        return value
    year, month, day = int(match[1]), int(match[2]), int(match[3] or 0)
    if chinese:
        return f"{year}年{month}月" + (f"{day}日" if day else "")
    return (
        f"{day} {calendar.month_name[month]} {year}"
        if day
        else f"{calendar.month_name[month]} {year}"
    )


def _amount(field: Field, value: str, chinese: bool) -> str:
    if not _NUMBER.fullmatch(value):
        return value
    code, scale = unit_of(field.unit)
    whole = Decimal(value) * scale
    figures = f"{whole:,.2f}"
    if chinese:
        words = capital_amount(whole) if code in (None, _YUAN) else ""
        return f"{figures}{'元' if code in (None, _YUAN) else f' {code}'}" + (
            f"（{words}）" if words else ""
        )
    return f"{figures} {code}" if code else figures


def _percentage(_field: Field, value: str, chinese: bool) -> str:
    if not _NUMBER.fullmatch(value):
        return value
    per_mille = Decimal(value) * 10
    small = abs(Decimal(value)) < 1 and per_mille == per_mille.to_integral_value()
    if chinese and small and value not in ("0", "0.0"):
        return f"{value}%（千分之{per_mille.to_integral_value()}）"
    return f"{value}%"


def _duration(field: Field, value: str, chinese: bool) -> str:
    match = _DURATION.fullmatch(value)
    if not match:
        return f"{value} {field.unit}".strip() if _NUMBER.fullmatch(value) else value
    count = match[1] or match[3]
    name = (_LETTERS[match[2]] if match[2] else _SHORT[match[4]])[chinese]
    if chinese:
        return f"{count}{name}"
    return f"{count} {name}{'' if count == '1' else 's'}"


def _number(field: Field, value: str, _chinese: bool) -> str:
    if not _NUMBER.fullmatch(value):
        return value
    return f"{Decimal(value):,f} {field.unit}".strip()


def _spaced(_field: Field, value: str, _chinese: bool) -> str:
    """Long numbers in groups of four, as cards and accounts are printed."""
    if not (value.isdigit() and len(value) >= 12):
        return value
    return " ".join(value[at : at + 4] for at in range(0, len(value), 4))


_SHOW = {
    FieldType.DATE: _date,
    FieldType.AMOUNT: _amount,
    FieldType.PERCENTAGE: _percentage,
    FieldType.DURATION: _duration,
    FieldType.NUMBER: _number,
    FieldType.BANK_ACCOUNT: _spaced,
}
