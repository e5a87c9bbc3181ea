"""From similarities per column to one score in [0, 1] that two rows are the same thing.

Fellegi and Sunter's model ("A Theory for Record Linkage", 1969): each column's level of agreement has
a probability among matches and among other pairs, and the logarithms of their ratios add up. No labels
are needed: expectation maximisation over the candidates finds both, from a start that random pairs of
rows and what is common give. An agreement on a rare value counts for more than one on a frequent
value. Beside the columns stand what the rows share wherever it is (a value in another column than its
own), how far a pair is ahead of its rivals where a row has one partner at most, and a model's opinion.

Columns depend on each other (a town goes with its postcode), so the evidence that is asked for grows
with the evidence that matches have in the columns that are told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from engine.dedupe import rivals
from engine.dedupe.commonness import (
    RANDOM_FEW,
    RANDOM_PAIRS,
    chance_of_copies,
    doubted,
    frequency,
    repeated,
)
from engine.dedupe.comparison import Comparer
from engine.dedupe.levels import (
    EXACT,
    SHARED_WORDS,
    START_OTHERS,
    STRONGEST,
    Floats,
    Levels,
    counted,
    held,
    levels,
    limits,
    start_matches,
    worth,
)
from engine.dedupe.ngrams import nothing
from engine.dedupe.tokens import rarity

Pairs = NDArray[np.int64]
Opinion = Callable[[Pairs], NDArray[np.float32]]
Evidence = NDArray[np.float32]
"""Shape ``(pairs, steps)``: log odds by step, in the order of
:func:`engine.dedupe.explanation.step_names`. A row adds up to the pair's log odds."""

# Set on FEBRL, looked at on validation pairs of other sets; none of them is sharp.
_FEW_PAIRS = 50.0
_ROUNDS = 10
_HELD_BETWEEN, _HELD_WITHIN = 0.0, 1.0
"""How firmly what matches agree on is held to the start, as a share of the matches seen. Rivals keep
what is learned between two tables from drifting; within one table nothing else does."""
_TRUST_WITHIN = 0.5
"""How far the share of matches that was learned is trusted within one table, for the same reason."""
_RARITY = 0.5
_TYPICAL = 0.45
"""The share of a match's usual evidence that is asked for at least; never more than it takes to find one
row among all."""
_FEW_COLUMNS, _MANY_COLUMNS, _MARGIN = 0.95, 0.45, 0.3
_WHOLE_ROW, _OPINION = 0.5, 0.5
"""What whole rows share, and what a model says of them, the columns say for the most part already."""
_CERTAIN = 40.0
"""The log odds from which a score is 1 to the last digit."""
_MOST_ROWS = 300_000
"""In larger tables rows are compared by their columns alone: their words would not fit the memory."""


@dataclass(slots=True)
class _Part:
    """One source of levels: how often matches and others agree on each, and since when."""

    start: Floats
    random: Floats
    limit: Floats | float = STRONGEST
    matches: Floats = field(init=False)
    others: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.matches, self.others = self.start.copy(), self.random.copy()

    def learn(self, found: Levels, match: Floats, hold: float) -> None:
        """Take over what pairs with these levels, matches to the degree of ``match``, show."""
        seen = counted(found, match, len(self.start))
        self.matches = held(seen, self.start, _FEW_PAIRS + hold * seen.sum())
        self.others = held(counted(found, 1 - match, len(self.start)), self.random, _FEW_PAIRS)

    def odds(self, found: Levels) -> Floats:
        """The log odds of each pair; 0 where a side is missing."""
        by_level = worth(self.matches, self.others, counted(found, None, len(self.start)))
        told: Floats = np.where(found >= 0, np.minimum(by_level, self.limit)[found], 0.0)
        return told


