"""What contradicts what inside a contract: statements, candidate pairs, rules beside a model.

A document is read as statements (:mod:`.statements`); only pairs on one matter are looked at
(:mod:`.candidates`); typed facts, modality, negation and parties of both sides are compared
(:mod:`.conflicts`); defined terms, well-known matters, the order of precedence and flaws within one
statement are read for themselves (:mod:`.pairs`); a model judges the same pairs and one verdict is made of both (:mod:`.judge`).
"""

from engine.consistency.candidates import Candidate, Matcher
from engine.consistency.conflicts import conflict
from engine.consistency.judge import Judgement, combine
from engine.consistency.pairs import Known, Pair, judged_pair, settled_across, settled_inside
from engine.consistency.statements import read_contract, statements
from engine.consistency.types import Clash, Conflict, Statement

__all__ = [
    "Candidate",
    "Clash",
    "Conflict",
    "Judgement",
    "Known",
    "Matcher",
    "Pair",
    "Statement",
    "combine",
    "conflict",
    "judged_pair",
    "read_contract",
    "settled_across",
    "settled_inside",
    "statements",
]
