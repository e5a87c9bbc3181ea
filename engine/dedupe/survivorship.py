"""Which row of a cluster stays in the clean sheet, and what the row says that it is merged to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

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


def merge(
    members: Sequence[Member],
    survivor_id: str,
    rules: Mapping[str, ColumnRule],
    default: ColumnRule = ColumnRule(Rule.SURVIVOR),
) -> tuple[MergedCell, ...]:
    """The row that ``members`` (in reading order) merge to: a cell for each of their columns, in the
    order in which they first come. A pure function: nothing is written.

    ``rules`` by column name; columns without one follow ``default``. Where a rule leaves a choice, the
    survivor comes first, then the fuller row, then the earlier one.
    """
    raise NotImplementedError
