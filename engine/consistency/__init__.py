"""What contradicts what inside a contract: statements, candidate pairs, rules beside a model.

A document is read as statements (:mod:`.statements`); only pairs on one matter are looked at
(:mod:`.candidates`); typed facts, modality, negation and parties of both sides are compared
(:mod:`.conflicts`); a model judges the same pairs and one verdict is made of both (:mod:`.judge`).
"""

from engine.consistency.candidates import Candidate, Matcher
from engine.consistency.conflicts import conflict
from engine.consistency.judge import Judgement, combine
from engine.consistency.statements import statements
from engine.consistency.types import Clash, Conflict, Statement

__all__ = [
    "Candidate",
    "Clash",
    "Conflict",
    "Judgement",
    "Matcher",
    "Statement",
    "combine",
    "conflict",
    "statements",
]
