"""What is marked in the document: every field's words in its colour, the current cell's strongly."""

from __future__ import annotations

from collections.abc import Sequence

from engine.store import Cell
from engine.types import Mention, ReviewState
from gui.viewer.highlight import Highlight


def row_highlights(
    cells: Sequence[Cell], chosen: Sequence[Mention], current: int, candidates: Sequence[Mention]
) -> list[Highlight]:
    """The values of a document's ``cells`` where they stand, those of fields with many from
    ``chosen``; the ``candidates`` of cell number ``current`` underlined, its value strongly."""
    marks: list[Highlight] = []
    several: dict[str, list[Mention]] = {}
    for mention in chosen:
        several.setdefault(mention.field, []).append(mention)
    for number, cell in enumerate(cells):
        if number == current or cell.state is ReviewState.REJECTED:
            continue
        marks += [_mark(cell, number, *span) for span in _spans(cell, several)]
    if 0 <= current < len(cells):
        marks += _current(cells[current], current, several, candidates)
    return marks


def candidate_highlights(
    cell: Cell, number: int, candidates: Sequence[Mention], looked: Mention
) -> list[Highlight]:
    """All candidates of a cell, and strongly the one that the reader looks at."""
    marks = [_mark(cell, number, other.start, other.end, faint=True) for other in candidates]
    return [*marks, _mark(cell, number, looked.start, looked.end, strong=True)]


def _current(
    cell: Cell, number: int, several: dict[str, list[Mention]], candidates: Sequence[Mention]
) -> list[Highlight]:
    marks = [_mark(cell, number, one.start, one.end, faint=True) for one in candidates]
    spans = [] if cell.state is ReviewState.REJECTED else _spans(cell, several)
    if not spans and candidates:
        # Nothing stands in the cell: the best offer is where the reader looks first.
        spans = [(candidates[0].start, candidates[0].end)]
    return [*marks, *(_mark(cell, number, *span, strong=True) for span in spans)]


def _spans(cell: Cell, several: dict[str, list[Mention]]) -> list[tuple[int, int]]:
    found = several.get(cell.field, [])
    if cell.state is not ReviewState.EDITED and any(one.start == cell.start for one in found):
        return [(one.start, one.end) for one in found]
    return [(cell.start, cell.end)] if cell.start >= 0 else []


def _mark(
    cell: Cell, number: int, start: int, end: int, strong: bool = False, faint: bool = False
) -> Highlight:
    return Highlight(
        start,
        end,
        strong=strong,
        colour=number,
        label=cell.field,
        key=cell.field,
        faint=faint,
    )
