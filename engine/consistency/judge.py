"""One verdict out of what the rules found and what the model says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.consistency.conflicts import Bar, nothing_differs
from engine.consistency.subject import Sameness
from engine.consistency.types import Conflict, Statement
from engine.types import ClauseRef, Label, Reason, ReasonKind, Verdict, stable_id

MODEL_THRESHOLD = 0.9
"""P(contradiction), both ways, above which the model speaks without a rule."""

MODEL_MATTER = Bar(0.75, 0.95)
"""How alike two statements must be for the model to speak without a rule."""

RULE_TRUST = 0.8
"""The weight of the rule's probability where a model also judged."""

_SAME = 0.97
"""Sameness at and above which two statements without a clash say one thing."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The model's probabilities both ways, in the order entailment, neutral, contradiction."""

    forward: NDArray[np.float32]
    backward: NDArray[np.float32]

    @property
    def contradiction(self) -> float:
        """Contradiction holds both ways or not at all: the mean of the two."""
        return float((self.forward[2] + self.backward[2]) / 2)

    @property
    def agreed(self) -> float:
        """The less certain of the two directions."""
        return float(min(self.forward[2], self.backward[2]))


def combine(
    left: Statement,
    right: Statement,
    same: Sameness,
    found: Conflict | None,
    judgement: Judgement | None,
    threshold: float,
) -> Verdict:
    """The verdict on two statements; ``contradiction`` is its label from ``threshold`` on.

    With a certain clash found by rule, the rule leads and the model moves its probability. An
    uncertain one counts where the model is sure both ways. Without any, the model alone makes a
    contradiction only where it is sure, the two are plainly on one matter and the rules see
    nothing that explains the difference; else what it gives to contradiction goes to neutral.
    """
    led = found if found is not None and found.certain else None
    probabilities = _probabilities(same, led, judgement)
    sure = judgement is not None and judgement.agreed >= MODEL_THRESHOLD
    speaks = sure and (found is not None or (_one_matter(same) and nothing_differs(left, right)))
    contradiction = probabilities[2]
    if led is None and not speaks and contradiction >= min(threshold, 0.5):
        kept = 0.9 * min(threshold, 0.5)
        neutral = probabilities[1] + contradiction - kept
        probabilities = np.array([probabilities[0], neutral, kept])
    label = _label(probabilities, threshold)
    reasons = _reasons(left, right, found)
    if label is Label.CONTRADICTION and judgement is not None and judgement.agreed >= 0.5:
        reasons += (_model_reason(left, right),)
    if label is not Label.CONTRADICTION:
        reasons = ()
    return Verdict(
        stable_id("verdict", left.document_id, left.start, right.document_id, right.start),
        _ref(left),
        _ref(right),
        label,
        float(probabilities[0]),
        float(probabilities[1]),
        float(probabilities[2]),
        reasons,
    )


def worth_asking(same: Sameness, found: Conflict | None) -> bool:
    """Whether the model's word can change the verdict: a clash was found, or one matter is plain."""
    return found is not None or _one_matter(same)


def _one_matter(same: Sameness) -> bool:
    return same.dice >= MODEL_MATTER.dice and same.containment >= MODEL_MATTER.containment


def _probabilities(
    same: Sameness, found: Conflict | None, judgement: Judgement | None
) -> NDArray[np.float64]:
    """Entailment, neutral, contradiction; they sum to 1."""
    if judgement is None:
        return _by_rule(same, found)
    forward = judgement.forward.astype(np.float64)
    model = np.array([forward[0], forward[1], judgement.contradiction])
    model /= model.sum()
    if found is None:
        return model
    mixed = RULE_TRUST * _by_rule(same, found) + (1 - RULE_TRUST) * model
    return np.asarray(mixed / mixed.sum())


def _by_rule(same: Sameness, found: Conflict | None) -> NDArray[np.float64]:
    if found is not None:
        rest = 1 - found.strength
        return np.array([rest * 0.1, rest * 0.9, found.strength])
    entails = 0.9 if same.dice >= _SAME else 0.1 * same.dice
    return np.array([entails, 0.97 - entails, 0.03])


def _label(probabilities: NDArray[np.float64], threshold: float) -> Label:
    if probabilities[2] >= threshold:
        return Label.CONTRADICTION
    return Label.ENTAILMENT if probabilities[0] > probabilities[1] else Label.NEUTRAL


def _ref(statement: Statement) -> ClauseRef:
    return ClauseRef(
        statement.document_id, statement.clause, statement.start, statement.end, statement.text
    )


def _reasons(left: Statement, right: Statement, found: Conflict | None) -> tuple[Reason, ...]:
    if found is None:
        return ()
    return tuple(
        Reason(
            clash.kind,
            clash.left.text,
            clash.right.text,
            clash.left.start,
            clash.left.end,
            clash.right.start,
            clash.right.end,
        )
        for clash in found.clashes
    )


def _model_reason(left: Statement, right: Statement) -> Reason:
    """The model read both statements whole and names no words."""
    return Reason(
        ReasonKind.MODEL, left.text, right.text, left.start, left.end, right.start, right.end
    )
