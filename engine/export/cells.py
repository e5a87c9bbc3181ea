"""One field of one document as a typed cell of a workbook."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from engine.export.sheets import EXACT_DIGITS, Styled
from engine.types import Edit, Extraction, Field, FieldType, Mention, ReviewState

SEPARATOR = "; "
DOUBTFUL_SCORE = 0.5

_DECIMAL = re.compile(r"(-?\d+(?:\.\d+)?)(?: ([A-Z]{3}))?")
_NUMERIC = frozenset({FieldType.AMOUNT, FieldType.NUMBER, FieldType.PERCENTAGE})
_REVIEWED = frozenset({ReviewState.ACCEPTED, ReviewState.EDITED, ReviewState.REJECTED})


@dataclass(frozen=True, slots=True)
class FieldValue:
    """What stands in a cell: the text shown, its mentions, the person's edit."""

    field: Field
    text: str
    chosen: tuple[Mention, ...]
    edit: Edit | None
    conflict: bool = False

    @property
    def reviewed(self) -> bool:
        """Whether a person has judged it."""
        return self.edit is not None and self.edit.state in _REVIEWED

    @property
    def doubtful(self) -> bool:
        """Whether a person should look at it: nobody has, and something is unsure."""
        if self.reviewed or not self.chosen:
            return False
        if self.conflict:
            return True
        return any(mention.doubt or mention.score < DOUBTFUL_SCORE for mention in self.chosen)


def field_values(
    extraction: Extraction,
    fields: Sequence[Field],
    edits: Mapping[str, Edit],
    doubted: Collection[str] = (),
) -> list[FieldValue]:
    """One value a field, in the order of ``fields``; ``doubted`` are the names of those that do not
    fit together with others."""
    chosen: dict[str, list[Mention]] = {}
    for mention in extraction.mentions:
        if mention.chosen:
            chosen.setdefault(mention.field, []).append(mention)
    return [
        _value(
            field,
            tuple(chosen.get(field.name, ())),
            edits.get(field.name),
            field.name in doubted,
        )
        for field in fields
    ]


def typed(value: FieldValue) -> Any:
    """The value as a cell: a real date or number where it is one."""
    fill = "edited" if value.edit and value.edit.value is not None else ""
    if value.doubtful:
        fill = "doubt"
    plain, number_format = typed_text(value.field, value.text)
    if not fill and not number_format:
        return plain
    return Styled(plain, fill, number_format)


def _value(
    field: Field, chosen: tuple[Mention, ...], edit: Edit | None, conflict: bool
) -> FieldValue:
    text = SEPARATOR.join(
        mention.text if mention.normalized is None else mention.normalized for mention in chosen
    )
    if edit is not None and edit.value is not None:
        text = edit.value
    if edit is not None and edit.state is ReviewState.REJECTED:
        text = ""
    return FieldValue(field, text, chosen, edit, conflict)


def typed_text(field: Field, text: str) -> tuple[Any, str]:
    """``text`` as what a cell holds, with its number format: a date, a number, else the text."""
    if not text:
        return None, ""
    if field.type is FieldType.DATE:
        try:
            return date.fromisoformat(text), "yyyy-mm-dd"
        except ValueError:
            return text, ""
    match = _DECIMAL.fullmatch(text)
    if field.type not in _NUMERIC or match is None or not _exact(match[1]):
        return text, ""
    return _number(field, Decimal(match[1]), match[2] or "")


def _number(field: Field, number: Decimal, currency: str) -> tuple[Any, str]:
    if field.type is FieldType.PERCENTAGE:
        return float(number / 100), "0.00%"
    whole = number == number.to_integral_value()
    plain = int(number) if whole else float(number)
    if field.type is FieldType.NUMBER:
        return plain, ""
    shape = "#,##0" if whole else "#,##0.00"
    return plain, f'{shape} "{currency}"' if currency else shape


def _exact(digits: str) -> bool:
    """Whether Excel keeps every digit; an identity number typed as a number must not lose any."""
    return len(digits.replace(".", "").lstrip("-0")) <= EXACT_DIGITS
