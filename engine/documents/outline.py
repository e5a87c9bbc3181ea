"""Puts markers into a tree: which line opens a clause, and under which one it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from engine.documents.markers import Marker

_MAX_GAP = 3
_FIRST_SEEN_MAX = 3
_ONLY_IF_CONTAINING = frozenset({"A.", "I.", "(A)"})
_CHINESE_OUTER = ("一、", "（一）")


@dataclass(frozen=True, slots=True)
class Placed:
    """An accepted marker with the position of its parent among all accepted ones."""

    marker: Marker
    parent: int | None
    level: int


@dataclass(slots=True)
class _Open:
    marker: Marker
    index: int


class Nesting:
    """Which family of markers contains which, learned from the whole document beforehand.

    A contains B if A comes first and comes again after B has begun: ``一、 1. 2. 二、 1.``; recitals
    ``A. B. C.`` followed by clauses ``1. 2. 3.`` contain nothing.
    """

    def __init__(self, styles: Sequence[str]) -> None:
        self._first: dict[str, int] = {}
        self._last: dict[str, int] = {}
        for position, style in enumerate(styles):
            self._first.setdefault(style, position)
            self._last[style] = position
        self._shift = any(
            outer in self._first and self._first[outer] < self._first.get("1.", 0)
            for outer in _CHINESE_OUTER
        )

    def contains(self, outer: str, inner: str) -> bool:
        """Whether ``outer`` begins before ``inner`` and goes on after it."""
        if outer not in self._first or inner not in self._first:
            return False
        return self._first[outer] < self._first[inner] < self._last[outer]

    def rank(self, marker: Marker) -> float:
        """The marker's usual rank; Arabic numbers stand inside 一、 and （一） where those come first."""
        arabic = marker.style == "1." or marker.style.startswith("decimal")
        return marker.rank + 2.5 if arabic and self._shift else marker.rank


@dataclass(slots=True)
class Outline:
    """Accepts or refuses markers in reading order."""

    nesting: Nesting
    placed: list[Placed] = field(default_factory=list)
    _stack: list[_Open] = field(default_factory=list)
    _latest: dict[str, Marker] = field(default_factory=dict)

    def choose(self, candidates: Iterable[Marker], certain: bool) -> Marker | None:
        """The reading that fits best what came before; ``None`` if none does.

        ``certain``: the format says that this is a list number, so any value is believed.
        """
        best, best_score = None, 0
        for marker in candidates:
            score = self._fit(marker, certain)
            if score > best_score:
                best, best_score = marker, score
        return best

    def place(self, marker: Marker, announced: bool = False) -> int:
        """Put ``marker`` into the tree; its index in ``placed``.

        ``announced``: the line before ends in a colon. A list that starts anew behind one, below
        an open list of its own family, is a list inside a list.
        """
        if marker.style == "annex":
            self._latest.clear()
        if not (announced and self._nests_again(marker)):
            self._pop_for(marker)
        parent = self._stack[-1].index if self._stack else None
        index = len(self.placed)
        self.placed.append(Placed(marker, parent, len(self._stack) + 1))
        self._stack.append(_Open(marker, index))
        self._latest[marker.style] = marker
        return index

    def _fit(self, marker: Marker, certain: bool) -> int:
        """0: refuse; the better the marker continues what is open, the higher."""
        follows = self._follows(marker)
        if follows:
            return 4 + follows
        if marker.value == 1:
            return 3
        if certain or marker.strong:
            return 2
        latest = self._latest.get(marker.style)
        if latest is None:
            # The first of its family need not be the first of its list: the text may be an excerpt.
            return int(marker.value <= _FIRST_SEEN_MAX or self._opens_prefix(marker))
        return int(0 < marker.value - latest.value <= _MAX_GAP and len(marker.parts) < 2)

    def _follows(self, marker: Marker) -> int:
        """2: next after an open marker of its family; 1: next after a closed one; else 0."""
        if len(marker.parts) > 1:
            return self._follows_parts(marker)
        for entry in self._stack:
            if entry.marker.style == marker.style and entry.marker.value + 1 == marker.value:
                return 2
        latest = self._latest.get(marker.style)
        return int(latest is not None and latest.value + 1 == marker.value)

    def _follows_parts(self, marker: Marker) -> int:
        latest = self._latest.get(marker.style)
        prefix = marker.parts[:-1]
        if latest is not None and latest.parts[:-1] == prefix:
            return 2 if 0 < marker.value - latest.value <= _MAX_GAP else 0
        if self._opens_prefix(marker):
            return 2 if marker.value <= 2 else 1
        return int(
            latest is not None and 0 < prefix[0] - latest.parts[0] <= 2 and marker.value == 1
        )

    def _opens_prefix(self, marker: Marker) -> bool:
        """``4.1`` under an open ``4.``, ``Article IV`` or ``Section 4``."""
        prefix = marker.parts[:-1]
        if not prefix:
            return False
        return any(
            entry.marker.parts == prefix or (len(prefix) == 1 and entry.marker.value == prefix[0])
            for entry in self._stack
        )

    def _nests_again(self, marker: Marker) -> bool:
        styles = [entry.marker.style for entry in self._stack]
        return marker.value == 1 and marker.style in styles[:-1] and styles[-1] != marker.style

    def _pop_for(self, marker: Marker) -> None:
        same = [d for d, entry in enumerate(self._stack) if entry.marker.style == marker.style]
        if same:
            next_of = [d for d in same if self._stack[d].marker.value + 1 == marker.value]
            del self._stack[(next_of or same)[-1] :]
            return
        while self._stack and not self._may_hold(self._stack[-1].marker, marker):
            self._stack.pop()

    def _may_hold(self, outer: Marker, inner: Marker) -> bool:
        if outer.style == "annex":
            return inner.style != "annex"
        if inner.style == "annex":
            return False
        if len(inner.parts) > 1 and outer.parts and outer.parts == inner.parts[: len(outer.parts)]:
            return True
        if self.nesting.contains(outer.style, inner.style):
            return not self.nesting.contains(inner.style, outer.style)
        if outer.style in _ONLY_IF_CONTAINING:
            return False
        outer_rank, inner_rank = self.nesting.rank(outer), self.nesting.rank(inner)
        both_bracketed = outer_rank == inner_rank == 8.0
        return outer_rank < inner_rank or both_bracketed
