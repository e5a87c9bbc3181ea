"""Which row of a cluster stays in the clean sheet, and what the row says that it is merged to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from engine.dedupe.kinds import ColumnKind
from engine.dedupe.normalise import normalise
from engine.types import Scalar, cell_text


class Fullness(NamedTuple):
    """How much a row says; compared in this order."""

    filled: int
    characters: int


def fullness(values: Sequence[Scalar]) -> Fullness:
    """The filled cells of a whole row and the length of what stands in them."""
    texts = [cell_text(value).strip() for value in values]
    return Fullness(sum(text != "" for text in texts), sum(map(len, texts)))


def survivor(rows: Sequence[int], full: Sequence[Fullness]) -> int:
    """The row with the most cells filled, then the longest, then the first."""
    return max(rows, key=lambda row: (full[row], -row))


class Rule(StrEnum):
    """How the value of one column is chosen among the rows of a cluster. A blank never wins."""

    SURVIVOR = "survivor"
    """The survivor's own value; where it has none, that of the fullest row that has one."""
    LONGEST = "longest"
    NEWEST = "newest"
    """From the row whose date column (``by``) is the latest."""
    MOST_COMPLETE = "most_complete"
    """From the row with the most cells filled."""
    MOST_FREQUENT = "most_frequent"
    """What most rows say, spellings of one value counted together."""
    PREFERRED = "preferred"
    """From the first source of ``order`` that has a value."""
    FIRST = "first"
    """From the first row, in the order of the tables."""


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """One column's rule. ``by`` is the date column of ``NEWEST``; ``order`` the sources of
    ``PREFERRED``, the best first, each as a :class:`Member` names it."""

    rule: Rule
    by: str = ""
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A row of a cluster: ``values`` by column name, ``source`` what tells its table (file, sheet)."""

    id: str
    source: str
    values: Mapping[str, Scalar]


@dataclass(frozen=True, slots=True)
class MergedCell:
    """One cell of the merged row: its value (with its type, as it stands in its row), the row that it
    comes from (``None`` where all are blank), the rule that chose it, and how many other values,
    spelt in comparable form, the cluster has there."""

    column: str
    value: Scalar
    row_id: str | None
    rule: Rule
    others: int


_DEFAULT = ColumnRule(Rule.SURVIVOR)


def merge(
    members: Sequence[Member],
    survivor_id: str,
    rules: Mapping[str, ColumnRule],
    default: ColumnRule = _DEFAULT,
) -> tuple[MergedCell, ...]:
    """The row that ``members`` (in reading order) merge to: a cell for each of their columns, in the
    order in which they first come. A pure function: nothing is written.

    ``rules`` by column name; columns without one follow ``default``. Where a rule leaves a choice, the
    survivor comes first, then the fuller row, then the earlier one.
    """
    full = {member.id: fullness(list(member.values.values())) for member in members}
    place = {member.id: number for number, member in enumerate(members)}

    def standing(member: Member) -> tuple[bool, Fullness, int]:
        return member.id == survivor_id, full[member.id], -place[member.id]

    ranked = sorted(members, key=standing, reverse=True)
    columns = dict.fromkeys(column for member in members for column in member.values)
    return tuple(_cell(column, ranked, place, rules.get(column, default)) for column in columns)


def _cell(
    column: str, ranked: Sequence[Member], place: Mapping[str, int], rule: ColumnRule
) -> MergedCell:
    """``ranked``: who comes first where the rule leaves a choice; ``place``: the reading order."""
    forms = {one.id: normalise(one.values.get(column), ColumnKind.TEXT) for one in ranked}
    able = [member for member in ranked if _filled(member.values.get(column))]
    if not able:
        return MergedCell(column, None, None, rule.rule, 0)
    chosen = max(able, key=_preference(column, able, place, rule, forms))
    kinds = {forms[member.id] for member in able}
    return MergedCell(
        column, chosen.values.get(column), chosen.id, rule.rule, len(kinds - {forms[chosen.id]})
    )


def _preference(
    column: str,
    able: Sequence[Member],
    place: Mapping[str, int],
    rule: ColumnRule,
    forms: Mapping[str, str],
) -> Callable[[Member], tuple[object, ...]]:
    """What the member that ``rule`` wants has most of; of equals, the first of ``able`` is taken."""
    if rule.rule is Rule.LONGEST:
        return lambda one: (len(cell_text(one.values.get(column)).strip()),)
    if rule.rule is Rule.NEWEST:
        return lambda one: (_moment(one.values.get(rule.by)),)
    if rule.rule is Rule.MOST_COMPLETE:
        return lambda one: (sum(map(_filled, one.values.values())),)
    if rule.rule is Rule.MOST_FREQUENT:
        said = Counter(forms[one.id] for one in able)
        spelt = Counter(cell_text(one.values.get(column)) for one in able)
        return lambda one: (said[forms[one.id]], spelt[cell_text(one.values.get(column))])
    if rule.rule is Rule.PREFERRED:
        rank = {source: -number for number, source in enumerate(rule.order)}
        return lambda one: (rank.get(one.source, -len(rank)),)
    if rule.rule is Rule.FIRST:
        return lambda one: (-place[one.id],)
    return lambda one: ()


def _filled(value: Scalar) -> bool:
    """Whether a cell says something; ``n/a`` and kin do not."""
    return normalise(value, ColumnKind.TEXT) != "" or (
        cell_text(value).strip() != "" and normalise(value, ColumnKind.IDENTIFIER) != ""
    )


def _moment(value: Scalar) -> str:
    """A date and, where it is told, its time, in the order of time; "" for none."""
    day = normalise(value, ColumnKind.DATE)
    if len(day) not in (6, 8) or not day.isdigit():
        return ""
    text = cell_text(value)
    return day.ljust(8, "0") + (text[10:] if text[4:5] == "-" and len(text) > 10 else "")
