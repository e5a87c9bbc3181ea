"""The lines of a file of pairs: which two values are compared, and their text."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from engine.errors import UserError
from engine.paths import long_path
from engine.tables import Table, TableKind, TableOptions, open_table, read_objects, sniff_table
from engine.tables.header import letter, match_column
from engine.types import ItemFailure, Scalar, cell_text

USUAL_NAMES = (
    ("text1", "text2"),
    ("left", "right"),
    ("sentence1", "sentence2"),
    ("premise", "hypothesis"),
    ("text_a", "text_b"),
    ("a", "b"),
)
"""The columns that are looked for where none are named."""

Values = tuple[tuple[str, Any], ...]
"""A line's values by column, in the order of the file."""

_LOOK_AT_LINES = 200
_WRONG_QUOTES = ("quote_unclosed", "quoted_rows")


@dataclass(frozen=True, slots=True)
class PairLine:
    """One line: the values as read, and its two texts, or why it has none. ``scores`` are those of an
    earlier run."""

    number: int
    data: Values
    left: str = ""
    right: str = ""
    failure: ItemFailure | None = None
    scores: tuple[float, ...] = ()


class PairSource:
    """A file of pairs: its columns, the two that are compared, and its lines.

    ``stamp`` tells whether the file is still the one that was opened (time in ns, bytes).
    ``left`` and ``right`` are a column's name, its place (counted from 1) or, in a table, the letter
    that a spreadsheet gives it; without them the usual names are looked for, and where a table has
    two columns and no heading, those are taken. ``header`` is the row that names the columns: found
    where ``None``, 0 for none. ``encoding`` is that of a text file, found where empty.

    Raises ``UserError``: those of the table reader, and ``pairs_no_columns``.
    """

    def __init__(
        self,
        path: Path,
        left: str | None = None,
        right: str | None = None,
        sheet: str | None = None,
        header: int | None = None,
        encoding: str = "",
    ) -> None:
        self.path = path
        self._encoding = encoding
        self._table: Table | None = None
        kind = sniff_table(path)
        self.stamp = _stamp(path)
        if kind is TableKind.JSONL:
            self.columns = _columns_of_lines(path, encoding)
        else:
            options = TableOptions(header=header, encoding=encoding, streamed=True)
            self._table = open_table(path, sheet, options)
            self.columns = self._table.columns
        self.left, self.right = self._sides(left, right)

    def lines(self, after: int = 0) -> Iterator[PairLine]:
        """Every line in order, without the first ``after``; a line without its two texts carries its
        failure. Raises ``UserError("table_changed")`` where the file changed since it was opened."""
        for number, found in self._found(after):
            yield self._line(number, found)
        if _stamp(self.path) != self.stamp:
            raise UserError("table_changed", name=self.path.name)

    def remarks(self) -> tuple[ItemFailure, ...]:
        """What a person should look at in the file, as far as its lines were read: quotes that are not
        closed, which are no line's failure alone."""
        if self._table is None:
            return ()
        return tuple(
            ItemFailure(self.path.name, notice.code, notice.params)
            for notice in self._table.remarks.notices()
            if notice.code in _WRONG_QUOTES
        )

    def _found(self, after: int) -> Iterator[tuple[int, Values | ItemFailure]]:
        if self._table is None:
            for number, value in read_objects(self.path, after=after, encoding=self._encoding):
                yield number, value if isinstance(value, ItemFailure) else tuple(value.items())
            return
        for row in islice(self._table.numbered(), after, None):
            if isinstance(row, ItemFailure):
                yield _row_of(row), row
            else:
                yield row[0], _named(self.columns, row[1])

    def _line(self, number: int, found: Values | ItemFailure) -> PairLine:
        if isinstance(found, ItemFailure):
            return PairLine(number, (), failure=found)
        values = dict(found)
        left, right = text_of(values.get(self.left)), text_of(values.get(self.right))
        if left and right:
            return PairLine(number, found, left, right)
        error = UserError("pair_missing_side", column=self.right if left else self.left)
        return PairLine(number, found, failure=error.as_failure(f"{self.path.name}:{number}"))

    def _sides(self, left: str | None, right: str | None) -> tuple[str, str]:
        pairs = [(left or one, right or other) for one, other in USUAL_NAMES]
        for one, other in dict.fromkeys(pairs):
            found = self._column(one), self._column(other)
            if found[0] is not None and found[1] is not None:
                return found[0], found[1]
        if not left and not right and self._table is not None:
            nameless = not self._table.header_row and len(self.columns) == 2
            if nameless:
                return self.columns[0], self.columns[1]
        wanted = " / ".join(pairs[0] if left or right else ("text1", "text2", "left", "right"))
        shown = ", ".join(map(str, self.columns[:20]))
        raise UserError("pairs_no_columns", wanted=wanted, columns=shown or "–")

    def _column(self, wanted: str) -> str | None:
        """The column that a person means: by name, by place, by the spreadsheet's letter."""
        named = match_column(wanted, self.columns)
        if named is not None:
            return named
        if wanted.isdecimal():
            place = int(wanted) - 1
        elif self._table is not None and wanted.isascii() and wanted.isupper():
            letters = map(letter, range(len(self.columns)))
            place = next((n for n, name in enumerate(letters) if name == wanted), -1)
        else:
            return None
        return self.columns[place] if 0 <= place < len(self.columns) else None


def columns_of(
    path: Path, sheet: str | None, header: int | None, encoding: str = ""
) -> tuple[str, ...]:
    """The columns of a file of pairs. Raises ``UserError``: those of the table reader."""
    if sniff_table(path) is TableKind.JSONL:
        return _columns_of_lines(path, encoding)
    options = TableOptions(header=header, encoding=encoding, streamed=True)
    return open_table(path, sheet, options).columns


def text_of(value: Any) -> str:
    """A value as the model reads it; a record becomes ``column: value; column: value``."""
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, Mapping):
        parts = ((str(column), text_of(inner)) for column, inner in value.items())
        return "; ".join(f"{column}: {words}" for column, words in parts if words)
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(text_of, value)))
    if isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, dt.date | dt.time):
        return cell_text(value)
    return str(value).strip()


def _columns_of_lines(path: Path, encoding: str = "") -> tuple[str, ...]:
    """The keys of the first objects, in the order in which they appear."""
    found = read_objects(path, encoding=encoding)
    first = (value for _, value in islice(found, _LOOK_AT_LINES))
    return tuple(
        dict.fromkeys(key for value in first if isinstance(value, Mapping) for key in value)
    )


def _named(columns: Sequence[str], cells: Sequence[Scalar]) -> tuple[tuple[str, Scalar], ...]:
    """A row's cells with their columns; cells beyond the last column bear the spreadsheet's letter."""
    if len(cells) <= len(columns):
        return tuple(zip(columns, cells, strict=False))
    beyond = [(letter(n), cell) for n, cell in enumerate(cells) if n >= len(columns)]
    return (*zip(columns, cells, strict=False), *((f"({name})", cell) for name, cell in beyond))


def _row_of(failure: ItemFailure) -> int:
    row = dict(failure.params).get("row")
    return row if isinstance(row, int) else 0


def _stamp(path: Path) -> tuple[int, int]:
    stat = Path(long_path(path)).stat()
    return stat.st_mtime_ns, stat.st_size
