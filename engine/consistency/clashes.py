"""The facts and parties in which two statements differ, each kind by its own reading."""

from __future__ import annotations

import re
from decimal import Decimal

from engine.consistency.lexicon import (
    ALLOCATING_EN,
    ALLOCATING_ZH,
    MIRRORED_EN,
    MIRRORED_NEAR_EN,
    MIRRORED_ZH,
)
from engine.consistency.types import Clash, Role, Statement, Token
from engine.facts import Fact, FactKind
from engine.types import ReasonKind

KINDS = {
    FactKind.AMOUNT: ReasonKind.AMOUNT,
    FactKind.DATE: ReasonKind.DATE,
    FactKind.NUMBER: ReasonKind.NUMBER,
    FactKind.PERCENTAGE: ReasonKind.NUMBER,
    FactKind.DURATION: ReasonKind.NUMBER,
}
"""The kinds of fact that can clash, and what a clash of each is called."""

_LAID_ON = re.compile(
    r"(?:[由归]|\b(?:by|belongs?\s+to|vests?\s+in|borne\s+by|owned\s+by)(?:\s+the)?\s*)$"
)
_DOES = re.compile(
    r"\s*(?:shall|will|must|agrees|is\s+(?:solely\s+)?responsible|bears|pays|owns)\b"
    "|应|须|必须|负责|承担|提供|支付|负担|办理|缴纳|交付|购买|所有"
)
_DAYS = frozenset(("day", "week"))
_TOGETHER = 12
"""Statements within which clauses on one duty of each side in turn stand together."""

_MONTHS = frozenset(("month", "quarter", "year"))


def fact_clashes(left: Statement, right: Statement) -> list[Clash] | None:
    """The facts that differ, kind by kind; ``None`` where more than one could match.

    Facts that stand on both sides cancel out. One left over on each side clash; one left over on
    one side alone is merely more said.
    """
    clashes: list[Clash] = []
    more = False
    groups = {_group(token) for token in (*left.having(Role.FACT), *right.having(Role.FACT))}
    for group in sorted(groups):
        ours = [t for t in left.having(Role.FACT) if _group(t) == group]
        theirs = [t for t in right.having(Role.FACT) if _group(t) == group]
        _cancel(ours, theirs)
        if not ours or not theirs:
            more = more or bool(ours or theirs)
            continue
        if len(ours) > 1 or len(theirs) > 1:
            return None
        if ours[0].fact is None or theirs[0].fact is None:
            continue
        if not _is_quantity(ours[0].fact) or not _is_quantity(theirs[0].fact):
            return None
        clashes.append(Clash(KINDS[FactKind(ours[0].key)], ours[0], theirs[0]))
    if clashes and more and (left.having(Role.CONDITION) or right.having(Role.CONDITION)):
        # One side's condition has a date or a limit that the other's has not: another case.
        return None
    return clashes


def _is_quantity(fact: Fact) -> bool:
    """Whether the fact can be compared: a bare number is as often a name (Lot 14, stage 2)."""
    return fact.value is not None and (fact.kind is not FactKind.NUMBER or fact.unit is not None)


def parties_agree(left: Statement, right: Statement) -> bool:
    """Whether the parties are the same, as far as both sides name any."""
    ours, theirs = _parties(left), _parties(right)
    if ours == theirs:
        return True
    # A passive sentence often leaves one party out: being named less is no difference.
    return set(ours) != set(theirs) and (set(ours) <= set(theirs) or set(theirs) <= set(ours))


def party_clashes(left: Statement, right: Statement) -> list[Clash]:
    """The first party that differs, where the matter can be only one party's.

    Costs, ownership, supply and payment are allocated to one side; duties that contracts lay on
    both in turn (to keep secret, to indemnify) are no conflict, and others (to notify, to ask)
    are none where the two stand together.
    """
    if _together(left, right) and any(_mirrored_near(one) for one in (left, right)):
        return []
    ours, theirs = left.having(Role.PARTY), right.having(Role.PARTY)
    if len(ours) != len(theirs):
        return []
    pairs = zip(ours, theirs, strict=True)
    differing = next(((a, b) for a, b in pairs if a.key != b.key), None)
    if differing is None or any(token.key == "any" for token in differing):
        return []
    sides = zip((left, right), differing, strict=True)
    if not all(_is_allocated(statement, party) for statement, party in sides):
        return []
    return [Clash(ReasonKind.PARTY, *differing)]


def _together(left: Statement, right: Statement) -> bool:
    same = left.document_id == right.document_id
    return same and abs(left.position - right.position) <= _TOGETHER


def _mirrored_near(statement: Statement) -> bool:
    return statement.language == "en" and MIRRORED_NEAR_EN.search(statement.text) is not None


def _is_allocated(statement: Statement, party: Token) -> bool:
    english = statement.language == "en"
    if (MIRRORED_EN if english else MIRRORED_ZH).search(statement.text):
        return False
    before = statement.text[: party.start - statement.start]
    if _LAID_ON.search(before) is not None:
        return True
    allocating = ALLOCATING_EN if english else ALLOCATING_ZH
    after = statement.text[party.end - statement.start :]
    return allocating.search(statement.text) is not None and _DOES.match(after) is not None


def _parties(statement: Statement) -> list[str]:
    return [token.key for token in statement.having(Role.PARTY) if token.key != "any"]


def _group(token: Token) -> str:
    """Facts that can be compared: one kind, and for amounts and numbers one unit."""
    fact = token.fact
    if fact is None or fact.kind in (FactKind.DATE, FactKind.DURATION, FactKind.PERCENTAGE):
        return token.key
    unit = (fact.unit or "").lower()
    return f"{token.key} {unit.removesuffix('s')}"


def _cancel(ours: list[Token], theirs: list[Token]) -> None:
    for token in list(ours):
        equal = next((other for other in theirs if equal_facts(token.fact, other.fact)), None)
        if equal is not None:
            ours.remove(token)
            theirs.remove(equal)


def equal_facts(one: Fact | None, two: Fact | None) -> bool:
    """Whether two facts of one kind say the same; a coarser date equals a finer one within it."""
    if one is None or two is None:
        return False
    if one.value is None or two.value is None:
        return one.text == two.text
    if one.kind is FactKind.DATE:
        shorter = min(len(one.value), len(two.value))
        return one.value[:shorter] == two.value[:shorter]
    if one.kind is FactKind.DURATION:
        return _length(one) == _length(two)
    return Decimal(one.value) == Decimal(two.value)


def _length(fact: Fact) -> tuple[str, Decimal | str]:
    """A duration in days, 30 of which count as a month; business days are days of another kind."""
    value = fact.value or ""
    digits = "".join(c for c in value if c.isdigit() or c == ".")
    if not digits or fact.unit is None:
        return "", value
    number = Decimal(digits)
    if fact.unit in _MONTHS:
        # The normal form already counts in months or years: P6M is half a year.
        scale = 12 if value.endswith("Y") else 1
        return "day", number * scale * 30
    if fact.unit in _DAYS:
        return "day", number * (7 if value.endswith("W") else 1)
    return fact.unit, number
