"""Well-known matters that two clauses may settle differently in words that have little in common.

A statement is read for what it says of a matter (the law that governs, the court or tribunal that
decides, the period for payment or notice, the cap of a liability …). Two readings of one matter with
different values clash, however they are worded; the values have no language, so that a Chinese and an
English text can be compared. What is limited to a case is not read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from engine.consistency.clashes import equal_facts, parties_agree
from engine.consistency.disputes import forum_of, law_of
from engine.consistency.periods import period_of
from engine.consistency.types import Clash, Conflict, Reading, Role, Statement
from engine.types import ReasonKind

STRENGTH = 0.85
"""How likely two readings of one matter with different values are a real conflict; measured in
``benchmarks/contradictions.py``."""

_CHOICES = 2
_MOST_VALUES = 4
"""A matter with more values than this in one document is a schedule."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Two statements that settle one matter differently."""

    left: Statement
    right: Statement
    conflict: Conflict


def readings(statements: Iterable[Statement]) -> Iterator[Reading]:
    """What the statements say of the matters that are known, in order. Linear in the text."""
    for statement in statements:
        for read in (law_of, forum_of, period_of):
            found = read(statement)
            # A form in an annex is a contract of its own.
            if found is not None and not (statement.part and found.matter in _OWN):
                yield found


def settled_differently(ours: Iterable[Reading], theirs: Iterable[Reading] = ()) -> list[Settled]:
    """The pairs that clash among ``ours``; with ``theirs``, between the two only.

    Near-linear: only readings of one matter meet, and a matter with many values is a schedule.
    """
    one, two = _by_matter(ours), _by_matter(theirs)
    found: list[Settled] = []
    for matter, listed in one.items():
        if theirs and matter not in two:
            continue
        pairs = ((a, b) for a in listed for b in two[matter]) if theirs else combinations(listed, 2)
        if _is_schedule(listed) or _is_schedule(two.get(matter, [])):
            continue
        found += [settled for a, b in pairs if (settled := _compare(a, b)) is not None]
    return found


def _by_matter(readings: Iterable[Reading]) -> dict[str, list[Reading]]:
    grouped: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        grouped[reading.matter].append(reading)
    return grouped


def _is_schedule(readings: list[Reading]) -> bool:
    return len({reading.value for reading in readings}) > _MOST_VALUES


def _compare(one: Reading, two: Reading) -> Settled | None:
    left, right = one.statement, two.statement
    if one.value == two.value or (left.document_id, left.start) == (right.document_id, right.start):
        return None
    facts = one.token.fact, two.token.fact
    if facts[0] is not None and facts[1] is not None and equal_facts(*facts):
        return None
    if one.partly and _side_by_side(left, right):
        return None
    if one.partly and two.partly and (one.value in two.value or two.value in one.value):
        return None
    # A dispute is always a case: "if the parties do not agree" says nothing that sets two clauses apart.
    disputes = one.kind in _DISPUTES
    if left.language == right.language and not disputes and not _same_case(left, right):
        return None
    clash = Clash(one.kind, one.token, two.token)
    return Settled(left, right, Conflict((clash,), STRENGTH))


def _side_by_side(left: Statement, right: Statement) -> bool:
    """Whether the two are neighbours: ways to choose from, or steps of one rule."""
    return left.document_id == right.document_id and abs(left.position - right.position) <= _CHOICES


def _same_case(left: Statement, right: Statement) -> bool:
    if not parties_agree(left, right) and left.having(Role.PARTY) and right.having(Role.PARTY):
        return False
    limits = [{t.text.lower() for t in s.having(Role.CONDITION)} for s in (left, right)]
    return limits[0] == limits[1] or not (limits[0] ^ limits[1]) - _HARMLESS


_HARMLESS = frozenset(
    ["approval", "consent", "only", "where", "until", "同意", "批准", "如", "的", "除", "违约"]
)
_DISPUTES = (ReasonKind.LAW, ReasonKind.FORUM)
_OWN = frozenset(["law", "forum", "term of the contract"])
