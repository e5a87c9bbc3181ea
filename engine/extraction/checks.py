"""Values of one document held against each other: what cannot be true together is a doubt.

Rules come from the field list (``! …``) or from the names and types of its fields, in English and
Chinese (:func:`infer_rules`). A doubt never changes a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from engine.extraction.inferring import infer_rules
from engine.extraction.measures import Days, days, length, number
from engine.extraction.relations import PATH, Operand, Relation, Rule
from engine.extraction.roles import Role, role_of
from engine.extraction.synonyms import name_key
from engine.facts.identifiers import identity_birth, identity_is_male
from engine.facts.numerals import plain
from engine.types import Field, FieldType, Scalar

Record = tuple[str, Mapping[str, str]]
"""A record's key and its values by column."""

_CENT = Decimal("0.01")
_RECKONED = frozenset({FieldType.AMOUNT, FieldType.NUMBER, FieldType.PERCENTAGE})
_MALE = frozenset({"男", "男性", "m", "male", "man"})
_FEMALE = frozenset({"女", "女性", "f", "female", "woman"})
# What a cell's own doubt says of two forms of one value belongs into the lane as well.
_OF_A_CELL = frozenset({"words_and_figures_differ"})


@dataclass(frozen=True, slots=True)
class Values:
    """What stands in a document's cells: normal forms by field, records by group. ``doubts`` are
    the codes that cells carry themselves."""

    cells: Mapping[str, Sequence[str]]
    records: Mapping[str, Sequence[Record]] = field(default_factory=dict)
    doubts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A doubt before it has a document: its code, the cells it hangs on, what fills its sentence."""

    code: str
    fields: tuple[str, ...]
    params: tuple[tuple[str, Scalar], ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """One value of a rule's operand: its field, the name of its cell, the value as it stands."""

    field: Field
    cell: str
    value: str


def conflicts(
    fields: Sequence[Field], declared: Sequence[Rule], values: Values
) -> tuple[Conflict, ...]:
    """Every conflict among ``values``, by declared rules first, each once.

    A rule says nothing where a value is missing or could not be normalised.
    """
    checker = _Checker(fields, values)
    found: dict[Conflict, None] = {}
    for rule in (*declared, *infer_rules(fields, declared)):
        found.update(dict.fromkeys(checker.broken(rule)))
    found.update(dict.fromkeys(checker.identities()))
    for name, code in values.doubts.items():
        if code in _OF_A_CELL:
            found[Conflict(code, (name,))] = None
    return tuple(found)


class _Checker:
    """One document's values, as rules ask for them."""

    def __init__(self, fields: Sequence[Field], values: Values) -> None:
        self._fields = fields
        self._values = values
        self._known = {(f.name, ""): f for f in fields} | {
            (column.name, group.name): column for group in fields for column in group.columns
        }

    def broken(self, rule: Rule) -> Iterator[Conflict]:
        """The conflicts with one rule; per record where it speaks of one record's columns."""
        if any((o.field, o.group) not in self._known for o in rule.operands):
            return
        if rule.operator == "sum":
            yield from self._sum(rule)
            return
        group = next((o.group for o in rule.operands if o.group), "")
        records: Sequence[Record | None] = self._values.records.get(group, ()) if group else [None]
        for record in records:
            found = [self._value(operand, record) for operand in rule.operands]
            whole = [one for one in found if one is not None]
            if len(whole) == len(found):
                conflict = _judge(rule, whole)
                if conflict:
                    yield conflict

    def identities(self) -> Iterator[Conflict]:
        """Identity numbers beside a date of birth or a sex that they gainsay, also in records."""
        yield from self._identity(self._fields, lambda f: self._value(Operand(f.name), None))
        for group in self._fields:
            for record in self._values.records.get(group.name, ()):
                yield from self._identity(
                    group.columns,
                    lambda f, g=group, r=record: self._value(Operand(f.name, g.name), r),  # type: ignore[misc]
                )

    def _identity(
        self, fields: Sequence[Field], value: Callable[[Field], _Found | None]
    ) -> Iterator[Conflict]:
        by_role = {role_of(one): one for one in fields}
        wanted = by_role.get(Role.IDENTITY)
        identity = value(wanted) if wanted else None
        if identity is None:
            return
        born = identity_birth(identity.value)
        for role, code in ((Role.BIRTH, "birth_differs"), (Role.SEX, "sex_differs")):
            other = value(by_role[role]) if role in by_role else None
            if other and born and _gainsays(role, identity.value, other):
                yield Conflict(code, (other.cell, identity.cell), _pair(other, identity))

    def _value(self, operand: Operand, record: Record | None) -> _Found | None:
        """The one value of an operand; ``None`` where there is none, or several."""
        known = self._known[operand.field, operand.group]
        if operand.group:
            value = record[1].get(operand.field, "") if record else ""
            cell = record_cell(operand.group, record[0] if record else "", operand.field)
            return _Found(known, cell, value) if value else None
        values = self._values.cells.get(operand.field, ())
        return _Found(known, operand.field, values[0]) if len(values) == 1 else None

    def _sum(self, rule: Rule) -> Iterator[Conflict]:
        """A total beside the sum over the records, all of which must have a value."""
        total = self._value(rule.left, None) if not rule.left.group else None
        operand = rule.right[0]
        records = self._values.records.get(operand.group, ())
        parts = [self._value(operand, record) for record in records]
        numbers = [number(part.value, part.field) if part else None for part in parts]
        wanted = number(total.value, total.field) if total else None
        if total is None or wanted is None or not numbers or None in numbers:
            return
        summed = sum((n for n in numbers if n is not None), Decimal(0))
        if abs(summed - wanted) > _CENT * len(numbers):
            cells = (total.cell, *(part.cell for part in parts if part))
            params = (("field", total.cell), ("value", total.value), ("group", operand.group),
                      ("sum", plain(summed)), ("count", len(numbers)))  # fmt: skip
            yield Conflict("sum_differs", cells, params)


