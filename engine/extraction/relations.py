"""Rules between fields: what must hold among a document's values, declared or told by their names.

A declared rule is a line of the field list that begins with ``!``::

    ! Agreement date <= Effective date        dates, amounts, numbers, lengths of time
    ! Buyer != Seller
    ! Amount in words = Amount in figures
    ! Total price = sum(Line items.Amount)
    ! Line items.Amount = Line items.Quantity * Line items.Unit price
    ! Term = Expiration date - Effective date

``group.column`` is a column of a field of records. ``≤ ＜ ≠ × −`` may stand for their ASCII twins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine.extraction.errors import FieldSyntaxError
from engine.extraction.synonyms import name_key
from engine.types import Field

PATH = " › "
"""Between a group, a record and a column in the name of a record's cell."""


class Relation(StrEnum):
    """What must hold between the two sides of a rule."""

    NOT_AFTER = "<="
    BEFORE = "<"
    EQUAL = "="
    DIFFERENT = "!="


@dataclass(frozen=True, slots=True)
class Operand:
    """A field, or a column of the records of ``group``."""

    field: str
    group: str = ""

    def __str__(self) -> str:
        return f"{self.group}.{self.field}" if self.group else self.field


@dataclass(frozen=True, slots=True)
class Rule:
    """``left relation right``; ``operator`` joins what stands on the right: ``""`` for one operand,
    ``sum`` over the records of a group, ``*``, ``+`` or ``-`` for two. ``inferred`` rules come
    from the names and types of the fields."""

    left: Operand
    relation: Relation
    right: tuple[Operand, ...]
    operator: str = ""
    inferred: bool = False

    @property
    def text(self) -> str:
        """The rule as it is typed."""
        if self.operator == "sum":
            right = f"sum({self.right[0]})"
        else:
            right = f" {self.operator} ".join(map(str, self.right))
        return f"! {self.left} {self.relation.value} {right}"

    @property
    def operands(self) -> tuple[Operand, ...]:
        """Every field that the rule speaks of, the left one first."""
        return (self.left, *self.right)


_PLAIN = str.maketrans({"≤": "<=", "≦": "<=", "＜": "<", "≠": "!=", "＝": "=", "×": "*", "−": "-", "－": "-",
                        "＋": "+", "（": "(", "）": ")"})  # fmt: skip
_RELATION = re.compile(r"<=|!=|<|=|≤|≦|＜|≠|＝")
_SUM = re.compile(r"(?:sum|合计|总和|求和)\s*[(（](?P<inside>.+)[)）]\s*\Z", re.IGNORECASE)
_OPERATOR = re.compile(r"\s[*×+＋−－-]\s")


def read_rule(line: str, start: int, fields: Sequence[Field]) -> Rule:
    """The rule that ``line`` (with its ``!``) declares among ``fields``.

    ``start`` is where the line stands in the typed text. Raises :class:`FieldSyntaxError`:
    ``rule_unreadable``, ``rule_field_unknown``.
    """
    body = line[1:]
    relation = _RELATION.search(body)
    if relation is None:
        raise FieldSyntaxError("rule_unreadable", start, rule=line.strip())
    left = _operand(body, 0, relation.start(), start + 1, fields)
    kind = Relation(relation[0].translate(_PLAIN))
    summed = _SUM.search(body, relation.end())
    if summed and not body[relation.end() : summed.start()].strip():
        operand = _operand(body, *summed.span("inside"), start + 1, fields)
        if not operand.group:
            raise FieldSyntaxError("rule_unreadable", start, rule=line.strip())
        return Rule(left, kind, (operand,), "sum")
    whole = _find(body[relation.end() :].strip(), fields)
    operator = None if whole else _OPERATOR.search(body, relation.end())
    if operator is None:
        return Rule(left, kind, (_operand(body, relation.end(), len(body), start + 1, fields),))
    right = (
        _operand(body, relation.end(), operator.start(), start + 1, fields),
        _operand(body, operator.end(), len(body), start + 1, fields),
    )
    return Rule(left, kind, right, operator[0].strip().translate(_PLAIN))


def _operand(body: str, begin: int, end: int, shift: int, fields: Sequence[Field]) -> Operand:
    written = body[begin:end]
    found = _find(written.strip(), fields)
    if found is None:
        place = begin + len(written) - len(written.lstrip())
        raise FieldSyntaxError(
            "rule_field_unknown", shift + min(place, len(body)), name=written.strip()
        )
    return found


def _find(name: str, fields: Sequence[Field]) -> Operand | None:
    """The field called ``name``, or the column that ``group.column`` names."""
    key = name_key(name)
    for field in fields:
        if name_key(field.name) == key and not field.columns:
            return Operand(field.name)
    for field in fields:
        for column in field.columns:
            # name_key drops full stops, so that the dot between the two does not matter.
            if key in (
                name_key(field.name + column.name),
                name_key(field.name + "›" + column.name),
            ):
                return Operand(column.name, field.name)
    return None
