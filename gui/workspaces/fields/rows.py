"""The field list as rows, and back into the words that people type. No Qt here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from engine.extraction.grammar import FieldList, format_field_list
from engine.extraction.relations import Rule
from engine.extraction.types import make_field
from engine.types import Field, FieldType

_LISTED = re.compile(r"\s*[/／|｜,，、;；\n]\s*")
_SUMMED = re.compile(r"\s*[+＋,，、;；/\n]\s*")
_SHARE = re.compile(r"\s*([0-9]{1,3}(?:[.,][0-9]+)?)\s*([%％]?)\s*")

TYPES = tuple(kind for kind in FieldType if kind is not FieldType.RECORDS)
"""What a row can be; records are rows with a group."""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field as the table shows it. Without a ``type`` it has the one that its name and its
    ``details`` tell. ``details`` are the format of a date, the unit of a number,
    the choices (joined by ``/``) or the parts (joined by ``+``); ``group`` is the field of records
    that it is a column of, if any."""

    name: str = ""
    description: str = ""
    type: FieldType | None = None
    details: str = ""
    many: bool = False
    threshold: float | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """The whole list: its rows, what is known of each group beside its columns, and the rules."""

    rows: tuple[FieldRow, ...] = ()
    groups: tuple[Field, ...] = ()
    rules: tuple[Rule, ...] = ()

    def text(self) -> str:
        """As it is typed."""
        return format_field_list(FieldList(tuple(self._fields()), self.rules))

    def _fields(self) -> Iterable[Field]:
        """A field a row; the rows of a group stand where its first one does."""
        known = {field.name: field for field in self.groups}
        written: set[str] = set()
        for row in self.rows:
            if not row.group:
                yield to_field(row)
            elif row.group not in written:
                written.add(row.group)
                columns = tuple(to_field(one) for one in self.rows if one.group == row.group)
                field = known.get(row.group, Field(row.group, FieldType.RECORDS, many=True))
                yield replace(field, columns=columns)


def to_rows(asked: FieldList) -> Rows:
    """The rows of a list that was typed."""
    rows: list[FieldRow] = []
    for field in asked.fields:
        if field.columns:
            rows += [_row(column, field.name) for column in field.columns]
        else:
            rows.append(_row(field))
    groups = tuple(field for field in asked.fields if field.columns)
    return Rows(tuple(rows), groups, asked.rules)


def to_field(row: FieldRow) -> Field:
    """The field that a row means."""
    details = row.details.strip()
    choices: Sequence[str] = ()
    parts: Sequence[str] = ()
    if row.type is FieldType.CHOICE:
        choices = [part for part in _LISTED.split(details) if part]
        details = "/".join(choices)
    elif row.type is FieldType.COMPOUND:
        parts = [part for part in _SUMMED.split(details) if part]
        details = "+".join(parts)
    name, description = " ".join(row.name.split()), " ".join(row.description.split())
    if row.type is None:
        return replace(make_field(name, details, description, row.many), threshold=row.threshold)
    return Field(
        name=name,
        type=row.type,
        hint=details,
        description=description,
        choices=tuple(choices),
        sub_fields=tuple(parts),
        many=row.many,
        threshold=row.threshold,
    )


def read_threshold(text: str) -> float | None:
    """``0.7``, ``70 %`` or ``70``; ``None`` for anything else."""
    match = _SHARE.fullmatch(text)
    if match is None:
        return None
    value = float(match[1].replace(",", "."))
    if match[2] or value > 1:
        value /= 100
    return value if 0 < value <= 1 else None


def show_threshold(threshold: float | None) -> str:
    """``70 %``; empty for the model's own."""
    return "" if threshold is None else f"{threshold * 100:g} %"


def _row(field: Field, group: str = "") -> FieldRow:
    details = "/".join(field.choices) or "+".join(field.sub_fields) or field.format or field.unit
    return FieldRow(
        field.name,
        field.description,
        field.type,
        details,
        field.many,
        field.threshold,
        group,
    )
