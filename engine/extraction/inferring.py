"""Rules between fields that their names and types make plain, so that nobody has to write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from engine.extraction.relations import Operand, Relation, Rule
from engine.extraction.roles import Role, column_role, role_of, side_of
from engine.extraction.synonyms import name_key
from engine.types import Field, FieldType

_ORDER = (
    (Role.SIGNED, Role.EFFECTIVE),
    (Role.EFFECTIVE, Role.EXPIRY),
    (Role.SIGNED, Role.EXPIRY),
    (Role.SIGNED, Role.DELIVERY),
    (Role.BIRTH, Role.SIGNED),
)
_FORM = re.compile(
    r"[(（]?(?:大写|小写|\bin (?:words|figures|numbers)\b|\b(?:words|figures)\b)[)）]?",
    re.IGNORECASE,
)


def infer_rules(fields: Sequence[Field], declared: Sequence[Rule] = ()) -> tuple[Rule, ...]:
    """What must hold among ``fields`` by what they are: dates in their order, parties that are not
    one, a term that its dates bear out, totals that their lines add up to, words that are the
    figures. A rule that ``declared`` has already, about the same fields, is left out."""
    known = {frozenset(rule.operands) for rule in declared}
    found = [*_dates(fields), *_parties(fields), *_forms(fields), *_sums(fields), *_lines(fields)]
    return tuple(rule for rule in found if frozenset(rule.operands) not in known)


def _rule(left: Operand, relation: Relation, *right: Operand, operator: str = "") -> Rule:
    return Rule(left, relation, right, operator, inferred=True)


def _by_role(fields: Sequence[Field]) -> dict[Role, Operand]:
    """The first field of each part; fields of many values and of records play none."""
    found: dict[Role, Operand] = {}
    for field in fields:
        role = None if field.many else role_of(field)
        if role is not None:
            found.setdefault(role, Operand(field.name))
    return found


def _dates(fields: Sequence[Field]) -> Iterator[Rule]:
    roles = _by_role([f for f in fields if f.type in (FieldType.DATE, FieldType.DURATION)])
    for first, second in _ORDER:
        if first in roles and second in roles:
            yield _rule(roles[first], Relation.NOT_AFTER, roles[second])
    if {Role.TERM, Role.EFFECTIVE, Role.EXPIRY} <= set(roles):
        yield _rule(
            roles[Role.TERM],
            Relation.EQUAL,
            roles[Role.EXPIRY],
            roles[Role.EFFECTIVE],
            operator="-",
        )


def _parties(fields: Sequence[Field]) -> Iterator[Rule]:
    sides = [(side_of(f), Operand(f.name)) for f in fields if not f.many and not f.columns]
    for (one, left), (other, right) in combinations(sides, 2):
        if one is not None and other is not None and one != other:
            yield _rule(left, Relation.DIFFERENT, right)


def _forms(fields: Sequence[Field]) -> Iterator[Rule]:
    """``合同金额(大写)`` and ``合同金额(小写)``, also where one of them names no form."""
    amounts = [f for f in fields if f.type is FieldType.AMOUNT and not f.many]
    for left, right in combinations(amounts, 2):
        bare = {name_key(_FORM.sub("", f.name)) for f in (left, right)}
        if len(bare) == 1 and any(_FORM.search(f.name) for f in (left, right)):
            yield _rule(Operand(left.name), Relation.EQUAL, Operand(right.name))


def _sums(fields: Sequence[Field]) -> Iterator[Rule]:
    roles = _by_role([f for f in fields if f.type is FieldType.AMOUNT])
    total = roles.get(Role.TOTAL)
    if total is None:
        return
    if Role.NET in roles and Role.TAX in roles:
        yield _rule(total, Relation.EQUAL, roles[Role.NET], roles[Role.TAX], operator="+")
    groups = [
        Operand(column.name, group.name)
        for group in fields
        for column in group.columns
        if column_role(column) is Role.LINE_AMOUNT
    ]
    # Lines without tax add up to the net amount where the list asks for one.
    if len(groups) == 1:
        yield _rule(roles.get(Role.NET, total), Relation.EQUAL, groups[0], operator="sum")


def _lines(fields: Sequence[Field]) -> Iterator[Rule]:
    for group in fields:
        roles = {column_role(c): Operand(c.name, group.name) for c in reversed(group.columns)}
        if {Role.QUANTITY, Role.UNIT_PRICE, Role.LINE_AMOUNT} <= set(roles):
            yield _rule(
                roles[Role.LINE_AMOUNT],
                Relation.EQUAL,
                roles[Role.QUANTITY],
                roles[Role.UNIT_PRICE],
                operator="*",
            )
