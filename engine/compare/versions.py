"""Two versions in one language: every part of both, in what became of it."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.compare.align import Link, Meet, align, moves
from engine.compare.likeness import Likeness
from engine.compare.parts import Part
from engine.compare.regroup import regroup
from engine.types import Change

_WORDS = re.compile(r"^(?:Section|Clause|Article|Paragraph|Sec\.|§)\s*|[.．、:：]+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Paired:
    """One change: its parts on both sides, its leading kind and the others as flags."""

    change: Change
    old: tuple[Part, ...]
    new: tuple[Part, ...]
    score: float
    edited: bool
    moved: bool
    renumbered: bool


def compare_parts(
    old: Sequence[Part],
    new: Sequence[Part],
    checkpoint: Callable[[], None] = lambda: None,
    meet: Meet | None = None,
) -> list[Paired]:
    """Every part of both, once, in the reading order of the new document; what was removed stands
    where it stood. ``meet`` pairs parts that share meaning but hardly any word."""
    likeness = Likeness([p.words for p in old], [p.words for p in new])
    checkpoint()
    links = align(old, new, likeness, checkpoint)
    checkpoint()
    free_old = set(range(len(old))) - {i for link in links for i in link.old}
    free_new = set(range(len(new))) - {j for link in links for j in link.new}
    links = regroup(links, old, new, likeness, free_old, free_new)
    moved = moves(old, new, likeness, free_old, free_new)
    links += regroup(moved, old, new, likeness, free_old, free_new)
    if meet is not None and free_old and free_new:
        links += _reworded(meet, links, free_old, free_new)
    links += [Link((i,), (), 0.0) for i in free_old]
    links += [Link((), (j,), 0.0) for j in free_new]
    return [_paired(link, old, new) for link in _in_order(links)]


def _reworded(
    meet: Meet, links: Sequence[Link], free_old: set[int], free_new: set[int]
) -> list[Link]:
    """Links by meaning between free parts that stand between the same neighbours.

    ``meet`` is asked only where there are such parts: it may have to load a model.
    """
    kept = [link for link in links if not link.moved]
    ends_old, ends_new = sorted(k.old[-1] for k in kept), sorted(k.new[-1] for k in kept)
    gap_old = {i: bisect(ends_old, i) for i in free_old}
    gap_new = {j: bisect(ends_new, j) for j in free_new}
    shared = set(gap_old.values()) & set(gap_new.values())
    ours = sorted(i for i, gap in gap_old.items() if gap in shared)
    theirs = sorted(j for j, gap in gap_new.items() if gap in shared)
    found: dict[int, list[Link]] = {}
    for i, j, score in meet(ours, theirs) if shared else ():
        beside = found.setdefault(gap_old[i], [])
        crossing = any((k.old[0] < i) != (k.new[0] < j) for k in beside)
        if gap_old[i] == gap_new[j] and i in free_old and j in free_new and not crossing:
            free_old.discard(i)
            free_new.discard(j)
            beside.append(Link((i,), (j,), score))
    return [link for beside in found.values() for link in beside]


def _in_order(links: Sequence[Link]) -> list[Link]:
    """The new document's order; what has no new part follows the old part before it."""
    at: dict[int, float] = {}
    for link in links:
        if link.new and not link.moved:
            for i in link.old:
                at[i] = link.new[-1]
    place = -1.0
    removed: dict[int, float] = {}
    last = max((i for link in links for i in link.old), default=-1)
    for i in range(last + 1):
        place = at.get(i, place)
        removed[i] = place
    return sorted(
        links,
        key=lambda link: (
            (link.new[0], 0, 0) if link.new else (removed[link.old[0]], 1, link.old[0])
        ),
    )


def _paired(link: Link, old: Sequence[Part], new: Sequence[Part]) -> Paired:
    left, right = tuple(old[i] for i in link.old), tuple(new[j] for j in link.new)
    both = bool(left and right)
    edited = both and " ".join(p.words for p in left) != " ".join(p.words for p in right)
    single = len(left) == len(right) == 1
    renumbered = single and left[0].number != right[0].number
    return Paired(
        _kind(link, edited, renumbered), left, right, link.score, edited, link.moved, renumbered
    )


def _kind(link: Link, edited: bool, renumbered: bool) -> Change:
    if not link.old:
        return Change.ADDED
    if not link.new:
        return Change.REMOVED
    if len(link.new) > 1:
        return Change.SPLIT
    if len(link.old) > 1:
        return Change.MERGED
    if link.moved:
        return Change.MOVED
    if edited:
        return Change.EDITED
    return Change.RENUMBERED if renumbered else Change.SAME


def new_numbers(pairs: Sequence[Paired]) -> dict[str, str]:
    """Old clause numbers that are other numbers now, as a reference would write them; a number
    that stands in several places says nothing."""
    found: dict[str, str] = {}
    unsure: set[str] = set()
    for pair in pairs:
        if len(pair.old) != 1 or len(pair.new) != 1 or not pair.old[0].number:
            continue
        before, after = (_WORDS.sub("", one[0].number) for one in (pair.old, pair.new))
        if before in found and found[before] != after:
            unsure.add(before)
        found[before] = after
    return {old: new for old, new in found.items() if old != new and old not in unsure}
