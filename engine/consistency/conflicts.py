"""What clashes between two statements on one matter: facts, modality, negation, opposites, parties.

The subject test leads: two statements clash only where everything but the clashing words agrees
closely enough, under the same conditions, for the same parties. What differs in two places (a
price and its month, a rate and its year) is a schedule, not a conflict.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.consistency.clashes import fact_clashes, parties_agree, party_clashes, word_clashes
from engine.consistency.subject import Sameness, Weights, same_conditions, sameness
from engine.consistency.types import Clash, Conflict, Statement
from engine.types import ReasonKind


@dataclass(frozen=True, slots=True)
class Bar:
    """How alike two matters must be for one kind of clash."""

    dice: float
    containment: float


BARS = {
    ReasonKind.AMOUNT: Bar(0.62, 0.86),
    ReasonKind.NUMBER: Bar(0.62, 0.86),
    ReasonKind.DATE: Bar(0.66, 0.88),
    ReasonKind.MODALITY: Bar(0.6, 0.9),
    ReasonKind.NEGATION: Bar(0.75, 0.92),
    ReasonKind.PARTY: Bar(0.9, 0.95),
}
_NEIGHBOURS = Bar(0.88, 0.95)
"""Sentences side by side are more often steps or cases of one rule than a conflict."""

_LEAST_SHARED = {"en": 3, "zh": 3}


def conflict(left: Statement, right: Statement, weights: Weights) -> Conflict | None:
    """The conflict between two statements of one language, or ``None``.

    ``weights`` are those of the statements' documents.
    """
    if left.language != right.language or _plain(left) == _plain(right):
        return None
    same = sameness(left, right, weights)
    if same.shared < _LEAST_SHARED[left.language] or not same_conditions(left, right):
        return None
    found = _clashes(left, right)
    if found is None or not _alike(found, same, _near(left, right)):
        return None
    return Conflict((found,), strength(found.kind, same))


def strength(kind: ReasonKind, same: Sameness) -> float:
    """How likely a clash of this kind is a real conflict, from how alike the matters are."""
    bar = BARS[kind]
    room = (same.dice - bar.dice) / (1 - bar.dice)
    return round(0.7 + 0.25 * max(0.0, min(1.0, room)), 4)


def _clashes(left: Statement, right: Statement) -> Clash | None:
    """The one place where the two differ; ``None`` where they differ in none or in several."""
    facts = fact_clashes(left, right)
    if facts is None:
        return None
    words = word_clashes(left, right)
    if words is None:
        return None
    found = [*facts, *words]
    if parties_agree(left, right):
        return found[0] if len(found) == 1 else None
    swapped = party_clashes(left, right)
    return swapped[0] if swapped and not found else None


def _alike(clash: Clash, same: Sameness, near: bool) -> bool:
    bar = BARS[clash.kind]
    dice = max(bar.dice, _NEIGHBOURS.dice) if near and clash.kind in _VALUES else bar.dice
    contained = max(bar.containment, _NEIGHBOURS.containment) if near else bar.containment
    return same.dice >= dice and same.containment >= contained


_VALUES = (ReasonKind.AMOUNT, ReasonKind.NUMBER, ReasonKind.DATE)


def _near(left: Statement, right: Statement) -> bool:
    return left.clause_id == right.clause_id and abs(left.position - right.position) <= 4


def _plain(statement: Statement) -> str:
    return "".join(statement.text.lower().split()).strip(".;；。,，")
