"""One verdict out of what the rules found and what the model says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.consistency.conflicts import Bar, nothing_differs, plain
from engine.consistency.pairs import Pair, place_of
from engine.consistency.subject import Sameness
from engine.consistency.types import Conflict, Statement
from engine.types import Label, Reason, ReasonKind, Severity, Verdict, stable_id

MODEL_THRESHOLD = 0.9
"""P(contradiction), both ways, above which the model speaks without a rule."""

MODEL_MATTER = Bar(0.75, 0.95)
"""How alike two statements must be for the model to speak without a rule."""

RULE_TRUST = 0.8
"""The weight of the rule's probability where a model also judged."""

_GRAVE = 0.8
"""P(contradiction) from which a clash found by rule is of high severity."""

_SLIGHT = frozenset({ReasonKind.REFERENCE})
_WORDS_ALONE = frozenset({ReasonKind.DEFINITION})

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


def combine(pair: Pair, judgement: Judgement | None, threshold: float) -> Verdict:
    """The verdict on two statements; ``contradiction`` is its label from ``threshold`` on.

    With a certain clash found by rule, the rule leads and the model moves its probability. An
    uncertain one counts where the model is sure both ways. Without any, the model alone makes a
    contradiction only where it is sure, the two are plainly on one matter and the rules see
    nothing that explains the difference; else what it gives to contradiction goes to neutral.
    """
    found = pair.found
    led = found if found is not None and found.certain else None
    probabilities = _probabilities(pair.same, led, judgement)
    speaks = _speaks(pair, judgement)
    contradiction = probabilities[2]
    if led is None and not speaks and contradiction >= min(threshold, 0.5):
        kept = 0.9 * min(threshold, 0.5)
        neutral = probabilities[1] + contradiction - kept
        probabilities = np.array([probabilities[0], neutral, kept])
    label = _label(probabilities, threshold)
    clashes = label is Label.CONTRADICTION
    agrees = judgement is not None and judgement.agreed >= 0.5
    reasons = _reasons(found) if clashes else ()
    if clashes and agrees:
        reasons += (_model_reason(pair.left, pair.right),)
    return Verdict(
        verdict_id(pair),
        place_of(pair.left),
        place_of(pair.right),
        label,
        float(probabilities[0]),
        float(probabilities[1]),
        float(probabilities[2]),
        reasons,
        severity_of(pair, float(probabilities[2])) if clashes else Severity.NONE,
        pair.evidence if clashes else (),
        pair.prevails if clashes else None,
        clashes and judgement is not None and (found is None or not agrees),
        identity_of(pair),
    )


def _speaks(pair: Pair, judgement: Judgement | None) -> bool:
    """Whether the model's word alone makes a contradiction."""
    if judgement is None or judgement.agreed < MODEL_THRESHOLD:
        return False
    if pair.found is not None:
        return True
    return _one_matter(pair.same) and nothing_differs(pair.left, pair.right)


def severity_of(pair: Pair, contradiction: float) -> Severity:
    """How much a contradiction matters. Low where only a citation leads nowhere; one step less where
    an order-of-precedence clause already says which side holds."""
    if pair.found is not None:
        kinds = {clash.kind for clash in pair.found.clashes}
        grave = contradiction >= _GRAVE
        severity = Severity.HIGH if grave and not kinds <= _WORDS_ALONE else Severity.MEDIUM
        if kinds <= _SLIGHT:
            severity = Severity.LOW
    else:
        severity = Severity.MEDIUM if contradiction >= MODEL_THRESHOLD else Severity.LOW
    if pair.prevails is not None:
        severity = Severity(max(Severity.LOW, severity - 1))
    return severity


def verdict_id(pair: Pair) -> str:
    """The id of what holds between two statements; a statement may have several flaws of its own."""
    left, right = pair.left, pair.right
    places = (left.document_id, left.start, right.document_id, right.start)
    if not pair.flaw or pair.found is None:
        return stable_id("verdict", *places)
    clash = pair.found.clashes[0]
    return stable_id("verdict", *places, clash.kind.value, clash.left.start)


def identity_of(pair: Pair) -> str:
    """The words of both sides and nothing of their place: what a decision is found again by."""
    words = sorted((plain(pair.left), plain(pair.right)))
    flaw = [clash.left.text for clash in pair.found.clashes] if pair.flaw and pair.found else []
    return stable_id("identity", *words, *flaw)


def worth_asking(pair: Pair) -> bool:
    """Whether the model's word can change the verdict: a clash was found, or one matter is plain."""
    return not pair.flaw and (pair.found is not None or _one_matter(pair.same))


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


def _reasons(found: Conflict | None) -> tuple[Reason, ...]:
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