class Scorer:
    """Scores pairs of one set of rows. :meth:`learn` once, then :meth:`score` any pairs of it.

    ``one_to_one``: rows have mostly one partner at most, as between two tables that are each free of
    duplicates; a pair loses where one of its rows has a better one. ``opinion`` tells what a model that
    read both rows says of each of some pairs: a cosine or a probability in [0, 1], NaN for no opinion.
    What it is worth is learned from the candidates, as for a column.
    """

    def __init__(
        self,
        columns: Sequence[Sequence[str]],
        comparers: Sequence[Comparer],
        one_to_one: bool = False,
        opinion: Opinion | None = None,
    ) -> None:
        self._comparers = comparers
        self._opinion = opinion
        self._rows = len(columns[0])
        self._one_to_one = one_to_one
        self._frequency = np.stack([frequency(column) for column in columns], axis=1)
        self._repeated = np.stack([repeated(c) for c in columns], axis=1) if one_to_one else None
        self._kinds = kinds = [comparer.kind for comparer in comparers]
        self._columns = [_Part(start_matches(k), START_OTHERS, limits(k)) for k in kinds]
        self._whole = _Part(SHARED_WORDS, START_OTHERS)
        self._model = _Part(SHARED_WORDS, START_OTHERS)
        self._rival = _Part(rivals.START_MATCHES, rivals.START_OTHERS)
        self._words = self._whole_rows(columns) if len(comparers) > 1 else None
        self._prior = np.log(max(self._rows, 2))
        self._trust = 0.0
        self._usual = np.zeros(len(comparers) + 2)

    def compare(self, pairs: Pairs, closely: bool = True) -> NDArray[np.float32]:
        """Each pair's similarity in each column."""
        left, right = pairs[:, 0], pairs[:, 1]
        return np.stack([one.compare(left, right, closely) for one in self._comparers], axis=1)

    def learn(
        self,
        pairs: Pairs,
        similarities: NDArray[np.float32],
        between: Callable[[], None] = nothing,
    ) -> None:
        """Find how matches and others agree in each column, from unlabelled candidates. ``between`` is
        called often, and may raise to break off."""
        self._start(pairs)
        between()
        agreed, beside = levels(similarities), self._beside(pairs)
        hold = _HELD_BETWEEN if self._one_to_one else _HELD_WITHIN
        most = 1.0 if self._one_to_one else _TRUST_WITHIN
        self._trust = most * len(pairs) / (len(pairs) + _FEW_PAIRS)
        match = self._first_guess(pairs, agreed, beside)
        for _ in range(_ROUNDS if len(pairs) else 0):
            for part, found in zip(self._columns, agreed.T, strict=True):
                between()
                part.learn(found, match, hold)
            self._whole.learn(beside[:, 0], match, hold)
            self._model.learn(beside[:, 1], match, hold)
            share = np.clip(match.mean(), 1e-4, 0.95)
            self._prior = -np.log(share / (1 - share))
            between()
            steps = self._steps(pairs, agreed, beside)
            if self._one_to_one:
                lead = rivals.lead_levels(pairs, steps.sum(axis=1), self._rows)
                self._rival.learn(lead, match, 0.0)
                steps[:, -2] = self._rival.odds(lead)
            match = _probability(steps.sum(axis=1))
        self._learn_usual(pairs, agreed, beside, match)

    def score(self, pairs: Pairs, similarities: NDArray[np.float32]) -> Floats:
        """A score for each pair; with ``one_to_one``, ``pairs`` are all there are."""
        return scores(self.evidence(pairs, similarities))

    def evidence(self, pairs: Pairs, similarities: NDArray[np.float32]) -> Evidence:
        """The log odds of each pair, step by step."""
        agreed, beside = levels(similarities), self._beside(pairs)
        steps = self._steps(pairs, agreed, beside)
        if self._one_to_one and len(pairs):
            lead = rivals.lead_levels(pairs, steps.sum(axis=1), self._rows)
            steps[:, -2] = self._rival.odds(lead)
        told = np.concatenate([agreed, beside], axis=1) >= 0
        usual = np.minimum(_TYPICAL * (told @ self._usual), np.log(max(self._rows, 2)))
        asked = np.maximum(-steps[:, 0], usual)
        steps[:, 0] = -doubted(asked, steps[:, 1:].sum(axis=1), agreed >= 0, self._kinds)
        return steps.astype(np.float32)

    def copies(
        self,
        columns: Sequence[Sequence[str]],
        rows: NDArray[np.int64],
        count: NDArray[np.int64],
        certain: NDArray[np.bool_],
    ) -> Evidence:
        """The evidence for each of ``rows`` of ``columns`` and a row equal to it in every column.

        ``columns`` are those of the whole table, in which each of ``rows`` stands ``count`` times: what
        they share is judged by how often it stands elsewhere, and what matches agree on is as learned.
        Rows that are ``certain`` get enough for a score of 1.
        """
        total_rows = len(columns[0])
        steps = np.zeros((len(rows), len(columns) + 4))
        filled = [[column[row] != "" for column in columns] for row in rows.tolist()]
        told = np.array(filled, dtype=bool).reshape(-1, len(columns))
        for place, (part, column) in enumerate(zip(self._columns, columns, strict=True)):
            chance, share = chance_of_copies(column, rows, count)
            rare = _RARITY * np.log(chance / np.maximum(share, 1 / total_rows))
            exact = np.clip(np.log(part.matches[EXACT] / chance) + rare, 0.1, STRONGEST)
            steps[:, 1 + place] = np.where(told[:, place], exact, 0.0)
        total = steps.sum(axis=1)
        asked = np.minimum(np.log(max(total_rows, 2)), _FEW_COLUMNS * total)
        asked = np.maximum(asked, _MANY_COLUMNS * total) + _MARGIN
        steps[:, 0] = -doubted(asked, total, told, self._kinds)
        grown = (_CERTAIN - steps[certain, 0]) / np.maximum(total[certain], 1e-9)
        steps[certain, 1:] *= np.maximum(grown, 1)[:, None]
        return steps.astype(np.float32)

    def _start(self, candidates: Pairs) -> None:
        """How often each level is met between rows that were drawn at random and are no candidates:
        in a small table many random pairs are matches."""
        draw = np.random.default_rng(0)
        pairs = np.sort(draw.integers(0, self._rows, (min(RANDOM_PAIRS, 20 * self._rows), 2)))
        codes = pairs @ np.array([self._rows, 1])
        known = np.isin(codes, candidates @ np.array([self._rows, 1]))
        pairs = pairs[(pairs[:, 0] != pairs[:, 1]) & ~known]
        found = [*levels(self.compare(pairs, closely=False)).T, self._whole_levels(pairs)]
        for part, own in zip([*self._columns, self._whole], found, strict=True):
            part.random = part.others = held(counted(own), START_OTHERS, RANDOM_FEW)

    def _first_guess(self, pairs: Pairs, agreed: Levels, beside: Levels) -> Floats:
        """How likely each pair is a match by what random pairs agree on: one row has one match."""
        steps = self._steps(pairs, agreed, beside)
        steps[:, 0] = -np.log(max(self._rows, 2))
        evidence = steps.sum(axis=1)
        if self._one_to_one:
            evidence += self._rival.odds(rivals.lead_levels(pairs, evidence, self._rows))
        return _probability(evidence)

    def _steps(self, pairs: Pairs, agreed: Levels, beside: Levels) -> Floats:
        """Log odds by step, rivals left out."""
        steps = np.zeros((len(pairs), agreed.shape[1] + 4))
        possible = np.zeros(len(pairs))
        for column, (part, found) in enumerate(zip(self._columns, agreed.T, strict=True)):
            odds = part.odds(found)
            frequency = self._frequency[:, column]
            rarest = np.minimum(frequency[pairs[:, 0]], frequency[pairs[:, 1]])
            rare = _RARITY * np.log(part.random[EXACT] / np.maximum(rarest, 1 / self._rows))
            exact = np.log(part.matches[EXACT] / part.others[EXACT]) + rare
            exact = np.clip(exact, 0, STRONGEST)
            sure = exact
            if self._repeated is not None:
                sure = np.maximum(exact - self._repeated[pairs[:, 0], column], 0)
            steps[:, 1 + column] = np.where(found == EXACT, sure, odds)
            possible += np.where(found >= 0, exact, 0.0)
        steps[:, -3] = _WHOLE_ROW * self._whole.odds(beside[:, 0])
        steps[:, -1] = _OPINION * self._model.odds(beside[:, 1])
        chance = np.minimum(np.log(max(self._rows, 2)), _FEW_COLUMNS * possible)
        chance = np.maximum(chance, _MANY_COLUMNS * possible) + _MARGIN
        steps[:, 0] = -(self._trust * self._prior + (1 - self._trust) * chance)
        return steps

    def _learn_usual(self, pairs: Pairs, agreed: Levels, beside: Levels, match: Floats) -> None:
        """The evidence that a match has, as a rule, in each column that is told."""
        steps = np.delete(self._steps(pairs, agreed, beside)[:, 1:], -2, axis=1)
        told = np.concatenate([agreed, beside], axis=1) >= 0
        weight = np.maximum((told * match[:, None]).sum(axis=0), 1e-9)
        self._usual = np.maximum((steps * match[:, None]).sum(axis=0) / weight, 0)

    def _whole_rows(self, columns: Sequence[Sequence[str]]) -> sparse.csr_matrix | None:
        if self._rows > _MOST_ROWS:
            return None
        return rarity(list(map(" ".join, zip(*columns, strict=True))), coded=True)

    def _beside(self, pairs: Pairs) -> Levels:
        """Levels of what the columns do not tell: whole rows, and a model's opinion; shape
        ``(pairs, 2)``."""
        if self._opinion is None or not len(pairs):
            said = np.full(len(pairs), -1, dtype=np.int8)
        else:
            said = levels(self._opinion(pairs))
        return np.stack([self._whole_levels(pairs), said], axis=1)

    def _whole_levels(self, pairs: Pairs) -> Levels:
        """How much the words of whole rows agree; -1 where they are not compared."""
        if self._words is None or not len(pairs):
            return np.full(len(pairs), -1, dtype=np.int8)
        product = self._words[pairs[:, 0]].multiply(self._words[pairs[:, 1]])
        return levels(np.asarray(product.sum(axis=1), dtype=np.float32).ravel())


def scores(evidence: Evidence) -> Floats:
    """The score of each pair, from its evidence."""
    return _probability(evidence.sum(axis=1, dtype=np.float64))


def _probability(evidence: Floats) -> Floats:
    odds: Floats = 1 / (1 + np.exp(-np.clip(evidence, -40, 40)))
    return odds
