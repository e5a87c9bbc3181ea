"""csv and its kin, streamed. Every value stays text: a leading zero is never lost."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from engine.encodings import detect
from engine.paths import long_path
from engine.tables.decoding import SAMPLE_BYTES, read_lines
from engine.tables.model import RawRow, Remarks
from engine.types import ItemFailure

DELIMITERS = (",", "\t", ";", "|")
LONGEST_CELL = 64 * 2**20
_SAMPLE_ROWS = 100


def rows(path: Path, remarks: Remarks) -> Iterator[RawRow | ItemFailure]:
    """Every row, numbered as a spreadsheet shows the file: a quoted line break does not start a row,
    an empty line is a row."""
    with Path(long_path(path)).open("rb") as stream:
        sample = stream.read(SAMPLE_BYTES)
    encoding = detect(sample)
    text = sample.decode(encoding, "replace").replace("\0", "")
    csv.field_size_limit(LONGEST_CELL)
    try:
        lines = read_lines(path, encoding, remarks)
        reader = csv.reader(lines, delimiter=find_delimiter(text))
        for number, row in enumerate(reader, start=1):
            yield number, tuple(cell if cell != "" else None for cell in row)
    except csv.Error as error:
        params = (("row", reader.line_num), ("detail", str(error)))
        yield ItemFailure(f"{path.name}:{reader.line_num}", "row_unreadable", params)


def find_delimiter(text: str) -> str:
    """The delimiter by which the rows of ``text`` have the most columns, and equally many."""
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        try:
            reader = csv.reader(io.StringIO(text), delimiter=delimiter)
            widths = [len(row) for _, row in zip(range(_SAMPLE_ROWS), reader, strict=False) if row]
        except csv.Error:
            continue
        if not widths:
            continue
        width, count = Counter(widths).most_common(1)[0]
        score = count / len(widths) * min(width - 1, 10)
        if score > best_score:
            best, best_score = delimiter, score
    return best
