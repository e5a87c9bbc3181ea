"""Normal forms as things that can be compared and reckoned with: days, lengths of time, amounts."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from engine.extraction.normalise import normalise, unit_of
from engine.types import Field, FieldType

# No calendar has a year 0.
_MONTH = re.compile(r"((?!0000)[0-9]{4})-([0-9]{2})")
_YEAR = re.compile(r"(?!0000)[0-9]{4}")
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
_COUNT = re.compile(r"[0-9]{1,9}")
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
_UNITS = {
    **dict.fromkeys(("天", "日", "日历天", "day", "days"), (0, 1)),
    **dict.fromkeys(("周", "week", "weeks"), (0, 7)),
    **dict.fromkeys(("月", "个月", "month", "months"), (1, 0)),
    **dict.fromkeys(("年", "year", "years"), (12, 0)),
}


@dataclass(frozen=True, slots=True)
class Days:
    """The days that a date may mean: one, or all of a month or year that is named without a day."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time in months and days, which no calendar turns into each other."""

    months: int
    days: int

    def after(self, start: date) -> date:
        """The day that lies this far behind ``start``; the month's last where it is shorter."""
        month = start.month - 1 + self.months
        year, month = start.year + month // 12, month % 12 + 1
        day = min(start.day, calendar.monthrange(year, month)[1])
        return date(year, month, day) + timedelta(days=self.days)


def days(value: str, field: Field | None = None) -> Days | None:
    """``2024-03-05``, ``2024-03``, ``2024`` or a date as it is written; ``None`` for what is none."""
    try:
        day = date.fromisoformat(value)
        return Days(day, day)
    except ValueError:
        pass
    month = _MONTH.fullmatch(value)
    if month and 1 <= int(month[2]) <= 12:
        year, number = int(month[1]), int(month[2])
        return Days(date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]))
    if _YEAR.fullmatch(value):
        return Days(date(int(value), 1, 1), date(int(value), 12, 31))
    written = normalise(field or Field("", FieldType.DATE), value).value
    return days(written) if written and written != value else None


def length(value: str, field: Field) -> Length | None:
    """``P2Y``, or a plain number in the field's unit; ``None`` for hours, business days and text."""
    written = _DURATION.fullmatch(value)
    if written and any(written.groups()):
        years, months, weeks, count = (int(part or 0) for part in written.groups())
        return Length(12 * years + months, 7 * weeks + count)
    unit = _UNITS.get(field.unit)
    if unit and _COUNT.fullmatch(value):
        return Length(unit[0] * int(value), unit[1] * int(value))
    normal = normalise(field, value).value
    return length(normal, field) if normal and normal != value else None


def number(value: str, field: Field) -> Decimal | None:
    """An amount or a number, in whole units: ``120`` of a field in 万元 is 1,200,000."""
    written = _PLAIN.fullmatch(value.replace(",", "").strip())
    if not written:
        normal = normalise(field, value).value
        written = _PLAIN.fullmatch(normal) if normal else None
    if not written:
        return None
    try:
        return Decimal(written[0]) * unit_of(field.unit)[1]
    except InvalidOperation:
        return None
