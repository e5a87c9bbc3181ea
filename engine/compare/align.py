"""Which part of the old document is which part of the new one: near-linear in their number.

Equal texts are anchors, the likest of the others candidates (a sparse product, the best few of
each). The heaviest chain of candidates that keeps the order on both sides (a longest increasing
subsequence with weights, by a Fenwick tree) is what stayed in place; likenesses outside it are
moves. The chain takes the larger text where two changed places, so that the smaller one has moved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.compare.likeness import Likeness
from engine.compare.parts import Part

EDITED = 0.42
"""Likeness from which two parts in place are one part, edited."""

REWRITTEN = 0.2
"""The same, where number and heading speak for it too."""

MOVED = 0.6
_MOVED_LEAST = 12
"""Characters: shorter texts repeat by chance."""

_CLEAR = 0.85
_MARGIN = 0.3
_REPEATS = 2


@dataclass(frozen=True, slots=True)
class Link:
    """Old parts that became new parts (indices, in order); empty on one side for what was removed
    or added. ``score`` is their likeness in [0, 1]."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    score: float
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """An old and a new part that may be one; ``weight`` is what the pair counts in the chain."""

    old: int
    new: int
    score: float
    weight: float


Meet = Callable[[Sequence[int], Sequence[int]], Sequence[tuple[int, int, float]]]
"""Old and new indices that nothing matched → pairs that mean the same, with a likeness."""


def align(
    old: Sequence[Part],
    new: Sequence[Part],
    likeness: Likeness,
    checkpoint: Callable[[], None] = lambda: None,
) -> list[Link]:
    """One-to-one links: what stayed in place, then what moved. The rest is in no link."""
    candidates = _candidates(old, new, likeness)
    checkpoint()
    kept = [c for c in heaviest_chain(candidates, len(new)) if _convinces(c, old, new)]
    return [Link((c.old,), (c.new,), c.score) for c in kept]


def moves(
    old: Sequence[Part],
    new: Sequence[Part],
    likeness: Likeness,
    free_old: set[int],
    free_new: set[int],
) -> list[Link]:
    """Links among parts that nothing else has taken, the likest first: these have moved."""
    found: list[Link] = []
    ranked = sorted(_likely(old, new, likeness), key=lambda c: (-c.score, c.old, c.new))
    for one in ranked:
        if one.old not in free_old or one.new not in free_new or one.score < MOVED:
            continue
        if min(len(old[one.old].words), len(new[one.new].words)) < _MOVED_LEAST:
            continue
        free_old.discard(one.old)
        free_new.discard(one.new)
        found.append(Link((one.old,), (one.new,), one.score, moved=True))
    return found


def _candidates(old: Sequence[Part], new: Sequence[Part], likeness: Likeness) -> list[Candidate]:
    found = _likely(old, new, likeness)
    best_old: dict[int, float] = defaultdict(float)
    best_new: dict[int, float] = defaultdict(float)
    for one in found:
        best_old[one.old] = max(best_old[one.old], one.score)
        best_new[one.new] = max(best_new[one.new], one.score)

    def rival(one: Candidate) -> bool:
        """Whether one of the two has a partner that is plainly the right one."""
        best = max(best_old[one.old], best_new[one.new])
        return best >= _CLEAR and one.score < best - _MARGIN

    return [one for one in found if not rival(one)]


def _likely(old: Sequence[Part], new: Sequence[Part], likeness: Likeness) -> list[Candidate]:
    """Equal texts and the likest of the others."""
    scores: dict[tuple[int, int], float] = {(i, j): s * 0.99 for i, j, s in likeness.nearest()}
    places: dict[str, list[int]] = defaultdict(list)
    for j, part in enumerate(new):
        places[part.words].append(j)
    seen: dict[str, int] = defaultdict(int)
    for i, part in enumerate(old):
        equal = places.get(part.words, ())
        # A text that stands in many places pairs in the order of its places.
        turn = seen[part.words]
        seen[part.words] += 1
        near = (
            equal
            if len(equal) <= _REPEATS
            else equal[max(0, turn - _REPEATS) :][: 2 * _REPEATS + 1]
        )
        for j in near:
            scores[i, j] = 1.0
    return [Candidate(i, j, s, _worth(old[i], new[j], s)) for (i, j), s in scores.items()]


def _worth(one: Part, two: Part, score: float) -> float:
    """What a link counts in the chain: likeness by length, and a little for name and number."""
    length = min(1.0, min(len(one.words), len(two.words)) / 200)
    worth = score * score * (0.2 + length)
    if one.heading and one.heading == two.heading:
        worth += 0.1
    if one.number and one.number == two.number:
        worth += 0.05
    return worth


def _convinces(one: Candidate, old: Sequence[Part], new: Sequence[Part]) -> bool:
    if one.score >= EDITED:
        return True
    left, right = old[one.old], new[one.new]
    same_heading = bool(left.heading) and left.heading == right.heading
    same_number = bool(left.number) and left.path == right.path
    return one.score >= REWRITTEN and (same_heading or same_number)


def heaviest_chain(candidates: Sequence[Candidate], width: int) -> list[Candidate]:
    """The heaviest candidates that increase on both sides."""
    ordered = sorted(candidates, key=lambda c: (c.old, -c.new))
    weights = [0.0] * (width + 1)
    ends: list[int] = [-1] * (width + 1)
    before: list[int] = []
    totals: list[float] = []
    for index, one in enumerate(ordered):
        total, previous = 0.0, -1
        place = one.new
        while place > 0:
            if weights[place] > total:
                total, previous = weights[place], ends[place]
            place -= place & -place
        before.append(previous)
        totals.append(total + one.weight)
        place = one.new + 1
        while place <= width:
            if totals[index] > weights[place]:
                weights[place], ends[place] = totals[index], index
            place += place & -place
    if not totals:
        return []
    index = max(range(len(totals)), key=totals.__getitem__)
    chain: list[Candidate] = []
    while index >= 0:
        chain.append(ordered[index])
        index = before[index]
    return chain[::-1]
