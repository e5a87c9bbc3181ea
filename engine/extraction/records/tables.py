"""Records that are the rows of a table, also of one that goes on after a page break."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.extraction.records.headings import heading_index
from engine.extraction.records.rows import TABLE_SCORE, Draft, cell_value, is_total
from engine.extraction.rules.cells import label_bracket, label_words
from engine.extraction.rules.labels import LabelIndex, match_label
from engine.extraction.rules.reading import Reading
from engine.types import Block, BlockKind, Field, Layout

_HEADING_ROWS = 4
"""How far down a table its headings may stand: titles and addresses may come first."""

_Row = dict[int, Block]


@dataclass(frozen=True, slots=True)
class Heading:
    """Which column of a table holds which column of the group; ``units`` are what its cells say in
    brackets, ``words`` all that they say, ``width`` how many columns the table has."""

    places: Mapping[int, int]
    units: Mapping[int, str]
    words: Mapping[int, str]
    width: int


def table_records(reading: Reading, columns: Sequence[Field]) -> Iterator[Draft]:
    """A record for each row below a heading that names at least two of ``columns`` (or the only
    one). A table without a heading that directly follows such a table and is as wide goes on."""
    index = heading_index(columns)
    running: Heading | None = None
    for rows in _tables(reading):
        heading, first = _find_heading(reading, rows, index, len(columns))
        if heading is None and not (running and _continues(rows, running)):
            running = None
            continue
        running = heading or running
        if running is not None:
            yield from _records(reading, columns, rows[first:], running)


def _tables(reading: Reading) -> Iterator[list[_Row]]:
    """The tables of the document, each as rows of cells by column."""
    tables: dict[int, dict[int, _Row]] = {}
    for block in reading.document.blocks:
        if block.kind is BlockKind.TABLE_CELL and block.row is not None:
            rows = tables.setdefault(block.table or 0, {})
            rows.setdefault(block.row, {})[block.column or 0] = block
    for _, rows in sorted(tables.items()):
        yield [row for _, row in sorted(rows.items())]


def _find_heading(
    reading: Reading, rows: Sequence[_Row], index: LabelIndex, wanted: int
) -> tuple[Heading | None, int]:
    """The heading and the number of the first row below it."""
    best: tuple[Heading | None, int] = (None, 0)
    for number, row in enumerate(rows[:_HEADING_ROWS]):
        heading = _read_heading(reading, row, index)
        enough = min(2, wanted)
        known = len(best[0].places) if best[0] else 0
        if len(heading.places) >= enough and len(heading.places) > known:
            best = heading, number + 1
    return best


def _read_heading(reading: Reading, row: _Row, index: LabelIndex) -> Heading:
    places: dict[int, int] = {}
    units: dict[int, str] = {}
    words: dict[int, str] = {}
    weights: dict[int, float] = {}
    for column, block in row.items():
        for label, weight in match_label(index, label_words(reading, block)):
            worth = label.weight * weight
            if worth > weights.get(label.field, 0.0) and column not in places.values():
                places[label.field], weights[label.field] = column, worth
                units[label.field] = label_bracket(reading.folded[block.start : block.end])
                words[label.field] = reading.text[block.start : block.end].strip()
    return Heading(places, units, words, max(row, default=0) + 1)


def _continues(rows: Sequence[_Row], heading: Heading) -> bool:
    return bool(rows) and max(rows[0], default=0) + 1 == heading.width


def _records(
    reading: Reading, columns: Sequence[Field], rows: Sequence[_Row], heading: Heading
) -> Iterator[Draft]:
    for row in rows:
        blocks = [row[column] for column in sorted(row)]
        texts = [reading.text[block.start : block.end].strip() for block in blocks]
        first = next((text for text in texts if text), "")
        if not first or is_total(first) or _is_heading_again(reading, row, heading):
            continue
        draft = Draft(blocks[0].start, Layout.TABLE)
        for place, column in heading.places.items():
            block = row.get(column)
            value = block and cell_value(
                reading, columns, place, (block.start, block.end), TABLE_SCORE, heading.units[place]
            )
            if value:
                draft.values[place] = value
        # A row that holds one value of many columns is a note or the rest of a broken one.
        if len(draft.values) >= min(2, len(heading.places)):
            yield draft


def _is_heading_again(reading: Reading, row: _Row, heading: Heading) -> bool:
    """Whether a row repeats the headings, as tables do on each page."""
    named = [(place, row[column]) for place, column in heading.places.items() if column in row]
    return len(named) > 1 and all(
        reading.text[block.start : block.end].strip() == heading.words[place]
        for place, block in named
    )
