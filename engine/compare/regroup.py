"""Parts that were split in several, and several that were merged into one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from engine.compare.align import Link
from engine.compare.likeness import Likeness
from engine.compare.parts import Part

_CONTAINED = 0.6
"""Share of a piece's units that the whole must have."""

_GAIN = 0.12
"""Share of the whole that a piece must add to what the other pieces already cover."""

_MOST = 12


@dataclass(frozen=True, slots=True)
class _View:
    """The links seen with one side as the wholes and the other as the pieces."""

    whole_of: Callable[[Link], tuple[int, ...]]
    pieces_of: Callable[[Link], tuple[int, ...]]
    wholes_are_old: bool


_SPLITS = _View(lambda link: link.old, lambda link: link.new, True)
_MERGES = _View(lambda link: link.new, lambda link: link.old, False)


def regroup(
    links: list[Link],
    old: Sequence[Part],
    new: Sequence[Part],
    likeness: Likeness,
    free_old: set[int],
    free_new: set[int],
) -> list[Link]:
    """``links`` with the free neighbours that belong to them; those are then free no longer.

    A link of one old part gains the new parts beside its own whose words come from that old part
    (a split), and the reverse (a merge). A part that is unchanged gains nothing.
    """
    links = [_grown(link, _SPLITS, old, new, likeness, free_new) for link in links]
    return [
        _grown(link, _MERGES, new, old, likeness, free_old) if len(link.new) == 1 else link
        for link in links
    ]


def _grown(
    link: Link,
    view: _View,
    whole_parts: Sequence[Part],
    piece_parts: Sequence[Part],
    likeness: Likeness,
    free: set[int],
) -> Link:
    wholes, pieces = view.whole_of(link), list(view.pieces_of(link))
    if len(wholes) != 1 or len(pieces) != 1 or not free:
        return link
    whole = wholes[0]
    words = whole_parts[whole].words
    if words == piece_parts[pieces[0]].words:
        return link
    size = likeness.mass(whole, view.wholes_are_old)
    covered = _covers(pieces[0], whole, view, likeness)
    for step in (1, -1):
        place = pieces[-1] if step == 1 else pieces[0]
        for piece in _beside(place, step, free):
            inside = likeness.contained(piece, whole, small_is_left=not view.wholes_are_old)
            gained = inside * likeness.mass(piece, not view.wholes_are_old)
            least = 0.0 if piece_parts[piece].words in words else _GAIN * size
            if inside < _CONTAINED or gained < least or covered + gained > 1.35 * size:
                break
            covered += gained
            pieces.append(piece)
            free.discard(piece)
    if len(pieces) == 1:
        return link
    together = tuple(sorted(pieces))
    score = min(1.0, covered / size) if size else link.score
    if view.wholes_are_old:
        return replace(link, new=together, score=score)
    return replace(link, old=together, score=score)


def _covers(piece: int, whole: int, view: _View, likeness: Likeness) -> float:
    inside = likeness.contained(piece, whole, small_is_left=not view.wholes_are_old)
    return inside * likeness.mass(piece, not view.wholes_are_old)


def _beside(place: int, step: int, free: set[int]) -> Iterator[int]:
    for number in range(1, _MOST + 1):
        if place + step * number not in free:
            return
        yield place + step * number
