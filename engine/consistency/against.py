"""One statement of a playbook against one document: which clauses speak to it, and what they say together.

Every clause near the statement is judged by itself; the document supports the statement if one of
them does, and contradicts it if one of them does. How these combine is a small logistic model
(:data:`CALIBRATION`), fitted by ``python -m benchmarks.contract_nli --calibrate`` on the training part of
ContractNLI (Koreeda, Manning, 2021), never on its dev part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.consistency.reading import content_of, language_of, party_pattern, tokens_of
from engine.consistency.subject import Weights, sameness
from engine.consistency.types import Conflict, Statement

NEAREST = 8
"""Clauses that are judged for one statement."""

_KEYWORD = 0.12
_MOST_KEYWORDS = 3
_RULE_CONTRADICTS = 0.9
_RULE_SUPPORTS = 0.85
_SAYS_IT = 0.9
_SHARED = 4
_FLOOR = 1e-4


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of (1, logit of support, logit of contradiction, nearness) for support and for
    contradiction, against no mention."""

    support: tuple[float, float, float, float]
    contradiction: tuple[float, float, float, float]


CALIBRATION = Calibration((-0.5, 1.0, 0.0, 0.0), (-1.0, 0.0, 1.0, 0.0))


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one clause says to a statement: ``nearness`` to its matter, the probabilities of support and
    contradiction, the same for the statement's opposite (``None`` where it has none), and the
    clash that a rule found."""

    statement: Statement
    nearness: float
    supports: float
    contradicts: float
    opposite: tuple[float, float] | None = None
    found: Conflict | None = None

    @property
    def entailment(self) -> float:
        """How far the clause supports the statement, its opposite heard too."""
        if self.opposite is None:
            return self.supports
        return (self.supports + self.opposite[1]) / 2

    @property
    def contradiction(self) -> float:
        """How far it contradicts the statement: what supports the opposite does."""
        if self.opposite is None:
            return self.contradicts
        return (self.contradicts + self.opposite[0]) / 2


def as_statement(text: str, document_id: str) -> Statement:
    """A playbook's statement read like a contract's."""
    language = language_of(text)
    tokens = tokens_of(text, 0, len(text), language, party_pattern(text))
    content = content_of(tokens, language)
    return Statement(document_id, 0, "", "", "", 0, len(text), text, language, tokens, content)


def nearest(
    clauses: Sequence[Statement],
    wanted: Statement,
    keywords: Sequence[str],
    weights: Weights,
    angles: NDArray[np.float32] | None,
) -> list[tuple[int, float]]:
    """The clauses nearest to a statement's matter with their nearness, nearest first: by shared
    words, by the angle between embeddings where there are any, and by keywords."""
    lowered = [word.lower() for word in keywords]
    scores = np.zeros(len(clauses))
    for index, clause in enumerate(clauses):
        if clause.language == wanted.language:
            scores[index] = sameness(clause, wanted, weights).dice
        text = clause.text.lower()
        known = sum(word in text for word in lowered)
        scores[index] += _KEYWORD * min(known, _MOST_KEYWORDS)
    if angles is not None:
        scores += angles
    best = np.argsort(-scores, kind="stable")[:NEAREST]
    return [(int(index), float(scores[index])) for index in best if scores[index] > 0]


def together(
    spoken: Sequence[Spoken], calibration: Calibration = CALIBRATION
) -> NDArray[np.float64]:
    """Entailment, neutral and contradiction of a whole document."""
    if not spoken:
        return np.array([0.02, 0.96, 0.02])
    values = features(spoken)
    support = float(np.dot(calibration.support, values))
    contradiction = float(np.dot(calibration.contradiction, values))
    raised = np.exp(np.array([support, 0.0, contradiction]) - max(support, 0.0, contradiction))
    return np.asarray(raised / raised.sum())


def features(spoken: Sequence[Spoken]) -> NDArray[np.float64]:
    """1, the logits of the strongest support and contradiction, and the best nearness."""
    support = max(one.entailment for one in spoken)
    contradiction = max(one.contradiction for one in spoken)
    nearness = max(one.nearness for one in spoken)
    return np.array([1.0, _logit(support), _logit(contradiction), nearness])


def by_rule(
    clause: Statement, wanted: Statement, weights: Weights, found: Conflict | None
) -> tuple[float, float]:
    """Support and contradiction as far as words alone tell: a clash contradicts, and a clause that
    has nearly all the words of the statement supports it."""
    if found is not None and found.certain:
        return 0.02, _RULE_CONTRADICTS
    if clause.language != wanted.language:
        return 0.02, 0.02
    same = sameness(clause, wanted, weights)
    says = same.containment >= _SAYS_IT and same.shared >= _SHARED
    return (_RULE_SUPPORTS if says else 0.1 * same.containment), 0.02


def _logit(share: float) -> float:
    held = min(1 - _FLOOR, max(_FLOOR, share))
    return float(np.log(held / (1 - held)))
