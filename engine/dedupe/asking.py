"""Which pairs to ask about: uncertain ones that are unlike each other, strange ones, and sure ones."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

UNCERTAIN, DIFFERENT = "uncertain", "different"
CHECK_MATCH, CHECK_OTHER = "check_match", "check_other"

_ROUND = (
    UNCERTAIN, CHECK_MATCH, UNCERTAIN, DIFFERENT, UNCERTAIN,
    CHECK_OTHER, UNCERTAIN, CHECK_MATCH, UNCERTAIN, UNCERTAIN,
)  # fmt: skip
"""In this order, over and over: two in five show how good the scorer is, the others teach it."""
_LOOKED_AT = 3000
_SURE = 0.1


def choose(
    scores: Floats,
    features: Callable[[Places], Floats],
    spread: Floats,
    rows: Places,
    answered: Places,
    count: int,
) -> list[tuple[int, str]]:
    """Up to ``count`` pairs that are not ``answered``, each with its reason.

    ``spread`` is the covariance of the scorer's weights. An uncertain pair is chosen by how much its
    answer would narrow it; after each choice it is narrowed as if that were answered, so that the
    next one is another kind of pair. Always the same for equal arguments.
    """
    return _Choice(scores, features, spread, rows, answered).pairs(count)


class _Choice:
    def __init__(
        self,
        scores: Floats,
        features: Callable[[Places], Floats],
        spread: Floats,
        rows: Places,
        answered: Places,
    ) -> None:
        self._scores, self._rows, self._spread = scores, rows, spread.copy()
        self._free = np.ones(len(scores), dtype=bool)
        self._free[answered] = False
        self._used = np.zeros(int(rows.max()) + 1 if len(rows) else 0, dtype=bool)
        self._draw = np.random.default_rng(len(answered))
        self._near = self._nearest_to_even()
        self._looks = features(self._near)
        self._doubt = scores[self._near] * (1 - scores[self._near])
        scale = np.maximum(self._looks.std(axis=0), 1e-9) if len(self._near) else 1.0
        self._scaled = self._looks / scale
        known = features(answered) / scale if len(answered) else self._scaled[:0]
        self._distance = np.full(len(self._near), np.inf)
        for row in known:
            self._seen(row)

    def pairs(self, count: int) -> list[tuple[int, str]]:
        """The choice, most telling first within each reason."""
        ways: dict[str, Callable[[], int | None]] = {
            UNCERTAIN: self._uncertain,
            DIFFERENT: self._different,
            CHECK_MATCH: lambda: self._sure(self._scores >= 1 - _SURE),
            CHECK_OTHER: lambda: self._sure(self._scores <= _SURE),
        }
        found: list[tuple[int, str]] = []
        while len(found) < count and self._free.any():
            reason = _ROUND[len(found) % len(_ROUND)]
            pair = ways[reason]()
            if pair is None:
                reason, pair = UNCERTAIN, self._uncertain()
            if pair is None:
                pair = self._sure(np.ones(len(self._scores), dtype=bool))
                reason = (
                    CHECK_MATCH if pair is not None and self._scores[pair] >= 0.5 else CHECK_OTHER
                )
            if pair is None:
                # What is left shares its rows with what was chosen.
                self._used[:] = False
                continue
            self._take(pair)
            found.append((pair, reason))
        return found

    def _nearest_to_even(self) -> Places:
        """The free pairs whose scores are nearest to one half: what uncertainty is looked for among."""
        free = np.flatnonzero(self._free)
        if len(free) <= _LOOKED_AT:
            return free
        far = np.abs(self._scores[free] - 0.5)
        return np.sort(free[np.argpartition(far, _LOOKED_AT)[:_LOOKED_AT]])

    def _open(self, places: Places) -> NDArray[np.bool_]:
        return self._free[places] & ~self._used[self._rows[places]].any(axis=1)

    def _uncertain(self) -> int | None:
        """The pair whose answer tells most about the weights."""
        able = self._open(self._near)
        if not able.any():
            return None
        lever = np.einsum("ij,ij->i", self._looks @ self._spread, self._looks)
        gain = np.where(able, np.log1p(self._doubt * lever) + 1e-3 * self._doubt, -1.0)
        return int(self._near[int(gain.argmax())])

    def _different(self) -> int | None:
        """The pair that is farthest from all that were answered or chosen."""
        able = self._open(self._near) & np.isfinite(self._distance)
        if not able.any():
            return None
        return int(self._near[int(np.where(able, self._distance, -1.0).argmax())])

    def _sure(self, those: NDArray[np.bool_]) -> int | None:
        """One of ``those``, drawn at random."""
        places = np.flatnonzero(those & self._free)
        places = places[self._open(places)]
        return int(places[self._draw.integers(len(places))]) if len(places) else None

    def _take(self, pair: int) -> None:
        self._free[pair] = False
        self._used[self._rows[pair]] = True
        where = np.flatnonzero(self._near == pair)
        if not len(where):
            return
        look, doubt = self._looks[where[0]], float(self._doubt[where[0]])
        narrow = self._spread @ look
        self._spread -= np.outer(narrow, narrow) * (doubt / (1 + doubt * float(look @ narrow)))
        self._seen(self._scaled[where[0]])

    def _seen(self, look: Floats) -> None:
        self._distance = np.minimum(self._distance, ((self._scaled - look) ** 2).sum(axis=1))
