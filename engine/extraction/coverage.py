"""How much of a text was read: the meter that users see."""

from __future__ import annotations

from collections.abc import Iterable

from engine.types import Window


def coverage(read: Iterable[Window], length: int) -> float:
    """The share of ``length`` characters that lie in at least one window, in [0, 1].

    An empty text was not read: 0.
    """
    if length <= 0:
        return 0.0
    covered, reached = 0, 0
    for window in sorted(read, key=lambda window: (window.start, window.end)):
        start = max(window.start, reached)
        if window.end > start:
            covered += min(window.end, length) - min(start, length)
            reached = window.end
    return covered / length
