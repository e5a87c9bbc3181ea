"""Windows over a tokenised text: each small enough for a model, together leaving nothing out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from engine.types import Window


def windows(
    token_offsets: Sequence[tuple[int, int]],
    limit: int,
    overlap: int,
    boundaries: Sequence[int] = (),
    length: int | None = None,
) -> tuple[Window, ...]:
    """Stretches of the text, in characters, that hold at most ``limit`` tokens each.

    ``token_offsets`` are the tokens' character spans in reading order (special tokens, which are
    empty, are passed over). Neighbours share at least ``overlap`` tokens. ``boundaries`` are
    character offsets (clause and sentence starts) where a cut is preferred. The union of the
    windows runs from 0 to ``length`` (default: the end of the last token).

    Raises ``ValueError`` unless ``0 <= overlap < limit``.
    """
    if not 0 <= overlap < limit:
        raise ValueError(f"overlap {overlap} must lie in [0, {limit})")
    tokens = [span for span in token_offsets if span[1] > span[0]]
    end = max(length or 0, tokens[-1][1] if tokens else 0)
    if not tokens:
        return (Window(0, end),) if end else ()
    starts = [start for start, _ in tokens]
    preferred = sorted({bisect_left(starts, boundary) for boundary in boundaries})
    spans = _token_spans(tokens, limit, overlap, preferred)
    result = []
    for index, (first, last) in enumerate(spans):
        following = starts[last] if last < len(tokens) else end
        begin = 0 if index == 0 else starts[first]
        result.append(Window(begin, max(following, tokens[last - 1][1])))
    return tuple(result)


def _token_spans(
    tokens: Sequence[tuple[int, int]], limit: int, overlap: int, preferred: Sequence[int]
) -> list[tuple[int, int]]:
    """The windows in tokens, ``[first, last)``."""
    spans = []
    first = 0
    while True:
        last = first + limit
        if last >= len(tokens):
            spans.append((first, len(tokens)))
            return spans
        # At least half a window must remain, and more than the overlap, or nothing advances.
        last = _cut(tokens, preferred, max(first + limit // 2, first + overlap) + 1, last)
        spans.append((first, last))
        latest = last - overlap
        first = _cut(tokens, preferred, max(first + 1, latest - overlap), latest)


def _cut(
    tokens: Sequence[tuple[int, int]], preferred: Sequence[int], lowest: int, highest: int
) -> int:
    """The best token index in ``[lowest, highest]`` to cut before: a boundary, or ``highest``.

    Byte-level tokenisers give several tokens to one character: such a group is not torn apart.
    """
    place = bisect_right(preferred, highest) - 1
    if place >= 0 and preferred[place] >= lowest:
        return preferred[place]
    cut = highest
    while cut > lowest and tokens[cut][0] < tokens[cut - 1][1]:
        cut -= 1
    return cut
