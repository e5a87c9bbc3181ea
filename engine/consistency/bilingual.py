"""Two language versions of one contract: clauses with one number should give the same facts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from engine.consistency.clashes import KINDS, equal_facts
from engine.consistency.matters import Settled
from engine.consistency.statements import Contract
from engine.consistency.types import Clash, Conflict, Role, Statement, Token
from engine.documents.numerals import from_chinese
from engine.facts import FactKind

_STRENGTH = 0.75
_LEAST_SHARED = 0.6
_LEAST_CLAUSES = 4
_LEAST_EQUAL = 3
_ARTICLE = re.compile(r"第\s*([〇零一二三四五六七八九十百\d]{1,5})\s*条")
_DECIMAL = re.compile(r"\d{1,3}(?:\.\d{1,3})*")

_Said = tuple[Statement, Token]


def settled_differently(one: Contract, two: Contract) -> Iterator[Settled]:
    """Facts that differ between clauses of one number, where the two are versions of one contract. A
    kind of fact clashes where each side has just one left that the other does not give. Linear in
    the clauses."""
    ours, theirs = _by_number(one), _by_number(two)
    shared = ours.keys() & theirs.keys()
    if not _one_contract(ours, theirs):
        return
    for number in sorted(shared):
        for kind in KINDS:
            left, right = _left_over(ours[number], theirs[number], kind)
            if len(left) == 1 and len(right) == 1:
                clash = Clash(KINDS[kind], left[0][1], right[0][1])
                yield Settled(left[0][0], right[0][0], Conflict((clash,), _STRENGTH))


def are_versions(one: Contract, two: Contract) -> bool:
    """Whether two documents are plainly one contract in two languages: most clause numbers are the same,
    and under them stand the same facts."""
    return _one_contract(_by_number(one), _by_number(two))


def _one_contract(
    ours: dict[tuple[int, ...], list[_Said]], theirs: dict[tuple[int, ...], list[_Said]]
) -> bool:
    shared = ours.keys() & theirs.keys()
    fewest = min(len(ours), len(theirs))
    if fewest < _LEAST_CLAUSES or len(shared) < _LEAST_SHARED * max(len(ours), len(theirs)):
        return False
    given = equal = 0
    for number in shared:
        for kind in KINDS:
            left, right = (
                [s for s in side[number] if s[1].key == kind and s[1].fact and s[1].fact.value]
                for side in (ours, theirs)
            )
            left_over, _ = _left_over(ours[number], theirs[number], kind)
            given += min(len(left), len(right))
            equal += len(left) - len(left_over)
    return equal >= _LEAST_EQUAL and equal >= _LEAST_SHARED * given


def _by_number(contract: Contract) -> dict[tuple[int, ...], list[_Said]]:
    """The facts of each numbered clause; a number that stands twice is none."""
    numbers = {clause.id: _number(clause.number) for clause in contract.clauses if clause.number}
    times = Counter(numbers.values())
    grouped: dict[tuple[int, ...], list[_Said]] = {
        number: [] for number, count in times.items() if number and count == 1
    }
    found: dict[tuple[int, ...], list[_Said]] = defaultdict(list, grouped)
    for statement in contract.statements:
        number = numbers.get(statement.clause_id, ())
        if number in grouped:
            found[number] += [(statement, token) for token in statement.having(Role.FACT)]
    return dict(found)


def _number(printed: str) -> tuple[int, ...]:
    article = _ARTICLE.fullmatch(printed.strip())
    if article is not None:
        value = int(article[1]) if article[1].isdigit() else from_chinese(article[1])
        return (value,) if value else ()
    decimal = _DECIMAL.search(printed) if "(" not in printed and "（" not in printed else None
    return tuple(int(part) for part in decimal.group().split(".")) if decimal else ()


def _left_over(
    ours: list[_Said], theirs: list[_Said], kind: FactKind
) -> tuple[list[_Said], list[_Said]]:
    """What each side gives of one kind that the other does not."""
    left, right = (
        [s for s in side if s[1].key == kind and s[1].fact and s[1].fact.value]
        for side in (ours, theirs)
    )
    for said in list(left):
        equal = next((other for other in right if _one_fact(said, other)), None)
        if equal is not None:
            left.remove(said)
            right.remove(equal)
    return left, right


def _one_fact(one: _Said, two: _Said) -> bool:
    first, second = one[1].fact, two[1].fact
    units = {fact.unit for fact in (first, second) if fact is not None}
    money = first is not None and first.kind is FactKind.AMOUNT
    return equal_facts(first, second) and not (money and len(units) > 1)