def record_cell(group: str, key: str, column: str) -> str:
    """The name of the cell of a record's column; ``key`` is where the record begins."""
    return f"{group}{PATH}{key}{PATH}{column}"


def cell_label(name: str) -> str:
    """The name of a cell as people know it: a record's cell as ``group › column``."""
    parts = name.split(PATH)
    return PATH.join((parts[0], parts[-1])) if len(parts) == 3 else name


def _judge(rule: Rule, found: Sequence[_Found]) -> Conflict | None:
    left, *right = found
    if rule.operator == "-" and {one.field.type for one in right} == {FieldType.DATE}:
        return _judge_term(left, right[1], right[0])
    if rule.operator:
        return _judge_reckoned(rule, left, right)
    return _judge_pair(rule.relation, left, right[0])


def _judge_pair(relation: Relation, left: _Found, right: _Found) -> Conflict | None:
    """Two values side by side."""
    if relation in (Relation.NOT_AFTER, Relation.BEFORE):
        later = _later(left, right)
        wrong = later is not None and (later > 0 or (later == 0 and relation is Relation.BEFORE))
        dated = left.field.type is FieldType.DATE
        code = "dates_out_of_order" if dated else "value_too_great"
    else:
        same = _same(left, right)
        wrong = same is not None and same is (relation is Relation.DIFFERENT)
        code = "values_same" if relation is Relation.DIFFERENT else "values_differ"
    return Conflict(code, (left.cell, right.cell), _pair(left, right)) if wrong else None


def _later(left: _Found, right: _Found) -> int | None:
    """1 where ``left`` is surely the later or greater one, 0 for equal ones, -1 else."""
    one, other = days(left.value, left.field), days(right.value, right.field)
    if left.field.type is FieldType.DATE:
        if one is None or other is None:
            return None
        return 1 if one.first > other.last else 0 if one == other and one.first == one.last else -1
    first, second = number(left.value, left.field), number(right.value, right.field)
    if first is None or second is None:
        return None
    return (first > second) - (first < second)


def _same(left: _Found, right: _Found) -> bool | None:
    if left.field.type is FieldType.DATE:
        one, other = days(left.value, left.field), days(right.value, right.field)
        return None if one is None or other is None else _overlap(one, other)
    if left.field.type in _RECKONED:
        first, second = number(left.value, left.field), number(right.value, right.field)
        return None if first is None or second is None else abs(first - second) <= _CENT
    return name_key(left.value) == name_key(right.value)


def _overlap(one: Days, other: Days) -> bool:
    return one.first <= other.last and other.first <= one.last


def _judge_reckoned(rule: Rule, left: _Found, right: Sequence[_Found]) -> Conflict | None:
    """A value beside a product, sum or difference of two."""
    wanted = number(left.value, left.field)
    numbers = [number(one.value, one.field) for one in right]
    if wanted is None or numbers[0] is None or numbers[1] is None:
        return None
    first, second = numbers[0], numbers[1]
    result = {"*": first * second, "+": first + second, "-": first - second}[rule.operator]
    # A price of three decimals may have been printed with two.
    slack = _CENT * max(Decimal(1), abs(first)) / 2 + _CENT if rule.operator == "*" else _CENT
    off = abs(result - wanted) > slack
    if rule.relation is Relation.DIFFERENT or (not off or rule.relation is not Relation.EQUAL):
        return None
    params = (("field", cell_label(left.cell)), ("value", left.value), ("operator", _SIGNS[rule.operator]),
              ("left", right[0].value), ("right", right[1].value), ("result", plain(result)))  # fmt: skip
    return Conflict("reckoning_differs", tuple(one.cell for one in (left, *right)), params)


_SIGNS = {"*": "×", "+": "+", "-": "−"}


def _judge_term(term: _Found, begin: _Found, end: _Found) -> Conflict | None:
    """How long it lasts beside when it begins and ends; the last day may or may not be counted."""
    start, stop = days(begin.value, begin.field), days(end.value, end.field)
    if start is None or stop is None or start.first != start.last or stop.first != stop.last:
        return None
    wrong: bool
    if "/" in term.value:
        parts = [days(part) for part in term.value.split("/", 1)]
        wrong = None not in parts and [p.first for p in parts if p] != [start.first, stop.first]
    else:
        lasting = length(term.value, term.field)
        if lasting is None:
            return None
        try:
            wrong = abs((lasting.after(start.first) - stop.first).days) > 1
        except (ValueError, OverflowError):
            return None
    params = (("term", term.value), ("start", begin.value), ("end", end.value))
    return Conflict("term_differs", (term.cell, begin.cell, end.cell), params) if wrong else None


def _pair(left: _Found, right: _Found) -> tuple[tuple[str, Scalar], ...]:
    return (
        ("left_field", cell_label(left.cell)),
        ("left", left.value),
        ("right_field", cell_label(right.cell)),
        ("right", right.value),
    )


def _gainsays(role: Role, identity: str, other: _Found) -> bool:
    if role is Role.BIRTH:
        born, said = identity_birth(identity), days(other.value)
        return bool(born and said and not said.first <= born <= said.last)
    sex = other.value.strip().casefold()
    male = identity_is_male(identity)
    return (male and sex in _FEMALE) or (not male and sex in _MALE)
