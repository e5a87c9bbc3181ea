"""Tables inside documents: a label's cell and the cell beside or below it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine.extraction.rules.labels import label_index, match_label
from engine.extraction.rules.reading import Hit, Reading
from engine.extraction.rules.values import value_hits
from engine.types import Block, BlockKind, Field

_LONGEST_LABEL = 40
_Cells = dict[tuple[int, int, int], Block]


def cell_hits(reading: Reading, fields: Sequence[Field]) -> Iterator[Hit]:
    """A hit for each label cell with a value to its right; below it where the row is a heading."""
    cells: _Cells = {
        (block.table or 0, block.row or 0, block.column or 0): block
        for block in reading.document.blocks
        if block.kind is BlockKind.TABLE_CELL and block.row is not None
    }
    if not cells:
        return
    index = label_index(fields)
    labels = {
        place: list(match_label(index, label_words(reading, block)))
        for place, block in cells.items()
    }
    for place, found in labels.items():
        for label, weight in found:
            block = _value_cell(reading, cells, labels, place)
            if block:
                score = 0.9 * label.weight * weight
                if _is_column(cells, place, block):
                    score *= 0.6  # one of many rows
                bracket = label_bracket(reading.folded[cells[place].start : cells[place].end])
                yield from value_hits(
                    reading, fields, label.field, block.start, block.end, score, bracket
                )


def label_words(reading: Reading, block: Block) -> str:
    """What a cell says as a label, without its bracket; nothing where it is too long for one."""
    written = reading.folded[block.start : block.end].strip().rstrip(":").strip()
    if len(written) > _LONGEST_LABEL:
        return ""
    return written.split("(")[0].strip() or written


def label_bracket(label: str) -> str:
    """What a label says in brackets, which may be the unit."""
    return label.partition("(")[2].partition(")")[0].strip()


def _is_column(cells: _Cells, place: tuple[int, int, int], value: Block) -> bool:
    """Whether ``value`` is the first of several values under the label at ``place``."""
    table, row, column = place
    return value.column == column and (table, row + 2, column) in cells


def _value_cell(
    reading: Reading,
    cells: _Cells,
    labels: Mapping[tuple[int, int, int], Sequence[object]],
    place: tuple[int, int, int],
) -> Block | None:
    """The cell that holds the value of the label at ``place``."""
    table, row, column = place
    right, below = (table, row, column + 1), (table, row + 1, column)
    row_is_heading = any(labels.get((table, row, other)) for other in (column - 1, column + 1))
    order = (below, right) if row_is_heading else (right, below)
    for candidate in order:
        block = cells.get(candidate)
        if block and not labels.get(candidate) and reading.text[block.start : block.end].strip():
            return block
    return None
