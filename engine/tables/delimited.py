"""csv and its kin, streamed. Every value stays text: a leading zero is never lost."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from engine.encodings import detect
from engine.paths import long_path
from engine.tables.decoding import SAMPLE_BYTES, read_lines
from engine.tables.model import RawRow, Remarks
from engine.tables.quotes import whole_rows
from engine.types import ItemFailure

DELIMITERS = (",", "\t", ";", "|")
LONGEST_CELL = 64 * 2**20
_SAMPLE_ROWS = 100


def rows(path: Path, remarks: Remarks, encoding: str = "") -> Iterator[RawRow | ItemFailure]:
    """Every row, numbered as a spreadsheet shows the file: a quoted line break does not start a row,
    an empty line is a row. A quote that is never closed costs no line but its own columns, see
    :mod:`engine.tables.quotes`. ``encoding``: what a person said it is, found by itself where empty."""
    with Path(long_path(path)).open("rb") as stream:
        sample = stream.read(SAMPLE_BYTES)
    decoder = encoding or detect(sample)
    text = sample.decode(decoder, "replace").replace("\0", "")
    csv.field_size_limit(LONGEST_CELL)
    lines = read_lines(path, decoder, remarks, bool(encoding))
    found = whole_rows(lines, find_delimiter(text), remarks)
    read = 0
    try:
        for number, (line, row) in enumerate(found, start=1):
            yield number, tuple(cell if cell != "" else None for cell in row)
            read = line
    except csv.Error as error:
        params = (("row", read + 1), ("detail", str(error)))
        yield ItemFailure(f"{path.name}:{read + 1}", "row_unreadable", params)


def find_delimiter(text: str) -> str:
    """The delimiter by which the rows of ``text`` have the most columns, and equally many."""
    best, best_score = ",", 0.0
    lines = text.splitlines(keepends=True)
    for delimiter in DELIMITERS:
        widths = _widths(lines, delimiter)
        if not widths:
            continue
        width, count = Counter(widths).most_common(1)[0]
        score = count / len(widths) * min(width - 1, 10)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _widths(lines: Iterable[str], delimiter: str) -> list[int]:
    """How many columns the first rows have, blank ones left out."""
    try:
        found = whole_rows(lines, delimiter, Remarks())
        return [len(row) for _, (_, row) in zip(range(_SAMPLE_ROWS), found, strict=False) if row]
    except csv.Error:
        return []
