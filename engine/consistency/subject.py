"""Whether two statements are about the same matter, once what may clash is masked."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from engine.consistency.types import Role, Statement


class Weights:
    """How telling each content unit is among the statements at hand, in [0.4, 1.6] or so.

    Own work, after inverse document frequency (Spärck Jones, 1972), damped: in one contract every
    word is rare or common by chance.
    """

    def __init__(self, statements: Iterable[Statement]) -> None:
        counted: Counter[str] = Counter()
        total = 0
        for statement in statements:
            counted.update(statement.content.keys())
            total += 1
        self._counted = counted
        self._scale = math.log(total + 10)

    def of(self, unit: str) -> float:
        """The weight of one unit."""
        return 0.4 + 1.2 * (1 - math.log(self._counted[unit] + 1) / self._scale)


@dataclass(frozen=True, slots=True)
class Sameness:
    """How alike the matters of two statements are.

    ``dice``: the shared share of both. ``containment``: the shared share of the smaller one; it
    stays high where one side merely says more, and falls where each says something else instead.
    ``shared``: how many units they share.
    """

    dice: float
    containment: float
    shared: int


def sameness(left: Statement, right: Statement, weights: Weights) -> Sameness:
    """Compare the content of two statements as weighted bags."""
    common = only_left = only_right = 0.0
    shared = 0
    for unit in left.content.keys() | right.content.keys():
        one, two = left.content.get(unit, 0), right.content.get(unit, 0)
        weight, both = weights.of(unit), min(one, two)
        shared += both
        common += weight * both
        only_left += weight * (one - both)
        only_right += weight * (two - both)
    if not shared:
        return Sameness(0.0, 0.0, 0)
    dice = 2 * common / (2 * common + only_left + only_right)
    return Sameness(dice, common / (common + min(only_left, only_right)), shared)


def same_conditions(left: Statement, right: Statement) -> bool:
    """Whether both hold under the same conditions, as far as their words for it tell."""
    return _conditions(left) == _conditions(right)


def _conditions(statement: Statement) -> Counter[str]:
    return Counter(" ".join(t.text.lower().split()) for t in statement.having(Role.CONDITION))


def other_names(left: Statement, right: Statement) -> bool:
    """Whether each names something the other does not: a person, a lot, a stage, a year."""
    ours, theirs = _names(left), _names(right)
    return bool(ours.keys() - theirs.keys()) and bool(theirs.keys() - ours.keys())


def _names(statement: Statement) -> Counter[str]:
    """Words with digits and, in English, capitalised words inside the sentence."""
    found: Counter[str] = Counter()
    shouted = statement.text.isupper()
    for index, token in enumerate(statement.tokens):
        if token.role is not Role.CONTENT:
            continue
        capital = index > 0 and statement.language == "en" and token.text[0].isupper()
        if token.text[0].isdigit() or (capital and not shouted):
            found[token.key] += 1
    lowered = {t.key for t in statement.tokens if t.text[0].islower()}
    return Counter({key: count for key, count in found.items() if key not in lowered})
