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
from engine.types import Label

NEAREST = 8
"""Clauses that are judged for one statement."""

_KEYWORD = 0.12
_MOST_KEYWORDS = 3
_RULE_CONTRADICTS = 0.9
_RULE_SUPPORTS = 0.85
_SAYS_IT = 0.9
_SHARED = 4
_FLOOR = 1e-4
_NEAR = 8.0
_NEAR_EVIDENCE = 15.0


Weighed = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of :func:`features` for support and for contradiction, against no mention: ``plain`` for a
    statement alone, ``opposed`` for one whose opposite was judged too."""

    plain: tuple[Weighed, Weighed]
    opposed: tuple[Weighed, Weighed]


CALIBRATION = Calibration(
    ((-3.312, 4.103, 0.275, 0.2, 0.471, 0.0), (-3.579, 3.272, 0.133, 0.497, 0.0, 0.387)),
    (
        (-3.627, 3.78, 0.488, 0.364, 0.184, 0.0, 0.32, -0.06, 0.0, 0.043),
        (-4.038, 3.14, 0.153, 0.702, -0.177, 0.242, 0.374, 0.139, 0.0, 0.0),
    ),
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one clause says to a statement: ``nearness`` to its matter, the probabilities of support and
    contradiction, the same for the statement's opposite (``None`` where it has none), the clash
    that a rule found, and whether a model judged it."""

    statement: Statement
    nearness: float
    supports: float
    contradicts: float
    opposite: tuple[float, float] | None = None
    found: Conflict | None = None
    judged: bool = True

    @property
    def entailment(self) -> float:
        """How far the clause supports the statement, its opposite heard too."""
        if self.opposite is None:
            return self.supports
        return max(self.supports, self.opposite[1])

    @property
    def contradiction(self) -> float:
        """How far it contradicts the statement: what supports the opposite does."""
        if self.opposite is None:
            return self.contradicts
        return max(self.contradicts, self.opposite[0])

    def strength(self, label: Label) -> float:
        """How much the clause counts as evidence: what it says, and how near it is to the matter."""
        said = self.entailment if label is Label.ENTAILMENT else self.contradiction
        return _logit(said) + _NEAR_EVIDENCE * self.nearness


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
    spoken: Sequence[Spoken],
    calibration: Calibration = CALIBRATION,
    usual: tuple[float, float] = (0.0, 0.0),
) -> NDArray[np.float64]:
    """Entailment, neutral and contradiction of a whole document; ``usual`` is the statement's own. A
    clash found by rule leads; without a model words alone tell."""
    if any(one.found is not None for one in spoken):
        return np.array([1 - _RULE_CONTRADICTS, 0.0, _RULE_CONTRADICTS])
    if not any(one.judged for one in spoken):
        support = max((one.supports for one in spoken), default=0.02)
        return np.array([support, 1 - support - 0.02, 0.02])
    weights = calibration.plain if spoken[0].opposite is None else calibration.opposed
    values = features(spoken)
    support, contradiction = (
        float(np.dot(one, values)) + more for one, more in zip(weights, usual, strict=True)
    )
    raised = np.exp(np.array([support, 0.0, contradiction]) - max(support, 0.0, contradiction))
    return np.asarray(raised / raised.sum())


def features(spoken: Sequence[Spoken]) -> NDArray[np.float64]:
    """1, the best nearness, the logits of the strongest support and contradiction, and the same where a
    clause counts less the further it is from the nearest one; then the four for the opposite, if
    it was judged."""
    nearness = np.array([one.nearness for one in spoken])
    away = _NEAR * (nearness - nearness.max())
    said = [np.array([[_logit(one.supports), _logit(one.contradicts)] for one in spoken])]
    if spoken[0].opposite is not None:
        heard = [one.opposite or (0.0, 0.0) for one in spoken]
        said.append(np.array([[_logit(value) for value in pair] for pair in heard]))
    values = [1.0, float(nearness.max())]
    for logits in said:
        values += [*logits.max(axis=0), *(logits + away[:, None]).max(axis=0)]
    return np.array(values)


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
