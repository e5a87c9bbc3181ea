"""What clashes between two statements on one matter: facts, modality, negation, opposites, parties.

The subject test leads: two statements clash only where everything but the clashing words agrees
closely enough, under the same conditions, for the same parties. What differs in two places (a
price and its month, a rate and its year) is a schedule, not a conflict.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.consistency.clashes import fact_clashes, parties_agree, party_clashes
from engine.consistency.lexicon import FRAMES
from engine.consistency.subject import (
    Sameness,
    Weights,
    other_names,
    same_conditions,
    sameness,
)
from engine.consistency.types import Clash, Conflict, Role, Statement
from engine.consistency.word_clashes import word_clashes
from engine.types import ReasonKind


@dataclass(frozen=True, slots=True)
class Bar:
    """How alike two matters must be for one kind of clash."""

    dice: float
    containment: float


BARS = {
    ReasonKind.AMOUNT: Bar(0.6, 0.82),
    ReasonKind.NUMBER: Bar(0.6, 0.82),
    ReasonKind.DATE: Bar(0.62, 0.84),
    ReasonKind.MODALITY: Bar(0.6, 0.84),
    ReasonKind.NEGATION: Bar(0.68, 0.86),
    ReasonKind.PARTY: Bar(0.72, 0.9),
    ReasonKind.EXCLUSIVITY: Bar(0.6, 0.82),
}
_NEIGHBOURS = Bar(0.88, 0.95)
"""Sentences side by side are more often steps or cases of one rule than a conflict."""

_SOMEWHAT = Bar(0.4, 0.5)
_UNCERTAIN = 0.3
_LEAST_SHARED = 3


def conflict(left: Statement, right: Statement, weights: Weights) -> Conflict | None:
    """The conflict between two statements of one language, or ``None``.

    ``weights`` are those of the statements' documents. A clash between two that are only
    somewhat alike is not ``certain``.
    """
    if left.language != right.language or plain(left) == plain(right):
        return None
    same = sameness(left, right, weights)
    shared = _shared(left, right, same)
    if shared < _LEAST_SHARED - 1 or not same_conditions(left, right) or other_names(left, right):
        return None
    found = _clashes(left, right)
    if found is None:
        return None
    if found.kind in _VALUES and left.clause_id != right.clause_id and _points_back(left, right):
        return None
    near = _near(left, right)
    if shared >= _LEAST_SHARED and _alike(found, same, near):
        return Conflict((found,), strength(found.kind, same))
    if not near and same.dice >= _SOMEWHAT.dice and same.containment >= _SOMEWHAT.containment:
        return Conflict((found,), _UNCERTAIN, certain=False)
    return None


def nothing_differs(left: Statement, right: Statement) -> bool:
    """Whether the rules see no difference that would explain away what a model calls a clash."""
    if not same_conditions(left, right) or other_names(left, right) or _near(left, right):
        return False
    if _points_back(left, right) or not parties_agree(left, right):
        return False
    return fact_clashes(left, right) == []


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
    # Two in a row say in turn what each side does.
    in_turn = _near(left, right) and abs(left.position - right.position) == 1
    swapped = [] if in_turn else party_clashes(left, right)
    return swapped[0] if swapped and not found else None


def _alike(clash: Clash, same: Sameness, near: bool) -> bool:
    bar = BARS[clash.kind]
    dice = max(bar.dice, _NEIGHBOURS.dice) if near and clash.kind in _VALUES else bar.dice
    contained = max(bar.containment, _NEIGHBOURS.containment) if near else bar.containment
    return same.dice >= dice and same.containment >= contained


_VALUES = (ReasonKind.AMOUNT, ReasonKind.NUMBER, ReasonKind.DATE)


def _shared(left: Statement, right: Statement, same: Sameness) -> int:
    """How many words and parties they share: a short sentence has little else than its parties."""
    ours, theirs = ({t.key for t in s.having(Role.PARTY)} - {"any"} for s in (left, right))
    return same.shared + len(ours & theirs)


def _points_back(left: Statement, right: Statement) -> bool:
    """Whether one of them speaks of what stood before it (this period, such fee), not of one matter."""
    for statement in (left, right):
        frame = FRAMES[statement.language].match(statement.text)
        start = frame.end() if frame else 0
        if _DEICTIC[statement.language].match(statement.text, start) is not None:
            return True
    return False


_DEICTIC = {
    "en": re.compile(
        r"(?:and|or|but|nor|He|She|It|They|His|Her|This|These|Such|That|Those|Said|The\s+(?:foregoing|above|latter|same))\s+"
        r"(?!Agreement|Contract|Lease|Plan|Note|License|Amendment)"
    ),
    "zh": re.compile("这|该|此(?!外)|上述|前述|前款|其"),
}


def _near(left: Statement, right: Statement) -> bool:
    if left.document_id != right.document_id:
        return False
    return abs(left.position - right.position) <= 3


def plain(statement: Statement) -> str:
    """The words without case, spaces and the last sign: what makes two statements one."""
    return "".join(statement.text.lower().split()).strip(".;；。,，")
