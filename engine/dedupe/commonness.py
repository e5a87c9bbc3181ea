"""How common what two rows share is: a value that many rows have says little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.dedupe.kinds import ColumnKind
from engine.dedupe.levels import EXACT, START_OTHERS, Floats

RANDOM_PAIRS, RANDOM_FEW = 100_000, 30.0
"""Pairs of rows that are drawn at random, at most, and how many of them what was known before weighs."""

_OFTEN = 3.0
"""A value that stands so many times as often as its column's values do is common. Chosen with record
pairs of DBLP and ACM in view; 2 to 4 do as well."""

_SHARED = (ColumnKind.NAME, ColumnKind.ADDRESS, ColumnKind.DATE, ColumnKind.NUMBER)
"""What different things have in common every day: one alone proves nothing, however rare it is."""

_DOUBT = 0.2
"""By how much what is asked of such a pair is above what it has: a score of 0.45."""


def frequency(column: Sequence[str]) -> Floats:
    """Each row's value's share of the rows that have one."""
    counts = Counter(column)
    found = np.fromiter((counts[value] for value in column), np.float64, len(column))
    shares: Floats = found / max(1, len(column) - counts[""])
    return shares


def repeated(column: Sequence[str]) -> Floats:
    """What is taken off the evidence of each row's value, as log odds, where rows have one partner at
    most: of the rows that share a value only two are the same thing. 0 for values that are not common."""
    counts = Counter(column)
    others = np.fromiter((counts[value] - 1 for value in column), np.float64, len(column))
    told = np.fromiter((value != "" for value in column), bool, len(column))
    usual = max(1.0, float(others[told].mean()) if told.any() else 1.0)
    off: Floats = np.where(told, np.log(np.maximum(others / (_OFTEN * usual), 1)), 0.0)
    return off


def chance_of_copies(
    column: Sequence[str], rows: NDArray[np.int64], copies: NDArray[np.int64]
) -> tuple[Floats, Floats]:
    """How likely two rows that both have a value have the same, and each row's value's share, for
    ``rows`` that stand ``copies`` times in the table: what is judged is no evidence against itself, so
    four copies of a row count as one, and of more half the root of how many there are.

    As much as what is known of other tables weighs, it was seen between random pairs of rows.
    """
    counts = Counter(column)
    counts.pop("", None)
    filled = counts.total()
    same = sum(count * (count - 1) for count in counts.values())
    own = np.array([counts.get(column[row], 0) for row in rows.tolist()], dtype=np.float64)
    less = np.maximum(own - copies + np.maximum(1.0, np.sqrt(copies) / 2), 1.0)
    others = np.maximum(same - own * (own - 1) + less * (less - 1), 0)
    drawn = min(RANDOM_PAIRS, 20 * len(column))
    shares = drawn * others / max(1, filled * (filled - 1))
    chance: Floats = (shares + RANDOM_FEW * START_OTHERS[EXACT]) / (drawn + RANDOM_FEW)
    return chance, less / max(1, filled)


def doubted(
    asked: Floats, evidence: Floats, told: NDArray[np.bool_], kinds: Sequence[ColumnKind]
) -> Floats:
    """What is asked of pairs, more where one column alone speaks for them that different things have
    in common: a person's name, an address, a date, an amount. ``evidence`` for each pair, and which
    columns are ``told`` on both sides."""
    if len(kinds) < 2:
        return asked
    proving = np.array([kind not in _SHARED for kind in kinds])
    thin = (told.sum(axis=1) < 2) & ~told[:, proving].any(axis=1)
    doubtful: Floats = np.where(thin, np.maximum(asked, evidence + _DOUBT), asked)
    return doubtful
