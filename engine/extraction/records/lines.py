"""Records that are lines of plain text under a line of headings: columns parted by tabs, bars or gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from engine.extraction.records.headings import heading_index
from engine.extraction.records.rows import LINE_SCORE, Draft, cell_value, is_total
from engine.extraction.rules.cells import label_bracket
from engine.extraction.rules.labels import LabelIndex, match_label
from engine.extraction.rules.reading import Reading
from engine.types import BlockKind, Field, Layout

_PART = re.compile(r"[^\t|│┃\n]+?(?=[ \u3000]{2,}|\s*[\t|│┃]|\s*\Z)")
_RULED = re.compile(r"[\s|│┃+\-=:─━_]*")
_LONGEST_HEADING = 300
_BLANK_LINES = 2

Span = tuple[int, int]


def line_records(reading: Reading, columns: Sequence[Field]) -> Iterator[Draft]:
    """A record for each line below a line that names at least two of ``columns`` (or the only
    one); lines have as many parts as their headings."""
    index = heading_index(columns)
    headings: dict[int, int] = {}
    units: dict[int, str] = {}
    width = blank = 0
    for start, end in _lines(reading):
        parts = _parts(reading.folded, start, end)
        if not parts:
            blank += not _RULED.fullmatch(reading.folded, start, end) or start == end
            if blank > _BLANK_LINES:
                headings = {}
            continue
        blank = 0
        named = _read_heading(reading, parts, index) if end - start < _LONGEST_HEADING else {}
        if len(named) >= min(2, len(columns)) and len(parts) > 1:
            headings, width = named, len(parts)
            units = {
                place: label_bracket(reading.folded[slice(*parts[at])])
                for place, at in named.items()
            }
        elif headings and len(parts) != width:
            headings = {} if len(parts) == 1 else headings
        elif headings and not is_total(reading.text[slice(*parts[0])]):
            draft = Draft(parts[0][0], Layout.LINE)
            for place, at in headings.items():
                value = cell_value(reading, columns, place, parts[at], LINE_SCORE, units[place])
                if value:
                    draft.values[place] = value
            if len(draft.values) >= min(2, len(headings)):
                yield draft


def _read_heading(reading: Reading, parts: Sequence[Span], index: LabelIndex) -> dict[int, int]:
    named: dict[int, int] = {}
    for at, (start, end) in enumerate(parts):
        words = reading.folded[start:end].split("(")[0].strip()
        for label, weight in match_label(index, words):
            # Only a whole label heads a column: a sentence may end with one.
            if weight == 1.0 and label.field not in named and at not in named.values():
                named[label.field] = at
    return named


def _parts(folded: str, start: int, end: int) -> list[Span]:
    """The columns of a line; a line of strokes has none."""
    if _RULED.fullmatch(folded, start, end):
        return []
    found = []
    for match in _PART.finditer(folded[start:end]):
        written = match[0]
        lead = len(written) - len(written.lstrip())
        if written.strip():
            found.append(
                (start + match.start() + lead, start + match.start() + len(written.rstrip()))
            )
    return found


def _lines(reading: Reading) -> Iterator[Span]:
    """The lines of the text outside its tables."""
    cells = [
        (block.start, block.end)
        for block in reading.document.blocks
        if block.kind is BlockKind.TABLE_CELL
    ]
    place = 0
    for match in re.finditer(r"[^\n]*(?:\n|\Z)", reading.text):
        start, end = match.start(), match.start() + len(match[0].rstrip("\r\n"))
        while place < len(cells) and cells[place][1] <= start:
            place += 1
        if place >= len(cells) or cells[place][0] >= max(end, start + 1):
            yield start, end
